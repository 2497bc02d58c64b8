"""What changes in the course of a run: the learning rate and the size of the pictures."""

PEAK, START = 0.23, 0.2  # of `one_cycle`; both as in Jordan 2024


def constant(done):
    """The same rate from the first step to the last."""
    return 1.0


def one_cycle(done):
    """A triangle: up from a fifth of the learning rate to all of it, then down to nothing.

    Short steps while the first gradients are wild, long ones to get somewhere, and ever shorter ones to settle.

    Parameters
    ----------
    done : float
        The share of the run that is done, 0 to 1.

    Returns
    -------
    float
        What to multiply the learning rate with, 0 to 1.

    Examples
    --------
    >>> [one_cycle(done) for done in (0, 0.23, 1)]
    [0.2, 1.0, 0.0]
    """
    if done < PEAK:
        return START + (1 - START) * done / PEAK
    return (1 - done) / (1 - PEAK)


SCHEDULES = {"constant": constant, "one-cycle": one_cycle}


def picture_size(done, sizes):
    """The size of the pictures at this point of a run: each of ``sizes`` serves for an equal share of the steps.

    Parameters
    ----------
    done : float
        The share of the run that is done, 0 to below 1.
    sizes : sequence of int
        Height and width, in the order in which they come.

    Returns
    -------
    int

    Examples
    --------
    >>> [picture_size(done, (20, 26, 32)) for done in (0, 0.33, 0.34, 0.67, 0.99)]
    [20, 20, 26, 32, 32]
    """
    return sizes[int(done * len(sizes))]


def set_rates(optimizer, factor):
    """Set the learning rate of every group of a torch optimizer to ``factor`` times the one it began with."""
    for group in optimizer.param_groups:
        group["lr"] = factor * group.setdefault("initial_lr", group["lr"])
