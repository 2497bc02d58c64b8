"""Widgets of cells that run in the page: what edited code makes is drawn in place of what stood there."""

import pytest
from pages import axe_faults
from paths import AXE
from playwright.sync_api import expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

PATIENCE = 180_000  # milliseconds
VIEW = ".lesson-widget[data-live] .lesson-view"
# Counts what figures leave behind: listeners of the whole page, and figures that were started and not ended.
COUNT = """
window.listeners = 0;
for (const target of [window, document]) {
  const { addEventListener: add, removeEventListener: remove } = target;
  const known = new Map();
  target.addEventListener = (name, act, ...rest) => {
    const own = known.get(name) ?? known.set(name, new Set()).get(name);
    if (!own.has(act)) window.listeners += 1;
    own.add(act);
    add.call(target, name, act, ...rest);
  };
  target.removeEventListener = (name, act, ...rest) => {
    if (known.get(name)?.delete(act)) window.listeners -= 1;
    remove.call(target, name, act, ...rest);
  };
}
"""


@pytest.fixture
def chapter(address, site, open_page):
    if not any((site / "_static" / "python").glob("numpy-*.whl")):
        pytest.skip("this build could not get NumPy for its pages (web/vendor)")

    def start(name, **options):
        page = open_page(f"{address}/book/{name}.html", **options)
        page.set_default_timeout(PATIENCE)
        return page

    return start


def run(cell):
    cell.get_by_role("button", name="Run: ").or_(cell.get_by_role("button", name="Run", exact=True)).click()
    done(cell)


def done(cell):
    expect(cell).to_have_attribute("data-running", "no", timeout=PATIENCE)


def rerun(page, cell, code):
    cell.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(code)
    run(cell)


def output(cell):
    return cell.locator(".lesson-run-output")


def test_an_edited_argument_makes_another_figure_in_the_same_place(chapter):
    page = chapter("02-what-linear-layers-miss")
    cell = page.locator("#cell-parameter-calculator")
    cell.scroll_into_view_if_needed()
    before = cell.locator(VIEW)
    expect(before).to_contain_text("15,052,800", timeout=PATIENCE)
    width = before.bounding_box()["width"]
    run(cell)
    expect(cell.locator(VIEW)).to_have_count(1)  # the printed one has ended
    expect(output(cell).locator(VIEW)).to_contain_text("15,052,800")
    assert output(cell).locator(VIEW).bounding_box()["width"] == width
    rerun(page, cell, "ll.parameter_calculator(100, 80, 3, units=7)")
    expect(output(cell).locator(VIEW)).to_contain_text("168,000")
    output(cell).get_by_label("Units").fill("9")
    expect(output(cell).locator(VIEW)).to_contain_text("216,000")  # it is alive
    page.add_script_tag(path=AXE)
    assert axe_faults(page) == []


def test_sliders_are_linked_and_named(chapter):
    page = chapter("05-depth-stride-padding")
    cell = page.locator("#cell-conv-explorer")
    run(cell)
    rerun(page, cell, "ll.conv_explorer(np.eye(8), ll.filters.vertical_edge(), controls=['stride'])")
    slider = output(cell).get_by_role("slider", name="Stride")
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuenow", "2.0")
    expect(output(cell).locator(VIEW)).to_contain_text("stride 2")


def test_a_wrong_argument_is_named_and_the_book_s_figure_comes_back(chapter):
    page = chapter("04-many-filters-full-depth")
    cell = page.locator("#cell-volume-explorer")
    run(cell)
    rerun(page, cell, "ll.volume_explorer(preset='red-grey')")
    expect(output(cell).locator(".lesson-run-error")).to_contain_text("preset must be one of")
    expect(cell.locator(VIEW)).to_have_count(0)
    page.on("dialog", lambda dialog: dialog.accept())
    cell.get_by_role("button", name="Start over").click()
    expect(cell.locator(f".cell_output {VIEW}")).to_be_visible(timeout=PATIENCE)
    expect(output(cell)).to_be_empty()


