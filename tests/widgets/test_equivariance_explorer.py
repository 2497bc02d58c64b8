"""The equivariance explorer: the page's maps are lessonlib's, 0 where theory says so, and the page says why not."""

import itertools
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import lessonlib as ll
from lessonlib.widgets.equivariance_explorer import both_orders

MOVES = [(0, 3), (-2, 0), (4, -1), (2, 2), (-4, 4)]
PARTS = ("moved", "map-of-moved", "map", "moved-map", "difference")


def setting_of(explorer):
    names = ("image", "filter", "down", "right", "stride", "padding", "pooling", "linear", "background")
    return {name: getattr(explorer.view, name) for name in names}


def cases():
    """Pictures and filters with distinct sides, every switch, moves in all directions."""
    random = np.random.default_rng(4)
    made = []
    for padding, stride, pooling, linear, background in itertools.product(
        (0, 1, 2), (1, 2, 3), (False, True), (False, True), (0, 1)
    ):
        filter = random.integers(-2, 3, (3, 2))
        OH, OW = (5, 7) if pooling else (4, 5)
        H, W = (OH - 1) * stride + 3 - 2 * padding, (OW - 1) * stride + 2 - 2 * padding
        if H < 1 or W < 1:
            continue
        place = tuple(int(pixels) for pixels in random.integers(-4, 5, 2))
        switches = {"padding": padding, "stride": stride, "pooling": pooling, "linear": linear}
        image = random.integers(-3, 4, (H, W))
        made.append(ll.equivariance_explorer(image, filter, shift=place, background=background, **switches))
    return made


def why(answers, *explorers):
    """What the page says of each, as one text."""
    settings = [setting_of(explorer) for explorer in explorers]
    ways = answers("equivariance_explorer/both_orders.js", "compareWays", [[setting] for setting in settings])
    said = answers(
        "equivariance_explorer/both_orders.js", "sayWhy", [list(pair) for pair in zip(settings, ways, strict=True)]
    )
    return [" ".join(sentences) for sentences in said]


def grid(page, part):
    rows = page.locator(f"[data-part={part}] [role=row]:not(.lesson-heads)").all()
    values = "(row) => [...row.querySelectorAll('.lesson-cell')].map((cell) => Number(cell.dataset.value))"
    return [row.evaluate(values) for row in rows]


def test_both_ways_are_lessonlibs(answers):
    explorers = cases()
    found = answers(
        "equivariance_explorer/both_orders.js", "compareWays", [[setting_of(explorer)] for explorer in explorers]
    )
    for explorer, ways in zip(explorers, found, strict=True):
        map_of_moved, moved_map = explorer.maps()
        np.testing.assert_array_equal(ways["mapOfMoved"], map_of_moved)
        np.testing.assert_array_equal(ways["movedMap"], moved_map)
        np.testing.assert_array_equal(ways["difference"], map_of_moved - moved_map)
        assert ways["most"] == explorer.largest_difference()
    assert len(found) >= 60
    assert sum(ways["most"] > 0 for ways in found) > 30


@pytest.mark.parametrize("place", MOVES)
def test_exactly_zero_with_a_blank_margin(place):
    filter = np.random.default_rng(0).normal(size=(3, 2))
    explorer = ll.equivariance_explorer(both_orders.small_three() * 0.1, filter, shift=place)
    assert explorer.largest_difference() == 0
    explorer.background = 1
    assert explorer.largest_difference() > 0


@pytest.mark.parametrize(("stride", "pooling"), [(2, False), (1, True)])
def test_at_a_step_of_two_pixels_only_even_moves_are_exact(stride, pooling):
    explorer = ll.equivariance_explorer(stride=stride, pooling=pooling)
    for right in range(-4, 5):
        explorer.shift = (0, right)
        assert (explorer.largest_difference() == 0) == (right % 2 == 0), right


def test_stride_and_pooling_make_a_step_of_four():
    image = np.pad(np.random.default_rng(1).integers(1, 9, (7, 7)), 8)  # 23: 11 at stride 2, 5 after pooling
    explorer = ll.equivariance_explorer(image, stride=2, pooling=True, reach=8)
    for right in range(-8, 9):
        explorer.shift = (0, right)
        assert (explorer.largest_difference() == 0) == (right % 4 == 0), right


def test_padding_breaks_it_once_the_picture_reaches_the_ring():
    explorer = ll.equivariance_explorer(padding=1, shift=(0, 3))
    assert explorer.largest_difference() == 0
    explorer.shift = (0, 4)
    assert explorer.largest_difference() > 0
    explorer.padding = 0
    assert explorer.largest_difference() == 0


