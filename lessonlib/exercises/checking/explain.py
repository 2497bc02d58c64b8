"""The words for each kind of feedback."""

import inspect

from lessonlib.exercises.checking import index_error, show
from lessonlib.exercises.checking.advice import advice
from lessonlib.exercises.checking.feedback import Feedback
from lessonlib.exercises.checking.plain import Grid, Raised, Unfit, kind, odd, phrase, same
from lessonlib.exercises.checking.run import place

ODD = {
    "nan": "There is NaN in it, which stands for not a number. It comes from 0 divided by 0, from infinity minus "
    "infinity, or from the mean of nothing: can the divisor of a division be 0, or a slice be empty?",
    "inf": "There is infinity in it. It comes from a division by 0, or from a number too large for a float (over "
    "1.8e308), such as exp(1000).",
}


def message(error):
    """An error's text, cut; empty if it cannot be had."""
    try:
        return show.cut(str(error))
    except Exception:
        return ""


def described(value):
    """What a value is, in a few words, whatever it is."""
    try:
        return phrase(value)
    except Unfit as reason:
        return str(reason)
    except Exception:
        return f"an object of type `{type(value).__name__}`"


def untouched(exercise):
    return Feedback(
        "untouched", f"Not attempted yet. Fill in {exercise.name} in the cell above, run that cell, then this one."
    )


def right(exercise, count=None):
    cases = f" in all {count} cases" if count else ""
    return Feedback("right", f"Right{cases}. {exercise.insight}")


