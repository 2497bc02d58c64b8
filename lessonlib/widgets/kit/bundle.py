"""Join small JavaScript modules into the one text that anywidget loads, and give it the palette.

A widget's script is one text, so that it works from a notebook, a static page and ``file://`` alike, and it is joined
without Node.js, which Binder, Colab and an installation do not have. The modules keep to the forms of ``import``,
``export`` and declaration that ``javascript.py`` knows; any other is an error here rather than in a reader's browser.
"""

import posixpath
from pathlib import Path

from lessonlib.figures.palette import DARK, LIGHT, css_variables
from lessonlib.widgets.kit.javascript import NotReadable, read_module

_WIDGETS = Path(__file__).resolve().parents[1]
# What a stylesheet brings with it: every widget has the base, so every widget has the same controls and the same head.
WITH = {"kit/base.css": ("kit/controls.css", "kit/figure_head.css")}


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
        If a file has a form of import, export or declaration that is not known, imports a name that is not exported,
        a file that is not there or files that import each other, if two files use the same name at top level, or if
        ``entry`` is not the one file with a default export. The message names file and line.
    """
    modules = {}
    _collect(entry, folder, modules, ())
    owners = {}
    for path, module in modules.items():
        if ("default" in module.exports) != (path == entry):
            raise ValueError(f"{path} must have {'an' if path == entry else 'no'} export default, as {entry} is joined")
        for name, line in module.names.items():
            if name in owners:
                raise ValueError(f"{path}:{line} and {owners[name]} both define {name}; joined files share one scope")
            owners[name] = f"{path}:{line}"
    return "\n\n".join(module.body.strip() for module in modules.values()) + "\n"


def join_styles(*names, folder=_WIDGETS):
    """Join stylesheets below the palette's colours, for light and dark pages.

    The book says which by ``data-theme``, JupyterLab by ``data-jp-theme-light``; elsewhere the reader's system does.
    """
    dark = css_variables(DARK)
    own = ":is(.lesson-view, .lesson-filled, .lesson-head)"
    colours = (
        f"{own} {{ {css_variables(LIGHT)} }}\n"
        "@media (prefers-color-scheme: dark) {\n"
        f"  html:not([data-theme]) body:not([data-jp-theme-light]) {own} {{ {dark} }}\n"
        "}\n"
        f'html[data-theme="dark"] {own},\nbody[data-jp-theme-light="false"] {own} {{ {dark} }}\n'
    )
    names = [part for name in names for part in (name, *WITH.get(name, ()))]
    return colours + "".join((folder / name).read_text(encoding="utf-8") for name in names)


def _collect(path, folder, modules, importers):
    """Read a file into ``modules`` after everything it imports; files go by their paths from ``folder``."""
    if path in importers:
        raise ValueError(f"modules import each other: {' -> '.join([*importers, path])}")
    if path in modules:
        return
    try:
        module = read_module((folder / path).read_text(encoding="utf-8"))
    except NotReadable as problem:
        what, line = problem.args
        raise ValueError(f"{path}:{line} cannot be joined: it has {what}") from None
    for names, where, line in module.imports:
        other = posixpath.normpath(posixpath.join(posixpath.dirname(path), where))
        if not (folder / other).is_file():
            raise ValueError(f"{path}:{line} imports from {other}, which is not there")
        _collect(other, folder, modules, (*importers, path))
        if missing := set(names) - modules[other].exports:
            raise ValueError(
                f"{path}:{line} imports {', '.join(sorted(missing))} from {other}, which does not export it"
            )
    modules[path] = module
