"""The shift explorer: the models' story, Python's side, and the page's by mouse, touch and keyboard."""

import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import lessonlib as ll
from lessonlib.widgets.kit import mover

AROUND = [(0, -4), (4, 0), (-4, 0)]


@pytest.fixture(scope="module")
def models():
    return ll.digit_models()


@pytest.fixture
def explorer(models):
    return ll.shift_explorer(models)


def flat_model(classes=2, size=4):
    """Looks at two pixels of a 3 x 4 picture: sums that can be checked in the head."""
    layer = ll.Linear(3 * size, classes)
    layer.weights.value[...] = 0
    layer.weights.value[0, 0] = layer.weights.value[1, 1] = 2
    return ll.Sequential(ll.Flatten(), layer)


def answers_of(page):
    """For each model on the page: its class and the parts of all classes."""
    panels = page.locator(".lesson-answer").all()
    rows = [[float(row.get_attribute("data-part")) for row in panel.locator(".lesson-score").all()] for panel in panels]
    return {
        panel.get_attribute("data-model"): (int(panel.get_attribute("data-winner")), parts)
        for panel, parts in zip(panels, rows, strict=True)
    }


def parts_of(scores):
    powers = np.exp(np.array(scores) - max(scores))
    return powers / powers.sum()


def test_what_the_chapter_says_of_the_three_models(explorer):
    explorer.shift = 4, 0
    answers = {name: int(np.argmax(scores)) for name, scores in explorer.scores().items()}
    assert answers == {"linear": 6, "conv + flatten": 6, "conv + global max": 3}


def test_digits_stand_in_the_middle_with_room_around():
    images, labels = ll.centred_digits(200, seed=3)
    ring = images[:, 0, :3]
    assert (images.shape, images.dtype, np.bincount(labels).tolist()) == ((200, 1, 24, 24), np.float32, [20] * 10)
    assert 0 < ring.max() < 0.4  # noise, and no digit
    assert ring.std() == pytest.approx(images[:, 0, -3:].std(), rel=0.05)
    for value in range(10):
        rows, columns = ll.centred_digit(value).nonzero()
        assert min(rows.min(), columns.min()) >= 4
        assert max(rows.max(), columns.max()) <= 19


def test_a_move_in_the_page_is_a_move_of_the_distance_field():
    for down, right in [(0, 0), (3, -2), (-4, 4), (8, 8), (-8, 1)]:
        moved = mover.move_picture(ll.centred_digit(3), down, right)
        np.testing.assert_array_equal(moved, ll.centred_digit(3, (down, right)))


def test_the_story_holds(models):
    """In the middle all know the digits. Moved by 4 pixels, only the global maximum still does."""
    images, labels = ll.centred_digits(500, seed=5)
    three = ll.centred_digit(3)[None, None]
    for name, model in models.items():
        assert ll.accuracy(model, images, labels) > 0.95
        assert model.forward(three).argmax() == 3, name
        moved = [ll.centred_digit(3, place)[None, None] for place in AROUND]
        said = {int(model.forward(picture).argmax()) for picture in moved}
        assert said == {3} if name == "conv + global max" else 3 not in said, name


def test_moved_down_by_4_only_the_global_maximum_reads_digits(models):
    images, labels = ll.centred_digits(1000, seed=1)
    found = {name: ll.accuracy(model, np.roll(images, 4, axis=2), labels) for name, model in models.items()}
    assert found["linear"] == pytest.approx(0.1, abs=0.05)
    assert found["conv + flatten"] < 0.3
    assert found["conv + global max"] > 0.99
    counts = {name: model.count() for name, model in models.items()}
    assert counts == {"linear": 5770, "conv + flatten": 24 * 82 + 384 * 10 + 10, "conv + global max": 24 * 82 + 250}


def test_asked_where_only_the_flattened_network_knows():
    models = ll.experiments.quadrant_models()
    images, labels = ll.images.quadrants(400, seed=9)
    assert ll.accuracy(models["conv + flatten"], images, labels) > 0.95
    assert ll.accuracy(models["conv + global max"], images, labels) == pytest.approx(0.25, abs=0.08)


