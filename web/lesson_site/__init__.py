"""The Sphinx extension of the site: what Jupyter Book does not do by itself, one module an idea."""

from . import (
    addresses,
    callouts,
    colours,
    drawn,
    exercises,
    failures,
    figures,
    launch,
    library,
    mathematics,
    outputs,
    pages,
    paper,
    sharing,
    widgets,
)

MODULES = (
    addresses,
    callouts,
    colours,
    drawn,
    exercises,
    failures,
    figures,
    launch,
    library,
    mathematics,
    outputs,
    pages,
    paper,
    sharing,
    widgets,
)


def setup(app):
    for module in MODULES:
        module.setup(app)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
