"""A chapter that raises fails the build, and one of the last lines says which chapter and which cell.

myst-nb says neither the cell nor the error, or else stops at the first chapter that raises, with four
tracebacks. Here every chapter is tried, and each failure gets a line. It counts as a warning, and the book is
built with warnings as errors.
"""

import re

from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.util.logging import getLogger

LOG = getLogger(__name__)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def summary(source, traceback):
    """One line: the chapter's file, the code cell (counted from 1 as Jupyter does), the error."""
    text = COLOUR.sub("", traceback).strip()
    cell = re.search(r"In\s?\[(\d+)\], line (\d+)", text)
    place = f", code cell {cell[1]}, line {cell[2]}" if cell else ""
    return f"{source}{place}: {text.splitlines()[-1]}"


def report(app, exception):
    if exception:
        return
    for docname in sorted(app.env.found_docs):
        data = NbMetadataCollector.get_exec_data(app.env, docname)
        if data and not data["succeeded"]:
            LOG.error(summary(app.env.doc2path(docname, base=False), data["traceback"]))
