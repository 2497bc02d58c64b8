"""Gradients by trying: change each number a little, look how far the result moves, compare with the backward pass."""

from dataclasses import dataclass

import numpy as np

from lessonlib.nn.arrays import as_numbers


def numerical_gradient(function, values, step=1e-5):
    """The gradient of ``function`` at ``values`` by central differences, one number at a time.

    Parameters
    ----------
    function : callable
        Takes an array like ``values`` and returns one number.
    values : array_like of any shape
        Where to measure. Computed in float64, and never changed.
    step : float, default 1e-5
        How far each number is moved up and down. The error shrinks with its square until rounding takes over.

    Returns
    -------
    numpy.ndarray
        ``(function(values + step) - function(values - step)) / (2 * step)`` for each number; shaped like ``values``.

    Raises
    ------
    ValueError
        If ``step`` is not above 0, or the function returns more than one number.

    Examples
    --------
    >>> numerical_gradient(lambda w: (w**2).sum(), [1.0, -3.0]).round(6)
    array([ 2., -6.])
    """
    if not step > 0:
        raise ValueError(f"step must be above 0; got {step}")
    values = np.array(as_numbers("values", values), dtype=float)
    gradient = np.empty_like(values)
    for index in np.ndindex(values.shape):
        ends = []
        for move in (step, -step):
            moved = values.copy()
            moved[index] += move
            ends.append(np.asarray(function(moved), dtype=float))
        if ends[0].size != 1:
            raise ValueError(f"function must return one number; got shape {ends[0].shape}")
        gradient[index] = (ends[0].item() - ends[1].item()) / (2 * step)
    return gradient


@dataclass(frozen=True)
class GradientCheck:
    """Where a gradient differs most from the numerical one.

    Attributes
    ----------
    passed : bool
    error : float
        The largest difference, divided by the largest numerical gradient (or by 1e-8 if that is smaller).
    index : tuple of int
        Where that difference is.
    given, numerical : float
        The two gradients there.
    """

    passed: bool
    error: float
    index: tuple
    given: float
    numerical: float

    def __str__(self):
        verdict = "agrees" if self.passed else "does not agree"
        return (
            f"{verdict}: worst at {self.index}, given {self.given:.6g}, numerical {self.numerical:.6g} "
            f"(difference {self.error:.1e} of the largest)"
        )


def gradient_check(function, values, gradient, *, step=1e-5, tolerance=1e-6):
    """Compare ``gradient`` with `numerical_gradient` at every index, and report the worst.

    Parameters
    ----------
    function, values, step
        As for `numerical_gradient`.
    gradient : array_like, shaped like ``values``
        What to check.
    tolerance : float, default 1e-6
        The largest error that passes.

    Returns
    -------
    GradientCheck

    Raises
    ------
    ValueError
        If ``gradient`` is not shaped like ``values``, or there are no values.

    Examples
    --------
    >>> print(gradient_check(lambda w: (w**2).sum(), [1.0, -3.0], gradient=[2.0, -3.0]))
    does not agree: worst at (1,), given -3, numerical -6 (difference 5.0e-01 of the largest)
    """
    values, gradient = as_numbers("values", values), as_numbers("gradient", gradient)
    if gradient.shape != values.shape:
        raise ValueError(f"gradient must be {values.shape}, like values; got {gradient.shape}")
    if not values.size:
        raise ValueError(f"values must hold at least one number; got shape {values.shape}")
    numerical = numerical_gradient(function, values, step)
    difference = np.abs(gradient - numerical)
    worst = np.unravel_index(np.argmax(difference), difference.shape)  # argmax takes NaN for the largest
    error = float(difference[worst] / max(np.abs(numerical).max(), 1e-8))
    index = tuple(int(i) for i in worst)
    return GradientCheck(error <= tolerance, error, index, float(gradient[worst]), float(numerical[worst]))
