"""Real pictures and a real training run: CIFAR-10, three kinds of models, and the loop that trains them.

Names load on first use, so that torch is imported only by what trains.
"""

from importlib import import_module

_NAMES = {
    "data.archives": ("CLASS_NAMES", "DataError"),
    "data.load": ("Pictures", "load"),
    "models.baseline": ("count_parameters", "linear_model"),
    "models.checked": ("fast_cnn", "mlp", "plain_cnn"),
    "training.augment": ("view",),
    "training.batches": ("MEAN", "SPREAD", "as_floats"),
    "flops": ("layer_costs",),
    "feature_visualisation": ("class_chances", "feature_maps", "top_patches"),
    "results": ("gains", "origin", "rows", "table", "timed"),
    "recipes": ("BUDGETS", "LADDER", "PEERS", "RECIPES", "Recipe"),
    "training.schedules": ("SCHEDULES",),
    "training.loop": ("History", "accuracy"),
    "training.run": ("classify", "train"),
    "models.whitening": ("whitening_filters",),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = list(_HOME)


def __getattr__(name):
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(sorted(_HOME))}")


def __dir__():
    return sorted([*globals(), *_HOME])
