"""The worksheet for a class: the 5 by 5 example on paper, with grids to fill in, and its answer key.

Every number on it is computed by lessonlib. It stands where a page says `<!-- worksheet -->`.
"""

import json
from html import escape
from typing import NamedTuple
from urllib.parse import quote

import numpy as np

import lessonlib as ll

PLACE = "<!-- worksheet -->"
WORKBENCH = "05-depth-stride-padding.html#view"  # the page of the explorer whose key is "workbench"


LINES = f'<div class="worksheet-lines" aria-hidden="true">{"<span></span>" * 4}</div>'


class Task(NamedTuple):
    """A picture to work out: its title, (H, W) pixels, the rings of zeros around it, a question, and its answer."""

    title: str
    picture: np.ndarray
    padding: int
    question: str
    answer: str

    @property
    def map(self):
        return ll.conv2d(self.picture[None, None], FILTER[None, None], padding=self.padding)[0, 0]

    @property
    def view(self):
        """The address of this task in the explorer of chapter 05, from a page of the book."""
        traits = {"image": self.picture.tolist(), "padding": self.padding}
        pairs = (f"workbench.{name}={quote(json.dumps(value), safe=',')}" for name, value in traits.items())
        return "&".join((WORKBENCH, *pairs))


FILTER = ll.filters.vertical_edge()
EDGE = ll.images.edge()
TASKS = (
    Task(
        "The edge",
        EDGE,
        0,
        "There is one edge in the image. In how many columns does the map respond to it, and why?",
        "In two: in the columns whose patches hold both sides of the edge. A patch is three pixels "
        "wide, so the edge lies in the patches of two neighbouring columns.",
    ),
    Task(
        "The mirrored edge",
        EDGE[:, ::-1],
        0,
        "What does the minus sign say? What would ReLU leave of this map?",
        "It says which way: here the image is darker on the right. ReLU replaces every negative number with 0, "
        "so nothing would be left.",
    ),
    Task(
        "The horizontal edge",
        EDGE.T,
        0,
        "There is an edge in this image, too. Why does the filter not see it?",
        "In every patch the left column equals the right column, so what one adds the other takes away.",
    ),
    Task(
        "A ring of zeros",
        EDGE,
        1,
        "What do the numbers along the right border of the map say? Is that true of the image?",
        "An edge from bright to dark, so the numbers are negative. It is not in the image: the zeros make it. In "
        "the corners the patch holds fewer bright pixels, so the numbers are closer to 0.",
    ),
)


def grid(values, caption, kind=""):
    """A table of numbers; None is an empty cell to write in. Its headers, from 0, are for screen readers."""
    columns = "".join(_head("col", f"column {place}") for place in range(len(values[0])))
    rows = "".join(
        f"<tr>{_head('row', f'row {place}')}{''.join(map(_cell, row))}</tr>" for place, row in enumerate(values)
    )
    return (
        f'<table class="worksheet-grid {kind}"><caption>{escape(caption)}</caption>'
        f"<thead><tr><td></td>{columns}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _head(scope, text):
    return f'<th scope="{scope}"><span class="lesson-hidden">{text}</span></th>'


def _cell(value):
    if value is None:
        return "<td></td>"
    return f'<td data-value="{value}">{str(value).replace("-", chr(0x2212))}</td>'


def task(number, given, filled):
    """One task as HTML, with its map empty or filled; the key's headings lie below that of the key."""
    heading = "h3" if filled else "h2"
    picture = np.pad(given.picture, given.padding).tolist()
    answer = given.map.tolist()
    size = f"{len(answer)} by {len(answer[0])}"
    shown = answer if filled else [[None] * len(row) for row in answer]
    below = f"<p>{escape(given.answer)}</p>" if filled else LINES
    caption = "Image in a ring of zeros" if given.padding else "Image"
    pixels = grid(picture, caption, f"worksheet-pixels-{given.padding}")
    return (
        f'<section class="worksheet-task"><{heading}>{number}. {escape(given.title)}</{heading}>'
        '<div class="worksheet-row">'
        f"{pixels}{grid(shown, f'Map, {size}', 'worksheet-map')}"
        f'<div class="worksheet-words"><p>{escape(given.question)}</p>{below}</div></div></section>'
    )


def write_worksheet():
    """The sheet and its key, as HTML that may stand in Markdown."""
    tasks = list(enumerate(TASKS, start=1))
    name = '<p class="worksheet-name" aria-hidden="true"><span>Name</span><span>Date</span></p>'
    rule = (
        "<p>Lay the filter on a patch of the image, 3 by 3 pixels. Multiply each pixel by the weight that lies on "
        "it, add up the nine products, and write the sum into the map, at the place of the patch. Then move the "
        "filter by one pixel.</p>"
    )
    head = f'<div class="worksheet-rule">{grid(FILTER.tolist(), "Filter", "worksheet-weights")}{rule}</div>'
    sheet = "".join(task(number, given, filled=False) for number, given in tasks)
    key = "".join(task(number, given, filled=True) for number, given in tasks)
    return (
        f'<div class="worksheet">{name}{head}{sheet}</div>\n\n## Answer key\n\n'
        f'<div class="worksheet worksheet-key">{key}</div>'
    )


def read(app, docname, text):
    if PLACE in text[0]:
        text[0] = text[0].replace(PLACE, write_worksheet())


def style(page):
    if page.body.find(class_="worksheet"):
        page.app.add_css_file("worksheet.css", priority=905)
