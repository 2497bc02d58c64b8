"""CIFAR-10's files: which bytes they must hold, and how to read them without running anything.

A file is compared with its SHA-256 before it is read. Archives are read member by member into memory;
nothing is extracted under a name that an archive chose. Source of the layout:
A. Krizhevsky, *Learning Multiple Layers of Features from Tiny Images*, 2009.
"""

import hashlib
import io
import pickle
import tarfile
from pathlib import Path

import numpy as np

CLASS_NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")

PICTURES_A_FILE = 10_000
BATCHES = ("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch")

ARCHIVES = {  # name: (bytes, SHA-256)
    "cifar-10-python.tar.gz": (170_498_071, "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"),
    "cifar-10-binary.tar.gz": (170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
}
BINARIES = {  # name: SHA-256
    "data_batch_1.bin": "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
    "data_batch_2.bin": "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
    "data_batch_3.bin": "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
    "data_batch_4.bin": "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
    "data_batch_5.bin": "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
    "test_batch.bin": "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
}

# The function with which numpy pickles an array, whatever the module it lives in is called this year.
_NEW_ARRAY = np.empty(0).__reduce__()[0]
_ADMITTED = {
    ("numpy.core.multiarray", "_reconstruct"): _NEW_ARRAY,
    ("numpy._core.multiarray", "_reconstruct"): _NEW_ARRAY,
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
}


class DataError(RuntimeError):
    """The data at hand cannot be used. The message says what was found and what to do."""


def sha256(path):
    """The SHA-256 of a file, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fault(path, name=None):
    """What is wrong with a file that should be one of CIFAR-10's.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    name : str, optional
        Which file it should be, as in ``ARCHIVES`` or ``BINARIES``; by default its own name.

    Returns
    -------
    str
        Empty if its bytes are the right ones.
    """
    name = name or path.name
    size, needed = ARCHIVES[name] if name in ARCHIVES else (PICTURES_A_FILE * 3073, BINARIES[name])
    if not path.is_file():
        return f"{name} is missing"
    if path.stat().st_size != size:
        return f"{name} has {path.stat().st_size:,} bytes instead of {size:,}"
    if sha256(path) != needed:
        return f"{name} has the right length but other bytes (its SHA-256 does not start with {needed[:12]})"
    return ""


def read_binaries(folder):
    """Read the six ``.bin`` files of a folder. Check them with `fault` first.

    Returns
    -------
    dict of str to ndarray
        ``train_images`` (50000, 3, 32, 32) and ``test_images`` (10000, 3, 32, 32), uint8, red, green, blue,
        0 to 255; ``train_labels`` (50000,) and ``test_labels`` (10000,), int64, 0 to 9.
    """
    return _joined(_records((Path(folder) / f"{batch}.bin").read_bytes()) for batch in BATCHES)


def read_archive(path):
    """Read either archive. Check it with `fault` first.

    Parameters
    ----------
    path : pathlib.Path
        A file named as in ``ARCHIVES``.

    Returns
    -------
    dict of str to ndarray
        As `read_binaries`.

    Raises
    ------
    DataError
        If a batch is missing or is not what it should be, or asks for code to be run.
    """
    is_python = path.name == "cifar-10-python.tar.gz"
    prefix, ending = ("cifar-10-batches-py/", "") if is_python else ("cifar-10-batches-bin/", ".bin")
    wanted = {f"{prefix}{batch}{ending}": batch for batch in BATCHES}
    batches = {}
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                if member.isfile() and member.name in wanted:
                    content = archive.extractfile(member).read()
                    read = _pickled if is_python else _records
                    batches[wanted[member.name]] = read(content)
        return _joined(batches[batch] for batch in BATCHES)
    except Exception as error:  # a hostile file can fail in any way
        detail = error if isinstance(error, DataError) else f"{type(error).__name__}: {error}"
        raise DataError(f"{path.name} cannot be read as CIFAR-10: {detail}") from error


def _records(content):
    """Records of one label byte and 3,072 picture bytes -> pictures (N, 3, 32, 32) and labels (N,)."""
    records = np.frombuffer(content, dtype=np.uint8).reshape(PICTURES_A_FILE, 3073)
    return records[:, 1:].reshape(-1, 3, 32, 32), records[:, 0]


def _pickled(content):
    """One pickled batch -> pictures (N, 3, 32, 32) and labels (N,)."""
    batch = _ArraysOnly(io.BytesIO(content), encoding="bytes").load()
    pictures, labels = np.asarray(batch[b"data"]), np.asarray(batch[b"labels"])
    if pictures.shape != (PICTURES_A_FILE, 3072) or pictures.dtype != np.uint8 or labels.shape != (PICTURES_A_FILE,):
        raise DataError(f"a batch has pictures {pictures.shape} {pictures.dtype} and labels {labels.shape}")
    return pictures.reshape(-1, 3, 32, 32), labels


class _ArraysOnly(pickle.Unpickler):
    """An unpickler that builds numpy arrays and plain containers and refuses everything else."""

    def find_class(self, module, name):
        if (module, name) in _ADMITTED:
            return _ADMITTED[module, name]
        raise DataError(f"it asks to run {module}.{name}, and only numpy arrays are read")


def _joined(batches):
    """Five training batches and a test batch -> the four arrays."""
    *train, test = batches
    return {
        "train_images": np.concatenate([pictures for pictures, _ in train]),
        "train_labels": np.concatenate([labels for _, labels in train]).astype(np.int64),
        "test_images": np.ascontiguousarray(test[0]),
        "test_labels": test[1].astype(np.int64),
    }
