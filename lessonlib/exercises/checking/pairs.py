"""Two known mistakes in one answer: each mistake is called with another in the place of the solution that it bends."""

import itertools
from collections.abc import Callable
from types import FunctionType
from typing import Any

from lessonlib.exercises.checking.run import Outcome, computed, run

SECONDS = 4.0  # of computing, for all pairs together; most disagree at the first case


class Named:
    """What is known of an answer with several mistakes, in the form of a single one."""

    def __init__(self, name: str, message: str) -> None:
        self.__name__, self.message = name, message


def both(one: FunctionType, other: FunctionType) -> FunctionType | None:
    """A function that makes both mistakes: ``one`` with the other for its solution; None if it uses no solution."""
    helpers = _helpers(one)
    if not any("solution" in function.__code__.co_names for function in (one, *helpers)):
        return None
    space = {**one.__globals__, "solution": other}
    space |= {helper.__name__: _copied(helper, space) for helper in helpers}
    return _copied(one, space)


def _helpers(function: FunctionType) -> list[FunctionType]:
    """The private functions of its module that a function calls."""
    named = (function.__globals__.get(name) for name in function.__code__.co_names if name.startswith("_"))
    return [helper for helper in named if isinstance(helper, FunctionType)]


def _copied(function: FunctionType, space: dict[str, Any]) -> FunctionType:
    made = FunctionType(function.__code__, space, function.__name__, function.__defaults__, function.__closure__)
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def two_mistakes(
    mistakes: list[FunctionType], calls: list[tuple], order: list[int], agrees: Callable[[int, Outcome], bool]
) -> Named | None:
    """The two mistakes that together do the same as an answer on every call; ask for varied answers only.

    Parameters
    ----------
    mistakes : list of callable
        The known ones; none of them alone does the same.
    calls : list of tuple
        The arguments.
    order : list of int
        Which calls to try, the telling ones first.
    agrees : callable
        ``agrees(i, outcome)``: whether the answer did the same at call ``i``.

    Returns
    -------
    Named or None
        The two; where several pairs fit, only the mistake that they have in common.
    """
    end, found = computed() + SECONDS, []
    for one, other in itertools.permutations(mistakes, 2):
        if computed() > end:
            return None
        made = both(one, other)
        if made and {one, other} not in found and all(agrees(i, run(made, [calls[i]], SECONDS)[0][0]) for i in order):
            found.append({one, other})
    common = set.intersection(*found) if found else set()
    return _named([mistake for mistake in mistakes if mistake in common])


def beside(mistake: Any, question: str) -> Named:
    """A known mistake in an answer that has something else in it, which only a question points at."""
    return Named(mistake.__name__, f"Two things at once.\n\nOne: {mistake.message}\n\nThe other: {question}")


def _named(mistakes: list) -> Named | None:
    if not mistakes:
        return None
    if len(mistakes) == 1:
        return Named(mistakes[0].__name__, f"Two things at once, or more. One of them: {mistakes[0].message}")
    first, second = mistakes
    said = f"Two things at once.\n\nOne: {first.message}\n\nThe other: {second.message}"
    return Named(f"{first.__name__} + {second.__name__}", said)
