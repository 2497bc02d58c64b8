"""What is easily written for something else: for each node of a function, what could take its place, and a question."""

import ast
import copy
import itertools
from collections.abc import Callable, Iterator
from typing import TypeAlias

Parts: TypeAlias = list[tuple[ast.AST, "ast.AST | list[ast.stmt] | None"]]  # a node, and what takes its place
Found: TypeAlias = Iterator[tuple[Parts, str]]  # with the question

SIGNS: dict[type, tuple[type, ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add, ast.FloorDiv),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div, ast.Mod),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.Gt, ast.GtE),
    ast.LtE: (ast.Lt, ast.GtE, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt, ast.LtE),
    ast.GtE: (ast.Gt, ast.LtE, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
WORDS = [{"max", "min", "sum", "mean"}, {"argmax", "argmin"}, {"maximum", "minimum"}, {"floor", "ceil"}]


def _quoted(*nodes: ast.AST) -> str:
    return " and ".join(f"`{ast.unparse(node).splitlines()[0]}`" for node in nodes)


def _is_value(node: ast.AST) -> bool:
    """Whether a node is something to compute with, and no target of an assignment."""
    kinds = ast.Name | ast.BinOp | ast.Call | ast.Subscript | ast.Attribute
    return isinstance(node, kinds) and not isinstance(getattr(node, "ctx", None), ast.Store)


def placed(function: ast.FunctionDef) -> Callable[[ast.AST], Found]:
    """Statements that belong behind a loop, before it, or into it."""
    after = {
        id(one): other
        for node in ast.walk(function)
        for field in ("body", "orelse")
        if isinstance(body := getattr(node, field, None), list)
        for one, other in itertools.pairwise(body)
    }

    def found(node: ast.AST) -> Found:
        if not isinstance(node, ast.For | ast.While | ast.If):
            return
        first, last = node.body[0], node.body[-1]
        following = after.get(id(node))
        if len(node.body) > 1:
            for one, rest, where in ((last, node.body[:-1], "after"), (first, node.body[1:], "before")):
                shorter = copy.copy(node)
                shorter.body = rest
                parts = [shorter, one] if where == "after" else [one, shorter]
                inside = "the `if`" if isinstance(node, ast.If) else "the loop"
                yield [(node, parts)], f"Does {_quoted(one)} belong inside {inside}, or {where} it?"
        if isinstance(following, ast.stmt) and not isinstance(following, ast.Return):
            longer = copy.copy(node)
            longer.body = [*node.body, following]
            yield (
                [(node, longer), (following, None)],
                f"{_quoted(following)} comes after it: should that stand inside, one step to the right?",
            )

    return found


def kept(node: ast.AST) -> Found:
    """An assignment that should add, or the other way round."""
    if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Name | ast.Subscript):
        for sign in (ast.Add(), ast.Sub()):
            yield [(node, ast.AugAssign(target, sign, node.value))], "It forgets what was there before."
    if isinstance(node, ast.AugAssign):
        for other in SIGNS.get(type(node.op), ()):
            yield [(node, ast.AugAssign(node.target, other(), node.value))], "Is its sign right?"


def rebuilt(node: ast.AST) -> Found:
    """Adding to what was there, where something new should begin."""
    if isinstance(node, ast.AugAssign):
        yield [(node, ast.Assign([node.target], node.value))], "Should it build on what was there before?"


def ordered(node: ast.AST) -> Found:
    """Two things that stand in the wrong order: indices, arguments, what is taken from what."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Subscript):
        inner, outer = node.value.slice, node.slice
        yield [(inner, outer), (outer, inner)], f"In which order do the two indices of {_quoted(node)} stand?"
    pair: list[ast.expr] = []
    if isinstance(node, ast.Tuple | ast.List):
        pair = node.elts
    elif isinstance(node, ast.Call):
        pair = node.args
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub | ast.Div | ast.FloorDiv | ast.Mod | ast.MatMult):
        pair = [node.left, node.right]
    elif isinstance(node, ast.IfExp):
        pair = [node.body, node.orelse]
    for one, other in itertools.pairwise(pair):
        yield [(one, other), (other, one)], f"In which order do {_quoted(one, other)} belong in {_quoted(node)}?"


def floored(node: ast.AST) -> Found:
    """A division that should give a whole number."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        question = "`/` gives a float even where the division comes out even; `//` gives a whole number."
        yield [(node, ast.BinOp(node.left, ast.FloorDiv(), node.right))], question


