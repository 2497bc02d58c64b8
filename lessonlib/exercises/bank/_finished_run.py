"""What a finished training run is judged by; no exercise."""

import math

from lessonlib.exercises import Unfit

KEYS = ("model", "history", "baseline")


def facts_of(answer):
    """What the model costs, and how both runs went; raises `Unfit` where that cannot be said."""
    import torch

    import lessonlib as ll

    _check_keys(answer)
    model = answer["model"]
    if not isinstance(model, torch.nn.Module):
        raise Unfit(f"a dict whose model is of type {type(model).__name__}, not a torch model")
    scores = _try(model)
    mine, linear = (_curves(name, answer[name]) for name in ("history", "baseline"))
    if not linear["test"]:
        raise Unfit("a dict whose baseline has no finished epoch: train the linear model first")
    layers = list(model.modules())
    return {
        "parameters": ll.cifar.count_parameters(model),
        "budget": ll.cifar.count_parameters(ll.cifar.linear_model()),
        "in_linear": sum(layer.weight.numel() for layer in layers if isinstance(layer, torch.nn.Linear)),
        "convolutions": sum(isinstance(layer, torch.nn.Conv2d) for layer in layers),
        "shares": bool((scores >= 0).all()) and bool(torch.allclose(scores.sum(1), torch.ones(2), atol=1e-4)),
        "without_relu": _is_without_relu(layers),
        "train": mine["train"],
        "test": mine["test"],
        "linear": linear["test"],
    }


def _is_without_relu(layers):
    """Whether no layer bends its numbers, as far as that is seen: what a class of the learner's does is not."""
    rooms = {type(layer).__module__ for layer in layers}
    return all(room.startswith("torch.nn.") for room in rooms) and "torch.nn.modules.activation" not in rooms


def _check_keys(answer):
    if not isinstance(answer, dict):
        raise Unfit(f"of type {type(answer).__name__}, not a dict")
    missing = [key for key in KEYS if key not in answer]
    others = [str(key) for key in answer if key not in KEYS]
    if missing:
        instead = f"; it has {' and '.join(others)} instead" if others else ""
        raise Unfit(f"a dict without {' and '.join(missing)}{instead}")
    if others:
        raise Unfit(f"a dict with {' and '.join(others)}, too, which nobody asked for")


def _try(model):
    """The ten scores of two images; raises `Unfit` where there are none."""
    import torch

    images = torch.zeros(2, 3, 32, 32)
    images[1, :, 8:24] = 1.0
    training = model.training
    try:
        with torch.no_grad():
            scores = model.eval()(images)
    except Exception as error:
        reason = str(error).partition("\n")[0][:120]
        raise Unfit(f"a dict whose model does not take images of shape (N, 3, 32, 32): {reason}") from error
    finally:
        model.train(training)
    if tuple(getattr(scores, "shape", ())) != (2, 10):
        got = tuple(getattr(scores, "shape", ()))
        raise Unfit(f"a dict whose model gives {got} for two images, not two rows of ten scores")
    return scores


def _curves(name, history):
    """The accuracies of a history, each a list of numbers from 0 to 1; NaN, where none was measured, is left out."""
    curves = {kind: getattr(history, f"{kind}_accuracy", None) for kind in ("train", "test")}
    if not all(isinstance(curve, list) for curve in curves.values()):
        raise Unfit(f"a dict whose {name} is of type {type(history).__name__}, not what ll.cifar.train returned")
    if not all(isinstance(share, int | float) for curve in curves.values() for share in curve):
        raise Unfit(f"a dict whose {name} holds accuracies that are not numbers")
    curves = {kind: [share for share in curve if not math.isnan(share)] for kind, curve in curves.items()}
    if not all(0 <= share <= 1 for curve in curves.values() for share in curve):
        raise Unfit(f"a dict whose {name} holds accuracies that are not from 0 to 1")
    return curves
