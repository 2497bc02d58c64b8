"""Where an answer is one small change from right: found by trying every change, and told without giving it away."""

import ast
import linecache
from collections.abc import Callable
from types import CodeType
from typing import Any

from lessonlib.exercises.checking.edits import cancels, edits, made
from lessonlib.exercises.checking.run import Outcome, computed, run

SECONDS = 2.0  # of computing, for all changes together; most disagree at the first case
EACH = 0.2  # of computing, for one change: it may make a loop endless


def one_change(
    function: Callable, calls: list[tuple], order: list[int], targets: dict[Any, Callable[[int, Outcome], bool]]
) -> tuple[Any, str]:
    """A question about the line in which one small change makes an answer right, or leaves one known mistake in it.

    Parameters
    ----------
    function : callable
        The learner's, with its lines at hand (`linecache`).
    calls : list of tuple
        The arguments.
    order : list of int
        Which calls to try, the telling ones first.
    targets : dict of callable
        What the changed answer may do: None for what is right, or a known mistake. ``agrees(i, outcome)`` says whether
        an outcome is what the target does at call ``i``.

    Returns
    -------
    target : None or one of targets
    question : str
        Empty if there is no such change.
    """
    source = _source(function)
    if source is None:
        return None, ""
    tree, lines = source
    end, second = computed() + SECONDS, (None, "")
    for edit in edits(tree):
        if computed() > end:
            break
        new = made(tree, edit)
        if not cancels(new) and (changed := _compiled(new, function)):
            left = set(targets) if edit.is_slip and not second[1] else {None}
            for i in order:
                outcome = run(changed, [calls[i]], EACH)[0][0]
                left = {name for name in left if targets[name](i, outcome)}
                if not left:
                    break
            told = f"Look at line {edit.line}, `{lines[edit.line - 1].strip()}`. {edit.question}"
            if None in left:
                return None, f"One small change would make it right. {told}"
            if len(left) == 1:
                second = left.pop(), told
    return second


def _source(function: Callable) -> tuple[ast.FunctionDef, list[str]] | None:
    """A function's tree and the lines of its cell; None where they cannot be had."""
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        return None
    lines = linecache.getlines(code.co_filename)
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:
        return None
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name and not node.decorator_list:
            return node, lines
    return None


def _compiled(tree: ast.FunctionDef, function: Callable) -> Callable | None:
    """A changed function among the names of the original; None if Python does not take it."""
    space = dict(getattr(function, "__globals__", {}))
    try:
        exec(compile(ast.Module([tree], []), "changed", "exec"), space)
    except (SyntaxError, ValueError, TypeError):
        return None
    made_one: Callable = space[tree.name]
    return made_one
