"""Answers as plain values: one form for lists, arrays and tensors, so that style does not count."""

import math
from dataclasses import dataclass
from typing import NamedTuple

MOST = 200_000  # numbers in one answer
DEEPEST = 12  # lists in lists
LONGEST = 160  # characters of a value that is shown


class Unfit(Exception):
    """The answer is of a kind that cannot be compared; the text completes "Your function returned ..."."""


class Grid(NamedTuple):
    """Numbers in a regular shape: a list, an array or a tensor."""

    shape: tuple
    values: list


@dataclass(frozen=True)
class Raised:
    """That a call ended in an error of this type, which is also one of each type in ``bases``."""

    type: str
    bases: tuple = ()


def raises(error):
    """What stands in worked examples for an error: ``((7, 3, 3), raises(ValueError))``."""
    return Raised(error.__name__, tuple(base.__name__ for base in error.__mro__[1:]))


def plain(value):
    """``value`` as a number, a bool, a string, None, a `Grid`, or a list or dict of these.

    Raises
    ------
    Unfit
        If it is anything else, too large to look at, or fails when it is looked at.
    """
    try:
        return _plain(value)
    except Unfit:
        raise
    except Exception as error:
        name = type(error).__name__
        raise Unfit(f"an object of type `{type(value).__name__}` that cannot be looked at ({name})") from None


def _plain(value, depth=0):
    if value is None or isinstance(value, bool | Raised):
        return value
    for known in (str, int, float):  # of a subclass, what it holds and not what its methods say
        if isinstance(value, known):
            return getattr(known, f"__{known.__name__}__")(value)
    if isinstance(value, complex):
        raise Unfit(f"a complex number, {value}")
    if type(value).__module__.partition(".")[0] in ("numpy", "torch") and hasattr(type(value), "tolist"):
        return _array(value)
    if isinstance(value, list | tuple | range):
        if depth == DEEPEST:
            raise Unfit(f"lists in lists, {DEEPEST} deep or more")
        if len(value) > MOST:
            raise Unfit(f"a {type(value).__name__} of {len(value):,} items")
        return _sequence([_plain(item, depth + 1) for item in value])
    if isinstance(value, dict):
        if depth == DEEPEST or len(value) > MOST:
            raise Unfit("a dict that is too large to look at")
        return {str(key): _plain(item, depth + 1) for key, item in value.items()}
    raise Unfit(_described(value))


def plain_or_none(value):
    """The plain value, or None if it has none, whatever it does when it is looked at."""
    try:
        return plain(value)
    except Exception:
        return None


def _described(value):
    """What a value is that can not be an answer."""
    name = type(value).__name__
    if isinstance(value, set | frozenset):
        return "a set, which has no order"
    if isinstance(value, type):
        return f"the type `{value.__name__}` itself, not a value"
    if hasattr(type(value), "__next__"):
        return f"a {name}: it gives its values one by one and only when asked. Put `list(...)` around it"
    if callable(value):
        return f"a {name}, not what it gives. Call it, with brackets"
    return f"an object of type `{name}`"


def _array(value):
    """A NumPy array or scalar, or a tensor."""
    kind = getattr(value.dtype, "kind", None)  # tensors have none
    shape = tuple(int(size) for size in value.shape)
    if kind is not None and kind not in "biuf":
        raise Unfit(f"an array of dtype {value.dtype} (shape {shape}), not of numbers")
    if "complex" in str(value.dtype):
        raise Unfit(f"a tensor of {value.dtype}")
    if math.prod(shape) > MOST:
        raise Unfit(f"an array of {math.prod(shape):,} numbers (shape {shape})")
    if str(getattr(value, "layout", "torch.strided")) != "torch.strided":
        raise Unfit(f"a tensor of layout {value.layout}. `.to_dense()` makes it a plain one")
    if getattr(getattr(value, "device", None), "type", "") == "meta":
        raise Unfit(f"a tensor on the device meta (shape {shape}): it has a shape and no numbers")
    if hasattr(value, "filled") and value.mask.any():
        raise Unfit(f"a masked array (shape {shape}), in which some numbers are masked")
    numbers = (value.detach() if hasattr(value, "detach") else value).tolist()
    for _ in shape[1:]:
        numbers = [number for row in numbers for number in row]
    if kind == "f" and value.dtype.itemsize > 8:  # a long double stays one in a list
        numbers = [float(number) for number in (numbers if shape else [numbers])]
        numbers = numbers if shape else numbers[0]
    return Grid(shape, numbers) if shape else numbers


