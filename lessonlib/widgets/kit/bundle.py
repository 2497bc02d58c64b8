"""Join small JavaScript modules into the one text that anywidget loads, and give it the palette.

A widget's script is one text, so that it works from a notebook, a static page and ``file://`` alike. The modules keep
to a few forms of ``import`` and ``export``; anything else is an error here rather than in a reader's browser.
"""

import posixpath
import re
from pathlib import Path

from lessonlib.figures.palette import DARK, LIGHT, css_variables

_WIDGETS = Path(__file__).resolve().parents[1]
_IMPORT = re.compile(r'^import \{([\w,\s]+)\} from "(\.\.?/[\w./]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|let|function|class) (\w+))", re.MULTILINE)
_TOP_LEVEL = re.compile(r"^(?:async )?(?:const|let|var|function|class) (\w+)", re.MULTILINE)
_DESTRUCTURED = re.compile(r"^(?:const|let|var) [\[{].*", re.MULTILINE)
_LEFT_OVER = re.compile(r"^\s*(?:import|export)\b.*|\bimport\s*\(.*", re.MULTILINE)


def join_script(entry, folder=_WIDGETS):
    """Join the JavaScript module ``entry`` and all it imports into one module.

    Parameters
    ----------
    entry : str
        Path of a module with an ``export default``, such as ``"shift_explorer/widget.js"``.
    folder : pathlib.Path
        What the path starts from.

    Returns
    -------
    str
        One module: each file once, before the files that import it; the only export left is the default one.

    Raises
    ------
    ValueError
        If a file has an import or export of another form, imports a name that is not exported or modules that import
        each other, if two files use the same name at top level, or if ``entry`` has no default export.
    """
    sources = {}
    _collect(entry, folder, sources, ())
    owners = {}
    parts = []
    for name, source in sources.items():
        text = _EXPORT.sub("", _IMPORT.sub("", source))
        if name == entry:
            body, default, tail = text.partition("\nexport default ")
            if not default:
                raise ValueError(f"{entry} must have an export default on a line of its own")
        else:
            body, tail = text, ""
        for part, pattern in ((body, _LEFT_OVER), (tail, _LEFT_OVER), (body, _DESTRUCTURED)):
            if left := pattern.search(part):
                raise ValueError(f"{name} has a line that cannot be joined: {left.group().strip()}")
        for top in _TOP_LEVEL.findall(body):
            if top in owners:
                raise ValueError(f"{name} and {owners[top]} both define {top}; joined files share one scope")
            owners[top] = name
        parts.append(text.strip())
    return "\n\n".join(parts) + "\n"


def join_styles(*names, folder=_WIDGETS):
    """Join stylesheets below the palette's colours, for light and dark pages.

    The book says which by ``data-theme``, JupyterLab by ``data-jp-theme-light``; elsewhere the reader's system does.
    """
    dark = css_variables(DARK)
    own = ":is(.lesson-view, .lesson-filled)"
    colours = (
        f"{own} {{ {css_variables(LIGHT)} }}\n"
        "@media (prefers-color-scheme: dark) {\n"
        f"  html:not([data-theme]) body:not([data-jp-theme-light]) {own} {{ {dark} }}\n"
        "}\n"
        f'html[data-theme="dark"] {own},\nbody[data-jp-theme-light="false"] {own} {{ {dark} }}\n'
    )
    return colours + "".join((folder / name).read_text(encoding="utf-8") for name in names)


def _collect(name, folder, sources, importers):
    """Read ``name`` into ``sources`` after everything it imports; modules go by their paths from ``folder``."""
    if name in importers:
        raise ValueError(f"modules import each other: {' -> '.join([*importers, name])}")
    if name in sources:
        return
    source = (folder / name).read_text(encoding="utf-8")
    for names, path in _IMPORT.findall(source):
        other = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        _collect(other, folder, sources, (*importers, name))
        missing = {name.strip() for name in names.split(",") if name.strip()} - set(_EXPORT.findall(sources[other]))
        if missing:
            raise ValueError(f"{name} imports {', '.join(sorted(missing))} from {other}, which does not export it")
    sources[name] = source
