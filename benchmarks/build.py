"""Time the commands of the README in a new clone of the commit, and weigh what they leave on the disk.

    python benchmarks/build.py                  # half an hour, of which `make test` takes most
    python benchmarks/build.py --without-tests

Nothing else should run meanwhile. Each command's figures are written to benchmarks/results/build.json as it ends; those
of a command that was not run stay, with their own date. `python tools/measured.py` then writes the README's table.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from conv import HERE as NEIGHBOUR
from conv import machine

ROOT = NEIGHBOUR.parents[1]
RESULTS = NEIGHBOUR.parent / "results" / "build.json"
COMMANDS = {  # by what the README calls each; the words of make
    "installation": ["torch-cpu"],
    "first": ["book"],
    "again": ["book"],
    "tests": ["test"],
}
WEIGHED = (".venv", "web/node_modules", "web/vendor", "_build")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without-tests", action="store_true", help="leave out `make test`")
    asked = parser.parse_args()
    result = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    with tempfile.TemporaryDirectory() as place:
        clone = Path(place) / "book"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        for name, words in COMMANDS.items():
            if name == "tests" and asked.without_tests:
                continue
            where = machine()
            seconds = timed(["make", *words], clone)
            result[name] = {"command": " ".join(["make", *words]), "seconds": round(seconds), "machine": where}
            if name == "first":
                result[name]["megabytes"] = {folder: round(weight(clone / folder) / 1e6) for folder in WEIGHED}
            RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def timed(command, folder):
    """Seconds of a command that succeeds; with another status nothing is measured."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "VIRTUAL_ENV"))}
    start = time.monotonic()
    status = subprocess.run(command, cwd=folder, env=environment, stdout=sys.stderr).returncode
    if status:
        sys.exit(f"benchmarks/build.py: {' '.join(command)} failed with status {status}; its time is not kept")
    return time.monotonic() - start


def weight(folder):
    """Bytes of all files in a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    main()
