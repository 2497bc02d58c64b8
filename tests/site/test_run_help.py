"""Hints and solutions in a page: buttons, the words of Jupyter, and no Python for them."""

import pytest
from bs4 import BeautifulSoup
from extension.chapters.minus import typeset
from pages import axe_faults
from paths import AXE, ROOT
from playwright.sync_api import expect

from lessonlib.exercises import all_exercises, find
from lessonlib.exercises.checking import help as words
from lessonlib.exercises.checking import progress
from lessonlib.exercises.checking.records import Record, from_text
from lessonlib.exercises.checking.text import solution_text

pytestmark = [pytest.mark.book, pytest.mark.browser]

PATIENCE = 120_000  # milliseconds
EXERCISE = find("output-size")
KEPT = "JSON.parse(localStorage.getItem('lesson:progress-text'))"


@pytest.fixture
def page(address, open_page):
    page = open_page(f"{address}/book/{EXERCISE.chapter}.html")
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    return page


def starter(page, id=EXERCISE.id):
    return page.locator(f".run-kind--starter.run-id--{id}")


def read(place):
    """The words of a place, as a text of Jupyter would have them without its backquotes."""
    return " ".join(place.inner_text().split())


def plain(text):
    return " ".join(text.replace("`", "").split())


def kept(page):
    return from_text(page.evaluate(KEPT))[0]


def test_hints_come_one_at_a_time_in_the_words_of_jupyter_without_python(page):
    count = len(EXERCISE.hints)
    cell = starter(page)
    place = cell.locator(".lesson-run-help").get_by_role("status").first
    expect(place).to_be_empty()
    for number in range(1, count + 1):
        button = cell.get_by_role("button", name=f"Hint {number} of {count}: {EXERCISE.title}")
        button.click()
        expect(place.locator("[data-hint]")).to_have_count(number)
        assert read(place.locator("[data-hint]").last) == plain(typeset(words.hint_words(EXERCISE, number)))
        assert kept(page)[EXERCISE.id].hints == number
    last = cell.get_by_role("button", name="No further hint")
    expect(last).to_have_attribute("aria-disabled", "true")
    last.click(force=True)
    expect(place.locator("[data-hint]")).to_have_count(count)
    assert "`" not in cell.inner_text()
    assert not [url for url in page.asked if "/python/" in url]


def test_a_hint_that_was_shown_before_comes_back_with_the_next(page):
    exercise = max(all_exercises(), key=lambda one: len(one.hints))
    assert len(exercise.hints) > 2
    page.evaluate(f"localStorage['lesson:progress-text'] = '\"{progress.as_text({exercise.id: Record(hints=1)})}\"'")
    page.goto(page.url.replace(EXERCISE.chapter, exercise.chapter))
    cell = starter(page, exercise.id)
    cell.get_by_role("button", name=f"Hint 2 of {len(exercise.hints)}").click()
    expect(cell.locator(".lesson-run-help [data-hint]")).to_have_count(2)
    assert kept(page)[exercise.id] == Record(hints=2)


def test_the_solution_opens_after_two_attempts_or_on_demand(page):
    cell = starter(page)
    button = cell.get_by_role("button", name="Solution")
    place = cell.locator(".lesson-run-help").get_by_role("status").last
    button.click()
    expect(place.locator("p")).to_have_text(words.too_early(0))
    place.get_by_role("button", name="Show it all the same").click()
    shown = place.locator("pre")
    expect(shown).to_be_visible()
    assert shown.inner_text().strip() == solution_text(EXERCISE)
    assert shown.locator("span.k").count(), "its code is not typeset"
    expect(button).to_be_focused()
    button.click()
    expect(place).to_be_empty()
    page.evaluate(f"localStorage['lesson:progress-text'] = '\"{progress.as_text({EXERCISE.id: Record(attempts=1)})}\"'")
    button.click()
    expect(place.locator("p")).to_have_text(words.too_early(1))
    button.click()
    page.evaluate(f"localStorage['lesson:progress-text'] = '\"{progress.as_text({EXERCISE.id: Record(attempts=2)})}\"'")
    button.click()
    expect(place.locator("pre")).to_be_visible()
    assert read(place) == plain(f"{words.ONE_WAY} {solution_text(EXERCISE)} {EXERCISE.insight}")
    assert kept(page)[EXERCISE.id] == Record(attempts=2), "looking at a solution counts as an attempt"


