"""Widgets that work in the built page without Python and in Jupyter with it."""

from lessonlib.widgets.equivariance import EquivarianceExplorer, equivariance_explorer
from lessonlib.widgets.explorer import ConvExplorer, conv_explorer
from lessonlib.widgets.matrix import MatrixExplorer, matrix_explorer
from lessonlib.widgets.parameters import ParameterCalculator, parameter_calculator
from lessonlib.widgets.playground import FilterPlayground, filter_playground
from lessonlib.widgets.predict import Prediction, predict
from lessonlib.widgets.receptive import ReceptiveFieldExplorer, receptive_field_explorer
from lessonlib.widgets.shift import ShiftExplorer, shift_explorer
from lessonlib.widgets.viewer import NetworkViewer, network_viewer
from lessonlib.widgets.volume import VolumeExplorer, volume_explorer

__all__ = [
    "ConvExplorer",
    "EquivarianceExplorer",
    "FilterPlayground",
    "MatrixExplorer",
    "NetworkViewer",
    "ParameterCalculator",
    "Prediction",
    "ReceptiveFieldExplorer",
    "ShiftExplorer",
    "VolumeExplorer",
    "conv_explorer",
    "equivariance_explorer",
    "filter_playground",
    "matrix_explorer",
    "network_viewer",
    "parameter_calculator",
    "predict",
    "receptive_field_explorer",
    "shift_explorer",
    "volume_explorer",
]
