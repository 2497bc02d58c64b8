"""What the explorer's controls do, in a browser: edit, play, round down, both other directions, copy, a picture."""

import numpy as np
import pytest
from paths import ROOT
from widget_page import EDGE, FILTER, cell, live, numbers, outlined, products

import lessonlib as ll
from lessonlib.widgets.conv_explorer.widget import CONTROLS

pytestmark = pytest.mark.browser


def pick(page, part, row, column):
    page.locator(f"[data-part={part}] [role=gridcell][data-row='{row}'][data-column='{column}']").click()


def title(page):
    return page.locator(".lesson-products-title").inner_text()


def field(page):
    return page.locator("[data-part=edit] input")


def message(page):
    return page.locator("[data-part=edit-message]").inner_text()


def test_nothing_but_the_output_answers_without_controls(show):
    page = show(ll.conv_explorer(EDGE, FILTER))
    names = "[data-part=edit], [data-action]:not([data-action=link]), [data-part=code], .lesson-controls > *"
    assert page.locator(names).all_inner_texts() == ["Fill the screen"]
    assert page.locator("[data-action=link]").is_hidden()
    assert page.locator("[data-part=gradients]").is_hidden()
    page.locator("[data-part=input] .lesson-cell").nth(7).click(force=True)
    page.locator("[data-part=filter] .lesson-cell").nth(2).click()
    assert page.evaluate("model.get('direction')") == "output"


def test_a_pixel_shows_the_outputs_that_read_it(show):
    page = show(ll.conv_explorer(np.eye(6, 7, dtype=int), [[1, 2], [3, 4], [5, 6]], stride=1, controls=["inputs"]))
    pick(page, "input", 2, 2)
    assert title(page) == "Input (2, 2): read by 6 outputs, each time through another weight"
    assert outlined(page, "output", first=(0, 1), last=(2, 2))
    links = page.locator(".lesson-link").all_text_contents()
    assert links[0] == "(0, 1) 6·1 = 6"
    assert links[-1] == "(2, 2) 1·1 = 1"
    assert live(page).startswith("Input row 2, column 2, 1: read by 6 outputs; (0, 1) through weight (2, 1);")
    page.keyboard.press("Control+Home")
    assert title(page) == "Input (0, 0): read by 1 output"
    assert page.locator("[data-part=filter] .lesson-met").all_text_contents() == ["1"]


def test_a_weight_shows_where_it_is_used_and_what_its_gradient_sums(show):
    page = show(ll.conv_explorer(EDGE, FILTER, controls=["weights"]))
    pick(page, "filter", 1, 2)
    assert title(page) == "Weight (1, 2) = 1: used at 9 places"
    assert products(page) == ["1 + 1 + 1 = 3"] * 3 + ["3 + 3 + 3 = 9"]
    assert outlined(page, "input", first=(1, 2), last=(3, 4))
    assert numbers(page, "gradients") == [[3, 6, 9]] * 3
    assert live(page) == "Weight row 1, column 2: used at 9 places; gradient 9"
    page.keyboard.press("ArrowLeft")
    assert products(page)[-1] == "2 + 2 + 2 = 6"


def test_a_weight_at_stride_two_marks_every_second_pixel(show):
    page = show(ll.conv_explorer(np.arange(35).reshape(5, 7), FILTER, stride=2, controls=["weights"]))
    pick(page, "filter", 0, 1)
    assert page.locator("[data-part=input] .lesson-met").all_text_contents() == ["1", "3", "5", "15", "17", "19"]
    assert products(page) == ["1 + 3 + 5 = 9", "15 + 17 + 19 = 51", "9 + 51 = 60"]


def test_a_pixel_and_a_weight_are_changed_by_keyboard_alone(show):
    page = show(ll.conv_explorer(EDGE, FILTER, controls=["edit"]))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("5")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Input (0, 1)"
    assert numbers(page, "input")[0] == [0, 5, 1, 1, 1]
    assert numbers(page, "output")[0] == [3, -2, 0]
    assert live(page) == "Input (0, 1): 5"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.role") == "gridcell"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("-2")
    assert numbers(page, "filter")[0] == [-2, 0, 1]
    assert page.locator("select").input_value() == "your own"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.evaluate("model.get('direction')") == "output"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abc", "Input (1, 2) must be a number from −1000000 to 1000000; got abc."),
        ("", "Input (1, 2) must be a number from −1000000 to 1000000; got nothing."),
        ("1e309", "Input (1, 2) must be a number from −1000000 to 1000000; got 1e309."),
    ],
)
def test_what_is_no_number_is_said_beside_the_field_and_changes_nothing(show, typed, said):
    page = show(ll.conv_explorer(EDGE, FILTER, controls=["edit"]))
    pick(page, "input", 1, 2)
    field(page).fill("4")
    before = numbers(page, "output")
    field(page).fill(typed)
    assert message(page) == said
    assert field(page).get_attribute("aria-invalid") == "true"
    assert numbers(page, "output") == before
    field(page).press("Escape")
    assert message(page) == ""
    field(page).fill("bad")
    pick(page, "input", 0, 0)
    assert (message(page), field(page).input_value()) == ("", "0")


