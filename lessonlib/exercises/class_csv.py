"""A class in one table: ``python -m lessonlib.exercises.class_csv FILES... -o class.csv``.

FILES are what readers hand in, each named after its reader or in a folder named after them: a notebook of the page's
"Save my answers", a chapter's notebook with its checks run, the file ``.lesson-progress.json`` beside the notebooks,
``my-work.zip`` of ``ll.take_away()``, or a text file with what ``ll.progress(export=True)`` gave. A folder stands for
all such files in it. No answer is run: what is known is what the checker has said on the reader's machine.

The table has a line for each reader and exercise. What cannot be read is named and skipped.
"""

import argparse
import csv
import io
import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeAlias

from lessonlib.exercises.checking import records as form
from lessonlib.exercises.checking.records import Record, Records, joined
from lessonlib.exercises.checking.registry import all_exercises
from lessonlib.files import atomic_write

COLUMNS = ("who", "exercise", "state", "attempts", "first (UTC)", "last (UTC)")
ENDINGS = (".ipynb", ".json", ".txt", ".zip")
LARGEST = 50_000_000  # bytes of one file
CHECK = re.compile(r"\bll\.check\(\s*[\"']([a-z0-9-]{1,60})[\"']")
TEXT = re.compile(re.escape(form.PREFIX) + r"[\w-]+")
ID = re.compile(r"[a-z0-9-]{1,60}")
Found: TypeAlias = tuple[Records, str]  # and what of a file could not be read


class Unreadable(Exception):
    """Why a file has nothing for the table."""


def main(arguments: list[str] | None = None) -> str | None:
    """Read the files, write the table, tell what was skipped; return what went wrong, if anything."""
    parser = argparse.ArgumentParser(
        "python -m lessonlib.exercises.class_csv", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("files", nargs="+", metavar="FILES", help="what readers hand in, or folders of it")
    parser.add_argument("-o", "--output", default="class.csv", help="the table to write (default: class.csv)")
    asked = parser.parse_args(arguments)
    readers, files, skipped = collect(asked.files)
    try:
        with atomic_write(asked.output) as file:
            file.write(as_csv(readers))
    except OSError as problem:
        return f"{asked.output} could not be written ({problem.strerror or problem})."
    for who in (who for who, number in sorted(files.items()) if number > 1):
        print(f"{who}: joined from {files[who]} files")
    for name, reason in skipped:
        print(f"skipped {name}: {reason}", file=sys.stderr)
    lines = sum(map(len, readers.values()))
    print(f"{asked.output}: {_count(len(readers), 'reader')}, {_count(lines, 'line')}; {len(skipped)} skipped.")
    return None if readers else "No file could be read."


def collect(names: Iterable[str | Path]) -> tuple[dict[str, Records], Counter[str], list[tuple[str, str]]]:
    """The records of each reader, and what could not be read.

    Parameters
    ----------
    names : list of str or pathlib.Path
        Files and folders.

    Returns
    -------
    (dict, Counter, list of (str, str))
        ``{who: {exercise: Record}}``, where an answer that was saved without a check is a Record of nothing; how many
        files each is joined from; what was skipped, with the reason.
    """
    readers: dict[str, Records] = {}
    files: Counter[str] = Counter()
    skipped: list[tuple[str, str]] = []
    for path in _files(names):
        try:
            found, reason = read(path)
        except Unreadable as why:
            skipped.append((str(path), str(why)))
            continue
        if reason:
            skipped.append((str(path), reason))
        who = reader_of(path)
        readers[who] = joined(found, readers.get(who, {}))
        files[who] += 1
    return readers, files, skipped


def _files(names: Iterable[str | Path]) -> Iterator[Path]:
    for path in map(Path, names):
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if found.suffix in ENDINGS and found.is_file())
        else:
            yield path


def reader_of(path: str | Path) -> str:
    """Who handed a file in: the name of the file without ours, else that of its folder."""
    path = Path(path).resolve()
    return _our_names().sub("", path.stem).strip(" ._-") or path.parent.name or "?"


@cache
def _our_names() -> re.Pattern[str]:
    """What the book calls the files that it gives to readers, with the number that a browser puts behind a second."""
    chapters = "|".join({re.escape(exercise.chapter) for exercise in all_exercises()})
    return re.compile(rf"(my-work|my-answers(-({chapters}|index))?|lesson-progress|{chapters})( ?\(\d+\))?$")


