"""Python in the page when something goes wrong: a file that does not load, two tabs, a cell that fails."""

import pytest
from playwright.sync_api import expect

from lessonlib.exercises import find
from lessonlib.exercises.checking.text import solution_text

pytestmark = [pytest.mark.book, pytest.mark.browser]

PATIENCE = 180_000  # milliseconds
CHAPTER = "05-depth-stride-padding"
EXERCISE = find("output-size")


@pytest.fixture
def page(address, open_page):
    page = open_page(f"{address}/book/{CHAPTER}.html")
    page.set_default_timeout(PATIENCE)
    for answer in page.locator("details.lesson-guess > summary").all():
        answer.click()  # or a cell that lies behind a question is hidden
    return page


def cell_of(page, id):
    return page.locator(f"#cell-{id}")


def press(cell):
    cell.get_by_role("button", name="Run: ").click()


def done(cell):
    expect(cell).to_have_attribute("data-running", "no", timeout=PATIENCE)


def write(page, cell, code):
    cell.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(code)


def solve(page):
    cell = page.locator(f".run-kind--starter.run-id--{EXERCISE.id}")
    if cell.get_by_role("button", name="Solve here").count():
        cell.get_by_role("button", name="Solve here").click()
    write(page, cell, solution_text(EXERCISE))
    cell.get_by_role("button", name="Check").click()
    expect(cell.locator(".lesson-right")).to_be_visible(timeout=PATIENCE)
    return cell


@pytest.mark.parametrize("name", ["pyodide.asm.wasm", "lessonlib.zip", "editor.js"])
def test_a_file_that_fails_once_is_asked_for_again(page, name):
    failures = []

    def once(route):
        if failures:
            return route.continue_()
        failures.append(name)
        return route.abort()

    page.route(f"**/python/{name}*", once)
    cell = cell_of(page, "1b323a")
    press(cell)
    expect(cell.locator(".lesson-run-text")).to_have_text("[0, 1, 2, 3, 4]", timeout=PATIENCE)
    assert failures
    page.faults.clear()


def test_a_file_that_never_loads_is_named_and_can_be_tried_again(page):
    page.route("**/python/python_stdlib.zip", lambda route: route.abort())
    cell = cell_of(page, "1b323a")
    press(cell)
    expect(cell.locator(".lesson-run-error")).to_contain_text("python_stdlib.zip could not be loaded", timeout=PATIENCE)
    page.unroute("**/python/python_stdlib.zip")
    cell.get_by_role("button", name="Try again").click()
    expect(cell.locator(".lesson-run-text")).to_have_text("[0, 1, 2, 3, 4]", timeout=PATIENCE)
    page.faults.clear()


def test_two_tabs_keep_each_others_progress(page):
    solve(page)
    other = page.context.new_page()
    other.faults = []
    other.set_default_timeout(PATIENCE)
    other.goto(page.url)
    hinted = other.locator(".run-kind--starter.run-id--unread-rows")
    hinted.get_by_role("button", name="Hint 1 of").click()
    expect(hinted.get_by_role("button", name="Hint 2 of")).to_be_visible(timeout=PATIENCE)
    first = page.locator(".run-kind--starter.run-id--unread-rows")
    first.get_by_role("button", name="Hint").click()
    expect(first.locator("[data-hint]")).to_have_count(2)
    hinted.get_by_role("button", name="Solve here").click()
    write(other, hinted, "ll.progress()")
    hinted.get_by_role("button", name="Check").click()
    expect(hinted.locator(".lesson-run-output")).to_contain_text(f"solved   05   {EXERCISE.title}", timeout=PATIENCE)


