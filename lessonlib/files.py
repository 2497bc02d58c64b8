"""Atomic writes: a file is replaced whole or stays as it was. And where this user's cache lies, if anywhere."""

import contextlib
import functools
import os
import secrets
import shutil
from pathlib import Path

SUFFIX = ".new"  # of the temporary file, beside its target


@contextlib.contextmanager
def atomic_write(path, mode="w"):
    """Open a temporary file that replaces ``path`` when the block ends without an error.

    Parameters
    ----------
    path : str or pathlib.Path
        What to replace, or to make in a folder that exists. A link stays a link; permissions stay.
    mode : {"w", "wb"}
        Text is written as UTF-8, with the line ends that it has.

    Yields
    ------
    file
        Open for writing; its ``name`` is where it lies until then.

    Raises
    ------
    OSError
        If it cannot be written. Then, as after any other error, ``path`` is what it was, and nothing else is left.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with atomic_write(f"{folder}/sizes.txt") as file:
    ...         _ = file.write("5 x 5")
    ...     Path(folder, "sizes.txt").read_text(encoding="utf-8")
    '5 x 5'
    """
    target = Path(path).resolve()
    beside = target.with_name(f"{target.name}.{secrets.token_hex(4)}{SUFFIX}")
    text = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    try:
        with open(beside, mode.replace("w", "x"), **text) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # or a power cut could leave the new name with no content
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(target, beside)
        os.replace(beside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def cache_folder(name):
    """This user's cache folder for one kind of thing.

    Returns
    -------
    pathlib.Path or None
        None where this user has no home folder, as in some containers; a printed line says so, once.
    """
    import platformdirs

    try:
        return Path(platformdirs.user_cache_dir("lessonlib", appauthor=False)) / name
    except (RuntimeError, OSError, KeyError):
        say_once("This user has no home folder: what is downloaded or computed now is not kept for the next time.")
        return None


@functools.cache
def say_once(sentence):
    print(sentence)
