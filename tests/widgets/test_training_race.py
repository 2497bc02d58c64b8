"""The training race: every layer against Python, the networks step by step, and the race in the page."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from pages import axe_faults
from paths import AXE, ROOT
from widget_page import PAPER

import lessonlib as ll
from lessonlib.nn.layers import Conv2d, GlobalMaxPool2d, Linear, ReLU
from lessonlib.widgets.training_race import objects, widget

ANSWERS = ROOT / "tests" / "support" / "training_answers.mjs"
SINGLE = 2e-5  # float32 there against float64 here, of the largest number: sums of up to a few hundred products
NAMES = {"linear": "linear model", "MLP": "MLP", "CNN": "CNN"}


def cases(count, kind):
    """Layers with sizes that all differ, a batch, and the gradient of what comes out."""
    random = np.random.default_rng(4)
    found = []
    for _ in range(count):
        n, a, b, c = (int(size) for size in random.permutation([2, 3, 4, 5]))
        if kind == "linear":
            layer, sizes, shapes = Linear(7 * a, b, dtype=float), {"inputs": 7 * a, "outputs": b}, ((n, 7 * a), (n, b))
        elif kind == "conv":
            height, width = a + b, a + b + c
            layer = Conv2d(1, c, a, dtype=float)
            sizes = {"height": height, "width": width, "filters": c, "size": a}
            shapes = ((n, 1, height, width), (n, c, height - a + 1, width - a + 1))
        elif kind == "relu":
            layer, sizes, shapes = ReLU(), {}, ((n, a * b), (n, a * b))
        else:
            layer, sizes, shapes = GlobalMaxPool2d(), {"maps": a, "size": b * c}, ((n, a, b, c), (n, a))
        for parameter in layer.parameters():
            parameter.value = random.normal(size=parameter.value.shape)
        batch, gradient = (random.normal(size=shape) for shape in shapes)
        found.append((layer, {"kind": kind, **sizes}, batch, gradient))
    return found


def close(here, there, tolerance=SINGLE):
    here, there = np.ravel(here), np.ravel(there)
    assert here.shape == there.shape
    np.testing.assert_allclose(here, there, rtol=0, atol=tolerance * max(1, np.abs(there).max(initial=0)))


@pytest.mark.parametrize("kind", ["linear", "conv", "relu", "max"])
def test_a_layer_is_pythons_forward_and_backward(kind, answers):
    drawn = cases(50, kind)
    asked = [
        [
            {**sizes, "parameters": [parameter.value.ravel().tolist() for parameter in layer.parameters()]},
            *(batch.ravel().tolist(), gradient.ravel().tolist(), len(batch)),
        ]
        for layer, sizes, batch, gradient in drawn
    ]
    found = answers(ANSWERS, "passThrough", asked)
    for (layer, _, batch, gradient), here in zip(drawn, found, strict=True):
        close(here["output"], layer.forward(batch))
        below = layer.backward(gradient)
        if kind == "conv":
            assert here["below"] is None  # the first layer: nobody asks
        else:
            close(here["below"], below)
        for grad, parameter in zip(here["grads"], layer.parameters(), strict=True):
            close(grad, parameter.grad)


@pytest.mark.parametrize("kind", ["linear", "conv"])
def test_its_gradient_is_the_one_measured_by_moving_each_weight(kind, answers):
    for layer, sizes, batch, gradient in cases(3, kind):
        start = [parameter.value.copy() for parameter in layer.parameters()]
        question = {**sizes, "parameters": [values.ravel().tolist() for values in start]}
        (here,) = answers(
            ANSWERS, "passThrough", [[question, batch.ravel().tolist(), gradient.ravel().tolist(), len(batch)]]
        )

        def loss_of(values, layer=layer, batch=batch, gradient=gradient):
            layer.parameters()[0].value = values
            return (layer.forward(batch) * gradient).sum()

        check = ll.gradient_check(loss_of, start[0], np.reshape(here["grads"][0], start[0].shape), tolerance=SINGLE)
        assert check.passed, check


def test_the_loss_is_pythons(answers):
    random = np.random.default_rng(6)
    drawn = [(10 * random.normal(size=(n, k)), random.integers(k, size=n)) for n, k in random.integers(2, 9, (100, 2))]
    asked = [[scores.ravel().tolist(), labels.tolist(), len(scores)] for scores, labels in drawn]
    for (scores, labels), here in zip(drawn, answers(ANSWERS, "crossEntropy", asked), strict=True):
        loss, gradient = ll.softmax_cross_entropy(scores, labels)
        close([here["loss"]], [loss])
        close(here["gradient"], gradient)
        assert here["right"] == (scores.argmax(axis=1) == labels).sum()


NETWORKS = {
    "linear": (["linear"], lambda: ll.experiments.linear(0)),
    "MLP": (["linear", "relu", "linear"], lambda: ll.experiments.mlp(0)),
    "CNN": (["conv", "relu", "max", "linear"], lambda: ll.experiments.conv_global(0)),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_ten_steps_of_a_network_are_those_of_fit(name, answers):
    """The same start, the same batch, ten steps with momentum: the parameters are those that `ll.fit` finds."""
    kinds, make = NETWORKS[name]
    model = make()
    images, labels = ll.images.objects(20, seed=3)
    sizes = {
        "conv": {"height": 16, "width": 16, "filters": 14, "size": 5},
        "relu": {},
        "max": {"maps": 14, "size": 144},
    }
    linears = iter([part.value.shape for part in model.parameters() if part.value.ndim == 2])
    layers = []
    for kind in kinds:
        outputs, inputs = next(linears) if kind == "linear" else (0, 0)
        layers.append({"kind": kind, **sizes.get(kind, {"inputs": inputs, "outputs": outputs})})
    settings = {"rate": 0.05, "momentum": 0.9, "steps": 10}
    (here,) = answers(ANSWERS, "train", [[layers, images.ravel().tolist(), labels.tolist(), 20, settings]])
    for parameter, values in zip(model.parameters(), here["before"], strict=True):
        parameter.value = np.reshape(values, parameter.value.shape).astype(np.float32)
    history = ll.fit(
        model,
        ll.softmax_cross_entropy,
        images,
        labels,
        epochs=10,
        learning_rate=0.05,
        momentum=0.9,
        batch_size=20,
        seed=0,
    )
    close(here["losses"], history.step_loss, 1e-4)
    for parameter, values in zip(model.parameters(), here["after"], strict=True):
        close(values, parameter.value, 1e-4)


def test_the_objects_are_the_books_own(answers):
    """Drawn in JavaScript from six bytes a picture, to within what those bytes round: a hundredth of white."""
    images, labels = ll.images.objects(200, seed=0, noise=0)
    (here,) = answers(ANSWERS, "drawn", [[objects.pack_objects(*objects.object_places(200, seed=0)), 1]])
    assert here["labels"] == labels.tolist()
    np.testing.assert_allclose(np.reshape(here["pictures"], images.shape), images, atol=0.01)


def test_in_the_middle_all_stand_in_the_middle(answers):
    (here,) = answers(ANSWERS, "drawn", [[objects.pack_objects(*objects.object_places(60, seed=0)), 0]])
    pictures = np.reshape(here["pictures"], (60, 16, 16))
    np.testing.assert_allclose(pictures, pictures[:, ::-1, ::-1], atol=1e-6)


def test_the_noise_is_normal_and_repeatable(answers):
    first, again, other = answers(ANSWERS, "noise", [[20_000, 0.1, 5], [20_000, 0.1, 5], [20_000, 0.1, 6]])
    assert first == again
    assert abs(np.corrcoef(first, other)[0, 1]) < 0.03
    values = (np.array(first) - 0.5) / 0.1
    assert values.mean() == pytest.approx(0, abs=0.03)
    assert values.std() == pytest.approx(1, abs=0.02)
    assert np.mean(np.abs(values) < 1) == pytest.approx(0.683, abs=0.015)


def test_the_story_of_both_races(answers):
    """Anywhere the CNN is far ahead; in the middle, where nothing moves, it is last. With two other starts too."""
    packed = [widget.TrainingRace().view.train, widget.TrainingRace().view.fresh]
    setups = [{"spread": spread, "seed": seed} for spread in (1, 0.11) for seed in (0, 1, 2)]
    found = answers(ANSWERS, "race", [[*packed, setup, 25] for setup in setups])
    for setup, here in zip(setups, found, strict=True):
        accuracy = {model["name"]: model["accuracy"] for model in here["models"]}
        assert here["seen"] == 500
        others = accuracy["linear"], accuracy["MLP"]
        if setup["spread"] == 1:
            assert accuracy["CNN"] > max(others) + 0.1
        else:
            assert accuracy["CNN"] < min(others) - 0.1


def test_thirty_pictures_are_enough_for_the_one_that_looks_everywhere(answers):
    packed = [widget.TrainingRace().view.train, widget.TrainingRace().view.fresh]
    (here,) = answers(ANSWERS, "race", [[*packed, {"count": 30}, 200]])
    accuracy = {model["name"]: model["accuracy"] for model in here["models"]}
    assert accuracy["CNN"] > 0.8
    assert max(accuracy["linear"], accuracy["MLP"]) < 0.4


def test_the_pictures_stay_small():
    view = ll.training_race().view
    assert len(view.train) + len(view.fresh) < 12_000


def test_its_repr_is_short_and_its_still_shows_what_races():
    race = ll.training_race(track="middle", count=300, seed=4)
    assert repr(race) == "TrainingRace(linear, MLP, CNN; 300 pictures, objects in the middle, seed 4)"
    assert race._repr_mimebundle_()["text/plain"] == repr(race)
    root = ET.fromstring(race.still().svg)
    texts = [text.text for text in root.findall("{*}text")]
    assert texts[-3:] == ["linear: 1,028 numbers to train", "MLP: 8,617 numbers to train", "CNN: 424 numbers to train"]
    assert len(root.findall("{*}image")) == 4


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"track": "left"}, ValueError, "track must be one of 'anywhere', 'middle'; got 'left'"),
        ({"count": 40}, ValueError, "count must be one of 30, 50, 100, 200, 300, 500, 1000; got 40"),
        ({"seed": -1}, ValueError, "seed must be a whole number, 0 or more; got -1"),
        ({"key": "A"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(change, error, said):
    with pytest.raises(error, match=said):
        ll.training_race(**change)


def words(page):
    return page.locator("[data-part=words]").inner_text()


def bet_on(page, name):
    page.get_by_role("radio", name=NAMES[name]).check(force=True)


def finish(page):
    page.wait_for_function(
        "document.querySelector('[data-part=words]').textContent.includes('The end')", timeout=120_000
    )


def short_course(race):
    """The same race with few pictures to test on: the waits are for the browser, not for the arithmetic."""
    race.view.fresh = objects.pack_objects(*objects.object_places(40, seed=1))
    return race


@pytest.mark.browser
def test_a_bet_then_the_race_then_how_it_came_out(show):
    page = show(short_course(ll.training_race()), reduced_motion="reduce")
    start = page.get_by_role("button", name="Start the race")
    assert start.is_disabled()
    assert words(page) == "Place your bet first."
    bet_on(page, "linear")
    assert page.evaluate("model.get('bets')") == {"anywhere": "linear"}
    start.click()
    finish(page)
    assert "You bet on the linear model, but the CNN was ahead." in words(page)
    assert "The end, after 4,000 images: CNN 9" in words(page) or "CNN 100%" in words(page)
    assert page.locator(".lesson-race-line[data-model=CNN]").get_attribute("d").count("L") == 40
    colours = page.evaluate("""[...document.querySelectorAll('.lesson-race-tiles canvas')].map((canvas) =>
        new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size)""")
    assert len(colours) == 4 + 12 + 14
    assert min(colours) > 10  # each has formed
    assert page.get_by_role("radio", name="CNN").is_disabled()  # a bet stays
    assert page.locator("[data-action=go]").is_hidden()  # the race is over: the other button starts another
    assert page.get_by_role("button", name="Again, from another start").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("is_inside", [True, False])
def test_at_the_end_the_focus_goes_to_the_next_race(is_inside, show):
    """Only from the button that vanishes: a reader who is elsewhere stays there, and nothing scrolls."""
    page = show(short_course(ll.training_race()), width=390, height=700, reduced_motion="reduce")
    page.evaluate("document.querySelector('main').after(Object.assign(document.createElement('button'), {id: 'next'}))")
    bet_on(page, "CNN")
    page.get_by_role("button", name="Start the race").focus()
    page.keyboard.press("Enter")
    if not is_inside:
        page.locator("#next").focus()
    page.evaluate("document.querySelector('[data-part=rows]').scrollIntoView({ block: 'end' })")
    top = page.evaluate("scrollY")
    finish(page)
    page.wait_for_function("document.querySelector('[data-action=go]').hidden")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    focused = page.evaluate("document.activeElement.dataset.action ?? document.activeElement.id")
    assert focused == ("again" if is_inside else "next")
    assert page.evaluate("scrollY") == top
    if is_inside:
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent") == "Pause"
        assert page.evaluate("scrollY") == top


def luminance(colour):
    """As WCAG defines it, of three bytes."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in np.divide(colour, 255)]
    return np.dot(linear, [0.2126, 0.7152, 0.0722])


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_will_form_is_outlined_visibly(scheme, show):
    page = show(ll.training_race(), scheme=scheme)
    outline = page.locator(".lesson-race-tiles canvas").first.evaluate("(canvas) => getComputedStyle(canvas).outline")
    colour = [int(value) for value in re.search(r"rgb\((\d+), (\d+), (\d+)\)", outline).groups()]
    assert "dashed" in outline
    paper = [int(PAPER[scheme][i : i + 2], 16) for i in (1, 3, 5)]
    lighter, darker = sorted((luminance(colour), luminance(paper)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3


@pytest.mark.browser
def test_a_running_race_keeps_its_settings_and_its_chart_says_what_it_shows(show):
    page = show(ll.training_race(), width=390, has_touch=True, is_mobile=True)
    assert page.locator(".lesson-chart-svg").get_by_text("new images named correctly").count() == 1
    assert page.locator("[data-part=rows]").get_attribute("data-begun") == "false"
    slider, chart = page.get_by_role("slider", name="Training images"), page.locator("[data-part=chart]")
    assert slider.bounding_box()["y"] < chart.bounding_box()["y"]
    bet_on(page, "CNN")
    assert slider.is_enabled()
    page.get_by_role("button", name="Start the race").tap()
    page.wait_for_function("document.querySelector('.lesson-race-line').getAttribute('d').includes('L')")
    assert page.locator("[data-part=rows]").get_attribute("data-begun") == "true"
    assert slider.is_disabled()
    assert page.get_by_role("radio", name="always in the middle").is_disabled()
    lefts = {round(name.bounding_box()["x"]) for name in page.locator(".lesson-line-name").all()}
    assert len(lefts) == 1  # beside the plot, not over lines that meet
    assert min(lefts) > chart.bounding_box()["x"] + chart.bounding_box()["width"] - 64
    page.get_by_role("button", name="Pause").tap()
    assert slider.is_enabled()


@pytest.mark.browser
def test_the_page_computes_what_node_does(show, answers):
    race = short_course(ll.training_race(count=100, seed=3))
    page = show(race, reduced_motion="reduce")
    bet_on(page, "CNN")
    page.get_by_role("button", name="Start the race").click()
    finish(page)
    (there,) = answers(ANSWERS, "race", [[race.view.train, race.view.fresh, {"count": 100, "seed": 3}, 200]])
    said = words(page).partition("The end")[2]
    for model in there["models"]:
        percent = 100 if model["accuracy"] == 1 else min(99, int(100 * model["accuracy"] + 0.5))
        assert f"{model['name']} {percent}%" in said


@pytest.mark.browser
def test_it_rests_out_of_view_and_goes_on(show):
    page = show(ll.training_race())
    page.evaluate("document.body.style.paddingBottom = '4000px'")
    bet_on(page, "CNN")
    page.get_by_role("button", name="Start the race").click()
    drawn = "document.querySelector('.lesson-race-line[data-model=CNN]').getAttribute('d').split('L').length"
    page.wait_for_function(f"{drawn} > 2")
    page.evaluate("""() => { const worker = Worker.prototype; window.asked = 0; const post = worker.postMessage;
        worker.postMessage = function (...message) { window.asked += 1; return post.apply(this, message); }; }""")
    page.evaluate("scrollTo(0, 4000)")
    page.wait_for_function(f"""new Promise((done) => {{ const before = {drawn};
        setTimeout(() => done(before === {drawn}), 600); }})""")
    page.evaluate("window.asked = 0")
    before = page.evaluate(drawn)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function(f"{drawn} > {before}")
    page.get_by_role("button", name="Pause").click()
    assert page.get_by_role("button", name="Go on").is_visible()


@pytest.mark.browser
def test_without_a_worker_it_says_so(show):
    page = show(ll.training_race())
    page.evaluate("window.Worker = class { constructor() { throw new Error('none'); } }; null")
    bet_on(page, "MLP")
    page.get_by_role("button", name="Start the race").click()
    assert "this browser allows none here" in words(page)


@pytest.mark.browser
def test_a_bet_is_kept_by_the_browser_and_each_track_has_its_own(show_together):
    page = show_together(ll.training_race(key="one"))
    bet_on(page, "MLP")
    page.get_by_role("radio", name="always in the middle").check(force=True)
    assert words(page) == "Place your bet first."
    bet_on(page, "linear")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.get_by_role("radio", name="MLP").is_checked()
    assert page.evaluate("models[0].get('bets')") == {"anywhere": "MLP"}


@pytest.mark.browser
def test_keyboard_phone_and_axe(show):
    page = show(ll.training_race(), width=360, has_touch=True, is_mobile=True)
    page.add_script_tag(path=AXE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("radio", name="linear model").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("model.get('bets').anywhere") == "MLP"
    slider = page.get_by_role("slider", name="Training images")
    slider.focus()
    page.keyboard.press("Home")
    assert page.evaluate("model.get('count')") == 30
    assert slider.get_attribute("aria-valuetext") == "30"
    assert [fault for fault in axe_faults(page) if not fault.startswith(("page-has", "region", "landmark"))] == []


@pytest.mark.browser
def test_cleaning_up_stops_everything(show):
    page = show(ll.training_race())
    page.evaluate("show(another); show(model); null")
    before = page.evaluate("model.listeners")
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == before / 2
