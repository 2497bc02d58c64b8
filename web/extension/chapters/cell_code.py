"""What the code of a chapter's cell needs and makes, and so whether the page can run it."""

import ast
import builtins
import sys

import lessonlib
from lessonlib.exercises.checking.needs import packages

TORCH = {"torch", "torchvision"}
LEFT_OUT = {"cifar"}  # of lessonlib: it needs PyTorch
NO_HOME = {"cifar", "take_away"}


def allowed():
    """The names after ``ll.`` that a cell of the page may use, if the packages that they need are there."""
    homes = lessonlib._HOME | lessonlib._MODULES
    return {name for name, home in homes.items() if home.partition(".")[0] not in LEFT_OUT} - NO_HOME


def names_of(code, known, there):
    """The names that a cell defines and those it uses, if it can run in the page; else None.

    Parameters
    ----------
    code : str
    known : set of str
        The names that earlier cells and the chapter's imports have made.
    there : collection of str
        The packages that the page has.
    """
    if not set(packages(code)) <= set(there):
        return None
    ours = allowed()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import | ast.ImportFrom) and not imported(node, there):
            return None
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "ll" and node.attr not in ours:
            return None
    made, used = names_in(code)
    return (made, used) if used <= made | known | {"ll"} | set(vars(builtins)) else None


def names_in(code):
    """The names that code defines, and those that it uses."""
    made: set[str] = set()
    used: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            made |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else made).add(node.id)
        elif isinstance(node, ast.arg):
            made.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler) and node.name:
            made.add(node.name)
    return made, used


def needs_torch(code, of_torch):
    """Whether code cannot do without PyTorch: it imports it, or uses what does, or one of the names ``of_torch``."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import | ast.ImportFrom) and any(name in TORCH for name in roots(node)):
            return True
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "ll":
            home = (lessonlib._HOME | lessonlib._MODULES).get(node.attr, node.attr)
            if home.partition(".")[0] == "cifar":
                return True
    return bool(names_in(code)[1] & of_torch)


def roots(node):
    """The packages that an import statement names."""
    modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return {name.partition(".")[0] for name in modules}


def imported(node, there):
    """Whether an import can be done in the page."""
    return roots(node) <= {*sys.stdlib_module_names, *there}


def body_of(code):
    """The statements of a cell; None where it is no Python, but a line for IPython."""
    try:
        return ast.parse(code).body
    except SyntaxError:
        return None


def kind_of(code, known, there):
    """What a page does with a cell: ``(kind, names made, names used)``.

    The kind is ``"imports"``; ``"cell"``, offered to the reader; ``"before"``, run without its last line when a later
    cell needs its names; or ``""``.
    """
    body = body_of(code)
    if not body:
        return "", set(), set()
    if all(isinstance(line, ast.Import | ast.ImportFrom) for line in body):
        given = [alias for line in body if imported(line, there) for alias in line.names]
        return "imports", {alias.asname or alias.name for alias in given}, set()
    if names := names_of(code, known, there):
        return "cell", *names
    if len(body) > 1 and isinstance(body[-1], ast.Expr):
        names = names_of(ast.unparse(ast.Module(body[:-1], [])), known, there)
        if names:
            return "before", *names
    return "", set(), set()


def shows_widget(code):
    """Whether the last line of a cell makes a widget, and shows it."""
    body = body_of(code)
    call = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    if not isinstance(call, ast.Call) or ast.unparse(call.func).partition(".")[0] != "ll":
        return False
    return lessonlib._HOME.get(getattr(call.func, "attr", ""), "").startswith("widgets.")
