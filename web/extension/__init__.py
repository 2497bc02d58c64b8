"""The Sphinx extension of the site: what Jupyter Book does not do by itself, one module an idea."""

from importlib import import_module

MODULES = (
    "page.fresh",
    "page.sitemap",
    "chapters.callouts",
    "chapters.cells",
    "page.citation",
    "page.card",
    "chapters.exercises",
    "chapters.exercise_help",
    "chapters.failures",
    "page.files",
    "chapters.figures",
    "chapters.folding",
    "chapters.inline_code",
    "page.front",
    "page.launch",
    "page.moved",
    "chapters.execution_cache",
    "chapters.mathematics",
    "chapters.minus",
    "page.navigation",
    "assets.offline",
    "chapters.streams",
    "page.print",
    "assets.policy",
    "chapters.running",
    "page.search_words",
    "assets.stylesheet",
    "chapters.teaching",
    "page.steps",
    "page.theme",
    "assets.widgets",
    "chapters.worksheet",
)


def setup(app):
    for name in MODULES:
        import_module(f"{__name__}.{name}").setup(app)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
