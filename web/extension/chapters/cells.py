"""A code cell's own name in its page: `cell-` and the id it has in its notebook.

Whatever a browser keeps of a cell, and every address that leads to one, goes by this name. It stays when cells are put
in before it, and when its code or the words around it change.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.transforms import SphinxTransform

PREFIX = "cell-"
OPENING = re.compile(rf'<div class="[^"]*\bcell\b[^"]*" id="{PREFIX}([\w-]+)"')


def ids(path):
    """The ids of a notebook's cells, in their order; a page in Markdown has none, and its cells are counted."""
    if Path(path).suffix != ".ipynb":
        return None
    return [cell["id"] for cell in json.loads(Path(path).read_text(encoding="utf-8"))["cells"]]


def at(body, position):
    """The id of the code cell in which a position of the page's HTML lies, or lay last."""
    found = list(OPENING.finditer(body, 0, position))
    return found[-1][1] if found else ""


class NameCells(SphinxTransform):
    default_priority = 380

    def apply(self):
        names = ids(self.env.doc2path(self.env.docname))
        for cell in self.document.findall(nodes.container):
            if cell.get("nb_element") == "cell_code":
                index = cell["cell_index"]
                cell["ids"].append(f"{PREFIX}{names[index] if names else index}")


def setup(app):
    app.add_transform(NameCells)
