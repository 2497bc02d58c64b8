"""Wrong solutions by the hundred: `python tools/mutants.py` changes each solution in each place, one change at a time.

A change in one operator, constant, axis or bound makes a mutant. The checker must refuse it. A mutant that passes is
run on 500 generated inputs: if it differs from the solution on any, the checker has a hole, and that is an error.
Otherwise it is the same function, written otherwise; those are listed.
"""

import ast
import copy
import inspect
import random
import statistics
import sys
import textwrap
import time
from typing import Any

from lessonlib.exercises import all_exercises
from lessonlib.exercises.checking.check import examine
from lessonlib.exercises.checking.diagnosis import agree
from lessonlib.exercises.checking.run import run

INPUTS = 500

OPERATORS = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add, ast.FloorDiv),
    ast.FloorDiv: (ast.Mult, ast.Div),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.UAdd: (),
    ast.USub: (ast.UAdd,),
    ast.Not: (),
}
# Names that belong to the two directions, to two axes, or to two settings: each takes the other's place.
PAIRS = [
    *[("H", "W"), ("FH", "FW"), ("OH", "OW"), ("oh", "ow"), ("top", "left"), ("row", "column"), ("height", "width")],
    *[("N", "K"), ("n", "k"), ("C", "K"), ("r", "c"), ("i", "j"), ("stride", "padding"), ("max", "min")],
    *[("zeros", "ones"), ("sum", "mean"), ("argmax", "argmin"), ("images", "filters"), ("rows", "columns")],
]
OTHER = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}


def changes(tree):
    """(what, node, field, new value) for every change; without a field the node itself is replaced."""
    node: Any  # which fields it has is asked before they are read
    other: Any
    for node in ast.walk(tree):
        for other in OPERATORS.get(type(getattr(node, "op", tree)), ()):
            yield f"{type(node.op).__name__} to {other.__name__}", node, "op", other()
        if isinstance(node, ast.Compare):
            for other in OPERATORS.get(type(node.ops[0]), ()):
                yield f"{type(node.ops[0]).__name__} to {other.__name__}", node, "ops", [other(), *node.ops[1:]]
        if isinstance(node, ast.Constant) and isinstance(value := node.value, int | float):
            for other in [not value] if isinstance(value, bool) else [value + 1, value - 1]:
                yield f"{value} to {other}", node, "value", other
        if isinstance(node, ast.AugAssign):
            yield "the sum forgotten", node, None, ast.Assign([copy.deepcopy(node.target)], node.value)
        if isinstance(node, ast.Tuple | ast.List) and len(node.elts) > 1 and isinstance(node.ctx, ast.Load):
            pairs = range(len(node.elts) - 1)
            for i in [i for i in pairs if ast.dump(node.elts[i]) != ast.dump(node.elts[i + 1])]:
                swapped = [*node.elts[:i], node.elts[i + 1], node.elts[i], *node.elts[i + 2 :]]
                yield f"axes {i} and {i + 1} exchanged", node, "elts", swapped
        if isinstance(node, ast.Slice) and node.upper:
            yield "one more at the end", node, "upper", ast.BinOp(node.upper, ast.Add(), ast.Constant(1))
            yield "one less at the end", node, "upper", ast.BinOp(node.upper, ast.Sub(), ast.Constant(1))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range":
            last = ast.BinOp(node.args[-1], ast.Sub(), ast.Constant(1))
            yield "one turn less", node, "args", [*node.args[:-1], last]
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in OTHER:
            yield f"{node.id} to {OTHER[node.id]}", node, "id", OTHER[node.id]
        if isinstance(node, ast.Attribute) and node.attr in OTHER:
            yield f"{node.attr} to {OTHER[node.attr]}", node, "attr", OTHER[node.attr]


def mutants(exercise):
    """(what was changed, the changed solution) for every change of a solution."""
    module = sys.modules[exercise.solution.__module__]
    source = textwrap.dedent(inspect.getsource(exercise.solution))
    count = len(list(changes(ast.parse(source).body[0])))
    for number in range(count):
        tree = ast.parse(source)
        what, node, field, new = list(changes(tree.body[0]))[number]
        line = node.lineno if hasattr(node, "lineno") else 0
        if field is None:
            _replace(tree, node, new)
        else:
            setattr(node, field, new)
        space = dict(vars(module))
        exec(compile(ast.fix_missing_locations(tree), "mutant", "exec"), space)
        yield f"line {line}: {what}", space["solution"]


def _replace(tree, old, new):
    for parent in ast.walk(tree):
        for body in (getattr(parent, name, None) for name in ("body", "orelse")):
            if isinstance(body, list) and old in body:
                body[body.index(old)] = new


def differs(exercise, mutant, inputs=INPUTS):
    """Whether a function differs from the solution on any of the generated inputs."""
    chance = random.Random(f"mutants of {exercise.id}")
    for start in range(0, inputs, 50):
        calls = [exercise.draw(chance) for _ in range(min(50, inputs - start))]
        expected, _ = run(exercise.solution, calls, seconds=60)
        got, _ = run(mutant, calls, seconds=60)
        if len(got) < len(expected) or not all(map(agree, [exercise] * len(calls), got, expected)):
            return True
    return False


def survivors(exercise, chosen=None, took=None):
    """How many mutants, and of those that pass a check: what was changed, and whether they differ after all.

    ``took``, if given, gets the seconds of each check and the kind of its feedback.
    """
    count, found = 0, []
    for number, (what, mutant) in enumerate(mutants(exercise)):
        if chosen is not None and number not in chosen:
            continue
        count += 1
        try:
            answer = mutant() if exercise.judge else mutant
        except Exception:
            continue  # it gives no answer
        start = time.perf_counter()
        feedback = examine(exercise, answer)
        if took is not None:
            took.append((time.perf_counter() - start, feedback.kind))
        if feedback:
            found.append((what, not exercise.judge and differs(exercise, mutant)))
    return count, found


def main():
    holes = 0
    took: list[tuple[float, str]] = []
    for exercise in all_exercises():
        count, found = survivors(exercise, took=took)
        print(f"{exercise.id}: {count} mutants, {count - len(found)} refused", flush=True)
        for what, hole in found:
            holes += hole
            reason = "right as well, judged by what it does" if exercise.judge else f"the same on {INPUTS} inputs"
            print(f"    {what}: {'PASSES AND DIFFERS' if hole else reason}")
    times = sorted(seconds for seconds, kind in took if kind != "stopped")
    stopped = len(took) - len(times)
    print(
        f"A check took {statistics.median(times) * 1000:.0f} ms (median), {times[-1] * 1000:.0f} ms (worst).", end=" "
    )
    print(f"{stopped} mutants never ended and were stopped.")
    return f"{holes} mutants pass and differ." if holes else 0


if __name__ == "__main__":
    sys.exit(main())
