"""What is wrong with an argument, said so that it can be mended."""

from operator import index


def whole_number(name, value, at_least=0):
    """Return ``value`` as an ``int``, or say what is wrong with the argument called ``name``.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : int
        Anything that is an integer to Python (``operator.index``), NumPy's included; not a ``bool``.
    at_least : int
        The smallest value that makes sense.

    Returns
    -------
    int

    Raises
    ------
    TypeError
        If ``value`` is not an integer: 1.5, ``"3"``, ``None`` and ``True`` are not.
    ValueError
        If ``value`` is smaller than ``at_least``.

    Examples
    --------
    >>> whole_number("stride", 0, at_least=1)
    Traceback (most recent call last):
    ...
    ValueError: stride must be a whole number, 1 or more; got 0; the nearest that works is 1
    """
    need = f"{name} must be a whole number, {at_least} or more"
    try:
        number = index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool):
        got = f"{value!r} ({type(value).__name__})"
        raise TypeError(f"{need}; got {got}; {_nearest_whole(value, at_least)}") from None
    if number < at_least:
        raise ValueError(f"{need}; got {number}; the nearest that works is {at_least}")
    return number


def _nearest_whole(value, at_least):
    """What to write in place of something that is not a whole number."""
    try:
        number = float(value)
        below = int(number // 1)
    except (TypeError, ValueError, OverflowError):
        return f"try {at_least}"
    near = sorted({max(below, at_least), max(below + (number > below), at_least)})
    return f"try {' or '.join(map(str, near))}"
