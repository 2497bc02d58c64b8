"""The receptive field explorer: its numbers against torch's gradients, what it accepts, what it shows and says."""

import random
import xml.etree.ElementTree as ET

import pytest
import torch
from javascript import in_python
from paths import AXE
from widget_page import PAPER, live

import lessonlib as ll
from lessonlib.widgets.receptive_field_explorer.stack import STACKS, growth, stack_sizes, trace

KNOWN = {"two 3×3": 5, "three 3×3": 7, "AlexNet": 195, "VGG-16": 212, "ResNet-18's stem": 11}
SIZES = {
    "AlexNet": [227, 55, 27, 27, 13, 13, 13, 13, 6],
    "VGG-16": [224] * 3 + [112] * 3 + [56] * 4 + [28] * 4 + [14] * 4 + [7],
    "ResNet-18's stem": [224, 112, 56],
}


def stacks(count):
    """Small stacks of every sort, some with gaps, some that do not fit: (input size, layers, floor)."""
    rng = random.Random(5)
    for _ in range(count):
        layers, padded = [], rng.random() < 0.5
        for _ in range(rng.randint(1, 4)):
            filter_size = rng.randint(1, 5)
            kind = rng.choice(["conv", "pool"])
            most = filter_size // 2 if kind == "pool" and rng.random() < 0.9 else 2
            layers.append([kind, filter_size, rng.randint(1, 3), padded * rng.randint(0, min(2, most))])
        yield rng.randint(5, 40), layers, rng.random() < 0.6


def pixels_that_change(input_size, layers, floor, unit):
    """By torch's gradient: which pixels a unit of the last layer depends on. Every weight is positive."""
    picture = torch.ones(1, 1, input_size, dtype=torch.double, requires_grad=True)
    values = picture
    for kind, filter_size, stride, padding in layers:
        if kind == "pool":
            values = torch.nn.functional.avg_pool1d(values, filter_size, stride, padding)
        else:
            weights = torch.ones(1, 1, filter_size, dtype=torch.double)
            values = torch.nn.functional.conv1d(values, weights, stride=stride, padding=padding)
    values[0, 0, unit].backward()
    return picture.grad[0, 0].nonzero().ravel().tolist(), values.shape[-1]


