"""Hide the edge: what filters see in Python and in the page, the colour by pointer, touch and keyboard."""

import io
import itertools
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

import lessonlib as ll
from lessonlib.widgets.edge_hider import widget

SCRIPT = "edge_hider/colours.js"
LEFT = [16, 8, 4]


@pytest.fixture
def hider():
    return ll.edge_hider()


def right_of(page):
    return page.evaluate("model.get('right')")


def part(page, name):
    return page.locator(f"[data-part={name}]")


def point(page, red, green):
    """Where a red and a green stand in the field, in pixels of the page."""
    box = part(page, "field").bounding_box()
    return box["x"] + red * box["width"] / 20, box["y"] + box["height"] * (1 - green / 20)


def test_both_sides_know_the_same_filters(answers):
    for name, (_, weights) in widget.FILTERS.items():
        for i, weight in enumerate(weights):
            only = [20 * (channel == i) for channel in range(3)]
            assert answers(SCRIPT, "response", [[name, [0, 0, 0], only]]) == [3 * weight]
    assert np.linalg.det([weights for _, weights in widget.FILTERS.values()]) != 0  # independent


def test_the_page_computes_what_python_does(answers):
    random = np.random.default_rng(8)
    cases = [random.integers(0, 21, (2, 3)).tolist() for _ in range(200)]
    hider = ll.edge_hider(stage="three")
    for name in widget.FILTERS:
        asked = [[name, *sides] for sides in cases]
        for (left, right), values in zip(cases, answers(SCRIPT, "mapOf", asked), strict=True):
            hider.left, hider.right = (tuple(value / 20 for value in side) for side in (left, right))
            np.testing.assert_allclose(values, hider.maps()[name], atol=1e-12)
    for stage, names in widget.STAGES.items():
        hider.stage = stage
        near = [[left, [*left[:2], 20 - left[2]]] for left, _ in cases[:40]] + [[left, left] for left, _ in cases[:5]]
        asked = [[list(names), *sides] for sides in [*cases, *near]]
        for (_, left, right), is_hidden in zip(asked, answers(SCRIPT, "isHidden", asked), strict=True):
            hider.left, hider.right = (tuple(value / 20 for value in side) for side in (left, right))
            assert is_hidden == hider.is_hidden


def test_the_story_holds(answers, hider):
    """A plane of colours fools one filter, a line fools two, and only the left colour itself fools three."""
    counts = {}
    for stage, names in widget.STAGES.items():
        found = answers(SCRIPT, "hiding", [[list(names), LEFT, blue] for blue in range(21)])
        counts[stage] = sum(map(len, found))
        hider.stage = stage
        for blue, places in enumerate(found):
            for red, green in places:
                hider.right = (red / 20, green / 20, blue / 20)
                assert hider.is_hidden or hider.right == hider.left
    assert counts["three"] == 1
    assert 1 < counts["both"] <= 21 < counts["difference"]
    brute = [colour for colour in itertools.product(range(21), repeat=3) if sum(colour) == sum(LEFT)]
    assert counts["grey"] == len(brute)


