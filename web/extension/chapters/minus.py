"""A minus in a sentence is a minus, as in the formulas and the figures; notebooks keep the hyphen that one can type."""

import re

from docutils import nodes

MINUS = "\N{MINUS SIGN}"
SIGN = re.compile(r"(?<![\w.,:/)\]\-])-(?=\d)")  # before a number, after nothing that a hyphen could join
BETWEEN = re.compile(r"(?<=\b[A-Z0-9]) - (?=[A-Z0-9(]\b)|(?<=\)) - (?=[A-Z0-9(])|(?<=\d) - (?=\d)")  # of two terms
VERBATIM = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw, nodes.comment)


def typeset(text):
    return BETWEEN.sub(f" {MINUS} ", SIGN.sub(MINUS, text))


def is_verbatim(node):
    while node is not None and not isinstance(node, VERBATIM):
        node = node.parent
    return node is not None


def set_signs(app, document):
    """Make a minus of each hyphen that is one."""
    for text in list(document.findall(nodes.Text)):
        found = typeset(text.astext())
        if found != text.astext() and not is_verbatim(text.parent):
            text.parent.replace(text, nodes.Text(found))
