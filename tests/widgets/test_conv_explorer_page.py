"""The explorer in a browser, by mouse, touch and keyboard: its script alone, without a kernel and without a book."""

import re

import numpy as np
import pytest
from widget_page import EDGE, FILTER, cell, live, numbers, outlined, products

import lessonlib as ll
from lessonlib.figures.palette import DARK, LIGHT
from lessonlib.widgets.conv_explorer.widget import CONTROLS

pytestmark = pytest.mark.browser

SLIDERS = ("stride", "padding")


def test_the_page_shows_the_worked_example(show):
    page = show(ll.conv_explorer(EDGE, FILTER))
    assert numbers(page, "input") == EDGE
    assert numbers(page, "filter", None) == [["−1", "0", "1"]] * 3
    assert numbers(page, "output") == [[3, 3, 0]] * 3
    assert products(page) == ["(−1)·0 + 0·0 + 1·1 = 1"] * 3 + ["1 + 1 + 1 = 3"]
    assert page.locator("[data-part=formula]").is_hidden()


def test_hovering_previews_and_leaving_returns_to_the_chosen_cell(show):
    page = show(ll.conv_explorer(EDGE, FILTER))
    cell(page, 0, 2).hover()
    assert products(page) == ["(−1)·1 + 0·1 + 1·1 = 0"] * 3 + ["0 + 0 + 0 = 0"]
    assert outlined(page, "input", first=(0, 2), last=(2, 4))
    assert outlined(page, "output", first=(0, 2), last=(0, 2))
    assert live(page) == ""
    page.locator(".lesson-products").hover()  # to read them
    assert products(page)[-1] == "0 + 0 + 0 = 0"
    page.mouse.move(0, 0)
    assert products(page)[-1] == "1 + 1 + 1 = 3"
    assert page.evaluate("model.get('selected')") == [0, 0]


def test_the_patch_moves_by_the_stride_and_starts_in_the_padding(show):
    page = show(ll.conv_explorer(np.eye(6, 8, dtype=int), np.ones((2, 4)), stride=2, padding=1))
    cell(page, 0, 0).click()
    assert outlined(page, "input", first=(-1, -1), last=(0, 2))
    cell(page, 3, 2).click()
    assert outlined(page, "input", first=(5, 3), last=(6, 6))


def test_another_width_of_the_window_leaves_no_hole_below(show):
    page = show(ll.conv_explorer(np.eye(7, dtype=int), FILTER, controls=SLIDERS), width=1280)
    frames = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    more = """() => {
        const view = document.querySelector(".lesson-view");
        const kept = view.offsetHeight;
        const { minHeight } = view.style;
        view.style.minHeight = "";
        const own = view.offsetHeight;
        view.style.minHeight = minHeight;
        return kept - own; }"""
    for width in (1180, 760, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(frames)
        assert page.evaluate(more) <= 1, width


def test_arrow_keys_do_not_scroll_the_page(show):
    page = show(ll.conv_explorer(EDGE, FILTER))
    page.evaluate("document.body.style.minHeight = document.body.style.minWidth = '5000px'")
    cell(page, 0, 0).click()
    for key in ("ArrowDown", "ArrowRight", "End", "Control+End"):
        page.keyboard.press(key)
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]


def test_a_tap_chooses_a_cell(show):
    page = show(ll.conv_explorer(EDGE, FILTER), width=360, has_touch=True, is_mobile=True)
    target = cell(page, 2, 2)
    assert min(target.bounding_box()["width"], target.bounding_box()["height"]) >= 44
    target.tap()
    assert page.evaluate("model.get('selected')") == [2, 2]
    assert products(page)[-1] == "0 + 0 + 0 = 0"
    assert live(page) == "Output row 2, column 2: 0 + 0 + 0 = 0"


def test_the_keyboard_alone_walks_the_output(show):
    page = show(ll.conv_explorer(EDGE, FILTER))
    page.keyboard.press("Tab")
    for key, place in [
        ("ArrowRight", (0, 1)),
        ("End", (0, 2)),
        ("ArrowRight", (0, 2)),
        ("ArrowDown", (1, 2)),
        ("Home", (1, 0)),
        ("Control+End", (2, 2)),
        ("Control+Home", (0, 0)),
    ]:
        page.keyboard.press(key)
        focused = page.evaluate("[document.activeElement.dataset.row, document.activeElement.dataset.column]")
        assert tuple(map(int, focused)) == place
        assert tuple(page.evaluate("model.get('selected')")) == place
        assert live(page).startswith(f"Output row {place[0]}, column {place[1]}: ")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.locator("[tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.role") != "gridcell"


