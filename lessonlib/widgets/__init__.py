"""Widgets that work in the built page without Python and in Jupyter with it."""

from lessonlib.widgets.explorer import ConvExplorer, conv_explorer
from lessonlib.widgets.matrix import MatrixExplorer, matrix_explorer
from lessonlib.widgets.predict import Prediction, predict
from lessonlib.widgets.shift import ShiftExplorer, shift_explorer
from lessonlib.widgets.volume import VolumeExplorer, volume_explorer

__all__ = [
    "ConvExplorer",
    "MatrixExplorer",
    "Prediction",
    "ShiftExplorer",
    "VolumeExplorer",
    "conv_explorer",
    "matrix_explorer",
    "predict",
    "shift_explorer",
    "volume_explorer",
]
