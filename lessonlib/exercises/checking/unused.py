"""An argument that an answer never reads, although the result depends on it."""

import dis
import inspect
from collections.abc import Callable
from types import CodeType

from lessonlib.exercises.checking.format import Exercise


def unused(exercise: Exercise, function: Callable) -> str:
    """A question about the first argument that the solution reads and the answer does not; may be empty."""
    code, right = (getattr(one, "__code__", None) for one in (function, exercise.solution))
    if not isinstance(code, CodeType) or not isinstance(right, CodeType):
        return ""
    theirs = inspect.signature(exercise.solution).parameters
    for own, name in zip(code.co_varnames[: code.co_argcount], theirs, strict=False):
        if name in _read(right) and own not in _read(code):
            return f"Your function never uses `{own}`. Does the result not depend on it?"
    return ""


def _read(code: CodeType) -> set[str]:
    """The local names that a function's code loads, those that a function inside it may load included."""
    found = set(code.co_cellvars)
    for step in dis.get_instructions(code):
        if "LOAD_FAST" in step.opname:  # later versions of Python load two at once
            found |= set(step.argval) if isinstance(step.argval, tuple) else {step.argval}
    return found
