"""What a reader has solved, in a small file beside the notebooks."""

import contextlib
import functools
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lessonlib.exercises.checking import records as form
from lessonlib.exercises.checking.records import Record, Records, as_text, joined
from lessonlib.files import atomic_write

__all__ = ["Record", "alone", "as_text", "changing", "from_text", "notice", "of", "path", "read", "write"]

NAME = ".lesson-progress.json"
PATIENCE = 3  # seconds until a kernel that holds the lock is taken to hang
_memory: Records = {}  # stands in where no file can be written
_notices: list[str] = []  # what the reader has not been told yet


def path() -> Path:
    """Where progress is kept: the environment variable ``LESSONLIB_PROGRESS``, else a file in this folder."""
    return Path(os.environ.get("LESSONLIB_PROGRESS") or NAME)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """No other kernel of this machine changes the progress in the block, unless one hangs or there are no locks."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError, NotImplementedError):  # a timeout too is an OSError
            lock = _lock(path().resolve())
            stack.enter_context(lock.acquire(timeout=PATIENCE) if lock else contextlib.nullcontext())
        yield


@functools.cache
def _lock(target: Path) -> Any:
    """The lock of a progress file, outside the reader's folder; None in the page, which has no library for it."""
    try:
        import filelock
    except ImportError:
        return None
    name = hashlib.sha256(os.fsencode(target)).hexdigest()[:16]
    return filelock.FileLock(Path(tempfile.gettempdir()) / f"lessonlib-progress-{name}.lock")


def read() -> Records:
    """All records, by exercise. What cannot be read as progress is set aside, not lost; `notice` then says so."""
    try:
        return joined(_memory, _read_file())
    except OSError as problem:
        _notices.append(f"Your progress could not be read from {path().name} ({_reason(problem)}).")
        return dict(_memory)


def notice() -> str:
    """What the reader should know of the file, once: a sentence, or an empty text."""
    said = " ".join(dict.fromkeys(_notices))
    _notices.clear()
    return said


def _read_file() -> Records:
    try:
        content = path().read_bytes()
    except FileNotFoundError:
        return {}
    found, is_whole = form.from_json(content)
    return found if is_whole else _mended()


def _mended() -> Records:
    with alone():
        found, is_whole = form.from_json(path().read_bytes())
        if is_whole:  # another kernel was here first
            return found
        aside = _set_aside()
        if found:
            _memory.update(joined(found, _memory))  # until they are in the new file
            _write_file(dict(_memory))
        part = "Part of" if found else "Nothing in"
        _notices.append(
            f"{part} {path().name} could {'not ' if found else ''}be read as progress. The file as it was is now "
            f"{aside.name}, beside it{'; the rest is kept' if found else ''}."
        )
    return found


def _set_aside() -> Path:
    number = 1
    while (aside := path().with_name(f"{path().name}.unreadable-{number}")).exists():
        number += 1
    os.replace(path(), aside)
    return aside


def _write_file(records: Records) -> None:
    with atomic_write(path()) as file:
        file.write(form.as_json(records))
    _memory.clear()


def of(id: str) -> Record:
    """The record of one exercise."""
    return read().get(id, Record())


@contextlib.contextmanager
def changing(id: str) -> Iterator[Record]:
    """The record of one exercise, to change in the block: counted from what is there, then kept. `notice` follows."""
    with alone():
        record = of(id)
        yield record
        _keep({id: record})


def write(records: Records) -> str:
    """Keep these records beside what is there, in one step.

    Returns
    -------
    str
        Empty, or what the reader should know: that something was set aside, or why the records are kept only until
        the kernel stops.
    """
    with alone():
        _keep(records)
    return notice()


def _keep(records: Records) -> None:
    try:
        _write_file(joined(joined(records, _memory), _read_file()))
    except OSError as problem:
        _memory.update(joined(records, _memory))
        _notices.append(
            f"Your progress could not be written to {path().name} ({_reason(problem)}). It is kept until the kernel "
            "stops; `ll.progress(export=True)` gives it as text to take with you."
        )


def from_text(text: object) -> Records:
    """The records in a text that `as_text` gave; ValueError if it is not whole."""
    found, left_out = form.from_text(text)
    if left_out:
        _notices.append(f"Left out of this text, because it cannot be read as progress: {left_out} of its records.")
    return found


def _reason(problem: OSError) -> str:
    return problem.strerror or type(problem).__name__
