"""The volume explorer: depth summed as Python sums it, and what a reader finds in the page."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import torch

import lessonlib as ll

SHAPE = {
    "image": np.arange(2 * 5 * 7).reshape(2, 5, 7) % 11 - 3,
    "filters": np.arange(4 * 2 * 3 * 1).reshape(4, 2, 3, 1) - 9,
}


@pytest.fixture
def colours():
    return ll.volume_explorer(preset="red-green")


def settings(count):
    """Volumes with every axis of its own length, strides to 3, padding to 2, sizes that come out whole."""
    rng = np.random.default_rng(4)
    cases = []
    while len(cases) < count:
        depth, filters, height, width = rng.integers([1, 1, 3, 3], [5, 6, 9, 9]).tolist()
        filter_height, filter_width, stride, padding = rng.integers([1, 1, 1, 0], [5, 5, 4, 3]).tolist()
        spans = (height - filter_height + 2 * padding, width - filter_width + 2 * padding)
        if len({depth, filters, height, width}) < 4 or filter_height == filter_width:
            continue
        if min(spans) >= 0 and not any(span % stride for span in spans):
            shape = (filters, depth, filter_height, filter_width)
            arrays = rng.normal(size=(depth, height, width)), rng.normal(size=shape), rng.normal(size=filters)
            cases.append((*arrays, stride, padding))
    return cases


def test_brightness_cannot_see_an_edge_of_colour_and_a_filter_of_full_depth_can(colours):
    picture, edge = ll.images.red_green(), ll.filters.vertical_edge()
    assert (picture.shape, np.ptp(picture.mean(axis=0)), picture[2].any()) == ((3, 5, 5), 0, False)
    assert not ll.conv2d(picture.mean(axis=0)[None, None], edge[None, None]).round(12).any()
    assert colours.output.tolist() == [[[0, 0, 0]] * 3, [[6, 6, 0]] * 3]
    assert [np.array_equal(np.array(colours.filters)[0, c], edge) for c in range(3)] == [True] * 3
    assert repr(colours) == "VolumeExplorer(3x5x5 image, 2 filters of 3x3x3, stride 1, padding 0)"
    assert colours._repr_mimebundle_()["text/plain"] == repr(colours)


def test_the_example_in_the_shape_of_cs231n_is_what_torch_computes():
    explorer = ll.volume_explorer(preset="cs231n")
    assert repr(explorer) == "VolumeExplorer(3x5x5 image, 2 filters of 3x3x3, stride 2, padding 1)"
    assert explorer.bias == [1, 0]
    assert set(np.ravel(explorer.image)) == {0, 1, 2}
    assert set(np.ravel(explorer.filters)) == {-1, 0, 1}
    tensors = (
        torch.tensor(values, dtype=torch.float64) for values in (explorer.image, explorer.filters, explorer.bias)
    )
    assert explorer.output.tolist() == torch.nn.functional.conv2d(*tensors, stride=2, padding=1).tolist()


def test_the_page_computes_the_same(answers):
    cases = settings(110)
    asked = [[*(array.tolist() for array in case[:3]), *case[3:]] for case in cases]
    for case, found in zip(cases, answers("volume_explorer/multichannel.js", "deepConv2d", asked), strict=True):
        image, filters, bias, stride, padding = case
        here = ll.conv2d(image[None], filters, bias, stride, padding)[0]
        np.testing.assert_allclose(found, here, rtol=0, atol=1e-12)
    last = [[i, f[-1], b[-1], 0, 0, *rest] for i, f, b, *rest in asked]
    for case, found in zip(cases, answers("volume_explorer/multichannel.js", "deepProductsAt", last), strict=True):
        image, filters, bias, stride, padding = case
        for c, part in enumerate(found["channels"]):
            alone = ll.conv2d(image[None, c : c + 1], filters[-1:, c : c + 1], None, stride, padding)[0, 0, 0, 0]
            assert part["total"] == pytest.approx(alone, abs=1e-12)
        assert found["total"] == pytest.approx(sum(part["total"] for part in found["channels"]) + bias[-1])


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"image": np.ones((5, 7))}, ValueError, r"image must be \(C, H, W\); got shape \(5, 7\)"),
        ({"image": None}, TypeError, "image must hold integers or real numbers; got dtype object"),
        ({"image": np.ones((2, 5, 33))}, ValueError, r"image must be at most 8x32x32.*got shape \(2, 5, 33\)"),
        ({"image": np.ones((2, 0, 7))}, ValueError, r"image must hold at least one number; got shape \(2, 0, 7\)"),
        ({"filters": np.ones((8, 1, 3, 3))}, ValueError, r"with C == 2 to match image; got \(8, 1, 3, 3\)"),
        ({"filters": np.full((4, 2, 3, 1), np.nan)}, ValueError, r"filters must be finite.*got nan at \(0, 0, 0, 0\)"),
        ({"filters": np.ones((9, 2, 3, 1))}, ValueError, "filters must be at most 8x8x11x11"),
        ({"bias": [1, 2]}, ValueError, r"bias must be \(K,\) with K == 4 to match filters; got \(2,\)"),
        ({"stride": 3}, ValueError, r"The output size must be whole: \(5 - 3 \+ 0\)/3 \+ 1 = 1\.66"),
        ({"padding": -1}, ValueError, "padding must be a whole number"),
        ({"channels": "ab"}, TypeError, "channels must be a list of 2 names; got 'ab'"),
        ({"channels": ["a", "a"]}, ValueError, r"channels must be 2 different names; got \['a', 'a'\]"),
        ({"names": ["a"]}, ValueError, r"names must be 4 different names; got \['a'\]"),
        ({"preset": "red-green"}, TypeError, "preset brings its own image and filters"),
        (
            {"preset": "lenna", "image": None, "filters": None},
            ValueError,
            "preset must be one of 'red-green', 'cs231n'",
        ),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.volume_explorer(**{**SHAPE, **arguments})


@pytest.mark.parametrize(
    ("name", "value", "error", "said"),
    [
        ("image", np.ones((3, 5, 7)), ValueError, r"filters must be .* with C == 3"),
        ("filters", np.ones((4, 2, 6, 1)), ValueError, "the filter does not fit even once"),
        ("bias", [1, 2, np.inf, 4], ValueError, r"bias must be finite numbers; got inf at \(2,\)"),
        ("stride", 0, ValueError, "stride must be"),
        ("image", None, TypeError, "image must hold integers or real numbers"),
        ("selected", (3, 3, 0), ValueError, r"selected must lie in the 4x3x7 output, counted from 0; got \(3, 3, 0\)"),
        ("selected", (0, 0), TypeError, "selected must be three numbers"),
    ],
)
def test_a_bad_change_is_refused_and_changes_nothing(name, value, error, said):
    explorer = ll.volume_explorer(**SHAPE)
    before = explorer.view.get_state()
    with pytest.raises(error, match=said):
        setattr(explorer, name, value)
    assert explorer.view.get_state() == before


def test_python_changes_it_and_the_choice_keeps_within_the_output():
    explorer, other = ll.volume_explorer(**SHAPE), ll.volume_explorer(**SHAPE)
    assert (explorer.channels, explorer.names[3]) == (["channel 0", "channel 1"], "filter 3")
    explorer.selected = (3, 2, 6)
    explorer.stride = np.int64(2)
    explorer.bias = None  # zeros
    assert explorer.selected == [3, 1, 3]
    explorer.image = SHAPE["image"][:, :, :3]
    assert explorer.output.shape == (4, 2, 2)
    assert explorer.selected == [3, 1, 1]
    assert explorer.view.still == explorer.still()._asdict()
    assert (other.stride, other.selected, np.shape(other.image)) == (1, [0, 0, 0], (2, 5, 7))


def test_its_still_names_every_channel_and_sums_them(colours):
    colours.selected = [1, 0, 1]
    svg, sentence = colours.still()
    root = ET.fromstring(svg)
    texts = [found.text for found in root.iter() if found.tag.endswith("}text")]
    assert {"Input, red", "Input, green", "Input, blue", "Filter, blue", "Output, brightness"} < set(texts)
    assert texts.count("6") == 6
    described = root.find("{*}desc").text
    assert described.endswith(
        "Outlined: output (0, 1) of red to green. Its sum: red 3 + green 3 + blue 0 + bias 0 = 6."
    )
    assert sentence.startswith("In the live page you choose a filter and a number of the output")
    width, height = map(float, root.get("viewBox").split()[2:])
    boxes = [found for found in root.iter() if found.tag.endswith("}rect")]
    assert all(float(box.get("x")) + float(box.get("width")) <= width for box in boxes)
    assert all(float(box.get("y")) + float(box.get("height")) <= height for box in boxes)


# In a browser


def grids(page, part):
    """The numbers of every grid of that kind, in order."""
    rows = "[...part.querySelectorAll('[role=row]:not(.lesson-heads)')]"
    numbers = f"{rows}.map((row) => [...row.querySelectorAll('.lesson-cell')].map((cell) => +cell.dataset.value))"
    return page.evaluate(f"[...document.querySelectorAll('[data-part={part}]')].map((part) => {numbers})")


def outlines(page, part):
    """Where the outlines of these parts are, as (row, column, rows, columns); empty for one without."""
    all_of_them = f"[...document.querySelectorAll('[data-part={part}] .lesson-outline')]"
    styles = page.evaluate(f"{all_of_them}.map((outline) => outline.hidden ? '' : outline.style.cssText)")
    names = ("row", "column", "rows", "columns")
    return [style and tuple(int(re.search(rf"-{name}: (\d+)", style)[1]) for name in names) for style in styles]


def cell(page, k, row, column):
    return page.locator("[data-part=output]").nth(k).locator(f"[data-row='{row}'][data-column='{column}']")


def says(page, part):
    return page.locator(f"[data-part={part}]").text_content()


@pytest.mark.browser
def test_the_page_sums_the_channels_of_the_chosen_number(show, colours):
    page = show(colours)
    assert grids(page, "output") == [[[0, 0, 0]] * 3, [[6, 6, 0]] * 3]
    assert says(page, "sum") == "Output (0, 0), brightness: red (−3) + green 3 + blue 0 + bias 0 = 0"
    cell(page, 1, 2, 1).click()
    assert (
        says(page, "sum") == says(page, "live") == "Output (2, 1), red to green: red 3 + green 3 + blue 0 + bias 0 = 6"
    )
    assert outlines(page, "input") == [(2, 1, 3, 3)] * 3
    assert outlines(page, "output") == ["", (2, 1, 1, 1)]
    assert grids(page, "filter") == [[[1, 0, -1]] * 3, [[-1, 0, 1]] * 3, [[0, 0, 0]] * 3]
    lines = page.get_by_role("group", name="Products, red").locator(".lesson-products-row").all_text_contents()
    assert lines == ["1·1 + 0·0 + (−1)·0 = 1"] * 3
    assert page.get_by_role("radio", name="red to green").is_checked()
    assert page.get_by_role("img").evaluate_all("all => all.map((one) => one.ariaLabel)") == [
        "In colour",
        "In grey: the mean",
    ]


@pytest.mark.browser
def test_a_filter_is_chosen_by_name_and_the_place_stays(show, colours):
    page = show(colours)
    cell(page, 0, 1, 1).click()
    page.get_by_role("radio", name="red to green").check()
    assert page.evaluate("model.get('selected')") == [1, 1, 1]
    assert says(page, "live").endswith("= 6")


@pytest.mark.browser
def test_stride_and_padding_move_the_patch_in_every_channel(show):
    explorer = ll.volume_explorer(preset="cs231n")
    page = show(explorer)
    cell(page, 0, 1, 2).hover()
    assert outlines(page, "input") == [(2, 4, 3, 3)] * 3
    assert says(page, "sum") == "Output (1, 2), filter 0: red 3 + green 6 + blue 2 + bias 1 = 12"
    page.mouse.move(0, 0)
    assert outlines(page, "input") == [(0, 0, 3, 3)] * 3
    assert says(page, "live") == ""
    assert grids(page, "output") == explorer.output.tolist()
    assert page.locator("[data-part=input] .lesson-pad").count() == 3 * 24
    assert says(page, "setting") == ("Input 3×5×5 in 1 ring of zeros, 2 filters of 3×3×3, stride 2: output 2×3×3")


@pytest.mark.browser
def test_the_keyboard_alone_reaches_everything(show, colours):
    page = show(colours)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("model.get('selected')") == [1, 0, 0]
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("model.get('selected')") == [0, 0, 1]
    assert says(page, "live") == "Output (0, 1), brightness: red (−3) + green 3 + blue 0 + bias 0 = 0"
    page.keyboard.press("Tab")
    page.keyboard.press("Control+End")
    assert page.evaluate("model.get('selected')") == [1, 2, 2]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.locator("[role=gridcell][tabindex='0']").count() == 2


@pytest.mark.browser
def test_channels_and_maps_have_names(show):
    page = show(ll.volume_explorer(**SHAPE))
    for name in ("Input, channel 0", "Input, channel 1", "Filter, channel 1"):
        assert page.get_by_role("table", name=name).count() == 1
    assert page.get_by_role("grid", name="Output, filter 3").get_by_role("gridcell").count() == 3 * 7
    assert page.get_by_role("img").count() == 0
    assert page.get_by_role("group", name="Volume explorer").count() == 1


@pytest.mark.browser
def test_on_a_phone_it_fits_and_a_finger_finds_its_targets(show):
    page = show(ll.volume_explorer(preset="cs231n"), width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    targets = "[...document.querySelectorAll('label, [role=gridcell]')]"
    sizes = page.evaluate(
        f"{targets}.map((node) => node.getBoundingClientRect()).map((box) => [box.width, box.height])"
    )
    assert np.min(sizes) >= 44
    cell(page, 1, 2, 2).tap()
    assert says(page, "live").endswith("= −5")


@pytest.mark.browser
@pytest.mark.parametrize("preset", ["red-green", "cs231n"])
def test_on_a_phone_channels_sums_and_maps_are_in_one_view(show, preset):
    page = show(ll.volume_explorer(preset=preset), width=390, height=844, has_touch=True, is_mobile=True)
    parts = ("input", "filter", "terms", "channel-sum", "sum", "output")
    boxes = {part: [one.bounding_box() for one in page.locator(f"[data-part={part}]").all()] for part in parts}
    for part in ("input", "filter", "terms", "channel-sum"):
        assert len(boxes[part]) == 3
        assert len({round(box["y"]) for box in boxes[part]}) == 1, part  # side by side
    flat = [box for group in boxes.values() for box in group]
    assert max(box["y"] + box["height"] for box in flat) - boxes["input"][0]["y"] < 600
    assert min(box["width"] for box in boxes["input"]) > 90
    digit = page.locator("[data-part=input] .lesson-cell").first
    assert digit.evaluate("(node) => Number.parseFloat(getComputedStyle(node).fontSize)") >= 14
    assert page.locator("[data-part=products]").first.is_hidden()  # as cells they are in view, as lines a screen away


@pytest.mark.browser
def test_on_a_phone_products_stand_in_cells_below_their_weights(show, colours):
    page = show(colours, width=360, has_touch=True, is_mobile=True)
    cell(page, 1, 1, 1).tap()
    assert grids(page, "filter")[0] == [[1, 0, -1]] * 3
    assert grids(page, "terms") == [[[1, 0, 0]] * 3, [[0, 0, 1]] * 3, [[0, 0, 0]] * 3]
    assert page.locator("[data-part=channel-sum]").all_text_contents() == ["sum 3", "sum 3", "sum 0"]
    for part in ("filter", "terms"):
        weights = page.locator(f"[data-part={part}] .lesson-cell").all()
        assert {one.evaluate("node => getComputedStyle(node).fontSize") for one in weights} == {"14.375px"}


@pytest.mark.browser
@pytest.mark.parametrize("numbers", [0.5, 40])
def test_on_a_phone_products_too_long_for_cells_are_lines(show, numbers):
    page = show(ll.volume_explorer(SHAPE["image"], numbers * SHAPE["filters"]), width=360, has_touch=True)
    assert page.locator("[data-part=terms]").first.is_hidden()
    assert page.locator("[data-part=products]").first.is_visible()


def drag_by_finger(page, start, ways):
    """Touch the middle of `start` and go along `ways`, each (right, down) from there."""
    box = start.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    for kind, way in [("touchStart", (0, 0)), *(("touchMove", way) for way in ways), ("touchEnd", None)]:
        points = [{"x": x + way[0], "y": y + way[1]}] if way else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@pytest.mark.browser
def test_a_finger_drags_the_frame_over_a_channel(show, colours):
    page = show(colours, width=390, height=640, has_touch=True, is_mobile=True)
    frame = page.locator("[data-part=input] .lesson-outline").nth(1)
    frame.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    drag_by_finger(page, frame, [(2, 8), (4, 30), (8, 44), (8, 46)])  # down, where a page would scroll
    page.wait_for_function("String(model.get('selected')) === '0,2,0'")
    assert outlines(page, "input") == [(2, 0, 3, 3)] * 3
    assert says(page, "live").startswith("Output (2, 0), brightness: ")
    drag_by_finger(page, frame, [(10, 0), (60, 0), (300, 0)])  # beyond the grid
    page.wait_for_function("String(model.get('selected')) === '0,2,2'")
    assert page.evaluate("scrollY") == before


@pytest.mark.browser
def test_a_finger_sweeps_over_a_map(show, colours):
    page = show(colours, width=390, height=700, has_touch=True, is_mobile=True)
    first = cell(page, 0, 0, 0)
    first.scroll_into_view_if_needed()
    drag_by_finger(page, first, [(10, 0), (44, 2), (44, 46)])
    page.wait_for_function("String(model.get('selected')) === '0,1,1'")
    assert says(page, "live").startswith("Output (1, 1), brightness: ")


@pytest.mark.browser
def test_a_pixel_that_is_touched_chooses_the_place_around_it(show):
    page = show(ll.volume_explorer(preset="cs231n"), width=390, has_touch=True, is_mobile=True)

    def touch(channel, row, column):
        page.locator("[data-part=input]").nth(channel).locator(f"[data-row='{row}'][data-column='{column}']").tap()
        return page.evaluate("model.get('selected')")

    assert touch(0, 2, 2) == [0, 1, 1]  # stride 2, padding 1: the window of output (1, 1) has its middle there
    assert touch(2, -1, 5) == [0, 0, 2]  # a zero of the ring
    assert touch(1, 4, 0) == [0, 2, 0]
    assert says(page, "live").startswith("Output (2, 0), filter 0: ")
    assert outlines(page, "input") == [(4, 0, 3, 3)] * 3


@pytest.mark.browser
def test_pixels_have_the_tint_of_their_channel(show, colours):
    page = show(colours)
    script = """(part) => [...part.querySelectorAll(".lesson-cell")].map(
        (cell) => [getComputedStyle(cell).backgroundColor, Number(cell.dataset.value)])"""
    for channel, part in enumerate(page.locator("[data-part=input]").all()):
        for colour, value in part.evaluate(script):
            parts = [int(number) for number in re.findall(r"\d+", colour)]
            others = [number for i, number in enumerate(parts) if i != channel]
            assert (parts[channel] > max(others) + 40) == (value == 1), (channel, colour)
    plain = show(ll.volume_explorer(**SHAPE))
    colour = plain.locator("[data-part=input] .lesson-cell").nth(4).evaluate("n => getComputedStyle(n).backgroundColor")
    assert len(set(re.findall(r"\d+", colour))) == 1  # no colour of its own


@pytest.mark.browser
def test_python_changes_what_the_page_shows_and_focus_stays(show, colours):
    page = show(colours)
    cell(page, 1, 2, 2).click()
    page.evaluate("model.set('bias', [0, 10])")
    assert grids(page, "output")[1] == [[16, 16, 10]] * 3
    assert page.evaluate("[document.activeElement.dataset.row, document.activeElement.textContent]") == ["2", "10"]


@pytest.mark.browser
def test_two_on_a_page_share_nothing_and_leave_nothing_behind(show, colours):
    page = show(colours)
    page.evaluate("void show(another)")
    page.get_by_role("radio", name="red to green").nth(1).check()
    assert [radio.is_checked() for radio in page.get_by_role("radio").all()] == [True, False, False, True]
    assert page.evaluate("document.querySelectorAll('[id]').length") == 0
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == 0


@pytest.mark.browser
@pytest.mark.parametrize("preset", ["red-green", "cs231n"])
def test_between_phone_and_desktop_each_sum_stands_under_its_own_channel(show, preset):
    page = show(ll.volume_explorer(preset=preset), width=768)
    lefts = []
    for part in ("filter", "terms", "channel-sum"):
        boxes = [one.bounding_box() for one in page.locator(f"[data-part={part}]").all()]
        assert len({round(box["y"]) for box in boxes}) == 1, part
        lefts.append([round(box["x"]) for box in boxes])
    assert lefts[0] == lefts[1]
    assert all(sum_ - filter_ in range(30) for sum_, filter_ in zip(lefts[2], lefts[0], strict=True))
    assert page.locator("[data-part=products]:visible").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("preset", ["red-green", "cs231n"])
def test_channels_stand_in_one_row_and_their_products_in_whole_lines(show, preset):
    page = show(ll.volume_explorer(preset=preset), width=1280)
    for part in ("input", "filter", "products"):
        assert len({round(one.bounding_box()["y"]) for one in page.locator(f"[data-part={part}]").all()}) == 1, part
    terms = page.locator("[data-part=products] .lesson-products-row .lesson-products-terms").all()
    for line in terms:
        size, height = line.evaluate("(node) => [parseFloat(getComputedStyle(node).fontSize), node.offsetHeight]")
        assert size >= 14
        assert height < 2 * size


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_numbers_in_like_cells_are_of_one_size(show, width):
    page = show(ll.volume_explorer(preset="cs231n"), width=width)
    for part in ("input", "filter", "output"):
        first = page.locator(f"[data-part={part}] .lesson-row:last-child .lesson-cell:last-child").all()
        assert len({one.evaluate("(node) => getComputedStyle(node).fontSize") for one in first}) == 1, part
