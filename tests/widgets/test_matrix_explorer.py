"""The matrix explorer: the same matrix in Python and in the page, and what a reader finds there."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import lessonlib as ll

EDGE = [[0, 0, 1, 1, 1]] * 5
FILTER = [[-1, 0, 1]] * 3
SMALL = np.arange(24).reshape(4, 6)
TALL = [[1, 2, 3], [4, 5, 6]]
COUNTS = {"any": 225, "local": 81, "shared": 9}


def settings(count):
    """Pictures, filters and strides that give a whole size; every side of its own length."""
    rng = np.random.default_rng(11)
    cases = []
    while len(cases) < count:
        height, width, filter_height, filter_width, stride = rng.integers([3, 3, 1, 1, 1], [9, 9, 5, 5, 4]).tolist()
        travels = (height - filter_height, width - filter_width)
        if height == width or filter_height == filter_width or min(travels) < 0 or height * width > 64:
            continue
        if not any(travel % stride for travel in travels):
            image, filter = rng.normal(size=(height, width)), rng.integers(-9, 10, (filter_height, filter_width))
            cases.append((image.tolist(), filter.tolist(), stride))
    return cases


def in_loops(image, filter, stride):
    """The matrix written down weight by weight, from the definition of the convolution."""
    (height, width), (filter_height, filter_width) = np.shape(image), np.shape(filter)
    rows, columns = (height - filter_height) // stride + 1, (width - filter_width) // stride + 1
    filled = np.zeros((rows * columns, height * width))
    for row in range(rows):
        for column in range(columns):
            for i in range(filter_height):
                for j in range(filter_width):
                    filled[row * columns + column, (row * stride + i) * width + column * stride + j] = filter[i][j]
    return filled


def test_its_matrix_is_the_convolution():
    for image, filter, stride in settings(40):
        explorer = ll.matrix_explorer(image, filter, stride=stride)
        np.testing.assert_array_equal(explorer.matrix, in_loops(image, filter, stride))
        whole = ll.conv2d(np.array(image)[None, None], np.array(filter)[None, None], stride=stride)[0, 0]
        np.testing.assert_allclose(explorer.output, whole, rtol=0, atol=1e-12)


def test_the_worked_example_counts_225_81_9_and_gives_3_3_0_in_every_state():
    explorer = ll.matrix_explorer(EDGE, FILTER)
    assert repr(explorer) == "MatrixExplorer(5x5 image, 3x3 filter, stride 1, any: 225 weights)"
    assert explorer._repr_mimebundle_()["text/plain"] == repr(explorer)
    for sharing, count in COUNTS.items():
        explorer.sharing = sharing
        assert (explorer.weights, explorer.output.tolist()) == (count, [[3, 3, 0]] * 3)
    assert "9x25" in explorer.view.still["svg"].replace("×", "x")


@pytest.mark.parametrize(
    ("sharing", "change", "cells", "outputs"),
    [("any", {"4,0": 2}, 1, 0), ("any", {"4,13": 2}, 1, 1), ("local", {"4,13": 2}, 1, 1), ("shared", {"5": 2}, 9, 9)],
)
def test_a_shared_weight_changes_everywhere_and_any_other_in_one_place(sharing, change, cells, outputs):
    explorer = ll.matrix_explorer(EDGE, FILTER, sharing=sharing)
    before = explorer.matrix, explorer.output
    explorer.changes = change
    assert (explorer.matrix != before[0]).sum() == cells
    assert (explorer.output != before[1]).sum() == outputs


def test_the_page_computes_the_same(answers):
    cases = settings(100)
    shapes = [[np.shape(image), np.shape(filter), stride] for image, filter, stride in cases]
    taps = answers("matrix_explorer/weight_sharing.js", "findTaps", shapes)
    names = {
        sharing: answers("matrix_explorer/weight_sharing.js", "nameWeights", [[t, sharing] for t in taps])
        for sharing in COUNTS
    }
    for sharing in COUNTS:
        added = [{name: 0.5} for name in (line[-1][-1] for line in names[sharing])]
        asked = [[t, n, case[1], a] for t, n, case, a in zip(taps, names[sharing], cases, added, strict=True)]
        filled = answers("matrix_explorer/weight_sharing.js", "fillMatrix", asked)
        flat = [np.ravel(case[0]).tolist() for case in cases]
        products = answers(
            "matrix_explorer/weight_sharing.js", "multiply", [list(pair) for pair in zip(filled, flat, strict=True)]
        )
        counts = answers("matrix_explorer/weight_sharing.js", "countWeights", [[n] for n in names[sharing]])
        for i, (image, filter, stride) in enumerate(cases):
            explorer = ll.matrix_explorer(image, filter, stride=stride, sharing=sharing)
            explorer.changes = added[i]
            assert names[sharing][i] == explorer.view.names.tolist()
            assert counts[i] == explorer.weights
            np.testing.assert_allclose(filled[i], explorer.matrix, rtol=0, atol=1e-12)
            np.testing.assert_allclose(products[i], explorer.output.ravel(), rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"image": np.ones((3, 5, 5))}, ValueError, r"image must be \(H, W\); got shape \(3, 5, 5\)"),
        ({"image": np.ones((8, 9))}, ValueError, "image must have at most 64 pixels, a column each; got 8x9 = 72"),
        ({"filter": np.ones((6, 2))}, ValueError, "filter must be no larger than the padded image, 5x5; got 6x2"),
        ({"filter": [[np.inf]]}, ValueError, r"filter must be finite numbers; got inf at \(0, 0\)"),
        ({"stride": 3}, ValueError, r"\(5 - 3 \+ 0\)/3 \+ 1 = 1\.66"),
        ({"stride": "2"}, TypeError, "stride must be a whole number"),
        ({"sharing": "free"}, ValueError, "sharing must be one of 'any', 'local', 'shared'; got 'free'"),
        ({"controls": ["stride"]}, ValueError, "controls must be among 'sharing', 'change'; got 'stride'"),
        ({"key": "A B"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.matrix_explorer(**{"image": EDGE, "filter": FILTER, **arguments})


@pytest.mark.parametrize(
    ("name", "value", "error", "said"),
    [
        ("image", np.ones((2, 5)), ValueError, "filter must be no larger"),
        ("filter", [["a"]], TypeError, "filter must hold integers or real numbers"),
        ("image", None, TypeError, "image must hold integers or real numbers"),
        ("stride", 3, ValueError, "The output size must be whole"),
        ("sharing", "none", ValueError, "sharing must be one of"),
        ("selected", (9, 0), ValueError, r"selected must lie in the 9x25 matrix, counted from 0; got \(9, 0\)"),
        ("selected", 4, TypeError, "selected must be a pair"),
        ("changes", {"9": 1}, ValueError, "changes must name weights, such as '0,0'; got '9'"),
        ("changes", {"0,0": np.nan}, ValueError, "changes must be finite numbers; got nan for '0,0'"),
    ],
)
def test_a_bad_change_is_refused_and_changes_nothing(name, value, error, said):
    explorer = ll.matrix_explorer(EDGE, FILTER)
    before = explorer.view.get_state()
    with pytest.raises(error, match=said):
        setattr(explorer, name, value)
    assert explorer.view.get_state() == before


def test_python_changes_it_and_it_keeps_what_still_has_a_place():
    explorer, other = ll.matrix_explorer(EDGE, FILTER), ll.matrix_explorer(EDGE, FILTER)
    explorer.selected = np.int64(8), 24
    explorer.changes = {"8,24": 1}
    explorer.sharing = "local"
    assert explorer.changes == {"8,24": 1}
    explorer.image = SMALL[:, :5]
    assert (explorer.selected, explorer.changes) == ([5, 19], {})
    assert explorer.view.still == explorer.still()._asdict()
    assert (other.selected, other.sharing, other.image) == ([0, 2], "any", EDGE)


def test_its_still_shows_the_matrix_and_its_row():
    explorer = ll.matrix_explorer(SMALL, TALL, sharing="local")
    explorer.selected = [5, 8]
    svg, sentence = explorer.still()
    root = ET.fromstring(svg)
    width, height = map(float, root.get("viewBox").split()[2:])
    boxes = [found for found in root.iter() if found.tag.endswith("}rect")]
    assert all(float(box.get("x")) + float(box.get("width")) <= width for box in boxes)
    assert all(float(box.get("y")) + float(box.get("height")) <= height for box in boxes)
    drawn = [found.get("d").count("M") for found in root.iter() if found.tag.endswith("}path")]
    assert sorted(drawn) == [12] * 6 + [12 * 24 - 72]
    assert "row 5 of the matrix, its output (1, 1)" in root.find("{*}desc").text
    assert "72 weights" in root.find("{*}desc").text
    assert sentence.startswith("In the live page you choose a number of the output")


# In a browser


def cells(page, part):
    """The numbers of a part's grid."""
    rows = f"[...document.querySelectorAll('[data-part={part}] [role=row]:not(.lesson-heads)')]"
    return page.evaluate(f"{rows}.map((row) => [...row.querySelectorAll('.lesson-cell')].map((c) => +c.dataset.value))")


