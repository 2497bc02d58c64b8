"""A strict Content-Security-Policy that the site passes, written beside it for hosts that can send one.

No style attribute stands in a page where an attribute of its own says the same: SVG has one for nearly everything.
What stays inline is let in by its hash, so the policy always fits the site.
"""

import base64
import hashlib
import re
from pathlib import Path

from lessonlib.exercises.checking.feedback import STYLE
from lessonlib.figures import array_grid

from ..page.tree import parse

RUN = {None, "text/javascript"}  # the types of an inline script that runs
SVG = {"fill", "fill-opacity", "font-family", "font-size", "font-weight", "image-rendering", "opacity"}
SVG |= {
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
}
HTML = {"math", "audio", "div", "span", "p", "td", "th", "col"}  # whose attributes of these names say nothing
# Said by the stylesheet (text.css, widgets.css), so the attribute can go.
SAID = {("math", "display"): "block math", ("svg", "width"): "100%", ("image", "outline"): None}
SAID |= {("mtd", f"padding-{side}"): "0em" for side in ("left", "right")}


def say_by_attributes(tag):
    """Say the style of an element by attributes; what has none stays a style."""
    rest = []
    for declaration in filter(None, map(str.strip, tag["style"].split(";"))):
        name, value = (part.strip() for part in declaration.split(":", 1))
        pixels = re.fullmatch(r"(\d+)px", value)
        if pixels and (tag.name, name) == ("svg", "max-width"):
            tag["width"] = pixels[1]
        elif (tag.name, name) in SAID and SAID[tag.name, name] in (value, None):
            continue
        elif name in SVG and tag.name not in HTML:
            tag[name] = value
        else:
            rest.append(declaration)
    del tag["style"]
    if rest:
        tag["style"] = "; ".join(rest)


def make_plain(tree):
    """Leave hardly a style attribute in a tree."""
    arrays = parse(array_grid.style()).style.string  # for notebooks; the page has it in its stylesheet
    for style in tree.find_all("style", string=arrays):
        style.decompose()
    for tag in tree.find_all(style=True):
        say_by_attributes(tag)


def mend(page):
    make_plain(page.body)


def hashes(found):
    digests = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in found}
    return "".join(f" 'sha256-{digest}'" for digest in sorted(digests))


def inline(pages):
    """The scripts, the styles and the style attributes that stand in pages (HTML texts), each a set of texts."""
    scripts, styles, attributes = set(), set(), set()
    for tree in map(parse, pages):
        found = (script for script in tree.find_all("script", src=False) if script.get("type") in RUN)
        scripts |= {script.get_text() for script in found}
        styles |= {style.get_text() for style in tree.find_all("style")}
        attributes |= {tag["style"] for tag in tree.find_all(style=True)}
    return scripts, styles, attributes


def policy(pages):
    """The policy that fits these pages (HTML texts)."""
    scripts, styles, attributes = inline(pages)
    styles |= inline([STYLE + array_grid.style()])[1]  # shown by Python in the page: the checker, arrays
    directives = {
        "default-src": "'none'",
        # A widget's script is a module in a blob; Python in the page is WebAssembly, which is no `eval` of a text.
        "script-src": f"'self' blob: 'wasm-unsafe-eval'{hashes(scripts)}",
        "worker-src": "'self' blob:",  # a search, a picture that is decoded: text of a widget's script
        "manifest-src": "'self'",
        "style-src": f"'self'{hashes(styles)}",
        "font-src": "'self'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    if attributes:
        directives["style-src-attr"] = f"'unsafe-hashes'{hashes(attributes)}"
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def write(app, exception):
    """Write _headers, as Netlify and Cloudflare Pages read it; other hosts take the line from there."""
    if exception or app.builder.name != "html":
        return
    site = Path(app.outdir)
    text = policy([(site / f"{name}.html").read_text("utf-8") for name in app.lesson_written])
    (site / "_headers").write_text(f"/*\n  Content-Security-Policy: {text}\n", "utf-8")