def test_it_moves_only_so_far_that_the_pooled_network_still_finds_it(explorer, models):
    reach = explorer.view.reach
    assert reach == 4  # the 3 has 6 pixels around it
    places = [(down, right) for down in range(-reach, reach + 1) for right in range(-reach, reach + 1)]
    batch = np.stack([ll.centred_digit(3, place)[None] for place in places]).astype(np.float32)
    assert (models["conv + global max"].forward(batch).argmax(axis=1) == 3).all()
    assert (models["linear"].forward(batch).argmax(axis=1) != 3).any()
    assert ll.shift_explorer({"mine": flat_model()}, np.ones((3, 4)), classes=["a", "b"]).view.reach == 1


def test_the_page_computes_what_python_does_at_many_places(models, answers):
    explorer = ll.shift_explorer(models, reach=8)
    random = np.random.default_rng(2)
    places = [(0, 0), *AROUND, *((int(a), int(b)) for a, b in random.integers(-8, 9, (25, 2)))]
    agreed = 0
    for network in explorer.view.networks:
        asked = [[network["layers"], ll.centred_digit(3, place).tolist()] for place in places]
        for place, scores in zip(places, answers("math/forward_pass.js", "scorePicture", asked), strict=True):
            explorer.shift = place
            here = explorer.scores()[network["name"]]
            np.testing.assert_allclose(scores, here, rtol=0, atol=1e-2)
            assert np.argmax(scores) == np.argmax(here)
            true = models[network["name"]].forward(ll.centred_digit(3, place)[None, None].astype(np.float32))[0]
            agreed += np.argmax(true) == np.argmax(scores)
    assert agreed >= 3 * len(places) - 2  # rounding moves no decision but where two scores all but tie


def test_moves_are_python_moves(answers):
    picture = np.arange(1, 13).reshape(3, 4)
    places = [(down, right) for down in range(-4, 5) for right in range(-5, 6)]
    moved = answers("kit/mover.js", "movePicture", [[picture.tolist(), *place] for place in places])
    assert moved == [mover.move_picture(picture, *place).tolist() for place in places]
    assert answers("kit/mover.js", "sayMove", [[0, 0], [0, 4], [-2, 0], [3, -1]]) == [
        "in the middle",
        "4 right",
        "2 up",
        "1 left, 3 down",
    ]


def test_the_weights_of_three_models_stay_small(explorer):
    assert len(json.dumps(explorer.view.networks)) < 60_000


def test_its_repr_is_short_and_always_the_same(models):
    widget = ll.shift_explorer({"linear": models["linear"]}, shift=(1, -4))
    assert repr(widget) == "ShiftExplorer(linear; 24x24 picture, moved 1 down, -4 right)"
    assert widget._repr_mimebundle_()["text/plain"] == repr(widget)
    assert "0x" not in repr(widget.view)


def test_python_moves_it_and_reads_what_the_models_say(models):
    widget = ll.shift_explorer({"linear": models["linear"]})
    assert int(np.argmax(widget.scores()["linear"])) == 3
    assert widget.view.networks[0]["parameters"] == 5770
    widget.shift = (0, 4)
    assert (widget.view.down, widget.view.right, widget.shift) == (0, 4, (0, 4))
    assert int(np.argmax(widget.scores()["linear"])) != 3
    np.testing.assert_array_equal(widget.moved_picture(), ll.centred_digit(3, (0, 4)))