def cell(page, part, row, column):
    return page.locator(f"[data-part={part}] [data-row='{row}'][data-column='{column}']")


def lit(page, kind="same-weight"):
    """The cells of the matrix that are marked so, as (row, column)."""
    found = f"[...document.querySelectorAll('[data-part=matrix] .lesson-{kind}')]"
    return [
        tuple(place) for place in page.evaluate(f"{found}.map((cell) => [+cell.dataset.row, +cell.dataset.column])")
    ]


def outlined(page, part):
    """Row, column, rows and columns of a part's outline; None without one."""
    outline = page.locator(f"[data-part={part}] .lesson-outline")
    if outline.is_hidden():
        return None
    style = outline.get_attribute("style")
    return tuple(int(re.search(rf"--lesson-{name}: (\d+)", style)[1]) for name in ("row", "column", "rows", "columns"))


def says(page, part):
    return page.locator(f"[data-part={part}]").text_content()


@pytest.mark.browser
def test_the_count_falls_and_the_output_stays(show):
    page = show(ll.matrix_explorer(EDGE, FILTER))
    empty = {"any": 0, "local": 144, "shared": 144}
    for sharing, count in COUNTS.items():
        page.get_by_role("radio", name=sharing.capitalize()).check()
        assert says(page, "count") == f"{count} weights"
        assert page.locator(".lesson-no-weight").count() == empty[sharing]
        assert np.ravel(cells(page, "result")).tolist() == np.ravel(cells(page, "map")).tolist() == [3, 3, 0] * 3
        assert (np.array(cells(page, "matrix")) == in_loops(EDGE, FILTER, 1)).all()
    assert says(page, "live").startswith("9 weights: every row uses the same 9")


