"""What a run should know about the machine: its cores, its memory, and whether it computes with 16 bits."""

import ctypes
import os
import sys
from contextlib import contextmanager
from pathlib import Path

import torch

# Numbers of glibc's mallopt, and what glibc does by itself.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX = -1, -2, -4
_USUAL = {_TRIM_THRESHOLD: 128 * 1024, _TOP_PAD: 128 * 1024, _MMAP_MAX: 65_536}
_KEEPING = {_TRIM_THRESHOLD: 2**31 - 1, _TOP_PAD: 2**26, _MMAP_MAX: 0}


def cores():
    """Processor cores that this process may use, at most 8; a container may be allowed fewer than there are."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="utf-8").split()
        found = min(found, max(1, int(quota) // int(period)))
    except (OSError, ValueError):  # not in such a container, or without a limit ("max")
        pass
    return min(found, 8)


def has_bfloat16(device):
    """Whether a device has instructions for bfloat16. Others compute with it too, but slowly.

    Parameters
    ----------
    device : torch.device

    Returns
    -------
    bool
    """
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return device.type == "cpu" and torch.cpu._is_avx512_bf16_supported()


@contextmanager
def kept_memory():
    """Let glibc keep what a training step frees for the next step, and give it back at the end.

    By itself it returns large blocks to the system at once and pays for every page of them again at the next step.
    Elsewhere than on Linux with glibc this does nothing.
    """
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    if not hasattr(library, "mallopt") or not hasattr(library, "malloc_trim"):
        yield
        return
    for number, value in _KEEPING.items():
        library.mallopt(number, value)
    try:
        yield
    finally:
        for number, value in _USUAL.items():
            library.mallopt(number, value)
        library.malloc_trim(0)
