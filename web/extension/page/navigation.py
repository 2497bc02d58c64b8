"""Where a reader is: the pages of the book in order, each with its minutes, its sections and its questions.

All of it is read from the chapters themselves: the number from the file's name, the minutes and the goals from the
notebook's metadata, the questions from the predictions among the widgets, the exercises from their cells.
"""

import json
import re
from html import escape
from pathlib import PurePosixPath

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector

from ..assets.widgets import STATE, VIEW
from ..chapters.cells import PREFIX, code_cells, exercise_of, part_of
from .tree import parse

NUMBER = re.compile(r"0*(\d+[a-z]?)-")


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
    found: dict[str, list[str]] = {}
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
            waiting += [child.removeprefix("IPY_MODEL_") for child in states[model].get("children", [])]


def shown_in(doctree):
    """{model of a widget that is shown: the id of its cell}, in the order of the page."""
    return {
        json.loads(view.string)["model_id"]: id.removeprefix(PREFIX)
        for cell in code_cells(doctree)
        for id in cell["ids"][:1]
        for raw in cell.findall(nodes.raw)
        for view in parse(raw.astext()).find_all("script", type=VIEW)
    }


def exercises(doctree):
    """The ids of the exercises of a page, in order."""
    return [exercise_of(cell)["id"] for cell in code_cells(doctree) if part_of(cell) == "starter"]


def note(app, doctree):
    """Keep with the page what its table of contents says of it."""
    docname = app.env.docname
    metadata = app.env.metadata[docname]
    metadata["lesson"] = {
        **json.loads(metadata.get("lesson", "{}")),  # the notebook's own: minutes, goals
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


def place(page):
    app, context = page.app, page.context
    if not hasattr(app, "lesson_pages"):
        app.lesson_pages = pages(app)
    names = [one["name"] for one in app.lesson_pages]
    context["lesson_pages"] = app.lesson_pages
    found = launches(context)
    context["lesson_launches"] = found.get("launch-buttons", [])
    context["lesson_notebooks"] = [one for one in found.get("download-buttons", []) if one["text"] == ".ipynb"]
    if page.name in names:
        here = names.index(page.name)
        context["lesson_here"] = app.lesson_pages[here] if app.lesson_pages[here]["number"] else None
        context["lesson_next"] = app.lesson_pages[here + 1] if here + 1 < len(names) else None
