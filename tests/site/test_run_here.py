"""Python in the page: exercises are solved in the built site, with no other host, no kernel and no lost answer."""

import inspect
import re
import textwrap
import time
import zipfile

import nbformat
import pytest
from pages import axe_faults
from paths import AXE, ROOT
from playwright.sync_api import expect

import lessonlib as ll
from lessonlib.exercises import all_exercises, class_csv, find
from lessonlib.exercises.checking.page import as_page
from lessonlib.exercises.checking.text import solution_text

pytestmark = [pytest.mark.book, pytest.mark.browser]

IN_THE_PAGE = all_exercises(without=("torch",))
PATIENCE = 120_000  # milliseconds; a cold start takes a few seconds where nothing else runs
CELL = ".cell.run-kind--cell"


@pytest.fixture
def chapter(address, open_page):
    def start(name, **options):
        page = open_page(f"{address}/book/{name}.html", **options)
        page.set_default_timeout(PATIENCE)
        return page

    return start


@pytest.fixture
def has_numpy(site):
    """Whether this build could get NumPy for its pages; without it, it offers what needs none."""
    return any((site / "_static" / "python").glob("numpy-*.whl"))


@pytest.fixture
def without_numpy(address, open_page):
    """Open a chapter as a build without NumPy shows it, with more in its page if need be."""

    def start(name, more=""):
        page = open_page("about:blank")
        page.set_default_timeout(PATIENCE)
        url = f"{address}/book/{name}.html"

        def changed(route):
            answer = route.fetch()
            body = answer.text().replace("run-numpy--here", "run-numpy--missing")
            route.fulfill(response=answer, body=body.replace("<article", f"{more}<article", 1))

        page.route(url, changed)
        page.goto(url)
        return page

    return start


def starter(page, id):
    return page.locator(f".run-kind--starter.run-id--{id}")


def write(page, cell, code):
    """Open a cell and put code in place of what stands there."""
    if cell.get_by_role("button", name="Solve here").count():
        cell.get_by_role("button", name="Solve here").click()
    cell.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(code)


def mistaken(exercise, name):
    """A known wrong answer as a learner would type it."""
    function = next(found for found in exercise.mistakes if found.__name__ == name)
    source = textwrap.dedent(inspect.getsource(function))
    return re.sub(rf"def {name}\(", f"def {exercise.name}(", source[source.index("def ") :])


def test_a_wrong_answer_gets_the_words_it_gets_in_jupyter(chapter, tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(tmp_path / "progress.json"))
    exercise = find("output-size")
    page = chapter(exercise.chapter)
    cell = starter(page, exercise.id)
    code = mistaken(exercise, "adds_the_filter")
    write(page, cell, code)
    cell.get_by_role("button", name="Check").click()
    space = {}
    exec(code, space)
    words = as_page(ll.check(exercise.id, space[exercise.name]), exercise.name).text.replace("`", "")
    shown = cell.locator(".lesson-feedback").inner_text()
    assert shown.split() == words.split()


def test_an_answer_survives_a_reload_and_is_taken_away_as_a_notebook(chapter, tmp_path):
    exercise = find("output-size")
    page = chapter(exercise.chapter)
    code = "def output_size(input_size, filter_size, stride, padding):\n    return 'my answer'"
    write(page, starter(page, exercise.id), code)
    page.reload()
    cell = starter(page, exercise.id)
    expect(cell).to_contain_text("what you wrote is kept", timeout=PATIENCE)
    cell.get_by_role("button", name="Solve here").click()
    expect(cell.locator(".cm-content")).to_contain_text("my answer", timeout=PATIENCE)
    with page.expect_download() as download:
        cell.get_by_role("button", name="Save my answers").click()
    assert download.value.suggested_filename == f"my-answers-{exercise.chapter}.ipynb"
    download.value.save_as(tmp_path / "answers.ipynb")
    notebook = nbformat.read(tmp_path / "answers.ipynb", as_version=4)
    nbformat.validate(notebook)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert sources[1:] == [code, 'll.check("output-size", output_size)']
    assert "lesson_progress" not in notebook.metadata, "nothing was checked"
    page.on("dialog", lambda dialog: dialog.accept())
    cell.get_by_role("button", name="Start over").click()
    expect(cell.locator(".cm-content")).to_contain_text("your lines go here", timeout=PATIENCE)


def test_a_loop_without_end_is_stopped_by_the_checker_or_by_the_reader(chapter):
    exercise = find("output-size")
    page = chapter(exercise.chapter)
    cell = starter(page, exercise.id)
    write(page, cell, "def output_size(input_size, filter_size, stride, padding):\n    while True:\n        pass")
    cell.get_by_role("button", name="Check").click()
    expect(cell.locator(".lesson-feedback")).to_contain_text("had not ended after 2 seconds", timeout=PATIENCE)
    write(page, cell, "while True:\n    pass")
    cell.get_by_role("button", name="Check").click()
    cell.get_by_role("button", name="Stop").click()
    expect(cell.locator(".lesson-run-note")).to_contain_text("Stopped. Python ended with it", timeout=PATIENCE)
    write(page, cell, solution_text(exercise))
    cell.get_by_role("button", name="Check").click()
    expect(cell.locator(".lesson-right")).to_be_visible(timeout=PATIENCE)


