"""An address for every figure, question and passage set apart, as headings have.

The links that show these addresses appear under a pointer; the Tab key passes them by, for there is one at every
heading and figure, and the contents lead to each section as well.

A figure or a question goes by the id of its cell, `…by-hand.html#figure-moved`, a passage by its section,
`…by-hand.html#slide-it-try`. What comes again in the same cell or section is numbered from 2.
"""

from collections import Counter

from ..chapters import cells
from .tree import parse

SHOWN = ".lesson-widget, svg.lesson-figure"  # what a place is for, if it is no passage
PLACES = f".lesson-callout, .lesson-anchored:has(> :is({SHOWN}))"


def kind_of(place):
    if "lesson-callout" in place["class"]:
        return next(name for name in place["class"] if name != "lesson-callout").removeprefix("lesson-")
    return "question" if place.select_one(":scope > .lesson-widget[data-kind=PredictionView]") else "figure"


def name(kind, place):
    """What a place goes by, from the cell or the section that it stands in."""
    if "lesson-anchored" in place["class"]:
        return f"{kind}-{cells.of(place)}"
    section = place.find_parent("section")
    return f"{section['id']}-{kind}" if section else kind


def link(anchor, kind):
    said = f"this {kind}" if kind in ("figure", "question", "exercise") else "this passage"
    return parse(f'<a class="headerlink" href="#{anchor}" aria-label="Link to {said}">#</a>').a


def address(body):
    """Put an anchor, and a link to it, at each place."""
    counts: Counter[str] = Counter()
    for place in body.select(PLACES):
        kind = kind_of(place)
        anchor = name(kind, place)
        counts[anchor] += 1
        if counts[anchor] > 1:
            anchor = f"{anchor}-{counts[anchor]}"
        place["id"] = anchor
        place.insert(0, link(anchor, kind))
    for marked in body.select("a.headerlink"):
        marked["tabindex"] = "-1"


def place(page):
    address(page.body)
