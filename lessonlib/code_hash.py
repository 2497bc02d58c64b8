"""Hashes of code that survive a move: taken over the syntax tree, without imports, comments and docstrings.

Results that take long to compute are kept until the code that computed them changes. Where that code lies, how it is
laid out and what it says of itself decide nothing, so none of it enters a hash.
"""

import ast
import hashlib
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = __name__.partition(".")[0]


def hash_by_role(sources):
    """Hash the code of modules, each known by the role it plays.

    Parameters
    ----------
    sources : dict of str to pathlib.Path
        The file of each module, by a name that stays when the file moves.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    return _digest(f"{role} {_shape(_parse(path))}" for role, path in sources.items())


def hash_of_imports(module, without=()):
    """Hash the code of a module and of everything that it imports from this package.

    Parameters
    ----------
    module : str
        Its full name, such as ``__name__``.
    without : collection of str
        Full names of modules that decide nothing.

    Returns
    -------
    str
        16 hexadecimal digits; neither names nor order of the modules change them.
    """
    return _digest(sorted(_shape(_parse(path)) for path in closure(module, without).values()))


def closure(module, without=()):
    """The file of a module and of everything that it imports from this package, by full name; none of ``without``."""
    found, waiting = {}, {module}
    while waiting:
        name = waiting.pop()
        found[name] = Path(find_spec(name).origin)
        waiting |= imported(_parse(found[name])) - {*found, *without}
    return found


def imported(tree):
    """The modules of this package that a syntax tree imports, anywhere in it, as full names."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = [f"{node.module}.{alias.name}" for alias in node.names]
            names |= {part if _is_module(part) else node.module for part in parts}
    return {name for name in names if name.partition(".")[0] == _PACKAGE}


def _is_module(name):
    try:
        return name.startswith(f"{_PACKAGE}.") and find_spec(name) is not None
    except ModuleNotFoundError:  # what comes before the last dot is no package
        return False


def _parse(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def _digest(texts):
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()[:16]


def _shape(node):
    """A syntax tree as text, the same in every version of Python; without imports, docstrings and empty fields."""
    if isinstance(node, list):
        return f"[{' '.join(_shape(one) for one in node if not isinstance(one, ast.Import | ast.ImportFrom))}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = dict(ast.iter_fields(node))
    if ast.get_docstring(node) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) else None:
        fields["body"] = fields["body"][1:]
    inner = (f"{name}={_shape(value)}" for name, value in sorted(fields.items()) if value not in (None, []))
    return f"{type(node).__name__}({' '.join(inner)})"
