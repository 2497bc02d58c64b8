"""A sentence that a cell prints wraps; a table or an array keeps its columns and scrolls where it must."""

from docutils import nodes
from sphinx.transforms import SphinxTransform

SENTENCE = 88  # characters: no array and no table of the book has a line as long as this
UNTOUCHED = "Not attempted yet."  # what an exercise says to somebody who has only read it


class WrapSentences(SphinxTransform):
    default_priority = 400

    def apply(self):
        for block in self.document.findall(nodes.literal_block):
            lines = block.astext().splitlines()
            is_sentence = max(map(len, lines), default=0) > SENTENCE or block.astext().startswith(UNTOUCHED)
            if "output" in block["classes"] and is_sentence:
                block["classes"].append("lesson-sentence")


def setup(app):
    app.add_transform(WrapSentences)
