"""Ties what a chapter printed to the code that it ran: its own, and all of lessonlib that it reaches.

The execution cache compares only the code of a notebook. A change in lessonlib would leave the old outputs on the page,
silently wrong. So before a build each kept run is compared with a hash of everything that its chapter depends on, and
dropped where they differ; the other chapters do not run again.
"""

import ast
import hashlib
import json
import os
import re
from pathlib import Path

import nbformat
from jupyter_cache import get_cache

import lessonlib
from lessonlib import code_hash
from lessonlib.exercises.checking.registry import identifiers
from lessonlib.widgets.kit.bundle import join_script

# A chapter's numbers also depend on these: which pictures, and whether a run is cut short.
ENVIRONMENT = ("LESSONLIB_DATA", "LESSONLIB_SHORT")
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(?::[^\n]*\n)*(.*?)^```", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"\w+/\w+\.(?:js|css)")
NAMED = "fingerprints.json"
ALWAYS = ("lessonlib.figures.palette",)
DOOR = "lessonlib/__init__.py"  # decides nothing but which module a name leads to, and those are followed


def code_of(path):
    """The code cells of a chapter, or of a page in Markdown, as one text; a line for IPython is left out."""
    if path.suffix == ".ipynb":
        cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    else:
        cells = CELL.findall(path.read_text(encoding="utf-8"))
    return "\n".join(line for cell in cells for line in cell.splitlines() if not line.lstrip().startswith(("%", "!")))


def modules_of(code):
    """The modules of lessonlib that code names: as ``ll.name``, in an import, or as an exercise that it asks for."""
    tree = ast.parse(code)
    found = {*ALWAYS, *code_hash.imported(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "ll":
            home = lessonlib._HOME.get(node.attr) or lessonlib._MODULES.get(node.attr)
            found |= {f"lessonlib.{home}"} if home else set()
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    asked = identifiers() if "ll.progress" in code else texts & set(identifiers())
    return found | {f"lessonlib.exercises.bank.{id.replace('-', '_')}" for id in asked}


def files_of(code):
    """The files of lessonlib that decide what code prints; of a package that loads its modules when asked, all.

    Scripts and styles are not among them: `scripts_of` has those that a widget of the chapter ships.
    """
    modules = {path for module in modules_of(code) for path in code_hash.closure(module).values()}
    modules = {path for path in modules if not path.as_posix().endswith(DOOR)}
    for path in [path for path in modules if path.name == "__init__.py"]:
        if "import_module" in path.read_text(encoding="utf-8"):
            modules |= set(path.parent.rglob("*.py"))
    beside = {path for folder in {module.parent for module in modules} for path in folder.iterdir() if path.is_file()}
    return modules | {path for path in beside if path.suffix not in (".py", ".pyc", ".js", ".css")}


def scripts_of(modules, widgets):
    """The texts of the scripts and styles that modules name, a script with everything that it imports."""
    named = {
        node.value
        for module in modules
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SCRIPT.fullmatch(node.value)
    }
    return [
        join_script(name, widgets) if name.endswith(".js") else (widgets / name).read_text(encoding="utf-8")
        for name in sorted(named)
    ]


def fingerprint(root, path):
    """A hash of everything that a chapter's outputs depend on, besides its own code."""
    package = Path(lessonlib.__file__).parent
    files = [root / "lessonlib" / file.relative_to(package) for file in sorted(files_of(code_of(path)))]
    code = {f"{place} {file.name}": file for place, file in enumerate(files) if file.suffix == ".py"}
    digest = hashlib.sha256(code_hash.hash_by_role(code).encode())
    measured = sorted((root / "benchmarks" / "results").glob("*.json"))
    for file in [*(file for file in files if file.suffix != ".py"), *measured]:
        digest.update(f"{file.name}\0".encode() + file.read_bytes())
    for text in scripts_of(code.values(), root / "lessonlib" / "widgets"):
        digest.update(text.encode())
    for name in ENVIRONMENT:
        digest.update(f"{name}={os.environ.get(name, '')}\0".encode())
    return digest.hexdigest()[:16]


def drop_stale(app, config):
    """Forget each kept run whose chapter depends on code that has changed since."""
    root = Path(app.srcdir)
    folder = root / "_build" / ".jupyter_cache"
    config.nb_execution_cache_path = str(folder)
    kept = folder / NAMED
    before = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    pages = [path for kind in ("md", "ipynb") for path in (*root.glob(f"*.{kind}"), *root.glob(f"book/*.{kind}"))]
    now = {page.relative_to(root).as_posix(): fingerprint(root, page) for page in pages if code_of(page)}
    cache = get_cache(folder)
    for record in cache.list_cache_records():
        page = next((name for name in now if Path(record.uri).as_posix().endswith(f"/{name}")), None)
        if page is None or before.get(page) != now[page]:
            cache.remove_cache(record.pk)
    folder.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(now, indent=1), encoding="utf-8")
