"""The book without a network: a service worker that keeps it, and a manifest by which a browser installs it.

The worker (web/page/service_worker.js) lies at the site's root, with the name of each file of this build and a hash of
its content. After one visit it has the book; Python, once a reader has loaded it. Its version is a hash of all these,
so any change of the site makes another worker, and that takes the new build as a whole.

`lesson_offline: false` in _config.yml leaves this out: the pages name neither manifest nor worker, and the worker at
the root takes its leave from the browsers that have an earlier one.
"""

import hashlib
import json
import re
from pathlib import Path

from matplotlib.image import imsave

from lessonlib.figures.palette import LIGHT

from .. import node
from ..page.card import CARD, ICON, draw_icon

WEB = Path(__file__).resolve().parents[2]
WORKER, MANIFEST = "service-worker.js", "manifest.webmanifest"
LARGE, MASKABLE = "icon-512.png", "icon-512-maskable.png"

# What no page shows: files for hosts, for search engines and to take away, and what a browser has installed already.
NOT_KEPT = re.compile(
    rf"{WORKER}|{MANIFEST}|_headers|\.buildinfo|objects\.inv|sitemap\.xml|robots\.txt|[\w-]+\.zip|(pdf|_sources)/.*"
    rf"|_static/({ICON}|{LARGE}|{MASKABLE}|{CARD}|[\w.-]+\.txt|fonts/[\w.-]+\.txt)"
)
PYTHON = "_static/python/"
WIDGETS = f"{PYTHON}widgets/"
VERSIONED = re.compile(r"(?:\.\./)*([\w./-]+)(\?v=[0-9a-f]{8})")


def lists(site):
    """What the worker keeps of a site: the book, and Python.

    Returns
    -------
    (dict, dict)
        For each path its hash, and the query with which the pages ask for it ("" if they do not).
    """
    paths = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*")) if path.is_file()}
    texts = (path.read_text(encoding="utf-8") for name, path in paths.items() if name.endswith(".html"))
    queries = {name: query for text in texts for name, query in VERSIONED.findall(text)}
    book: dict[str, tuple[str, str]] = {}
    python: dict[str, tuple[str, str]] = {}
    for name, path in paths.items():
        if not NOT_KEPT.fullmatch(name):
            kept = python if name.startswith(PYTHON) else book
            kept[name] = (hashlib.sha256(path.read_bytes()).hexdigest()[:16], queries.get(name, ""))
    return book, python


def write(site, wanted=True):
    """Write the worker for a site as it is now; one that only takes its leave where none is wanted."""
    book, python = lists(site) if wanted else ({}, {})
    told = [json.dumps(files, separators=(",", ":")) for files in (book, python)]
    version = hashlib.sha256("".join(told).encode()).hexdigest()[:12]
    [code] = node.run("minify.mjs", [((WEB / "page" / "service_worker.js").read_text(encoding="utf-8"), "js")])
    head = (
        f"const KEPT = {json.dumps(wanted)}; // with false, the book is removed from the browsers that keep it\n"
        f"const BOOK = {told[0]};\nconst PYTHON = {told[1]};\nconst VERSION = {json.dumps(version)};\n"
    )
    (site / WORKER).write_text(head + code, encoding="utf-8")


def refresh(site):
    """Write the worker of a built site again, after something in it has changed."""
    write(site, 'data-offline=""' in (site / "index.html").read_text(encoding="utf-8"))


def manifest(title):
    """What a browser must know to install the book."""
    name, _, rest = title.partition(": ")
    icon = {"type": "image/png"}
    return {
        "name": title,
        "short_name": name,
        "description": rest[:1].upper() + rest[1:],
        "lang": "en",
        "start_url": "index.html",
        "scope": "./",
        "display": "standalone",
        "background_color": LIGHT["background"],
        "theme_color": LIGHT["background"],
        "icons": [
            {"src": f"_static/{ICON}", "sizes": "192x192", **icon},
            {"src": f"_static/{LARGE}", "sizes": "512x512", **icon},
            {"src": f"_static/{MASKABLE}", "sizes": "512x512", **icon, "purpose": "maskable"},
        ],
    }


def choose(app, config):
    if config.lesson_offline:
        app.tags.add("offline")  # for what the first page says of it


def offer(page):
    page.context["lesson_offline"] = page.app.config.lesson_offline


def finish(app, exception):
    """Write the manifest with its icons, and the worker, when all other files are there."""
    if exception or app.builder.name != "html":
        return
    site = Path(app.outdir)
    if app.config.lesson_offline:
        favicon = (WEB / "css" / "favicon.svg").read_text(encoding="utf-8")
        imsave(site / "_static" / LARGE, draw_icon(favicon, side=512, scale=16))
        imsave(site / "_static" / MASKABLE, draw_icon(favicon, side=512, scale=10))  # within what a phone cuts out
        told = json.dumps(manifest(app.config.html_title), indent=1, ensure_ascii=False)
        (site / MANIFEST).write_text(told + "\n", encoding="utf-8")
    write(site, app.config.lesson_offline)


def setup(app):
    app.add_config_value("lesson_offline", True, "html", types=[bool])
