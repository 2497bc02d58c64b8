"""The training loop: forward, loss, backward, step. In memory pictures stay uint8; a batch at a time becomes floats."""

import math
import os
import time
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median

import torch
from torch import nn
from tqdm import tqdm

from lessonlib.cifar.training.batches import Batches, as_floats
from lessonlib.cifar.training.checkpoints import Keeper
from lessonlib.cifar.training.distributed import team
from lessonlib.cifar.training.hardware import cores, has_bfloat16, kept_memory
from lessonlib.cifar.training.muon import Muon
from lessonlib.cifar.training.schedules import SCHEDULES, set_rates
from lessonlib.cifar.training.settings import check_pictures, check_settings

SHORT_EPOCHS = 2  # at most, with LESSONLIB_SHORT=1


@dataclass
class History:
    """What a training run did, one number for each epoch; the last epoch may be a part of one.

    Attributes
    ----------
    loss : list of float
        Mean loss over the epoch's batches, while the weights were changing.
    train_accuracy : list of float
        Share of right answers on the same batches, 0 to 1.
    test_accuracy : list of float
        Share of right answers on the test pictures at the end of the epoch, 0 to 1; NaN where it was not measured.
    seconds : list of float
        Wall time of the epoch, with its test.
    quiet_seconds : list of float
        The epoch's steps times their median: what they take when nothing else disturbs them, without the test.
    """

    loss: list = field(default_factory=list)
    train_accuracy: list = field(default_factory=list)
    test_accuracy: list = field(default_factory=list)
    seconds: list = field(default_factory=list)
    quiet_seconds: list = field(default_factory=list)


