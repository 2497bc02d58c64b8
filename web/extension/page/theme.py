"""The look of the page, in place of the theme of Jupyter Book: web/theme, and only our own scripts and styles.

The extensions that Jupyter Book brings add scripts and styles for features that this book has not (tabs, Thebe,
an icon font, ...). A page here loads none of them, and the site does not carry them.
"""

import re
from pathlib import Path

from .. import node
from ..assets import stylesheet

WEB = Path(__file__).resolve().parents[2]

# Sphinx's own search needs these, on its own page.
SEARCH = ("documentation_options.js", "doctools.js", "sphinx_highlight.js", "language_data.js", "searchtools.js")

ON_DEMAND = "python/"  # what `Run here` asks for, when a reader does

# What the extension for Thebe, which cannot be switched off, writes into each page.
THEBE = re.compile(r'\s*<script type="text/x-thebe-config">.*?</script>\s*<script>kernelName = .*?</script>', re.S)

# 24 by 24, drawn with the colour of the text.
ICONS = {
    "menu": '<path d="M4 6h16M4 12h16M4 18h10"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "scheme": '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5v17a8.5 8.5 0 0 0 0-17z" fill="currentColor"/>',
    "book": '<path d="M3.5 3.5h17v17h-17zM9.2 3.5v17M14.8 3.5v17M3.5 9.2h17M3.5 14.8h17"/>'
    '<path d="M9.2 9.2h5.6v5.6H9.2z" fill="currentColor"/>',
}


def icon(shape):
    return (
        '<svg class="lesson-icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" '
        f'stroke-width="1.75" stroke-linecap="round" aria-hidden="true">{shape}</svg>'
    )


def first_script():
    """What must run before the page is drawn: light or dark, and what is laid out first. The only inline script."""
    return node.run("minify.mjs", [((WEB / "page" / "first.js").read_text(), "js")])[0].strip()


def ours(app, file):
    """Whether a script or style is one of this project's, or has no file: the data of a page's widgets."""
    name = getattr(file, "filename", file)
    if not name:
        return getattr(file, "attributes", {}).get("type", "").startswith("application/vnd.jupyter")
    own = [path for path in app.config.html_static_path if not Path(path).is_absolute()]  # the other's are absolute
    folders = [*(Path(app.srcdir, path) for path in own), stylesheet.folder(app)]
    return any((folder / str(name).removeprefix("_static/")).exists() for folder in folders)


def arrange(app, pagename, templatename, context, doctree):
    if "body" in context:
        context["body"] = THEBE.sub("", context["body"])
    for kind in ("css_files", "script_files"):
        context[kind][:] = [file for file in context[kind] if ours(app, file)]
    app.lesson_written.append(pagename)
    context["lesson_icon"] = {name: icon(shape) for name, shape in ICONS.items()}
    context["lesson_first_script"] = app.lesson_first_script


def begin(app):
    app.lesson_first_script = first_script()
    app.lesson_written = []


def clear(app, exception):
    """Leave out of the site what none of its pages loads."""
    if exception or app.builder.name != "html":
        return
    site = Path(app.outdir)
    named = set(SEARCH)
    for name in app.lesson_written:
        named.update(re.findall(r"_static/([\w./-]+)", (site / f"{name}.html").read_text()))
    static = site / "_static"
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
            continue
        name = path.relative_to(static).as_posix()
        if name not in named and not name.startswith(ON_DEMAND) and not name.endswith("LICENSES.txt"):
            path.unlink()


def setup(app):
    app.add_html_theme("lesson", str(WEB / "theme"))
    app.connect("builder-inited", begin)
    app.connect("html-page-context", arrange, priority=950)  # after every extension has added what it wants
    app.connect("build-finished", clear, priority=950)
    app.add_js_file("site.js", defer="defer")
