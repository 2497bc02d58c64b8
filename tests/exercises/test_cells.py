"""Exercises in the chapters: written from the modules, never over an answer; solved, every check is green."""

import copy
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace

import nbformat
import pytest
from mutants import survivors
from nbclient import NotebookClient
from paths import ROOT

import lessonlib as ll
from lessonlib.exercises import all_exercises, find
from lessonlib.exercises.checking.cells import as_json, digest, mark, restored, source, write
from lessonlib.exercises.checking.text import solution_text

ALL = all_exercises()
CHAPTERS = sorted((ROOT / "book").glob("*.ipynb"))
ANSWER = "def output_size(*answer):\n    return  'mine'  # somebody's"

every_exercise = pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)


def of(path):
    return [exercise for exercise in ALL if exercise.chapter == path.stem]


def chapter():
    """A small chapter, as JSON: its head, a section, and two headings in one cell."""
    texts = ["# Depth\n\n8 minutes.", "## One\n\nText.\n\n## Three things to keep\n\nMore."]
    cells = [
        {"cell_type": "markdown", "id": f"cell-{i}", "metadata": {}, "source": text.splitlines(keepends=True)}
        for i, text in enumerate(texts)
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def found(notebook, id, part):
    return next(
        cell for cell in notebook["cells"] if mark(cell) and (mark(cell)["id"], mark(cell)["part"]) == (id, part)
    )


SOME = [find("output-size"), find("convolution-with-loops")]


# Writing


def test_exercises_are_written_before_their_heading_and_at_the_end():
    notebook = chapter()
    assert write(notebook, SOME) == ["written: output-size", "written: convolution-with-loops"]
    starts = [source(cell).splitlines()[0] for cell in notebook["cells"]]
    assert starts[:3] == ["# Depth", "## One", "### Count the places"]
    assert starts[4] == 'll.check("output-size", output_size)'
    assert starts[5:8] == ["## Three things to keep", "## More practice", "### Slide the filters yourself"]
    nbformat.validate(nbformat.from_dict(notebook))
    assert write(notebook, SOME) == []


def test_a_later_exercise_takes_its_place_among_those_that_are_there():
    notebook, other = chapter(), chapter()
    more = sorted((one for one in ALL if one.chapter == SOME[0].chapter and not one.core), key=lambda one: one.order)
    write(notebook, more)
    for exercise in reversed(more):
        write(other, [one for one in more if one is exercise or _stands(other, one)])
    assert [source(cell) for cell in other["cells"]] == [source(cell) for cell in notebook["cells"]]


def _stands(notebook, exercise):
    return any(mark(cell) and mark(cell)["id"] == exercise.id for cell in notebook["cells"])


def test_an_answer_is_left_and_named_and_the_rest_brought_up_to_date():
    notebook = chapter()
    write(notebook, SOME)
    found(notebook, "output-size", "starter")["source"] = ANSWER.splitlines(keepends=True)
    old = found(notebook, "output-size", "prompt")
    old["source"], mark(old)["hash"] = ["Older words."], digest("Older words.")
    said = write(notebook, SOME)
    assert said == ["updated: output-size, prompt", "left as it is, somebody's answer: output-size, starter"]
    assert source(found(notebook, "output-size", "starter")) == ANSWER
    assert source(found(notebook, "output-size", "prompt")).startswith("### Count the places")


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda text: text.replace("−", "-"),
        lambda text: text.replace("-", "−"),
        lambda text: text.replace("-", "\u2010"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "  \n") + "\n",
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: unicodedata.normalize("NFD", text),
    ],
    ids=[
        "hyphen",
        "minus",
        "another hyphen",
        "Windows",
        "spaces at ends",
        "spaces that do not break",
        "two characters",
    ],
)
def test_a_text_that_an_editor_wrote_otherwise_is_nobodys_answer(otherwise):
    """The module's text changes later, and reaches a cell that an editor or a program had touched."""
    notebook, (size, _) = chapter(), SOME
    first = replace(size, prompt="Older wörds: −3 and 1 - 2, well-known.")
    write(notebook, [first])
    cell = found(notebook, "output-size", "prompt")
    cell["source"] = otherwise(source(cell)).splitlines(keepends=True)
    assert write(copy.deepcopy(notebook), [first]) in ([], ["updated: output-size, prompt"])
    assert write(notebook, [size]) == ["updated: output-size, prompt"]
    assert "Older" not in source(cell)


def test_an_exercise_that_is_no_more_goes_unless_somebody_answered_it():
    notebook = chapter()
    write(notebook, SOME)
    found(notebook, "output-size", "starter")["source"] = [ANSWER]
    said = write(notebook, [])
    assert "removed: output-size, prompt" in said
    assert "left as it is, somebody's work: output-size, starter" in said
    assert [mark(cell)["part"] for cell in notebook["cells"] if mark(cell)] == ["starter", "heading"]


def test_a_heading_that_is_not_there_is_named_with_those_that_are():
    notebook = chapter()
    notebook["cells"].pop()
    before = copy.deepcopy(notebook)
    with pytest.raises(LookupError, match=r"output-size: .* no heading '## Three things to keep'; it has"):
        write(notebook, SOME)
    assert notebook == before


