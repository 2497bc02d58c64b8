"""Style: Python and notebooks by ruff, types by mypy, scripts and styles by Biome. `make lint` shows the same."""

import ast
import json
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from node_tools import PROGRAMS
from notebooks import read_chapter
from paths import ROOT


def ruff(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
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


@pytest.mark.slow  # half a minute, where nothing is kept from the last time
def test_mypy_finds_nothing():
    done = subprocess.run(
        [sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def run_tool(node, name, *arguments):
    command = [node, PROGRAMS[name], *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("command", [("biome", "check", "--error-on-warnings"), ("tsc",)], ids=" ".join)
def test_the_scripts_tools_find_nothing(node, command):
    done = run_tool(node, *command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_types_of_all_scripts_are_checked_without_exceptions(node):
    """A folder, a file or an option that falls out of the check would do so without a word."""
    settings = json.loads(run_tool(node, "tsc", "--showConfig").stdout)
    scripts = [path for folder in ("lessonlib/widgets", "web/page") for path in (ROOT / folder).rglob("*.js")]
    assert len(scripts) > 150
    assert {f"./{path.relative_to(ROOT).as_posix()}" for path in scripts} <= set(settings["files"])
    options = settings["compilerOptions"]
    assert options["strict"]
    assert options["checkJs"]
    assert [name for name, value in options.items() if value is False] == []
    assert [path.name for path in scripts if "@ts-" in path.read_text("utf-8")] == []


def in_the_locales_encoding(call):
    """Whether a call reads or writes text without saying how it is encoded."""
    function = call.func
    name = getattr(function, "attr", getattr(function, "id", ""))
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    if "encoding" in named:
        return False
    if name in ("run", "Popen", "check_output", "node"):
        return bool(named.keys() & {"text", "universal_newlines"})
    return (name == "read_text" and not call.args) or (name == "write_text" and len(call.args) < 2)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("(a / b).read_text()", True),
        ("(a / b).read_text('utf-8')", False),
        ("(a / b).write_text(c)", True),
        ("a.write_text(c, encoding='utf-8')", False),
        ("subprocess.run(a, text=True)", True),
        ("subprocess.run(a)", False),
    ],
)
def test_what_ruff_overlooks_is_found(code, found):
    assert in_the_locales_encoding(ast.parse(code).body[0].value) is found


def test_no_text_is_read_or_written_in_the_locales_encoding():
    """Where the locale is not UTF-8, that breaks; ruff's PLW1514 knows only what it can see to be a path."""
    command = ["git", "ls-files", "-z", "*.py"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout.split("\0")
    found = [
        f"{name}, line {call.lineno}"
        for name in filter(None, names)
        if (ROOT / name).exists()
        for call in ast.walk(ast.parse((ROOT / name).read_text("utf-8")))
        if isinstance(call, ast.Call) and in_the_locales_encoding(call)
    ]
    assert found == []


def test_no_widget_has_a_class_that_the_site_gives_another_look():
    """The site's styles hold for every page, so for what a widget draws in it, too."""
    names = re.compile(r"\.(lesson-[\w-]+)")
    site = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "web" / "css").glob("*.css"))
    leading = set(re.findall(r"^\s*\.(lesson-[\w-]+)", site, flags=re.M))
    widgets = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "lessonlib" / "widgets").rglob("*.css"))
    assert len(leading) > 60
    assert leading & set(names.findall(widgets)) == {"lesson-hidden"}
