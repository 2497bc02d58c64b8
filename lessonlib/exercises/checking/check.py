"""`check`: what is right, or which mistake it is; `use`: the learner's function, or the book's."""

import random
import time
from functools import cache

from lessonlib.exercises.checking import explain, progress
from lessonlib.exercises.checking.feedback import Feedback
from lessonlib.exercises.checking.pairs import two_mistakes
from lessonlib.exercises.checking.pattern import VARIED, different, pattern
from lessonlib.exercises.checking.plain import Raised, Unfit, plain_or_none, same
from lessonlib.exercises.checking.registry import find, identifiers
from lessonlib.exercises.checking.run import run
from lessonlib.exercises.checking.text import is_untouched

HELP = "A hint: "  # how the part of a text begins that a page has buttons for
ENOUGH = 2  # wrong cases that a mistake must match before it is named for a part of them
NOT_COUNTED = ("untouched", "note", "stumbled")  # these are no attempts
_MISSING = object()


def check(id=_MISSING, answer=_MISSING):
    """Say whether an answer is right, or what the mistake is; never raises.

    Parameters
    ----------
    id : str
        The exercise, such as ``"output-size"``.
    answer : callable or object
        Your function itself, without brackets; for some exercises a value.

    Returns
    -------
    Feedback
        True if the answer is right. It shows itself at the end of a cell.

    Examples
    --------
    >>> check("output-size", lambda input_size, filter_size, stride, padding: None).kind
    'untouched'
    """
    try:
        exercise = _asked(id, answer)
        if isinstance(exercise, Feedback):
            return exercise
        feedback = examine(exercise, answer)
        return feedback if feedback.kind in NOT_COUNTED else _counted(exercise, feedback)
    except Exception as error:  # a fault of the checker is no reason for a traceback
        return Feedback(
            "stumbled",
            f"The checker itself stumbled over this answer ({type(error).__name__}: {explain.message(error)}). "
            "Nothing is lost, and it does not count as an attempt.",
        )


def use(id, answer):
    """Your function if it is right, else the book's, so that what follows works either way.

    Parameters
    ----------
    id, answer
        As for `check`.

    Returns
    -------
    callable or object
        ``answer``, or the solution. A printed line says which.

    Raises
    ------
    KeyError
        If there is no such exercise.
    """
    exercise = find(id)
    if _examined(exercise, answer):
        print(f"Using your {exercise.name}.")
        return answer
    print(f"Using the book's {exercise.name}: yours is not right yet.")
    return exercise.solution() if exercise.judge else exercise.solution


def _examined(exercise, answer):
    try:
        return bool(examine(exercise, answer))
    except Exception:
        return False


def _asked(id, answer):
    """The exercise, or what is wrong with the question."""
    if id is _MISSING or not isinstance(id, str):
        return Feedback("note", 'Name the exercise first, as text: ll.check("output-size", output_size).')
    try:
        exercise = find(id)
    except KeyError as error:
        return Feedback("note", error.args[0])
    if answer is _MISSING:
        return Feedback("note", f'Give your answer as well: ll.check("{id}", {exercise.name}).')
    return exercise


def _counted(exercise, feedback):
    """The feedback with what comes next, after the attempt was written down."""
    with progress.changing(exercise.id) as record:
        record.attempts += 1
        record.last = int(time.time())
        record.first = record.first or record.last
        record.right = record.right or bool(feedback)
    trouble = progress.notice()
    if feedback:
        every, records = identifiers(), progress.read()
        solved = sum(records[id].right for id in every if id in records)
        after = f"Solved so far: {solved} of {len(every)}."
    else:
        after = f'{HELP}`ll.hint("{exercise.id}")`.'
        if record.attempts >= 2:
            after += f' One way to do it: `ll.solution("{exercise.id}")`.'
    text = "\n\n".join(filter(None, (feedback.text, after, trouble)))
    return Feedback(feedback.kind, text, feedback.mistake, feedback.picture)


def examine(exercise, answer):
    """The feedback on an answer; counts nothing and keeps nothing."""
    return _judged(exercise, answer) if exercise.judge else _compared(exercise, answer)


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


@cache
def _mistaken(exercise):
    """What each known mistake makes of the same calls."""
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


def _compared(exercise, function):
    if not callable(function):
        got = explain.described(function)
        return Feedback(
            "note",
            f'`check` takes the function itself, its name without brackets: ll.check("{exercise.id}", '
            f"{exercise.name}). It was given {got}.",
        )
    if is_untouched(exercise, function):
        return explain.untouched(exercise)
    calls, expected = cases(exercise)
    if (misfit := explain.misfit(exercise, function, calls[0])) is not None:  # only what is right is true
        return misfit
    outcomes, printed = run(function, calls, exercise.seconds)
    if all(isinstance(outcome.error, NotImplementedError) for outcome in outcomes):
        return explain.untouched(exercise)
    feedback = _verdict(exercise, function, calls, expected, outcomes)
    return explain.with_printed(feedback, printed)


def _verdict(exercise, function, calls, expected, outcomes):
    if outcomes[-1].stopped:
        return explain.stopped(exercise, calls[len(outcomes) - 1])
    failing = [i for i, want in enumerate(expected) if not agree(exercise, outcomes[i], want)]
    if not failing:
        changed = [i for i, outcome in enumerate(outcomes) if outcome.changed]
        if changed and not exercise.may_change_inputs:
            return explain.changed(exercise, calls[changed[0]])
        return explain.right(exercise, len(calls))
    known = _known_mistake(exercise, outcomes, failing) or _known_pair(exercise, outcomes, failing)
    if known:
        first = next((i for i in failing if outcomes[i].error is not None), failing[0])
    else:
        known, places = _known_in_part(exercise, outcomes, failing)
        first = next((i for i in failing if i in places), failing[0])
    if outcomes[first].error is not None:
        return explain.raised(exercise, function, calls[first], outcomes[first], expected[first], known)
    guess = "" if known else pattern(exercise, calls, outcomes, expected, failing)
    feedback = explain.wrong(exercise, calls[first], outcomes[first], expected[first], known, guess)
    return explain.with_other_error(feedback, next((outcomes[i].error for i in failing if outcomes[i].error), None))


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


def _judged(exercise, answer):
    got, start = plain_or_none(answer), plain_or_none(exercise.starter())
    if answer is Ellipsis or answer is None or (start is not None and same(got, start)):
        return explain.untouched(exercise)
    if (feedback := explain.odd_answer(got)) is not None:
        return feedback
    (outcome,), printed = run(exercise.judge, [(answer,)], exercise.seconds, fresh=tuple)
    if outcome.stopped:
        return Feedback("stopped", f"Your answer could not be judged within {exercise.seconds:g} seconds.")
    if outcome.error is not None:
        reason = (
            f"Your answer is {outcome.error}."
            if isinstance(outcome.error, Unfit)
            else f"Your answer, {explain.described(answer)}, could not be judged "
            f"({type(outcome.error).__name__}: {explain.message(outcome.error)})."
        )
        return Feedback("type", f"{reason} It should be {exercise.wanted}.")
    facts = outcome.returned
    if exercise.right(facts):
        return explain.right(exercise)
    said = exercise.says(facts) if exercise.says else ""
    known = next((found for found in exercise.mistakes if found(facts)), None)
    text = "\n\n".join(filter(None, (f"Not yet. {known.message}" if known else "Not yet.", said)))
    feedback = Feedback("mistake" if known else "values", text, known.__name__ if known else "")
    return explain.with_printed(feedback, printed)
