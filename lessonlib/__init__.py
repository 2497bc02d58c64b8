"""Everything the chapters of the book use, as ``import lessonlib as ll``.

Names load on first use (PEP 562), so that ``import lessonlib`` itself costs nothing and needs nothing
beyond the standard library.
"""

from importlib import import_module

__version__ = "0.2.0"

_MODULES = {
    "cifar": "cifar",
    "experiments": "experiments",
    "filters": "pictures.filters",
    "images": "pictures.samples",
    "palette": "figures.palette",
    "plots": "figures.plots",
    "shapes10": "pictures.shapes10",
}
_NAMES = {
    "nn.geometry": ("conv_parameters", "linear_parameters", "nearest_settings", "output_size", "receptive_field"),
    "nn.conv": ("conv2d", "conv2d_backward", "conv2d_backward_loops", "conv2d_loops"),
    "nn.layers": (
        *("Conv2d", "Flatten", "GlobalMaxPool2d", "Linear"),
        *("LocallyConnected2d", "MaxPool2d", "ReLU", "Sequential"),
    ),
    "nn.losses": ("hinge", "mean_squared_error", "softmax_cross_entropy"),
    "nn.training": ("accuracy", "fit"),
    "nn.template_matching": ("normalised_correlation",),
    "nn.gradient_check": ("gradient_check", "numerical_gradient"),
    "pictures.sound": ("listen", "waves"),
    "figures.accuracy_by_seconds": ("accuracy_by_seconds",),
    "figures.array_grid": ("show",),
    "figures.confusion_matrix": ("confusion_grid", "confusion_matrix"),
    "figures.learning_curves": ("learning_curves",),
    "figures.seed_dots": ("seed_dots",),
    "figures.squares_to_scale": ("squares_to_scale",),
    "experiments.centred_digits": ("centred_digit", "centred_digits", "digit_models"),
    "experiments.shifts": ("move_by",),
    "exercises": ("check", "hint", "progress", "solution", "use"),
    "takeaway": ("take_away",),
    "widgets.aliasing_explorer.widget": ("aliasing_explorer",),
    "widgets.clap_explorer.widget": ("clap_explorer",),
    "widgets.conv_explorer.widget": ("conv_explorer",),
    "widgets.depth_explorer.widget": ("depth_explorer",),
    "widgets.edge_hider.widget": ("edge_hider",),
    "widgets.equivariance_explorer.widget": ("equivariance_explorer",),
    "widgets.filter_playground.widget": ("filter_playground",),
    "widgets.letter_search.widget": ("letter_search",),
    "widgets.matrix_explorer.widget": ("matrix_explorer",),
    "widgets.network_viewer.widget": ("network_viewer",),
    "widgets.optimiser_explorer.widget": ("optimiser_explorer",),
    "widgets.parameter_calculator.widget": ("parameter_calculator",),
    "widgets.patch_search.widget": ("patch_search",),
    "widgets.permutation_explorer.widget": ("permutation_explorer",),
    "widgets.prediction.widget": ("predict",),
    "widgets.receptive_field_explorer.widget": ("receptive_field_explorer",),
    "widgets.shift_explorer.widget": ("shift_explorer",),
    "widgets.sliding_network.widget": ("sliding_network",),
    "widgets.template_explorer.widget": ("template_explorer",),
    "widgets.threshold_explorer.widget": ("threshold_explorer",),
    "widgets.training_race.widget": ("training_race",),
    "widgets.volume_explorer.widget": ("volume_explorer",),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [*_MODULES, *_HOME]


def __getattr__(name):
    if name in _MODULES:
        return import_module(f"{__name__}.{_MODULES[name]}")
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(sorted(__all__))}")


def __dir__():
    return sorted([*globals(), *__all__])