def test_stop_ends_a_loop_in_numpy_and_the_names_come_back(page):
    cell = cell_of(page, "23e0ba")
    press(cell)
    done(cell)
    write(page, cell, "while True:\n    np.zeros(9).sum()")
    page.keyboard.press("Shift+Enter")
    expect(cell.locator(".lesson-run-note")).to_contain_text("Still running", timeout=PATIENCE)
    cell.get_by_role("button", name="Stop").click()
    expect(cell.locator(".lesson-run-note")).to_contain_text("Stopped", timeout=PATIENCE)
    write(page, cell, "print(square.sum(), edge_filter.sum())")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(cell.locator(".lesson-run-text")).to_have_text("9 0", timeout=PATIENCE)


def test_a_cell_above_that_fails_is_marked_and_named(page):
    above, below = cell_of(page, "23e0ba"), cell_of(page, "9421f7")
    press(above)
    done(above)
    write(page, above, "nowhere")
    press(below)
    expect(below.locator(".lesson-run-note")).to_contain_text("a cell above ended with an error", timeout=PATIENCE)
    expect(above).to_contain_class("lesson-run-failed")
    expect(above.locator(".lesson-run-error")).to_contain_text("name 'nowhere' is not defined")
    write(page, above, "print('well')")
    press(below)
    expect(above.locator(".lesson-run-text")).to_have_text("well", timeout=PATIENCE)
    done(below)
    expect(below.locator(".lesson-run-note")).to_be_empty()


def test_a_second_press_waits_while_python_loads_and_old_output_stays(page):
    first, second = cell_of(page, "1b323a"), cell_of(page, "da3f58")
    press(first)
    press(second)
    expect(second.locator(".cell_output")).to_be_visible()
    expect(second.locator(".lesson-run-text")).to_have_text("[0, 2, 4]", timeout=PATIENCE)
    expect(first.locator(".lesson-run-text")).to_have_text("[0, 1, 2, 3, 4]")
    expect(second.locator(".cell_output")).to_be_hidden()


def test_the_widgets_script_is_asked_for_twice_and_then_on_demand(address, open_page):
    page = open_page("about:blank")
    page.set_default_timeout(PATIENCE)
    asked = []

    def refuse(route):
        asked.append(route.request.url)
        route.abort()

    page.route("**/lesson-widgets.js*", refuse)
    page.goto(f"{address}/book/{CHAPTER}.html")
    page.locator(".lesson-widget").first.scroll_into_view_if_needed()
    again = page.get_by_role("button", name="Try again").first
    expect(again).to_be_visible(timeout=PATIENCE)
    assert len(asked) == 2
    page.unroute("**/lesson-widgets.js*")
    again.click()
    expect(page.locator(".lesson-widget[data-live]").first).to_be_attached(timeout=PATIENCE)
    expect(page.locator(".lesson-not-loaded")).to_have_count(0)
    page.faults.clear()


def test_what_is_kept_and_is_no_text_counts_as_nothing(address, open_page):
    page = open_page(f"{address}/book/{CHAPTER}.html")
    page.set_default_timeout(PATIENCE)
    page.evaluate(f"localStorage.setItem('lesson:answer:{EXERCISE.id}', '{{}}')")
    page.evaluate("localStorage.setItem('lesson:progress-text', '[1]')")
    page.reload()
    solve(page)


def test_code_that_ends_python_is_told_and_python_starts_again(page):
    cell = page.locator(f".run-kind--starter.run-id--{EXERCISE.id}")
    cell.get_by_role("button", name="Solve here").click()
    write(page, cell, "import os\nos._exit(0)")
    cell.get_by_role("button", name="Check").click()
    expect(cell.locator(".lesson-run-error")).to_be_visible(timeout=PATIENCE)
    assert "not valid JSON" not in cell.locator(".lesson-run-error").text_content()
    write(page, cell, solution_text(EXERCISE))
    cell.get_by_role("button", name="Check").click()
    expect(cell.locator(".lesson-right")).to_be_visible(timeout=PATIENCE)
    page.faults.clear()


