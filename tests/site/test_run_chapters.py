"""Python in the page, whole: in each chapter every cell that is offered is run, and every exercise is solved.

What a cell prints is compared with what the notebook holds, its grids, the words for its figures and the state of its
widgets with the page.
"""

import base64
import json
import re

import nbformat
import numpy as np
import pytest
from paths import ROOT
from playwright.sync_api import expect

from lessonlib.exercises import all_exercises
from lessonlib.exercises.checking.text import solution_text

pytestmark = [pytest.mark.book, pytest.mark.browser]

PATIENCE = 180_000  # milliseconds; the longest cell takes a few seconds where nothing else runs
FEWEST = {"01": 13, "02": 13, "03": 20, "04": 16, "05": 13, "06": 16, "07": 19, "08": 18, "09": 22, "10": 13}  # cells
CHAPTERS = sorted(path.stem for path in (ROOT / "book").glob("*.ipynb") if path.stem[:2] in FEWEST)
SOLVED = all_exercises(without=("torch",))
IGNORED = "nbval-ignore-output"

SHOWN = """
(cell, place) => [
  ...[...cell.querySelectorAll(`${place} .lesson-array`)].map((grid) =>
    [...grid.querySelectorAll("caption, td, th")].map((one) => one.textContent).join(" ")),
  ...[...cell.querySelectorAll(`${place} .lesson-figure`)].map((figure) => figure.ariaLabel),
]
"""


def stored(name):
    """What each cell of a chapter prints, by its name in the page; None where it may vary."""
    notebook = nbformat.read(ROOT / "book" / f"{name}.ipynb", as_version=4)
    return {
        f"cell-{cell.id}": None
        if IGNORED in cell.metadata.get("tags", ())
        else "".join(output.text for output in cell.outputs if output.output_type == "stream")
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


HEAR = """
() => {
  window.told = {};
  const { draw } = window.lessonFigures;
  window.lessonFigures.draw = (widget, told) => {
    window.told[widget.closest(".cell").id] = structuredClone(told);
    return draw(widget, told);
  };
}
"""


def whole(models, id):
    """The state of a widget, with those that it names in their places, but for what is the same for all of its kind."""

    def put(value):
        if isinstance(value, list):
            return [put(one) for one in value]
        named = isinstance(value, str) and value.startswith("IPY_MODEL_")
        return whole(models, value.removeprefix("IPY_MODEL_")) if named else value

    return {"model": models[id]["model_name"], **{name: put(value) for name, value in models[id]["state"].items()}}


def differences(told, stored, place=""):
    """Where what Python in the page told differs from what the book stored; trained weights may in their last bits."""
    if isinstance(told, dict) and isinstance(stored, dict):
        names = [name for name in told if name != "still"]  # it stands in the page, not in the state beside it
        return [at for name in names for at in differences(told[name], stored.get(name), f"{place}.{name}")]
    if isinstance(told, list) and isinstance(stored, list) and len(told) == len(stored):
        pairs = enumerate(zip(told, stored, strict=True))
        return [at for i, pair in pairs for at in differences(*pair, f"{place}[{i}]")]
    if isinstance(told, float) and isinstance(stored, int | float):
        return [] if abs(told - stored) < 1e-6 * max(1, abs(stored)) else [(place, told, stored)]
    if place.endswith((".weights", ".bias")) and isinstance(told, str):
        told, stored = (np.frombuffer(base64.b64decode(text), "<f2").astype(float) for text in (told, stored))
        return [] if told.shape == stored.shape and np.abs(told - stored).max() < 0.01 else [(place, told, stored)]
    return [] if told == stored else [(place, told, stored)]


def figure_faults(page, id):
    """What is wrong with the figure that a cell has drawn again; None where the book has none."""
    stored = page.locator(f"#{id} .cell_output script[type*='widget-view']")
    if not stored.count():
        return []
    saved = json.loads(page.evaluate("window.lessonWidgetState"))
    models = saved["state"]
    for model in models.values():
        for trait, value in model["state"].items():
            if isinstance(value, dict) and "lesson_text" in value:  # long texts stand in one list
                model["state"][trait] = saved["texts"][value["lesson_text"]]
    told = page.evaluate("(id) => window.told[id]", id)
    book = whole(models, json.loads(stored.text_content())["model_id"])
    live = page.locator(f"#{id} .lesson-run-output .lesson-widget[data-live] .lesson-view > *")
    nothing = [] if live.count() else [("nothing is drawn",)]
    return nothing + differences(whole(told["models"], told["model"]), book)


def run(cell):
    """Press what a reader presses, once, and wait for the end."""
    cell.get_by_role("button", name=re.compile("^(Run|Compute it again): ")).click()
    expect(cell).to_have_attribute("data-running", "no", timeout=PATIENCE)
    return cell.locator(".lesson-run-output")


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_cell_without_torch_prints_what_the_book_prints(name, address, site, open_page):
    if not any((site / "_static" / "python").glob("numpy-*.whl")):
        pytest.skip("this build could not get NumPy for its pages (web/vendor)")
    page = open_page(f"{address}/book/{name}.html")
    page.set_default_timeout(PATIENCE)
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    page.evaluate(HEAR)
    expected, wrong = stored(name), []
    offered = [cell.get_attribute("id") for cell in page.locator(".cell.run-kind--cell").all()]
    assert len(offered) >= FEWEST[name[:2]]
    for id in offered:
        cell = page.locator(f"#{id}")
        output = run(cell)
        if output.locator(".lesson-run-error").count():
            wrong.append((id, output.inner_text()))
        elif faults := figure_faults(page, id):
            wrong.append((id, faults))
        elif expected[id] is not None:
            printed = "\n".join(part.text_content() for part in output.locator("pre.lesson-run-text").all())
            before, now = (cell.evaluate(SHOWN, place) for place in (".cell_output", ".lesson-run-output"))
            if (expected[id].rstrip() and printed.rstrip() != expected[id].rstrip()) or before != now:
                wrong.append((id, printed, expected[id], before, now))
    assert not wrong
    for exercise in (one for one in SOLVED if one.chapter == name):
        solve(page, exercise)


def solve(page, exercise):
    cell = page.locator(f".run-kind--starter.run-id--{exercise.id}")
    cell.get_by_role("button", name="Solve here").click()
    cell.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(solution_text(exercise))
    cell.get_by_role("button", name="Check").click()
    insight = exercise.insight.replace("`", "").replace("*", "")[:40]
    expect(cell.locator(".lesson-right")).to_contain_text(insight, timeout=PATIENCE)