def test_every_filter_of_the_library_can_be_taken(show):
    page = show(ll.conv_explorer(np.eye(9), FILTER, controls=["edit"]))
    select = page.get_by_label("Choose a filter")
    assert select.input_value() == "vertical edge"
    for name, weights in ll.filters.named().items():
        select.select_option(name)
        np.testing.assert_allclose(numbers(page, "filter"), weights)
        assert select.input_value() == name


def test_a_filter_too_large_for_the_image_says_so(show):
    page = show(ll.conv_explorer(EDGE, FILTER, controls=["edit", "padding"]))
    page.locator("select").select_option("Gaussian blur")
    assert "got 7: the filter does not fit even once" in page.locator("[data-part=problem]").inner_text()
    page.locator("[data-part=problem]").get_by_role("button", name="padding 1").click()
    assert len(numbers(page, "output")) == 1


def test_rounding_down_hatches_what_is_never_read(show):
    image = np.arange(56).reshape(7, 8) % 5
    page = show(ll.conv_explorer(image, FILTER, stride=3, padding=1, controls=["stride", "floor"]))
    assert page.locator("[data-part=problem]").is_visible()
    page.get_by_label("Round the size down, as PyTorch does").check()
    assert page.evaluate("model.get('floor')")
    padded = np.pad(image, 1)[:9, :9]
    np.testing.assert_array_equal(
        numbers(page, "output"), ll.conv2d(padded[None, None], np.array(FILTER)[None, None], stride=3)[0, 0]
    )
    assert page.locator("[data-part=input] .lesson-note").inner_text() == (
        "1 ring of zeros around it. Hatched: 1 column is never read"
    )
    assert page.locator("[data-part=input] .lesson-unread").count() == 1
    hatched = page.locator("[data-part=input] .lesson-unread[data-side=columns]").bounding_box()
    last = page.locator("[data-part=input] [data-row='0'][data-column='8']").bounding_box()
    assert abs(hatched["x"] - last["x"]) < 1
    assert abs(hatched["width"] - last["width"]) < 1
    assert "= 3.33..., rounded down to 3" in page.locator("[data-part=formula]").inner_text()


def test_play_slides_to_the_end_and_step_goes_on_by_one(show):
    page = show(ll.conv_explorer([[0, 1, 2], [3, 4, 5]], [[1, 1]], controls=["play"]))
    page.clock.install()
    play = page.locator("[data-action=play]")
    page.get_by_role("button", name="Step").click()
    assert live(page) == "Output row 0, column 1: 3"
    play.click()
    assert play.inner_text() == "Pause"
    seen = [page.evaluate("model.get('selected')")]
    for _ in range(4):
        page.clock.run_for(800)
        seen.append(page.evaluate("model.get('selected')"))
    assert seen == [[1, 0], [1, 1], [1, 1], [1, 1], [1, 1]]
    assert play.inner_text() == "Play"
    assert live(page) == "Output row 0, column 1: 3"  # it does not talk while it slides
    play.click()
    assert page.evaluate("model.get('selected')") == [0, 0]
    cell(page, 1, 0).click()
    assert play.inner_text() == "Play"


def test_who_wants_less_motion_gets_steps_only(show):
    page = show(ll.conv_explorer(EDGE, FILTER, controls=["play"]), reduced_motion="reduce")
    assert page.locator("[data-action=play]").is_hidden()
    page.get_by_role("button", name="Step").click()
    assert page.evaluate("model.get('selected')") == [0, 1]


