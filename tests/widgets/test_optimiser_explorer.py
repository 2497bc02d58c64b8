"""The optimiser explorer: its mathematics against Python and torch, and finding a filter in the page."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import torch
from pages import axe_faults
from paths import AXE
from widget_page import numbers

import lessonlib as ll
from lessonlib.widgets.optimiser_explorer import tasks, widget

SOLUTION = [[-1, 0, 1]] * 3


def batches(count):
    """Pictures of one channel, a filter, what its maps should be: no two axes agree, strides and padding vary."""
    random = np.random.default_rng(8)
    found = []
    while len(found) < count:
        N, FH, FW, OH, OW = random.permutation([1, 2, 3, 4, 5])
        stride, padding = int(random.integers(1, 4)), int(random.integers(0, 3))
        H, W = (OH - 1) * stride + FH - 2 * padding, (OW - 1) * stride + FW - 2 * padding
        if min(H, W) > 0 and H != W:
            shapes = ((N, H, W), (FH, FW), (N, OH, OW))
            found.append((*(random.normal(size=shape) for shape in shapes), stride, padding))
    return found


def maps_of(pictures, filter, stride, padding):
    return ll.conv2d(pictures[:, None], filter[None, None], stride=stride, padding=padding)[:, 0]


def test_the_loss_is_pythons_and_torchs(answers):
    cases = [(maps_of(pictures, filter, *rest), targets) for pictures, filter, targets, *rest in batches(200)]
    found = answers("math/backward.js", "meanSquaredError", [[maps.tolist(), goals.tolist()] for maps, goals in cases])
    for (maps, goals), here in zip(cases, found, strict=True):
        loss, gradient = ll.mean_squared_error(maps, goals)
        there = torch.nn.functional.mse_loss(torch.tensor(maps), torch.tensor(goals))
        assert here["loss"] == pytest.approx(loss, rel=1e-12) == pytest.approx(there.item(), rel=1e-12)
        np.testing.assert_allclose(here["gradient"], gradient, rtol=0, atol=1e-12)


def test_the_gradient_of_the_filter_is_pythons_and_torchs(answers):
    cases = batches(200)
    asked = [
        [gradient.tolist(), pictures.tolist(), filter.shape, stride, padding]
        for pictures, filter, gradient, stride, padding in cases
    ]
    found = answers("math/backward.js", "filterGradient", asked)
    for (pictures, filter, gradient, stride, padding), here in zip(cases, found, strict=True):
        arrays = gradient[:, None], pictures[:, None], filter[None, None]
        wanted = ll.conv2d_backward(*arrays, stride=stride, padding=padding)[1][0, 0]
        leaf = torch.tensor(filter[None, None], requires_grad=True)
        maps = torch.nn.functional.conv2d(torch.tensor(pictures[:, None]), leaf, stride=stride, padding=padding)
        maps.backward(torch.tensor(gradient[:, None]))
        np.testing.assert_allclose(here, wanted, rtol=0, atol=1e-11)
        np.testing.assert_allclose(here, leaf.grad[0, 0], rtol=0, atol=1e-11)


def test_the_shares_of_a_weight_are_gradient_times_pixel(answers):
    cases = batches(40)
    random = np.random.default_rng(3)
    asked = []
    for pictures, filter, gradient, stride, padding in cases:
        place = {name: int(random.integers(size)) for name, size in zip(("row", "column"), filter.shape, strict=True)}
        asked.append([gradient.tolist(), pictures.tolist(), place, stride, padding])
    found = answers("math/backward.js", "gradientShares", asked)
    for (pictures, _, gradient, stride, padding), (_, _, place, *_), here in zip(cases, asked, found, strict=True):
        padded = np.pad(pictures, ((0, 0), (padding, padding), (padding, padding)))
        shares = np.zeros(gradient.shape[1:])
        for row, column in np.ndindex(shares.shape):
            met = padded[:, row * stride + place["row"], column * stride + place["column"]]
            shares[row, column] = (gradient[:, row, column] * met).sum()
        np.testing.assert_allclose(here, shares, rtol=0, atol=1e-12)


def prepared(name):
    task = tasks.tasks()[name]
    goals = maps_of(np.array(task["pictures"], float), np.array(task["filter"], float), 1, 0)
    return {**task, "goals": goals.tolist()}


@pytest.mark.parametrize("name", ["edge", "mirrored", "blur", "noise"])
def test_the_bottom_is_where_least_squares_puts_it(name, answers):
    task = prepared(name)
    pictures = np.array(task["pictures"], float)
    patches = np.lib.stride_tricks.sliding_window_view(pictures, (3, 3), axis=(1, 2)).reshape(-1, 9)
    asked = [[task, tasks.START, {"row": row, "column": column}] for row in range(3) for column in range(3)]
    for (_, _, place), found in zip(asked, answers("optimiser_explorer/descent.js", "bottomOf", asked), strict=True):
        k = 3 * place["row"] + place["column"]
        missing = np.ravel(task["goals"]) - np.delete(patches, k, 1) @ np.delete(np.ravel(tasks.START), k)
        (best,), (left,), *_ = np.linalg.lstsq(patches[:, [k]], missing, rcond=None)
        assert found["at"] == pytest.approx(best, abs=1e-9)
        assert found["loss"] == pytest.approx(left / len(missing), abs=1e-9)


def test_a_weight_that_meets_only_zeros_has_no_bottom(answers):
    task = {**prepared("edge"), "pictures": [[[0] * 5] * 5]}
    assert answers("optimiser_explorer/descent.js", "bottomOf", [[task, SOLUTION, {"row": 1, "column": 1}]]) == [None]


def test_the_story_of_the_start():
    """At its bottom the loss is far from 0, and six places pull against three: there is something to disagree about."""
    explorer = ll.optimiser_explorer()
    assert explorer.loss == pytest.approx(15.53, abs=0.01)
    weights = np.array(explorer.weights)
    weights[0, 2] = 2.2333333
    explorer.weights = weights
    assert explorer.loss == pytest.approx(3.05, abs=0.01)
    assert explorer.gradient[0, 2] == pytest.approx(0, abs=1e-5)


def test_its_repr_is_short_and_always_the_same():
    explorer = ll.optimiser_explorer("noise", stage="all", weight=(1, 2))
    assert repr(explorer) == f"OptimiserExplorer(noise, weight (1, 2) = 0.5, loss {explorer.loss:.2f})"
    assert explorer._repr_mimebundle_()["text/plain"] == repr(explorer)


def test_its_still_says_what_is_drawn():
    explorer = ll.optimiser_explorer(weight=(1, 0))
    root = ET.fromstring(explorer.still().svg)
    assert root.find("{*}title").text == "Looking for a filter: weight (1, 0) is \N{MINUS SIGN}0.2, the loss 15.53"
    blocks = [float(rect.get("height")) for rect in root.findall("{*}rect") if rect.get("width") == "32"]
    assert len(blocks) == 9
    assert blocks[0] / blocks[1] == pytest.approx((4 / 5.4) ** 2, rel=0.02)  # the errors of two places
    explorer.weights = SOLUTION
    assert explorer.view.still == explorer.still()._asdict()
    assert "the loss 0" in explorer.still().svg


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"task": "emboss"}, ValueError, "task must be one of 'edge', 'mirrored', 'blur', 'noise'; got 'emboss'"),
        ({"stage": "two"}, ValueError, "stage must be one of 'weight', 'votes', 'all'; got 'two'"),
        ({"weight": 4}, TypeError, r"weight must be a pair \(row, column\) of the filter; got 4"),
        ({"weight": (0, 3)}, ValueError, r"weight must lie in the 3x3 filter, counted from 0; got \(0, 3\)"),
        ({"weight": (-1, 0)}, ValueError, "weight row must be a whole number, 0 or more; got -1"),
        ({"key": "A"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(change, error, said):
    with pytest.raises(error, match=said):
        ll.optimiser_explorer(**change)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([[0, 1], [2, 3]], r"weights must be \(3, 3\), one filter; got \(2, 2\)"),
        ([[np.nan] * 3] * 3, "weights must be numbers from -1,000 to 1,000; got"),
        ([[0, 0, 1e9]] * 3, "weights must be numbers from -1,000 to 1,000; got"),
    ],
)
def test_bad_weights_are_named(values, said):
    with pytest.raises(ValueError, match=said):
        ll.optimiser_explorer().weights = values


def words(page):
    return page.locator("[data-part=words]").inner_text().replace("\N{MINUS SIGN}", "-")


def weights_of(page):
    return page.evaluate("model.get('weights')")


def at(page, value):
    """Where on the screen a value of the weight lies."""
    knob, box = page.get_by_role("slider", name="Weight"), page.locator("[data-part=chart]").bounding_box()
    first, last = (float(knob.get_attribute(f"aria-value{end}")) for end in ("min", "max"))
    return box["x"] + 24 + (value - first) / (last - first) * (box["width"] - 48)


@pytest.mark.browser
def test_dragging_finds_the_bottom(show):
    page = show(ll.optimiser_explorer())
    knob = page.get_by_role("slider", name="Weight (0, 2)")
    assert knob.get_attribute("aria-valuetext") == "\N{MINUS SIGN}1.3, loss 15.53"
    assert words(page).endswith("Together they are the loss: 15.53.")
    box = knob.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    curve = page.locator(".lesson-weight-chart .lesson-curve")
    for value in (-1, 0, 1, 2, 2.2333):
        page.mouse.move(at(page, value), y)
        found = weights_of(page)
        assert found[0][2] == pytest.approx(value, abs=0.01)
        explorer = ll.optimiser_explorer()
        explorer.weights = found
        loss = float(page.locator("[data-part=chart] [data-part=column]").get_attribute("data-loss"))
        assert loss == pytest.approx(explorer.loss, abs=1e-9)
    page.mouse.up()
    assert words(page).startswith("The bottom: at 2.23 the loss is 3.05. No other value of this weight does better")
    points = np.array([pair.split() for pair in curve.get_attribute("d")[1:].split("L")], float)
    assert points[0, 0] + page.locator("[data-part=chart]").bounding_box()["x"] == pytest.approx(at(page, -1.3), abs=1)
    fitted = np.polynomial.Polynomial.fit(*points.T, 2)
    assert np.abs(fitted(points[:, 0]) - points[:, 1]).max() < 0.2  # a parabola, to within the drawing's rounding


@pytest.mark.browser
def test_a_move_of_the_handle_asks_the_page_for_no_styles_and_no_lengths(show):
    """Each answer would style and lay out the whole page again, at every move."""
    page = show(ll.optimiser_explorer(stage="votes"))
    page.evaluate("""window.asked = 0;
        const style = window.getComputedStyle;
        window.getComputedStyle = (...all) => { window.asked += 1; return style(...all); };
        const length = SVGTextContentElement.prototype.getComputedTextLength;
        SVGTextContentElement.prototype.getComputedTextLength = function () {
          window.asked += 1;
          return length.call(this);
        }; null""")
    knob = page.get_by_role("slider", name="Weight")
    before = knob.get_attribute("aria-valuetext")
    moved = """node => { for (let i = 0; i < 9; i += 1)
        node.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true })); }"""
    page.evaluate("window.asked = 0")
    knob.evaluate(moved)
    assert knob.get_attribute("aria-valuetext") != before
    assert page.evaluate("window.asked") == 0


@pytest.mark.browser
def test_the_blocks_add_up_to_the_loss_and_the_votes_to_the_gradient(show):
    explorer = ll.optimiser_explorer("blur", stage="votes", weight=(1, 1))
    page = show(explorer)
    column = page.locator("[data-part=chart] .lesson-block")
    heights = [float(block.get_attribute("height")) for block in column.all()]
    errors = np.array(numbers(page, "errors"))
    np.testing.assert_allclose(np.array(heights) / sum(heights), np.ravel(errors**2) / (errors**2).sum(), atol=2e-4)
    assert (errors**2).mean() == pytest.approx(explorer.loss)
    votes = [float(path.get_attribute("data-value")) for path in page.locator(".lesson-vote").all()]
    assert len(votes) == 10
    assert sum(votes[:9]) == pytest.approx(votes[9]) == pytest.approx(-explorer.gradient[1, 1])
    assert words(page) == "4 places for a larger weight, 1 for a smaller one, 4 without a vote. Their sum: 1.53."


@pytest.mark.browser
def test_the_loss_is_read_beside_curve_and_ring(show):
    page = show(ll.optimiser_explorer("edge"), width=390, has_touch=True, is_mobile=True)
    knob = page.locator(".lesson-knob")
    knob.focus()
    loss, column = page.locator("[data-part=chart] [data-part=column] text"), page.locator(".lesson-block")
    knob.press("PageUp")
    for key in ("PageUp", *["ArrowRight"] * 80):
        knob.press(key)
        if words(page).startswith("The bottom"):
            break
        text = loss.bounding_box()
        left = min(block.bounding_box()["x"] for block in column.all()[:1])
        assert text["x"] + text["width"] < left  # the curve comes from the left, above it
    ring, text = page.locator(".lesson-bottom").bounding_box(), loss.bounding_box()
    clear = text["x"] + text["width"] < ring["x"] or text["y"] + text["height"] <= ring["y"] + 5  # of its line of text
    assert clear


@pytest.mark.browser
def test_on_a_phone_the_curve_follows_play_and_the_filter_is_seen_with_it(show):
    page = show(ll.optimiser_explorer("edge", stage="all"), width=390, height=844, has_touch=True, is_mobile=True)
    play = page.get_by_role("button", name="Another start").bounding_box()
    chart = page.locator(".lesson-loss-chart").bounding_box()
    filter = page.locator("[data-part=filter] [role=grid]").bounding_box()
    assert play["y"] + play["height"] <= chart["y"] <= play["y"] + play["height"] + 40
    assert chart["y"] + chart["height"] <= filter["y"]
    assert filter["y"] + filter["height"] - play["y"] < 844 - 56  # below the page's header
    page.get_by_role("radio", name="One weight").check()
    assert page.locator("[data-part=to-do]").text_content().startswith("Drag the round handle")
    handle = page.locator(".lesson-knob-face").bounding_box()
    assert handle["width"] == handle["height"]
    assert handle["y"] > filter["y"]


@pytest.mark.browser
def test_at_the_bottom_the_votes_cancel(show):
    explorer = ll.optimiser_explorer(stage="votes")
    page = show(explorer)
    page.evaluate("model.set('weights', [[0.7, -0.7, 2.23], [-0.2, -0.3, 0.5], [0.7, -0.4, -0.2]])")
    assert words(page).startswith("6 places for a larger weight, 3 for a smaller one. Yet the arrows add up to 0:")


@pytest.mark.browser
def test_a_place_shows_its_pixel_its_block_and_its_vote(show):
    page = show(ll.optimiser_explorer("blur", stage="votes", weight=(1, 1)))
    said = page.locator("[data-part=place]")
    place = page.locator("[data-part=errors]").get_by_role("gridcell").nth(5)
    place.hover()
    wanted = "Place (1, 2): the map is 0.84 too high, and the weight meets a pixel of 1. Its vote: \N{MINUS SIGN}0.19."
    assert said.inner_text() == wanted
    assert page.locator(".lesson-looked-at").count() == 2  # a block and an arrow
    page.locator("[data-part=picture] [data-row='1'][data-column='2']").click()  # the pixel that place (0, 1) meets
    assert said.inner_text().startswith("Place (0, 1): the map is 1.46 too low, and the weight meets a pixel of 1.")


@pytest.mark.browser
@pytest.mark.parametrize(("task", "rate"), [("edge", 0.1), ("blur", 0.2), ("noise", 0.1)])
def test_play_takes_pythons_steps_and_stops(task, rate, show):
    explorer = ll.optimiser_explorer(task, stage="all")
    explorer.rate = rate
    page = show(explorer)
    page.evaluate("document.querySelector('[data-action=play]').click()")
    page.wait_for_function("document.querySelector('[data-part=words]').textContent.includes('the maps agree')")
    steps = int(re.search(r"After (\d+) steps", words(page))[1])
    for _ in range(steps):
        explorer.weights = np.array(explorer.weights) - rate * explorer.gradient
    np.testing.assert_allclose(weights_of(page), explorer.weights, rtol=0, atol=1e-9)
    assert page.get_by_role("button", name="Play").is_visible()
    expected = "other weights give the same map" if task == "edge" else "These are the nine weights that made the goal."
    assert expected in words(page)
    assert page.evaluate("model.saved") >= 1


@pytest.mark.browser
def test_a_rate_too_large_is_said_and_a_restart_offered(show):
    page = show(ll.optimiser_explorer(stage="all"))
    slider = page.get_by_role("slider", name="Learning rate")
    slider.focus()
    page.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") == "1"
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('[data-part=words]').textContent.startsWith('Diverged')")
    assert "With a learning rate of 1 each step jumps over the bottom" in words(page)
    assert page.get_by_role("button", name="Play").is_disabled()
    assert not re.search("NaN|Infinity|undefined|\\?", page.locator(".lesson-view").inner_text())
    page.get_by_role("button", name="Restart").click()
    assert words(page) == "Loss 15.53, before the first step."
    page.keyboard.press("Tab")
    slider.focus()
    page.keyboard.press("Home")
    page.get_by_role("button", name="Step").click()
    assert words(page).startswith("Step 1: loss 13.53.")


@pytest.mark.browser
def test_who_asked_for_less_motion_gets_all_steps_at_once(show):
    page = show(ll.optimiser_explorer("noise", stage="all"), reduced_motion="reduce")
    page.get_by_role("button", name="100 steps").click()
    assert words(page).endswith("These are the nine weights that made the goal.")


@pytest.mark.browser
def test_another_start_finds_another_filter_with_the_same_map(show):
    page = show(ll.optimiser_explorer(stage="all"), reduced_motion="reduce")
    page.get_by_role("button", name="Another start").click()
    first = weights_of(page)
    assert first != tasks.START
    for _ in range(4):
        page.evaluate("document.querySelector('[data-action=play]:not(:disabled)').click()")
        if "the maps agree" in words(page):
            break
    found = np.array(weights_of(page))
    np.testing.assert_allclose(found.sum(axis=0), [-3, 0, 3], atol=0.1)
    assert np.abs(found - SOLUTION).max() > 0.05
    page.get_by_role("button", name="Restart").click()
    assert weights_of(page) == first


@pytest.mark.browser
def test_the_keyboard_alone_does_it_all(show):
    page = show(ll.optimiser_explorer())
    page.get_by_role("slider", name="Weight (0, 2)").focus()
    for key, value in [("ArrowRight", -1.25), ("PageUp", -0.75), ("ArrowDown", -0.8), ("Home", -2), ("End", 3.5)]:
        page.keyboard.press(key)
        assert weights_of(page)[0][2] == pytest.approx(value)
    assert "loss" in page.locator("[data-part=live]").text_content()
    page.locator("[data-part=filter]").get_by_role("gridcell").nth(2).focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("model.get('weight')") == [1, 2]
    assert page.get_by_role("slider", name="Weight (1, 2)").is_visible()
    page.get_by_role("radio", name="One weight").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("model.get('stage')") == "votes"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_stage(scheme, show):
    page = show(ll.optimiser_explorer(), scheme=scheme)
    page.add_style_tag(content=f"body {{ background: {'#fff' if scheme == 'light' else '#14181e'} }}")
    page.add_script_tag(path=AXE)
    for stage in widget.STAGES:
        page.evaluate(f"model.set('stage', '{stage}')")
        found = [fault for fault in axe_faults(page) if not fault.startswith(("page-has", "region", "landmark"))]
        assert found == []


@pytest.mark.browser
def test_it_fits_a_phone_and_can_be_hit_with_a_finger(show):
    page = show(ll.optimiser_explorer(stage="votes"), width=360, has_touch=True, is_mobile=True)
    for stage in widget.STAGES:
        page.evaluate(f"model.set('stage', '{stage}')")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for box in [found.bounding_box() for found in page.get_by_role("button").all() if found.is_visible()]:
        assert min(box["width"], box["height"]) >= 44
    page.evaluate("model.set('stage', 'weight')")
    assert page.locator("[data-part=filter]").get_by_role("gridcell").first.bounding_box()["width"] >= 44
    box = page.get_by_role("slider", name="Weight").bounding_box()
    assert (box["width"], box["height"]) == (44, 44)


@pytest.mark.browser
def test_on_the_whole_screen_the_handle_stays_under_the_pointer(show):
    page = show(ll.optimiser_explorer(), width=1920, height=1080)
    page.get_by_role("button", name="Fill the screen").click()
    page.wait_for_selector(".lesson-filled[data-fitted]")
    knob = page.locator(".lesson-knob")
    box = knob.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 150, y, steps=3)
    box = knob.bounding_box()
    assert box["x"] + box["width"] / 2 == pytest.approx(x + 150, abs=6)
    page.mouse.up()


@pytest.mark.browser
def test_two_share_nothing_and_cleaning_up_stops_listening(show):
    page = show(ll.optimiser_explorer())
    page.evaluate("show(another); show(model); null")
    page.get_by_role("radio", name="Nine votes").nth(1).check(force=True)
    pressed = [
        panel.get_by_role("radio", name="Nine votes").is_checked() for panel in page.locator(".lesson-view").all()
    ]
    assert pressed == [False, True, False]
    before = page.evaluate("model.listeners")
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == before / 2


AIR = """(part) => [...part.querySelectorAll(".lesson-cell")].map((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    const [text, box] = [range.getBoundingClientRect(), cell.getBoundingClientRect()];
    return [Math.min(text.left - box.left, box.right - text.right), parseFloat(getComputedStyle(cell).fontSize)];
})"""


@pytest.mark.browser
@pytest.mark.parametrize(("width", "least"), [(360, 13), (390, 14), (768, 14), (1280, 14)])
def test_numbers_stay_clear_of_their_neighbours(show, width, least):
    """In every task and view, with one size of digits; after steps, too, that leave weights of many decimals."""
    page = show(ll.optimiser_explorer(), width=width)
    for task in tasks.tasks():
        page.evaluate(f"model.set('weights', {tasks.START}); model.set('task', '{task}')")
        for stage in widget.STAGES:
            page.evaluate(f"model.set('stage', '{stage}')")
            for steps in range(3 if stage == "all" else 1):
                if steps:
                    page.get_by_role("button", name="Step").click()
                parts = page.locator(".lesson-optimiser-grids .lesson-part:visible")
                found = np.array([pair for part in parts.all() for pair in part.evaluate(AIR)])
                assert found[:, 0].min() >= 2.5
                assert set(found[:, 1]) == {least}


@pytest.mark.browser
def test_large_numbers_are_short_in_their_cells(show):
    explorer = ll.optimiser_explorer("edge", stage="all")
    explorer.weights = [[-12.34, 0.25, 999], [0, 1, 0], [-0.69, -123.4, 2]]
    page = show(explorer, width=390)
    assert numbers(page, "filter", None)[0] == ["\N{MINUS SIGN}12", "0.3", "999"]
    assert numbers(page, "filter", None)[2] == ["\N{MINUS SIGN}0.7", "\N{MINUS SIGN}123", "2"]
    assert numbers(page, "map", None)[0] == ["1001", "879", "866"]
    page.evaluate("model.set('weights', [[0, 0, -12345], [0, 0, 0], [0, 0, 0]])")
    assert numbers(page, "filter", None)[0] == ["0", "0", "\N{MINUS SIGN}12k"]
    assert numbers(page, "map", None)[0] == ["\N{MINUS SIGN}12k"] * 3


# Of the words of a chart that are seen: what leaves the drawing, and where a line of the chart passes through them.
CROSSED = """() => [...document.querySelectorAll(".lesson-chart-svg")].flatMap((svg) => {
    if (!svg.checkVisibility()) return [];
    const isSeen = (node) => getComputedStyle(node).visibility === "visible";
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter((text) => isSeen(text) && text.textContent);
    const names = ["curve", "tangent", "guides", "vote", "bottom"].map((name) => `.lesson-${name}`);
    const points = [...svg.querySelectorAll(names)].filter(isSeen).flatMap((line) =>
        Array.from({ length: Math.ceil(line.getTotalLength() / 2) }, (_, i) => [line, line.getPointAtLength(2 * i)]));
    return texts.flatMap((text) => {
        const box = text.getBBox();
        const [left, right] = [text.getBoundingClientRect().left, text.getBoundingClientRect().right];
        const isOut = left < frame.left - 0.5 || right > frame.right + 0.5;
        const isTick = text.closest(".lesson-ticks"); // above the dotted line, which breaks around it
        const inner = { left: box.x - 1, right: box.x + box.width + 1, top: box.y + 4, bottom: box.y + box.height - 3 };
        const through = points.find(([line, { x, y }]) => !(isTick && line.matches(".lesson-guides")) &&
            x > inner.left && x < inner.right && y > inner.top && y < inner.bottom);
        const others = texts.filter((other) => other !== text).map((other) => other.getBBox());
        const covered = others.find((other) => other.x < inner.right && other.x + other.width > inner.left &&
            other.y + 4 < inner.bottom && other.y + other.height - 3 > inner.top);
        const said = text.textContent;
        const line = through && `${said}: ${through[0].getAttribute("class")}`;
        return [isOut && `${said} leaves`, line, covered && `${said}: words`];
    }).filter(Boolean);
})"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 390, 1280])
def test_words_of_the_chart_are_read_wherever_the_handle_stands(show, width):
    page = show(ll.optimiser_explorer(), width=width)
    seen = set()
    for task, (row, column) in [("edge", (0, 2)), ("mirrored", (1, 0)), ("blur", (1, 1)), ("noise", (2, 2))]:
        explorer = ll.optimiser_explorer(task, weight=(row, column))
        weights = np.array(explorer.weights)
        for stage in ("weight", "votes"):
            page.evaluate(f"""model.set("weights", {tasks.START}); model.set("task", "{task}");
                model.set("weight", [{row}, {column}]); model.set("stage", "{stage}")""")
            knob = page.get_by_role("slider", name="Weight")
            first, last = (float(knob.get_attribute(f"aria-value{end}")) for end in ("min", "max"))
            slopes = []
            for value in (0, 1):
                weights[row, column] = value
                explorer.weights = weights
                slopes.append(explorer.gradient[row, column])
            bottom = slopes[0] / (slopes[0] - slopes[1])
            values = [*np.linspace(first, last, 23), bottom, *np.linspace(last, first, 17)]
            for value in [tasks.START[row][column], *values]:
                page.evaluate(f"""model.set("weights", model.get("weights").map((line, i) =>
                    i === {row} ? line.with({column}, {value}) : line))""")
                assert (value, page.evaluate(CROSSED)) == (value, [])
            seen.update(page.locator(".lesson-chart-svg text:visible").all_text_contents())
    assert {"nine votes", "the bottom"} <= seen


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("task", "rate"), [("edge", 0.01), ("blur", 0.4), ("edge", 1)])
def test_the_loss_is_read_at_every_step(show, width, task, rate):
    explorer = ll.optimiser_explorer(task, stage="all")
    explorer.rate = rate
    page = show(explorer, width=width)
    for _ in range(24):
        assert page.evaluate(CROSSED) == []
        if not page.get_by_role("button", name="Step").is_enabled():
            break
        page.get_by_role("button", name="Step").click()
