"""Widgets that work in the built page without Python and in Jupyter with it."""

from lessonlib.widgets.explorer import ConvExplorer, conv_explorer

__all__ = ["ConvExplorer", "conv_explorer"]