@pytest.mark.parametrize("spoil", [lambda wheel: wheel[: len(wheel) // 2], lambda wheel: wheel[:-9] + b"otherwise"])
def test_a_wheel_that_is_not_the_one_of_the_lock_file_is_refused_and_can_be_tried_again(page, site, spoil):
    (wheel,) = (site / "_static" / "python").glob("numpy-*.whl")
    page.route("**/numpy-*.whl", lambda route: route.fulfill(body=spoil(wheel.read_bytes())))
    cell = cell_of(page, "23e0ba")
    press(cell)
    expect(cell.locator(".lesson-run-error")).to_contain_text("numpy", timeout=PATIENCE)
    expect(cell.locator(".lesson-run-error")).to_contain_text("could not be loaded")
    page.unroute("**/numpy-*.whl")
    cell.get_by_role("button", name="Try again").click()
    done(cell)
    expect(cell.locator(".lesson-run-error")).to_have_count(0)
    expect(cell.locator(".lesson-run-output")).not_to_be_empty()
    page.faults.clear()


def test_an_array_that_no_memory_holds_is_told_in_a_sentence_and_the_page_lives_on(page):
    cell = cell_of(page, "23e0ba")
    press(cell)
    done(cell)
    write(page, cell, "np.zeros((10**6, 10**6))")
    page.keyboard.press("Shift+Enter")
    error = cell.locator(".lesson-run-error")
    expect(error).to_contain_text("more memory than a page has", timeout=PATIENCE)
    expect(error).to_contain_text("in line 1: np.zeros((10**6, 10**6))")
    write(page, cell, "kept = []\nwhile True:\n    kept.append(np.zeros(10**8))")
    page.keyboard.press("Shift+Enter")
    expect(error).to_contain_text("in line 3", timeout=PATIENCE)
    write(page, cell, "kept = None\nprint(np.ones(3).sum())")
    page.keyboard.press("Shift+Enter")
    expect(cell.locator(".lesson-run-text")).to_have_text("3.0", timeout=PATIENCE)


def test_a_page_that_is_left_while_it_runs_is_whole_when_the_reader_returns(page, address):
    cell = page.locator(f".run-kind--starter.run-id--{EXERCISE.id}")
    cell.get_by_role("button", name="Solve here").click()
    write(page, cell, "while True:\n    pass")
    cell.get_by_role("button", name="Check").click()
    expect(cell.locator(".lesson-run-note")).to_contain_text("Still running", timeout=PATIENCE)
    page.goto(f"{address}/index.html")
    page.go_back()
    cell = page.locator(f".run-kind--starter.run-id--{EXERCISE.id}")
    expect(cell.locator(".cell_input pre, .cm-content").first).to_contain_text("while True")
    if cell.get_by_role("button", name="Stop").count():  # the browser has kept the page as it was
        cell.get_by_role("button", name="Stop").click()
    solve(page)


FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"


@pytest.mark.parametrize("storage", [FULL, BLOCKED])
def test_where_the_browser_keeps_nothing_the_page_says_so_and_all_works(address, open_page, storage):
    page = open_page("about:blank")
    page.set_default_timeout(PATIENCE)
    page.add_init_script(storage)
    page.goto(f"{address}/book/{CHAPTER}.html")
    cell = page.locator(f".run-kind--starter.run-id--{EXERCISE.id}")
    cell.get_by_role("button", name="Solve here").click()
    write(page, cell, "output_size = 3")
    note = cell.locator(".lesson-run-note")
    expect(note).to_contain_text("This browser does not keep what you write here")
    write(page, cell, solution_text(EXERCISE))
    cell.get_by_role("button", name="Check").click()
    expect(cell.locator(".lesson-right")).to_be_visible(timeout=PATIENCE)
    expect(note).to_contain_text("This browser does not keep what you write here")
    expect(cell.locator(".lesson-run-solved")).to_have_text("Solved")
    expect(page.locator("[data-standing]")).to_contain_text("1 of")
