"""The table of measured figures in README.md, from benchmarks/results, between two marks: `python tools/measured.py`.

Each row has its own date and machine: what was measured again says so, and what was not keeps what it had.
"""

import json
import re
from datetime import date
from pathlib import Path
from statistics import geometric_mean

from lessonlib.files import atomic_write

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
MARKED = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- /measured -->)", re.DOTALL)
HEAD = "| | measured | date | machine |\n|---|---|---|---|\n"
COMMANDS = {
    "installation": "`make torch-cpu`, with a package cache nearby",
    "first": "`make book`, the first time: it installs the rest and runs every chapter",
    "again": "`make book`, after that, unless a chapter or the library changed",
    "tests": "`make test`, once the book is built",
}


def rows(folder=RESULTS):
    """What was measured: (what, figure, machine) for each row, from the files of results that are there.

    Returns
    -------
    list of tuple of (str, str, dict)
    """
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    makers = {"build": _build, "conv": _conv, "explorers": _explorers, "figures": _figures}
    return [row for name, make in makers.items() if name in found for row in make(found[name])]


def _build(result):
    for name, found in result.items():
        yield COMMANDS[name], clock(found["seconds"]), found["machine"]
        if weights := found.get("megabytes"):
            sizes = ", ".join(f"{size(megabytes)} in `{folder}`" for folder, megabytes in weights.items())
            yield "on the disk after that", sizes, found["machine"]


def _conv(result):
    for direction in ("forward", "backward"):
        layers = result["threads"]["1"]["layers"].values()
        ratio = geometric_mean(layer[direction]["ratio"] for layer in layers)
        what = f"`conv2d` {direction}, time over torch's: one thread, geometric mean of {len(layers)} layers"
        yield what, f"{ratio:.2f}", result["machine"]


def _explorers(result):
    slowest = max(result["updates"], key=lambda one: one["part_of_limit"])
    what = "one update of the convolution explorer, script of the slowest kind, 95th percentile"
    yield what, f"{slowest['script_ms']['p95']:.1f} ms, limit {slowest['limit_ms']} ms", result["machine"]


def _figures(result):
    slowest = max(result["moves"], key=lambda one: one["part_of_limit"])
    what = f"one move in a figure, script of the slowest of {len(result['moves'])} kinds, 95th percentile"
    yield what, f"{slowest['script_ms']['p95']:.1f} ms, limit {slowest['limit_ms']} ms", result["machine"]


def clock(seconds):
    """Seconds as one would say them: 19 s, 6 min 27 s."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def size(megabytes):
    """Megabytes as one would say them: 13 MB, 1.9 GB."""
    return f"{megabytes / 1000:.1f} GB" if megabytes >= 1000 else f"{megabytes} MB"


def table(found):
    """The rows in Markdown."""
    lines = [
        f"| {what} | {figure} | {day(machine['date'])} | {machine['cpu']}, Python {machine['python']} |\n"
        for what, figure, machine in found
    ]
    return HEAD + "".join(lines)


def day(iso):
    """A date as the README writes it: 5 November 2026."""
    found = date.fromisoformat(iso)
    return f"{found.day} {found:%B %Y}"


def with_table(text, folder=RESULTS):
    """The text of README.md with the table of these results between its marks."""
    return MARKED.sub(lambda _: table(rows(folder)), text, count=1)


if __name__ == "__main__":
    path = ROOT / "README.md"
    written = with_table(path.read_text(encoding="utf-8"))
    with atomic_write(path) as file:
        file.write(written)
