"""The style of the code: Python and the notebooks' by ruff, scripts and styles by Biome. `make lint` shows the same."""

import ast
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
        [sys.executable, "-m", "ruff", *arguments, "."], cwd=folder, capture_output=True, encoding="utf-8", check=False
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


HASHED = {"lessonlib/cifar/training/hardware.py:21"}  # reads digits; a change would ask for new measurements
TEXT_MODES = {mode + kind for mode in "rwax" for kind in ("", "t", "+")}


def without_encoding(tree):
    """The lines of a module that read or write text in whatever encoding the reader's machine prefers."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        method, name = isinstance(node.func, ast.Attribute), getattr(node.func, "attr", getattr(node.func, "id", ""))
        if "encoding" in named or None in named:  # or among **options
            continue
        if method and name in ("read_text", "write_text"):
            found = len(node.args) < 1 + (name == "write_text")
        elif name in ("open", "fdopen"):
            place = 0 if method and name == "open" else 1  # of the mode: path.open(mode), but open(path, mode)
            mode = named.get("mode") or next(iter(node.args[place:]), None)
            of_a_path = place == 0 and not node.args  # and not of an archive or an image
            found = of_a_path or place == 1 if mode is None else getattr(mode, "value", None) in TEXT_MODES
        else:
            found = any(getattr(named.get(key), "value", None) is True for key in ("text", "universal_newlines"))
        if found:
            yield node.lineno


def test_text_is_read_and_written_as_utf_8():
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    places = {
        f"{name}:{line}"
        for name in listed.stdout.split()
        for line in without_encoding(ast.parse((ROOT / name).read_text(encoding="utf-8")))
    }
    assert places - HASHED == set()


@pytest.mark.parametrize(
    ("call", "found"),
    [
        *(("path.read_text()", True), ("path.write_text(text)", True), ("open(name)", True), ("open(name, 'w')", True)),
        *(("path.open()", True), ("path.open('a')", True), ("os.fdopen(handle, mode='w')", True)),
        *(("subprocess.run(words, text=True)", True), ("open(name, newline='')", True)),
        *(("path.read_text('utf-8')", False), ("path.write_text(text, 'utf-8')", False), ("open(name, 'rb')", False)),
        *(("path.open('a', encoding='utf-8')", False), ("open(name, **options)", False), ("Image.open(name)", False)),
        *(("path.read_bytes()", False), ("subprocess.run(words)", False), ("archive.open(member)", False)),
    ],
)
def test_the_rule_on_encodings_sees(call, found):
    assert bool(list(without_encoding(ast.parse(call)))) is found


def test_biome_finds_nothing(node):
    command = [node, PROGRAM, "check", "--error-on-warnings"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