def test_the_lines_of_python_are_copied_and_shown(show):
    page = show(ll.conv_explorer(EDGE, FILTER, controls=["code"]), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as Python").click()
    page.get_by_text("Copied.", exact=True).wait_for()
    shown = page.locator("pre[data-part=code]").inner_text()
    assert "ll.conv2d(image[None, None], filter[None, None], stride=1, padding=0)" in shown
    assert page.evaluate("navigator.clipboard.readText()").strip() == shown.strip()
    page.evaluate("model.set('stride', 2)")
    assert page.locator("pre[data-part=code]").is_hidden()


def picture():
    return np.random.default_rng(3).normal(size=(40, 60)).round(1)


def test_a_picture_answers_like_a_grid(show):
    image, filter = picture(), np.arange(15).reshape(3, 5) - 7
    page = show(ll.conv_explorer(image, filter, controls=["inputs", "weights", "edit"]))
    output = ll.conv2d(image[None, None], filter[None, None])[0, 0]
    chosen = page.get_by_role("grid", name="Output").get_by_role("gridcell")
    canvas = page.locator("[data-part=output] canvas").bounding_box()
    size = canvas["width"] / 56
    page.mouse.click(canvas["x"] + 20.5 * size, canvas["y"] + 10.5 * size)
    assert page.evaluate("model.get('selected')") == [10, 20]
    assert float(chosen.get_attribute("data-value")) == pytest.approx(output[10, 20])
    page.keyboard.press("ArrowDown")
    assert (chosen.get_attribute("data-row"), page.evaluate("model.get('selected')")) == ("11", [11, 20])
    assert float(page.locator("[data-part=products]").get_attribute("data-total")) == pytest.approx(output[11, 20])
    box = page.locator("[data-part=input] .lesson-outline").bounding_box()
    source = page.locator("[data-part=input] canvas").bounding_box()
    assert abs(box["x"] - source["x"] - 20 * size) <= 4
    assert abs(box["y"] - source["y"] - 11 * size) <= 4
    page.mouse.click(source["x"] + 30.5 * size, source["y"] + 5.5 * size)
    assert title(page).startswith("Input (5, 30): read by 15 outputs")
    field(page).fill("100")
    assert page.evaluate("model.get('image')[5][30]") == 100
    assert "color" not in page.locator("[data-part=output] canvas").get_attribute("class")


def test_a_picture_is_painted_by_sign_in_the_colours_of_the_page(show):
    image = np.zeros((30, 30))
    image[:, 15:] = 1
    page = show(ll.conv_explorer(image, [[-1, 1], [-1, 1]]))
    pixel = """(column) => {
      const copy = new OffscreenCanvas(29, 29).getContext("2d", { willReadFrequently: true });
      copy.drawImage(document.querySelector("[data-part=output] canvas"), 0, 0);
      return [...copy.getImageData(column, 9, 1, 1).data];
    }"""
    page.wait_for_function(f"({pixel})(3)[3]")
    assert page.evaluate(pixel, 3) == [255, 255, 255, 255]
    assert page.evaluate(pixel, 14) == [0x1F, 0x66, 0xB0, 255]
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(f"({pixel})(14)[0] === 0x74")
    assert page.evaluate(pixel, 3) == [0x14, 0x18, 0x1E, 255]


def test_small_cells_can_be_reached_by_buttons_of_a_fingers_size(show):
    page = show(ll.conv_explorer(picture(), FILTER), width=360, has_touch=True, is_mobile=True)
    down = page.get_by_role("button", name="Down")
    assert min(down.bounding_box()["width"], down.bounding_box()["height"]) >= 44
    down.tap()
    page.get_by_role("button", name="Right").tap()
    assert page.evaluate("model.get('selected')") == [1, 1]
    large = show(ll.conv_explorer(EDGE, FILTER), width=360, has_touch=True, is_mobile=True)
    assert large.get_by_role("button", name="Down").count() == 0


def test_no_button_or_field_is_smaller_than_a_finger(show):
    page = show(ll.conv_explorer(EDGE, FILTER, controls=CONTROLS), width=360, has_touch=True, is_mobile=True)
    pick(page, "input", 1, 2)
    page.get_by_role("button", name="Copy as Python").click()
    for target in page.locator(".lesson-view :is(button, select, label, input[type=text])").all():
        if target.is_visible():
            assert target.bounding_box()["height"] >= 44, target.inner_text()


def test_what_python_sets_is_shown(show):
    widget = ll.conv_explorer(EDGE, FILTER, controls=CONTROLS)
    widget.direction, widget.pixel, widget.floor = "input", (4, 1), True
    page = show(widget)
    assert title(page).startswith("Input (4, 1): read by 2 outputs")
    page.evaluate("model.set('direction', 'filter'); model.set('weight', [9, 9])")
    assert title(page).startswith("Weight (2, 2)")


@pytest.mark.parametrize(
    "state", ["", "model.set('direction', 'input')", "model.set('direction', 'filter')", "model.set('stride', 3)"]
)
@pytest.mark.parametrize("theme", ["", 'data-theme="dark"'])
def test_axe_finds_nothing(show, state, theme):
    page = show(ll.conv_explorer(EDGE, FILTER, padding=1, controls=CONTROLS), theme=theme)
    page.evaluate(f"document.body.style.background = '{'#14181e' if theme else 'white'}'; {state}")
    page.get_by_role("button", name="Copy as Python").click()
    page.evaluate((ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run('.lesson-view')")
    assert len(found["passes"]) > 5
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
