"""The small changes that can be made to a function, each with a question that points at its place."""

import ast
import copy
from dataclasses import dataclass

from lessonlib.exercises.checking import slips
from lessonlib.exercises.checking.slips import Parts


@dataclass(frozen=True)
class Edit:
    """One change of a function.

    Attributes
    ----------
    parts : list of (ast.AST, ast.AST or list or None)
        What takes the place of what.
    line : int
        Of the cell.
    question : str
        What points there.
    is_slip : bool
        Whether another mistake may well stand beside it: it does not make one of its own, as a sign or a place does.
    """

    parts: Parts
    line: int
    question: str
    is_slip: bool


def edits(function: ast.FunctionDef) -> list[Edit]:
    """Every small change of a function's body; those that name a common slip first, those that add something last.

    Parameters
    ----------
    function : ast.FunctionDef
        It is left as it is.

    Returns
    -------
    list of Edit
    """
    arguments = [one.arg for one in function.args.args]
    nodes = [node for statement in function.body for node in ast.walk(statement)]
    placed = (slips.placed(function),)
    beside = (slips.kept, slips.ordered, slips.floored, slips.of_arrays, slips.worded, slips.measured(nodes))
    names = (slips.renamed(nodes, arguments), slips.counted, slips.ended(nodes))
    sizes = (slips.by_one(nodes), slips.completed(arguments), slips.dropped)
    return [
        Edit(parts, node.lineno, question, kind in beside)
        for kind in (*placed, *beside, slips.signed, slips.rebuilt, *names, *sizes)
        for node in nodes
        if isinstance(node, ast.expr | ast.stmt)
        for parts, question in kind(node)
    ]


def made(function: ast.FunctionDef, edit: Edit) -> ast.FunctionDef:
    """A copy of a function with one change in it."""
    copies: dict[int, ast.AST] = {}
    changed = copy.deepcopy(function, copies)
    places = {id(copies[id(old)]): new for old, new in edit.parts}

    class Put(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> object:
            return places[id(node)] if id(node) in places else self.generic_visit(node)

    Put().visit(changed)
    return ast.fix_missing_locations(changed)


def cancels(function: ast.FunctionDef) -> bool:
    """Whether something is taken from itself or divided by itself: a change to that explains no mistake."""
    signs = ast.Sub | ast.Div | ast.FloorDiv | ast.Mod
    return any(
        isinstance(node, ast.BinOp) and isinstance(node.op, signs) and ast.dump(node.left) == ast.dump(node.right)
        for node in ast.walk(function)
    )
