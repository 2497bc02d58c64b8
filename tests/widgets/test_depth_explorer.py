"""The depth explorer: the numbers of Python and of the page, the outline by pointer, touch and keyboard."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

import lessonlib as ll
from lessonlib.widgets.depth_explorer import paths

SCRIPT = "depth_explorer/paths.js"


def state(page):
    return page.evaluate("[model.get('depth'), model.get('stride')]")


def sides(page):
    """What the outline and the dashed square measure on the screen, in pixels of the photograph."""
    whole = page.locator("[data-part=picture]").bounding_box()["width"] / page.evaluate("model.get('side')")
    return [page.locator(f"[data-part={part}]").bounding_box()["width"] / whole for part in ("field", "light")]


def test_paths_are_the_gradient_of_layers_of_ones():
    for depth, stride in [(1, 1), (4, 1), (3, 2), (3, 3)]:
        row = paths.path_row(depth, stride)
        assert row.size == ll.receptive_field([(3, stride)] * depth)
        images, maps, filter = np.zeros((1, 1, row.size, row.size)), [], np.ones((1, 1, 3, 3))
        for _ in range(depth):
            maps.append(images)
            images = ll.conv2d(images, filter, stride=stride)
        assert images.shape == (1, 1, 1, 1)
        gradient = np.ones((1, 1, 1, 1))
        for below in reversed(maps):
            gradient = ll.conv2d_backward(gradient, below, filter, stride=stride)[0]
        np.testing.assert_array_equal(gradient[0, 0], np.outer(row, row))


def test_no_smaller_square_holds_as_many_paths():
    for depth, stride in [(5, 1), (40, 1), (112, 1), (7, 2), (5, 3)]:
        row = paths.path_row(depth, stride)
        part = np.outer(row, row) / row.sum() ** 2
        width = paths.width_that_counts(row)
        cut = (row.size - width) // 2
        inside = [part[c : row.size - c, c : row.size - c].sum() for c in (cut, cut + 1)]
        assert inside[0] >= 0.95 > inside[1]


def test_the_page_counts_as_python_does(answers):
    cases = [(depth, stride) for stride, most in paths.MOST_LAYERS.items() for depth in range(1, most + 1)]
    random = np.random.default_rng(5)
    cases += [(int(depth), 1) for depth in random.integers(113, 160, 200 - len(cases))]
    assert len(cases) == 200
    for (depth, stride), row, sides in zip(
        cases, answers(SCRIPT, "pathRow", cases), answers(SCRIPT, "bothSides", cases), strict=True
    ):
        wanted = paths.path_row(depth, stride)
        np.testing.assert_allclose([float(value) for value in row.values()], wanted, rtol=1e-12)
        assert sides == [wanted.size, paths.width_that_counts(wanted)]
    fields = answers(SCRIPT, "fieldOf", cases)
    assert fields == [ll.receptive_field([(3, stride)] * depth) for depth, stride in cases]
    assert answers(SCRIPT, "mostLayers", [[1], [2], [3]]) == list(paths.MOST_LAYERS.values())
    for stride, most in paths.MOST_LAYERS.items():  # one layer fewer does not see 224 pixels
        seen = [ll.receptive_field([(3, stride)] * depth) for depth in (most - 1, most)]
        assert seen[0] < 224 <= seen[1]


def test_the_outline_goes_to_the_nearest_field(answers):
    asked = [[0, 1], [3.9, 1], [4.1, 1], [224, 1], [900, 1], [20, 2], [40, 2], [900, 2], [50, 3]]
    assert answers(SCRIPT, "layersFor", asked) == [1, 1, 2, 111, 112, 3, 4, 7, 3]


def test_python_reads_and_sets_it():
    explorer = ll.depth_explorer(112)
    assert (explorer.field, explorer.light) == (225, 39)
    explorer.depth = 40
    assert repr(explorer) == "DepthExplorer(40 layers of stride 1, may see 81, mostly sees 23)"
    assert explorer._repr_mimebundle_()["text/plain"] == repr(explorer)
    explorer.stride = 3
    assert (explorer.depth, explorer.field, explorer.light) == (5, 243, 237)
    assert repr(ll.depth_explorer()) == "DepthExplorer(1 layer of stride 1, may see 3, mostly sees 3)"


def test_the_photograph_is_as_wide_as_can_be_seen():
    assert ll.depth_explorer(controls=["depth"]).view.side == 225
    assert ll.depth_explorer(stride=3, controls=["depth"]).view.side == 243
    assert ll.depth_explorer(photograph="coffee").view.side == 255


def test_its_still_says_what_is_drawn():
    explorer = ll.depth_explorer(112)
    root = ET.fromstring(explorer.still().svg)
    texts = [text.text for text in root.iter() if text.tag.endswith("}text")]
    assert {"112 layers of stride 1", "It may see 225 × 225 pixels.", "95% of its paths start in 39 × 39."} == set(
        texts
    )
    rects = [float(node.get("width")) for node in root.iter() if node.tag.endswith("}rect")]
    assert rects == pytest.approx([340 * 225 / 255, 340 * 39 / 255], abs=0.06)
    explorer.depth = 3
    assert explorer.view.still == explorer.still()._asdict()
    assert "It may see 7 × 7 pixels." in explorer.view.still["svg"]


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"depth": 113}, ValueError, "depth must be a whole number, 1 to 112; got 113; the nearest that works is 112"),
        ({"depth": 8, "stride": 2}, ValueError, "depth must be a whole number, 1 to 7; got 8"),
        ({"depth": 1.5}, TypeError, "depth must be a whole number"),
        ({"stride": 4}, ValueError, "stride must be a whole number, 1 to 3; got 4"),
        ({"photograph": "dog"}, ValueError, "name must be among 'cat', .*; got 'dog'"),
        ({"controls": "depth"}, TypeError, "controls must be a list of 'depth' and 'stride'; got 'depth'"),
        ({"key": "A"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.depth_explorer(**arguments)


@pytest.mark.browser
def test_dragging_the_outline_sets_the_depth(show):
    page = show(ll.depth_explorer(controls=["depth"]))
    box = page.locator("[data-part=picture]").bounding_box()
    pixel = box["width"] / 225
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x + 1.6 * pixel, y)
    page.mouse.down()
    page.mouse.move(x + 20.5 * pixel, y - 3)
    assert state(page) == [20, 1]
    assert sides(page) == pytest.approx([41, paths.width_that_counts(paths.path_row(20))], abs=0.1)
    assert page.locator("[data-part=live]").text_content() == ""
    page.mouse.move(x + 4, box["y"] + box["height"] + 40)
    page.mouse.up()
    assert state(page) == [112, 1]
    assert sides(page) == pytest.approx([225, 39], abs=0.1)
    assert page.locator("[data-part=may]").inner_text() == "It may see 225 × 225 pixels."
    told = "95% of its paths start in 39 × 39 of them: 3% of the area."
    assert page.locator("[data-part=mostly]").inner_text() == told
    live = page.locator("[data-part=live]").text_content()
    assert live == f"112 layers of stride 1. It may see 225 × 225 pixels. {told}"
    page.mouse.move(x, y)
    assert state(page) == [112, 1]


@pytest.mark.browser
def test_the_light_is_where_the_paths_start(show):
    page = show(ll.depth_explorer(40, controls=["depth"]))
    alphas = page.evaluate(
        "(() => { const c = document.querySelectorAll('canvas')[1]; "
        "return [...c.getContext('2d').getImageData(0, 112, 225, 1).data].filter((_, i) => i % 4 === 3) })()"
    )
    row = np.pad(paths.path_row(40), 72)
    np.testing.assert_allclose(alphas, 255 * 0.65 * (1 - row / row.max()), atol=0.51)


@pytest.mark.browser
def test_the_keyboard_alone_sets_depth_and_stride(show):
    page = show(ll.depth_explorer(112))
    page.keyboard.press("Tab")
    slider = page.get_by_role("slider", name="Depth")
    assert slider.evaluate("(node) => node === document.activeElement")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("ArrowLeft")
    assert state(page) == [111, 1]
    assert slider.get_attribute("aria-valuetext") == "111 layers"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert state(page) == [7, 2]
    assert sides(page) == pytest.approx([255, 233], abs=0.1)
    assert page.locator("[data-part=live]").text_content().startswith("7 layers of stride 2. It may see 255 × 255")
    page.keyboard.press("ArrowRight")
    assert state(page) == [5, 3]
    assert sides(page) == pytest.approx([243, 237], abs=0.1)
    assert slider.get_attribute("max") == "5"


@pytest.mark.browser
def test_a_finger_drags_it_and_a_phone_has_room(show):
    page = show(ll.depth_explorer(), width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box = page.locator("[data-part=picture]").bounding_box()
    pixel = box["width"] / 255
    x, y = box["x"] + 0.75 * box["width"], box["y"] + box["height"] / 2
    page.touchscreen.tap(x, y)
    assert state(page) == [1, 1]  # a touch elsewhere does not make the outline jump
    swipe(page, [(x + far * pixel, y) for far in (0, 10, 30)])
    page.wait_for_function("model.get('depth') === 21")  # 20 pixels more on each side of where it was taken hold of
    assert state(page) == [21, 1]


def swipe(page, points):
    touch = page.context.new_cdp_session(page)
    for i, (x, y) in enumerate(points):
        kind = "touchMove" if i else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.browser
def test_up_and_down_a_finger_scrolls_the_page_and_only_the_handle_goes_with_it(show):
    page = show(ll.depth_explorer(40), width=390, height=600, has_touch=True, is_mobile=True)
    page.add_style_tag(content="main { padding-bottom: 1500px }")
    box = page.locator("[data-part=picture]").bounding_box()
    pixel = box["width"] / 255
    field = page.locator("[data-part=field]").bounding_box()
    x, y = field["x"] + field["width"], field["y"] + field["height"]  # the corner with the handle
    swipe(page, [(x, y + far * pixel) for far in (0, 5, 10, 20)])
    page.wait_for_function("model.get('depth') === 60")
    assert page.evaluate("scrollY") == 0
    x, y = box["x"] + 0.2 * box["width"], box["y"] + 0.9 * box["height"]
    swipe(page, [(x, y - 20 * step) for step in range(11)])
    page.wait_for_function("scrollY > 100")
    assert state(page) == [60, 1]


@pytest.mark.browser
def test_each_stride_returns_to_its_own_depth(show):
    page = show(ll.depth_explorer(112))
    depths = []
    for stride in "321":
        page.locator(".lesson-radio", has_text=stride).click()
        depths.append(state(page))
    assert depths == [[5, 3], [5, 2], [112, 1]]


@pytest.mark.browser
def test_a_finger_chooses_the_stride(show):
    page = show(ll.depth_explorer(21), width=360, has_touch=True, is_mobile=True)
    for label in page.locator(".lesson-radio").all():
        assert min(label.bounding_box()["height"], label.bounding_box()["width"]) >= 44
    page.locator(".lesson-radio", has_text="3").tap()
    page.wait_for_function("model.get('stride') === 3")
    assert state(page) == [5, 3]


@pytest.mark.browser
def test_a_larger_stride_says_how_few_layers_it_takes_and_keeps_its_handle_inside(show):
    page = show(ll.depth_explorer(112))
    enough = page.locator("[data-part=enough]")
    assert enough.inner_text() == "Stride 1: 112 layers are needed to see 224 pixels."
    page.locator(".lesson-radio", has_text="2").click()
    assert enough.inner_text() == "Stride 2: 7 layers are enough to see 224 pixels."
    right = "getComputedStyle(document.querySelector('[data-part=field]'), '::after').right"
    assert page.evaluate(right) == "1px"
    page.get_by_role("slider", name="Depth").press("ArrowLeft")
    assert page.evaluate(right) == "-9px"


@pytest.mark.browser
def test_without_controls_nothing_moves(show):
    page = show(ll.depth_explorer(7, 2, controls=[]))
    page.locator("[data-part=picture]").click(position={"x": 20, "y": 20})
    assert state(page) == [7, 2]
    assert page.get_by_role("slider").count() == page.get_by_role("radio").count() == 0


@pytest.mark.browser
def test_two_share_nothing_and_cleaning_up_stops_listening(show):
    page = show(ll.depth_explorer(10))
    page.evaluate("show(another); show(model); null")
    page.get_by_role("slider").nth(1).press("ArrowRight")
    assert page.evaluate("[model, another].map((m) => m.get('depth'))") == [10, 11]
    before = page.evaluate("model.listeners")
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == before / 2


@pytest.mark.browser
def test_the_second_line_of_a_sentence_begins_under_its_first_word(show):
    page = show(ll.depth_explorer(), width=390, has_touch=True, is_mobile=True)
    lines = page.locator(".lesson-depth-number").last.evaluate(
        "(node) => { const range = document.createRange(); range.selectNodeContents(node); "
        "return [...range.getClientRects()].map(({ left, top }) => [left, top]); }"
    )
    top = max(top for _, top in lines)
    assert top > min(top for _, top in lines) + 15
    assert min(left for left, _ in lines) == min(left for left, at in lines if at == top)
    start = page.locator(".lesson-depth-number").last.evaluate("(node) => node.getBoundingClientRect().left")
    assert min(left for left, _ in lines) > start + 15
