"""The cells that every chapter has: the install cell with an address only, and harmless; the last one everywhere."""

import builtins
import importlib.util
import subprocess
import sys

import nbformat
import pytest
import repository
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from paths import ROOT
from standing_cells import INSTALL, TAKE_AWAY, own, with_standing_cells

HOME = repository.Repository("https://github.com/teacher/course", "main")
CELLS = [new_markdown_cell("# A title"), new_code_cell("import numpy as np"), new_markdown_cell("The end.")]
CHAPTERS = sorted((ROOT / "book").glob("*.ipynb"))


def install_cell():
    return with_standing_cells(CELLS, HOME, "1.2.3")[1]


def python(source):
    """What IPython makes of a cell."""
    return TransformerManager().transform_cell(source)


class Shell:
    """Stands in for IPython: notes the magic commands."""

    def __init__(self):
        self.magics = []

    def run_line_magic(self, name, line):
        self.magics.append((name, line))


def run(source, is_installed, monkeypatch):
    shell = Shell()
    monkeypatch.setattr(builtins, "get_ipython", lambda: shell, raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object() if is_installed else None)
    exec(python(source), {})
    return shell.magics


def test_with_an_address_the_second_cell_installs_that_version_and_touches_nothing_else(monkeypatch):
    magics = run(install_cell().source, False, monkeypatch)
    assert magics == [
        ("pip", "install --quiet anywidget"),
        ("pip", "install --quiet --no-deps git+https://github.com/teacher/course@v1.2.3"),
    ]


def test_where_the_library_is_the_cell_does_nothing(monkeypatch):
    assert run(install_cell().source, True, monkeypatch) == []


def test_without_an_address_there_is_no_install_cell():
    found = [cell.get("id") for cell in with_standing_cells(CELLS, None, "1.2.3")]
    assert INSTALL not in found
    assert found[-1] == TAKE_AWAY


@pytest.mark.parametrize("home", [HOME, None], ids=["with an address", "without"])
def test_the_own_cells_stay_in_place_however_often_it_is_done(home):
    once = with_standing_cells(CELLS, HOME, "1.2.2")
    again = with_standing_cells(once, home, "1.2.3")
    assert own(again) == CELLS
    assert again == with_standing_cells(CELLS, home, "1.2.3")


def test_a_notebook_with_both_is_valid_and_passes_the_linter(tmp_path):
    path = tmp_path / "chapter.ipynb"
    notebook = new_notebook(cells=with_standing_cells(CELLS, HOME, "1.2.3"))
    notebook.cells[2].source = "import lessonlib as ll"  # each chapter imports it
    nbformat.validate(notebook)
    nbformat.write(notebook, path)
    settings = ["--config", ROOT / "book" / "ruff.toml"]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *settings, path],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_chapter_ends_with_the_last_one_and_installs_from_one_place(path):
    cells = nbformat.read(path, as_version=4).cells
    assert cells[-1] == with_standing_cells(cells, None, "")[-1]
    installs = [cell.source for cell in cells if cell.id == INSTALL]
    address = repository.cited().get("repository-code")
    if address or installs:
        home = repository.Repository(address or installs[0].split("git+")[1].split("@")[0], "main")
        assert installs == [with_standing_cells(cells, home, repository.version())[1].source]


def test_all_chapters_install_the_same():
    notebooks = [nbformat.read(path, as_version=4).cells for path in CHAPTERS]
    assert len({tuple(cell.source for cell in cells if cell.id == INSTALL) for cells in notebooks}) == 1