def test_its_still_says_what_is_drawn(explorer):
    explorer.shift = (0, 4)
    root = ET.fromstring(explorer.still().svg)
    texts = [text.text for text in root.iter() if text.tag.endswith("}text")]
    assert root.find("{*}title").text == "Moved 4 right"
    said = root.find("{*}desc").text
    assert "conv + global max says 3, " in said
    assert "linear says 3" not in said
    assert [texts.count(str(i)) for i in range(10)] == [3] * 10
    assert explorer.view.still == explorer.still()._asdict()


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"models": {}}, ValueError, "models must hold at least one model; got {}"),
        ({"models": "linear"}, TypeError, "models must be a dict of names and trained models; got 'linear'"),
        ({"models": {"mine": np.zeros(3)}}, TypeError, "models must be Sequential.*got ndarray in 'mine'"),
        ({"picture": np.zeros((3, 5))}, ValueError, r"models must take a 3x5 picture; 'mine': inputs must be \(N, 12"),
        ({"picture": [[0, np.nan]]}, ValueError, r"picture must be finite numbers; got nan at \(0, 1\)"),
        ({"classes": "ab"}, TypeError, "classes must be a list of names; got 'ab'"),
        (
            {"classes": ["a"]},
            ValueError,
            "classes must be as many as the scores.*got 1 classes and 2 scores from 'mine'",
        ),
        ({"models": {"mine": ll.Sequential(ll.ReLU())}}, ValueError, r"a score for each class; got shape \(1, 3, 4\)"),
        ({"question": "why"}, ValueError, "question must be one of 'what', 'where'; got 'why'"),
        ({"question": "where"}, ValueError, "classes must be 4 to ask where; got 2"),
        ({"shift": 3}, TypeError, r"shift must be a pair \(down, right\); got 3"),
        ({"shift": (0, 2)}, ValueError, r"shift must be at most 1 either way; got \(0, 2\)"),
        ({"shift": (-2, 0)}, ValueError, "shift down must be a whole number, -1 or more; got -2"),
        ({"shift": (0.5, 0)}, TypeError, "shift down must be a whole number"),
        ({"reach": -1}, ValueError, "reach must be a whole number, 0 or more; got -1"),
        ({"key": "A"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    good = {"models": {"mine": flat_model()}, "picture": np.zeros((3, 4)), "classes": ["a", "b"]}
    with pytest.raises(error, match=said):
        ll.shift_explorer(**{**good, **arguments})


def test_an_unknown_model_is_named():
    with pytest.raises(ValueError, match=r"names must be one of 'linear', 'conv . flatten', .*; got 'MLP'"):
        ll.digit_models("MLP")


def place_of(page):
    return page.evaluate("[model.get('down'), model.get('right')]")


@pytest.mark.browser
def test_the_page_shows_the_models_flip(show, explorer):
    page = show(explorer)
    page.evaluate("model.set('right', 4)")
    explorer.shift = (0, 4)
    for name, (winner, parts) in answers_of(page).items():
        np.testing.assert_allclose(parts, parts_of(explorer.scores()[name]), atol=2e-3)
        panel = page.get_by_role("group", name=name)
        assert panel.locator(".lesson-says").inner_text() == f"Says {winner}, {round(100 * parts[winner])}%."
        told = "The same as in the middle." if winner == 3 else "Not 3 as in the middle."
        assert panel.get_by_text(told).is_visible()
        assert panel.locator(".lesson-winner").get_by_role("rowheader").inner_text() == str(winner)
        width = panel.locator(".lesson-winner .lesson-score-bar").evaluate("(bar) => bar.style.width")
        assert float(width[:-1]) == pytest.approx(100 * parts[winner], abs=0.06)
    assert answers_of(page)["conv + global max"][0] == 3
    assert answers_of(page)["linear"][0] != 3
    assert page.locator("[data-part=where]").inner_text() == "Moved 4 right"


@pytest.mark.browser
def test_asked_where_it_says_which_answers_are_right(show):
    images, _ = ll.images.quadrants(1, seed=4, noise=0)
    models = ll.experiments.quadrant_models()
    asked = {"classes": ll.images.QUADRANTS, "question": "where", "reach": 2}
    explorer = ll.shift_explorer(models, images[0, 0], **asked)
    page = show(explorer)
    said = set()
    for down, right in [(0, 0), (-2, 0), (-2, 2), (0, 2), (2, 2)]:
        page.evaluate(f"model.set('down', {down}); model.set('right', {right})")
        explorer.shift = (down, right)
        picture = explorer.moved_picture()
        rows, columns = np.indices(picture.shape) + 0.5
        middle = [(part * picture).sum() / picture.sum() for part in (rows, columns)]
        truth = 2 * (middle[0] > 8) + (middle[1] > 8)
        assert page.locator("[data-part=where]").inner_text().endswith(f": {ll.images.QUADRANTS[truth]}")
        for name, (winner, _) in answers_of(page).items():
            panel = page.get_by_role("group", name=name)
            told = "Right." if winner == truth else f"Wrong: it is {ll.images.QUADRANTS[truth]}."
            assert panel.get_by_text(told, exact=True).is_visible()
        said.add(answers_of(page)["conv + global max"][0])
    assert len(said) == 1  # wherever it stands, the same answer
    assert page.get_by_text("Dashed: where it began.").is_visible()


@pytest.mark.browser
def test_the_canvas_holds_the_moved_picture(show):
    picture = np.linspace(0, 1, 12).reshape(3, 4)
    page = show(ll.shift_explorer({"mine": flat_model()}, picture, classes=["a", "b"]))
    page.evaluate("model.set('down', 1); model.set('right', -1)")
    greys = page.evaluate(
        "(() => { const c = document.querySelector('canvas'); "
        "return [...c.getContext('2d').getImageData(0, 0, 4, 3).data].filter((_, i) => i % 4 === 0) })()"
    )
    wanted = np.floor(48 + 202 * mover.move_picture(picture, 1, -1) + 0.5).ravel()
    assert greys == wanted.tolist()


@pytest.mark.browser
def test_dragging_moves_it_pixel_by_pixel_and_not_too_far(show, models):
    page = show(ll.shift_explorer({"linear": models["linear"]}))
    box = page.locator("[data-part=picture]").bounding_box()
    pixel = box["width"] / 24
    x, y = box["x"] + 100, box["y"] + 100
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4.2 * pixel, y - 1.8 * pixel)
    assert place_of(page) == [-2, 4]
    assert page.locator("[data-part=live]").text_content() == ""
    page.mouse.move(x + 40 * pixel, y)
    page.mouse.up()
    assert place_of(page) == [0, 4]
    assert page.locator("[data-part=live]").text_content().startswith("Moved 4 right; linear says ")
    page.mouse.move(x, y)
    assert place_of(page) == [0, 4]


@pytest.mark.browser
def test_the_keyboard_alone_moves_it(show, models):
    page = show(ll.shift_explorer({"linear": models["linear"]}))
    page.evaluate("document.body.style.minHeight = document.body.style.minWidth = '5000px'")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    for key, place in [("ArrowRight", [0, 1]), ("ArrowRight", [0, 2]), ("ArrowUp", [-1, 2]), ("ArrowDown", [0, 2])]:
        page.keyboard.press(key)
        assert place_of(page) == place
    said = page.locator("[data-part=live]").text_content()
    assert said.startswith("Moved 2 right; linear says ")
    assert page.get_by_role("application", name="Image, moved 2 right. Arrow keys move it").count() == 1
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    assert place_of(page) == [0, 0]
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]
    assert page.evaluate("model.saved") >= 6


