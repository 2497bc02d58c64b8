"""One process that trains, or several that `torchrun` started, each with its part of every batch.

Several do what one would have done: they see the same batches, split among them, and their gradients are averaged
before each step. Only a batch normalisation takes its statistics from a process's own part. On CPUs they talk by
gloo, on CUDA devices by nccl. (MPS, the graphics of Apple's computers, is not used and was not tested.)
"""

import atexit
import os
from dataclasses import dataclass

import torch
from torch import distributed
from torch.nn.parallel import DistributedDataParallel


@dataclass(frozen=True)
class Team:
    """Who takes part in a run.

    Attributes
    ----------
    rank : int
        The number of this process, from 0.
    size, local_size : int
        How many processes there are, in all and on this computer.
    device : torch.device
        Where this one computes.
    """

    rank: int
    size: int
    local_size: int
    device: torch.device

    def network(self, model):
        """The model as the training loop calls it: with several processes, its gradients become their average."""
        if self.size == 1:
            return model
        places = [self.device.index] if self.device.type == "cuda" else None
        return DistributedDataParallel(model, device_ids=places)

    def part(self, batch):
        """This process's part of an array of pictures."""
        return batch[self.rank :: self.size]

    def weight(self, batch):
        """What to multiply the mean loss of a part with, so that the average over processes is the batch's mean."""
        return len(self.part(batch)) * self.size / len(batch)

    def total(self, *numbers):
        """The sum of each number over all processes, a list of float."""
        if self.size == 1:
            return list(numbers)
        sums = torch.tensor(numbers, dtype=torch.float64, device=self.device)
        distributed.all_reduce(sums)
        return sums.tolist()


def team(device=None):
    """The processes of this run, as `torchrun` tells by the environment variables it sets.

    The first call of a process that has others joins it with them, until it ends.

    Parameters
    ----------
    device : str, optional
        By default ``"cuda"`` where there is one, else ``"cpu"``.

    Returns
    -------
    Team
    """
    size, rank = int(os.environ.get("WORLD_SIZE", "1")), int(os.environ.get("RANK", "0"))
    device = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    if size == 1:
        return Team(0, 1, 1, device)
    if device.type == "cuda":
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
        torch.cuda.set_device(device)
    if not distributed.is_initialized():
        distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
        atexit.register(distributed.destroy_process_group)
    return Team(rank, size, int(os.environ.get("LOCAL_WORLD_SIZE", "1")), device)
