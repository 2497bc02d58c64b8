"""The aliasing explorer: both maps are Python's (and PyTorch's), and only the one that was not blurred flickers."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
import torch
from torch.nn import functional

import lessonlib as ll
from lessonlib.widgets.aliasing_explorer import both_maps

SCRIPT = "aliasing_explorer/both_maps.js"


@pytest.fixture
def explorer():
    return ll.aliasing_explorer()


def total(page, name):
    return float(page.locator(f"[data-part={name}-total]").get_attribute("data-value"))


def test_the_page_computes_what_python_and_pytorch_do(answers):
    random = np.random.default_rng(3)
    cases = []
    for _ in range(200):
        size, side = random.integers(5, 15, 2), random.integers(1, 5, 2)
        cases.append((random.normal(size=size), random.normal(size=side)))
    found = answers(SCRIPT, "bothMaps", [[picture.tolist(), filter.tolist()] for picture, filter in cases])
    blur = torch.tensor([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]], dtype=torch.float64)[None, None] / 16
    for (picture, filter), maps in zip(cases, found, strict=True):
        strided, blurred = both_maps.both_maps(picture, filter)
        dense = functional.relu(functional.conv2d(torch.tensor(picture)[None, None], torch.tensor(filter)[None, None]))
        np.testing.assert_allclose(strided, dense[0, 0, ::2, ::2].numpy(), atol=1e-9)
        np.testing.assert_allclose(
            blurred, functional.conv2d(dense, blur, stride=2, padding=1)[0, 0].numpy(), atol=1e-9
        )
        for name, wanted in (("strided", strided), ("blurred", blurred)):
            assert (maps[name]["height"], maps[name]["width"]) == wanted.shape
            np.testing.assert_allclose(list(maps[name]["values"].values()), wanted.ravel(), rtol=0, atol=1e-9)


def test_blurred_first_the_sum_stays_and_without_it_does_not(explorer):
    sums = {"strided": [], "blurred": []}
    for down in range(-3, 4):
        for right in range(-3, 4):
            explorer.shift = (down, right)
            for name, values in zip(sums, explorer.maps(), strict=True):
                sums[name].append(values.sum())
    assert np.ptp(sums["blurred"]) < 1e-9
    assert max(sums["strided"]) > 2 * min(sums["strided"])


def test_two_nudges_are_one_cell(explorer):
    before = explorer.maps()
    explorer.shift = (0, 2)
    for old, new in zip(before, explorer.maps(), strict=True):
        np.testing.assert_allclose(new, np.roll(old, 1, axis=1), atol=1e-12)


def test_changes_are_said_in_percent(answers):
    asked = [[15.29, 5.57], [5.57, 15.29], [10.17, 10.170000001], [0, 0], [4, 4.01]]
    assert answers("aliasing_explorer/trace.js", "sayChange", asked) == ["\u221264%", "+175%", "0%", "0%", "0%"]


def test_its_repr_and_its_still(explorer):
    explorer.shift = (0, 1)
    assert repr(explorer) == "AliasingExplorer(25x25 picture, moved 0 down, 1 right)"
    assert explorer._repr_mimebundle_()["text/plain"] == repr(explorer)
    root = ET.fromstring(explorer.view.still["svg"])
    texts = [text.text for text in root.iter() if text.tag.endswith("}text")]
    strided, blurred = (f"All its numbers: {values.sum():.2f}" for values in explorer.maps())
    assert {strided, blurred, "Stride 2"} <= set(texts)
    assert root.find("{*}title").text == "Moved 1 right"


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"picture": np.zeros((3, 65))}, ValueError, "picture must be at most 64 along a side"),
        ({"picture": np.zeros((2, 9))}, ValueError, "filter must be no larger than the padded image, 2x9; got 3x3"),
        ({"filter": [[np.inf]]}, ValueError, r"filter must be finite numbers; got inf at \(0, 0\)"),
        ({"shift": (0, 5)}, ValueError, r"shift must be at most 4 either way; got \(0, 5\)"),
        ({"key": "A"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.aliasing_explorer(**arguments)


@pytest.mark.browser
def test_a_nudge_changes_one_sum_and_not_the_other(show, explorer):
    page = show(explorer)
    first = total(page, "strided"), total(page, "blurred")
    page.get_by_role("button", name="Move right").click()
    explorer.shift = (0, 1)
    strided, blurred = (float(values.sum()) for values in explorer.maps())
    assert (total(page, "strided"), total(page, "blurred")) == pytest.approx((strided, blurred), abs=1e-9)
    fall = round(100 * (strided - first[0]) / first[0])
    assert page.locator("[data-part=strided-change]").inner_text() == f"last nudge: \u2212{-fall}%"
    assert page.locator("[data-part=blurred-change]").inner_text() == "last nudge: 0%"
    said = page.locator("[data-part=live]").text_content()
    assert said == (
        f"Moved 1 right. Stride 2: {strided:.2f}, last nudge: \u2212{-fall}%. "
        f"Blurred first, then stride 2: {blurred:.2f}, last nudge: 0%."
    )


@pytest.mark.browser
def test_every_move_adds_one_point_to_each_line(show, explorer):
    page = show(explorer)
    points = "[...document.querySelectorAll('.lesson-trace path')].map((p) => p.getAttribute('d').split('L').length)"
    assert page.evaluate(points) == [1, 1]
    box = page.locator("[data-part=picture]").bounding_box()
    pixel, x, y = box["width"] / 25, box["x"] + 90, box["y"] + 90
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 2 * pixel, y + pixel)  # both ways at once
    page.mouse.up()
    assert page.evaluate("[model.get('down'), model.get('right')]") == [1, 2]
    assert page.evaluate(points) == [2, 2]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert page.evaluate(points) == [4, 4]
    page.keyboard.press("Home")
    assert page.evaluate(points) == [4, 4]  # nothing moved


@pytest.mark.browser
def test_the_canvases_hold_both_maps_in_one_scale(show, explorer):
    page = show(explorer)
    reds = page.evaluate(
        "[...document.querySelectorAll('.lesson-aliasing-map')].map((c) => "
        "[...c.getContext('2d').getImageData(0, 0, 12, 12).data].filter((_, i) => i % 4 === 0))"
    )
    for values, red in zip(explorer.maps(), reds, strict=True):
        darker = np.array(red) < 250
        np.testing.assert_array_equal(darker.ravel()[values.ravel() == 0], False)
    strided, blurred = (np.array(red).min() for red in reds)
    assert strided < blurred  # the largest number has the deepest blue


@pytest.mark.browser
def test_a_phone_has_room_for_it(show, explorer):
    page = show(explorer, width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    tops = {round(part.bounding_box()["y"]) for part in page.locator(".lesson-aliasing-map").all()}
    assert len(tops) == 1
    for button in page.locator(".lesson-pad-buttons button").all():
        assert min(button.bounding_box()["height"], button.bounding_box()["width"]) >= 44
    row = [page.get_by_role("button", name=f"Move {way}").bounding_box() for way in ("left", "down", "right")]
    assert len({round(box["y"]) for box in row}) == 1
    assert [box["x"] for box in row] == sorted(box["x"] for box in row)
    line = page.locator(".lesson-trace svg").first.bounding_box()
    assert line["height"] > 0.5 * line["width"]
    page.get_by_role("button", name="Move down").tap()
    assert page.evaluate("model.get('down')") == 1


@pytest.mark.browser
def test_two_share_nothing_and_cleaning_up_stops_listening(show, explorer):
    page = show(explorer)
    page.evaluate("show(another); show(model); null")
    page.get_by_role("button", name="Move left").nth(1).click()
    assert page.evaluate("[model, another].map((m) => m.get('right'))") == [0, -1]
    before = page.evaluate("model.listeners")
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == before / 2