@pytest.mark.browser
def test_taps_move_it_on_a_phone_and_nothing_is_too_wide(show, explorer):
    page = show(explorer, width=360, has_touch=True, is_mobile=True)
    for name, place in [("Move right", [0, 1]), ("Move down", [1, 1]), ("Back to the middle", [0, 0])]:
        button = page.get_by_role("button", name=name)
        assert min(button.bounding_box()["width"], button.bounding_box()["height"]) >= 44
        button.tap()
        assert place_of(page) == place
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    tops = {round(table.bounding_box()["y"]) for table in page.get_by_role("table").all()}
    assert len(tops) == 1  # the models stand side by side
    picture, said = (
        page.locator("[data-part=picture]").bounding_box(),
        page.locator(".lesson-says").first.bounding_box(),
    )
    assert 0 < said["y"] - picture["y"] - picture["height"] < 150  # what they say, next to what is dragged


@pytest.mark.browser
def test_a_screen_reader_finds_every_class_and_its_percentage(show, models):
    page = show(ll.shift_explorer({"linear": models["linear"]}))
    table = page.get_by_role("table", name="linear: how sure it is of each class")
    assert table.get_by_role("rowheader").all_text_contents() == list("0123456789")
    assert table.get_by_role("row").nth(3).get_by_role("cell").inner_text().endswith("%")


@pytest.mark.browser
def test_two_explorers_share_nothing_and_cleaning_up_stops_listening(show, models):
    page = show(ll.shift_explorer({"linear": models["linear"]}))
    page.evaluate("show(another); show(model); null")
    page.get_by_role("button", name="Move left").nth(1).click()
    said = page.locator("[data-part=where]").all_inner_texts()
    assert said == ["In the middle, as in training", "Moved 1 left", "In the middle, as in training"]
    before = page.evaluate("model.listeners")
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == before / 2
