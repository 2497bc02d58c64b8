"""Where a reader is: the pages of the book in order, each with its minutes, its sections and its questions.

All of it is read from the chapters themselves: the number from the file's name, the minutes from the line under
the title, the questions from the predictions among the widgets, the exercises from their cells.
"""

import json
import re
from html import escape
from pathlib import PurePosixPath

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector

from lessonlib.exercises.checking.cells import mark

MINUTES = re.compile(r"(\d+) minutes")
NUMBER = re.compile(r"0*(\d+[a-z]?)-")
MODEL = re.compile(r'"model_id":\s*"(\w+)"')
PART = re.compile(r"IPY_MODEL_(\w+)")
STATE = "application/vnd.jupyter.widget-state+json"


def minutes(doctree):
    """The minutes that the first paragraph names, if it begins with them."""
    paragraph = next(doctree.findall(nodes.paragraph), None)
    found = MINUTES.match(paragraph.astext()) if paragraph else None
    return int(found[1]) if found else None


def questions(env, docname, doctree):
    """The questions of a page, in order.

    Returns
    -------
    dict
        The name under which a browser keeps the answer: the id of the cell, and what is asked; an explorer that asks
        something has no words for it here.
    """
    states = {}
    for _, attributes in NbMetadataCollector.get_js_files(env, docname).values():
        if attributes.get("type") == STATE:
            states = {model: widget["state"] for model, widget in json.loads(attributes["body"])["state"].items()}
    found = {}
    for model, cell in shown_in(doctree).items():
        for state in parts_of(model, states):
            if state.get("memory"):
                found.setdefault(state["memory"], [cell, state.get("question", "")])
    return found


def parts_of(model, states):
    """The state of a widget, and of all that it holds."""
    waiting, seen = [model], set()
    while waiting:
        model = waiting.pop(0)
        if model in states and model not in seen:
            seen.add(model)
            yield states[model]
            waiting += PART.findall(json.dumps(states[model].get("children", [])))


def shown_in(doctree):
    """{model of a widget that is shown: the id of its cell}, in the order of the page."""
    return {
        model: id.removeprefix("cell-")
        for cell in doctree.findall(nodes.container)
        if cell.get("nb_element") == "cell_code"
        for id in cell["ids"][:1]
        for raw in cell.findall(nodes.raw)
        for model in MODEL.findall(raw.astext())
    }


def exercises(doctree):
    """The ids of the exercises of a page, in order."""
    found = (mark({"metadata": cell.get("cell_metadata", {})}) for cell in doctree.findall(nodes.container))
    return [one["id"] for one in found if one and one["part"] == "starter"]


def note(app, doctree):
    """Keep with the page what its table of contents says of it."""
    docname = app.env.docname
    app.env.metadata[docname]["lesson"] = {
        "minutes": minutes(doctree),
        "questions": questions(app.env, docname, doctree),
        "exercises": exercises(doctree),
    }


def tasks(about):
    """What there is to do in a page, as attributes of a link to it; nothing where there is nothing."""
    lists = {kind: " ".join(about.get(kind) or []) for kind in ("questions", "exercises")}
    return "".join(f' data-{kind}="{escape(names)}"' for kind, names in lists.items() if names)


def sections(env, docname):
    """[(anchor, heading)] of a page's sections under its title."""
    items = env.tocs[docname].findall(nodes.reference)
    depth = {item: sum(isinstance(up, nodes.bullet_list) for up in ancestors(item)) for item in items}
    return [(item["anchorname"], item.astext()) for item, level in depth.items() if level == 2]


def ancestors(node):
    while node.parent:
        node = node.parent
        yield node


def pages(app):
    """Every page of the book, the first one first."""
    env = app.env
    names = [env.config.root_doc, *env.toctree_includes.get(env.config.root_doc, [])]
    found = []
    for name in names:
        number = NUMBER.match(PurePosixPath(name).name)
        about = {"name": name, "title": env.titles[name].astext(), "number": number and number[1]}
        lesson = env.metadata[name].get("lesson", {})
        found.append({**about, **lesson, "tasks": tasks(lesson), "sections": sections(env, name)})
    return found


def launches(context):
    """The links that the theme of Jupyter Book would show as buttons, by the name of their group."""
    groups = [group for group in context.get("header_buttons", []) if group["type"] == "group"]
    return {group["label"]: [one for one in group["buttons"] if one["type"] == "link"] for group in groups}


def place(app, pagename, templatename, context, doctree):
    if not hasattr(app, "lesson_pages"):
        app.lesson_pages = pages(app)
    names = [page["name"] for page in app.lesson_pages]
    context["lesson_pages"] = app.lesson_pages
    found = launches(context)
    context["lesson_launches"] = found.get("launch-buttons", [])
    context["lesson_notebooks"] = [one for one in found.get("download-buttons", []) if one["text"] == ".ipynb"]
    if pagename in names:
        here = names.index(pagename)
        page = app.lesson_pages[here]
        context["lesson_here"] = page if page["number"] else None
        context["lesson_next"] = app.lesson_pages[here + 1] if here + 1 < len(names) else None


def setup(app):
    app.connect("doctree-read", note)
