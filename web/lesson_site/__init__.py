"""The Sphinx extension of the site: what Jupyter Book does not do by itself, one module an idea."""

from importlib import import_module

MODULES = (
    "addresses",
    "anchors",
    "callouts",
    "cells",
    "citation",
    "drawn",
    "exercises",
    "failures",
    "figures",
    "folding",
    "inline",
    "launch",
    "library",
    "mathematics",
    "navigation",
    "outputs",
    "pages",
    "paper",
    "policy",
    "running",
    "sharing",
    "stylesheet",
    "teaching",
    "theme",
    "widgets",
    "worksheet",
)


def setup(app):
    for name in MODULES:
        import_module(f"{__name__}.{name}").setup(app)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