def train(
    model,
    data,
    *,
    epochs,
    learning_rate,
    momentum=0.9,
    batch_size=128,
    seed=0,
    optimizer="sgd",
    schedule="constant",
    flips=False,
    shifts=0,
    label_smoothing=0.0,
    sizes=(32,),
    bfloat16=False,
    test_every=1,
    checkpoint=None,
    device=None,
    threads=None,
):
    """Train a model in place by gradient descent on the cross-entropy of its scores.

    Under `torchrun` several processes share every batch. An interrupt (Ctrl-C, or the stop button of a notebook) ends
    the run and keeps the history so far and the model of the epoch that did best on the test pictures. With the
    environment variable ``LESSONLIB_SHORT=1`` the run is cut to 2 epochs.

    Parameters
    ----------
    model : torch.nn.Module
        Takes (N, 3, 32, 32), gives scores (N, 10). It is on the CPU afterwards, wherever it was trained.
    data : lessonlib.cifar.Pictures
        Training and test pictures, uint8.
    epochs : float
        How many times every training picture is seen; the last time may be for a part of them.
    learning_rate : float
        Length of a step against the gradient.
    momentum : float
        How much of the last step each step keeps, 0 to below 1.
    batch_size : int
        Pictures a step, over all processes.
    seed : int
        Of the order of the pictures, the flips and the shifts.
    optimizer : str or callable
        ``"sgd"``, ``"muon"`` (`lessonlib.cifar.training.muon`), or a function that makes a torch optimizer for a model.
    schedule : str
        ``"constant"`` or ``"one-cycle"`` (`lessonlib.cifar.training.schedules`).
    flips : bool
        Whether pictures are flipped in turn (`lessonlib.cifar.training.augment`).
    shifts : int
        How many pixels pictures are moved by at most.
    label_smoothing : float
        The share of the target that is spread evenly over all classes, 0 to below 1.
    sizes : sequence of int
        Sizes to which pictures are brought, each for an equal share of the steps.
    bfloat16 : bool or "auto"
        Whether the model computes with 16 bits; "auto": where the device has instructions for that.
    test_every : int
        Epochs from one test to the next. The last epoch is always followed by a test.
    checkpoint : path, optional
        Where to keep the run after each epoch. If one of the same settings lies there, the run goes on from it.
    device : str, optional
        Where to train; by default ``"cuda"`` where there is one, else ``"cpu"``.
    threads : int, optional
        Processor cores to use; by default all that this process may use, at most 8.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        If a setting is out of range, the pictures are not uint8, (N, 3, 32, 32), or a checkpoint does not fit.
    FloatingPointError
        If the loss is no longer a number; the message names the step.
    """
    if os.environ.get("LESSONLIB_SHORT") == "1":
        epochs = min(epochs, SHORT_EPOCHS)
    options = {"momentum": momentum, "optimizer": optimizer, "schedule": schedule, "label_smoothing": label_smoothing}
    views = {"batch_size": batch_size, "seed": seed, "flips": flips, "shifts": shifts, "sizes": tuple(sizes)}
    settings = {"epochs": epochs, "learning_rate": learning_rate, "bfloat16": bfloat16, "test_every": test_every}
    settings |= options | views
    check_settings(settings)
    crew = team(device)
    with kept_memory():
        check_pictures(data, batch_size, crew.size)
        torch.set_num_threads(threads or max(1, cores() // crew.local_size))
        batches = Batches(data, crew, epochs=epochs, **views)
        model.to(crew.device, memory_format=torch.channels_last)  # the same numbers in an order that computes faster
        optimizer = _optimizer(model, optimizer, learning_rate, momentum)
        settings |= {"optimizer": type(optimizer).__name__, "pictures": len(data.train_images)}
        keeper = Keeper(model, optimizer, History(), settings, checkpoint)
        history, network, done = keeper.history, crew.network(model), keeper.epoch * batches.per_epoch
        batches.skip(keeper.epoch)
        loss_of = nn.CrossEntropyLoss(label_smoothing=label_smoothing)
        narrow = has_bfloat16(crew.device) if bfloat16 == "auto" else bfloat16
        precision = torch.autocast(crew.device.type, torch.bfloat16, enabled=narrow)
        bar = tqdm(total=batches.steps, initial=done, unit="step", mininterval=1, disable=crew.rank > 0)
        try:
            for epoch in range(keeper.epoch + 1, batches.epochs + 1):
                start = last = time.perf_counter()
                total, right, seen, spent = 0.0, 0, 0, defaultdict(list)
                model.train()
                for x, y, weight in batches.epoch(epoch):  # x: (B, 3, 32, 32), y: (B,)
                    set_rates(optimizer, SCHEDULES[schedule](done / batches.steps))

                    with precision:
                        scores = network(x).float()  # 1. forward: (B, 10)
                    loss = loss_of(scores, y) * weight  # 2. loss: one number
                    optimizer.zero_grad()
                    loss.backward()  # 3. backward: a gradient for every weight
                    optimizer.step()  # 4. step: move every weight a little against its gradient

                    done += 1
                    _check_loss(loss.item(), done - (epoch - 1) * batches.per_epoch, epoch, learning_rate)
                    total += loss.item() / weight * len(y)
                    right += (scores.argmax(dim=1) == y).sum().item()
                    seen += len(y)
                    bar.update()
                    last, before = time.perf_counter(), last
                    spent[x.shape[-1]].append(last - before)
                total, right, seen = crew.total(total, right, seen)
                tested = epoch % test_every == 0 or epoch == batches.epochs
                history.loss.append(total / seen)
                history.train_accuracy.append(right / seen)
                history.test_accuracy.append(_test(model, data, crew) if tested else math.nan)
                history.quiet_seconds.append(sum(len(steps) * median(steps) for steps in spent.values()))
                history.seconds.append(time.perf_counter() - start)
                keeper.keep(epoch, write=crew.rank == 0)
                if tested:
                    bar.set_description(f"loss {history.loss[-1]:.2f}, test accuracy {history.test_accuracy[-1]:.0%}")
        except KeyboardInterrupt:
            keeper.restore_best()
            if crew.rank == 0:
                print(f"Stopped in epoch {epoch}; the history holds {len(history.loss)} whole epochs.")
        finally:
            bar.close()
            model.to("cpu")
    return history


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
    device = next((weights.device for weights in model.parameters()), "cpu")
    starts = range(0, len(images), batch_size)
    parts = [model(as_floats(images[start : start + batch_size]).to(device)).argmax(dim=1) for start in starts]
    return torch.cat(parts).cpu().numpy()


def accuracy(model, images, labels):
    """Share of the pictures that `predict` names rightly, a float from 0 to 1."""
    return float((predict(model, images) == labels).mean())


def _test(model, data, crew):
    """The accuracy on the test pictures, of which each process names its part."""
    right = predict(model, crew.part(data.test_images)) == crew.part(data.test_labels)
    named, asked = crew.total(right.sum().item(), len(right))
    return named / asked


def _optimizer(model, choice, learning_rate, momentum):
    """The torch optimizer that a setting of `train` asks for."""
    if callable(choice):
        return choice(model)
    if choice == "muon":
        return Muon(model, learning_rate=learning_rate, momentum=momentum)
    trained = [weights for weights in model.parameters() if weights.requires_grad]
    return torch.optim.SGD(trained, lr=learning_rate, momentum=momentum)


def _check_loss(loss, step, epoch, learning_rate):
    if not math.isfinite(loss):
        raise FloatingPointError(
            f"the loss became {loss} in step {step} of epoch {epoch}: the steps overshoot. "
            f"Make a new model and try a smaller learning_rate than {learning_rate:g}, such as {learning_rate / 10:g}."
        )
