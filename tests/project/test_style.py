"""The style of the code: Python and the notebooks' by ruff, scripts and styles by Biome. `make lint` shows the same."""

import shutil
import subprocess
import sys

import nbformat
import pytest
from biome import PROGRAM
from notebooks import read_chapter
from paths import ROOT


def ruff(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "."], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def chapters(tmp_path_factory):
    """A folder with the chapters as if nobody had answered an exercise, and the settings for them."""
    folder = tmp_path_factory.mktemp("style")
    (folder / "book").mkdir()
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copy(ROOT / "book" / "ruff.toml", folder / "book")
    (folder / "lessonlib").symlink_to(ROOT / "lessonlib")  # ruff sorts imports by what lies where
    for path in (ROOT / "book").glob("*.ipynb"):
        nbformat.write(read_chapter(path), folder / "book" / path.name)
    return folder / "book"


every_check = pytest.mark.parametrize("arguments", [["check"], ["format", "--check"]], ids=" ".join)


@every_check
def test_ruff_finds_nothing(arguments):
    done = ruff(ROOT, *arguments, "--extend-exclude", "*.ipynb")
    assert done.returncode == 0, done.stdout


@every_check
def test_ruff_finds_nothing_in_the_chapters(arguments, chapters):
    done = ruff(chapters, *arguments)
    assert done.returncode == 0, done.stdout


def test_biome_finds_nothing(node):
    command = [node, PROGRAM, "check", "--error-on-warnings"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