def test_attempts_with_python_count_for_the_solution_and_nothing_speaks_of_a_notebook(page):
    page.set_default_timeout(PATIENCE)
    cell = starter(page)
    cell.get_by_role("button", name="Solve here").click()
    output = cell.locator(".lesson-run-output")
    cell.get_by_role("button", name="Check").click()
    expect(output).to_have_text("Not attempted yet. Fill in output_size above, then press Check.", timeout=PATIENCE)
    cell.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("def output_size(input_size, filter_size, stride, padding):\n    return input_size")
    for attempts in (1, 2):
        cell.get_by_role("button", name="Check").click()
        expect(cell).to_have_attribute("data-running", "no", timeout=PATIENCE)
        assert kept(page)[EXERCISE.id].attempts == attempts
    cell.get_by_role("button", name="Solution").click()
    expect(cell.locator(".lesson-run-help pre")).to_be_visible()
    for code in ("ll.hint", "ll.solution", "ll.check"):
        assert code not in cell.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_by_keyboard_on_a_narrow_page_and_axe_finds_nothing(address, open_page, scheme):
    page = open_page(f"{address}/book/{EXERCISE.chapter}.html", width=360, scheme=scheme)
    cell = starter(page)
    cell.get_by_role("button", name="Solve here").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(cell.locator("[data-hint]")).to_have_count(1)
    expect(cell.get_by_role("button", name="Hint 2 of")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(cell.get_by_role("button", name="Show it all the same")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(cell.locator(".lesson-run-help pre")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.add_script_tag(path=AXE)
    assert axe_faults(page) == []


def test_from_a_file_the_hints_are_there_too(site, open_page):
    page = open_page((site / "book" / f"{EXERCISE.chapter}.html").as_uri())
    starter(page).get_by_role("button", name="Hint 1 of").click()
    expect(starter(page).locator("[data-hint]")).to_have_count(1)


def test_where_the_browser_keeps_nothing_hints_still_come_one_after_the_other(address, open_page):
    page = open_page("about:blank")
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked') }})")
    page.goto(f"{address}/book/{EXERCISE.chapter}.html")
    for number in (1, 2):
        starter(page).get_by_role("button", name=f"Hint {number} of").click()
        expect(starter(page).locator("[data-hint]")).to_have_count(number)


def test_no_page_tells_what_to_type_in_a_notebook_and_the_notebooks_do(site):
    chapters = {exercise.chapter for exercise in all_exercises()}
    for name in chapters:
        page = BeautifulSoup((site / "book" / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        prompts = page.select(".lesson-exercise")
        assert not [prompt.text for prompt in prompts if "ll.hint" in prompt.text]
        there = [exercise for exercise in all_exercises() if exercise.chapter == name]
        assert len(page.select("template.lesson-help")) == len(there)
        for link in page.select(".lesson-stuck a"):
            target = BeautifulSoup((site / "book" / "solutions.html").read_text(encoding="utf-8"), "html.parser")
            assert target.find(id=link["href"].partition("#")[2])
        assert len(page.select(".lesson-stuck a")) == len(there)
        taken = (site / "_sources" / "book" / f"{name}.ipynb").read_text(encoding="utf-8")
        assert taken.count("ll.hint(") >= len(there) > 0
    assert "ll.hint(" in (ROOT / "book" / f"{EXERCISE.chapter}.ipynb").read_text(encoding="utf-8")


def test_without_scripts_a_link_leads_to_the_hints(address, open_page):
    page = open_page(f"{address}/book/{EXERCISE.chapter}.html", java_script_enabled=False)
    link = page.locator(".lesson-stuck a").first
    expect(link).to_be_visible()
