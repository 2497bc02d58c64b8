"""*Where you stand*: every question and exercise is a mark that fills, and all of it can be taken along."""

import json
import re

import pytest
import yaml
from bs4 import BeautifulSoup
from pages import axe_faults
from paths import AXE, ROOT
from playwright.sync_api import expect

import lessonlib as ll
from lessonlib.exercises import all_exercises
from lessonlib.exercises.checking import progress
from lessonlib.exercises.checking.records import Record, as_text, from_text

pytestmark = [pytest.mark.book, pytest.mark.browser]

SOLVED = {"output-size": Record(2, True, 1), "one-number": Record(3, False, 0)}
ANSWER = {"attempts": [1], "revealed": False}


def soup(site, name):
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


@pytest.fixture
def stand(address, open_page):
    """The page, with what a browser has kept."""

    def start(kept=None, **options):
        page = open_page(f"{address}/book/where-you-stand.html", **options)
        for name, value in (kept or {}).items():
            page.evaluate(
                "([name, value]) => localStorage.setItem(`lesson:${name}`, JSON.stringify(value))", [name, value]
            )
        page.reload()
        expect(page.locator(".lesson-mark[data-name][data-state]").first).to_be_attached()
        return page

    return start


def mark(page, name):
    return page.locator(f".lesson-marks [data-name='{name}']")


def test_each_mark_leads_to_its_question_or_exercise(site):
    marks = soup(site, "book/where-you-stand").select("a.lesson-mark")
    there = {}
    for link in marks:
        name, _, anchor = link["href"].partition("#")
        there.setdefault(name, soup(site, f"book/{name.removesuffix('.html')}"))
        assert there[name].find(id=anchor), link["href"]
    exercises = [link["data-name"] for link in marks if link["data-kind"] == "exercise"]
    assert sorted(exercises) == sorted(one.id for one in all_exercises())
    questions = [link["data-name"] for link in marks if link["data-kind"] == "question"]
    contents = soup(site, "index").select(".lesson-toc a[data-questions]")
    assert sorted(questions) == sorted(" ".join(link["data-questions"] for link in contents).split())
    assert len(questions) > 30


def test_marks_rings_and_sums_count_questions_and_exercises_together(stand):
    page = stand({"places": ANSWER, "progress-text": as_text(SOLVED)})
    expect(mark(page, "places")).to_have_attribute("data-state", "done")
    expect(mark(page, "output-size")).to_have_attribute("data-state", "done")
    expect(mark(page, "one-number")).to_have_attribute("data-state", "tried")
    expect(mark(page, "zeros")).to_have_attribute("data-state", "open")
    expect(mark(page, "output-size")).to_have_accessible_name(re.compile("^Exercise: .*, solved$"))
    expect(page.locator("[data-sum]")).to_have_text(
        re.compile(rf"^2 of \d+ done: 1 of \d+ questions answered, 1 of {len(all_exercises())} exercises solved\.$")
    )
    expect(page.locator("[data-standing]")).to_have_text(re.compile(r"^2 of \d+ done"))
    row = page.locator(".lesson-stand > li", has=mark(page, "places"))
    tasks = row.locator(".lesson-mark").count()
    expect(row.locator("[data-count]")).to_have_text(f"2 of {tasks} done")
    expect(page.locator(".lesson-stand [data-count]:not(:empty)")).to_have_count(1)
    inside = page.locator(".lesson-toc a", has_text="Depth, stride and padding")
    expect(inside).to_have_attribute("data-share", "some")
    expect(inside).to_contain_text(f"2 of {tasks} done")


def test_a_solved_exercise_shows_its_code_after_a_reload_without_a_press(address, open_page):
    page = open_page(f"{address}/book/05-depth-stride-padding.html")
    asked = []
    page.evaluate(
        "([code, kept]) => { localStorage['lesson:answer:output-size'] = JSON.stringify(code);"
        " localStorage['lesson:progress-text'] = JSON.stringify(kept) }",
        ["def output_size(*mine):\n    return 'as I left it'", as_text(SOLVED)],
    )
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    cell = page.locator(".run-kind--starter.run-id--output-size")
    expect(cell.locator(".cell_input pre")).to_contain_text("as I left it")
    expect(cell.locator(".lesson-run-solved")).to_have_text("Solved")
    expect(page.locator(".lesson-run-solved:not(:empty)")).to_have_count(1)
    assert not [url for url in asked if "/python/" in url]
    page.on("dialog", lambda dialog: dialog.accept())
    cell.get_by_role("button", name="Solve here").click()
    expect(cell.locator(".cm-content")).to_contain_text("as I left it")
    cell.get_by_role("button", name="Start over").click()
    expect(cell.locator(".cm-content")).to_contain_text("your lines go here")


