"""What keeps an answer without end from holding Python for ever: built-in loops in pieces, and a thread that watches.

Python looks at signals, and lets other threads run, between two steps of its own. ``sum(range(10**14))`` is one step.
"""

import builtins
import contextlib
import ctypes
import functools
import threading
import time
from itertools import chain, islice

PIECE = 200_000  # items of a built-in loop between two looks at the clock
AGAIN = 0.05  # seconds after which an answer that swallowed its end gets another
TELLING = 1.0  # seconds after which one that cannot be ended is told of

CANNOT_STOP = (
    "Your code has not ended, and cannot be stopped from here: it is inside one call that waits or computes. "
    "Interrupt the kernel (the square above the notebook, or the key I twice); if that does not help, restart it. "
    "Your progress is kept."
)


def _pieces(iterable):
    items = iter(iterable)
    while piece := list(islice(items, PIECE)):
        yield piece


def _sum(iterable, /, start=0):
    for piece in _pieces(iterable):
        start = _OWN["sum"](piece, start)
    return _OWN["sum"]((), start)


def _ends(own):
    """`max` or `min` over an iterable, piece by piece."""

    def largest(*arguments, key=None, **default):
        if len(arguments) != 1:
            return own(*arguments, key=key, **default)
        pieces = _pieces(arguments[0])
        first = next(pieces, None)
        if first is None:
            return own((), **default)
        found = own(first, key=key)
        for piece in pieces:
            found = own(chain((found,), piece), key=key)
        return found

    return largest


def _any(iterable, /):
    return _OWN["any"](_OWN["any"](piece) for piece in _pieces(iterable))


def _all(iterable, /):
    return _OWN["all"](_OWN["all"](piece) for piece in _pieces(iterable))


def _sorted(iterable, /, **how):
    return _OWN["sorted"]([item for piece in _pieces(iterable) for item in piece], **how)


_OWN = {name: getattr(builtins, name) for name in ("sum", "max", "min", "any", "all", "sorted")}
_BY_PIECES = {
    "sum": _sum,
    "max": _ends(builtins.max),
    "min": _ends(builtins.min),
    "any": _any,
    "all": _all,
    "sorted": _sorted,
}


@contextlib.contextmanager
def in_pieces():
    """In the block, built-in functions that loop do so in pieces: between two of them Python can be stopped."""
    for name, own in _OWN.items():
        setattr(builtins, name, functools.wraps(own)(_BY_PIECES[name]))
    try:
        yield
    finally:
        for name, own in _OWN.items():
            setattr(builtins, name, own)


@contextlib.contextmanager
def watched(seconds, error, tell, *, stop):
    """A thread that ends this one's block after so many seconds by the clock, or tells that it cannot.

    Parameters
    ----------
    seconds : float
    error : type
        What is raised in the block.
    tell : callable
        Is given a sentence if the block goes on after that.
    stop : bool
        Whether to raise; else another does, and this one only tells.

    Notes
    -----
    Where no thread can be started, as in a page, nothing is watched: there *Stop* ends all of Python.
    """
    target, over, lock = threading.get_ident(), threading.Event(), threading.Lock()

    def watch():
        if over.wait(seconds):
            return
        told, since = False, time.monotonic()
        wait = AGAIN if stop else TELLING
        while not over.wait(wait):
            with lock:
                if stop and not over.is_set():
                    _raise_in(target, error)
            if stop:
                wait = max(wait * 0.8, 0.0005)  # the sooner, the likelier outside of a `try` that catches everything
            if not told and time.monotonic() > since + TELLING:
                told = True
                tell(CANNOT_STOP)

    try:
        threading.Thread(target=watch, daemon=True).start()
    except RuntimeError:
        over.set()
    try:
        yield
    finally:
        while not over.is_set():  # what was raised in the last moment may arrive here
            with contextlib.suppress(error), lock:
                over.set()
        with contextlib.suppress(error):
            for _ in range(100):  # and at the latest here
                pass


def _raise_in(target, error):
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(target), ctypes.py_object(error))