def test_the_page_says_why(answers):
    make = ll.equivariance_explorer
    still, exact, bright, ring, odd, even, pooled, linear = why(
        answers,
        make(),
        make(shift=(0, 3)),
        make(shift=(0, 1), background=1),
        make(shift=(0, 4), padding=1),
        make(shift=(0, 3), stride=2),
        make(shift=(0, 2), stride=2),
        make(shift=(-1, 0), pooling=True),
        make(shift=(0, 1), linear=True),
    )
    assert still == "Nothing has moved yet. Move the image."
    assert exact.startswith("Exactly 0 in all 81 cells. The same weights act at every place")
    assert bright.startswith("9 of 81 cells differ, by up to 3, in column 0. Zeros enter at the left border")
    assert "ring" not in bright
    assert "in column 10. The ring of zeros stays where it is" in ring
    assert "Zeros enter" not in ring
    assert "Stride 2 makes one cell of the map 2 pixels: a move by 3 pixels is 1.5 cells" in odd
    assert "Exact only for moves by multiples of 2." in odd
    assert even.startswith("Exactly 0 in all 25 cells.")
    assert "Pooling makes one cell of the map 2 pixels: a move by 1 pixel is 0.5 cells" in pooled
    assert "its own weight for every place" in linear
    assert "all over the map" in linear


def test_borders_are_named_by_where_the_zeros_enter(answers):
    places = {(0, 1): "left", (0, -2): "right", (3, 0): "top", (-1, 0): "bottom", (-1, 1): "left and bottom"}
    filter = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    said = why(answers, *(ll.equivariance_explorer(None, filter, shift=place, background=1) for place in places))
    for text, side in zip(said, places.values(), strict=True):
        assert f"Zeros enter at the {side} border" in text


def test_a_setting_without_a_map_says_so_in_both(answers):
    explorer = ll.equivariance_explorer(stride=2, padding=1, pooling=True)
    with pytest.raises(ValueError, match="must be whole"):
        explorer.maps()
    said, fine = answers(
        "equivariance_explorer/both_orders.js", "mapProblem", [[setting_of(explorer)], [setting_of(cases()[0])]]
    )
    assert said.startswith("Max-pooling a map of 6: The output size must be whole: (6 - 3 + 0)/2 + 1 = 2.5")
    assert fine == ""
    assert "must be whole" in ET.fromstring(explorer.view.still["svg"]).find("{*}desc").text


def test_the_linear_layers_weights_are_pythons(answers):
    pairs = [[to, source] for to in range(0, 90, 7) for source in range(0, 90, 4)]
    wanted = both_orders.place_weights(90)
    assert answers("equivariance_explorer/both_orders.js", "placeWeight", pairs) == [
        int(wanted[to, source]) for to, source in pairs
    ]


def test_its_repr_is_short_and_always_the_same():
    widget = ll.equivariance_explorer(np.ones((7, 9)), np.ones((3, 3)), shift=(1, -2), stride=2, linear=True)
    said = "EquivarianceExplorer(7x9 image, 3x3 filter, moved 1 down, -2 right, stride 2, linear)"
    assert repr(widget) == said
    assert widget._repr_mimebundle_()["text/plain"] == said
    assert "0x" not in repr(widget.view)


def test_python_reads_and_changes_it():
    widget = ll.equivariance_explorer(controls=["down", "right", "stride"])
    widget.shift = (np.int64(1), -2)
    widget.stride, widget.pooling = 2, True
    assert (widget.sliders["right"].value, widget.sliders["down"].value) == (-2, 1)
    assert (widget.view.down, widget.view.right, widget.view.stride, widget.view.pooling) == (1, -2, 2, True)
    assert [link.target for link in widget.links] == [(widget.view, "right"), (widget.view, "down")]
    assert len(ll.equivariance_explorer(controls=["stride"]).children) == 1


def texts_of(root):
    return [text.text for text in root.iter() if text.tag.endswith("}text")]


def test_its_still_draws_both_orders_and_their_difference():
    widget = ll.equivariance_explorer(shift=(0, 1), background=1)
    root = ET.fromstring(widget.view.still["svg"])
    assert root.find("{*}title").text == "Moved 1 right"
    assert root.find("{*}desc").text.endswith("is 3; 9 of 81 cells differ.")
    texts = texts_of(root)
    assert {"Moved picture", "conv(shift x)", "conv x", "shift(conv x)", "Difference", "largest: 3"} <= set(texts)
    map_of_moved, moved_map = widget.maps()
    widget.shift = (0, 0)
    unmoved, _ = widget.maps()
    grids = (map_of_moved, moved_map, unmoved, map_of_moved - moved_map)
    assert texts.count("−2") == sum(int((values == -2).sum()) for values in grids) > 0


