"""Hints and a solution beside each exercise of a page, in a template that shows nothing by itself.

The page has buttons for them (web/page/run/help.js), which need no Python and work from a file too. A notebook says
`ll.hint(...)` instead; on a page without scripts a link leads to the page of solutions.
"""

import json
import re
from html import escape
from pathlib import PurePosixPath

from docutils import nodes
from sphinx import addnodes

from lessonlib.exercises import find
from lessonlib.exercises.checking import help as words
from lessonlib.exercises.checking.cells import mark, parts
from lessonlib.exercises.checking.feedback import paragraph
from lessonlib.exercises.checking.text import solution_text

from .callouts import callout
from .cells import code_cells, exercise_of, part_of
from .minus import typeset


class exercise_help(nodes.General, nodes.Element):
    """What helps with the exercise ``exercise``; no text of the page, so that no search finds it."""


def anchor(exercise):
    """The name of its heading on a page."""
    return re.sub(r"[^\w\- ]", "", exercise.title.lower()).replace(" ", "-")


def as_page(exercise):
    """A prompt as the page says it: where a notebook ends with the code to type for a hint, it has a link."""
    *asked, _ = parts(exercise)["prompt"].splitlines()
    return "\n".join([*asked, f"> Stuck? There are [hints and a solution](solutions.md#{anchor(exercise)})."])


def solutions(docname):
    """The name of the page of solutions, beside a chapter."""
    return str(PurePosixPath(docname).with_name("solutions"))


def read(app, docname, text):
    if str(app.env.doc2path(docname)).endswith(".ipynb") and solutions(docname) in app.env.found_docs:
        notebook = json.loads(text[0])
        for cell in notebook["cells"]:
            if mark(cell) and mark(cell)["part"] == "prompt":
                cell["source"] = as_page(find(mark(cell)["id"]))
        text[0] = json.dumps(notebook)


def offer(app, document):
    """Put the template after each starter, and mark the line that leads to the page of solutions."""
    for cell in code_cells(document):
        if part_of(cell) == "starter":
            cell += exercise_help(exercise=exercise_of(cell)["id"])
    for quoted in document.findall(callout):
        for link in quoted.findall(addnodes.pending_xref):
            if quoted["kind"] == "exercise" and link["reftarget"] == solutions(app.env.docname):
                link.parent["classes"].append("lesson-stuck")


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
