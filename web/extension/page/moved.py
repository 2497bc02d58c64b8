"""Old addresses: what `web/moved.json` names leads on to where it is now.

The file holds, for each page of the first edition that changed, the page that took its place (`to`) and what its
figures, questions and sections are called now (`anchors`). A page that is gone becomes one that leads on; one that is
still there loads the same script (web/page/moved.js).
"""

import html
import json
import posixpath
from pathlib import Path

SCRIPT = "moved.js"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>This page has moved</title>
<meta name="robots" content="noindex"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
{script}
<noscript><meta http-equiv="refresh" content="0; url={to}"></noscript>
</head><body><p>This page is now <a href="{to}">{title}</a>.</p></body></html>
"""


def read(root):
    """What has moved: a dict of ``{"to": page, "anchors": {old: page#new}}`` by old page; empty without a file."""
    path = Path(root) / "web" / "moved.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def script(page, moved):
    """The script of a page, with everything relative to it."""
    anchors = {old: relative(page, new) for old, new in moved.get("anchors", {}).items()}
    to = f' data-to="{html.escape(relative(page, moved["to"]))}"' if "to" in moved else ""
    source = posixpath.relpath(f"_static/{SCRIPT}", posixpath.dirname(page) or ".")
    return f'<script defer src="{source}"{to} data-anchors="{html.escape(json.dumps(anchors))}"></script>'


def relative(page, target):
    """The address of ``page#anchor`` seen from a page."""
    name, _, anchor = target.partition("#")
    path = "" if name == page else posixpath.relpath(f"{name}.html", posixpath.dirname(page) or ".")
    return f"{path}#{anchor}" if anchor else path


def offer(page):
    moved = page.app.lesson_moved.get(page.name)
    if moved and page.name in page.app.env.found_docs:
        page.context["metatags"] = f"{page.context.get('metatags', '')}\n{script(page.name, moved)}"


def begin(app):
    app.lesson_moved = read(app.srcdir)


def lead_on(app, exception):
    """Write a page at each address that has none any more."""
    if exception or app.builder.name != "html":
        return
    for page, moved in app.lesson_moved.items():
        if page not in app.env.found_docs and moved.get("to") in app.env.found_docs:
            text = PAGE.format(
                script=script(page, moved),
                to=html.escape(relative(page, moved["to"])),
                title=html.escape(app.env.titles[moved["to"]].astext()),
            )
            Path(app.outdir, f"{page}.html").write_text(text, encoding="utf-8")