def test_its_still_of_one_way_draws_a_picture_and_its_map():
    widget = ll.equivariance_explorer(shift=(0, 1), compare=False)
    root = ET.fromstring(widget.view.still["svg"])
    assert "9 by 9 numbers" in root.find("{*}desc").text
    texts = texts_of(root)
    map_of_moved, _ = widget.maps()
    assert texts[:1] == ["Picture"]
    assert "Its map" in texts
    assert texts.count("−2") == (map_of_moved == -2).sum() > 0


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"image": np.zeros((25, 3))}, ValueError, "image must be at most 24 along a side here; got 25x3"),
        ({"filter": np.ones((12, 3))}, ValueError, "filter must be no larger than the padded image, 11x11; got 12x3"),
        ({"shift": (0, 5)}, ValueError, r"shift must be at most 4 either way; got \(0, 5\)"),
        ({"shift": "right"}, TypeError, r"shift must be a pair \(down, right\); got 'right'"),
        ({"stride": 0}, ValueError, "stride must be a whole number, 1 or more; got 0"),
        ({"padding": 1.5}, TypeError, "padding must be a whole number"),
        ({"pooling": 1}, TypeError, "pooling must be True or False; got 1"),
        ({"compare": 0}, TypeError, "compare must be True or False; got 0"),
        ({"linear": "yes"}, TypeError, "linear must be True or False; got 'yes'"),
        ({"background": 2}, ValueError, "background must be 0 or 1; got 2"),
        ({"reach": 0}, ValueError, "reach must be a whole number, 1 or more; got 0"),
        ({"controls": ["depth"]}, ValueError, "controls must be among 'right', 'down', .*; got 'depth'"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.equivariance_explorer(**arguments)


@pytest.mark.browser
def test_the_page_shows_both_ways_and_marks_where_they_differ(show):
    explorer = ll.equivariance_explorer()
    page = show(explorer)
    page.get_by_label("Bright background").check()
    page.get_by_label("Padding 1").check()
    page.get_by_role("button", name="Move right").click()
    page.get_by_role("button", name="Move up").click()
    explorer.background, explorer.padding, explorer.shift = 1, 1, (-1, 1)
    map_of_moved, moved_map = explorer.maps()
    difference = map_of_moved - moved_map
    assert grid(page, "map-of-moved") == map_of_moved.tolist()
    assert grid(page, "moved-map") == moved_map.tolist()
    assert grid(page, "difference") == difference.tolist()
    for part in ("map-of-moved", "moved-map", "difference"):
        marked = page.locator(f"[data-part={part}] .lesson-differs").count()
        assert marked == (difference != 0).sum()
    assert page.locator("[data-part=moved] .lesson-pad").count() == 21  # a row and a column of 11
    assert page.locator("[data-part=sum]").inner_text() == f"Largest: {np.abs(difference).max():g}"
    assert page.locator("[data-part=seen]").inner_text().startswith(f"{(difference != 0).sum()} of 121 cells differ")
    said = page.locator("[data-part=why]").inner_text()
    assert "Zeros enter at the left and bottom border" in said
    assert page.locator("[data-part=live]").text_content().startswith("Largest difference ")
    assert page.evaluate("[model.get('padding'), model.get('background'), model.get('down')]") == [1, 1, -1]


TOP = "(node) => node.querySelector('.lesson-cell').getBoundingClientRect().top"


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_grids_of_each_order_stand_level_and_nothing_moves_when_it_is_moved(show, width):
    page = show(ll.equivariance_explorer(), width=width)
    for order in (("moved", "map-of-moved"), ("map", "moved-map")):
        first, second = (page.locator(f"[data-part={part}]").evaluate(TOP) for part in order)
        assert first == pytest.approx(second, abs=0.5)
    boxes = [page.locator(f"[data-part={part}]").bounding_box() for part in PARTS]
    page.get_by_label("Bright background").check()
    page.get_by_role("button", name="Move right").click()
    assert [page.locator(f"[data-part={part}]").bounding_box() for part in PARTS] == boxes


@pytest.mark.browser
def test_one_way_shows_a_picture_and_its_map_alone(show):
    explorer = ll.equivariance_explorer(controls=["right", "down"], compare=False)
    page = show(explorer)
    assert [page.locator(f"[data-part={part}]").count() for part in PARTS] == [1, 1, 0, 0, 0]
    assert page.locator("[data-part=why]").count() == 0
    page.get_by_role("button", name="Move right").click()
    explorer.shift = (0, 1)
    assert grid(page, "map-of-moved") == explorer.maps()[0].tolist()
    assert page.locator(".lesson-pad").count() == 0
    assert page.locator("[data-part=live]").text_content() == "The image is moved 1 right, and its map with it."


@pytest.mark.browser
def test_the_keyboard_alone_moves_it_and_switches(show):
    page = show(ll.equivariance_explorer(controls=["stride", "linear"]))
    assert page.get_by_role("checkbox").count() == 2
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.evaluate("model.get('stride')") == 2
    surface = page.get_by_role("application", name="Image, in the middle")
    for _ in range(7):
        page.keyboard.press("Tab")
    assert surface.evaluate("(node) => node === document.activeElement")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("[model.get('down'), model.get('right')]") == [0, 1]
    assert "a move by 1 pixel is 0.5 cells" in page.locator("[data-part=live]").text_content()
    page.keyboard.press("ArrowRight")
    assert page.locator(".lesson-view").get_attribute("data-exact") == "true"


@pytest.mark.browser
def test_dragging_moves_it_by_its_own_pixels(show):
    page = show(ll.equivariance_explorer())
    cells = page.locator("[data-part=moved] .lesson-cell")
    start, end = (cells.nth(i).bounding_box() for i in (0, 11 * 2 + 3))
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 8, end["y"] + 8)
    page.mouse.up()
    assert page.evaluate("[model.get('down'), model.get('right')]") == [2, 3]


