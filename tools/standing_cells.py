"""The two cells that every chapter has besides its own, written by `make notebooks`; no page of the site shows them.

The first installs the library in Colab; it names the book's address and version, and without an address there is
none. The last packs the reader's work.
"""

import sys
from pathlib import Path

from nbformat.v4 import new_code_cell

WEB = Path(__file__).resolve().parents[1] / "web"

INSTALL, TAKE_AWAY = "install", "take-away"  # the cells' ids

# Colab has everything else that the library needs, in versions of its own, which must stay as they are.
INSTALL_SOURCE = """\
# In Colab this gets the book's library. Elsewhere you have it, and nothing happens.
import importlib.util

if not importlib.util.find_spec("lessonlib"):
    %pip install --quiet anywidget
    %pip install --quiet --no-deps git+{address}@v{version}"""

TAKE_AWAY_SOURCE = """\
# Binder forgets. Before you leave, take your notebooks and your progress with you.
ll.take_away()"""


def own(cells):
    """The cells that are a chapter's own."""
    return [cell for cell in cells if cell.get("id") not in (INSTALL, TAKE_AWAY)]


def with_standing_cells(cells, home, version):
    """A chapter's cells: its title, the install cell if the book has an address, its own, and the last one.

    Parameters
    ----------
    cells : list of notebook cells
        As they stand; standing cells among them are written anew.
    home : repository.Repository or None
        Where the book lives.
    version : str
        The library's version; its tag is ``v`` and this.

    Returns
    -------
    list of notebook cells
    """
    title, *rest = own(cells)
    install = []
    if home:
        source = INSTALL_SOURCE.format(address=home.address, version=version)
        install = [_cell(INSTALL, source, ["remove-cell"])]
    # It belongs to a reader's session: no build, no test and no `make notebooks` runs it.
    last = _cell(TAKE_AWAY, TAKE_AWAY_SOURCE, ["remove-cell", "skip-execution", "nbval-skip"])
    return [title, *install, *rest, last]


def _cell(id, source, tags):
    return new_code_cell(source, id=id, metadata={"tags": tags})


def of_this_checkout(cells):
    """`with_standing_cells`, with the address and the version of this checkout."""
    sys.path.append(str(WEB))
    import repository

    return with_standing_cells(cells, repository.find(), repository.version())
