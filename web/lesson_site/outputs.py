"""A sentence that a cell prints wraps; a table or an array keeps its columns and scrolls where it must."""

from docutils import nodes
from sphinx.transforms import SphinxTransform

SENTENCE = 88  # characters: no array and no table of the book has a line as long as this


class WrapSentences(SphinxTransform):
    default_priority = 400

    def apply(self):
        for block in self.document.findall(nodes.literal_block):
            longest = max(map(len, block.astext().splitlines()), default=0)
            if "output" in block["classes"] and longest > SENTENCE:
                block["classes"].append("lesson-sentence")


def setup(app):
    app.add_transform(WrapSentences)
