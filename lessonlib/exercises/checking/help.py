"""`hint`, `solution` and `progress`: what helps, what shows, and how far the reader is."""

from lessonlib.exercises.checking import progress as kept
from lessonlib.exercises.checking.feedback import Feedback
from lessonlib.exercises.checking.registry import all_exercises, find
from lessonlib.exercises.checking.text import solution_text

ENOUGH = 2  # attempts after which the solution opens
ONE_WAY = "One way to do it:"


def hint_words(exercise, number):
    """A hint as notebooks and pages say it, counted from 1."""
    return f"Hint {number} of {len(exercise.hints)}: {exercise.hints[number - 1]}"


def too_early(attempts):
    """What is said instead of the solution after fewer attempts than `ENOUGH`."""
    tries = "no attempt" if attempts == 0 else "one attempt"
    return f"Try it first: there was {tries} so far, and this opens after two. A hint helps."


def hint(id, number=None):
    """The next hint for an exercise, one at each call.

    Parameters
    ----------
    id : str
        The exercise.
    number : int, optional
        Show this one again, counted from 1.

    Returns
    -------
    Feedback
        Shows itself at the end of a cell.
    """
    try:
        exercise = find(id)
    except KeyError as error:
        return Feedback("note", error.args[0])
    count, last = len(exercise.hints), ""
    if number is None:
        with kept.changing(exercise.id) as record:
            number = min(record.hints + 1, count)
            last = "There is no further hint. " if record.hints >= count else ""
            record.hints = max(number, record.hints)
    elif number not in range(1, count + 1):
        return Feedback("note", f"There are {count} hints for this exercise: number must be 1 to {count}.")
    return Feedback("note", last + hint_words(exercise, number) + _after(kept.notice()))


def solution(id, insist=False):
    """One way to solve an exercise, after two attempts.

    Parameters
    ----------
    id : str
        The exercise.
    insist : bool
        Show it before two attempts.

    Returns
    -------
    Feedback
        Shows itself at the end of a cell.
    """
    try:
        exercise = find(id)
    except KeyError as error:
        return Feedback("note", error.args[0])
    record, trouble = kept.of(exercise.id), kept.notice()
    if not (insist or record.right or record.attempts >= ENOUGH):
        how = f'll.hint("{exercise.id}"). To see it all the same: ll.solution("{exercise.id}", insist=True).'
        return Feedback("note", f"{too_early(record.attempts).removesuffix('.')}: {how}{_after(trouble)}")
    lines = "\n".join(f"    {line}".rstrip() for line in solution_text(exercise).splitlines())
    return Feedback("note", f"{ONE_WAY}\n\n{lines}\n\n{exercise.insight}{_after(trouble)}")


def _after(trouble):
    return f"\n\n{trouble}" if trouble else ""


def progress(export=False, restore=None):
    """What you have solved; as text to carry away, and back.

    Parameters
    ----------
    export : bool
        Give your progress as a short text, for a place that forgets (Binder, Colab).
    restore : str, optional
        Such a text. What it holds is joined with what is here: nothing is lost.

    Returns
    -------
    Feedback
        A table, or the text; shows itself at the end of a cell.
    """
    said = ""
    if restore is not None:
        try:
            said = kept.write(kept.from_text(restore))
        except ValueError as error:
            return Feedback("note", str(error))
    records = kept.read()
    if export:
        return Feedback("note", kept.as_text(records))
    return Feedback("note", _table(records) + _after(said or kept.notice()))


def _table(records):
    every = all_exercises()
    lines = []
    for core, heading in ((True, "Core"), (False, "More practice")):
        group = [exercise for exercise in every if exercise.core == core]
        solved = sum(records.get(exercise.id, kept.Record()).right for exercise in group)
        lines += [f"{heading}: {solved} of {len(group)} solved"] if group else []
        for exercise in group:
            record = records.get(exercise.id, kept.Record())
            state = "solved" if record.right else f"{record.attempts} tried" if record.attempts else "-"
            lines.append(f"  {state:<9}{exercise.chapter.split('-')[0]:<5}{exercise.title}")
    return "\n".join(lines)
