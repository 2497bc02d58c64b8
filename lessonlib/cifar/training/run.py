"""Training as readers call it: the loop, and afterwards the kernel's threads and memory as they were before."""

import ctypes
import functools
import sys
from contextlib import contextmanager

import torch

from lessonlib.cifar.training import loop

# Numbers of glibc's mallopt, and where its own rule ends once a program has freed a large block. The loop sets limits,
# which switches that rule off for good; with the limits it starts at, every large array would be paid for page by page.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_GROWN = {_MMAP_THRESHOLD: 32 << 20, _TRIM_THRESHOLD: 64 << 20}


@contextmanager
def settings_restored():
    """Restore torch's number of threads, and an allocator that serves numpy as fast as before."""
    threads = torch.get_num_threads()
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        library = ctypes.CDLL(None) if sys.platform == "linux" else None
        if hasattr(library, "mallopt"):
            for number, value in _GROWN.items():
                library.mallopt(number, value)


@functools.wraps(loop.train)
def train(*arguments, **settings):
    with settings_restored():
        return loop.train(*arguments, **settings)


classify = loop.predict  # `lessonlib.predict` asks the reader
