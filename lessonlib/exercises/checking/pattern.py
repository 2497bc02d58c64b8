"""What an answer that no known mistake explains has in common with the right one: a sentence, in any exercise."""

import inspect
import math
from collections.abc import Callable
from typing import Any, TypeAlias

from lessonlib.exercises.checking.format import Exercise
from lessonlib.exercises.checking.plain import Grid, same
from lessonlib.exercises.checking.run import Outcome

Pairs: TypeAlias = list[tuple[Any, Any]]  # what came and what was wanted, plain
Holds: TypeAlias = Callable[[Any, Any, float], bool]

ORDINALS = ("first", "second", "third")
FEWEST = 2  # cases that must show the pattern
VARIED = 3  # different right answers, so that a pattern is no accident


def pattern(
    exercise: Exercise, calls: list[tuple], outcomes: list[Outcome], expected: list[Outcome], failing: list[int]
) -> str:
    """The sentence for the first pattern that holds in every failing case, or an empty text.

    Parameters
    ----------
    exercise : Exercise
    calls : list of tuple
        The arguments.
    outcomes, expected : list of Outcome
        What the answer and the solution did.
    failing : list of int
        Where they differ.
    """
    if not all(outcomes[i].error is None and not outcomes[i].unfit for i in failing):
        return ""
    if any(_shares_rows(outcomes[i].returned) for i in failing):
        return (
            "Your rows are one and the same list: what is written into one stands in all. `[[0] * w] * h` repeats a "
            "single row; `[[0] * w for _ in range(h)]` makes a new one each time."
        )
    pairs = [(outcomes[i].value, expected[i].value) for i in failing]
    every = [outcome.value for outcome in outcomes if outcome.error is None and not outcome.unfit]
    if (
        len(different([outcome.value for outcome in expected])) >= VARIED
        and len(every) == len(outcomes)
        and all(same(value, every[0]) for value in every)
    ):
        return (
            "Your function returns the same in every case. Is something that should grow in a loop overwritten there, "
            "or used only after the loop?"
        )
    if len(pairs) < FEWEST:
        return ""
    for holds, said in PATTERNS:
        if all(holds(*pair, exercise.tolerance) for pair in pairs) and (text := said(pairs)):
            return text
    return " ".join(filter(None, (_right_in_part(pairs), _argument(exercise, [calls[i] for i in failing], pairs))))


def _shares_rows(returned: object) -> bool:
    if not isinstance(returned, list) or len(returned) < 2:
        return False
    return isinstance(returned[0], list) and all(row is returned[0] for row in returned)


def different(values: list) -> list:
    """The values without those that came before."""
    found: list = []
    for value in values:
        if not any(same(value, other) for other in found):
            found.append(value)
    return found


def _combines(combine: Callable) -> Holds:
    def holds(got: Any, want: Any, tolerance: float) -> bool:
        return (
            isinstance(got, Grid)
            and _is_number(want)
            and len(got.values) > 0
            and same(combine(got.values), want, tolerance)
        )

    return holds


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _flat(got: Any, want: Any, tolerance: float) -> bool:
    return (
        isinstance(got, Grid)
        and isinstance(want, Grid)
        and got.shape != want.shape
        and same(Grid((len(got.values),), got.values), Grid((len(want.values),), want.values), tolerance)
    )


def _reordered(order: Callable) -> Holds:
    def holds(got: Any, want: Any, tolerance: float) -> bool:
        return (
            isinstance(got, Grid)
            and isinstance(want, Grid)
            and got.shape == want.shape
            and same(
                Grid(got.shape, list(order(got.values))), Grid(want.shape, list(order(want.values, True))), tolerance
            )
        )

    return holds


def _backwards(values: list, is_wanted: bool = False) -> list:
    return values if is_wanted else values[::-1]


def _sorted(values: list, is_wanted: bool = False) -> list:
    return sorted(values)


def _negative(got: Any, want: Any, tolerance: float) -> bool:
    if _is_number(got) and _is_number(want):
        return same(-got, want, tolerance)
    if not (isinstance(got, Grid) and isinstance(want, Grid) and got.shape == want.shape):
        return False
    return same(Grid(got.shape, [-value for value in got.values]), want, tolerance)


