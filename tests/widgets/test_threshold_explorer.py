"""The threshold explorer: what a bias and ReLU leave of a map, in Python and in the page."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

import lessonlib as ll

SCRIPT = "threshold_explorer/threshold.js"


@pytest.fixture
def explorer():
    return ll.threshold_explorer()


def kept(page):
    return int(page.locator(".lesson-threshold").get_attribute("data-kept"))


def said(page):
    return page.locator("[data-part=said]").inner_text()


def test_the_page_computes_what_the_layers_do(answers):
    random = np.random.default_rng(9)
    cases = []
    for _ in range(200):
        picture, filter = random.random(random.integers(4, 12, 2)), random.normal(size=random.integers(1, 5, 2))
        cases.append(ll.threshold_explorer(picture, filter))
        cases[-1].bias = random.uniform(cases[-1].view.lowest, 0)
    asked = [[case.map.ravel().tolist(), case.bias] for case in cases]
    for case, found in zip(cases, answers(SCRIPT, "threshold", asked), strict=True):
        wanted = ll.ReLU().forward(case.map + case.bias)
        np.testing.assert_allclose(list(found["values"].values()), wanted.ravel(), atol=1e-12)
        np.testing.assert_allclose(case.after_relu, wanted)
        assert found["kept"] == case.kept == (wanted > 0).sum()


def test_lowered_all_the_way_nothing_is_left(explorer):
    assert explorer.map.shape == (126, 126)
    counts = []
    for bias in np.linspace(0, explorer.view.lowest, 30):
        explorer.bias = bias
        counts.append(explorer.kept)
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 5000
    assert counts[-1] == 0


def test_its_repr_and_its_still(explorer):
    explorer.bias = -0.6
    assert repr(explorer) == "ThresholdExplorer(128x128 picture, 3x3 filter, bias -0.6)"
    assert explorer._repr_mimebundle_()["text/plain"] == repr(explorer)
    root = ET.fromstring(explorer.view.still["svg"])
    told = f"Bias −0.60: {explorer.kept:,} of 15,876 responses are left"
    assert told in [text.text for text in root.iter() if text.tag.endswith("}text")]
    assert len([node for node in root.iter() if node.tag.endswith("}image")]) == 3


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"picture": np.zeros((3, 9))}, ValueError, r"picture must be 4 to 256 pixels along each side; got .*\(3, 9\)"),
        ({"picture": np.full((4, 4), 2)}, ValueError, "picture must be numbers from 0 to 1; got 2 to 2"),
        ({"picture": np.full((4, 4), np.nan)}, ValueError, "picture must be numbers from 0 to 1; got nan to nan"),
        ({"filter": np.zeros((9, 9))}, ValueError, "filter must be no larger than the padded image, 4x4; got 9x9"),
        ({"bias": 0.1}, ValueError, "bias must be a finite number, at least -1.0, at most 0; got 0.1"),
        ({"bias": -9}, ValueError, "bias must be a finite number, at least -1.0, at most 0; got -9"),
        ({"key": "A"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.threshold_explorer(**{"picture": np.eye(4), **arguments})


@pytest.mark.browser
def test_the_slider_lowers_the_bias_and_less_is_left(show, explorer):
    page = show(explorer)
    assert kept(page) == explorer.kept
    assert said(page) == f"{explorer.kept:,} of 15,876 responses are above 0: 38% of the map."
    slider = page.get_by_role("slider", name="Bias")
    for bias in (-0.6, -1.05):
        slider.fill(str(bias))
        explorer.bias = bias
        assert page.evaluate("model.get('bias')") == bias
        assert kept(page) == explorer.kept
        assert said(page).startswith(f"{explorer.kept:,} of 15,876 responses are above {-bias:.2f}: ")
    assert page.locator("[data-part=live]").text_content() == said(page)
    assert slider.get_attribute("aria-valuetext") == "−1.05"
    drawn = page.evaluate(
        "(() => { const c = document.querySelector('[data-part=left] canvas');"
        "return [...c.getContext('2d').getImageData(0, 0, 126, 126).data].filter((_, i) => i % 4 === 0) })()"
    )
    assert np.mean(np.array(drawn) != 255) <= explorer.kept / 15876  # where nothing is left the page's own white


@pytest.mark.browser
def test_the_keyboard_alone_lowers_it(show):
    page = show(ll.threshold_explorer([[0, 0, 1, 1]] * 4, [[-1, 1]]))
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("model.get('bias')") == -0.05
    page.keyboard.press("Home")
    assert page.evaluate("model.get('bias')") == -1
    assert said(page) == "0 of 12 responses are above 1.00: 0% of the map."


@pytest.mark.browser
def test_a_phone_has_room_for_it(show, explorer):
    page = show(explorer, width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.get_by_role("slider").bounding_box()["height"] >= 44


@pytest.mark.browser
def test_two_share_nothing_and_cleaning_up_stops_listening(show, explorer):
    page = show(explorer)
    page.evaluate("show(another); show(model); null")
    page.get_by_role("slider").nth(1).press("ArrowLeft")
    assert page.evaluate("[model, another].map((m) => m.get('bias'))") == [0, -0.05]
    before = page.evaluate("model.listeners")
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == before / 2


@pytest.mark.browser
def test_what_stays_longest_is_still_seen(show, explorer):
    page = show(explorer)
    darkest = (
        "(part) => { const c = document.querySelector(`[data-part=${part}] canvas`);"
        "const { data } = c.getContext('2d').getImageData(0, 0, 126, 126);"
        "return Math.min(...data.filter((_, i) => i % 4 === 0)) }"
    )
    full = page.evaluate(darkest, "map")
    page.get_by_role("slider", name="Bias").fill("-2")
    assert 0 < kept(page) < 50
    assert page.evaluate(darkest, "left") == full < 100
