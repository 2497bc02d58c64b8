"""The template explorer: the page's digits and sums are Python's, and the strokes leave their weights."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

import lessonlib as ll
from lessonlib.experiments.centred_digits import centred_digit, centred_strokes

STROKES = "template_explorer/strokes.js"


@pytest.fixture(scope="module")
def model():
    return ll.digit_models("linear")["linear"]


@pytest.fixture
def explorer(model):
    return ll.template_explorer(model)


def places(count):
    random = np.random.default_rng(6)
    return [(int(value), *random.uniform(-4, 4, 2).tolist()) for value in random.integers(0, 10, count)]


def shown(page, part):
    return float(page.locator(f"[data-part={part}-sum]").get_attribute("data-value"))


def test_the_page_draws_the_digit_that_python_draws(answers):
    asked = places(200)
    cases = [[*centred_strokes(value), 24, down, right] for value, down, right in asked]
    drawn = answers(STROKES, "drawStrokes", [[strokes, radius, *rest] for strokes, radius, *rest in cases])
    for (value, down, right), pixels in zip(asked, drawn, strict=True):
        np.testing.assert_allclose(
            list(pixels.values()), centred_digit(value, (down, right)).ravel(), rtol=0, atol=1e-12
        )


def test_the_sums_of_the_page_are_the_models_scores(answers, model, explorer):
    weights, bias = (parameter.value.astype(float) for parameter in explorer.model.parameters())
    layer = {"weights": weights.ravel().tolist(), "bias": bias.tolist()}
    asked = places(200)
    cases = [[layer, centred_digit(value, place).ravel().tolist()] for value, *place in asked]
    for (value, *place), sums in zip(asked, answers(STROKES, "sumProducts", cases), strict=True):
        products = weights * centred_digit(value, place).ravel()
        np.testing.assert_allclose(sums["above"], products.clip(min=0).sum(axis=1), atol=1e-9)
        np.testing.assert_allclose(sums["below"], products.clip(max=0).sum(axis=1), atol=1e-9)
        np.testing.assert_allclose(sums["scores"], products.sum(axis=1) + bias, atol=1e-9)
        true = model.forward(centred_digit(value, place)[None, None].astype(np.float32))[0]
        np.testing.assert_allclose(sums["scores"], true, atol=0.01)  # but for the rounding of weights


def test_the_parts_that_are_shown_add_up_to_the_score_that_is_shown(answers):
    random = np.random.default_rng(7)
    asked = [dict(zip(("above", "below", "bias"), parts, strict=True)) for parts in random.uniform(-9, 9, (500, 3))]
    asked = [{**one, "below": -abs(one["below"]), "above": abs(one["above"])} for one in asked]
    asked.append({"above": 7.744, "below": -0.156, "bias": -0.016})  # 7.74 - 0.16 - 0.02 would be 7.56
    asked = [one | {"score": sum(one.values())} for one in asked]
    for one, shown in zip(asked, answers(STROKES, "roundParts", [[one] for one in asked]), strict=True):
        hundredths = {name: round(100 * value) for name, value in shown.items()}
        assert hundredths["above"] + hundredths["below"] + hundredths["bias"] == hundredths["score"]
        assert hundredths["score"] == pytest.approx(100 * one["score"], abs=0.5 + 1e-9)
        assert [hundredths[name] for name in one] == pytest.approx([100 * value for value in one.values()], abs=1)
        assert hundredths["bias"] == pytest.approx(100 * one["bias"], abs=0.5 + 1e-9)
    assert shown == {"score": 7.57, "above": 7.74, "below": -0.15, "bias": -0.02}


def test_the_scores_need_no_common_part_taken_off(explorer):
    """From zeros, the weights of all ten digits add up to nothing at every pixel: so the scores average 0."""
    for place in [(0, 0), (4, 0), (-1.5, 2.25)]:
        explorer.shift = place
        assert abs(explorer.scores().mean()) < 0.01


def test_the_rival_is_the_highest_other_score(answers):
    asked = [[[1, 5, 2], 1], [[1, 5, 2], 0], [[7, 5, 6], 0], [[1, 1, 0], 2]]
    found = answers(STROKES, "findRival", asked)
    assert [(one["winner"], one["rival"]) for one in found] == [(1, 2), (1, 1), (0, 2), (0, 0)]


def test_the_story_holds(explorer):
    """In the middle 3 leads by far; 4 pixels down 6 has overtaken it."""
    assert explorer.scores().argmax() == 3
    assert sorted(explorer.scores())[-2] < explorer.scores()[3] - 3
    explorer.shift = (4, 0)
    assert explorer.scores().argmax() == 6


def test_its_repr_and_its_still(explorer):
    explorer.shift = (2.5, 0)
    assert repr(explorer) == "TemplateExplorer(3, moved 2.5 down, 0 right)"
    assert explorer._repr_mimebundle_()["text/plain"] == repr(explorer)
    root = ET.fromstring(explorer.view.still["svg"])
    texts = [text.text for text in root.iter() if text.tag.endswith("}text")]
    assert root.find("{*}title").text == f"The model says {explorer.scores().argmax()}."
    assert "Weights of 3: what you see" in texts
    assert f"{explorer.scores()[3]:.2f}".replace("-", "\u2212") in texts


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"digit": 10}, ValueError, "digit must be a whole number, 0 to 9; got 10"),
        ({"digit": "3"}, TypeError, "digit must be a whole number"),
        ({"shift": (4.5, 0)}, ValueError, "shift down must be a finite number, at least -4, at most 4; got 4.5"),
        ({"shift": (0, np.nan)}, ValueError, "shift right must be a finite number"),
        ({"shift": 2}, TypeError, r"shift must be a pair \(down, right\); got 2"),
        ({"model": ll.Sequential(ll.Linear(576, 10))}, ValueError, "Flatten and one Linear layer; got Linear"),
        (
            {"model": ll.Sequential(ll.Flatten(), ll.Linear(100, 10))},
            ValueError,
            r"weights \(10, 576\), for 24x24 pixels and ten digits; got \(10, 100\)",
        ),
        ({"model": 3}, TypeError, "models must be Sequential models"),
        ({"key": "A"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(model, arguments, error, said):
    with pytest.raises(error, match=said):
        ll.template_explorer(**{"model": model, **arguments})


@pytest.mark.browser
def test_dragging_runs_both_sums_until_6_overtakes(show, explorer):
    page = show(explorer)
    assert page.locator("[data-part=says]").inner_text() == "The model says 3."
    box = page.locator(".lesson-template-picture").first.bounding_box()
    pixel = box["width"] / 24
    page.mouse.move(box["x"] + 90, box["y"] + 90)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 90 + 2.5 * pixel)
    down = page.evaluate("model.get('down')")
    assert down == pytest.approx(2.5, abs=0.07)
    assert not float(down).is_integer()
    explorer.shift = (down, 0)
    assert shown(page, "shown") == pytest.approx(explorer.scores()[3], abs=1e-9)
    assert shown(page, "rival") == pytest.approx(explorer.scores().max(), abs=1e-9)
    assert page.locator("[data-part=live]").text_content() == ""  # not yet at rest
    page.mouse.move(box["x"] + 90, box["y"] + 90 + 20 * pixel)
    page.mouse.up()
    assert page.evaluate("model.get('down')") == 4
    assert page.locator("[data-part=says]").inner_text() == "The model says 6."
    assert page.locator("[data-part=rival] .lesson-title").inner_text() == "Weights of 6: what the model says"
    assert shown(page, "rival") > shown(page, "shown")
    said = page.locator("[data-part=live]").text_content()
    assert said.startswith("Moved 4 down; score of 3 ")
    assert said.endswith("The model says 6.")


@pytest.mark.browser
def test_products_glow_where_the_strokes_lie(show, model):
    explorer = ll.template_explorer(model, 3, shift=(4, 0))
    page = show(explorer)
    alphas = page.evaluate(
        "(() => { const c = document.querySelector('.lesson-template-glow'); "
        "return [...c.getContext('2d').getImageData(0, 0, 24, 24).data].filter((_, i) => i % 4 === 3) })()"
    )
    weights = explorer.model.layers[1].weights.value.astype(float)
    products = np.abs(weights[3] * explorer.picture().ravel()) / (0.7 * np.abs(weights).max())
    np.testing.assert_allclose(np.array(alphas) / 255, products.clip(max=1), atol=0.01)


@pytest.mark.browser
def test_the_keyboard_alone_moves_it_by_whole_pixels(show, model):
    page = show(ll.template_explorer(model, 3, shift=(1.25, 0)))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("model.get('down')") == 2
    page.keyboard.press("ArrowUp")
    assert page.evaluate("model.get('down')") == 1
    page.keyboard.press("ArrowRight")
    assert page.evaluate("[model.get('down'), model.get('right')]") == [1, 1]
    assert page.get_by_role("application", name="The digit 3, moved 1 right, 1 down. Arrow keys").count() == 1
    page.keyboard.press("Home")
    assert page.evaluate("[model.get('down'), model.get('right')]") == [0, 0]


@pytest.mark.browser
def test_a_phone_shows_both_templates_side_by_side(show, explorer):
    page = show(explorer, width=360, has_touch=True, is_mobile=True)
    first, second = (box.bounding_box() for box in page.locator(".lesson-template-picture").all())
    assert first["y"] == second["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Move down").tap()
    assert page.evaluate("model.get('down')") == 1
    table = page.get_by_role("table", name="All ten scores")
    assert table.get_by_role("rowheader").all_inner_texts() == list("0123456789")


@pytest.mark.browser
def test_on_the_whole_screen_the_digit_stays_under_the_pointer(show, explorer):
    """A screen shows it larger: three of its pixels are more pixels of the screen than in a page."""
    page = show(explorer, width=1920, height=1080)
    page.get_by_role("button", name="Fill the screen").click()
    page.wait_for_selector(".lesson-filled[data-fitted]")
    picture = page.locator(".lesson-template-picture").first.bounding_box()
    pixel = picture["width"] / page.evaluate("model.get('size')")
    x, y = picture["x"] + picture["width"] / 2, picture["y"] + picture["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 3 * pixel)
    page.mouse.up()
    assert page.evaluate("model.get('down')") == pytest.approx(3, abs=1 / 8)


@pytest.mark.browser
def test_two_share_nothing_and_cleaning_up_stops_listening(show, explorer):
    page = show(explorer)
    page.evaluate("show(another); show(model); null")
    page.get_by_role("button", name="Move down").nth(1).click()
    assert page.evaluate("[model, another].map((m) => m.get('down'))") == [0, 1]
    before = page.evaluate("model.listeners")
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == before / 2