def signed(node: ast.AST) -> Found:
    """Another operator, and a number with the other sign."""
    if isinstance(node, ast.BinOp) and ast.dump(node.left) != ast.dump(node.right):
        for sign in SIGNS.get(type(node.op), ()):
            question = f"Is that the right operator between {_quoted(node.left, node.right)}?"
            yield [(node, ast.BinOp(node.left, sign(), node.right))], question
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for sign in SIGNS.get(type(node.ops[0]), ()):
            new_one = ast.Compare(node.left, [sign()], node.comparators)
            yield [(node, new_one)], f"Is {_quoted(node)} the right comparison, also where both are equal?"
    if isinstance(node, ast.UnaryOp):
        yield [(node, node.operand)], f"Is the sign of {_quoted(node)} right?"
    if isinstance(node, ast.Return) and isinstance(node.value, ast.expr):
        yield [(node.value, ast.UnaryOp(ast.USub(), node.value))], f"Is the sign of {_quoted(node.value)} right?"


def of_arrays(node: ast.AST) -> Found:
    """What looks as if it did something else: two slices one behind the other, a matrix product."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Subscript):
        inner, outer = node.value.slice, node.slice
        if isinstance(inner, ast.Slice) and isinstance(outer, ast.Slice):
            both = ast.Subscript(node.value.value, ast.Tuple([inner, outer], ast.Load()), node.ctx)
            rows = f"`{ast.unparse(node.value.value)}[...][...]`"
            yield [(node, both)], f"In {rows} both slices cut rows: the second does not reach into a row."
    factors = [node.left, node.right] if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult) else []
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("np.dot", "np.matmul"):
        factors = node.args
    if len(factors) == 2:
        product = ast.BinOp(factors[0], ast.Mult(), factors[1])
        yield [(node, product)], f"{_quoted(node)} multiplies rows by columns, as matrices are. Is that asked for?"


def worded(node: ast.AST) -> Found:
    """Another function of the same kind."""
    if isinstance(node, ast.Name | ast.Attribute):
        word = node.id if isinstance(node, ast.Name) else node.attr
        for words in WORDS:
            for other in sorted(words - {word}) if word in words else ():
                new = ast.Name(other, node.ctx) if isinstance(node, ast.Name) else copy.copy(node)
                if isinstance(new, ast.Attribute):
                    new.attr = other
                yield [(node, new)], f"Is `{word}` what is asked for here?"


def renamed(nodes: list[ast.AST], arguments: list[str]) -> Callable[[ast.AST], Found]:
    """Another of the names there are."""
    own = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    names = list(dict.fromkeys([*arguments, *own]))

    def found(node: ast.AST) -> Found:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
            for name in names:
                if name != node.id:
                    yield [(node, ast.Name(name, node.ctx))], f"Is `{node.id}` the right name in this place?"

    return found


def counted(node: ast.AST) -> Found:
    """Another whole number."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        for other in (node.value + 1, node.value - 1, -node.value):
            if other != node.value:
                yield [(node, ast.Constant(other))], f"Is `{node.value}` the right number there?"


