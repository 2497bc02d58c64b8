"""What the training loop sees of the pictures: batches in a new order each epoch, other views of them, as floats."""

import numpy as np
import torch
from torch.nn import functional

from lessonlib.cifar.training import augment
from lessonlib.cifar.training.schedules import picture_size

MEAN, SPREAD = 0.47, 0.25  # of CIFAR-10's numbers on a scale from 0 to 1, rounded


def as_floats(images):
    """Pictures as a network likes them: float32, around 0, with a spread of about 1.

    Parameters
    ----------
    images : ndarray or torch.Tensor of uint8, shape (N, 3, H, W)
        Red, green and blue, 0 to 255.

    Returns
    -------
    torch.Tensor of float32, shape (N, 3, H, W)
        ``(images / 255 - MEAN) / SPREAD``, in channels-last order.
    """
    floats = torch.as_tensor(images).to(torch.float32, memory_format=torch.channels_last, copy=True)
    return floats.div_(255).sub_(MEAN).div_(SPREAD)


class Batches:
    """The training pictures of a run, batch by batch.

    Parameters
    ----------
    data : lessonlib.cifar.Pictures
        The pictures, which stay uint8.
    crew : lessonlib.cifar.training.distributed.Team
        Which part of each batch is this process's, and where it goes.
    epochs : float
        How long the run is.
    batch_size, seed, flips, shifts, sizes
        As for `lessonlib.cifar.train`.

    Attributes
    ----------
    per_epoch, steps, epochs : int
        Batches in a whole epoch, batches in the run, and epochs of which at least one batch is run.
    """

    def __init__(self, data, crew, *, epochs, batch_size, seed, flips, shifts, sizes):
        self.images = torch.from_numpy(data.train_images).to(crew.device)  # (N, 3, 32, 32) uint8
        self.labels = torch.from_numpy(data.train_labels).to(crew.device)  # (N,)
        self.crew, self.batch_size, self.seed = crew, batch_size, seed
        self.flips, self.shifts, self.sizes = flips, shifts, sizes
        self.per_epoch = -(-len(self.images) // batch_size)
        self.steps = max(1, round(epochs * self.per_epoch))
        self.epochs = -(-self.steps // self.per_epoch)
        self.order = np.random.default_rng(seed)

    def skip(self, epochs):
        """Draw the order of epochs that were run before."""
        for _ in range(epochs):
            self.order.permutation(len(self.images))

    def epoch(self, number):
        """The batches of an epoch, counted from 1, as far as the run goes.

        Yields
        ------
        x : torch.Tensor of float32, shape (B, 3, size, size)
            This process's part of a batch.
        y : torch.Tensor of int64, shape (B,)
            Its labels.
        weight : float
            1 for a single process; see `lessonlib.cifar.training.distributed.Team.weight`.
        """
        count = len(self.images)
        order = torch.from_numpy(self.order.permutation(count))
        flip = augment.flips(count, seed=self.seed, epoch=number) if self.flips else torch.zeros(count, dtype=bool)
        shift = augment.shifts(count, reach=self.shifts, seed=self.seed, epoch=number)
        first = (number - 1) * self.per_epoch
        for step in range(first, min(first + self.per_epoch, self.steps)):
            start = (step - first) * self.batch_size
            batch = order[start : start + self.batch_size]
            mine = self.crew.part(batch)
            x, y = self.images[mine.to(self.images.device)], self.labels[mine.to(self.images.device)]
            if self.flips or self.shifts:
                x = augment.view(x, flip[mine], shift[mine])
            x = as_floats(x)  # (B, 3, 32, 32)
            size = picture_size(step / self.steps, self.sizes)
            if size != x.shape[-1]:
                x = functional.interpolate(x, size=(size, size), mode="bilinear", antialias=True)
            yield x, y, self.crew.weight(batch)
