"""Which mistake an answer makes: a known one, two of them, one beside a slip, or one that shows only in part."""

import random
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

from lessonlib.exercises.checking.one_change import one_change
from lessonlib.exercises.checking.pairs import beside, two_mistakes
from lessonlib.exercises.checking.pattern import VARIED, different
from lessonlib.exercises.checking.plain import Raised, plain_or_none, same
from lessonlib.exercises.checking.run import run

ENOUGH = 2  # wrong cases that a mistake must match before it is named for a part of them


@cache
def cases(exercise):
    """The argument tuples that a check uses, and what the solution makes of each.

    The examples worked by hand come first, in their order, of sizes that the chapter has shown; then all others, from
    small to large.
    """
    chance = random.Random(exercise.id)
    others = list(exercise.probes())
    others += [exercise.draw(chance) for _ in range(exercise.draws if exercise.draw else 0)]
    others.sort(key=lambda arguments: _size(plain_or_none(arguments)))
    calls = [arguments for arguments, _ in exercise.examples()] + others
    expected, _ = run(exercise.solution, calls, seconds=60)
    return calls, expected


def _mistaken(exercise):
    """What each known mistake makes of the same calls; in a page some of them can run only once NumPy has come."""
    return _outcomes(exercise, sys.modules.get("numpy") is not None)


@cache
def _outcomes(exercise, has_numpy):
    calls, _ = cases(exercise)
    return [(function, run(function, calls, seconds=60)[0]) for function in exercise.mistakes]


def _size(value):
    """How much there is to look at: (how many numbers, how large they are)."""
    if isinstance(value, bool | str) or value is None:
        return 1, 0
    if isinstance(value, int | float):
        return 1, abs(value)
    if hasattr(value, "shape"):
        return len(value.values), sum(map(abs, value.values))
    sizes = [_size(item) for item in (value.values() if isinstance(value, dict) else value)]
    return sum(count for count, _ in sizes), sum(size for _, size in sizes)


def agree(exercise, one, other, whole=None):
    """Whether two outcomes are the same answer; ``whole`` replaces the exercise's own."""
    if one.error is None and other.error is None:
        if exercise.compare is not None:
            try:
                return bool(exercise.compare(one.returned, other.returned))
            except Exception:
                return False
        if one.unfit or other.unfit:
            return one.unfit == other.unfit
    return same(one.value, other.value, exercise.tolerance, exercise.whole if whole is None else whole)


def diagnose(exercise, function, outcomes, failing):
    """What is wrong with an answer, as far as it can be known.

    Parameters
    ----------
    exercise : Exercise
    function : callable
        The answer.
    outcomes : list of Outcome
        What it did.
    failing : list of int
        Where that is wrong.

    Returns
    -------
    known : callable, Named or None
        The mistake, with its ``message``.
    question : str
        What points at the line that is one small change from right; may be empty.
    first : int
        The failing case that shows it best.
    """
    shown = next((i for i in failing if outcomes[i].error is not None), failing[0])
    if known := _known_mistake(exercise, outcomes, failing) or _known_pair(exercise, outcomes, failing):
        return known, "", shown
    beside_it, question = _one_change(exercise, function, failing)
    if question:
        return None, question, shown
    known, places = _known_in_part(exercise, outcomes, failing)
    if beside_it and not known:
        return beside_it, "", shown
    return known, "", next((i for i in failing if i in places), failing[0])


def _known_mistake(exercise, outcomes, failing):
    """The mistake that does the same everywhere; else one that does the same wherever there is an answer."""
    everywhere = range(len(outcomes))
    answered = [i for i in everywhere if not isinstance(cases(exercise)[1][i].value, Raised)]
    for places in (everywhere, answered):
        for whole in (exercise.whole, False):  # a float is a mistake of its own, and comes last
            if set(places) & set(failing):
                for found, theirs in _mistaken(exercise):
                    if all(agree(exercise, outcomes[i], theirs[i], whole) for i in places):
                        return found
    return None


def _known_pair(exercise, outcomes, failing):
    """Two known mistakes that do the same together everywhere, where there is enough to tell them by."""
    calls, _ = cases(exercise)
    if len(different([outcome.value for outcome in outcomes if outcome.error is None])) < VARIED:
        return None
    order = [*failing, *(i for i in range(len(outcomes)) if i not in failing)]
    return two_mistakes(
        exercise.mistakes, calls, order, lambda i, theirs: agree(exercise, outcomes[i], theirs, whole=False)
    )


def _one_change(exercise, function, failing):
    """A known mistake that is left after one small change, or None; and a question about the line to change."""
    calls, expected = cases(exercise)
    order = [*failing, *(i for i in range(len(calls)) if i not in failing)]
    outcomes = {None: expected} | dict(_mistaken(exercise))
    targets: dict[Any, Callable] = {
        target: lambda i, outcome, theirs=theirs, whole=exercise.whole if target is None else False: agree(
            exercise, outcome, theirs[i], whole
        )
        for target, theirs in outcomes.items()
    }
    target, question = one_change(function, calls, order, targets)
    return (None, question) if target is None else (beside(target, question), "")


def _known_in_part(exercise, outcomes, failing):
    """One of several mistakes, and the places where it shows; (None, ()) if there is no single one that fits.

    A second mistake hides the first on some cases: it raises there, or shows on sizes that no example has. So what fits
    is the only mistake that does the same where the answer runs, or on the examples, or that raises at the same places.
    """
    runs = [i for i, outcome in enumerate(outcomes) if outcome.error is None]
    shown = [i for i in runs if i < len(exercise.examples())]
    for places in (runs, shown):
        wrong = set(places) & set(failing)
        if len(wrong) >= ENOUGH:
            found = [
                mistake
                for mistake, theirs in _mistaken(exercise)
                if all(agree(exercise, outcomes[i], theirs[i], whole=False) for i in places)
            ]
            if len(found) == 1:
                return found[0], wrong
    if raising := _raising(outcomes, failing):
        found = [mistake for mistake, theirs in _mistaken(exercise) if raising == _raising(theirs, failing)]
        if len(found) == 1:
            return found[0], {i for i, _ in raising}
    return None, ()


def _raising(outcomes, failing):
    return [(i, outcome.value) for i, outcome in enumerate(outcomes) if outcome.error is not None and i in failing]