def _sequence(items):
    """A grid if the items are numbers or grids of one shape, else a list."""
    if all(isinstance(item, int | float) for item in items):
        return Grid((len(items),), items)
    if all(isinstance(item, Grid) for item in items) and len({item.shape for item in items}) == 1:
        return Grid((len(items), *items[0].shape), [number for item in items for number in item.values])
    return items


def as_grid(value, shape=None):
    """An answer as nested lists of numbers, for ``judge``: lists, arrays and tensors are all welcome.

    Parameters
    ----------
    value : array_like
        What the learner gave.
    shape : tuple, optional
        What it must be, with None for an axis of any size.

    Raises
    ------
    Unfit
        If it is not a regular grid of numbers, or has another shape.
    """
    got = plain(value)
    if not isinstance(got, Grid):
        raise Unfit(phrase(value, got))
    if shape is not None and (
        len(shape) != len(got.shape)
        or any(want not in (None, have) for want, have in zip(shape, got.shape, strict=True))
    ):
        wanted = ", ".join("any" if size is None else str(size) for size in shape)
        raise Unfit(f"of shape {got.shape}, not ({wanted})")
    return nested(got)


def nested(grid):
    """A grid as lists in lists."""
    rows = list(grid.values)
    for size in reversed(grid.shape[1:]):
        rows = [rows[start : start + size] for start in range(0, len(rows), size)] if size else [[]] * len(rows)
    return rows


def phrase(value, got=None):
    """What a value is, in a few words: "a list of 3 numbers", "an array of shape (2, 3)"."""
    got = plain(value) if got is None else got
    if got is None:
        return "None"
    if isinstance(got, bool | str):
        return f"{cut(repr(got))} ({'a bool' if isinstance(got, bool) else 'text'})"
    if isinstance(got, int | float):
        return f"{written(got)} ({'an int' if isinstance(got, int) else 'a float'})"
    if isinstance(got, Grid):
        what = {"list": "a list", "tuple": "a tuple", "Tensor": "a tensor"}.get(type(value).__name__, "an array")
        return f"{what} of {got.shape[0]} numbers" if len(got.shape) == 1 else f"{what} of shape {got.shape}"
    if isinstance(got, list):
        return f"a {type(value).__name__} of {len(got)} things"
    return f"a {type(value).__name__}"


def cut(text):
    """Text without its end, if it is long."""
    return text if len(text) <= LONGEST else text[: LONGEST - 4] + " ..."


def written(value):
    """A number as text; of a whole number that is longer than Python writes, about how large it is."""
    if isinstance(value, int) and value.bit_length() > 1000:
        return f"about {'-' if value < 0 else ''}10**{int(value.bit_length() * math.log10(2))}"
    return str(value)


def odd(got):
    """``"nan"`` or ``"inf"`` if there is one in a plain value, in this order; else an empty text."""
    if isinstance(got, float):
        return "nan" if math.isnan(got) else "inf" if math.isinf(got) else ""
    if isinstance(got, Grid | list | dict):
        parts = got.values if isinstance(got, Grid) else got.values() if isinstance(got, dict) else got
        return max((odd(part) for part in parts), default="")  # "nan" > "inf" > ""
    return ""


def kind(got):
    """What sort of value: answers of different sorts are of the wrong type."""
    if isinstance(got, bool):
        return "bool"
    return "number" if isinstance(got, int | float) else type(got).__name__


def same(got, expected, tolerance=1e-4, whole=False):
    """Whether two plain values are the same answer.

    Numbers may differ by ``tolerance`` of themselves, or by a hundredth of it near 0; NaN is NaN. With ``whole`` a
    float is not the answer where an int is.
    """
    if kind(got) != kind(expected):
        return False
    if isinstance(expected, Raised):
        return expected.type in (got.type, *got.bases)
    if isinstance(expected, bool | str) or expected is None:
        return got == expected
    if isinstance(expected, int | float):
        if whole and isinstance(expected, int) != isinstance(got, int):
            return False
        return _close(got, expected, tolerance)
    if isinstance(expected, Grid):
        return got.shape == expected.shape and all(
            _close(one, other, tolerance) for one, other in zip(got.values, expected.values, strict=True)
        )
    if isinstance(expected, dict):
        return got.keys() == expected.keys() and all(
            same(got[key], expected[key], tolerance, whole) for key in expected
        )
    return len(got) == len(expected) and all(
        same(one, other, tolerance, whole) for one, other in zip(got, expected, strict=True)
    )


def _close(got, expected, tolerance):
    if (isinstance(got, int) and isinstance(expected, int)) or max(abs(got), abs(expected)) > 1e300:
        return got == expected
    if math.isnan(expected):
        return math.isnan(got)
    return math.isclose(got, expected, rel_tol=tolerance, abs_tol=tolerance / 100)
