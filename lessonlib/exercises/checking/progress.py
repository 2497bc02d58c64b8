"""What a reader has solved, in a small file beside the notebooks."""

import base64
import binascii
import contextlib
import json
import os
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from lessonlib.files import atomic_write

NAME = ".lesson-progress.json"
PREFIX = "lesson:"
_memory = {}  # stands in where no file can be written


@dataclass
class Record:
    """How far one exercise is."""

    attempts: int = 0
    right: bool = False
    hints: int = 0


def path():
    """Where progress is kept: the environment variable ``LESSONLIB_PROGRESS``, else a file in this folder."""
    return Path(os.environ.get("LESSONLIB_PROGRESS") or NAME)


def read():
    """All records, by exercise. A file that cannot be read as progress is put aside, not lost."""
    try:
        text = path().read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        if isinstance(problem, UnicodeDecodeError):
            _put_aside()
        return dict(_memory)
    try:
        found = {str(id): _record(kept) for id, kept in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        _put_aside()
        return dict(_memory)
    return _joined(_memory, found)


def _record(kept):
    return Record(int(kept["attempts"]), bool(kept["right"]), int(kept["hints"]))


def _put_aside():
    with contextlib.suppress(OSError):
        number = 1
        while (aside := path().with_name(f"{path().name}.unreadable-{number}")).exists():
            number += 1
        os.replace(path(), aside)


def _joined(one, other):
    """The further of two records for each exercise."""
    joined = dict(other)
    for id, record in one.items():
        with_it = other.get(id, Record())
        joined[id] = Record(
            max(record.attempts, with_it.attempts), record.right or with_it.right, max(record.hints, with_it.hints)
        )
    return joined


def of(id):
    """The record of one exercise."""
    return read().get(id, Record())


def write(records):
    """Keep these records beside what is there, in one step.

    Returns
    -------
    str
        Empty, or a sentence that says why they are kept only until the kernel stops.
    """
    kept = _joined(records, read())
    text = json.dumps({id: asdict(record) for id, record in sorted(kept.items())}, indent=1) + "\n"
    try:
        with atomic_write(path()) as file:
            file.write(text)
    except OSError as problem:
        _memory.update(kept)
        reason = problem.strerror or type(problem).__name__
        return (
            f"Your progress could not be written to {path().name} ({reason}). It is kept until the kernel stops; "
            "`ll.progress(export=True)` gives it as text to take with you."
        )
    _memory.clear()
    return ""


def as_text(records):
    """Records as one short word to copy."""
    short = {id: [record.attempts, int(record.right), record.hints] for id, record in sorted(records.items())}
    packed = zlib.compress(json.dumps(short, separators=(",", ":")).encode(), 9)
    return PREFIX + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_text(text):
    """Records from what `as_text` gave.

    Raises
    ------
    ValueError
        If the text is not whole.
    """
    word = "".join(str(text).split()).strip("'\"")
    try:
        if not word.startswith(PREFIX):
            raise ValueError
        body = word.removeprefix(PREFIX)
        packed = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        short = json.loads(unpacker.decompress(packed, 1 << 20))
        if not unpacker.eof:  # zlib's checksum stands at the end
            raise ValueError
        return {str(id): Record(int(tries), bool(right), int(hints)) for id, (tries, right, hints) in short.items()}
    except (ValueError, TypeError, AttributeError, binascii.Error, zlib.error):
        raise ValueError(
            f'This is not a progress text, or not all of it. It begins with "{PREFIX}" and is what '
            "ll.progress(export=True) gave: copy it whole."
        ) from None
