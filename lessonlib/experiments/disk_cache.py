"""Results that take a while to compute, kept in a file for as long as the code that computed them stays the same."""

import contextlib
import hashlib
import json
import os
from pathlib import Path

import numpy as np

from lessonlib import code_hash
from lessonlib.files import atomic_write, cache_folder


def folder():
    """Where results are kept: the environment variable ``LESSONLIB_CACHE``, else the user's cache folder, else None."""
    chosen = os.environ.get("LESSONLIB_CACHE")
    return Path(chosen) if chosen else cache_folder("experiments")


def remember(name, compute, module):
    """``compute()``, or what it returned before if the code that decides it has not changed since.

    Parameters
    ----------
    name : str
        What the file is called, before a hash of the code.
    compute : callable
        Takes nothing; returns what JSON can hold.
    module : str
        The full name of the module whose code decides the result, with all that it imports from ``lessonlib``. The
        numpy version does as well.

    Returns
    -------
    dict, list, str or number
        As JSON gives it back: tuples have become lists, also on the first call.

    Notes
    -----
    A file is used only if it is whole: it holds a hash of its own content. If there is no folder or it cannot be
    written, the result is computed and not kept. Where ``LESSONLIB_CACHE_ONLY`` is set nothing is computed: in a page
    it would take minutes.
    """
    place = folder()
    path = place and place / f"{name}-{code_of(module)}.json"
    found = _read(path) if path else None
    if found is None and os.environ.get("LESSONLIB_CACHE_ONLY"):
        raise RuntimeError("this takes minutes to compute, and the result is not in this copy of the book")
    if found is None:
        found = json.dumps(compute())
        if path:
            _write(path, found)
    return json.loads(found)


def remember_weights(name, model, train, module):
    """The model, trained: by ``train()``, or with the weights that training gave it before, as `remember` keeps them.

    Parameters
    ----------
    name : str
    model : lessonlib.Sequential
        With its starting weights.
    train : callable
        Takes nothing; changes the model's weights.
    module : str

    Returns
    -------
    lessonlib.Sequential
        The same model.
    """

    def compute():
        train()
        return [parameter.value.tolist() for parameter in model.parameters()]

    for parameter, values in zip(model.parameters(), remember(name, compute, module), strict=True):
        parameter.value[...] = values
    return model


def code_of(module, numpy=None):
    """What the name of a kept file ends with: a hash of the code that decides the result, and of numpy's version."""
    code = code_hash.hash_of_imports(module, without=(__name__, atomic_write.__module__, code_hash.__name__))
    return _digest(f"{numpy or np.__version__} {code}")[:16]


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _read(path):
    """The text kept in a file, or None unless it is there and whole."""
    try:
        digest, text = path.read_text("utf-8").split("\n", 1)
    except (OSError, ValueError):
        return None
    return text if digest == _digest(text) else None


def _write(path, text):
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path) as file:
            file.write(f"{_digest(text)}\n{text}")
