"""Other views of the same pictures: flipped from left to right, and moved by a pixel or two.

What is drawn depends on the seed, the epoch and the picture alone. So a run that was stopped goes on as if nothing
had been, and several processes see what one would have seen.
"""

import numpy as np
import torch


def flips(count, *, seed, epoch):
    """Which pictures to flip in an epoch: half of them by chance in the first, then the others, and so on in turn.

    So every two epochs show each picture both ways, where tossing a coin each time would often show one way twice
    (Jordan 2024).

    Parameters
    ----------
    count : int
        How many pictures there are.
    seed, epoch : int
        The epochs count from 1.

    Returns
    -------
    torch.Tensor of bool, shape (count,)
    """
    first = np.random.default_rng([seed, 0]).random(count) < 0.5
    return torch.from_numpy(first ^ (epoch % 2 == 0))


def shifts(count, *, reach, seed, epoch):
    """How far to move each picture in an epoch: down and right, each from ``-reach`` to ``reach`` pixels.

    Parameters
    ----------
    count : int
        How many pictures there are.
    reach : int
        The furthest, in pixels.
    seed, epoch : int
        The epochs count from 1.

    Returns
    -------
    torch.Tensor of int64, shape (count, 2)
    """
    return torch.from_numpy(np.random.default_rng([seed, epoch]).integers(-reach, reach + 1, (count, 2)))


def view(images, flip, shift):
    """Flip and move pictures. What moves in from outside is the picture's own border, as in a mirror.

    Parameters
    ----------
    images : torch.Tensor, shape (B, C, H, W)
        Pictures.
    flip : torch.Tensor of bool, shape (B,)
        Which to flip from left to right; that comes first.
    shift : torch.Tensor of int64, shape (B, 2)
        How far to move each one down and right, in pixels, less than H and W.

    Returns
    -------
    torch.Tensor, shape (B, C, H, W)
        Each new pixel is an old one: one index with a row and a column for each.
    """
    count, channels, height, width = images.shape
    device = images.device
    flip, shift = flip.to(device), shift.to(device)
    rows = _mirrored(torch.arange(height, device=device) - shift[:, :1], height)  # (B, H)
    columns = _mirrored(torch.arange(width, device=device) - shift[:, 1:], width)  # (B, W)
    columns = torch.where(flip[:, None], width - 1 - columns, columns)
    batch = torch.arange(count, device=device)[:, None, None, None]
    depth = torch.arange(channels, device=device)[:, None, None]
    return images[batch, depth, rows[:, None, :, None], columns[:, None, None, :]]  # (B, C, H, W)


def _mirrored(places, size):
    """Places outside 0..size-1 reflected into it: -1 is 1, size is size-2."""
    return (size - 1) - ((size - 1) - places.abs()).abs()
