"""CIFAR-10 as arrays, from wherever it can be had, or generated pictures in its place; it always says which."""

import contextlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from lessonlib.cifar.data import array_cache as store
from lessonlib.cifar.data.archives import ARCHIVES, BINARIES, CLASS_NAMES, DataError, fault, read_archive, read_binaries
from lessonlib.files import cache_folder
from lessonlib.pictures import shapes10

BUILD_SECONDS = 180  # for a download while the book is built
STAND_IN = (10_000, 2_000)  # generated pictures for training and for testing


@dataclass(frozen=True)
class Pictures:
    """Ten classes of 32 x 32 colour pictures, for training and for testing.

    Attributes
    ----------
    train_images : ndarray of uint8, shape (N, 3, 32, 32)
        Red, green and blue, 0 to 255. 50,000 for CIFAR-10.
    train_labels : ndarray of int64, shape (N,)
        Places in `class_names`, 0 to 9.
    test_images, test_labels : ndarray
        The same for pictures that are not trained on. 10,000 for CIFAR-10.
    class_names : tuple of str
        Ten names.
    source : str
        Which pictures these are and where they came from.
    is_real : bool
        Whether this is CIFAR-10 and not the generated stand-in.
    """

    train_images: np.ndarray = field(repr=False)
    train_labels: np.ndarray = field(repr=False)
    test_images: np.ndarray = field(repr=False)
    test_labels: np.ndarray = field(repr=False)
    class_names: tuple = field(repr=False)
    source: str
    is_real: bool


def load(*, cache=None, mirrors=None):
    """Load CIFAR-10, or generated pictures if it cannot be had.

    It looks in the folder that the environment variable ``LESSONLIB_DATA`` names, then in the cache folder,
    then it downloads. ``LESSONLIB_DATA=generated`` asks for generated pictures. Every byte is checked before
    it is used.

    Parameters
    ----------
    cache : path, optional
        The cache folder; by default this user's.
    mirrors : sequence of str, optional
        Addresses of ``cifar-10-python.tar.gz``; by default ``lessonlib.cifar.data.download.MIRRORS``.

    Returns
    -------
    Pictures
        Its ``source`` says which pictures they are.

    Raises
    ------
    DataError
        If ``LESSONLIB_DATA`` is set and no good data lies there. (Without it, generated pictures stand in.)
    """
    setting = os.environ.get("LESSONLIB_DATA", "")
    if setting == "generated":
        return _generated("as LESSONLIB_DATA asks")
    cache = Path(cache) if cache else cache_folder("cifar10")
    if setting:
        folder = Path(os.path.expanduser(setting)).absolute()  # pathlib's raises where there is no home folder
        return _real(_from_folder(folder, cache), "from a folder on this computer")
    arrays = store.read(cache) or _from_cached_archive(cache)
    if arrays:
        return _real(arrays, "from the cache folder")
    try:
        return _real(_downloaded(cache, mirrors), "downloaded")
    except (DataError, OSError) as error:
        size, _ = ARCHIVES["cifar-10-python.tar.gz"]
        print(
            f"CIFAR-10 could not be downloaded: {error}.\n"
            "Generated pictures of ten shapes (shapes10) stand in for it. To use CIFAR-10, get "
            f"cifar-10-python.tar.gz ({size / 1e6:.0f} MB) and set LESSONLIB_DATA to the folder it lies in."
        )
        return _generated("because CIFAR-10 could not be had")


def _real(arrays, origin):
    return Pictures(**arrays, class_names=CLASS_NAMES, source=f"CIFAR-10, {origin}", is_real=True)


def _generated(reason):
    train_images, train_labels = shapes10.pictures(STAND_IN[0], seed=1)
    test_images, test_labels = shapes10.pictures(STAND_IN[1], seed=2)
    return Pictures(
        train_images,
        train_labels,
        test_images,
        test_labels,
        shapes10.CLASS_NAMES,
        f"shapes10, generated {reason}",
        False,
    )


def _from_folder(folder, cache):
    """The arrays from a folder that somebody named, or a DataError that says what lies there."""
    found = []
    for place in (folder, folder / "cifar-10-batches-bin"):
        faults = [fault(place / name) for name in BINARIES]
        if not any(faults):
            return read_binaries(place)
        if any((place / name).exists() for name in BINARIES):
            found += filter(None, faults)
    for name in ARCHIVES:
        if (folder / name).exists():
            wrong = fault(folder / name)
            if not wrong:
                return store.read(cache) or _stored(cache, read_archive(folder / name))
            found.append(wrong)
    seen = "; ".join(found) or ("nothing by these names" if folder.is_dir() else "no such folder")
    raise DataError(
        f"LESSONLIB_DATA is {str(folder)!r}, and CIFAR-10 is not there. Found: {seen}. Needed: "
        f"{' or '.join(ARCHIVES)}, or the six .bin files, there or in cifar-10-batches-bin below it. Get the archive "
        "again, or unset LESSONLIB_DATA to download it, or set LESSONLIB_DATA=generated for generated pictures."
    )


def _from_cached_archive(cache):
    """The arrays from an archive in the cache folder; one that is not good is removed."""
    for path in (cache / name for name in ARCHIVES) if cache else ():
        if os.path.isfile(path):  # no error either where the folder may not be looked into
            try:
                if wrong := fault(path):
                    raise DataError(wrong)
                return _stored(cache, read_archive(path))
            except DataError as error:
                print(f"The cache folder {str(cache)!r} held a bad archive: {error}. It was removed.")
                with contextlib.suppress(OSError):
                    path.unlink()
    return None


def _downloaded(cache, mirrors):
    """The arrays from a fresh download, by way of a temporary folder if the cache folder cannot be written."""
    from lessonlib.cifar.data import download

    mirrors = download.MIRRORS if mirrors is None else mirrors
    seconds = BUILD_SECONDS if os.environ.get("LESSONLIB_BUILD") == "1" else None
    if cache is None:
        return _downloaded_once(mirrors, seconds)
    try:
        archive = download.fetch(cache, mirrors=mirrors, total_seconds=seconds)
    except OSError as error:
        print(f"The cache folder cannot be written ({error}): what is downloaded now is used once and not kept.")
        return _downloaded_once(mirrors, seconds)
    try:
        return _stored(cache, read_archive(archive))
    except DataError:
        archive.unlink()
        raise


def _downloaded_once(mirrors, seconds):
    from lessonlib.cifar.data import download

    with tempfile.TemporaryDirectory() as beside:
        return read_archive(download.fetch(Path(beside), mirrors=mirrors, total_seconds=seconds))


def _stored(cache, arrays):
    """The same arrays, kept in the cache folder for the next time if there is one and it can be written."""
    if cache is None:
        return arrays
    try:
        store.write(cache, arrays)
    except OSError as error:
        print(f"The cache folder cannot be written ({error}): the next start reads the archive again.")
    return arrays
