"""The Sphinx extension of the site: what Jupyter Book does not do by itself, one module an idea."""

from . import (
    callouts,
    colours,
    exercises,
    failures,
    figures,
    launch,
    library,
    mathematics,
    outputs,
    pages,
    paper,
    widgets,
)


def setup(app):
    for module in (
        callouts,
        colours,
        exercises,
        failures,
        figures,
        launch,
        library,
        mathematics,
        outputs,
        pages,
        paper,
        widgets,
    ):
        module.setup(app)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