def _cut(got: Any, want: Any, tolerance: float) -> bool:
    if not (isinstance(got, Grid) and isinstance(want, Grid) and got.shape == want.shape):
        return False
    numbers = [*got.values, *want.values]
    if not all(_is_number(value) and math.isfinite(value) for value in numbers):
        return False
    return got.values == [int(value) for value in want.values]


def _items(value: object) -> list:
    return (
        value.values if isinstance(value, Grid) and len(value.shape) == 1 else value if isinstance(value, list) else []
    )


def _right_in_part(pairs: Pairs) -> str:
    """Which of two or three parts of the answer is right in every case."""
    lengths = {len(_items(value)) for pair in pairs for value in pair}
    if len(lengths) != 1 or not 2 <= (length := lengths.pop()) <= len(ORDINALS):
        return ""
    right = [part for part in range(length) if all(same(_items(got)[part], _items(want)[part]) for got, want in pairs)]
    if not right:
        return ""
    wrong = [part for part in range(length) if part not in right]
    good, bad = (" and the ".join(ORDINALS[part] for part in parts) for parts in (right, wrong))
    return f"Of the {'two' if length == 2 else 'three'}, the {good} is right in every case: look at the {bad}."


def _argument(exercise: Exercise, calls: list[tuple], pairs: Pairs) -> str:
    """An argument that is a factor or a summand too few or too many, in every failing case."""
    numbers = [both for pair in pairs if (both := _only_difference(*pair))]
    if len(numbers) < len(pairs):
        return ""
    for place, name in enumerate(inspect.signature(exercise.starter).parameters):
        given = [call[place] for call in calls]
        if all(_is_number(value) for value in given) and len(set(given)) > 1:
            for said, holds in ARGUMENTS:
                if all(holds(*both, value) for both, value in zip(numbers, given, strict=True)):
                    return said.format(name)
    return ""


def _only_difference(got: Any, want: Any) -> tuple[float, float] | None:
    """The two numbers that differ, where only one does; else None."""
    if _is_number(got) and _is_number(want):
        return got, want
    got, want = _items(got), _items(want)
    differ = [pair for pair in zip(got, want, strict=False) if not same(*pair)]
    return differ[0] if len(got) == len(want) and len(differ) == 1 and all(map(_is_number, differ[0])) else None


ARGUMENTS = (
    ("Yours times `{}` would be right: a factor is missing.", lambda got, want, value: same(got * value, want)),
    ("Yours is `{}` times too large: a factor too many.", lambda got, want, value: same(got, want * value)),
    ("Yours plus `{}` would be right.", lambda got, want, value: same(got + value, want)),
    ("Yours minus `{}` would be right.", lambda got, want, value: same(got - value, want)),
)


def _tell_shapes(pairs: Pairs) -> str:
    """About right numbers in another shape; nothing where only axes of size 1 are missing, which has its own words."""
    for got, want in pairs:
        if [size for size in got.shape if size != 1] != [size for size in want.shape if size != 1]:
            return (
                "All the numbers are right and in the right order; only the shape is not: yours is "
                f"{got.shape}, and {want.shape} was asked for. Where does a new row begin?"
            )
    return ""


def _tell_numbers(pairs: Pairs) -> str:
    return "The numbers of your list add up to the right answer: one sum is missing at the end."


PATTERNS: list[tuple[Holds, Callable[[Pairs], str]]] = [
    (_combines(sum), _tell_numbers),
    (_combines(max), lambda pairs: "The largest of your numbers is the right answer: take it, with `max`, at the end."),
    (_flat, _tell_shapes),
    (
        _cut,
        lambda pairs: (
            "Yours are the right numbers, cut to whole ones. An array made with `dtype=int`, or from whole "
            "numbers, keeps no fractions; `np.zeros(shape)` does."
        ),
    ),
    (_negative, lambda pairs: "Every number is right but for its sign."),
    (_reordered(_backwards), lambda pairs: "The numbers are right and stand in reverse order."),
    (_reordered(_sorted), lambda pairs: "All the right numbers are there, in another order."),
]
