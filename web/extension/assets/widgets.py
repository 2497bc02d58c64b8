"""Widgets of a chapter in its page: each script once, and a still picture where nothing can move.

myst-nb writes the saved state of all widgets of a page as one JSON text into its head. An anywidget's script and
styles stand in it once for every widget; here they are stored once for the page, and minified, in a file that comes
with the first widget, so that no text waits for it (web/page/widgets/manager.js reads them back). Before each widget
goes its still, for print, for readers without scripts, and before start.
"""

import functools
import html
import importlib
import json
import zlib
from pathlib import Path

import anywidget

import lessonlib

from .. import node
from ..chapters import cells
from ..page.tree import parse

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
SHARED = {"_esm": "js", "_css": "css"}
ORDER = ("css", "js", "")
BUNDLE = {"script": "lesson-widgets.js", "styles": "lesson-widgets.css"}
LONG = 1000  # characters of a text that is worth its place in the list, such as a photograph


def share_texts(saved):
    """Replace each long text of a widget by its place in one list, `texts`. The still stands in the page already."""
    states = [widget["state"] for widget in saved["state"].values()]
    for state in states:
        state.pop("still", None)
    long = {  # the state and the name in it: (text, "js", "css" or "")
        (id(state), name): (value, SHARED.get(name, ""))
        for state in states
        for name, value in state.items()
        if name in SHARED or (isinstance(value, str) and len(value) > LONG)
    }
    # Styles beside styles, scripts beside scripts: what they have in common is then near enough to be compressed.
    texts = sorted(dict.fromkeys(long.values()), key=lambda text: ORDER.index(text[1]))
    for state in states:
        for name in state:
            if text := long.get((id(state), name)):
                state[name] = {"lesson_text": texts.index(text)}
    return {**saved, "texts": [minified(*text) if text[1] else text[0] for text in texts]}


@functools.cache
def minified(text, language):
    return node.run("minify.mjs", [(text, language)])[0]


def still(state, model):
    """The still of a widget (an SVG and a sentence), or of its first child that has one; None if none has."""
    widget = state[model]["state"]
    if widget.get("still"):
        return widget["still"]
    children = (child.removeprefix("IPY_MODEL_") for child in widget.get("children", []))
    return next(filter(None, (still(state, child) for child in children)), None)


def kind(state, model):
    """The name of a widget's class, or of its first child's that has one; such as "PredictionView"."""
    widget = state[model]["state"]
    if widget.get("_anywidget_id"):
        return widget["_anywidget_id"].rpartition(".")[2]
    children = (child.removeprefix("IPY_MODEL_") for child in widget.get("children", []))
    return next(filter(None, (kind(state, child) for child in children)), None)


def room(heights):
    """What keeps a widget's place as high as it will be (tools/rooms.py): nothing that shows, one for each width."""
    if not heights:
        return ""
    shapes = (f'<svg class="lesson-room" width="1" height="{height}"></svg>' for height in heights)
    return f'<div class="lesson-rooms" aria-hidden="true">{"".join(shapes)}</div>'


def frame(view, state, heights):
    """Put the script of a view into what the page shows in its place, which anchors.py gives an address."""
    model = json.loads(view.string)["model_id"]
    found = still(state, model) if model in state else None
    figure = ""
    if found:
        sentence = html.escape(found["sentence"])
        figure = f'<figure class="lesson-still">{found["svg"]}<figcaption>{sentence}</figcaption></figure>'
    name = kind(state, model) if found else None
    shown = f' data-kind="{name}"' if name else ""
    widget = parse(f'<div class="lesson-widget"{shown}>{figure}{room(heights)}</div>').div
    view.wrap(widget).wrap(parse('<div class="lesson-anchored"></div>').div)


def address(context, name, content):
    """The address of a file in `_static`, with a mark of its content, so that no browser keeps an old one."""
    return f"{context['pathto'](f'_static/{name}', 1)}?v={zlib.crc32(content):08x}"


def write_state(page, saved):
    """Write what a page saved of its widgets as a script, which a page opened as a file may load; its address."""
    content = f"window.lessonWidgetState={json.dumps(json.dumps(saved, separators=(',', ':')))};\n".encode()
    name = f"widgets/{Path(page.name).name}.js"
    file = Path(page.app.outdir) / "_static" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return address(page.context, name, content)


def place(page):
    app, context = page.app, page.context
    for script in context["script_files"]:
        attributes = getattr(script, "attributes", {})
        if attributes.get("type") == STATE:
            saved = json.loads(attributes["body"])
            rooms = json.loads((Path(app.srcdir) / "web" / "rooms.json").read_text("utf-8")).get(page.name, {})
            for view in page.body.find_all("script", type=VIEW):
                frame(view, saved["state"], rooms.get(cells.of(view)))
            attributes["body"] = ""
            attributes["id"] = "lesson-widget-state"
            attributes["data-saved"] = write_state(page, share_texts(saved))
            for kind in ("script", "styles"):
                name = BUNDLE[kind]
                content = (Path(app.srcdir) / "web" / "dist" / name).read_bytes()
                attributes[f"data-{kind}"] = address(context, name, content)


def views():
    """The classes that draw, of every widget in lessonlib, by the names that their models have."""
    for home in set(lessonlib._HOME.values()):
        if home.startswith("widgets."):
            importlib.import_module(f"lessonlib.{home}")
    known = {f"{view.__module__}.{view.__name__}": view for view in anywidget.AnyWidget.__subclasses__()}
    return {name: view for name, view in sorted(known.items()) if name.startswith("lessonlib.")}


def write_all(app, exception):
    """Write each widget's script and styles for the pages whose readers make a widget that the page has not."""
    pages = Path(app.outdir).rglob("*.html")
    if exception or not any('id="lesson-widget-state"' in page.read_text(encoding="utf-8") for page in pages):
        return
    target = Path(app.outdir) / "_static" / "python" / "widgets"
    target.mkdir(parents=True, exist_ok=True)
    texts = [text for view in views().values() for text in ((str(view._esm), "js"), (str(view._css), "css"))]
    small = node.run("minify.mjs", texts)
    for name, script, styles in zip(views(), small[::2], small[1::2], strict=True):
        (target / f"{name}.json").write_text(json.dumps({"script": script, "styles": styles}), encoding="utf-8")
