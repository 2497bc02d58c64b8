"""What people read of an exercise's functions: the starter in the chapter, the solution on its page."""

import ast
import inspect
import re
import textwrap
from types import CodeType


def starter_text(exercise):
    """The code cell that the learner fills in."""
    return _shown(exercise, exercise.starter)


def solution_text(exercise):
    """The same cell, filled in."""
    return _shown(exercise, exercise.solution)


def _shown(exercise, function):
    source = textwrap.dedent(inspect.getsource(function)).rstrip() + "\n"
    source = re.sub(r"^ +import numpy as np\n(\n+(?= ))?", "", source, flags=re.M)  # the chapters import it
    source = re.sub(rf"\b{function.__name__}\b", exercise.name, source)
    if exercise.judge and not inspect.signature(function).parameters:
        source = _as_assignment(source, exercise.name)
    return source.rstrip()


def _as_assignment(source, name):
    """The body of a function without arguments, its result given a name."""
    body = ast.parse(source).body[0].body
    lines = source.splitlines()[body[0].lineno - 1 :]
    last = body[-1].lineno - body[0].lineno
    lines[last] = re.sub(r"^(\s*)return\b", rf"\g<1>{name} =", lines[last])
    return textwrap.dedent("\n".join(lines))


def is_untouched(exercise, function):
    """Whether a function is still the starter, or has nothing in it."""
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    unit = compile(starter_text(exercise), "starter", "exec")
    starter = next(found for found in unit.co_consts if isinstance(found, CodeType) and found.co_name == exercise.name)
    return _essence(code) in map(_essence, (starter, _empty.__code__, _only_words.__code__)) or (
        _essence(code)[0] == _essence(_only_words.__code__)[0] and code.co_consts[1:] == (None,)
    )


def _empty(): ...


def _only_words():
    """Nothing but a docstring."""


def _essence(code):
    """What a function does, whatever its lines and its file."""
    constants = (_essence(found) if isinstance(found, CodeType) else repr(found) for found in code.co_consts)
    return code.co_code, code.co_names, tuple(constants)
