"""The Sphinx extension of the site: what Jupyter Book does not do by itself, one module an idea."""

from importlib import import_module

MODULES = (
    "order",
    "chapters.callouts",
    "chapters.exercise_help",
    "chapters.figures",
    "chapters.folding",
    "chapters.mathematics",
    "assets.offline",
    "chapters.streams",
    "page.print",
    "assets.stylesheet",
    "page.theme",
)


def setup(app):
    for name in MODULES:
        import_module(f"{__name__}.{name}").setup(app)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
