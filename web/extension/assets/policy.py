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

STYLED = re.compile(r'<(\w+)\b([^>]*?) style="([^"]*)"')
INLINE_SCRIPT = re.compile(r"<script(?: type=\"text/javascript\")?>(.*?)</script>", re.S)
INLINE_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.S)
STYLE_ATTRIBUTE = re.compile(r'<[^>]* style="([^"]*)"')

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
# Said by the stylesheet (text.css, widgets.css), so the attribute can go.
SAID = {("math", "display"): "block math", ("svg", "width"): "100%", ("image", "outline"): None}
SAID |= {("mtd", f"padding-{side}"): "0em" for side in ("left", "right")}


def as_attributes(found):
    """A tag with its style as attributes; what has none stays a style."""
    tag, before, style = found.groups()
    attributes, rest = "", []
    for declaration in filter(None, map(str.strip, style.split(";"))):
        name, value = (part.strip() for part in declaration.split(":", 1))
        pixels = re.fullmatch(r"(\d+)px", value)
        if pixels and (tag, name) == ("svg", "max-width"):
            attributes += f' width="{pixels[1]}"'
        elif (tag, name) in SAID and SAID[tag, name] in (value, None):
            continue
        elif name in SVG and tag not in ("math", "audio", "div", "span", "p", "td", "th", "col"):
            attributes += f' {name}="{value}"'
        else:
            rest.append(declaration)
    kept = f' style="{"; ".join(rest)}"' if rest else ""
    return f"<{tag}{before}{attributes}{kept}"


def plain(body):
    """The body with hardly a style attribute."""
    body = body.replace(array_grid.style(), "")  # for notebooks; the page has it in its stylesheet
    return STYLED.sub(as_attributes, body)


def mend(app, pagename, templatename, context, doctree):
    for name in ("body", "picture"):
        if context.get(name):
            context[name] = plain(context[name])


def hashes(found):
    digests = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in found}
    return "".join(f" 'sha256-{digest}'" for digest in sorted(digests))


def policy(pages):
    """The policy that fits these pages (HTML texts)."""

    def every(pattern):
        return {text for page in pages for text in pattern.findall(page)}

    shown = set(INLINE_STYLE.findall(STYLE + array_grid.style()))  # by Python in the page: the checker, arrays
    directives = {
        "default-src": "'none'",
        # A widget's script is a module in a blob; Python in the page is WebAssembly, which is no `eval` of a text.
        "script-src": f"'self' blob: 'wasm-unsafe-eval'{hashes(every(INLINE_SCRIPT))}",
        "worker-src": "'self' blob:",  # a search, a picture that is decoded: text of a widget's script
        "manifest-src": "'self'",
        "style-src": f"'self'{hashes(every(INLINE_STYLE) | shown)}",
        "font-src": "'self'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    if attributes := every(STYLE_ATTRIBUTE):
        directives["style-src-attr"] = f"'unsafe-hashes'{hashes(attributes)}"
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def write(app, exception):
    """Write _headers, as Netlify and Cloudflare Pages read it; other hosts take the line from there."""
    if exception or app.builder.name != "html":
        return
    site = Path(app.outdir)
    text = policy([(site / f"{name}.html").read_text("utf-8") for name in app.lesson_written])
    (site / "_headers").write_text(f"/*\n  Content-Security-Policy: {text}\n", "utf-8")


def setup(app):
    app.connect("build-finished", write)
