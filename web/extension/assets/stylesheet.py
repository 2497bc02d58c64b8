"""The one stylesheet of the site: its typefaces, lessonlib's palette and looks of arrays, then web/css, minified."""

from pathlib import Path

from lessonlib.figures import array_grid
from lessonlib.figures.palette import DARK, LIGHT, css_variables

from .. import node
from . import fonts

# One file an idea; of two rules alike, the later counts.
PARTS = (
    "base",
    "text",
    "frame",
    "contents",
    "callouts",
    "cells",
    "widgets",
    "run",
    "search",
    "lists",
    "front",
    "standing",
    "signatures",
)


def palette():
    """The colours of the page: the reader's own choice, or without one (or a script) the system's. Paper is light."""
    light = f"color-scheme: light; {css_variables(LIGHT)}"
    dark = f"color-scheme: dark; {css_variables(DARK)}"
    return (
        f":root {{ {light} }}\n"
        f"@media screen {{ html[data-theme='dark'] {{ {dark} }} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ html:not([data-theme]) {{ {dark} }} }}\n"
    )


def folder(app):
    return Path(app.doctreedir) / "lesson-static"


def write(app):
    sources = Path(app.srcdir) / "web" / "css"
    arrays = Path(array_grid.__file__).with_suffix(".css").read_text(encoding="utf-8")
    parts = [(sources / f"{part}.css").read_text(encoding="utf-8") for part in PARTS]
    folder(app).mkdir(parents=True, exist_ok=True)
    fonts.write(folder(app))
    text = "".join([fonts.rules(), palette(), arrays, *parts])
    (folder(app) / "site.css").write_text(node.run("minify.mjs", [(text, "css")])[0], encoding="utf-8")
    app.config.html_static_path.append(str(folder(app)))


def setup(app):
    app.add_css_file("site.css", priority=880)
