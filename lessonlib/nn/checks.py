"""Argument validation with actionable messages, for all of the library. Standard library only."""

from math import inf, isfinite, log10
from numbers import Real
from operator import index

LARGEST_BITS = 1000  # of an int that a message writes out; Python itself writes at most some 14,000


def whole_number(name, value, at_least=0, at_most=None):
    """Return ``value`` as an ``int``, or say what is wrong with the argument called ``name``.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : int
        Anything that is an integer to Python (``operator.index``), NumPy's included; not a ``bool``.
    at_least, at_most : int
        The smallest and the largest value that make sense; by default there is no largest.

    Returns
    -------
    int

    Raises
    ------
    TypeError
        If ``value`` is not an integer: 1.5, ``"3"``, ``None`` and ``True`` are not.
    ValueError
        If ``value`` is too small or too large.

    Examples
    --------
    >>> whole_number("stride", 0, at_least=1)
    Traceback (most recent call last):
    ...
    ValueError: stride must be a whole number, 1 or more; got 0; the nearest that works is 1
    >>> whole_number("value", 12, at_most=9)
    Traceback (most recent call last):
    ...
    ValueError: value must be a whole number, 0 to 9; got 12; the nearest that works is 9
    """
    need = f"{name} must be a whole number, {at_least}{' or more' if at_most is None else f' to {at_most}'}"
    try:
        number = index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool):
        got = f"{shown(value)} ({type(value).__name__})"
        raise TypeError(f"{need}; got {got}; {_nearest_whole(value, at_least, at_most)}") from None
    works = _within(number, at_least, at_most)
    if number != works:
        raise ValueError(f"{need}; got {shown(number)}; the nearest that works is {works}")
    if number.bit_length() > LARGEST_BITS:
        raise ValueError(f"{need}, of a size that computers count with; got {shown(number)}")
    return number


def real_number(name, value, *, above=-inf, at_least=-inf, below=inf, at_most=inf):
    """Return ``value`` as a ``float``, or say what is wrong with the argument called ``name``.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : float
        A finite number; NumPy's included, not a ``bool``.
    above, at_least, below, at_most : float
        Between which bounds it makes sense.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If ``value`` is not a real number: ``"3"``, ``None``, ``True`` and arrays are not.
    ValueError
        If ``value`` is out of bounds, infinite or NaN.

    Examples
    --------
    >>> real_number("momentum", 1.5, at_least=0, below=1)
    Traceback (most recent call last):
    ...
    ValueError: momentum must be a finite number, at least 0, below 1; got 1.5
    """
    bounds = {"above": above, "at least": at_least, "below": below, "at most": at_most}
    said = "".join(f", {word} {bound}" for word, bound in bounds.items() if isfinite(bound))
    need = f"{name} must be a finite number{said}"
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{need}; got {shown(value)} ({type(value).__name__})")
    try:
        number = float(value)
    except OverflowError:
        number = inf
    if not (isfinite(number) and above < value < below and at_least <= value <= at_most):
        raise ValueError(f"{need}; got {shown(value, str)}")
    return number


def true_or_false(name, value):
    """Return ``value`` as a ``bool``, or say what is wrong with the argument called ``name``.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : bool
        Python's or NumPy's.

    Returns
    -------
    bool

    Raises
    ------
    TypeError
        If ``value`` is anything else: 1, 0, ``"yes"`` and ``None`` are not.

    Examples
    --------
    >>> true_or_false("floor", 1)
    Traceback (most recent call last):
    ...
    TypeError: floor must be True or False; got 1
    """
    kind = type(value)
    if kind is not bool and (kind.__module__, kind.__name__) not in (("numpy", "bool"), ("numpy", "bool_")):
        raise TypeError(f"{name} must be True or False; got {shown(value)}")
    return bool(value)


def one_of(name, value, choices):
    """Return ``value`` if it is one of the texts in ``choices``, or say which there are.

    Raises
    ------
    ValueError
        If it is none of them, text or not.

    Examples
    --------
    >>> one_of("schedule", "cosine", ("constant", "one-cycle"))
    Traceback (most recent call last):
    ...
    ValueError: schedule must be one of 'constant', 'one-cycle'; got 'cosine'
    """
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, choices))}; got {shown(value)}")
    return value


def shown(value, form=repr):
    """A value for a message: cut if it is long, and never an error of its own.

    Examples
    --------
    >>> shown(10**5000), shown("0.1")
    ('an int of about 5000 digits', "'0.1'")
    """
    if isinstance(value, int) and value.bit_length() > LARGEST_BITS:
        return f"an int of about {int(value.bit_length() * log10(2))} digits"
    try:
        text = form(value)
    except Exception:  # a message is no place for another
        return f"an object of type {type(value).__name__}"
    return text if len(text) <= 200 else f"{text[:196]} ..."


def _within(number, at_least, at_most):
    return max(number, at_least) if at_most is None else min(max(number, at_least), at_most)


def _nearest_whole(value, at_least, at_most):
    """What to write in place of something that is not a whole number."""
    try:
        number = float(value)
        below = int(number // 1)
    except (TypeError, ValueError, OverflowError):
        return f"try {at_least}"
    near = sorted({_within(whole, at_least, at_most) for whole in (below, below + (number > below))})
    return f"try {' or '.join(map(str, near))}"