@pytest.mark.browser
def test_an_impossible_setting_keeps_the_last_picture(show):
    page = show(ll.equivariance_explorer(shift=(0, 2), padding=1, stride=2))
    before = [grid(page, part) for part in PARTS]
    page.get_by_label("Max-pooling").check()
    problem = page.locator("[data-part=problem]")
    assert problem.inner_text().startswith("Max-pooling a map of 6: The output size must be whole")
    assert page.locator("[data-part=live]").text_content() == problem.inner_text()
    assert [grid(page, part) for part in PARTS] == before
    page.get_by_label("Padding 1").uncheck()
    assert problem.is_hidden()
    assert len(grid(page, "difference")) == 2


@pytest.mark.browser
def test_a_phone_has_room_for_it(show):
    page = show(ll.equivariance_explorer(padding=1, background=1), width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for target in [*page.locator(".lesson-switch").all(), *page.locator(".lesson-pad-buttons button").all()]:
        assert target.bounding_box()["height"] >= 44
    page.get_by_role("button", name="Move down").tap()
    assert page.evaluate("model.get('down')") == 1


@pytest.mark.browser
def test_on_a_phone_image_maps_and_verdict_are_seen_together_and_stride_leaves_the_image_as_it_is(show):
    page = show(ll.equivariance_explorer(), width=390, height=844, has_touch=True, is_mobile=True)
    surface = page.get_by_role("application")
    assert "(drag it)" in page.locator("[data-part=moved] .lesson-title").inner_text()
    surface.evaluate("(node) => scrollTo(0, node.getBoundingClientRect().top + scrollY - 100)")
    box = surface.bounding_box()
    touch = page.context.new_cdp_session(page)
    points = [{"x": box["x"] + 80 + by, "y": box["y"] + 80} for by in (0, 20, 40)]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    for point in points[1:]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    page.wait_for_function("model.get('right') === 3")
    seen = page.locator("[data-part=seen]")
    seen.get_by_text("Exactly 0 in all 81 cells.").wait_for()
    for part in (seen, *(page.locator(f"[data-part={part}] .lesson-panel-body") for part in PARTS[:4])):
        place = part.bounding_box()
        assert (place["y"] >= 0, place["y"] + place["height"] <= 844) == (True, True)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.get_by_label("Stride 2", exact=True).check()
    assert surface.bounding_box()["width"] == box["width"]
    font = "(node) => getComputedStyle(node).fontSize"
    fonts = {page.locator(f"[data-part={part}] .lesson-cell").first.evaluate(font) for part in PARTS[:4]}
    assert fonts == {"0px"}


@pytest.mark.browser
def test_two_explorers_share_nothing_and_cleaning_up_stops_listening(show):
    page = show(ll.equivariance_explorer())
    page.evaluate("show(another); show(model); null")
    page.get_by_role("button", name="Move left").nth(1).click()
    page.get_by_label("Stride 2", exact=True).nth(1).check()
    state = "[model, another].map((m) => [m.get('right'), m.get('stride')])"
    assert page.evaluate(state) == [[0, 1], [-1, 2]]
    before = page.evaluate("model.listeners")
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == before / 2


@pytest.mark.browser
def test_on_a_phone_bare_maps_begin_where_their_titles_do(show):
    page = show(ll.equivariance_explorer(), width=390, has_touch=True, is_mobile=True)
    for panel in page.locator(".lesson-way").all()[:4]:
        title, first = (panel.locator(f"{what} >> nth=0").bounding_box() for what in (".lesson-title", ".lesson-cell"))
        assert abs(title["x"] - first["x"]) <= 1


@pytest.mark.browser
@pytest.mark.parametrize("width", [768, 1280])
def test_all_numbers_are_of_one_size(show, width):
    page = show(ll.equivariance_explorer(), width=width)
    sizes = page.locator(".lesson-way .lesson-cell").evaluate_all(
        "(cells) => cells.map((cell) => getComputedStyle(cell).fontSize)"
    )
    assert len(set(sizes)) == 1
