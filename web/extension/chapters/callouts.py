"""Block quotes that open with a bold label become callouts.

Chapters are notebooks, and people read those as they are on GitHub, Colab and Binder: a directive would be
raw text there, a block quote is not. `> **Predict.** ...` is a block quote everywhere and a callout here.
"""

from docutils import nodes
from sphinx.transforms import SphinxTransform

KINDS = {"Predict.": "predict", "Try it.": "try", "Exercise.": "exercise", "Careful.": "careful"}


class callout(nodes.General, nodes.Element):
    """A passage set apart: `kind` picks its look, `label` is its name for a screen reader."""


class QuotesToCallouts(SphinxTransform):
    default_priority = 400

    def apply(self):
        for quote in list(self.document.findall(nodes.block_quote)):
            strong = quote.next_node(nodes.strong)
            label = strong.astext() if strong else ""
            if label in KINDS and quote.astext().startswith(label):
                quote.replace_self(callout("", *quote.children, kind=KINDS[label], label=label.rstrip(".")))


def visit(self, node):
    self.body.append(f'<div class="lesson-callout lesson-{node["kind"]}" role="note" aria-label="{node["label"]}">\n')


def depart(self, node):
    self.body.append("</div>\n")


def setup(app):
    app.add_node(callout, html=(visit, depart))
    app.add_transform(QuotesToCallouts)