def test_progress_stays_with_the_reader_and_goes_into_the_table_of_a_class(chapter, tmp_path):
    exercise, before = find("output-size"), int(time.time())
    page = chapter(exercise.chapter)
    write(page, starter(page, exercise.id), solution_text(exercise))
    starter(page, exercise.id).get_by_role("button", name="Check").click()
    expect(starter(page, exercise.id).locator(".lesson-right")).to_be_visible(timeout=PATIENCE)
    page.reload()
    cell = starter(page, exercise.id)
    write(page, cell, "ll.progress()")
    cell.get_by_role("button", name="Check").click()
    expect(cell.locator(".lesson-run-output")).to_contain_text(
        re.compile(rf" solved +05 +{exercise.title}"), timeout=PATIENCE
    )
    with page.expect_download() as download:
        cell.get_by_role("button", name="Save my answers").click()
    download.value.save_as(tmp_path / "answers.ipynb")
    found, skipped = class_csv.read(tmp_path / "answers.ipynb")
    assert not skipped
    assert found[exercise.id].right
    assert before <= found[exercise.id].first <= found[exercise.id].last <= time.time()


def test_a_cell_runs_after_those_before_it(chapter):
    """The last cell but one of 03 multiplies columns and rows; `slide` and `picture` come from far above."""
    page = chapter("03-convolution-by-hand")
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    cell = page.locator(CELL).last
    cell.get_by_role("button", name="Run: ").click()
    expect(cell.locator(".lesson-run-output .lesson-array").first).to_be_visible(timeout=PATIENCE)
    expect(cell.locator(".cell_output")).to_be_hidden()


def test_what_needs_more_than_the_page_has_says_so_before_a_click_and_where_it_runs(without_numpy):
    page = without_numpy("05-depth-stride-padding")
    cell = starter(page, "convolution-with-loops")
    note = cell.get_by_role("note")
    expect(note).to_contain_text("needs NumPy, which this copy of the book does not carry")
    expect(starter(page, "torch-conv").get_by_role("note")).to_contain_text("needs PyTorch, which runs in no page")
    for id in ("convolution-with-loops", "torch-conv"):
        assert starter(page, id).get_by_role("button", name="Solve here").count() == 0
    wide = cell.bounding_box()["width"]
    note.evaluate("(note) => note.replaceChildren('Short.')")
    assert cell.bounding_box()["width"] == wide, "a note makes its cell wider"
    page.reload()
    starter(page, "output-size").get_by_role("button", name="Solve here").click()
    expect(starter(page, "output-size").locator(".cm-content")).to_be_visible(timeout=PATIENCE)
    expect(note).to_be_visible()
    note.get_by_role("link", name="Run the chapter in your own Jupyter").click()
    expect(page.get_by_role("heading", name="How to use this book")).to_be_in_viewport(timeout=PATIENCE)


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://mybinder.org/v2/gh/Teacher/a-course/main?urlpath=lab", "Open the chapter on Binder"),
        ("https://colab.research.google.com/github/Teacher/a-course", "Open the chapter in Colab"),
    ],
)
def test_what_needs_numpy_offers_the_launch_link_of_its_page(link, name, without_numpy):
    page = without_numpy("05-depth-stride-padding", f'<a href="{link}">launch</a>')
    offered = starter(page, "convolution-with-loops").get_by_role("link", name=name)
    expect(offered).to_have_attribute("href", link)


def test_cells_for_pytorch_say_so_and_where_they_run(chapter):
    page = chapter("05-depth-stride-padding")
    cell = page.locator("#cell-bcb0dd")
    assert "torch.nn" in cell.locator("pre").first.inner_text()
    expect(cell.get_by_role("note")).to_have_text(re.compile("^Not in this page: it needs PyTorch"))
    expect(cell.get_by_role("link", name="Run the chapter in your own Jupyter")).to_be_visible()
    expect(cell.get_by_role("button", name="Run")).to_have_count(0)
    sections = page.locator("section:has(> .run-kind--elsewhere)")
    assert sections.count() == page.locator(".run-kind--elsewhere").count(), "a section says it twice"


def test_a_cell_that_takes_long_says_how_long_and_is_offered_all_the_same(chapter):
    page = chapter("09-going-deep")
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    cell = page.locator("#cell-785006")
    expect(cell.get_by_role("button", name="Compute it again: ")).to_be_visible()
    expect(cell.locator(".lesson-run-long")).to_have_text("about 10 s")
    expect(page.locator("#cell-influence-of-each-pixel-on-the-middle-unit .lesson-run-long")).to_have_text("about 10 s")


def test_from_a_file_the_button_says_why_not(site, open_page):
    page = open_page((site / "book" / "05-depth-stride-padding.html").as_uri())
    cell = starter(page, "output-size")
    cell.get_by_role("button", name="Solve here").click()
    expect(cell.locator(".lesson-run-note")).to_contain_text("browsers start no Python from files", timeout=PATIENCE)


def test_by_keyboard_alone_and_axe_finds_nothing(chapter):
    exercise = find("output-size")
    page = chapter(exercise.chapter, width=360)
    cell = starter(page, exercise.id)
    cell.get_by_role("button", name="Solve here").focus()
    page.keyboard.press("Enter")
    expect(cell.locator(".cm-content")).to_be_focused(timeout=PATIENCE)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(solution_text(exercise))
    page.keyboard.press("Tab")
    expect(cell.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell.locator(".lesson-right")).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.add_script_tag(path=AXE)
    assert axe_faults(page) == []


def test_nothing_of_python_is_loaded_before_it_is_asked_for(address, open_page):
    page = open_page("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/book/05-depth-stride-padding.html")
    page.wait_for_load_state("networkidle")
    assert asked
    assert not [url for url in asked if "/python/" in url]


def test_the_library_in_the_page_is_this_library(site):
    with zipfile.ZipFile(site / "_static" / "python" / "lessonlib.zip") as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert packed["lessonlib/nn/geometry.py"] == (ROOT / "lessonlib" / "nn" / "geometry.py").read_bytes()
    assert {f"lessonlib/exercises/bank/{one.id.replace('-', '_')}.py" for one in IN_THE_PAGE} <= packed.keys()
    assert not any("/cifar/" in name or name.endswith(".js") for name in packed)