def read(path: Path) -> Found:
    """The records in one file, and what of it could not be read; raises `Unreadable` if there is nothing."""
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"larger than {LARGEST // 1_000_000} MB")
        content = path.read_bytes()
    except OSError as problem:
        raise Unreadable(problem.strerror or type(problem).__name__) from None
    found, reason = (_zipped if content.startswith(b"PK") else _of)(content)
    known = {id: record for id, record in found.items() if ID.fullmatch(id)}
    if len(known) < len(found):
        reason = " ".join(filter(None, (reason, f"{_count(len(found) - len(known), 'record')} not of an exercise")))
    return known, reason


def _zipped(content: bytes) -> Found:
    found: Records = {}
    trouble: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = [one for one in packed.infolist() if one.filename.endswith(ENDINGS)]
            for member in members:
                try:
                    if member.file_size > LARGEST:
                        raise Unreadable("too large")
                    records, reason = _of(packed.read(member))
                except (Unreadable, RuntimeError, zipfile.BadZipFile) as why:  # RuntimeError: it wants a password
                    records, reason = {}, str(why)
                found = joined(records, found)
                trouble += [f"{member.filename}: {reason}"] if reason else []
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as why:
        raise Unreadable(f"a damaged zip file ({why})") from None
    if not members or len(trouble) == len(members):
        raise Unreadable("; ".join(trouble) or "a zip file without notebooks or progress")
    return found, "; ".join(trouble)


def _of(content: bytes) -> Found:
    """Records in the bytes of a notebook, of a progress file, or of a text that holds progress."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict) and isinstance(value.get("cells"), list):
        return _notebook(value)
    if match := TEXT.search(content.decode("utf-8", "replace")):
        return _text(match[0])
    if content.startswith(b"Open the book again"):  # the text of `ll.take_away()` of somebody who has tried nothing
        return {}, ""
    found, is_whole = form.from_json(content)
    if not found and not (is_whole and value == {}):
        raise Unreadable("neither a notebook nor progress")
    return found, "" if is_whole else "a part of it is damaged; the rest is in the table"


def _text(word: str) -> Found:
    try:
        found, left_out = form.from_text(word)
    except ValueError:
        raise Unreadable("its progress text is not whole") from None
    return found, f"{_count(left_out, 'record')} could not be read" if left_out else ""


def _notebook(notebook: dict) -> Found:
    """The progress that a notebook carries, joined with what its checks have printed."""
    found: Records = {}
    reason = ""
    for cell in filter(lambda one: isinstance(one, dict), notebook["cells"]):
        source, printed = _joined_lines(cell.get("source")), _printed(cell)
        for id in CHECK.findall(source) if cell.get("cell_type") == "code" else ():
            if not printed.startswith("Not attempted"):
                record = Record(int(bool(printed)), printed.startswith("Right"))
                found = joined({id: record}, found)
    metadata = notebook.get("metadata")
    word = metadata.get("lesson_progress") if isinstance(metadata, dict) else None
    if isinstance(word, str) and word:
        try:
            records, reason = _text(word)
            found = joined(records, found)
        except Unreadable as why:
            reason = str(why)
    return found, reason


def _joined_lines(lines: object) -> str:
    """The text of a cell or of an output, which a notebook may hold as a list of lines."""
    return lines if isinstance(lines, str) else "".join(map(str, lines)) if isinstance(lines, list) else ""


def _printed(cell: dict) -> str:
    """What the cell's value says, as text."""
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else ():
        data = output.get("data") if isinstance(output, dict) else None
        if isinstance(data, dict) and (text := _joined_lines(data.get("text/plain"))):
            return text
    return ""


def as_csv(readers: dict[str, Records]) -> str:
    """The table as text, in alphabetical order; by the byte-order mark a spreadsheet knows that it is UTF-8."""
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(COLUMNS)
    for who, found in sorted(readers.items()):
        for id, record in sorted(found.items()):
            row = (who, id, _state(record), record.attempts, _time(record.first), _time(record.last))
            table.writerow(map(_harmless, row))
    return "\ufeff" + file.getvalue()


def _state(record: Record) -> str:
    if record.right:
        return "solved"
    return "tried" if record.attempts else "hints read" if record.hints else "saved, not checked"


def _time(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M}" if seconds else ""


def _harmless(value: object) -> object:
    """A name is untrusted input, and a spreadsheet computes what begins like a formula."""
    return f"'{value}" if str(value).startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main())
