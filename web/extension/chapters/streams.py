"""What a cell prints: whole, a sentence wrapped, a table or an array in columns that scroll where they must."""

import functools
import re

from docutils import nodes
from myst_nb.core import render

from .cells import code_cells, part_of

_coalesce_streams = render.coalesce_streams

SENTENCE = 88  # characters: no array and no table of the book has a line as long as this
COLUMNS = re.compile(r"\S {3,}\S")  # between the columns of a table


def wrap_sentences(app, document):
    """Give what a cell prints the class of a sentence, or of columns; a check says a sentence, however short."""
    for cell in code_cells(document):
        for block in cell.findall(nodes.literal_block):
            lines = block.astext().splitlines()
            is_sentence = max(map(len, lines), default=0) > SENTENCE or part_of(cell) == "check"
            if "output" in block["classes"] and is_sentence:
                block["classes"].append("lesson-sentence")
            elif "output" in block["classes"] and sum(bool(COLUMNS.search(line)) for line in lines) > 1:
                block["classes"].append("lesson-columns")


@functools.wraps(_coalesce_streams)
def coalesce_streams(outputs):
    """Join the pieces of a stream as they were printed; myst-nb begins a new line after each.

    How a stream falls into pieces depends on how busy the machine is.
    """
    joined = []
    streams: dict[str, dict] = {}
    for output in outputs:
        name = output["name"] if output["output_type"] == "stream" else None
        if name in streams:
            streams[name]["text"] += output["text"]
            continue
        joined.append(type(output)(output))
        if name:
            streams[name] = joined[-1]
    return _coalesce_streams(joined)


def setup(app):
    render.coalesce_streams = coalesce_streams
