"""A book of one small chapter with the project's own settings and extension, for tests of the build."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook
from paths import ROOT


@pytest.fixture
def small_book(tmp_path):
    """The project's own settings and extension, and a chapter of one's own; ``build(*cells)`` builds it."""
    return prepare(tmp_path)


def prepare(book):
    """Lay a book out in an empty folder; gives ``build(*cells, NAME=value)``, which builds it, and ``build.folder``."""
    for folder in ("lessonlib", "web"):
        shutil.copytree(ROOT / folder, book / folder, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    os.symlink(ROOT / "web" / "node_modules", book / "web" / "node_modules")
    shutil.copy(ROOT / "_config.yml", book)
    (book / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")

    def build(*cells, **environment):
        notebook = new_notebook(cells=[new_markdown_cell("# One chapter"), *cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, book / "index.ipynb")
        jupyter_book = Path(sys.executable).with_name("jupyter-book")
        command = [jupyter_book, "build", ".", "--all", "-W", "-n", "--keep-going"]
        return subprocess.run(
            command,
            cwd=book,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | environment,
            encoding="utf-8",
            check=False,
        )

    build.folder = book
    return build
