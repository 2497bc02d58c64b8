"""Marks the cells that can run in the page, and brings what they run on: our library, and Python's own files.

A reader's page knows a cell by its classes (page/run/run_here.js): an exercise's starter and check, and those cells of
a chapter that need nothing but what is here. Without the NumPy wheel (tools/vendor.py) that is the standard library and
the modules of lessonlib that are content with it.
"""

import ast
import builtins
import sys
import zipfile

from docutils import nodes
from sphinx.transforms import SphinxTransform

import lessonlib
from lessonlib.exercises import find
from lessonlib.exercises.checking.cells import mark

from ..assets.stylesheet import folder

PLAIN = {"nn.geometry", "exercises"}  # modules of lessonlib on the standard library alone
WITH_NUMPY = {
    *("experiments.shifts", "nn.conv", "nn.gradient_check", "nn.layers", "nn.losses", "nn.training"),
    *("pictures.filters", "pictures.samples"),
}
LEFT_OUT = {"cifar", "widgets"}  # torch, and widgets that need a notebook


def numpy_is_here(app):
    return any((app.srcdir / "web" / "dist" / "python").glob("numpy-*.whl"))


def allowed(numpy):
    """The names after ``ll.`` that a cell of the page may use."""
    modules = PLAIN | WITH_NUMPY if numpy else PLAIN
    names = {name for name, home in lessonlib._HOME.items() if home in modules}
    return names | {name for name, home in lessonlib._MODULES.items() if home in modules}


def names_of(code, known, numpy):
    """The names that a cell defines and those it uses, if it can run in the page after ``known``; else None."""
    try:
        tree = ast.parse(code)
    except SyntaxError:  # a magic of IPython
        return None
    if all(isinstance(line, ast.Import | ast.ImportFrom) for line in tree.body):
        return None  # nothing, or what chapters import: that is there before they run
    made, used = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            wanted = (
                {alias.name.partition(".")[0] for alias in node.names}
                if isinstance(node, ast.Import)
                else {node.module}
            )
            if not wanted <= set(sys.stdlib_module_names):
                return None
            made |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else made).add(node.id)
        elif isinstance(node, ast.arg):
            made.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "ll" and node.attr not in allowed(numpy):
            return None
    there = made | known | {"ll"} | ({"np"} if numpy else set()) | set(vars(builtins))
    return (made, used) if used <= there else None


def serving(cells):
    """The cells that print something, or that one of these needs: triples of a cell, what it makes and what it uses."""
    wanted = set()
    for cell, made, used in reversed(cells):
        if made & wanted or any(part.get("nb_element") == "cell_code_output" for part in cell.findall(nodes.container)):
            wanted |= used
            yield cell


def source_of(cell):
    """The code of a cell as the page shows it; nothing where it shows none."""
    blocks = (part for part in cell.findall(nodes.container) if part.get("nb_element") == "cell_code_source")
    return "".join(block.astext() for block in blocks)


class MarkRunnable(SphinxTransform):
    default_priority = 390

    def apply(self):
        numpy, known, found = numpy_is_here(self.app), set(), []
        for cell in self.document.findall(nodes.container):
            if cell.get("nb_element") != "cell_code":
                continue
            exercise = mark({"metadata": cell.get("cell_metadata", {})})
            if exercise:
                cell["classes"] += exercise_classes(exercise, numpy)
                continue
            names = names_of(source_of(cell), known, False)
            if names:
                known |= names[0]
                found.append((cell, *names))
        for cell in serving(found):
            cell["classes"].append("run-kind--cell")


def exercise_classes(exercise, numpy):
    """The classes of an exercise's cell: which it is, and whether what it needs is here; no page can have PyTorch."""
    needs = find(exercise["id"]).needs
    if "torch" in needs:
        state = ["run-torch--missing"]
    else:
        state = [f"run-numpy--{'here' if numpy else 'missing'}"] if needs else []
    return [f"run-kind--{exercise['part']}", f"run-id--{exercise['id']}", *state]


def pack(app):
    """Write lessonlib as an archive that Python in the page unpacks."""
    target = folder(app) / "python" / "lessonlib.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    root = app.srcdir / "lessonlib"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(root.rglob("*.py")):
            if path.relative_to(root).parts[0] not in LEFT_OUT:
                archive.writestr(zipfile.ZipInfo(path.relative_to(app.srcdir).as_posix()), path.read_bytes())


def load(app, pagename, templatename, context, doctree):
    if doctree is not None and any(
        "run-kind" in " ".join(cell["classes"]) for cell in doctree.findall(nodes.container)
    ):
        app.add_js_file("run-here.js", defer="defer")


def setup(app):
    app.connect("builder-inited", pack)
    app.add_transform(MarkRunnable)
    app.connect("html-page-context", load)
