"""Lists that need an entry for each widget have one."""

import ast
import re

import pytest
from paths import ROOT

import lessonlib as ll
from lessonlib.exercises.checking.needs import PHOTOGRAPHS

FOLDERS = sorted(path.parent for path in (ROOT / "lessonlib" / "widgets").glob("*/widget.js"))
HEADS = re.findall(
    r'^  "(.+?)": \[', (ROOT / "lessonlib/widgets/kit/figure_head.js").read_text(encoding="utf-8"), re.MULTILINE
)
WITHOUT_HEAD = {
    "letter_search",  # its title is the page's
    "prediction",  # a question
}
WITHOUT_GESTURE = {"Training race"}  # nothing in it is dragged: a reader starts it


def texts(folder, ending):
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob(f"*.{ending}")))


every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@every_folder
def test_a_folder_is_a_package_and_says_what_it_holds(folder):
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))


@every_folder
def test_a_widget_has_a_title(folder):
    named = [head for head in HEADS if f'"{head}"' in texts(folder, "js")]
    assert bool(named) != (folder.name in WITHOUT_HEAD), "kit/figure_head.js needs the aria-label of its view"


def test_a_title_is_that_of_a_widget():
    scripts = [texts(folder, "js") for folder in FOLDERS]
    assert [head for head in HEADS if not any(f'"{head}"' in script for script in scripts)] == []


def test_the_page_loads_what_a_photograph_needs():
    read = re.compile(r"lessonlib\.pictures\.photographs|lessonlib\.pictures import .*\bprint_page\b")
    shown = {folder.name for folder in FOLDERS if read.search(texts(folder, "py"))}
    homes = {name: home.split(".")[1] for name, home in ll._HOME.items() if home.startswith("widgets.")}
    assert {f"ll.{name}" for name, folder in homes.items() if folder in shown} == {
        name for name in PHOTOGRAPHS if name.removeprefix("ll.") in homes
    }


def test_a_widget_is_timed_in_the_hand_of_a_reader():
    gestures = (ROOT / "benchmarks" / "gestures.py").read_text(encoding="utf-8")
    assert {head for head in HEADS if f'", "{head}"' not in " ".join(gestures.split())} == WITHOUT_GESTURE


@pytest.mark.parametrize("name", [name for name, home in ll._HOME.items() if home.startswith("widgets.")])
def test_what_a_reader_calls_has_an_example(name):
    assert ">>> " in getattr(ll, name).__doc__, "pytest runs it, wherever it collects the module"
