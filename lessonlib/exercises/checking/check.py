"""`check`: what is right, or which mistake it is; `use`: the learner's function, or the book's."""

import time

from lessonlib.exercises.checking import explain, progress
from lessonlib.exercises.checking.diagnosis import agree, cases, diagnose
from lessonlib.exercises.checking.feedback import Feedback
from lessonlib.exercises.checking.pattern import pattern
from lessonlib.exercises.checking.plain import Unfit, plain_or_none, same
from lessonlib.exercises.checking.registry import find, identifiers
from lessonlib.exercises.checking.run import run
from lessonlib.exercises.checking.text import is_untouched
from lessonlib.exercises.checking.unused import unused

HELP = "A hint: "  # how the part of a text begins that a page has buttons for
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
    known, question, first = diagnose(exercise, function, outcomes, failing)
    if outcomes[first].error is not None:
        return explain.raised(exercise, function, calls[first], outcomes[first], expected[first], known, question)
    guess = question or ("" if known else pattern(exercise, calls, outcomes, expected, failing))
    unread = "" if known or guess else unused(exercise, function)
    feedback = explain.wrong(exercise, calls[first], outcomes[first], expected[first], known, guess, unread)
    return explain.with_other_error(feedback, next((outcomes[i].error for i in failing if outcomes[i].error), None))


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
