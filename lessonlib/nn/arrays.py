"""What the numerical modules accept: one place that turns an argument into an array, or says what is wrong with it."""

import numpy as np

from lessonlib.nn.checks import shown, whole_number


def as_numbers(name, value, shape=None, hint=""):
    """``value`` as an array of numbers that the library computes with.

    Parameters
    ----------
    name : str
        The argument's name, for messages.
    value : array_like
        Integers, bools or floats; nested lists are welcome.
    shape : str, optional
        The axes that are needed, such as ``"(N, C, H, W)"``. Any shape will do without it.
    hint : str, optional
        A sentence that follows the message when the number of axes is wrong; ``{name}`` stands for the name.

    Returns
    -------
    numpy.ndarray
        int64 for integers and bools, float32 for float16, otherwise the dtype that came. Not copied without need.

    Raises
    ------
    TypeError
        If the values are complex numbers, strings or other objects.
    ValueError
        If the rows differ in length, the number of axes is wrong, or an integer does not fit int64.

    Examples
    --------
    >>> as_numbers("images", [[True, 2]]).dtype
    dtype('int64')
    """
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must be a regular grid of numbers; got rows of different lengths") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold integers or real numbers; got dtype {array.dtype}")
    if shape is not None and array.ndim != len(shape.split(", ")):
        raise ValueError(f"{name} must be {shape}; got shape {array.shape}{hint and '. ' + hint}")
    if array.dtype == np.uint64 and array.size and array.max() > np.iinfo(np.int64).max:
        raise ValueError(f"{name} must fit 64-bit integers; got {array.max()}")
    if array.dtype.kind in "biu":
        return array.astype(np.int64, copy=False)
    return array.astype(np.float32) if array.dtype == np.float16 else array


def common_dtype(*arrays):
    """The dtype to compute in: the widest float among ``arrays``, or int64 if there is none.

    Integers join whatever floats there are, so a filter typed as integers leaves float32 pictures float32.

    Examples
    --------
    >>> common_dtype(np.zeros(2, np.float32), np.zeros(2, np.int64))
    dtype('float32')
    """
    floats = [array.dtype for array in arrays if array.dtype.kind == "f"]
    return np.result_type(*floats) if floats else np.dtype(np.int64)


def as_gradient(grad_output, shape):
    """``grad_output`` as an array of numbers that has ``shape``, the shape of the layer's last output.

    Raises
    ------
    TypeError
        If the values are not numbers.
    ValueError
        If the shape is another one.

    Examples
    --------
    >>> as_gradient([[1, 2]], (2, 1))
    Traceback (most recent call last):
    ...
    ValueError: grad_output must be (2, 1), like the last output; got (1, 2)
    """
    gradient = as_numbers("grad_output", grad_output)
    if gradient.shape != shape:
        raise ValueError(f"grad_output must be {shape}, like the last output; got {gradient.shape}")
    return gradient


def as_labels(labels, count, classes, name="labels"):
    """``labels`` as an int64 array (count,), each from 0 to classes - 1.

    Parameters
    ----------
    labels : array_like of int or bool, (N,)
        The class of each picture.
    count : int or None
        How many pictures there are, if that is known.
    classes : int
        How many classes there are.
    name : str
        The argument's name, for messages.

    Raises
    ------
    TypeError
        If they are not whole numbers.
    ValueError
        If they are too many, too few, or out of range.

    Examples
    --------
    >>> as_labels([0, 2], count=2, classes=2)
    Traceback (most recent call last):
    ...
    ValueError: labels must be from 0 to 1; got 2 at index 1
    """
    labels = as_numbers(name, labels, "(N,)", "From rows of 0s with one 1, make classes: labels.argmax(axis=1)")
    if labels.size and labels.dtype != np.int64:
        raise TypeError(f"{name} must be whole numbers, the class of each picture; got dtype {labels.dtype}")
    if count is not None and len(labels) != count:
        raise ValueError(f"{name} must be (N,) with N == {count}; got {labels.shape}")
    wrong = np.flatnonzero((labels < 0) | (labels >= classes))
    if wrong.size:
        raise ValueError(f"{name} must be from 0 to {classes - 1}; got {labels[wrong[0]]} at index {wrong[0]}")
    return labels.astype(np.int64, copy=False)  # an empty list is of floats


def as_generator(name, seed):
    """NumPy's generator of random numbers for a seed, or the generator itself if that is what ``seed`` is."""
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError):
        need = "a whole number, 0 or more, or a numpy.random.Generator"
        raise TypeError(f"{name} must be {need}; got {shown(seed)}") from None


def as_pair(name, value, at_least):
    """``value``, an int or a (height, width) pair, as a pair of ints, neither below ``at_least``.

    Raises
    ------
    TypeError, ValueError
        If it is neither, or too small; the message names the argument.

    Examples
    --------
    >>> as_pair("stride", 2, at_least=1)
    (2, 2)
    """
    pair = tuple(value) if isinstance(value, (tuple, list, np.ndarray)) and np.ndim(value) == 1 else (value, value)
    if len(pair) != 2:
        raise ValueError(f"{name} must be a whole number or a (height, width) pair of them; got {shown(value)}")
    return whole_number(name, pair[0], at_least), whole_number(name, pair[1], at_least)