def test_progress_goes_to_jupyter_and_comes_back(stand, tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(tmp_path / "progress.json"))
    progress.write({"sgd-step": Record(4, True, 2)})
    page = stand({"progress-text": as_text(SOLVED)})
    expect(page.locator("[data-line]")).not_to_have_value("")
    line = page.locator("[data-line]").input_value()
    exec(line, {"ll": ll})
    assert progress.read() == SOLVED | {"sgd-step": Record(4, True, 2)}
    page.locator("[data-given]").fill("lesson:nonsense")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.locator("[data-told]")).to_contain_text("This is no line of progress")
    page.locator("[data-given]").fill(repr(ll.progress(export=True)))
    page.get_by_role("button", name="Bring it in").click()
    expect(mark(page, "sgd-step")).to_have_attribute("data-state", "done")
    expect(page.locator("[data-told]")).to_contain_text("It is in")
    kept = from_text(page.evaluate("JSON.parse(localStorage['lesson:progress-text'])"))[0]
    assert kept == progress.read()


def test_everything_goes_to_another_browser_as_a_file_and_nothing_there_is_lost(stand, tmp_path):
    first = stand({"places": ANSWER, "answer:output-size": "mine = 1", "progress-text": as_text(SOLVED)})
    with first.expect_download() as download:
        first.get_by_role("button", name="Save a file").click()
    download.value.save_as(tmp_path / "mine.json")
    own = {"attempts": [0], "revealed": True}
    other = stand(
        {"zeros": own, "answer:output-size": "theirs = 2", "progress-text": as_text({"sgd-step": Record(1, True, 0)})}
    )
    other.locator("[data-open]").set_input_files(tmp_path / "mine.json")
    expect(mark(other, "places")).to_have_attribute("data-state", "done")
    expect(mark(other, "output-size")).to_have_attribute("data-state", "done")
    expect(mark(other, "sgd-step")).to_have_attribute("data-state", "done")
    assert other.evaluate("JSON.parse(localStorage['lesson:answer:output-size'])") == "theirs = 2"
    assert other.evaluate("JSON.parse(localStorage['lesson:places'])") == ANSWER


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no JSON",
        "[]",
        "null",
        '{"lesson": 2, "kept": {}}',
        '{"lesson": 1}',
        '{"lesson": 1, "kept": {}, "progress": "x"}',
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(stand, content):
    page = stand()
    page.locator("[data-open]").set_input_files(
        {"name": "a.json", "mimeType": "application/json", "buffer": content.encode()}
    )
    expect(page.locator("[data-told]")).to_contain_text("This file is no progress")


def test_of_a_file_only_what_belongs_to_the_book_is_kept(stand):
    page = stand()
    hostile = {
        "scheme": "dark",
        "answer:../x": "1",
        "answer:output-size": 3,
        "places": {"attempts": 3},
        "zeros": ANSWER,
    }
    content = json.dumps({"lesson": 1, "kept": hostile})
    page.locator("[data-open]").set_input_files(
        {"name": "a.json", "mimeType": "application/json", "buffer": content.encode()}
    )
    expect(mark(page, "zeros")).to_have_attribute("data-state", "done")
    kept = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lesson:'))")
    assert kept == ["lesson:zeros"]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_axe_finds_nothing(stand, width, scheme):
    page = stand({"places": ANSWER, "progress-text": as_text(SOLVED)}, width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert mark(page, "places").bounding_box()["width"] >= 24
    page.add_script_tag(path=AXE)
    assert axe_faults(page) == []


def test_where_the_browser_keeps_nothing_the_page_still_shows_the_book(address, open_page):
    page = open_page("about:blank")
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked') }})")
    page.goto(f"{address}/book/where-you-stand.html")
    expect(page.locator("[data-sum]")).to_have_text(re.compile("^0 of"))
    with page.expect_download():
        page.get_by_role("button", name="Save a file").click()


def test_the_page_stands_in_the_contents_after_the_chapters():
    files = [chapter["file"] for chapter in yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))["chapters"]]
    assert files.index("book/where-you-stand") == files.index("book/11b-how-far-in-a-minute") + 1
