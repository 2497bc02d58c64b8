"""The rooms of the house and the arrows between them: who may import whom, read from the imports themselves."""

import ast
from pathlib import PurePosixPath

import pytest
from paths import ROOT

import lessonlib
from lessonlib.widgets.kit.javascript import read_module

# Every arrow that there may be, from a room to the rooms that it may import. None runs back up.
ALLOWED = {
    "nn": set(),
    "figures": {"nn"},
    "pictures": {"figures", "nn"},
    "experiments": {"nn", "pictures"},
    "exercises": {"figures", "nn"},
    "cifar": {"figures", "nn", "pictures"},
    "widgets": {"experiments", "figures", "nn", "pictures"},
}
# What learners write in an exercise goes through the door, `ll.name`, as in a chapter.
LEARNERS = {
    "_finished_run": {"cifar"},
    "_wrong_networks": {"cifar"},
    "beat_the_baseline": {"cifar"},
    "equivariance_test": {"pictures"},
}
AT_THE_DOOR = {  # modules beside the rooms, and who may use them
    "code_hash": {"cifar", "experiments"},
    "files": {"cifar", "exercises", "experiments"},
}
SHARED = {
    "kit": {"math"},
    "math": set(),
}  # rooms that every widget may use, and what those two may


def python_files():
    return sorted((ROOT / "lessonlib").rglob("*.py"))


def script_files():
    return sorted((ROOT / "lessonlib" / "widgets").rglob("*.js"))


def imports(path):
    """[(line, module)] of what a Python file imports of this package, ``ll.name`` included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    short = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name == "lessonlib"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name.startswith("lessonlib."))
        elif isinstance(node, ast.ImportFrom) and node.level:
            pytest.fail(f"{path}:{node.lineno}: imports here are written whole, from lessonlib on")
        elif isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] == "lessonlib":
            for alias in node.names:
                yield node.lineno, home(alias.name) if node.module == "lessonlib" else f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in short:
            yield node.lineno, home(node.attr)


def home(name):
    """The module that a name of the door leads to."""
    return f"lessonlib.{lessonlib._HOME.get(name) or lessonlib._MODULES.get(name) or name}"


def fault(path, module):
    """What is wrong with an import; None if nothing is."""
    own, other = path.relative_to(ROOT / "lessonlib").parts, module.split(".")[1:]
    if len(own) == 1 or own[0] == other[0]:
        return widget_fault(own, other) if own[0] == "widgets" else None
    if other[0] in AT_THE_DOOR:
        return None if own[0] in AT_THE_DOOR[other[0]] else f"{other[0]} is not for {own[0]}"
    allowed = ALLOWED[own[0]] | (LEARNERS.get(path.stem, set()) if path.parent.name == "bank" else set())
    return None if other[0] in allowed else f"{own[0]} may not import {other[0]}"


def widget_fault(own, other):
    """A widget imports from its own folder, from kit and from math; those two never from a widget."""
    mine, theirs = own[1], other[1]
    if theirs == mine or theirs in SHARED.get(mine, SHARED):
        return None
    return f"widgets/{mine} may not import widgets/{theirs}"


def test_no_python_import_breaks_a_rule():
    broken = [
        f"{path.relative_to(ROOT)}:{line}: {found} ({module})"
        for path in python_files()
        for line, module in imports(path)
        if (found := fault(path, module))
    ]
    assert not broken, "\n".join(broken)


def test_no_script_of_a_widget_imports_another_widgets():
    broken = []
    for path in script_files():
        for imported in read_module(path.read_text(encoding="utf-8")).imports:
            own = path.relative_to(ROOT / "lessonlib").parts
            other = (path.parent / imported.path).resolve().relative_to(ROOT / "lessonlib").parts
            if said := widget_fault(own, other):
                broken.append(f"{path.relative_to(ROOT)}:{imported.line}: {said}")
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("path", "module", "said"),
    [
        ("nn/conv.py", "lessonlib.pictures.filters", "nn may not import pictures"),
        ("figures/plots.py", "lessonlib.widgets.kit.svg", "figures may not import widgets"),
        ("exercises/bank/one.py", "lessonlib.code_hash", "code_hash is not for exercises"),
        ("widgets/a/widget.py", "lessonlib.widgets.b.widget", "widgets/a may not import widgets/b"),
        ("widgets/kit/grid.py", "lessonlib.widgets.a.widget", "widgets/kit may not import widgets/a"),
        ("widgets/math/conv.py", "lessonlib.widgets.kit.grid", "widgets/math may not import widgets/kit"),
        ("widgets/a/widget.py", "lessonlib.cifar.data", "widgets may not import cifar"),
        ("widgets/a/widget.py", "lessonlib.widgets.math.conv", None),
        ("widgets/kit/error.py", "lessonlib.widgets.math.conv", None),
        ("cifar/flops.py", "lessonlib.nn.checks", None),
    ],
)
def test_the_rules_say_no(path, module, said):
    assert fault(ROOT / "lessonlib" / PurePosixPath(path), module) == said


def test_every_room_says_in_its_first_line_what_it_holds():
    rooms = sorted({path.parent for path in [*python_files(), *script_files()]})
    for room in rooms:
        text = (room / "__init__.py").read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text)), room


def test_a_module_fits_into_a_head():
    kinds = (".py", ".js", ".mjs", ".css")
    folders = ("lessonlib", "web/page", "web/extension", "web/css", "tools", "rehearse", "benchmarks")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in kinds]
    long = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert not {str(path): lines for path, lines in long.items() if lines > 300}
