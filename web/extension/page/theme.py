"""The look of the page, in place of the theme of Jupyter Book: web/theme, and only our own scripts and styles.

The extensions that Jupyter Book brings add scripts and styles for features that this book has not (tabs, Thebe,
an icon font, ...). A page here loads none of them, and the site does not carry them.
"""

import re
from pathlib import Path

from .. import node
from ..assets import fonts, stylesheet

WEB = Path(__file__).resolve().parents[2]

# Sphinx's own search needs these, on its own page.
SEARCH = ("documentation_options.js", "doctools.js", "sphinx_highlight.js", "language_data.js", "searchtools.js")

READ = (".css", ".js", ".mjs", ".json")  # what may name another file
NOTICES = ("LICENSES.txt", "LICENSE.txt")

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
    return node.run("minify.mjs", [((WEB / "page" / "first.js").read_text(encoding="utf-8"), "js")])[0].strip()


def ours(app, file):
    """Whether a script or style is one of this project's, or has no file: the data of a page's widgets."""
    name = getattr(file, "filename", file)
    if not name:
        return getattr(file, "attributes", {}).get("type", "").startswith("application/vnd.jupyter")
    own = [path for path in app.config.html_static_path if not Path(path).is_absolute()]  # the other's are absolute
    folders = [*(Path(app.srcdir, path) for path in own), stylesheet.folder(app)]
    return any((folder / str(name).removeprefix("_static/")).exists() for folder in folders)


def arrange(page):
    for settings in page.body.select("script[type='text/x-thebe-config']"):  # Thebe cannot be switched off
        settings.find_next_sibling("script").decompose()  # the name of the kernel
        settings.decompose()
    context = page.context
    for kind in ("css_files", "script_files"):
        context[kind][:] = [file for file in context[kind] if ours(page.app, file)]
    page.app.lesson_written.append(page.name)
    context["lesson_fonts"] = fonts.early(page.body)
    context["lesson_icon"] = {name: icon(shape) for name, shape in ICONS.items()}
    context["lesson_first_script"] = page.app.lesson_first_script


def begin(app):
    app.lesson_first_script = first_script()
    app.lesson_written = []


def named_by(text, path, files):
    """The files that a page, a stylesheet or a script at ``path`` names.

    A name counts from `_static`, from the file's own folder, or from a folder that the same text names (`python/`).
    """
    words = {word.removeprefix("./") for word in re.findall(r"[\w@.+/-]+", text)}
    words |= {word.partition("_static/")[2] for word in words if "_static/" in word}
    own = path.rpartition("/")[0]
    folders = {"", f"{own}/" if own else "", *(word for word in words if word.endswith("/"))}
    return {
        file for file in files if any(f"{folder}{word}" == file for folder in folders for word in ends(file) & words)
    }


def ends(file):
    """A path, and what is left of it without its first folders."""
    parts = file.split("/")
    return {"/".join(parts[start:]) for start in range(len(parts))}


def reached(pages, texts, files):
    """The static files that the pages load, or that these in turn ask for: fonts, pictures, scripts.

    Parameters
    ----------
    pages : list of str
        The pages as HTML.
    texts : dict of str to str
        The text of each stylesheet and script, by its path in `_static`.
    files : iterable of str
        The paths of all files there.
    """
    files = set(files)
    found = set().union(*(named_by(page, "", files) for page in pages))
    waiting = list(found)
    while waiting:
        path = waiting.pop()
        more = named_by(texts[path], path, files) - found if path in texts else set()
        found |= more
        waiting += more
    return found


def clear(app, exception):
    """Leave out of the site what nothing in it loads."""
    if exception or app.builder.name != "html":
        return
    site = Path(app.outdir)
    static = site / "_static"
    paths = {path.relative_to(static).as_posix(): path for path in static.rglob("*") if path.is_file()}
    pages = [(site / f"{name}.html").read_text(encoding="utf-8") for name in app.lesson_written]
    texts = {name: path.read_text(encoding="utf-8") for name, path in paths.items() if path.suffix in READ}
    kept = reached(pages, texts, paths) | set(SEARCH)
    for name, path in paths.items():
        if name not in kept and not name.endswith(NOTICES):
            path.unlink()
    for folder in sorted((path for path in static.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def setup(app):
    app.add_html_theme("lesson", str(WEB / "theme"))
    app.add_js_file("site.js", defer="defer")