def test_restored_is_as_if_nobody_had_answered():
    notebook = chapter()
    write(notebook, SOME)
    check = found(notebook, "output-size", "check")
    check |= {"execution_count": 3, "outputs": [{"output_type": "stream", "name": "stdout", "text": "Right"}]}
    clean = restored(notebook, ALL)
    found(notebook, "output-size", "starter")["source"] = [ANSWER]
    assert restored(notebook, ALL) == clean
    assert ANSWER not in as_json(clean)
    assert "Not attempted yet" in as_json(clean)
    assert "Right" not in as_json(clean)


# The committed chapters. What stands in them is read as it is: here an answer counts, unless it is a reader's own.


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_chapters_hold_what_the_modules_say(path):
    notebook = json.loads(path.read_text("utf-8"))
    assert as_json(notebook) == path.read_text("utf-8")
    assert [line for line in write(notebook, of(path)) if "somebody's" not in line] == [], "make exercises writes it"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_in_a_committed_chapter_nobody_has_answered(path):
    """Or a module's new text would never reach it."""
    command = ["git", "show", f"HEAD:book/{path.name}"]
    committed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    notebook = json.loads(committed)
    for cell in filter(mark, notebook["cells"]):
        assert mark(cell)["hash"] == digest(source(cell)), mark(cell)
    assert [line for line in write(notebook, of(path)) if "somebody's" in line] == []


@every_exercise
def test_no_solution_stands_in_a_chapter(exercise):
    for path in CHAPTERS:
        text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if not mark(cell))
        lines = [line.strip() for line in solution_text(exercise).splitlines()[1:] if len(line.strip()) > 12]
        assert not lines or not all(line in text for line in lines)


# Solved


def solved(path):
    """A chapter with every starter replaced by the solution."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if mark(cell) and mark(cell)["part"] == "starter":
            cell.source = solution_text(find(mark(cell)["id"]))
    return notebook


@pytest.mark.parametrize("path", [path for path in CHAPTERS if of(path)], ids=lambda path: path.stem)
def test_solved_every_check_is_green_with_the_chapters_imports_alone(path, tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(tmp_path / "progress.json"))
    space = {}
    cells = [cell for cell in solved(path).cells if cell.cell_type == "code"]
    for cell in [cells[0], *filter(mark, cells[1:])]:
        if mark(cell) and mark(cell)["part"] == "check":
            assert eval(cell.source, space), cell.source
        else:
            exec(cell.source, space)
    assert str(ll.progress()).count("  solved ") == len(of(path))


@pytest.mark.slow
def test_a_whole_chapter_solved_runs_with_every_check_green(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(tmp_path / "progress.json"))
    path = ROOT / "book" / "05-depth-stride-padding.ipynb"
    notebook = solved(path)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    ).execute()
    checks = [cell for cell in notebook.cells if mark(cell) and mark(cell)["part"] == "check"]
    assert len(checks) == len(of(path))
    for cell in checks:
        assert cell.outputs[0].data["text/plain"].startswith("Right")


# Answered, in a clone


@pytest.fixture
def clone(tmp_path):
    """A copy of what git holds; ``clone("python", ...)`` runs a command in it."""
    files = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout
    for name in filter(None, files.split("\0")):
        if (ROOT / name).exists():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environment |= {"PYTHONPATH": str(tmp_path)}
    environment.pop("LESSONLIB_PROGRESS", None)

    def run(*command):
        return subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )

    run.folder = tmp_path
    return run


def test_an_answer_survives_make_exercises_make_notebooks_and_make_test(clone):
    path = clone.folder / "book" / "03-convolution-by-hand.ipynb"
    exercise = find("one-number")
    answer = solution_text(exercise).replace(":\n", ":\n    #  mine, and  not laid out as ruff would\n", 1)
    notebook = json.loads(path.read_text("utf-8"))
    found(notebook, exercise.id, "starter")["source"] = answer.splitlines(keepends=True)
    path.write_text(as_json(notebook), "utf-8")
    progress = clone.folder / "book" / ".lesson-progress.json"
    progress.write_text('{"one-number": {"attempts": 3, "right": true, "hints": 1}}', encoding="utf-8")

    done = clone("-m", "lessonlib.exercises", str(path))
    assert "left as it is, somebody's answer: one-number, starter" in done.stdout
    done = clone("tools/notebooks.py", str(path))
    assert done.returncode == 0, done.stderr
    tests = [
        "tests/project/test_style.py::test_ruff_finds_nothing_in_the_chapters",
        "tests/book/test_chapters.py",
        "tests/book/test_spelling.py",
    ]
    done = clone("-m", "pytest", "-q", "-p", "no:xdist", *tests, "tests/exercises/test_cells.py::" + DRIFT, str(path))
    assert done.returncode == 0, done.stdout[-3000:]

    notebook = json.loads(path.read_text("utf-8"))
    assert source(found(notebook, exercise.id, "starter")) == answer
    assert "Right" in json.dumps(found(notebook, exercise.id, "check")["outputs"])
    assert '"attempts": 3' in progress.read_text(encoding="utf-8")


DRIFT = test_the_chapters_hold_what_the_modules_say.__name__


# Changed solutions: a sample; all of them in `make rehearse`


@every_exercise
def test_the_checker_refuses_changed_solutions(exercise):
    count, passed = survivors(exercise, chosen=range(len(exercise.id) % 5, 200, 9))
    assert count or exercise.judge
    assert [what for what, differs in passed if differs] == []
    assert exercise.judge or exercise.draw