def test_running_again_and_again_leaves_nothing_behind(chapter):
    page = chapter("08-same-loop-new-block")
    page.add_init_script(COUNT)
    page.reload()
    cell = page.locator("#cell-race")
    run(cell)
    expect(output(cell).locator(VIEW)).to_have_count(1)
    listeners = page.evaluate("window.listeners")
    for seed in range(3):
        rerun(page, cell, f"ll.training_race(seed={seed})")
    expect(output(cell).locator(VIEW)).to_have_count(1)
    assert page.evaluate("window.listeners") == listeners


def test_after_stop_the_names_come_back_and_figures_are_drawn_again(chapter):
    page = chapter("05-depth-stride-padding")
    above, cell = page.locator("#cell-conv-explorer"), page.locator("#cell-conv-explorer-3")
    run(above)
    rerun(
        page,
        above,
        "square = np.ones((4, 4), dtype=int)\nedge_filter = np.ones((2, 2))\nll.conv_explorer(square, edge_filter)",
    )
    run(cell)
    expect(output(cell).locator(VIEW)).to_contain_text("4×4")
    cell.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("while True:\n    ll.conv_explorer(square, edge_filter)")
    page.keyboard.press("Shift+Enter")
    expect(cell.locator(".lesson-run-note")).to_contain_text("Still running", timeout=PATIENCE)
    expect(output(cell).locator(VIEW)).to_contain_text("4×4")  # the last one stays
    cell.get_by_role("button", name="Stop").click()
    expect(cell.locator(".lesson-run-note")).to_contain_text("Stopped")
    rerun(page, cell, "ll.conv_explorer(square + 1, edge_filter, stride=2)")
    expect(output(cell).locator(VIEW)).to_contain_text("4×4")
    expect(output(above).locator(VIEW)).to_have_count(1)


def test_a_question_keeps_the_reader_s_answer(chapter):
    page = chapter("02-what-linear-layers-miss")
    question = page.locator("#cell-shuffle .lesson-view")
    question.get_by_text("Worse: the shapes are broken").click()
    question.get_by_role("button", name="Check my answer").click()
    expect(question).to_contain_text("Does the network see that?")
    cell = page.locator("#cell-parameter-calculator")
    run(cell)
    choices = "{'As well': 'Yes.', 'Worse: the shapes are broken': 'No.', 'No better': 'It looks that way.'}"
    rerun(page, cell, f"ll.predict('How well?', choices={choices}, answer='As well', id='shuffle')")
    asked = output(cell).locator(VIEW)
    expect(asked).to_contain_text("How well?")
    expect(asked.get_by_role("radio", name="Worse")).to_be_checked()
    expect(asked).to_contain_text("No.")


def test_a_widget_that_the_page_has_none_of_is_fetched_once(chapter):
    page = chapter("02-what-linear-layers-miss")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    cell = page.locator("#cell-parameter-calculator")
    run(cell)
    for stage in ("difference", "grey"):
        rerun(page, cell, f"made = ll.edge_hider()\nmade.view.stage = '{stage}'\nmade")
        expect(output(cell).locator(VIEW)).to_be_visible()
    assert output(cell).locator("canvas, svg").count()
    assert len([url for url in asked if "EdgeHiderView" in url]) == 1


def test_a_widget_that_cannot_be_fetched_is_an_error(chapter):
    page = chapter("02-what-linear-layers-miss")
    page.route("**/python/widgets/**", lambda route: route.abort())
    cell = page.locator("#cell-parameter-calculator")
    run(cell)
    rerun(page, cell, "ll.edge_hider()")
    expect(output(cell).locator(".lesson-run-error")).to_contain_text("The figure could not be drawn")
    rerun(page, cell, "ll.parameter_calculator()")
    expect(output(cell).locator(VIEW)).to_contain_text("34,848")
    page.faults.clear()


def test_nothing_of_it_loads_before_the_first_press(chapter):
    page = chapter("02-what-linear-layers-miss")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.locator("#cell-parameter-calculator").scroll_into_view_if_needed()
    expect(page.locator(f"#cell-parameter-calculator {VIEW}")).to_contain_text("15,052,800", timeout=PATIENCE)
    assert not [url for url in asked if "/python/" in url]


def test_it_fits_a_telephone(chapter):
    page = chapter("05-depth-stride-padding", width=390, height=800)
    cell = page.locator("#cell-conv-explorer")
    run(cell)
    expect(output(cell).locator(VIEW)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
