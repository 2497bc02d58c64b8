"""Short code in a sentence stays on one line: broken at its hyphens or dots, it would say something else.

The full stop or colon after it stays with it, and that after a formula with the formula.
"""

import re

from docutils import nodes

LONGEST = 24  # characters: well under the width of a narrow phone
CLOSING = re.compile(r"[.,:;!?)\]\u2019\u201d]+(?=\s|$)")  # what ends a phrase, up to the next space


def keep_together(app, document):
    """Keep short code on one line, and it and formulas with what closes the phrase."""
    for code in [*document.findall(nodes.literal), *document.findall(nodes.math)]:
        if len(code.astext()) > LONGEST and isinstance(code, nodes.literal):
            continue
        after = code.next_node(descend=False, siblings=True)
        closing = CLOSING.match(after.astext()) if isinstance(after, nodes.Text) else None
        if not closing:
            code["classes"].append("lesson-together")  # MathML has no use for it: a formula is not broken
            continue
        together = nodes.inline("", "", nodes.Text(closing[0]), classes=["lesson-together"])
        rest = nodes.Text(after.astext()[closing.end() :])
        parent = code.parent
        parent.replace(after, rest)
        parent.replace(code, together)
        together.insert(0, code)
