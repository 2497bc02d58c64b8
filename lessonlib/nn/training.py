"""One training loop for every model in the book: forward, loss, backward, step."""

from dataclasses import dataclass, field

import numpy as np

from lessonlib.nn.arrays import as_generator, as_labels, as_numbers
from lessonlib.nn.checks import real_number, shown, whole_number
from lessonlib.nn.losses import hinge, softmax_cross_entropy


@dataclass
class History:
    """What happened in training.

    Attributes
    ----------
    step_loss : list of float
        The loss of each step's batch, before that step.
    train_accuracy : list of float
        For each epoch, the share of its pictures classified correctly, each just before the step that used it. Empty
        if the labels are not classes.
    test_accuracy : list of float
        The same for the test pictures after each epoch. Empty without them.
    """

    step_loss: list = field(default_factory=list)
    train_accuracy: list = field(default_factory=list)
    test_accuracy: list = field(default_factory=list)


@np.errstate(over="ignore", invalid="ignore")  # a diverging run is reported once, below, and not by warnings
def fit(
    model,
    loss,
    images,
    labels,
    *,
    epochs,
    learning_rate,
    batch_size,
    seed,
    momentum=0.0,
    test=None,
    progress=None,
):
    """Train ``model`` by stochastic gradient descent. The loop is the same for any layers.

    Parameters
    ----------
    model : lessonlib.nn.layers.Layer
        Its parameters are changed.
    loss : callable
        Takes scores and labels, returns the loss and its gradient, as do those in `lessonlib.nn.losses`.
    images : array_like, (N, ...)
        What the model takes; finite numbers, N at least 1. Batches are computed in the dtype of its parameters.
    labels : array_like, (N,) or (N, ...)
        Whole numbers from 0 to classes - 1, or what else the loss takes, such as maps for `mean_squared_error`.
    epochs : int
        How many times every picture is used. The last batch of each may be smaller.
    learning_rate : float
        Above 0.
    batch_size : int
        Pictures a step.
    seed : int
        Decides the order of the pictures, new in each epoch. Same model, same seed, same numbers.
    momentum : float, default 0.0
        Plain gradient descent at 0. Otherwise each step goes along ``velocity = momentum * velocity + gradient``.
    test : (images, labels) pair, optional
        Pictures to measure the accuracy on after each epoch.
    progress : callable, optional
        Called with the epoch (from 1) and the `History` so far after each epoch.

    Returns
    -------
    History

    Raises
    ------
    FloatingPointError
        If the loss or a parameter stops being finite. The model is left as of the last step with a finite loss.
    TypeError, ValueError
        If an argument is of the wrong kind or out of range, before anything is changed.

    Examples
    --------
    >>> from lessonlib.nn.layers import Linear
    >>> from lessonlib.nn.losses import softmax_cross_entropy
    >>> rows = np.array([[0.0, 1.0], [1.0, 0.0]])
    >>> history = fit(
    ...     Linear(2, 2), softmax_cross_entropy, rows, [0, 1], epochs=50, learning_rate=1.0, batch_size=2, seed=0
    ... )
    >>> history.train_accuracy[-1], history.step_loss[-1] < 0.1
    (1.0, True)
    """
    for name, given in (("loss", loss), ("progress", progress or loss)):
        if not callable(given):
            raise TypeError(f"{name} must be a function; got {shown(given)}")
    images, labels = _checked(model, images, labels, "images", "labels")
    if labels.ndim != 1 and loss in (softmax_cross_entropy, hinge):
        as_labels(labels, None, 0)  # says what they should be, before a batch of them does
    if test is not None:
        if not isinstance(test, tuple | list) or len(test) != 2:
            found = f"{len(test)} of them" if isinstance(test, tuple | list) else type(test).__name__
            raise TypeError(f"test must be a pair (images, labels); got {found}")
        test = _checked(model, *test, "test images", "test labels")
        as_labels(test[1], None, np.inf, "test labels")
    epochs, batch_size = whole_number("epochs", epochs, 0), whole_number("batch_size", batch_size, 1)
    learning_rate = real_number("learning_rate", learning_rate, above=0)
    momentum = real_number("momentum", momentum, at_least=0, below=1)
    parameters = model.parameters()
    velocities = [np.zeros_like(parameter.value) for parameter in parameters]
    good = [parameter.value.copy() for parameter in parameters]
    random, history = as_generator("seed", seed), History()

    for epoch in range(1, epochs + 1):
        right = 0
        order = random.permutation(len(images))
        for start in range(0, len(images), batch_size):
            batch = order[start : start + batch_size]
            scores = model.forward(images[batch])  # 1. forward
            batch_loss, gradient = loss(scores, labels[batch])  # 2. loss
            if not np.isfinite(batch_loss):
                _stop(parameters, good, f"The loss became {batch_loss}", len(history.step_loss) + 1, learning_rate)
            model.backward(gradient)  # 3. backward
            for parameter, value, velocity in zip(parameters, good, velocities, strict=True):
                value[...] = parameter.value
                velocity *= momentum
                velocity += parameter.grad
                parameter.value -= learning_rate * velocity  # 4. step
            history.step_loss.append(batch_loss)
            if not all(np.isfinite(parameter.value).all() for parameter in parameters):
                _stop(parameters, good, "A parameter became infinite or nan", len(history.step_loss), learning_rate)
            if labels.ndim == 1:
                right += int((scores.argmax(axis=1) == labels[batch]).sum())
        if labels.ndim == 1:
            history.train_accuracy.append(right / len(images))
        if test is not None:
            history.test_accuracy.append(accuracy(model, *test))
        if progress is not None:
            progress(epoch, history)
    return history


