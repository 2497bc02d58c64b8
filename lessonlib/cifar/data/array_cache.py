"""The pictures as four plain arrays in the user's cache folder, where they open in under a second.

The list of their SHA-256 is written last, so a store that was interrupted has no list, and one that was damaged later
does not match it. Two processes that store at the same time write the same bytes.
"""

import contextlib
import time

import numpy as np

from lessonlib.cifar.data.archives import sha256
from lessonlib.files import SUFFIX, atomic_write

ARRAYS = ("train_images", "train_labels", "test_images", "test_labels")
LIST = "SHA256SUMS"  # as ``sha256sum --check`` reads it


def read(place):
    """Read the arrays, every byte checked.

    Parameters
    ----------
    place : pathlib.Path or None
        The cache folder; None if there is none.

    Returns
    -------
    dict of str to ndarray, or None
        None if nothing whole is stored there; what is damaged is removed.
    """
    if place is None:
        return None
    try:
        listed = dict(reversed(line.split("  ")) for line in (place / LIST).read_text(encoding="utf-8").splitlines())
        if all(sha256(place / f"{name}.npy") == listed[f"{name}.npy"] for name in ARRAYS):
            return {name: np.load(place / f"{name}.npy", allow_pickle=False) for name in ARRAYS}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError):
        pass
    with contextlib.suppress(OSError):
        for name in (LIST, *(f"{name}.npy" for name in ARRAYS)):
            (place / name).unlink(missing_ok=True)
    return None


def write(place, arrays):
    """Store the arrays for the next time.

    Parameters
    ----------
    place : pathlib.Path
        The cache folder, made if it is missing.
    arrays : dict of str to ndarray
        The four arrays by name.

    Raises
    ------
    OSError
        If the folder cannot be written; nothing half-written is left.
    """
    place.mkdir(parents=True, exist_ok=True)
    for left in place.glob(f"*{SUFFIX}"):  # by a process that was killed while it wrote
        with contextlib.suppress(FileNotFoundError):  # moved into place by another just now
            if time.time() - left.stat().st_mtime > 3600:
                left.unlink()
    lines = []
    for name in ARRAYS:
        with atomic_write(place / f"{name}.npy", "wb") as file:
            np.save(file, arrays[name])
            file.flush()
            lines.append(f"{sha256(file.name)}  {name}.npy\n")
    with atomic_write(place / LIST) as file:
        file.writelines(lines)