@pytest.mark.browser
def test_a_row_lights_its_patch_and_a_weight_its_nine_cells(show):
    page = show(ll.matrix_explorer(EDGE, FILTER, sharing="shared"))
    cell(page, "map", 1, 2).click()
    cell(page, "filter", 2, 0).click()
    assert outlined(page, "picture") == (1, 2, 3, 3)
    assert outlined(page, "matrix") == (5, 0, 1, 25)
    assert outlined(page, "filter") == (2, 0, 1, 1)
    assert outlined(page, "strip") == (0, 17, 1, 1)
    assert lit(page) == [(row, 10 + 5 * (row // 3) + row % 3) for row in range(9)]
    page.get_by_role("radio", name="Local").check()
    assert lit(page) == [(5, 17)]
    assert len(lit(page, "same-tap")) == 8
    cell(page, "matrix", 0, 24).click()
    assert lit(page) == [(0, 24)]
    assert outlined(page, "filter") is None
    assert says(page, "weight") == "Row 0, column 24: no weight. This output does not see pixel (4, 4)."
    assert page.get_by_role("button", name="+ 1").is_disabled()


@pytest.mark.browser
def test_hovering_previews_and_leaving_returns(show):
    page = show(ll.matrix_explorer(SMALL, TALL, stride=1))
    cell(page, "map", 2, 3).hover()
    assert outlined(page, "picture") == (2, 3, 2, 3)
    assert outlined(page, "matrix") == (11, 0, 1, 24)
    page.mouse.move(0, 0)
    assert outlined(page, "picture") == (0, 0, 2, 3)
    assert page.evaluate("model.get('selected')") == [0, 1]
    assert says(page, "live") == ""


@pytest.mark.browser
def test_its_products_are_those_of_the_row(show):
    page = show(ll.matrix_explorer(SMALL, TALL))
    lines = page.locator("[data-part=products] :is(.lesson-products-row, .lesson-products-total)")
    assert lines.count() == 5
    assert lines.first.text_content() == "1·0 + 2·1 + 3·2 + 0·3 + 0·4 + 0·5 = 8"
    page.get_by_role("radio", name="Shared").check()
    assert lines.all_text_contents() == ["1·0 + 2·1 + 3·2 = 8", "4·6 + 5·7 + 6·8 = 107", "8 + 107 = 115"]


@pytest.mark.browser
def test_buttons_change_the_weight_wherever_it_stands(show):
    page = show(ll.matrix_explorer(EDGE, FILTER))
    cell(page, "matrix", 4, 13).click()
    page.get_by_role("button", name="+ 1").click()
    assert cells(page, "map") == [[3, 3, 0], [3, 4, 0], [3, 3, 0]]
    assert says(page, "live") == "The weight is 2. Changed by you: 1 cell of the matrix, 1 of 9 outputs."
    page.get_by_role("radio", name="Shared").check()
    assert cells(page, "map") == [[3, 3, 0]] * 3
    page.get_by_role("button", name="− 1").dblclick()
    assert cells(page, "map") == [[1, 1, -2]] * 3
    assert cells(page, "filter")[1] == [-1, 0, -1]
    assert page.evaluate("model.get('changes')") == {"5": -2}
    assert "Changed by you: 9 cells of the matrix, 9 of 9 outputs." in says(page, "changed")
    page.get_by_role("button", name="Put back").click()
    assert cells(page, "map") == [[3, 3, 0]] * 3


@pytest.mark.browser
def test_the_weight_chosen_at_first_turns_one_number_or_nine(show):
    page = show(ll.matrix_explorer(EDGE, FILTER))
    for sharing, said in [("Local", "1 cell of the matrix, 1 of 9"), ("Shared", "9 cells of the matrix, 9 of 9")]:
        page.get_by_role("radio", name=sharing).check()
        page.get_by_role("button", name="+ 1").click()
        assert f"Changed by you: {said} outputs." in says(page, "changed")


@pytest.mark.browser
def test_a_changed_weight_leaves_the_colours_of_all_others(show):
    page = show(ll.matrix_explorer(EDGE, FILTER, sharing="local"))
    strengths = """() => [...document.querySelectorAll("[data-part=matrix] .lesson-cell, [data-part=map] .lesson-cell")]
        .map((cell) => cell.style.getPropertyValue("--lesson-strength"))"""
    before = page.evaluate(strengths)
    back = page.get_by_role("button", name="Put back")
    assert back.is_disabled()
    page.get_by_role("button", name="+ 1").click()
    assert sum(a != b for a, b in zip(before, page.evaluate(strengths), strict=True)) == 2  # the weight and one output
    back.click()
    assert page.evaluate(strengths) == before
    assert back.is_disabled()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_what_a_button_changes_is_in_one_view_with_it_and_its_words(show, width):
    page = show(ll.matrix_explorer(EDGE, FILTER), width=width, height=800)
    more = page.get_by_role("button", name="+ 1")
    more.scroll_into_view_if_needed()
    before = more.bounding_box()
    more.click()
    assert more.bounding_box() == before  # it stays under the finger
    words, matrix = (page.locator(f"[data-part={name}]").bounding_box() for name in ("changed", "matrix"))
    assert 0 < words["y"] - before["y"] < 70
    assert 0 < matrix["y"] + matrix["height"] - before["y"] < 560


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 390, 1280])
def test_the_filter_stands_in_the_same_row_in_every_mode(show, width):
    page = show(ll.matrix_explorer(EDGE, FILTER), width=width)
    for sharing in ("Local", "Shared", "Any"):
        page.get_by_role("radio", name=sharing).check()
        filter, map = (page.locator(f"[data-part={name}]").bounding_box() for name in ("filter", "map"))
        assert filter["y"] == map["y"]


@pytest.mark.browser
def test_the_keyboard_alone_reaches_everything(show):
    page = show(ll.matrix_explorer(EDGE, FILTER))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("model.get('sharing')") == "local"
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert page.evaluate("model.get('selected')") == [0, 2]
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("model.get('selected')") == [3, 7]
    assert says(page, "live").startswith("Row 3: 1 + 1 + 1 = 3. Row 3, column 7: weight 1 for pixel (1, 2)")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("model.get('changes')") == {"3,7": -1}
    for _ in ("+ 1", "Put back", "the matrix"):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("model.get('selected')") == [2, 7]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.locator("[role=gridcell][tabindex='0']").count() == 3


@pytest.mark.browser
def test_a_screen_reader_finds_names_and_numbers(show):
    page = show(ll.matrix_explorer(EDGE, FILTER, sharing="local"))
    assert page.get_by_role("group", name="Matrix explorer").count() == 1
    assert page.get_by_role("radio").count() == 3
    assert page.get_by_role("radio", name="Local").is_checked()
    grid = page.get_by_role("grid", name="Matrix")
    assert grid.get_by_role("row").count() == 10
    assert grid.get_by_role("gridcell", name="no weight").count() == 144
    assert page.get_by_role("table", name="Flattened image").get_by_role("cell").count() == 25
    assert page.get_by_role("group", name="Row 0, for output (0, 0): weights · pixels").count() == 1


@pytest.mark.browser
@pytest.mark.parametrize("case", [(EDGE, FILTER), (SMALL, TALL), (np.ones((8, 8)), FILTER)], ids=["5x5", "4x6", "8x8"])
def test_on_a_phone_it_fits_and_a_finger_finds_its_targets(show, case):
    page = show(ll.matrix_explorer(*case, sharing="shared"), width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    targets = "[...document.querySelectorAll('label, .lesson-button, [data-part=filter] .lesson-cell')]"
    sizes = page.evaluate(
        f"{targets}.map((node) => node.getBoundingClientRect()).map((box) => [box.width, box.height])"
    )
    assert np.min(sizes) >= 44
    cell(page, "filter", 1, 1).tap()
    assert len(lit(page)) == len(cells(page, "matrix"))
    for part, row in (("matrix", 3), ("strip", 0)):
        box = cell(page, part, row, 8).bounding_box()
        assert min(box["width"], box["height"]) >= 24
    assert (
        page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('[data-part=matrix] .lesson-cell')).fontSize)"
        )
        > 9
    )
    cell(page, "map", 1, 1).tap()  # a row whose cell lies beside the screen comes into view
    place = page.evaluate("model.get('selected')")
    box = cell(page, "matrix", *place).bounding_box()
    assert 0 <= box["x"] <= 360 - box["width"]


