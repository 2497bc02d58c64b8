"""Marks the cells that can run in the page, and brings what they run on: our library, and Python's own files.

A reader's page knows a cell by its classes (page/run/run_here.js): an exercise's starter and check; a cell of the
chapter that runs there, whether its last line shows a widget, and how long it takes if that is long; one that runs
there only up to its last line, so that later cells find its names; what the chapter imports; and the first cell of a
section that needs PyTorch, to say so. Without NumPy (tools/vendor.py) only the standard library is there, and the
modules of lessonlib that are content with it. Widgets find stand-ins for their packages (web/python).
"""

import importlib
import json
import pkgutil
import re
import zipfile
from pathlib import Path

from docutils import nodes

from lessonlib.exercises import find
from lessonlib.experiments import disk_cache

from ..assets.stylesheet import folder
from .cell_code import LEFT_OUT, body_of, kind_of, names_in, needs_torch, shows_widget
from .cells import code_cells, exercise_of

LONG = re.compile(r"takes-long-(\d+)s")  # the tag of a cell that takes more than five seconds in a page
BESIDE = {".py", ".css", ".webp"}  # of lessonlib, what the archive holds
STAND_INS = Path(__file__).resolve().parents[2] / "python"
BUNDLE = "lessonlib/widgets/kit/bundle.py"  # what joins scripts and styles, which a page has already


def shipped(app):
    """The lock file of Python in the page: its version of NumPy, and what else it has."""
    path = app.srcdir / "web" / "dist" / "python" / "pyodide-lock.json"
    return json.loads(path.read_text(encoding="utf-8"))["packages"] if path.exists() else {}


def serving(cells):
    """The cells that show something, or that one of these needs; of lists of cell, kind, names made and names used."""
    wanted: set[str] = set()
    for cell, kind, made, used in reversed(cells):
        shows = kind == "cell" and any(part.get("nb_element") == "cell_code_output" for part in parts_of(cell))
        if shows or made & wanted:
            wanted |= used
            yield cell, kind


def parts_of(cell):
    return cell.findall(nodes.container)


def source_of(cell):
    """The code of a cell as the page shows it; nothing where it shows none."""
    blocks = (part for part in parts_of(cell) if part.get("nb_element") == "cell_code_source")
    return "".join(block.astext() for block in blocks)


def seconds_of(cell):
    """How long a cell takes in a page, if that is long, by its tag; else 0."""
    tags = cell.get("cell_metadata", {}).get("tags", ())
    return next((int(found[1]) for found in map(LONG.fullmatch, tags) if found), 0)


def mark(app, document):
    """Give the cells their classes."""
    there = list(shipped(app))
    known: set[str] = set()
    of_torch: set[str] = set()
    found = []
    elsewhere: dict[int, nodes.Element] = {}
    for cell in code_cells(document):
        if exercise := exercise_of(cell):
            cell["classes"] += exercise_classes(exercise, "numpy" in there)
            continue
        code = source_of(cell)
        kind, made, used = kind_of(code, known, there)
        known |= made
        if kind == "imports":
            cell["classes"].append("run-kind--imports")
        elif kind:
            found.append((cell, kind, made, used))
        if body_of(code) and kind not in ("cell", "before") and needs_torch(code, of_torch):
            of_torch |= names_in(code)[0] - known - {"ll"}
            if kind != "imports":
                elsewhere.setdefault(id(cell.parent), cell)
    for cell, kind in serving(found):
        cell["classes"].append(f"run-kind--{kind}")
        if kind == "cell" and shows_widget(source_of(cell)):
            cell["classes"].append("run-shows--widget")
    for cell, seconds in waits(found):
        cell["classes"].append(f"run-long--{seconds}")
    for cell in elsewhere.values():
        cell["classes"] += ["run-kind--elsewhere", "run-torch--missing"]


def waits(cells):
    """Of cells as `serving` takes them, those that take long, or come after one that does: with their seconds."""
    slow: dict[str, dict[int, int]] = {}  # for a name: {place of a cell that it waits for: its seconds}
    for place, (cell, _, made, used) in enumerate(cells):
        own = {place: seconds_of(cell)} if seconds_of(cell) else {}
        together = own.copy()
        for name in used - made:
            together |= slow.get(name, {})
        slow |= dict.fromkeys(made, together)
        if together:
            yield cell, sum(together.values())


