"""What a run keeps: the best model in memory, and itself in a file, to go on as if it had never stopped."""

import copy
import math
from dataclasses import asdict
from pathlib import Path

import torch

from lessonlib.files import atomic_write

_PARTS = ("settings", "epoch", "history", "model", "optimizer", "best", "best_accuracy")
_CURE = "Name another file, or remove this one to start anew."


class Keeper:
    """Keeps a run after each epoch.

    Parameters
    ----------
    model : torch.nn.Module
    optimizer : torch.optim.Optimizer
    history : lessonlib.cifar.History
        Filled with what the file holds.
    settings : dict
        Numbers, texts and tuples: what must be the same for a run to go on.
    path : path, optional
        The file. If it is there, model, optimizer and history become what it holds.

    Attributes
    ----------
    epoch : int
        The last epoch that was kept; 0 at the start of a new run.

    Raises
    ------
    ValueError
        If the file is not a checkpoint or belongs to another run; the message says what differs. The file stays. Or if
        there is no such folder.
    """

    def __init__(self, model, optimizer, history, settings, path=None):
        self.model, self.optimizer, self.history, self.settings = model, optimizer, history, settings
        self.path = path and Path(path)
        self.epoch, self.best, self.best_accuracy = 0, None, -math.inf
        if self.path and not self.path.parent.is_dir():
            raise ValueError(f"checkpoint must lie in a folder that exists; got {str(self.path)!r}")
        if self.path and self.path.exists():
            self._resume()

    def keep(self, epoch, *, write=True):
        """Remember the model if it is the best so far, and write the run to the file, if there is one."""
        self.epoch = epoch
        if self.history.test_accuracy[-1] > self.best_accuracy:
            self.best_accuracy = self.history.test_accuracy[-1]
            self.best = copy.deepcopy(self.model.state_dict())
        if self.path and write:
            state = {"settings": self.settings, "epoch": epoch, "history": asdict(self.history)}
            state |= {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict()}
            write_checkpoint(self.path, state | {"best": self.best, "best_accuracy": self.best_accuracy})

    def restore_best(self):
        """Give the model the weights of the epoch that did best on the test pictures, if one was tested."""
        if self.best:
            self.model.load_state_dict(self.best)

    def _resume(self):
        state = read_checkpoint(self.path)
        other = [name for name, value in self.settings.items() if state["settings"].get(name) != value]
        if other:
            changes = ", ".join(
                f"{name} {state['settings'].get(name)!r}, now {self.settings[name]!r}" for name in other
            )
            raise ValueError(f"checkpoint {str(self.path)!r} is of a run with other settings: {changes}. {_CURE}")
        try:
            self.model.load_state_dict(state["model"])
        except RuntimeError as error:
            raise ValueError(f"checkpoint {str(self.path)!r} is of another model: {error}. {_CURE}") from error
        self.optimizer.load_state_dict(state["optimizer"])
        for name, values in state["history"].items():
            getattr(self.history, name).extend(values)
        self.epoch, self.best, self.best_accuracy = state["epoch"], state["best"], state["best_accuracy"]


def write_checkpoint(path, state):
    """Write a dict of tensors and plain values, atomically.

    Parameters
    ----------
    path : pathlib.Path
        Where to.
    state : dict
        What to write.

    Raises
    ------
    OSError
        If it cannot be written; nothing half-written is left, and an earlier file stays.
    """
    with atomic_write(path, "wb") as file:
        torch.save(state, file)


def read_checkpoint(path):
    """Read what `write_checkpoint` wrote, admitting tensors and plain values and no code.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If the file is something else.
    """
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        return {name: state[name] for name in _PARTS}
    except Exception as error:
        raise ValueError(f"checkpoint {str(path)!r} cannot be read as one ({type(error).__name__}). {_CURE}") from error