def misfit(exercise, function, arguments):
    """Feedback on a function that cannot be called with the exercise's arguments; None if it can."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    try:
        signature.bind(*arguments)
    except TypeError:
        names = ", ".join(inspect.signature(exercise.starter).parameters)
        return Feedback(
            "raised",
            f"Your function cannot be called as the exercise calls it. It takes {signature}; "
            f"the exercise gives it {len(arguments)}: ({names}), in this order.",
        )
    return None


def stopped(exercise, arguments):
    return Feedback(
        "stopped",
        f"Your code had not ended after {exercise.seconds:g} seconds and was stopped. Is there a loop whose condition "
        f"never turns false? It was at this call:\n\n    {show.call(exercise.starter, arguments)}",
    )


def changed(exercise, arguments):
    return Feedback(
        "changed",
        "What your function returns is right, but it changes what it was given: whoever calls it finds other numbers "
        "there afterwards. Work on a copy, or make something new. (`new = old` is no copy: both are one thing then.)"
        f"\n\nFor example here:\n\n    {show.call(exercise.starter, arguments)}",
    )


def raised(exercise, function, arguments, outcome, expected, known, guess=""):
    error = outcome.error
    name = type(error).__name__
    where = place(error, function)
    line = f", in line {where[0]}" + (f": `{where[1]}`" if where[1] else "") if where else ""
    text = message(error)
    parts = [f"Your code stopped with {name}{f' ({text})' if text else ''}{line}."]
    if isinstance(expected.value, Raised):
        parts[0] += f" An error is right there, but it should be a {expected.value.type}."
    if known:
        parts.append(known.message)
    parts.append(f"The call was:\n\n    {show.call(exercise.starter, arguments)}")
    shapes = [
        f"{name}: {show.phrase(value)}"
        for name, value in show.named(exercise.starter, arguments)
        if hasattr(value, "shape")
    ]
    if shapes:
        parts.append(f"The shapes: {'; '.join(shapes)}.")
    is_own = where and where[1].startswith("raise") and not isinstance(expected.value, Raised)
    if is_own and not known:
        answer = f"The `raise` is your own, but there is an answer in this case: {show.result(expected.value)}."
        parts.append(f"{answer} {guess or 'The condition before it holds too often.'}")
    elif not known:
        ran_out = index_error.told(error, where[2], where[0]) if where else ""
        parts += filter(None, [ran_out or ("" if guess else advice(error)), guess])
    return Feedback("raised", "\n\n".join(parts), known.__name__ if known else "")


def wrong(exercise, arguments, outcome, expected, known, guess="", unread=""):
    """Feedback on the first failing case: a known mistake, a guess, None, a wrong type, an argument unread."""
    what, reason, picture = "values", "", ""
    got, want = outcome.value, expected.value
    here = f"A case that fails:\n\n    {show.call(exercise.starter, arguments)}"
    if isinstance(want, Raised):
        gave = "returned None" if got is None and not outcome.unfit else "gave one"
        if isinstance(outcome.returned, BaseException | type):
            gave = "*returned* the error, which stops nobody"
        reason = f"There is no answer in this case. Your function {gave}; it should raise a {want.type}."
    elif outcome.unfit:
        what, reason = "type", f"Your function returned {outcome.unfit}. It should return {exercise.wanted}."
    elif got is None:
        what = "none"
        reason = (
            "Your function returned None. Is there a `return` on every way through it? And does what you return give "
            "something back? A list's `reverse`, `sort` and `append` change the list and give None. "
            f"It should return {exercise.wanted}."
        )
    elif kind(got) == kind(want) and (found := odd(got)) and not odd(want) and _of_one_shape(got, want):
        reason = ODD[found]
    elif kind(got) != kind(want) or _float_for_int(exercise, got, want):
        what = "type"
        reason = f"Your function returned {described(outcome.returned)}. It should return {exercise.wanted}."
        reason = " ".join(filter(None, (reason, guess or _why_of_this_type(got, want), unread)))
    elif isinstance(want, Grid) and got.shape != want.shape:
        what, reason = "shape", guess or _shape(exercise, got, want)
    else:
        reason = "The numbers are not right yet." if isinstance(want, Grid) else "That is not the right answer yet."
        reason = guess or unread or reason
    values, picture = _values(exercise, got, want, outcome)
    if known:
        what, reason = "mistake", known.message
    text = "\n\n".join(filter(None, (f"Not yet. {reason}", here, values)))
    return Feedback(what, text, known.__name__ if known else "", picture)


def with_other_error(feedback, error):
    """The feedback on a wrong result, followed by the error that the answer ends in elsewhere."""
    if error is None:
        return feedback
    told = (
        f"In another case your code stops with {type(error).__name__} ({message(error)}). Fix the answer above first."
    )
    return Feedback(feedback.kind, f"{feedback.text}\n\n{told}", feedback.mistake, feedback.picture)


def odd_answer(got):
    """Feedback on a judged answer in which there is NaN or infinity; None if there is neither."""
    found = odd(got)
    return Feedback("values", f"Not yet. {ODD[found]}") if found else None


def _of_one_shape(got, want):
    return not isinstance(want, Grid) or got.shape == want.shape


def _float_for_int(exercise, got, want):
    return exercise.whole and isinstance(want, int) and isinstance(got, float)


def _why_of_this_type(got, want):
    """Where a result of the wrong type often comes from."""
    if isinstance(got, float) and isinstance(want, int):
        return "`/` gives a float even where the division comes out even; `//` gives a whole number."
    if isinstance(got, Grid) and isinstance(want, int | float) and not isinstance(want, bool):
        return "All its numbers have to come together in one: is a sum or a maximum over all of them missing?"
    if isinstance(got, int | float) and isinstance(want, Grid | list):
        return "Is the `return` inside a loop, so that it ends with the first number? Or is one of several left out?"
    if isinstance(got, list) and any(item is None for item in got):
        return "It holds None: methods such as `reverse`, `sort` and `append` change a list and return nothing."
    return ""


def _shape(exercise, got, want):
    if len(got.shape) == len(want.shape) and got.shape[1:] == want.shape[1:] and got.shape[0] < want.shape[0]:
        return (
            f"The shape is not right: yours is {got.shape}, it should be {want.shape}. The end is missing: is the "
            "`return` inside a loop, or does a loop stop too early?"
        )
    bare = [tuple(size for size in grid.shape if size != 1) for grid in (got, want)]
    if bare[0] == bare[1]:
        numbers_right = same(Grid((len(got.values),), got.values), Grid((len(want.values),), want.values))
        return (
            f"{'All the numbers are right, only the shape is not' if numbers_right else 'The shape is not right'}: "
            f"yours is {got.shape}, and {want.shape} was asked for. Axes of size 1 count too: `reshape`, or `[None]` "
            "for each that is missing."
        )
    return f"The shape is not right: yours is {got.shape}, it should be {want.shape}."


def _values(exercise, got, want, outcome):
    """Expected and got, as text and as a picture."""
    if isinstance(want, Grid) and isinstance(got, Grid) and got.shape == want.shape:
        found = show.first_difference(got, want, lambda one, other: same(one, other, exercise.tolerance))
        if found:
            return show.difference_text(*found), show.difference_html(*found)
    mine = outcome.unfit or show.result(got)
    if isinstance(want, Grid) and len(want.values) > 30:
        return "", ""
    return f"    expected: {show.result(want)}\n    got:      {mine}", ""


def with_printed(feedback, printed):
    """The feedback, followed by what the code printed, cut."""
    if not printed.kept.strip():
        return feedback
    lines = printed.kept.splitlines()[:5]
    more = printed.lines - len(lines)
    told = "Your code printed:\n\n" + "\n".join(f"    {show.cut(line)}" for line in lines)
    if more > 0:
        told += f"\n    ... and {more:,} more lines"
    return Feedback(feedback.kind, f"{feedback.text}\n\n{told}", feedback.mistake, feedback.picture)
