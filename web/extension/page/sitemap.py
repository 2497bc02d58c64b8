"""What a host asks for besides pages: a page for what is not there, and a map of the site.

A host shows 404.html at any address below the site, so nothing in that page may be relative to it: its links begin
with the path of the site's address, or, where that is not known, at the root of the host.
"""

from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import repository

import lessonlib as ll
from lessonlib.figures.palette import DARK, LIGHT, css_variables

from ..assets import fonts
from ..assets.policy import make_plain
from .tree import parse, write

NOT_FOUND = "404"


def know_site(app, config):
    """Take the site's address from where the repository's is known; one in _config.yml counts before it."""
    home = repository.find(app.srcdir)
    config.html_baseurl = config.html_baseurl or (home.site if home and home.site else "")
    if config.html_baseurl:
        config.html_baseurl = config.html_baseurl.rstrip("/") + "/"


def not_found(app):
    """The page 404, drawn by its own template: no file but itself and the fonts, which it can do without."""
    blank = ll.conv_explorer(np.zeros((5, 5), int), ll.filters.vertical_edge())
    picture = parse(blank.still().svg)
    make_plain(picture)
    pages = [name for name in _pages(app) if name != app.config.root_doc]
    base = urlsplit(app.config.html_baseurl).path or "/"
    context = {
        "title": "No page here",
        "base": base,
        "early": [f"{base}_static/{face}" for face in fonts.early(picture)],
        "faces": fonts.rules(f"{base}_static/"),
        "pages": [(app.builder.get_target_uri(name), app.env.titles[name].astext()) for name in pages],
        "picture": write(picture),
        "light": css_variables(LIGHT),
        "dark": css_variables(DARK),
    }
    yield NOT_FOUND, context, "404.html"


def map_site(app, exception):
    """Write sitemap.xml, and robots.txt where the site is the whole of its host (it is read nowhere else)."""
    site = app.config.html_baseurl
    if exception or not site or app.builder.format != "html":
        return
    places = [f"<url><loc>{site}{app.builder.get_target_uri(name)}</loc></url>" for name in _pages(app)]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *places,
        "</urlset>",
    ]
    out = Path(app.outdir)
    (out / "sitemap.xml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if urlsplit(site).path == "/":
        (out / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {site}sitemap.xml\n", encoding="utf-8")


def _pages(app):
    """The pages of the book in their order."""
    root = app.config.root_doc
    return [root, *app.env.toctree_includes.get(root, ())]