def dropped(node: ast.AST) -> Found:
    """Something that is not needed."""
    if isinstance(node, ast.BinOp):
        for kept, gone in ((node.left, node.right), (node.right, node.left)):
            if isinstance(gone, ast.Constant | ast.Name) and isinstance(node.op, ast.Add | ast.Mult | ast.Sub):
                yield [(node, kept)], f"Does {_quoted(gone)} belong in {_quoted(node)}?"
    if isinstance(node, ast.Call) and len(node.args) == 1:
        yield [(node, node.args[0])], f"Is `{ast.unparse(node.func)}` needed in {_quoted(node)}?"
    if isinstance(node, ast.Call) and not node.args and isinstance(node.func, ast.Attribute):
        yield [(node, node.func.value)], f"Is `.{node.func.attr}()` needed in {_quoted(node)}?"
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield [(node, node.value)], f"Is `.T` needed in {_quoted(node)}?"
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.step:
        yield [(node, node.value)], f"In {_quoted(node)}, is what comes after {_quoted(node.value)} needed?"
    if isinstance(node, ast.If) and not node.orelse:
        yield [(node, node.body)], f"Is the condition {_quoted(node.test)} needed?"


def ended(nodes: list[ast.AST]) -> Callable[[ast.AST], Found]:
    """All loops one round longer or shorter: rows and columns are often counted wrongly in the same way."""
    ranges = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "range"]
    ends = [call.args[min(1, len(call.args) - 1)] for call in ranges if call.args]

    def found(node: ast.AST) -> Found:
        for first, second in itertools.pairwise(ends):
            if node is first:
                for sign, much in ((ast.Add(), "early"), (ast.Sub(), "late")):
                    parts: Parts = [(end, ast.BinOp(end, sign, ast.Constant(1))) for end in (first, second)]
                    yield parts, f"This loop and the next one end one round too {much}."

    return found


def measured(nodes: list[ast.AST]) -> Callable[[ast.AST], Found]:
    """All slices that end after a length, where they should end at a place."""
    cut: list[tuple[ast.AST, ast.expr, ast.expr]] = [
        (node, node.lower, node.upper)
        for node in nodes
        if isinstance(node, ast.Slice) and node.lower and node.upper
        if not any(ast.dump(one) == ast.dump(node.lower) for one in ast.walk(node.upper))
    ]

    def found(node: ast.AST) -> Found:
        if cut and node is cut[0][0]:
            question = f"A slice ends at a place, not after a length: where does `{ast.unparse(node)}` end?"
            yield [(end, ast.BinOp(begin, ast.Add(), end)) for _, begin, end in cut], question

    return found


def by_one(nodes: list[ast.AST]) -> Callable[[ast.AST], Found]:
    """One more, one less, where things are counted: in a result, an index, the end of a loop."""
    counts: list[ast.AST | None] = []
    for node in nodes:
        if isinstance(node, ast.Return | ast.Assign | ast.AugAssign):
            counts.append(node.value)
        elif isinstance(node, ast.Subscript):
            counts.append(node.slice)
        elif isinstance(node, ast.Slice):
            counts += [node.lower, node.upper]
        elif isinstance(node, ast.Call):
            counts += node.args
        elif isinstance(node, ast.Tuple):
            counts += node.elts

    def found(node: ast.AST) -> Found:
        if _is_value(node) and isinstance(node, ast.expr) and any(node is one for one in counts):
            for sign, much in ((ast.Add(), "small"), (ast.Sub(), "large")):
                yield [(node, ast.BinOp(node, sign, ast.Constant(1)))], f"{_quoted(node)} is one too {much} there."

    return found


def completed(arguments: list[str]) -> Callable[[ast.AST], Found]:
    """An argument that is missing in a sum, a product or a quotient."""

    def found(node: ast.AST) -> Found:
        if _is_value(node) and isinstance(node, ast.expr):
            for name in arguments:
                for sign in (ast.Add(), ast.Mult(), ast.Sub(), ast.FloorDiv()):
                    is_there = any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))
                    question = (
                        f"How often does `{name}` belong in {_quoted(node)}?"
                        if is_there
                        else f"{_quoted(node)} does not take `{name}` into account. Should it?"
                    )
                    yield [(node, ast.BinOp(node, sign, ast.Name(name, ast.Load())))], question

    return found