def test_a_screen_reader_finds_names_rows_and_numbers(show):
    page = show(ll.conv_explorer(EDGE, FILTER, padding=1, controls=SLIDERS))
    assert page.get_by_role("group", name="Convolution explorer").count() == 1
    grid = page.get_by_role("grid", name="Output")
    assert grid.get_by_role("columnheader").all_text_contents() == ["row", "0", "1", "2", "3", "4"]
    middle = grid.get_by_role("row").nth(2)
    assert middle.get_by_role("rowheader").text_content() == "1"
    assert middle.get_by_role("gridcell").all_text_contents() == ["0", "3", "3", "0", "−3"]
    assert page.get_by_role("table", name="Filter").get_by_role("cell").count() == 9
    headers = page.get_by_role("table", name="Input").get_by_role("rowheader").all_text_contents()
    assert headers == ["−1", "0", "1", "2", "3", "4", "5"]


def test_padding_draws_zeros_and_the_border_answers(show):
    page = show(ll.conv_explorer(EDGE, FILTER, controls=SLIDERS))
    page.evaluate("model.set('padding', 1)")
    assert numbers(page, "output")[1:4] == [[0, 3, 3, 0, -3]] * 3
    assert page.locator("[data-part=input] .lesson-pad").count() == 24
    assert page.get_by_text("1 ring of zeros around it").is_visible()
    said = page.locator("[data-part=formula]").inner_text()
    assert said == "Output size: (W \N{MINUS SIGN} F + 2P)/S + 1 = (5 \N{MINUS SIGN} 3 + 2)/1 + 1 = 5"
    assert live(page) == "Output is now 5 by 5"


def test_an_invalid_setting_says_what_python_says_and_offers_what_works(show):
    page = show(ll.conv_explorer(np.eye(7, dtype=int), FILTER, controls=["stride"]))
    page.evaluate("model.set('stride', 3)")
    with pytest.raises(ValueError, match="must be whole") as caught:
        ll.output_size(7, 3, stride=3)
    assert live(page) == str(caught.value)
    problem = page.locator("[data-part=problem]")
    why = str(caught.value).split(" What works")[0].replace(" - ", " \N{MINUS SIGN} ")  # typeset where it is read
    assert problem.locator("p").first.text_content() == why
    assert problem.get_by_role("button").all_text_contents() == ["stride 2 gives 3×3", "stride 4 gives 2×2"]
    assert "Also works: input size 6 or 9; filter size 1 or 4; padding 1." in problem.inner_text()
    assert page.locator("[data-part=products]").is_hidden()
    assert page.locator("[data-part=input] .lesson-outline").is_hidden()
    problem.get_by_role("button", name="stride 4").click()
    assert page.evaluate("[model.get('stride'), model.saved > 0]") == [4, True]
    assert (
        numbers(page, "output")
        == ll.conv2d(np.eye(7, dtype=int)[None, None], np.array(FILTER)[None, None], stride=4)[0, 0].tolist()
    )
    focused = "document.activeElement.textContent"
    assert page.evaluate(focused) == "Output 2×2"  # which says what the offer gave, and is no jump into the grid
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-part]').dataset.part") == "output"


def test_a_control_that_is_not_shown_is_not_offered(show):
    page = show(ll.conv_explorer(np.ones((4, 6)), np.ones((3, 2)), stride=3))
    problem = page.locator("[data-part=problem]")
    assert problem.get_by_role("button").count() == 0
    assert re.findall(r"(Rows|Columns): The output", problem.inner_text()) == ["Rows", "Columns"]


def test_one_model_in_two_places_and_two_models_on_one_page(show):
    page = show(ll.conv_explorer(EDGE, FILTER))
    page.evaluate("show(model); show(another)")
    views = page.locator(".lesson-view")
    views.nth(1).locator("[data-part=output] [data-row='2'][data-column='2']").click()
    totals = [views.nth(i).locator("[data-part=products]").get_attribute("data-total") for i in range(3)]
    assert totals == ["0", "0", "3"]
    assert page.evaluate("document.querySelectorAll('[id]').length") == 0


def test_what_is_taken_away_stops_listening(show):
    page = show(ll.conv_explorer(EDGE, FILTER))
    assert page.evaluate("model.listeners") > 0
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == 0


def test_a_choice_survives_a_setting_that_has_no_room_for_it(show):
    page = show(ll.conv_explorer(np.eye(7, dtype=int), FILTER, controls=SLIDERS))
    cell(page, 4, 3).click()
    for stride, chosen in [(2, "Output (2, 2)"), (3, None), (1, "Output (4, 3)")]:
        page.evaluate(f"model.set('stride', {stride})")
        if chosen:
            assert page.locator(".lesson-products-title").inner_text().startswith(chosen)


