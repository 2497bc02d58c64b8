"""The permutation explorer: the reader guesses first, the scores stand still, and the pixels arrive."""

import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import lessonlib as ll
from lessonlib.experiments import scrambling
from lessonlib.widgets.permutation_explorer import widget

PIXELS = "permutation_explorer/pixels.js"


@pytest.fixture
def explorer():
    return ll.permutation_explorer(id="read-this")


def scores_of(page):
    return [float(row.get_attribute("data-value")) for row in page.locator(".lesson-permutation-score").all()]


def test_pixels_begin_scrambled_and_end_at_home(answers):
    order = scrambling.pixel_order().tolist()
    start, middle, end = answers(PIXELS, "placePixels", [[order, 24, share] for share in (0, 0.5, 1)])
    own = [[i % 24, i // 24] for i in range(576)]
    home = [[i % 24, i // 24] for i in order]
    assert start == own
    assert end == home
    np.testing.assert_allclose(middle, (np.array(own) + home) / 2)


def test_the_scores_are_pythons_to_the_last_bit_in_any_order(answers):
    random = np.random.default_rng(5)
    cases, wanted = [], []
    for _ in range(200):
        weights = random.normal(scale=0.7, size=(10, 36)).astype(np.float16).astype(float)
        bias = random.normal(size=10).astype(np.float16).astype(float)
        pixels = random.integers(0, 256, 36)
        layer = {"weights": weights.ravel().tolist(), "bias": bias.tolist()}
        cases.append([layer, pixels.tolist(), random.permutation(36).tolist()])
        wanted.append((weights @ pixels / 255 + bias).tolist())
    assert answers(PIXELS, "scorePixels", cases) == wanted


def test_reading_order_is_row_by_row(answers):
    places = [[2, 1], [0.4, 0.2], [1.6, 0.3], [0, 1.2]]
    assert answers(PIXELS, "readingOrder", [[places]]) == [[1, 2, 3, 0]]


def test_python_has_the_scores_of_the_page_and_they_are_the_models(explorer):
    digits = scrambling.scrambled_digits()
    for example in range(5):
        explorer.example = example
        true = digits.model.forward(digits.images[_place(digits, example)][None])[0]
        np.testing.assert_allclose(explorer.scores(), true, atol=0.02)  # weights and pixels are rounded
        assert explorer.scores().argmax() == true.argmax() == widget.FIRST[example]


def _place(digits, example):
    return int(np.flatnonzero(digits.labels == widget.FIRST[example])[0])


def test_its_repr_its_still_and_its_size(explorer):
    assert repr(explorer) == "PermutationExplorer('read-this', 5 scrambled pictures)"
    assert explorer._repr_mimebundle_()["text/plain"] == repr(explorer)
    root = ET.fromstring(explorer.view.still["svg"])
    texts = [text.text for text in root.iter() if text.tag.endswith("}text")]
    assert "Which digit is it?" in texts
    assert not any("7" in text for text in texts)  # the answer is not in view
    state = {name: explorer.view.get_state()[name] for name in ("layer", "pictures", "order")}
    assert len(json.dumps(state)) < 25_000


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"digits": np.zeros(3)}, TypeError, "digits must be ScrambledDigits; got ndarray"),
        ({"examples": []}, ValueError, r"examples must be at least one; got \[\]"),
        ({"examples": [0, 1000]}, ValueError, "examples must be a whole number, 0 to 999; got 1000"),
        ({"examples": "12"}, TypeError, "examples must be a list of whole numbers; got '12'"),
        ({"id": "a b"}, ValueError, "id must be letters, digits"),
        ({"key": "A"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.permutation_explorer(**{"id": "good", **arguments})


def test_python_turns_the_page(explorer):
    explorer.home = 0.25
    assert (explorer.view.home, explorer.guesses) == (0.25, [])
    with pytest.raises(ValueError, match="home must be a finite number, at least 0, at most 1"):
        explorer.home = 1.5
    with pytest.raises(ValueError, match="example must be a whole number, 0 to 4; got 5"):
        explorer.example = 5


@pytest.mark.browser
def test_the_reader_guesses_before_anything_is_given_away(show, explorer):
    page = show(explorer)
    assert page.locator("[data-part=after]").is_hidden()
    assert page.locator("[data-part=weights]").is_hidden()
    assert page.locator("[data-part=verdict]").text_content() == ""
    page.evaluate("model.set('home', 1)")  # a link cannot give it away either
    assert page.locator("[data-part=picture] .lesson-title").inner_text() == "The image"
    page.get_by_role("button", name="4", exact=True).click()
    assert page.locator("[data-part=verdict]").inner_text() == "You said 4. The machine says 7. It is a 7."
    assert page.locator("[data-part=question]").is_hidden()
    assert page.evaluate("document.activeElement.type") == "range"


@pytest.mark.browser
def test_the_scores_stand_still_while_the_slider_moves(show, explorer):
    page = show(explorer)
    page.get_by_role("button", name="I see only noise").click()
    assert page.locator("[data-part=verdict]").inner_text().startswith("You saw only noise. The machine says 7.")
    before, texts = scores_of(page), page.locator(".lesson-permutation-scores").inner_text()
    assert before == explorer.scores().tolist()
    slider = page.get_by_role("slider")
    for share in (0.005, 0.31, 0.5, 0.77, 1):
        slider.fill(str(share))
        assert page.evaluate("model.get('home')") == share
        assert scores_of(page) == before
        assert page.locator(".lesson-permutation-scores").inner_text() == texts
        assert page.locator(".lesson-permutation-view").get_attribute("data-change") == "0"
    assert page.locator("[data-part=picture] .lesson-title").inner_text() == "The image, at home"
    digits = scrambling.scrambled_digits()
    grey = page.evaluate(
        "(() => { const c = document.querySelector('[data-part=picture] canvas'); const s = c.width / 24; "
        "const d = c.getContext('2d').getImageData(0, 0, c.width, c.width).data; return Array.from({length: 576}, "
        "(_, i) => d[4 * (Math.round((Math.floor(i / 24) + 0.5) * s) * c.width + Math.round((i % 24 + 0.5) * s))]) })()"
    )
    home = np.empty(576)
    home[digits.order] = digits.images[_place(digits, 0)].ravel()
    np.testing.assert_allclose(grey, 48 + 202 * home, atol=1.5)


@pytest.mark.browser
def test_with_reduced_motion_the_slider_goes_in_steps(show, explorer):
    page = show(explorer, reduced_motion="reduce")
    page.get_by_role("button", name="0", exact=True).click()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("model.get('home')") == 0.25
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "25% of the way home"


@pytest.mark.browser
def test_guesses_are_kept_and_another_picture_comes(show_together, explorer):
    page = show_together(explorer)
    page.get_by_role("button", name="7", exact=True).click()
    page.get_by_role("slider").fill("0.5")
    page.get_by_role("button", name="Another image").click()
    assert page.evaluate("[models[0].get('example'), models[0].get('home')]") == [1, 0]
    assert page.locator("[data-part=question]").is_visible()
    page.get_by_role("button", name="8", exact=True).click()
    assert "Right so far, of 2: you 1, the machine 2." in page.locator("[data-part=tally]").inner_text()
    assert json.loads(page.evaluate("localStorage.getItem('lesson:read-this')")) == {"attempts": [7, 8]}
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.evaluate("models[0].get('guesses')") == [7, 8]
    assert page.locator("[data-part=verdict]").inner_text().startswith("You said 7.")


@pytest.mark.browser
@pytest.mark.parametrize("kept", ['{"attempts": "7"}', '{"attempts": [12]}', "7", '{"attempts": [1,2,3,4,5,6]}', "{"])
def test_what_is_no_guess_is_not_believed(show_together, explorer, kept):
    page = show_together(explorer)
    page.evaluate("(kept) => localStorage.setItem('lesson:read-this', kept)", kept)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.evaluate("models[0].get('guesses')") == []
    assert page.locator("[data-part=question]").is_visible()


@pytest.mark.browser
def test_a_phone_has_room_for_it(show, explorer):
    page = show(explorer, width=360, has_touch=True, is_mobile=True)
    for button in page.locator("[data-guess]").all():
        assert min(button.bounding_box()["height"], button.bounding_box()["width"]) >= 44
    page.get_by_role("button", name="3", exact=True).tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.get_by_role("slider").bounding_box()["height"] >= 44


@pytest.mark.browser
def test_two_share_nothing_and_cleaning_up_stops_listening(show, explorer):
    page = show(explorer)
    page.evaluate("show(another); show(model); null")
    page.get_by_role("button", name="5", exact=True).nth(1).click()
    assert page.evaluate("[model, another].map((m) => m.get('guesses'))") == [[], [5]]
    before = page.evaluate("model.listeners")
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == before / 2


@pytest.mark.browser
def test_that_nothing_changed_stands_above_the_scores_in_bold(show, explorer):
    page = show(explorer, width=390, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="I see only noise").tap()
    change = page.locator("[data-part=change]")
    assert change.inner_text() == "Largest change of a score since the start: 0."
    assert int(change.evaluate("node => getComputedStyle(node).fontWeight")) >= 600
    assert change.bounding_box()["y"] < page.locator(".lesson-permutation-scores").bounding_box()["y"]
    rows = {score.bounding_box()["y"] for score in page.locator(".lesson-permutation-score").all()}
    assert len(rows) == 5  # ten scores in pairs: none is alone