@pytest.mark.browser
def test_two_on_a_page_share_nothing_and_leave_nothing_behind(show):
    page = show(ll.matrix_explorer(EDGE, FILTER))
    page.evaluate("void show(another)")
    page.get_by_role("radio", name="Shared").nth(1).check()
    assert page.locator("[data-part=count]").all_text_contents() == ["225 weights", "9 weights"]
    assert [radio.is_checked() for radio in page.get_by_role("radio").all()] == [True, False, False, False, False, True]
    assert page.evaluate("document.querySelectorAll('[id]').length") == 0
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == 0


@pytest.mark.browser
def test_controls_are_shown_if_asked_for(show):
    page = show(ll.matrix_explorer(EDGE, FILTER, sharing="local", controls=[]))
    assert page.get_by_role("radio").count() == 0
    assert page.get_by_role("group", name="Change this weight").count() == 0
    assert says(page, "count") == "81 weights"


@pytest.mark.browser
@pytest.mark.parametrize("sharing", ["Any", "Local", "Shared"])
def test_the_filter_says_what_the_row_has(show, sharing):
    page = show(ll.matrix_explorer(EDGE, FILTER))
    page.get_by_role("radio", name=sharing).check()
    cell(page, "matrix", 4, 13).click()
    page.get_by_role("button", name="+ 1").click()
    assert cells(page, "filter") == [[-1, 0, 1], [-1, 0, 2], [-1, 0, 1]]
    cell(page, "matrix", 3, 12).click()  # the same weight of the filter, in another row
    assert cells(page, "filter")[1] == [-1, 0, 2 if sharing == "Shared" else 1]
    title = page.locator("[data-part=filter] .lesson-title").inner_text()
    assert title == ("Filter 3×3" if sharing == "Shared" else "Filter 3×3 of row 3")