def test_its_repr_and_its_still(hider):
    assert repr(hider) == "EdgeHider(0.8 0.4 0.2 | 0.2 0.5 0.9, grey)"
    assert hider._repr_mimebundle_()["text/plain"] == repr(hider)
    hider.stage = "both"
    root = ET.fromstring(hider.view.still["svg"])
    assert root.find("{*}desc").text == (
        "An image of two colours, left 0.8 0.4 0.2, right 0.2 0.5 0.9. At the edge grey: red + green + blue gives "
        "0.6; red − green gives -2.1."
    )
    fills = [node.get("style") for node in root.iter() if node.tag.endswith("}rect")]
    assert fills[0].startswith("fill: rgb(204, 102, 51)")
    assert fills[1].startswith("fill: rgb(51, 128, 230)")


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"left": 0.5}, TypeError, r"left must be \(red, green, blue\); got 0.5"),
        ({"right": (0.5, 0.5)}, TypeError, r"right must be \(red, green, blue\); got \(0.5, 0.5\)"),
        ({"right": (0.5, 0.5, 0.52)}, ValueError, "right must hold multiples of 0.05 from 0 to 1"),
        ({"right": (0.5, 0.5, 1.05)}, ValueError, "right must hold multiples of 0.05 from 0 to 1"),
        ({"stage": "blue"}, ValueError, "stage must be one of 'grey', 'difference', 'both', 'three'; got 'blue'"),
        ({"key": "A"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.edge_hider(**arguments)


@pytest.mark.browser
def test_dragging_the_colour_hides_the_edge(show, hider):
    page = show(hider)
    assert part(page, "verdict").inner_text() == "The edge shows: 0.6."
    marks = "document.querySelector('canvas').getContext('2d').getImageData(0, 240 - 12 * 10, 1, 1).data[0]"
    assert page.evaluate("model.get('hidden')") == []
    page.mouse.move(*point(page, 4, 10))
    page.mouse.down()
    page.mouse.move(*point(page, 4.2, 8.1))
    assert right_of(page) == [4, 8, 18]
    assert part(page, "grey").get_attribute("data-value") == "0.3"
    page.mouse.move(*point(page, 4, 6))
    page.mouse.up()
    assert right_of(page) == [4, 6, 18]
    assert page.locator("[data-part=grey] .lesson-cell").all_inner_texts() == ["0"] * 9
    seen = page.locator("[data-part=grey] .lesson-edge-half").evaluate_all(
        "(h) => h.map((e) => e.style.backgroundColor)"
    )
    assert seen[0] == seen[1]
    assert part(page, "live").text_content().startswith("Hidden: this filter cannot tell the two halves apart.")
    assert page.evaluate(marks) > 200  # red 0, green 0.5, blue 0.9 hides it, too, and is marked
    assert page.evaluate("model.get('hidden')") == ["grey"]
    page.mouse.move(*point(page, 10, 10))
    assert right_of(page) == [4, 6, 18]


@pytest.mark.browser
def test_each_stage_has_its_filters_and_its_verdict(show, hider):
    page = show(hider)
    for stage, right, hidden in [
        ("red − green", [16, 12, 4], False),
        ("red − green", [12, 4, 18], True),
        ("both", [12, 4, 18], False),
        ("both", [12, 4, 12], True),
        ("three filters", [12, 4, 12], False),
        ("three filters", LEFT, False),
    ]:
        page.get_by_role("radio", name=stage, exact=True).check(force=True)
        page.evaluate(f"model.set('right', {right})")
        assert page.locator(".lesson-edge").get_attribute("data-hidden") == str(hidden).lower()
        hider.stage, hider.right = page.evaluate("model.get('stage')"), tuple(value / 20 for value in right)
        shown = page.locator(".lesson-edge-panel").evaluate_all("(all) => all.map((p) => Number(p.dataset.value))")
        assert shown == pytest.approx([values[0, 0] for values in hider.maps().values()])
    assert part(page, "verdict").inner_text() == "Both halves have the same colour: there is no edge to hide."
    assert page.evaluate("model.get('hidden')") == ["difference", "both"]


@pytest.mark.browser
def test_the_keyboard_alone_hides_it(show, hider):
    page = show(hider)
    page.evaluate("document.body.style.minHeight = document.body.style.minWidth = '5000px'")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.part") == "field"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    for key, right in [("ArrowRight", [5, 10]), ("ArrowUp", [5, 11]), ("ArrowLeft", [4, 11]), ("ArrowDown", [4, 10])]:
        page.keyboard.press(key)
        assert right_of(page) == [*right, 18]
    name = "Right side: red 0.20, green 0.50. Arrow keys change them."
    assert page.get_by_role("application", name=name).count() == 1
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    assert right_of(page) == [0, 10, 18]
    assert part(page, "live").text_content().startswith("Hidden: ")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert right_of(page) == [0, 10, 17]
    assert page.get_by_role("slider", name="Blue").get_attribute("aria-valuetext") == "0.85"
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]


@pytest.mark.browser
def test_a_finger_drags_it_and_a_phone_has_room(show):
    page = show(ll.edge_hider(stage="three"), width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.touchscreen.tap(*point(page, 16, 8))
    assert right_of(page) == [16, 8, 18]
    for label in page.locator(".lesson-radio").all():
        assert label.bounding_box()["height"] >= 44
    page.locator(".lesson-radio", has_text="grey").tap()
    assert page.evaluate("model.get('stage')") == "grey"


@pytest.mark.browser
@pytest.mark.parametrize("ratio", [1.5, 2.625])
def test_two_halves_of_one_colour_have_no_seam(show, hider, ratio):
    page = show(hider, width=390, device_scale_factor=ratio)
    page.evaluate("model.set('right', model.get('left'))")
    assert part(page, "verdict").text_content().endswith("there is no edge to hide.")
    for strip in (page.get_by_role("img"), page.locator(".lesson-edge-seen").first):
        pixels = np.asarray(Image.open(io.BytesIO(strip.screenshot())).convert("RGB")).astype(int)
        line = pixels[len(pixels) // 2, 4:-4]
        assert abs(line - line[0]).max() <= 1  # of 255


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 390])
def test_on_a_phone_three_maps_and_what_is_said_are_in_one_view_with_the_field(show, width):
    page = show(ll.edge_hider(stage="three"), width=width, height=844, has_touch=True, is_mobile=True)
    field, verdict = (part(page, name).bounding_box() for name in ("field", "verdict"))
    maps = [part(page, name).locator(".lesson-frame").bounding_box() for name in ("grey", "difference", "blue")]
    assert len({box["y"] for box in maps}) == 1
    assert maps[0]["y"] + maps[0]["height"] - field["y"] < 844 - 200
    slider = page.get_by_role("slider", name="Blue").bounding_box()
    assert field["y"] + field["height"] < verdict["y"] < verdict["y"] + verdict["height"] <= slider["y"] < maps[0]["y"]


@pytest.mark.browser
def test_in_forced_colours_both_halves_and_the_choice_are_seen(show):
    page = show(ll.edge_hider(stage="both"))
    page.emulate_media(forced_colors="active")
    chips = "[...document.querySelectorAll('.lesson-radio')].map((chip) => getComputedStyle(chip).backgroundColor)"
    first, second, chosen, last = page.evaluate(chips)
    assert first == second == last != chosen
    left = part(page, "left").evaluate("(half) => getComputedStyle(half).backgroundColor")
    assert left == "rgb(204, 102, 51)"


@pytest.mark.browser
def test_two_share_nothing_and_cleaning_up_stops_listening(show, hider):
    page = show(hider)
    page.evaluate("show(another); show(model); null")
    page.get_by_role("slider", name="Blue").nth(1).press("ArrowRight")
    assert page.evaluate("[model, another].map((m) => m.get('right')[2])") == [18, 19]
    before = page.evaluate("model.listeners")
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == before / 2


@pytest.mark.browser
def test_a_colour_says_which_number_is_which(show):
    page = show(ll.edge_hider())
    said = page.locator("[data-part=left-name]").inner_text()
    assert said.split() == ["left", "R", "0.80", "G", "0.40", "B", "0.20"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 720, 760, 830, 910])
@pytest.mark.parametrize("stage", ["difference", "both", "three"])
def test_no_map_lies_outside_the_figure(show, stage, width):
    page = show(ll.edge_hider(stage=stage), width=width)
    right = page.locator(".lesson-edge").evaluate("(view) => view.getBoundingClientRect().right")
    ends = page.locator(".lesson-edge-row > *").evaluate_all(
        "(parts) => parts.map((part) => part.getBoundingClientRect().right)"
    )
    assert max(ends) <= right + 1


@pytest.mark.browser
def test_a_map_alone_is_as_large_as_its_room(show):
    page = show(ll.edge_hider())
    picture = page.get_by_role("img").bounding_box()
    assert part(page, "grey").locator(".lesson-frame").bounding_box()["height"] >= 0.8 * picture["height"]
    cells = part(page, "grey").locator(".lesson-cell")
    assert cells.first.evaluate("(cell) => parseFloat(getComputedStyle(cell).fontSize)") >= 16
