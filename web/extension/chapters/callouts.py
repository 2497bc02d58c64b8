"""Block quotes that open with a bold label become callouts.

Chapters are notebooks, and people read those as they are on GitHub, Colab and Binder: a directive would be
raw text there, a block quote is not. `> **Predict.** ...` is a block quote everywhere and a callout here.
"""

from docutils import nodes

KINDS = {"Predict.": "predict", "Try it.": "try", "Exercise.": "exercise", "Careful.": "careful"}


# 24 by 24, drawn with the colour of the text: what is asked, a hand, a warning, a pencil.
SIGNS = {
    "predict": '<circle cx="12" cy="12" r="9"/><path d="M9.2 9.3a2.9 2.9 0 1 1 4 2.7c-.8.4-1.2 1-1.2 1.9M12 16.9v.1"/>',
    "try": '<path d="M9 11.5V4.7a1.6 1.6 0 0 1 3.2 0v5.2l5.3 1c1.4.3 2.3 1.6 2 3l-.8 4.6c-.2 1.4-1.4 2.5-2.9 2.5H12'
    'c-1 0-1.9-.5-2.5-1.3L5.2 15c-.6-.8-.4-2 .4-2.5.8-.6 1.8-.5 2.5.2L9 13.6z"/>',
    "careful": '<path d="M12 3.8 21 19.5H3zM12 10v4.5M12 17v.1"/>',
    "exercise": '<path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5"/>',
}


class callout(nodes.General, nodes.Element):
    """A passage set apart: `kind` picks its look, `label` is its name for a screen reader."""


def make_of_quotes(app, document):
    """Make callouts of the block quotes that are labelled as one."""
    for quote in list(document.findall(nodes.block_quote)):
        strong = quote.next_node(nodes.strong)
        label = strong.astext() if strong else ""
        if label in KINDS and quote.astext().startswith(label):
            quote.replace_self(callout("", *quote.children, kind=KINDS[label], label=label.rstrip(".")))


def sign(kind):
    return (
        '<svg class="lesson-sign" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{SIGNS[kind]}</svg>'
    )


def visit(self, node):
    kind = node["kind"]
    self.body.append(
        f'<div class="lesson-callout lesson-{kind}" role="note" aria-label="{node["label"]}">{sign(kind)}\n'
    )


def depart(self, node):
    self.body.append("</div>\n")


def setup(app):
    app.add_node(callout, html=(visit, depart))
