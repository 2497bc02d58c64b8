"""Fetch NumPy for Python in the page: `make vendor-numpy`, once, where there is a network.

The wheel and its SHA-256 are those of Pyodide's own lock file; the address is the one that Pyodide itself would ask.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

import build
import requests
from tqdm import tqdm

from lessonlib.files import atomic_write

WEB = Path(__file__).resolve().parents[1] / "web"
PYODIDE = WEB / "node_modules" / "pyodide"
FOLDER = WEB / "vendor"


def wheel():
    """The name of NumPy's wheel and its SHA-256, as Pyodide's lock file gives them."""
    numpy = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]["numpy"]
    return numpy["file_name"], numpy["sha256"]


def address():
    """Where Pyodide keeps the packages of its version."""
    version = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    found = re.search(r"https://[^`\"']*/v\$\{\w+\}/full/", (PYODIDE / "pyodide.mjs").read_text(encoding="utf-8"))
    if not found:
        sys.exit("tools/vendor_numpy.py: this version of Pyodide does not say where its packages are")
    return re.sub(r"\$\{\w+\}", version, found[0])


def fetch(source, name, expected, folder=FOLDER):
    """Load a file, check it, and put it into the folder.

    Parameters
    ----------
    source : str
        The address of the folder it lies in, with a slash at the end.
    name : str
        The file.
    expected : str
        Its SHA-256, in hexadecimal.
    folder : Path
        Where it goes.

    Raises
    ------
    SystemExit
        If it cannot be fetched, or is not the file that was expected; nothing is left behind then.
    """
    target = folder / name
    if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == expected:
        print(f"{name} is there already.")
        return target
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    try:
        with requests.get(source + name, stream=True, timeout=30) as answer, atomic_write(target, "wb") as file:
            answer.raise_for_status()
            size = int(answer.headers.get("Content-Length", 0)) or None
            with tqdm(total=size, unit="B", unit_scale=True, desc=name) as bar:
                for block in answer.iter_content(1 << 16):
                    digest.update(block)
                    file.write(block)
                    bar.update(len(block))
            if digest.hexdigest() != expected:
                sys.exit(f"{name} has SHA-256 {digest.hexdigest()}, and {expected} was expected: it was not kept.")
    except (requests.RequestException, OSError) as problem:
        sys.exit(
            f"{name} could not be fetched ({problem}). The book can be built without it: cells that need NumPy then "
            "say so."
        )
    print(f"{target} is there: the next `make book` puts it into the site.")
    return target


if __name__ == "__main__":
    build.install()
    fetch(address(), *wheel())