def classify(model, images, batch_size=250):
    """The class with the highest score for each picture.

    Parameters
    ----------
    model : lessonlib.nn.layers.Layer
        Gives scores (N, classes).
    images : array_like, (N, ...)
        Finite numbers, N at least 1.
    batch_size : int, default 250
        How many pictures pass at a time; changes nothing but time and memory.

    Returns
    -------
    numpy.ndarray, (N,), int64

    Raises
    ------
    TypeError, ValueError
        If there are no pictures, or they are not finite numbers.

    Examples
    --------
    >>> from lessonlib.nn.layers import Flatten
    >>> classify(Flatten(), [[0, 5, 2], [7, 1, 1]])
    array([1, 0])
    """
    images = _as_batch(model, images, "images")
    blocks = (images[start : start + batch_size] for start in range(0, len(images), batch_size))
    return np.concatenate([model.forward(block).argmax(axis=1) for block in blocks])


def accuracy(model, images, labels):
    """The share of ``images`` that the model classifies as ``labels``, 0 to 1.

    Parameters
    ----------
    model : lessonlib.nn.layers.Layer
        Gives scores (N, classes).
    images : array_like, (N, ...)
        Finite numbers, N at least 1.
    labels : array_like of int, (N,)
        The right classes, 0 to classes - 1.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If images or labels have the wrong type, shape or range.

    Examples
    --------
    >>> from lessonlib.nn.layers import Linear
    >>> layer = Linear(2, 2)
    >>> layer.weights.value = np.eye(2)
    >>> accuracy(layer, [[1, 0], [0, 1], [3, 4]], [0, 1, 0])
    0.6666666666666666
    """
    images, labels = _checked(model, images, labels, "images", "labels")
    as_labels(labels, None, np.inf)
    return float((classify(model, images) == labels).mean())


def _as_batch(model, images, name):
    """``images`` as finite numbers in the model's dtype, at least one of them."""
    images = as_numbers(name, images)
    if not images.ndim or not len(images):
        raise ValueError(f"{name} must hold at least one picture; got shape {images.shape}")
    if not np.isfinite(images).all():
        raise ValueError(f"{name} must be finite; got nan or infinity in {int((~np.isfinite(images)).sum())} places")
    dtypes = [parameter.value.dtype for parameter in model.parameters()]
    return images.astype(np.result_type(*dtypes), copy=False) if dtypes else images


def _checked(model, images, labels, images_name, labels_name):
    """Images and labels as arrays that belong together; class labels within the model's classes."""
    images = _as_batch(model, images, images_name)
    labels = as_numbers(labels_name, labels)
    if labels.ndim == 0 or len(labels) != len(images):
        raise ValueError(
            f"{labels_name} must have one entry for each of {len(images)} {images_name}; got {labels.shape}"
        )
    if labels.ndim == 1:
        labels = as_labels(labels, len(images), model.forward(images[:1]).shape[1], labels_name)
    return images, labels


def _stop(parameters, good, what, step, learning_rate):
    """Put the parameters of the last good step back and say what happened."""
    for parameter, value in zip(parameters, good, strict=True):
        parameter.value[...] = value
    raise FloatingPointError(
        f"{what} at step {step}: training diverged. Try a smaller learning_rate than {learning_rate}. "
        "The model is as of the last good step."
    )
