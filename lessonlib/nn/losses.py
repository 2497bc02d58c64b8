"""Losses: how wrong a batch of scores is, and in which direction it gets worse.

Each returns ``(loss, gradient)``: a float, and an array like the scores. Both are means over the batch, so that the
learning rate does not depend on its size.
"""

import numpy as np

from lessonlib.nn.arrays import as_labels, as_numbers
from lessonlib.nn.checks import real_number


def softmax_cross_entropy(scores, labels):
    """Minus the log of the probability that the softmax gives to the right class.

    Parameters
    ----------
    scores : array_like, (N, classes)
        Any numbers; also thousands apart, since the largest of each row is subtracted first.
    labels : array_like of int, (N,)
        The right class of each row, 0 to classes - 1.

    Returns
    -------
    loss : float
        At least 0. ``log(classes)`` if all scores are equal.
    gradient : numpy.ndarray, (N, classes)
        Softmax probabilities minus 1 at the right class, divided by N.

    Raises
    ------
    TypeError, ValueError
        If scores or labels have the wrong type, shape or range.

    Examples
    --------
    >>> loss, gradient = softmax_cross_entropy([[0.0, 0.0], [0.0, 0.0]], [0, 1])
    >>> round(loss, 4), gradient
    (0.6931, array([[-0.25,  0.25],
           [ 0.25, -0.25]]))
    """
    scores = _as_scores(scores)
    labels = as_labels(labels, *scores.shape)
    rows = np.arange(len(labels))
    shifted = scores - scores.max(axis=1, keepdims=True)  # (N, classes), the largest of each row is 0
    odds = np.exp(shifted)
    total = odds.sum(axis=1, keepdims=True)  # (N, 1)
    loss = (np.log(total[:, 0]) - shifted[rows, labels]).mean()
    gradient = odds / total
    gradient[rows, labels] -= 1
    return float(loss), gradient / len(labels)


def hinge(scores, labels, delta=1.0):
    """The multiclass support-vector-machine loss: every wrong class should score ``delta`` below the right one.

    Parameters
    ----------
    scores : array_like, (N, classes)
    labels : array_like of int, (N,)
        The right class of each row, 0 to classes - 1.
    delta : float, default 1.0
        The margin, in units of score.

    Returns
    -------
    loss : float
        The sum over wrong classes of ``max(0, score - right score + delta)``; 0 once all margins are kept.
    gradient : numpy.ndarray, (N, classes)

    Raises
    ------
    TypeError, ValueError
        If scores or labels have the wrong type, shape or range.

    Notes
    -----
    Weston and Watkins (1999), in the form of Stanford's CS231n.

    Examples
    --------
    >>> loss, gradient = hinge([[3.0, 5.0, 1.5]], [0])
    >>> loss, gradient
    (3.0, array([[-1.,  1.,  0.]]))
    """
    scores = _as_scores(scores)
    labels = as_labels(labels, *scores.shape)
    rows = np.arange(len(labels))
    delta = real_number("delta", delta, at_least=0)
    margins = scores - scores[rows, labels][:, None] + delta  # (N, classes)
    margins[rows, labels] = 0
    margins = np.maximum(margins, 0)
    gradient = (margins > 0).astype(scores.dtype)
    gradient[rows, labels] = -gradient.sum(axis=1)
    return float(margins.sum(axis=1).mean()), gradient / len(labels)


def mean_squared_error(outputs, targets):
    """The mean of the squared differences, for learning numbers instead of classes.

    Parameters
    ----------
    outputs, targets : array_like, (N, ...)
        Of one shape.

    Returns
    -------
    loss : float
    gradient : numpy.ndarray, (N, ...)

    Raises
    ------
    TypeError, ValueError
        If the arrays are empty, hold no numbers, or differ in shape.

    Examples
    --------
    >>> mean_squared_error([[1.0, 2.0]], [[1.0, 4.0]])
    (2.0, array([[ 0., -2.]]))
    """
    outputs, targets = as_numbers("outputs", outputs), as_numbers("targets", targets)
    if outputs.shape != targets.shape:
        raise ValueError(f"targets must be {outputs.shape} to match outputs; got {targets.shape}")
    if not outputs.size:
        raise ValueError(f"outputs must hold at least one number; got shape {outputs.shape}")
    difference = outputs - targets
    return float((difference**2).mean()), 2 * difference / difference.size


def _as_scores(scores):
    scores = as_numbers("scores", scores, "(N, classes)")
    if not scores.size:
        raise ValueError(f"scores must have at least one row and one class; got shape {scores.shape}")
    return scores if scores.dtype.kind == "f" else scores.astype(float)
