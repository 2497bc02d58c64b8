"""Which index ran past which list: read from the line that raised, without running any of it again."""

import ast
import linecache
import operator
from collections.abc import Callable
from types import FrameType
from typing import Any

OPERATORS: dict[type, Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


class _Unknown(Exception):
    """An expression that is more than names, whole numbers, sums, products and places in lists."""


class _RanOut(Exception):
    """An index outside of its list."""


def told(error: BaseException, name: str, number: int) -> str:
    """A sentence on the first place in a list that does not exist; empty if it cannot be found.

    Parameters
    ----------
    error : BaseException
        With its traceback.
    name : str
        The file of the learner's code.
    number : int
        The line that raised.
    """
    frame = _frame(error, name, number)
    if frame is None or not isinstance(error, IndexError) or "assignment" in str(error):
        return ""
    tree = _parsed(linecache.getline(name, number).strip())
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Subscript):
            try:
                _value(node, frame.f_locals)
            except _RanOut as found:
                return str(found)
            except (_Unknown, ArithmeticError):
                continue
    return ""


def _frame(error: BaseException, name: str, number: int) -> FrameType | None:
    step, found = error.__traceback__, None
    while step is not None:
        if step.tb_frame.f_code.co_filename == name and step.tb_lineno == number:
            found = step.tb_frame
        step = step.tb_next
    return found


def _parsed(line: str) -> ast.AST | None:
    for text in (
        line,
        f"{line} pass",
        f"{line}\n pass",
        line.removeprefix("return "),
        f"({line}",
        f"{line})",
        f"[{line}",
    ):
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError):
            continue
    return None


def _value(node: ast.AST, names: dict[str, Any]) -> Any:
    """The value of an expression made of names, whole numbers and places in lists, and of nothing that could run."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    if isinstance(node, ast.Name) and type(names.get(node.id)) in (int, list, tuple):
        return names[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_whole(node.operand, names)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](_whole(node.left, names), _whole(node.right, names))
    if isinstance(node, ast.Subscript):
        row, index = _value(node.value, names), _whole(node.slice, names)
        if type(row) not in (list, tuple):
            raise _Unknown
        if not -len(row) <= index < len(row):
            there = f"0 to {len(row) - 1}" if row else "none"
            raise _RanOut(
                f"In `{ast.unparse(node)}` the index is {index}, and `{ast.unparse(node.value)}` has "
                f"{len(row)} {'entry' if len(row) == 1 else 'entries'}: {there}."
            )
        return row[index]
    raise _Unknown


def _whole(node: ast.AST, names: dict[str, Any]) -> int:
    value = _value(node, names)
    if type(value) is not int:
        raise _Unknown
    return value
