"""Hints and a solution beside each exercise of a page, in a template that shows nothing by itself.

The page has buttons for them (web/page/run/help.js), which need no Python and work from a file too. A notebook says
`ll.hint(...)` instead; on a page without scripts a link leads to the page of solutions.
"""

import json
import re
from html import escape
from pathlib import PurePosixPath

from docutils import nodes
from sphinx.transforms import SphinxTransform

from lessonlib.exercises import find
from lessonlib.exercises.checking import help as words
from lessonlib.exercises.checking.cells import mark
from lessonlib.exercises.checking.feedback import paragraph
from lessonlib.exercises.checking.text import solution_text

from .minus import typeset

STUCK = re.compile(r'Stuck\? `ll\.hint\("([\w-]+)"\)` gives one hint at a time\.')
LINK = "Stuck? There are"


class exercise_help(nodes.General, nodes.Element):
    """What helps with the exercise ``exercise``; no text of the page, so that no search finds it."""


def anchor(exercise):
    """The name of its heading on a page."""
    return re.sub(r"[^\w\- ]", "", exercise.title.lower()).replace(" ", "-")


def as_page(source):
    """A prompt as the page says it: no code to type for a hint."""
    return STUCK.sub(lambda found: f"{LINK} [hints and a solution](solutions.md#{anchor(find(found[1]))}).", source)


def has_solutions(app, docname):
    """Whether the book has the page of solutions beside this one."""
    return str(PurePosixPath(docname).with_name("solutions")) in app.env.found_docs


def read(app, docname, text):
    if str(app.env.doc2path(docname)).endswith(".ipynb") and has_solutions(app, docname):
        notebook = json.loads(text[0])
        for cell in notebook["cells"]:
            if mark(cell) and mark(cell)["part"] == "prompt":
                cell["source"] = as_page("".join(cell["source"]))
        text[0] = json.dumps(notebook)


class OfferHelp(SphinxTransform):
    default_priority = 395

    def apply(self):
        for cell in list(self.document.findall(nodes.container)):
            found = mark({"metadata": cell.get("cell_metadata", {})})
            if cell.get("nb_element") == "cell_code" and found and found["part"] == "starter":
                cell += exercise_help(exercise=found["id"])
        for quoted in self.document.findall(nodes.paragraph):
            if quoted.astext().startswith(LINK):
                quoted["classes"].append("lesson-stuck")


def html_of(exercise, highlighter):
    """The template, its words from where Jupyter has them."""
    hints = "".join(
        f"<div data-hint>{paragraph(typeset(words.hint_words(exercise, number)))}</div>"
        for number in range(1, len(exercise.hints) + 1)
    )
    code = highlighter.highlight_block(solution_text(exercise), "python")
    shown = f"<p>{words.ONE_WAY}</p>{code}{paragraph(typeset(exercise.insight))}"
    early = "".join(f"<p data-early>{escape(words.too_early(attempts))}</p>" for attempts in range(words.ENOUGH))
    return f'<template class="lesson-help">{hints}<div data-solution>{shown}</div>{early}</template>\n'


def visit(self, node):
    self.body.append(html_of(find(node["exercise"]), self.highlighter))
    raise nodes.SkipNode


def leave_out(self, node):
    raise nodes.SkipNode


def setup(app):
    others = dict.fromkeys(("latex", "text", "man", "texinfo"), (leave_out, None))
    app.add_node(exercise_help, html=(visit, None), **others)
    app.connect("source-read", read, priority=600)  # after exercises.py has put the prompts back
    app.add_transform(OfferHelp)
