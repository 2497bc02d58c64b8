"""Widgets that work in the built page without Python and in Jupyter with it."""

from lessonlib.widgets.explorer import ConvExplorer, conv_explorer
from lessonlib.widgets.predict import Prediction, predict

__all__ = ["ConvExplorer", "Prediction", "conv_explorer", "predict"]
