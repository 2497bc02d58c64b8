"""The training loop: forward, loss, backward, step. In memory pictures stay uint8; a batch at a time becomes floats."""

import math
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

MEAN, SPREAD = 0.47, 0.25  # of CIFAR-10's numbers on a scale from 0 to 1, rounded
SHORT_EPOCHS = 2  # at most, with LESSONLIB_SHORT=1


@dataclass
class History:
    """What a training run did, one number for each whole epoch.

    Attributes
    ----------
    loss : list of float
        Mean cross-entropy over the epoch's batches, while the weights were changing.
    train_accuracy : list of float
        Share of right answers on the same batches, 0 to 1.
    test_accuracy : list of float
        Share of right answers on the test pictures at the end of the epoch, 0 to 1.
    seconds : list of float
        Wall time of the epoch, with its test.
    """

    loss: list = field(default_factory=list)
    train_accuracy: list = field(default_factory=list)
    test_accuracy: list = field(default_factory=list)
    seconds: list = field(default_factory=list)


def train(model, data, *, epochs, learning_rate, momentum=0.9, batch_size=128, seed=0, threads=None):
    """Train a model in place by stochastic gradient descent on the cross-entropy of its scores.

    An interrupt (Ctrl-C, or the stop button of a notebook) ends the run and keeps the model and the history so
    far. With the environment variable ``LESSONLIB_SHORT=1`` the run is cut to 2 epochs.

    Parameters
    ----------
    model : torch.nn.Module
        Takes (N, 3, 32, 32), gives scores (N, 10).
    data : lessonlib.cifar.Pictures
        Training and test pictures, uint8.
    epochs : int
        How many times every training picture is seen.
    learning_rate : float
        Length of a step against the gradient.
    momentum : float
        How much of the last step each step keeps, 0 to below 1.
    batch_size : int
        Pictures a step.
    seed : int
        Of the order of the pictures.
    threads : int, optional
        Processor cores to use; by default all that this process may use, at most 8.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        If a setting is out of range or the pictures are not uint8, (N, 3, 32, 32).
    FloatingPointError
        If the loss is no longer a number; the message names the step.
    """
    _check(data, epochs, learning_rate, momentum, batch_size)
    torch.set_num_threads(threads or _cores())
    images, labels = data.train_images, torch.from_numpy(data.train_labels)
    if os.environ.get("LESSONLIB_SHORT") == "1":
        epochs = min(epochs, SHORT_EPOCHS)
    model.to(memory_format=torch.channels_last)  # the same numbers in another order, which CPUs convolve faster
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate, momentum=momentum)
    loss_of = nn.CrossEntropyLoss()
    order = np.random.default_rng(seed)
    history = History()
    bar = tqdm(total=epochs * math.ceil(len(images) / batch_size), unit="step", mininterval=1)
    try:
        for epoch in range(1, epochs + 1):
            start = time.perf_counter()
            model.train()
            total, right = 0.0, 0
            batches = _batches(order.permutation(len(images)), batch_size)
            for step, chosen in enumerate(batches, 1):
                x = as_floats(images[chosen])  # (B, 3, 32, 32)
                y = labels[chosen]  # (B,)

                scores = model(x)  # 1. forward: (B, 10)
                loss = loss_of(scores, y)  # 2. loss: one number
                optimizer.zero_grad()
                loss.backward()  # 3. backward: a gradient for every weight
                optimizer.step()  # 4. step: every weight a little against its gradient

                _check_loss(loss.item(), step, epoch, learning_rate)
                total += loss.item() * len(chosen)
                right += (scores.argmax(dim=1) == y).sum().item()
                bar.update()
            history.loss.append(total / len(images))
            history.train_accuracy.append(right / len(images))
            history.test_accuracy.append(accuracy(model, data.test_images, data.test_labels))
            history.seconds.append(time.perf_counter() - start)
            bar.set_description(f"loss {history.loss[-1]:.2f}, test accuracy {history.test_accuracy[-1]:.0%}")
    except KeyboardInterrupt:
        print(f"Stopped in epoch {epoch}; the history holds {len(history.loss)} whole epochs.")
    finally:
        bar.close()
    return history


def as_floats(images):
    """Pictures as a network likes them: float32, around 0, with a spread of about 1.

    Parameters
    ----------
    images : ndarray of uint8, shape (N, 3, 32, 32)
        Red, green and blue, 0 to 255.

    Returns
    -------
    torch.Tensor of float32, shape (N, 3, 32, 32)
        ``(images / 255 - MEAN) / SPREAD``, in channels-last order.
    """
    floats = torch.from_numpy(images).to(torch.float32, memory_format=torch.channels_last)
    return floats.div_(255).sub_(MEAN).div_(SPREAD)


@torch.no_grad()
def predict(model, images, *, batch_size=500):
    """The class with the highest score for each picture.

    Parameters
    ----------
    model : torch.nn.Module
        Takes (N, 3, 32, 32), gives scores (N, 10).
    images : ndarray of uint8, shape (N, 3, 32, 32)
        Pictures.
    batch_size : int
        Pictures at a time, which bounds the memory.

    Returns
    -------
    ndarray of int64, shape (N,)
        Classes, 0 to 9.
    """
    model.eval()
    parts = [model(as_floats(images[chosen])).argmax(dim=1) for chosen in _batches(np.arange(len(images)), batch_size)]
    return torch.cat(parts).numpy()


def accuracy(model, images, labels):
    """Share of the pictures that `predict` names rightly, a float from 0 to 1."""
    return float((predict(model, images) == labels).mean())


def _batches(order, batch_size):
    """Consecutive pieces of an order of pictures; the last may be shorter."""
    return (order[start : start + batch_size] for start in range(0, len(order), batch_size))


def _check(data, epochs, learning_rate, momentum, batch_size):
    for name, value in (("epochs", epochs), ("batch_size", batch_size)):
        if not isinstance(value, int | np.integer) or value < 1:
            raise ValueError(f"{name} must be a whole number from 1; got {value!r}")
    if not 0 < learning_rate < float("inf"):
        raise ValueError(f"learning_rate must be a number above 0; got {learning_rate!r}")
    if not 0 <= momentum < 1:
        raise ValueError(f"momentum must be at least 0 and below 1; got {momentum!r}")
    shape, dtype = data.train_images.shape, data.train_images.dtype
    if dtype != np.uint8 or len(shape) != 4 or shape[1:] != (3, 32, 32) or not shape[0]:
        raise ValueError(f"data.train_images must be uint8, shape (N, 3, 32, 32), N from 1; got {dtype}, {shape}")
    if data.train_labels.shape != shape[:1]:
        raise ValueError(f"data.train_labels must have shape {shape[:1]}; got {data.train_labels.shape}")


def _check_loss(loss, step, epoch, learning_rate):
    if not math.isfinite(loss):
        raise FloatingPointError(
            f"the loss became {loss} in step {step} of epoch {epoch}: the steps overshoot. "
            f"Make a new model and try a smaller learning_rate than {learning_rate:g}, such as {learning_rate / 10:g}."
        )


def _cores():
    """Processor cores that this process may use, at most 8; a container may be allowed fewer than there are."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        cores = min(cores, max(1, int(quota) // int(period)))
    except (OSError, ValueError):  # not in such a container, or without a limit ("max")
        pass
    return min(cores, 8)