def exercise_classes(exercise, numpy):
    """The classes of an exercise's cell: which it is, and whether what it needs is here; no page can have PyTorch."""
    needs = find(exercise["id"]).needs
    if "torch" in needs:
        state = ["run-torch--missing"]
    else:
        state = [f"run-numpy--{'here' if numpy else 'missing'}"] if needs else []
    return [f"run-kind--{exercise['part']}", f"run-id--{exercise['id']}", *state]


def prepare(app):
    """Put an archive among the files that the build copies."""
    pack(app, folder(app))


def complete(app, exception):
    """Put one in its place that holds what the chapters of this build have found."""
    if not exception and app.builder.format == "html":
        pack(app, Path(app.outdir) / "_static")


def pack(app, static):
    """Write lessonlib as an archive that Python in the page unpacks, with what its experiments have found."""
    target = static / "python" / "lessonlib.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    root = app.srcdir / "lessonlib"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sources(root):
            archive.writestr(zipfile.ZipInfo(name), path.read_bytes())
        if numpy := shipped(app).get("numpy"):
            for name, text in results(numpy["version"]):
                archive.writestr(zipfile.ZipInfo(f"kept/{name}"), text)
        if drawing := shipped(app).get("matplotlib"):
            text = fonts(app.srcdir / "web" / "dist" / "python" / drawing["file_name"])
            archive.writestr(zipfile.ZipInfo("figures/fontlist.json"), text)


def sources(root):
    """The files of the archive, by their names in it: those of lessonlib, and stand-ins for what widgets import."""
    for path in sorted(root.rglob("*")):
        home, name = path.relative_to(root).parts[0], path.relative_to(root.parent).as_posix()
        is_style = home == "widgets" and path.suffix == ".css"
        if path.suffix in BESIDE and home not in LEFT_OUT and name != BUNDLE and not is_style:
            yield name, path
    for path in sorted(STAND_INS.glob("*.py")):
        yield BUNDLE if path.name == "bundle.py" else path.name, path


def results(numpy):
    """What experiments have found, under the names by which a page with this version of NumPy asks for it."""
    experiments = importlib.import_module("lessonlib.experiments")
    for module in sorted(found.name for found in pkgutil.iter_modules(experiments.__path__)):
        name = f"{experiments.__name__}.{module}"
        here, there = disk_cache.code_of(name), disk_cache.code_of(name, numpy)
        kept = disk_cache.folder()
        for path in sorted(kept.glob(f"*-{here}.json")) if kept else ():
            yield path.name.replace(here, there), path.read_text(encoding="utf-8")


def fonts(wheel):
    """The list of fonts that matplotlib in the page would take seconds to make, as JSON."""
    from matplotlib import font_manager, get_data_path

    with zipfile.ZipFile(wheel) as archive:
        (version,) = re.findall(r"__version__ = (\d+)", archive.read("matplotlib/font_manager.py").decode())
        there = {name.removeprefix("matplotlib/mpl-data/") for name in archive.namelist()}
    own = Path(get_data_path())
    found = [font for font in font_manager.fontManager.ttflist if Path(font.fname).is_relative_to(own)]
    fields = ("name", "style", "variant", "weight", "stretch", "size")
    entries = [
        {"__class__": "FontEntry", "fname": place, **{field: getattr(font, field) for field in fields}}
        for font in found
        if (place := Path(font.fname).relative_to(own).as_posix()) in there
    ]
    manager = {
        "__class__": "FontManager",
        "_version": int(version),
        "_FontManager__default_weight": "normal",
        "default_size": None,
        "defaultFamily": {"ttf": "DejaVu Sans", "afm": "Helvetica"},
        "afmlist": [],
        "ttflist": entries,
    }
    return json.dumps(manager)


def load(page):
    if page.body.select_one("[class*=run-kind--]"):
        page.app.add_js_file("run-here.js", defer="defer")
