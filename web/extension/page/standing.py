"""The page *Where you stand*: a picture of the chapters, in which every question and every exercise is a mark.

Without scripts it is a list of what there is to do; page/standing.js and page/progress.js fill in what was done.
"""

import re
from html import escape

from lessonlib.exercises import find

from ..chapters.exercise_help import anchor
from . import signatures
from .navigation import pages
from .tree import comment, put

MARKED = re.compile(r"[*`]")  # words in a question that a chapter sets apart
NAME = "book/where-you-stand"
PICTURE, TAKE_ALONG = "standing", "take along"  # comments of the page: what comes there
LEGEND = (
    '<p class="lesson-legend" aria-hidden="true"><span><i class="lesson-mark" data-state="done"></i> answered</span> '
    '<span><i class="lesson-mark" data-kind="exercise" data-state="done"></i> solved</span> '
    '<span><i class="lesson-mark" data-kind="exercise" data-state="tried"></i> tried</span> '
    '<span><i class="lesson-mark"></i> <i class="lesson-mark" data-kind="exercise"></i> open</span></p>'
)
FORMS = """
<div class="lesson-along">
<p><strong>To Jupyter, Binder or Colab.</strong> Run this line in a cell there: it marks what you solved here.</p>
<p><input type="text" readonly aria-label="A line for a notebook" data-line>
<button type="button" data-copy>Copy</button></p>
<p><strong>From there to here.</strong> Run <code>ll.progress(export=True)</code> there, and paste what it gives.</p>
<p><input type="text" aria-label="The line that the notebook gave" placeholder="lesson:…" autocomplete="off"
spellcheck="false" data-given> <button type="button" data-bring>Bring it in</button></p>
<p><strong>Back to Binder or Colab.</strong> They keep no files when you leave. Keep the line that
<code>ll.progress(export=True)</code> gives; <code>ll.progress(restore="...")</code>, with the line in it, brings your
progress back.</p>
<p><strong>To another browser.</strong> A file holds everything: answers, code and marks.</p>
<p><button type="button" data-save>Save a file</button> <label class="lesson-open-file">Open a file
<input type="file" accept=".json,application/json" data-open></label></p>
<p role="status" data-told></p>
</div>
<noscript><p>Taking it along needs JavaScript, and so do the marks.</p></noscript>
"""


def mark(kind, name, href, said):
    """One question, figure that asks, or exercise; ``data-word`` is filled in with how far it is."""
    plain = MARKED.sub("", said)
    shown = plain if len(plain) <= 80 else f"{plain[:79].rstrip()}…"
    title = escape(f"{kind.capitalize()}: {shown}")
    form = "exercise" if kind == "exercise" else "question"
    return (
        f'<li><a class="lesson-mark" data-kind="{form}" data-name="{escape(name)}" href="{escape(href)}" '
        f'title="{title}"><span class="lesson-hidden">{title}<span data-word></span></span></a></li>'
    )


def _said(name):
    return name.replace("-", " ").capitalize()


def row(page, address):
    """A chapter: its drawing, its name and its marks."""
    marks = [
        mark(kind, name, f"{address}#{kind}-{cell}", said or _said(name))
        for name, (cell, said) in page["questions"].items()
        for kind in ["question" if said else "figure"]
    ]
    marks += [mark("exercise", one.id, f"{address}#{anchor(one)}", one.title) for one in map(find, page["exercises"])]
    return (
        f'<li><div class="lesson-signature">{signatures.draw(page["name"])}</div><div>'
        f'<p class="lesson-stand-title"><a href="{escape(address)}"{page["tasks"]}>'
        f'<span class="lesson-number">{page["number"] or ""}</span> <span>{escape(page["title"])}</span></a> '
        f'<span data-count></span></p><ul class="lesson-marks">{"".join(marks)}</ul></div></li>'
    )


def picture(app, pathto):
    rows = [row(page, pathto(page["name"])) for page in pages(app) if page["tasks"]]
    return f'<p class="lesson-stand-sum" data-sum></p>{LEGEND}<ol class="lesson-stand">{"".join(rows)}</ol>'


def place(page):
    if page.name == NAME:
        put(comment(page.body, PICTURE), picture(page.app, page.context["pathto"]))
        put(comment(page.body, TAKE_ALONG), FORMS)
        page.app.add_js_file("standing.js", defer="defer")