@pytest.mark.parametrize("size", [5, 12, 64])
def test_nothing_is_wider_than_a_phone(show, size):
    rng = np.random.default_rng(0)
    image = rng.normal(size=(size, size)).round(2)
    page = show(ll.conv_explorer(image, FILTER, padding=1, controls=CONTROLS), width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    first = page.locator("[data-part=input] .lesson-frame").first.bounding_box()
    assert first["width"] >= min(28 * (size + 2), 300)


@pytest.mark.parametrize(
    ("theme", "scheme", "palette"),
    [
        ("", "light", LIGHT),
        ("", "dark", DARK),
        ('data-theme="light"', "dark", LIGHT),
        ('data-theme="dark"', "light", DARK),
    ],
)
def test_the_page_says_which_colours_else_the_system_does(show, theme, scheme, palette):
    page = show(ll.conv_explorer(EDGE, FILTER), theme=theme, scheme=scheme)
    ink = page.evaluate("getComputedStyle(document.querySelector('.lesson-view')).getPropertyValue('--lesson-ink')")
    assert ink.strip() == palette["ink"]


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_by_finger(page, *stops):
    finger = page.context.new_cdp_session(page)
    for kind, stop in zip(["touchStart", *["touchMove"] * (len(stops) - 1)], stops, strict=True):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": stop[0], "y": stop[1]}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.browser
def test_the_window_is_dragged_over_the_input_and_marks_no_text(show):
    page = show(ll.conv_explorer(EDGE, FILTER))
    pixels = page.locator("[data-part=input] .lesson-cell")
    page.mouse.move(*middle(pixels.nth(6).bounding_box()))  # row 1, column 1: the middle of the first window
    page.mouse.down()
    page.mouse.move(*middle(pixels.nth(18).bounding_box()), steps=4)
    assert page.evaluate("model.get('selected')") == [2, 2]
    assert outlined(page, "input", (2, 2), (4, 4))
    page.mouse.move(*middle(pixels.nth(24).bounding_box()))  # further than a window goes
    page.mouse.up()
    assert page.evaluate("model.get('selected')") == [2, 2]
    page.mouse.move(*middle(pixels.nth(0).bounding_box()))
    assert page.evaluate("[model.get('selected'), String(getSelection())]") == [[2, 2], ""]


@pytest.mark.browser
def test_a_finger_drags_the_window_and_sweeps_over_the_output(show):
    page = show(ll.conv_explorer(EDGE, FILTER), width=390, has_touch=True, is_mobile=True)
    pixels = page.locator("[data-part=input] .lesson-cell")
    page.add_style_tag(content="main { padding-bottom: 900px }")
    cell(page, 1, 0).tap()  # first: a tap right after a drag only stops the fling that Chromium sees in it
    page.wait_for_function("String(model.get('selected')) === '1,0'")
    places = [middle(pixels.nth(place).bounding_box()) for place in (6, 11, 16)]
    drag_by_finger(page, *places)  # straight down, from the window
    page.wait_for_function("String(model.get('selected')) === '2,0'")
    assert page.evaluate("scrollY") == 0
    drag_by_finger(page, *(middle(cell(page, 0, column).bounding_box()) for column in range(3)))
    page.wait_for_function("String(model.get('selected')) === '0,2'")


@pytest.mark.browser
@pytest.mark.parametrize("touch", [True, False])
def test_a_tapped_pixel_comes_to_the_middle_of_the_window(show, touch):
    page = show(ll.conv_explorer(EDGE, FILTER), width=390, has_touch=touch, is_mobile=touch)
    pixels = page.locator("[data-part=input] .lesson-cell")
    for place, selected in [(18, [2, 2]), (7, [0, 1]), (24, [2, 2]), (0, [0, 0])]:  # at a rim the nearest window
        box = pixels.nth(place).bounding_box()
        (page.touchscreen.tap if touch else page.mouse.click)(*middle(box))
        page.wait_for_function("(wanted) => String(model.get('selected')) === wanted", arg=",".join(map(str, selected)))
        assert outlined(page, "input", selected, [at + 2 for at in selected])


@pytest.mark.browser
def test_on_a_phone_rings_of_zeros_leave_the_filter_beside_the_input(show):
    square = [[0] * 7] * 2 + [[0, 0, 1, 1, 1, 0, 0]] * 3 + [[0] * 7] * 2
    explorer = ll.conv_explorer(square, FILTER, controls=["stride", "padding"], stamps=True)
    page = show(explorer, width=390, has_touch=True, is_mobile=True)
    tops = []
    for padding in range(4):
        page.evaluate(f"model.set('padding', {padding})")
        page.locator("[data-part=input] .lesson-title").get_by_text("Input 7×7").wait_for()
        tops.append([page.locator(f"[data-part={part}]").bounding_box()["y"] for part in ("input", "filter", "output")])
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert {top for _, top, _ in tops} == {tops[0][0]}  # in the line of the input
    outputs = [top for *_, top in tops]
    assert max(outputs) - min(outputs) < 60
