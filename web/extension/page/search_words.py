"""Words by which the search finds a page that writes them otherwise: "3x3" where the page has "3 by 3" or 3 × 3."""

import re

from docutils import nodes

SIZE = re.compile(r"\d+(?:\s*(?:[x×]|\\times|by)\s*\d+)+")


def sizes(text):
    """The sizes that a text names, each as one word, and without its depth.

    Examples
    --------
    >>> sizes("96 filters of 11 by 11 by 3, not 3×3")
    ['11x11', '11x11x3', '3x3']
    """
    found = ["x".join(re.findall(r"\d+", size)) for size in SIZE.findall(text)]
    return sorted({*found, *("x".join(size.split("x")[:2]) for size in found)})


def note(app, doctree, docname):
    """Say the sizes of a page in its head, where Sphinx's search reads them."""
    texts = (node.astext() for node in doctree.findall(nodes.Text) if not isinstance(node.parent, nodes.raw))
    if words := sizes("\n".join(texts)):  # without the data of figures
        doctree += nodes.meta("", name="keywords", content=", ".join(words))
