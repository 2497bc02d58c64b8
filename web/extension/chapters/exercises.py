"""Exercises on the site: nobody's answers, and a page of solutions.

Chapters are read as if nobody had answered, whatever stands in the notebooks of a clone, and with no progress. What
the page of solutions shows is taken from the modules when the book is built; it stands in no file.
"""

import html
import json
import os
from pathlib import Path

from lessonlib.exercises import all_exercises
from lessonlib.exercises.checking.cells import as_json, mark, restored
from lessonlib.exercises.checking.text import solution_text

from .exercise_help import anchor

PLACE = "<!-- solutions -->"


def start_without_progress(app):
    path = Path(app.doctreedir) / "lesson-progress.json"
    path.unlink(missing_ok=True)
    os.environ["LESSONLIB_PROGRESS"] = str(path)  # the kernels inherit it


def read(app, docname, text):
    if Path(app.env.doc2path(docname)).suffix == ".ipynb":
        text[0] = as_json(restored(json.loads(text[0]), all_exercises()))
    elif PLACE in text[0]:
        text[0] = text[0].replace(PLACE, solutions(Path(app.srcdir)))


def publish_no_answer(app, exception):
    """The notebooks that the pages offer to download are those that were built."""
    for path in Path(app.outdir, "_sources").rglob("*.ipynb"):
        path.write_text(as_json(restored(json.loads(path.read_text("utf-8")), all_exercises())), "utf-8")


def solutions(root):
    """Hints and a solution for every exercise that stands in a chapter, by chapter."""
    lines = []
    for path in sorted((root / "book").glob("*.ipynb")):
        notebook = json.loads(path.read_text("utf-8"))
        there = {mark(cell)["id"] for cell in notebook["cells"] if mark(cell)}
        found = [one for one in all_exercises() if one.chapter == path.stem and one.id in there]
        if found:
            title = next(line[2:].strip() for line in notebook["cells"][0]["source"] if line.startswith("# "))
            lines += [f"## {title}", *(line for one in found for line in _entry(one, path))]
    return "\n\n".join(lines)


def _entry(exercise, path):
    """One exercise in Markdown; what gives something away is folded."""
    title = html.escape(exercise.title)
    yield f"### {exercise.title}"
    yield f"[To the exercise]({path.name}#{anchor(exercise)})"
    for number, hint in enumerate(exercise.hints, 1):
        yield f"<details><summary>Hint {number}<span class='lesson-hidden'> for {title}</span></summary>"
        yield hint
        yield "</details>"
    yield f"<details><summary>One way to do it<span class='lesson-hidden'>: {title}</span></summary>"
    yield f"```python\n{solution_text(exercise)}\n```"
    yield exercise.insight
    yield "</details>"
