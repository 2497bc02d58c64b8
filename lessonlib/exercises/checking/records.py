"""Records of progress as text: JSON in a file, or one short word to copy. What is read is untrusted input."""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

PREFIX = "lesson:"
MOST = 1_000_000  # attempts or hints: no reader has made more
LATEST = 253_402_300_799  # the last second of the year 9999


@dataclass
class Record:
    """How far one exercise is; ``first`` and ``last``: when it was attempted, in seconds since 1970, 0 if unknown."""

    attempts: int = 0
    right: bool = False
    hints: int = 0
    first: int = 0
    last: int = 0

    def as_fields(self) -> dict[str, int | bool]:
        """What a file holds of it: times that are not known are left out."""
        return {name: value for name, value in asdict(self).items() if value or name not in TIMES}


COUNTS, TIMES = ("attempts", "hints"), ("first", "last")
Records: TypeAlias = dict[str, Record]  # by exercise


def joined(one: Records, other: Records) -> Records:
    """The further of two records for each exercise."""
    both = dict(other)
    for id, record in one.items():
        with_it = other.get(id, Record())
        both[id] = Record(
            max(record.attempts, with_it.attempts),
            record.right or with_it.right,
            max(record.hints, with_it.hints),
            min(filter(None, (record.first, with_it.first)), default=0),
            max(record.last, with_it.last),
        )
    return both


def as_json(records: Records) -> str:
    """Records as a file holds them."""
    return json.dumps({id: record.as_fields() for id, record in sorted(records.items())}, indent=1) + "\n"


def from_json(content: bytes) -> tuple[Records, bool]:
    """The records in the bytes of a file, and whether they are all that it holds.

    Shape and range are validated field by field. From a text that is no JSON, cut off or with the marks of a merge,
    every field that can be read is taken.
    """
    try:
        every = json.loads(content)  # finds out UTF-8, 16 or 32 by itself
    except (ValueError, RecursionError):
        return _rescued(content.decode("utf-8", "replace")), False
    if not isinstance(every, dict):
        return {}, False
    records: Records = {}
    is_whole = True
    for id, fields in every.items():
        good = {name: value for name, value in _items(fields) if _fits(name, value)}
        is_whole = is_whole and isinstance(fields, dict) and good == fields
        if good or fields == {}:
            records[id] = Record(**good)
    return records, is_whole


def _items(fields: object) -> Iterable[tuple[str, Any]]:
    return fields.items() if isinstance(fields, dict) else ()


def _fits(name: str, value: object) -> bool:
    if name == "right":
        return isinstance(value, bool)
    most = MOST if name in COUNTS else LATEST if name in TIMES else -1
    return type(value) is int and 0 <= value <= most


def _rescued(text: str) -> Records:
    records: Records = {}
    for id, body in re.findall(r'"([^"\\\n]+)"\s*:\s*\{([^{}]*)', text):
        for name, value in re.findall(
            r'"(attempts|right|hints|first|last)"\s*:\s*(\d{1,12}|true|false)\b(?![.\w])', body
        ):
            if _fits(name, json.loads(value)):
                records = joined({id: Record(**{name: json.loads(value)})}, records)
    return records


def as_text(records: Records) -> str:
    """Records as one short word to copy."""
    short = {id: _short(record) for id, record in sorted(records.items())}
    packed = zlib.compress(json.dumps(short, separators=(",", ":")).encode(), 9)
    return PREFIX + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _short(record: Record) -> list[int]:
    return [record.attempts, int(record.right), record.hints, *([record.first, record.last] if record.last else [])]


def from_text(text: object) -> tuple[Records, int]:
    """Records from what `as_text` gave, and how many were left out: those out of shape or range.

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
        if not unpacker.eof or not isinstance(short, dict):  # zlib's checksum stands at the end
            raise ValueError
        good = {id: Record(kept[0], bool(kept[1]), *kept[2:]) for id, kept in short.items() if _is_short(kept)}
        return good, len(short) - len(good)
    except (ValueError, RecursionError, binascii.Error, zlib.error):
        raise ValueError(
            f'This is not a progress text, or not all of it. It begins with "{PREFIX}" and is what '
            "ll.progress(export=True) gave: copy it whole."
        ) from None


def _is_short(kept: object) -> bool:
    if not isinstance(kept, list) or len(kept) not in (3, 5):  # without times, or with them
        return False
    attempts, right, hints, *times = kept
    return _fits("attempts", attempts) and right in (0, 1) and _fits("hints", hints) and all(map(_fits, TIMES, times))