@pytest.mark.browser
def test_on_a_phone_the_buttons_stand_above_the_matrix(show):
    page = show(ll.matrix_explorer(EDGE, FILTER), width=390, has_touch=True, is_mobile=True)
    more = page.get_by_role("button", name="+ 1")
    gap = page.locator("[data-part=matrix]").bounding_box()["y"] - more.bounding_box()["y"]
    assert 44 <= gap < 200
    more.tap()
    assert says(page, "live").startswith("The weight is 2.")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_the_numbers_of_the_matrix_and_of_its_result_are_of_one_size(show, width):
    page = show(ll.matrix_explorer(EDGE, FILTER), width=width)
    size = "(node) => getComputedStyle(node).fontSize"
    assert len({cell(page, part, 0, 0).evaluate(size) for part in ("strip", "matrix", "result")}) == 1


@pytest.mark.browser
def test_on_a_phone_the_line_of_pixels_ends_with_the_figure_as_the_matrix_does(show):
    page = show(ll.matrix_explorer(EDGE, FILTER), width=390, has_touch=True, is_mobile=True)
    ends = "(node) => node.getBoundingClientRect().right"
    whole = page.locator(".lesson-matrix-whole").evaluate(ends)
    assert whole <= page.locator(".lesson-matrix").evaluate(ends)
    # Neither goes on under the result, which stays at the right.
    cell(page, "strip", 0, 0).scroll_into_view_if_needed()
    box = cell(page, "strip", 0, 0).bounding_box()
    top = page.evaluate("([x, y]) => document.elementFromPoint(x, y).className", [whole - 12, box["y"] + 8])
    assert "lesson-cell" not in top