def test_every_unit_depends_on_the_pixels_that_gradients_find(answers):
    asked, wanted, gaps, beyond = [], [], 0, 0
    for input_size, layers, floor in stacks(220):
        sizes = stack_sizes(input_size, layers, floor)
        fitting = layers[: len(sizes) - 1]
        for unit in {0, sizes[-1] // 2, sizes[-1] - 1}:
            pixels, size = pixels_that_change(input_size, fitting, floor, unit)
            assert size == sizes[-1]
            first, last, units = trace(sizes, layers, len(fitting), unit)[0]
            assert units == pixels
            field = ll.receptive_field([layer[1:3] for layer in fitting])
            assert last - first + 1 == field
            gaps += bool(pixels) and len(pixels) < pixels[-1] - pixels[0] + 1
            beyond += first < 0 or last >= input_size
            asked.append([sizes, layers, len(fitting), unit])
            wanted.append([{"first": a, "last": b, "units": c} for a, b, c in trace(*asked[-1])])
    assert answers("receptive_field_explorer/recurrence.js", "trace", asked) == wanted
    assert len(asked) > 200
    assert min(gaps, beyond) >= 20


def test_sizes_and_the_recurrence_are_the_librarys(answers):
    cases = list(stacks(150)) + [(size, layers, True) for size, layers in STACKS.values()]
    sizes = answers("receptive_field_explorer/recurrence.js", "stackSizes", [list(case) for case in cases])
    assert sizes == [stack_sizes(*case) for case in cases]
    assert sum(len(found) <= len(layers) for found, (_, layers, _) in zip(sizes, cases, strict=True)) > 20
    levels = answers("receptive_field_explorer/recurrence.js", "growth", [[layers] for _, layers, _ in cases])
    for found, (_, layers, _) in zip(levels, cases, strict=True):
        fields = [ll.receptive_field([layer[1:3] for layer in layers[:count]]) for count in range(len(layers) + 1)]
        assert [level["field"] for level in found] == fields
        assert [(level["step"], level["start"]) for level in found] == growth(layers)
        for text, value in [(level["fieldText"], level["field"]) for level in found[1:]]:
            left, _, right = text.removeprefix("r = ").partition(" = ")
            assert eval(left.replace("·", "*").replace("−", "-")) == int(right) == value


def test_a_layer_that_does_not_fit_says_what_python_says(answers):
    cases = [(size, layers[0], floor) for size, layers, floor in stacks(200)]
    problems = answers("receptive_field_explorer/recurrence.js", "layerProblem", [list(case) for case in cases])
    bad = 0
    for problem, (size, (kind, *setting), floor) in zip(problems, cases, strict=True):
        if kind == "pool" and setting[2] > setting[0] // 2:
            assert problem.startswith("padding of a pooling layer must be at most half its filter")
            continue
        explained = in_python(ll.output_size, size, *setting, rounding="floor" if floor else "exact")
        fits = isinstance(explained, int)
        assert bool(problem) != fits
        assert fits or explained["error"].startswith(problem)
        bad += not fits
    assert bad > 20
    offers = answers(
        "receptive_field_explorer/recurrence.js", "layerOffers", [[size, layer] for size, layer, _ in cases]
    )
    for found, (size, (kind, *setting), _) in zip(offers, cases, strict=True):
        near = [list(change) for change in ll.nearest_settings(size, *setting)]
        assert [change for change in near if change in found] == found
        if kind == "conv":
            assert found == near


@pytest.mark.parametrize("name", STACKS)
def test_known_stacks_have_their_known_fields_and_sizes(name):
    widget = ll.receptive_field_explorer(name)
    field = KNOWN[name]
    assert repr(widget).endswith(f"receptive field {field})")
    assert widget.pixels == list(range(widget.pixels[0], widget.pixels[0] + field))
    assert widget.sizes == SIZES.get(name, widget.sizes)
    assert len(widget.sizes) == len(widget.layers) + 1
    assert widget.floor == (name == "ResNet-18's stem")
    assert widget.view.presets[name]["floor"] == widget.floor
    ET.fromstring(widget.still().svg)


def test_python_reads_and_changes_it():
    widget, other = ll.receptive_field_explorer([(3, 2), ("pool", 2, 2)], input_size=15), ll.receptive_field_explorer()
    assert repr(widget) == "ReceptiveFieldExplorer(2 layers on 15 pixels, receptive field 5)"
    assert (widget.sizes, widget.floor, widget.unit) == ([15, 7, 3], True, 1)
    widget.unit = 2
    assert widget.pixels == list(range(8, 13))
    widget.layer = 1
    assert (widget.unit, widget.pixels) == (3, [6, 7, 8])
    widget.layers = [(5, 1, 2)]
    assert (widget.layer, widget.sizes, widget.layers) == (1, [15, 15], [("conv", 5, 1, 2)])
    widget.unit = 0
    assert widget.pixels == [0, 1, 2]
    widget.floor, widget.input_size = False, 9
    assert widget.view.still["svg"] == widget.still().svg
    assert repr(other) == "ReceptiveFieldExplorer(3 layers on 11 pixels, receptive field 7)"


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"stack": "LeNet"}, ValueError, "stack must be among 'two 3×3', .*got 'LeNet'"),
        ({"stack": []}, TypeError, r"stack must be a name or a list of layers, at least one; got \[\]"),
        ({"stack": [3]}, TypeError, r"stack\[0\] must be \(filter_size, stride\).*got 3"),
        ({"stack": [(3, 1), ("relu", 1, 1)]}, ValueError, r"stack\[1\] must be 'conv' or 'pool'; got 'relu'"),
        ({"stack": [(3, 0)]}, ValueError, r"stack\[0\] stride must be a whole number, 1 or more; got 0"),
        ({"stack": [(3.5, 1)]}, TypeError, r"stack\[0\] filter_size must be a whole number, 1 or more; got 3\.5"),
        ({"stack": [(3, 1, 65)]}, ValueError, r"stack\[0\] padding must be at most 64, to be shown; got 65"),
        ({"stack": [(3,)]}, ValueError, r"stack\[0\] must have a filter_size, a stride"),
        ({"stack": [(1, 1)] * 41}, ValueError, "stack must have at most 40 layers; got 41"),
        ({"input_size": 2000}, ValueError, "input_size must be at most 1024, to be shown; got 2000"),
        ({"layer": 4}, ValueError, "layer must be one of the 3 there are, counted from 1; got 4"),
        ({"unit": 5}, ValueError, "unit must be one of the 5 of layer 3, counted from 0; got 5"),
        ({"floor": 1}, TypeError, "floor must be True or False; got 1"),
        ({"controls": "floor"}, TypeError, "controls must be a list of"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.receptive_field_explorer(**arguments)


def test_its_still_says_what_it_shows():
    widget = ll.receptive_field_explorer("AlexNet")
    svg, sentence = widget.still()
    root = ET.fromstring(svg)
    texts = [part.text for part in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] != ""
    assert "Receptive field 195 × 195" in texts
    assert [int(text) for text in texts if text.isdigit()] == SIZES["AlexNet"]
    assert "195 pixels along a side" in root.find("{*}desc").text
    assert "cone" in sentence
    assert widget.view.still == {"svg": svg, "sentence": sentence}
    widget.layers = [(12, 1), (7, 1)]
    widget.input_size = 9
    ET.fromstring(widget.still().svg)


# In a browser


def field(page, name):
    return page.get_by_role("textbox", name=name).first


def stack(page):
    return page.evaluate("model.get('layers')")


def seen(page):
    """Receptive field and pixels read, as the page has them."""
    data = page.locator(".lesson-view").first.evaluate("(root) => [root.dataset.field, root.dataset.units]")
    return tuple(map(int, data))


@pytest.mark.browser
@pytest.mark.parametrize("name", STACKS)
def test_known_stacks_by_one_click(show, name):
    page = show(ll.receptive_field_explorer([(2, 1)], input_size=4))
    page.get_by_role("radio", name=name.replace("'", "’"), exact=True).first.check()
    assert seen(page) == (KNOWN[name], KNOWN[name])
    widget = ll.receptive_field_explorer(name)
    lines = page.locator("[data-part=layers]").first.locator("li")
    assert lines.count() == len(widget.layers)
    sizes = [int(text.split()[-1]) for text in lines.locator("span:last-child").all_inner_texts()]
    assert sizes == widget.sizes[1:]
    assert f"Its receptive field is {KNOWN[name]} wide" in live(page)
    assert page.get_by_role("checkbox").first.is_checked() == widget.floor
    said = page.locator("[data-part=floored]").first.inner_text()
    if widget.floor:
        assert "Layer 1: (224 \N{MINUS SIGN} 7 + 6)/2 + 1 = 112.5. PyTorch rounds down to 112" in said
        assert "(only padding)" in said
    else:
        assert said == ""


@pytest.mark.browser
def test_the_field_grows_with_each_layer_added_and_each_line_says_how(show):
    page = show(ll.receptive_field_explorer("two 3x3"))
    lines = page.locator("[data-part=layers]").first.locator("li")
    assert seen(page) == (5, 5)
    page.get_by_role("button", name="Add a layer after it").click()
    assert (seen(page), page.evaluate("model.get('layer')")) == ((7, 7), 3)
    field(page, "Stride").fill("2")
    field(page, "Filter").fill("5")
    assert seen(page) == (9, 9)
    assert lines.nth(2).locator("span").nth(1).inner_text() == "r = 5 + (5 − 1)·1 = 9"
    assert lines.nth(2).locator("span").nth(2).inner_text() == "j = 1·2 = 2"
    page.get_by_role("button", name="Remove layer 3").click()
    page.get_by_role("button", name="Remove layer 2").click()
    assert seen(page) == (3, 3)
    assert page.get_by_role("button", name="Remove layer 1").is_disabled()
    assert page.get_by_role("radio", checked=True).count() == 0
    page.get_by_label("Kind of layer").first.select_option("pool")
    assert stack(page) == [["pool", 3, 1, 0]]


@pytest.mark.browser
def test_layer_and_unit_by_keyboard_and_by_mouse(show):
    page = show(ll.receptive_field_explorer("VGG-16"))
    unit, layer = page.get_by_role("slider", name="Unit"), page.get_by_role("slider", name="Layer")
    unit.press("Home")
    assert live(page) == (
        "Unit 0 of layer 18 (pool). Its receptive field is 212 wide: pixels −90 to 121. 90 of them lie outside the "
        "image, in the padding. It reads 122 pixels of the image, 0 to 121."
    )
    assert unit.get_attribute("aria-valuetext") == "0 (0 to 6)"
    layer.press("Home")
    assert seen(page) == (3, 3)
    assert page.locator("li[aria-current=true]").first.get_attribute("data-layer") == "1"
    page.locator("li[data-layer='3']").first.click()
    assert seen(page) == (6, 6)
    cone = page.locator("[data-part=cone]").first
    cone.scroll_into_view_if_needed()
    box = cone.bounding_box()
    page.mouse.click(box["x"] + 68, box["y"] + box["height"] - 12)
    assert page.evaluate("[model.get('layer'), model.get('unit')]") == [18, 0]


@pytest.mark.browser
def test_a_layer_that_does_not_fit_says_why_and_offers_what_does(show):
    widget = ll.receptive_field_explorer([(11, 4), (3, 2)], input_size=224, floor=False)
    page = show(widget)
    problem = page.locator("[data-part=problem]").first
    assert (
        problem.locator("p")
        .first.inner_text()
        .startswith("Layer 1: The output size must be whole: (224 \N{MINUS SIGN} 11 + 0)")
    )
    near = [f"{name} {value} gives {output}" for name, value, output in ll.nearest_settings(224, 11, 4)]
    assert near.pop() == "stride 71 gives 4"  # more than the field takes
    buttons = problem.get_by_role("button")
    assert buttons.all_inner_texts() == [*near, "Round down, as PyTorch does"]
    assert "Also works: stride 71." in problem.inner_text()
    assert "No equal padding on both sides helps" in problem.inner_text()
    problem.get_by_role("button", name="input_size 227").click()
    assert problem.is_hidden()
    assert page.evaluate("model.get('input_size')") == 227
    field(page, "Input size").fill("224")
    problem.get_by_role("button", name="Round down").click()
    assert problem.is_hidden()
    said = page.locator("[data-part=floored]").first.inner_text()
    assert "54 and never reads the last row and column (no padding)" in said


@pytest.mark.browser
def test_a_filter_too_large_and_a_deeper_problem(show):
    page = show(ll.receptive_field_explorer("three 3x3"))
    page.locator("li[data-layer='2']").first.click()
    field(page, "Filter").fill("12")
    problem = page.locator("[data-part=problem]").first
    assert "Layer 2: filter_size must be at most the padded input, 9 + 0 = 9; got 12" in problem.inner_text()
    assert "Also works: input_size 12." in problem.inner_text()
    assert "Unit 4 of layer 1" in live(page)
    problem.get_by_role("button", name="filter_size 9").click()
    assert stack(page)[1] == ["conv", 9, 1, 0]


@pytest.mark.browser
@pytest.mark.parametrize("text", ["abc", "", "1e309", "2.5", "0", "-1", "513"])
def test_a_field_that_holds_no_size_is_explained_and_the_last_good_drawing_stays(show, text):
    page = show(ll.receptive_field_explorer("three 3x3"))
    drawn = page.locator("[data-part=cone]").first.inner_html()
    field(page, "Filter").fill(text)
    said = page.locator("[data-part=layer-message]").first
    assert said.inner_text().startswith("Filter must be a whole number from 1 to 512; got")
    assert field(page, "Filter").get_attribute("aria-invalid") == "true"
    assert page.locator("[data-part=cone]").first.inner_html() == drawn
    assert stack(page)[2] == ["conv", 3, 1, 0]
    field(page, "Filter").fill("2")
    assert said.inner_text() == ""
    assert seen(page) == (6, 6)


@pytest.mark.browser
def test_two_on_a_page_share_nothing_and_go_quietly(show):
    page = show(ll.receptive_field_explorer())
    page.evaluate("show(another)")
    second = page.locator(".lesson-view").nth(1)
    second.get_by_role("radio", name="AlexNet").check()
    assert page.locator(".lesson-view").first.get_by_role("radio", name="three 3×3").is_checked()
    assert seen(page) == (7, 7)
    assert page.evaluate("cleanup(), model.listeners") == 0


@pytest.mark.browser
@pytest.mark.parametrize("name", ["VGG-16", "ResNet-18's stem"])
def test_it_fits_a_phone_and_can_be_tapped(show, name):
    page = show(ll.receptive_field_explorer(name), width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    targets = ".lesson-radio, .lesson-button, .lesson-tool, .lesson-field, select, .lesson-floor, .lesson-layer"
    heights = [target.bounding_box()["height"] for target in page.locator(targets).all() if target.is_visible()]
    assert min(heights) >= 44
    assert page.get_by_role("slider", name="Layer").bounding_box()["height"] >= 44


@pytest.mark.browser
def test_a_unit_is_high_enough_for_a_finger(show):
    page = show(ll.receptive_field_explorer("three 3×3"), width=360, has_touch=True, is_mobile=True)
    row = page.locator("[data-part=cone] .lesson-units-read").evaluate("(path) => path.getBBox().height")
    units = page.locator("[data-part=cone] .lesson-units").evaluate("(path) => path.getBBox().height")
    assert row == units >= 3 * 44 + 22  # four rows, and what a unit of the top sees in each
    box = page.locator("[data-part=cone]").bounding_box()
    below = 2 * (units - 22) / 3 + 30  # the bar of layer 2, and nearest to it
    page.touchscreen.tap(box["x"] + 0.55 * box["width"], box["y"] + 4 + below)
    assert page.evaluate("model.get('layer')") == 2
    unit = page.evaluate("model.get('unit')")
    assert page.locator("output").nth(1).inner_text() == f"{unit} (0 to 6)"


@pytest.mark.browser
def test_a_finger_goes_sideways_from_unit_to_unit_and_stays_in_its_row(show):
    page = show(ll.receptive_field_explorer("three 3×3"), width=390, height=700, has_touch=True, is_mobile=True)
    cone = page.locator("[data-part=cone]")
    cone.scroll_into_view_if_needed()
    box = cone.bounding_box()
    y = box["y"] + 4 + 44 + 11  # layer 1: 9 units
    session = page.context.new_cdp_session(page)
    ways = [(0.5, 0), (0.45, 4), (0.3, 30), (0.1, 40)]  # of the width, and pixels down
    for i, (share, down) in enumerate(ways):
        point = {"x": box["x"] + share * box["width"], "y": y + down}
        kind = "touchMove" if i else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("model.get('unit') === 0")
    assert page.evaluate("model.get('layer')") == 1


@pytest.mark.browser
def test_on_a_phone_the_field_is_in_one_view_with_what_changes_it(show):
    page = show(ll.receptive_field_explorer("three 3×3"), width=390, height=844, has_touch=True, is_mobile=True)
    parts = ("field", "live")
    picture, said = (page.locator(f"[data-part={part}]").bounding_box() for part in parts)
    assert said["x"] >= picture["x"] + picture["width"]  # beside each other
    typed = field(page, "Filter").bounding_box()
    assert typed["y"] + typed["height"] - min(picture["y"], said["y"]) <= 420  # what a keyboard leaves
    written = "[...document.querySelectorAll('.lesson-cone-frame text, .lesson-layer')]"
    sizes = f"{written}.map((node) => parseFloat(getComputedStyle(node).fontSize))"
    assert min(page.evaluate(sizes)) >= 14


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(show, scheme):
    page = show(ll.receptive_field_explorer([(11, 4), (3, 2)], input_size=224, floor=False), scheme=scheme)
    page.add_style_tag(content=f"body {{ background: {PAPER[scheme]} }}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = "axe.run('main').then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"
    assert page.evaluate(violations) == []
    page.get_by_role("radio", name="VGG-16").check()
    field(page, "Filter").fill("abc")
    assert page.evaluate(violations) == []


@pytest.mark.browser
def test_an_address_brings_a_stack(show):
    page = show(ll.receptive_field_explorer(), theme='class="lesson-widget"')
    page.get_by_role("radio", name="ResNet-18’s stem").check()
    page.get_by_role("button", name="Link to this view").click()
    page.get_by_role("radio", name="two 3×3").check()
    page.evaluate("location.hash = location.hash + '&'")
    page.wait_for_function("model.get('input_size') === 224")
    assert seen(page) == (11, 11)
    for wrong in ('layers=[["conv",3,0,0]]', "layers=[]", 'layers=[["relu",1,1,0]]', "input_size=5000", "unit=-2"):
        page.evaluate("(text) => { location.hash = `#view&widget.${text}` }", wrong)
        page.get_by_text("The address holds a view that cannot be shown here.").wait_for()
        assert seen(page) == (11, 11)
        page.evaluate("location.hash = '#view&widget.layer=2&widget.input_size=224'")
        page.wait_for_function("!document.body.innerText.includes('cannot be shown')")
        page.get_by_role("radio", name="ResNet-18’s stem").check()


@pytest.mark.browser
def test_controls_that_are_not_asked_for_are_not_there(show):
    page = show(ll.receptive_field_explorer("AlexNet", controls=[]))
    for role in ("radio", "textbox", "checkbox"):
        assert [found for found in page.get_by_role(role).all() if found.is_visible()] == []
    assert page.get_by_role("slider").count() == 2


@pytest.mark.browser
def test_the_size_of_the_input_stands_at_the_end_of_the_layers_line_where_there_is_room(show):
    page = show(ll.receptive_field_explorer("two 3x3"), width=1280)
    boxes = [page.get_by_label(name).bounding_box() for name in ("Padding", "Input size")]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert page.get_by_role("radio", name="ResNet-18’s stem").count() == 1


@pytest.mark.browser
def test_on_a_phone_the_button_that_adds_layers_stays_under_the_finger(show):
    page = show(ll.receptive_field_explorer("three 3×3"), width=390, height=844, has_touch=True, is_mobile=True)
    page.add_style_tag(content="* { overflow-anchor: none }")
    add = page.get_by_role("button", name="Add a layer after it")
    add.scroll_into_view_if_needed()
    before = add.bounding_box()["y"]
    for layers in range(4, 9):
        add.tap()
        page.wait_for_function("(count) => model.get('layers').length === count", arg=layers)
        assert add.bounding_box()["y"] == pytest.approx(before, abs=1)
    assert "It may see 11 × 11 of 11 × 11 pixels" in page.locator("[data-part=field]").inner_text()
