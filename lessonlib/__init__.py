"""Everything the chapters of the book use, as ``import lessonlib as ll``.

Names load on first use (PEP 562), so that ``import lessonlib`` itself costs nothing and needs nothing
beyond the standard library.
"""

from importlib import import_module

__version__ = "0.1.0"

_MODULES = ("cifar", "experiments", "filters", "images", "palette", "plots", "shapes10")
_NAMES = {
    "geometry": ("conv_parameters", "linear_parameters", "nearest_settings", "output_size", "receptive_field"),
    "conv": ("conv2d", "conv2d_backward", "conv2d_backward_loops", "conv2d_loops"),
    "layers": (
        *("Conv2d", "Flatten", "GlobalMaxPool2d", "Linear"),
        *("LocallyConnected2d", "MaxPool2d", "ReLU", "Sequential"),
    ),
    "losses": ("hinge", "mean_squared_error", "softmax_cross_entropy"),
    "training": ("accuracy", "fit"),
    "centred": ("centred_digit", "centred_digits", "digit_models"),
    "gradients": ("gradient_check", "numerical_gradient"),
    "data_curves": ("learning_curves",),
    "moves": ("move_by",),
    "spread": ("seed_dots",),
    "by_time": ("accuracy_by_seconds",),
    "confusion": ("confusion_grid", "confusion_matrix"),
    "exercises": ("check", "hint", "progress", "solution", "use"),
    "sound": ("listen", "waves"),
    "takeaway": ("take_away",),
    "widgets": (
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
    ),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [*_MODULES, *_HOME]


def __getattr__(name):
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(sorted(__all__))}")


def __dir__():
    return sorted([*globals(), *__all__])
