"""A code cell's own name in its page: `cell-` and the id it has in its notebook.

Whatever a browser keeps of a cell, and every address that leads to one, goes by this name. It stays when cells are put
in before it, and when its code or the words around it change.
"""

import json
from pathlib import Path

from docutils import nodes

from lessonlib.exercises.checking.cells import mark

PREFIX = "cell-"


def ids(path):
    """The ids of a notebook's cells, in their order; a page in Markdown has none, and its cells are counted."""
    if Path(path).suffix != ".ipynb":
        return None
    return [cell["id"] for cell in json.loads(Path(path).read_text(encoding="utf-8"))["cells"]]


def of(element):
    """The id of the code cell in which an element of the page stands; nothing outside of cells."""
    cell = element.find_parent(class_="cell", id=True)
    return cell["id"].removeprefix(PREFIX) if cell else ""


def code_cells(document):
    """The code cells of a page, in order."""
    return [part for part in document.findall(nodes.container) if part.get("nb_element") == "cell_code"]


def exercise_of(cell):
    """Which exercise a code cell belongs to, and as which part; None for other cells."""
    return mark({"metadata": cell.get("cell_metadata", {})})


def part_of(cell):
    """As which part of an exercise a code cell stands: "starter", "check"; nothing for other cells."""
    return (exercise_of(cell) or {}).get("part", "")


def name(app, document):
    """Give each code cell its name."""
    names = ids(app.env.doc2path(app.env.docname))
    for cell in code_cells(document):
        index = cell["cell_index"]
        cell["ids"].append(f"{PREFIX}{names[index] if names else index}")
