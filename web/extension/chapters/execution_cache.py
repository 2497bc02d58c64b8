"""Ties what is kept of an earlier build to the library that computed it.

The execution cache compares only the code of a notebook. A change in lessonlib would leave the old outputs
on the page, silently wrong. So each state of the library has a cache of its own.
"""

import ast
import hashlib
import os
import shutil
from pathlib import Path

# A chapter's numbers also depend on these: which pictures, and whether a run is cut short.
ENVIRONMENT = ("LESSONLIB_DATA", "LESSONLIB_SHORT")


def library_hash(root):
    """A hash of all of lessonlib but its comments, of the measurements it reads and of what else results depend on."""
    digest = hashlib.sha256()
    measured = (root / "benchmarks" / "results").glob("*.json")
    for path in sorted([*(root / "lessonlib").rglob("*"), *measured]):
        if path.is_file() and path.suffix != ".pyc":
            text = ast.dump(ast.parse(path.read_bytes())).encode() if path.suffix == ".py" else path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode() + text)
    for name in ENVIRONMENT:
        digest.update(f"{name}={os.environ.get(name, '')}\0".encode())
    return digest.hexdigest()[:16]


def choose_cache(app, config):
    caches = Path(app.srcdir) / "_build" / ".jupyter_cache"
    chosen = caches / library_hash(Path(app.srcdir))
    for old in caches.glob("*"):
        if old != chosen:
            shutil.rmtree(old, ignore_errors=True)
    config.nb_execution_cache_path = str(chosen)


def setup(app):
    app.connect("config-inited", choose_cache)
