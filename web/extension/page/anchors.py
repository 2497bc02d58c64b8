"""An address for every figure, question and passage set apart, as headings have.

The links that show these addresses appear under a pointer; the Tab key passes them by, for there is one at every
heading and figure, and the contents lead to each section as well.

A figure or a question goes by the id of its cell, `…by-hand.html#figure-moved`, a passage by its section,
`…by-hand.html#slide-it-try`. What comes again in the same cell or section is numbered from 2.
"""

import re
from collections import Counter

from ..chapters import cells

PLACE = re.compile(
    r'(?P<open><div class="lesson-anchored")'
    r'(?P<rest>>(?:<div class="lesson-widget"(?: data-kind="(?P<widget>\w+)")?|<svg [^>]*class="lesson-figure"))'
    r'|(?P<callout_tag><div class="lesson-callout lesson-(?P<callout>\w+)"[^>]*)>'
)


SECTION = re.compile(r'<section id="([^"]+)"')


def kind_of(found):
    if found["callout"]:
        return found["callout"]
    return "question" if found["widget"] == "PredictionView" else "figure"


def name(kind, found):
    """What a place goes by, from the cell or the section that it stands in."""
    if not found["callout"]:
        return f"{kind}-{cells.at(found.string, found.start())}"
    sections = SECTION.findall(found.string, 0, found.start())
    return f"{sections[-1]}-{kind}" if sections else kind


def link(anchor, kind):
    said = f"this {kind}" if kind in ("figure", "question", "exercise") else "this passage"
    return f'<a class="headerlink" href="#{anchor}" aria-label="Link to {said}">#</a>'


def address(body):
    """The body with an anchor, and a link to it, at each place."""
    counts = Counter()

    def mark(found):
        kind = kind_of(found)
        anchor = name(kind, found)
        counts[anchor] += 1
        if counts[anchor] > 1:
            anchor = f"{anchor}-{counts[anchor]}"
        if found["callout"]:
            return f'{found["callout_tag"]} id="{anchor}">{link(anchor, kind)}'
        rest = found["rest"].removeprefix(">")
        return f'{found["open"]} id="{anchor}">{link(anchor, kind)}{rest}'

    return PLACE.sub(mark, body).replace('<a class="headerlink"', '<a class="headerlink" tabindex="-1"')


def place(app, pagename, templatename, context, doctree):
    if context.get("body"):
        context["body"] = address(context["body"])
