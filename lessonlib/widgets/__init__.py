"""Widgets that work in the built page without Python and in Jupyter with it."""

from lessonlib.widgets.explorer import ConvExplorer, conv_explorer
from lessonlib.widgets.predict import Prediction, predict
from lessonlib.widgets.shift import ShiftExplorer, shift_explorer

__all__ = ["ConvExplorer", "Prediction", "ShiftExplorer", "conv_explorer", "predict", "shift_explorer"]
