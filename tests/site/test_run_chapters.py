"""Python in the page, whole: in each chapter every cell that is offered is run, and every exercise is solved.

What a cell prints is compared with what the notebook holds, its grids and the words for its figures with the page.
"""

import re

import nbformat
import pytest
from paths import ROOT
from playwright.sync_api import expect

from lessonlib.exercises import all_exercises
from lessonlib.exercises.checking.text import solution_text

pytestmark = [pytest.mark.book, pytest.mark.browser]

PATIENCE = 180_000  # milliseconds; the longest cell takes a few seconds where nothing else runs
FEWEST = {"02": 9, "03": 14, "04": 11, "05": 9, "06": 8, "07": 14, "08": 15, "09": 19, "10": 11, "01": 9}  # cells
CHAPTERS = sorted(path.stem for path in (ROOT / "book").glob("*.ipynb") if path.stem[:2] in FEWEST)
SOLVED = all_exercises(without=("torch",))
IGNORED = "nbval-ignore-output"

SHOWN = """
(cell, place) => [
  ...[...cell.querySelectorAll(`${place} .lesson-array`)].map((grid) =>
    [...grid.querySelectorAll("caption, td, th")].map((one) => one.textContent).join(" ")),
  ...[...cell.querySelectorAll(`${place} img`)].map((picture) => picture.alt),
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
    expected, wrong = stored(name), []
    offered = [cell.get_attribute("id") for cell in page.locator(".cell.run-kind--cell").all()]
    assert len(offered) >= FEWEST[name[:2]]
    for id in offered:
        cell = page.locator(f"#{id}")
        output = run(cell)
        if output.locator(".lesson-run-error").count():
            wrong.append((id, output.inner_text()))
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
