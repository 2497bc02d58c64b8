"""The network viewer: the page's numbers are torch's, what it accepts, and what a reader finds and does in it."""

import base64
import io
import json
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn
from widget_page import live

import lessonlib as ll
from lessonlib.widgets.kit.svg import short
from lessonlib.widgets.math import forward_pass
from lessonlib.widgets.network_viewer import from_torch

CLASSES = ["cat", "dog", "eel"]


def rounded_in_torch(model):
    """The weights of a torch model rounded to 16 bits, in place: what a page can carry."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.half().float())
    return model


def torch_models(count):
    """Networks with every size distinct, strides 1 to 3, padding, pools that overlap, and sizes that torch floors."""
    rng = np.random.default_rng(5)
    floored = 0
    while count:
        height, width = (int(side) for side in rng.integers(9, 30, 2))
        filters, deep = (int(number) for number in rng.integers(2, 6, 2))
        size, stride = tuple(rng.integers(1, 5, 2).tolist()), tuple(rng.integers(1, 4, 2).tolist())
        padding, pool = tuple(rng.integers(0, 3, 2).tolist()), tuple(rng.integers(1, 4, 2).tolist())
        if height == width or len({3, filters, deep}) < 3 or size[0] == size[1]:
            continue
        torch.manual_seed(count)
        parts = [
            nn.Conv2d(3, filters, size, stride=stride, padding=padding, bias=bool(count % 3)),
            nn.ReLU(),
            nn.MaxPool2d(pool, stride=tuple(rng.integers(1, 4, 2).tolist())),
            nn.Sequential(nn.Conv2d(filters, deep, (2, 1), padding=(1, 0)), nn.Dropout(0.5), nn.ReLU()),
            nn.Flatten(),
        ]
        picture = rng.integers(0, 256, (1, 3, height, width), dtype=np.uint8)
        try:
            numbers = nn.Sequential(*parts)(torch.zeros(1, 3, height, width)).shape[1]
        except RuntimeError:  # a window larger than what it looks at
            continue
        if numbers == 0:
            continue
        floored += (height + 2 * padding[0] - size[0]) % stride[0] > 0
        yield rounded_in_torch(nn.Sequential(*parts, nn.Linear(numbers, 3)).eval()), picture
        count -= 1
    assert floored >= 10


def every_step(model, inputs):
    """What each layer of a torch model makes of a batch; dropout, which does nothing, is left out."""
    steps = []
    for layer in model:
        if isinstance(layer, nn.Sequential):
            steps += every_step(layer, inputs if not steps else steps[-1])
        elif not isinstance(layer, nn.Dropout):
            steps.append(layer(steps[-1] if steps else inputs))
    return steps


def small_model(channels=3, seed=0):
    torch.manual_seed(seed)
    convs = [nn.Conv2d(channels, 5, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(5, 7, (3, 1)), nn.ReLU()]
    return nn.Sequential(*convs, nn.Flatten(), nn.Linear(7 * 3 * 4, 3))


def small_pictures(count=4, channels=3):
    return np.random.default_rng(1).integers(0, 256, (count, channels, 11, 9), dtype=np.uint8)


@pytest.fixture
def small():
    names = ["one", "two", "three", "four"]
    return ll.network_viewer(small_model(), small_pictures(), CLASSES, names=names, mean=0.4, spread=0.3)


@pytest.fixture(scope="module")
def chapter():
    """A network of the size that chapter 11 trains, with as many pictures."""
    pictures, _ = ll.shapes10.pictures(8, seed=3)
    return ll.network_viewer(
        ll.cifar.plain_cnn(), pictures, ll.shapes10.CLASS_NAMES, mean=ll.cifar.MEAN, spread=ll.cifar.SPREAD
    )


# Numbers: the page's, Python's and torch's


def test_every_layer_gives_what_torch_gives_on_the_same_rounded_weights(answers):
    cases = list(torch_models(60))
    asked, wanted = [], []
    for model, picture in cases:
        inputs = (torch.from_numpy(picture).float() / 255 - 0.4) / 0.3
        layers = forward_pass.export_network("any", from_torch.from_torch("any", model))
        asked.append([layers, {"shape": list(inputs.shape[1:]), "data": inputs.flatten().tolist()}])
        with torch.no_grad():
            wanted.append(every_step(model, inputs))
        here = ll.network_viewer(model, picture, CLASSES, mean=0.4, spread=0.3)
        np.testing.assert_allclose(here.scores(), wanted[-1][-1][0], atol=1e-4)
    compared = 0
    for found, steps in zip(answers("math/forward_pass.js", "tracePlain", asked), wanted, strict=True):
        assert len(found) == len(steps) + 1
        for tensor, step in zip(found[1:], steps, strict=True):
            assert tensor["shape"] == list(step.shape[1:])
            np.testing.assert_allclose(tensor["data"], step.flatten(), rtol=0, atol=1e-3)
            compared += 1
    assert compared >= 60 * 7


def test_the_network_of_the_chapter_gives_torchs_scores(answers, chapter):
    """With weights as large as training makes them: four times what it starts from."""
    model = ll.cifar.plain_cnn(seed=3)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(2)
    rounded_in_torch(model)
    pictures, _ = ll.shapes10.pictures(6, seed=9)
    inputs = ll.cifar.as_floats(pictures)
    layers = forward_pass.export_network("any", from_torch.from_torch("any", model))
    asked = [[layers, {"shape": [3, 32, 32], "data": one.flatten().tolist()}] for one in inputs]
    with torch.no_grad():
        wanted = every_step(model, inputs)
    for i, found in enumerate(answers("math/forward_pass.js", "tracePlain", asked)):
        for tensor, step in zip(found[1:], wanted, strict=True):
            np.testing.assert_allclose(tensor["data"], step[i].flatten(), rtol=0, atol=1e-3)


def test_pictures_are_scaled_as_in_training(answers):
    pictures, _ = ll.shapes10.pictures(1, seed=2)
    asked = [[{"pixels": pictures.ravel().tolist()}, [3, 32, 32], ll.cifar.MEAN, ll.cifar.SPREAD]]
    (found,) = answers("network_viewer/receptive_patch.js", "scaled", asked)
    assert found["shape"] == [3, 32, 32]
    np.testing.assert_allclose(list(found["data"].values()), ll.cifar.as_floats(pictures).flatten(), atol=1e-6)


def test_a_few_large_numbers_leave_the_rest_to_see(answers):
    rng = np.random.default_rng(4)
    many = [np.append(rng.normal(size=count), [-90.0]) for count in (10, 48, 49, 151, 600)]
    found = answers("network_viewer/feature_maps.js", "fullColourAt", [[{"data": list(one)}] for one in many])
    assert found == [np.quantile(np.abs(one), 0.98, method="inverted_cdf") for one in many]
    assert found[:2] == [90, 90]  # of so few, the largest counts
    assert max(found[2:]) < 5
    assert answers(
        "network_viewer/feature_maps.js", "fullColourAt", [[{"data": [0] * 99 + [7]}], [{"data": [0, 0]}]]
    ) == [7, 0]


def test_the_patch_is_what_a_gradient_reaches(answers):
    """Against torch: with all weights 1, the pixels that have a gradient are those that a number sees."""
    rng = np.random.default_rng(2)
    asked, wanted = [], []
    for _ in range(40):
        height, width = (int(side) for side in rng.integers(17, 27, 2))
        convs = []
        for depth in (1, 2):
            size, padding = rng.integers(2, 4, 2), rng.integers(0, 2, 2)
            stride = rng.integers(1, 3, 2)  # not beyond the filter: no pixel between is left out
            convs.append(nn.Conv2d(depth, depth + 1, tuple(size), stride=tuple(stride), padding=tuple(padding)))
        model = nn.Sequential(convs[0], nn.ReLU(), nn.AvgPool2d((2, 3), stride=(2, 1)), convs[1])
        for conv in convs:
            nn.init.ones_(conv.weight)
            nn.init.ones_(conv.bias)
        inputs = torch.ones(1, 1, height, width, requires_grad=True)
        maps = model(inputs)
        row, column = (int(rng.integers(0, side)) for side in maps.shape[2:])
        maps[0, 0, row, column].backward()
        rows, columns = np.nonzero(inputs.grad[0, 0].numpy())
        wanted.append([rows.min(), columns.min(), np.ptp(rows) + 1, np.ptp(columns) + 1])
        shown = nn.Sequential(convs[0], nn.ReLU(), nn.MaxPool2d((2, 3), stride=(2, 1)), convs[1])
        layers = forward_pass.export_network("any", from_torch.from_torch("any", shown))
        shapes = [[1, height, width], *(list(step.shape[1:]) for step in every_step(shown, inputs))]
        asked.append([layers, shapes, {"row": row, "column": column}])
    found = answers("network_viewer/receptive_patch.js", "patchOf", asked)
    assert [[one[name] for name in ("row", "column", "rows", "columns")] for one in found] == [
        [int(number) for number in one] for one in wanted
    ]


def test_a_page_carries_it_in_less_than_170_kB(chapter):
    state = chapter.view.get_state()
    carried = {name: value for name, value in state.items() if name not in ("_esm", "_css", "still")}
    assert len(json.dumps(carried)) < 170_000
    assert len(json.dumps(state["still"])) < 40_000


# Python's side


def test_it_takes_a_model_of_lessonlib_and_grey_pictures():
    model = ll.Sequential(ll.Conv2d(1, 4, 3), ll.ReLU(), ll.GlobalMaxPool2d(), ll.Linear(4, 3))
    widget = ll.network_viewer(model, small_pictures(2, channels=1), CLASSES)
    assert repr(widget) == "NetworkViewer(4 layers, 55 numbers; 2 pictures of 1x11x9)"
    assert widget.view.names == ["picture 1", "picture 2"]
    assert widget.maps().shape == (4, 9, 7)
    with pytest.raises(ValueError, match="layer must be one of the 2 layers with maps, counted from 0; got 2"):
        widget.layer = 2


def test_its_repr_is_short_and_always_the_same(small, chapter):
    assert repr(small) == "NetworkViewer(7 layers, 507 numbers; 4 pictures of 3x11x9)"
    assert repr(chapter) == "NetworkViewer(11 layers, 37,514 numbers; 8 pictures of 3x32x32)"
    assert small._repr_mimebundle_()["text/plain"] == repr(small)


def test_python_chooses_and_reads(small):
    with torch.no_grad():
        inputs = (torch.from_numpy(small_pictures()).float() / 255 - 0.4) / 0.3
        steps = every_step(rounded_in_torch(small_model()), inputs)
    small.picture, small.layer, small.map = 2, 4, 6
    np.testing.assert_allclose(small.maps(), steps[4][2], atol=1e-5)
    np.testing.assert_allclose(small.scores(), steps[-1][2], atol=1e-5)
    small.layer = 1
    assert (small.picture, small.layer, small.map) == (2, 1, 4)  # five maps
    assert small.view.still == small.still()._asdict()


def test_the_model_it_came_from_is_not_changed():
    model = small_model()
    before = [parameter.clone() for parameter in model.parameters()]
    widget = ll.network_viewer(model, small_pictures(), CLASSES)
    assert all(torch.equal(one, other) for one, other in zip(before, model.parameters(), strict=True))
    with torch.no_grad():
        model[0].weight.zero_()
    assert np.abs(widget.model.layers[0].weights.value).min() > 0


def with_layer(*layers):
    return nn.Sequential(nn.Conv2d(3, 5, 3), *layers, nn.Flatten(), nn.Linear(315, 3))


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"model": "cnn"}, TypeError, "models must be Sequential models of .*got str in 'model'"),
        ({"model": with_layer(nn.Tanh())}, TypeError, "must be Sequential models of Conv2d, .* got Tanh in 'model'"),
        ({"model": with_layer(nn.BatchNorm2d(5))}, TypeError, "got BatchNorm2d in 'model'"),
        ({"model": nn.Sequential(nn.Conv2d(3, 6, 3, groups=3))}, ValueError, "Conv2d must have groups=1.*got 3"),
        ({"model": nn.Sequential(nn.Conv2d(3, 6, 3, dilation=2))}, ValueError, r"dilation=\(1, 1\).*got \(2, 2\)"),
        ({"model": nn.Sequential(nn.Conv2d(3, 6, 3, padding="same"))}, ValueError, "padding in numbers.*got 'same'"),
        ({"model": with_layer(nn.MaxPool2d(2, padding=1))}, ValueError, "MaxPool2d must have padding=0.*got 1"),
        ({"model": with_layer(nn.MaxPool2d(2, ceil_mode=True))}, ValueError, "ceil_mode=False.*got True"),
        ({"model": nn.Sequential(nn.Flatten(), nn.Linear(297, 3))}, ValueError, "must start with a convolution"),
        ({"model": nn.Sequential(nn.Conv2d(3, 5, 3))}, ValueError, r"one score a class.*it gives \(4, 5, 9, 7\)"),
        ({"model": small_model(1)}, ValueError, r"model must take pictures of shape \(3, 11, 9\); "),
        ({"model": nn.Sequential(nn.Conv2d(3, 400, 9))}, ValueError, "must take at most 170,000 bytes.*these take"),
        ({"pictures": small_pictures().astype(float)}, ValueError, "pictures must be uint8.*got float64"),
        ({"pictures": small_pictures()[0]}, ValueError, r"\(N, C, H, W\) with C == 1 or 3; got uint8, \(3, 11, 9\)"),
        ({"pictures": small_pictures(13)}, ValueError, "pictures must be 1 to 12; got 13"),
        ({"pictures": np.zeros((1, 3, 11, 65), np.uint8)}, ValueError, "8 to 64 pixels along a side"),
        ({"classes": "abc"}, TypeError, "classes must be a list of 3 texts; got 'abc'"),
        ({"classes": ["a", "b"]}, ValueError, "classes must be 3 texts; got 2"),
        ({"names": ["a"]}, ValueError, "names must be 4 texts; got 1"),
        ({"names": ["a", "b", "c", 4]}, TypeError, "names must be a list of 4 texts"),
        ({"mean": "0.5"}, TypeError, "mean must be a finite number; got '0.5'"),
        ({"spread": 0}, ValueError, "spread must be above 0; got 0"),
        ({"spread": np.nan}, TypeError, "spread must be a finite number; got nan"),
        ({"key": "A"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    good = {"model": small_model(), "pictures": small_pictures(), "classes": CLASSES}
    if "400" in repr(arguments.get("model")):
        arguments = {"model": nn.Sequential(nn.Conv2d(3, 400, 9), nn.Flatten(), nn.Linear(1200, 3))}
    with pytest.raises(error, match=said):
        ll.network_viewer(**{**good, **arguments})


@pytest.mark.parametrize(
    ("name", "value", "error", "said"),
    [
        ("picture", 4, ValueError, "picture must be one of the 4 pictures, counted from 0; got 4"),
        ("layer", 5, ValueError, "layer must be one of the 5 layers with maps, counted from 0; got 5"),
        ("map", 5, ValueError, "map must be one of the 5 maps of layer 0, counted from 0; got 5"),
        ("map", -1, ValueError, "map must be a whole number, 0 or more; got -1"),
        ("layer", "conv", TypeError, "layer must be a whole number"),
    ],
)
def test_a_bad_change_is_refused_and_changes_nothing(small, name, value, error, said):
    before = small.view.get_state()
    with pytest.raises(error, match=said):
        setattr(small, name, value)
    assert small.view.get_state() == before


def test_its_still_shows_picture_scores_and_maps(small):
    small.picture, small.layer = 1, 2
    svg, sentence = small.still()
    root = ET.fromstring(svg)
    texts = [found.text for found in root.iter() if found.tag.endswith("}text")]
    winner = CLASSES[int(np.argmax(small.scores()))]
    assert {*CLASSES, "two", "max-pool 2×2: 5 maps of 5×4"} < set(texts)
    assert f"The network says {winner}, " in root.find("{*}desc").text
    assert sentence.startswith("In the live page you choose an image, or one of your own, and a layer")
    width, height = map(float, root.get("viewBox").split()[2:])
    pictures = [found for found in root.iter() if found.tag.endswith("}image")]
    assert len(pictures) == 2
    for one in pictures:
        assert float(one.get("x")) + float(one.get("width")) <= width
        assert float(one.get("y")) + float(one.get("height")) <= height
    data = pictures[0].get("href").partition(",")[2]
    drawn = np.array(Image.open(io.BytesIO(base64.b64decode(data))))
    np.testing.assert_array_equal(drawn.transpose(2, 0, 1), small_pictures()[1])


# In a browser


def says(page, part):
    return page.locator(f"[data-part={part}] .lesson-title, [data-part={part}] .lesson-note").all_text_contents()


def settled(page):
    page.wait_for_function("[...document.querySelectorAll('.lesson-viewer')].every((one) => one.dataset.done)")


def choose_picture(page, name):
    before = page.locator(".lesson-viewer").get_attribute("data-done")
    page.get_by_role("radio", name=name).check()
    page.wait_for_function(f"document.querySelector('.lesson-viewer').dataset.done !== '{before}'")


def said(number):
    return short(float(number))


def parts_in(page):
    return [float(row.get_attribute("data-part")) for row in page.locator(".lesson-score").all()]


def softmax(scores):
    powers = np.exp(scores - np.max(scores))
    return powers / powers.sum()


@pytest.mark.browser
def test_the_page_says_what_torch_says(show, chapter):
    model = rounded_in_torch(ll.cifar.plain_cnn())
    pictures, _ = ll.shapes10.pictures(8, seed=3)
    with torch.no_grad():
        scores = model(ll.cifar.as_floats(pictures)).numpy()
    page = show(chapter)
    settled(page)
    for i in (0, 5, 2):
        if i:
            choose_picture(page, f"picture {i + 1}")
        np.testing.assert_allclose(parts_in(page), softmax(scores[i]), atol=1e-4)
        winner = ll.shapes10.CLASS_NAMES[int(scores[i].argmax())]
        said = page.locator(".lesson-says").text_content()
        assert said == f"Says {winner}, {round(100 * float(softmax(scores[i]).max()))}%."
    assert live(page).startswith("picture 3: the network says ")
    table = page.get_by_role("table", name="The network: how sure it is of each class")
    assert table.get_by_role("rowheader").all_text_contents() == list(ll.shapes10.CLASS_NAMES)


@pytest.mark.browser
def test_a_layer_and_a_map_are_shown_with_their_numbers(show, small):
    page = show(small)
    settled(page)
    page.get_by_role("radio", name="max-pool").check()
    maps = page.get_by_role("grid", name="Maps of max-pool 2×2")
    box = maps.bounding_box()
    maps.click(position={"x": box["width"] * 3.5 / 5, "y": box["height"] / 2})  # the fourth of five
    assert page.evaluate("[model.get('layer'), model.get('map')]") == [2, 3]
    small.layer, small.map = 2, 3
    numbers = small.maps()[3]
    row, column = np.unravel_index(numbers.argmax(), numbers.shape)
    assert page.locator("[data-part=maps-title]").text_content() == "max-pool 2×2: 5 maps of 5×4"
    title, note = says(page, "map")
    assert title == "Map 4 of 5"
    least, most = (said(value) for value in (numbers.min(), numbers.max()))
    assert note == f"Numbers from {least} to {most}; the greatest in row {row}, column {column}."
    filter_title, filter_note = says(page, "filter")
    weights, bias = (parameter.value for parameter in small.model.layers[0].parameters())
    assert filter_title == "Its filter: 3×3×3"
    ends = " to ".join(said(value) for value in (weights[3].min(), weights[3].max()))
    assert filter_note == (
        f"Its 27 weights as a colour: grey is 0. Weights from {ends}; bias {said(bias[3])}. Then negative numbers "
        "became 0, and only the largest number of every 2×2 block was kept."
    )
    assert live(page) == f"{title}, max-pool 2×2. {note} {filter_note}"
    cell = maps.get_by_role("gridcell")
    assert cell.get_attribute("aria-label") == f"Map 4 of 5, from {least} to {most}"
    style = page.locator("[data-part=picture] .lesson-outline").get_attribute("style")
    patch = [int(re.search(rf"-{name}: (\d+)", style)[1]) for name in ("row", "column", "rows", "columns")]
    top, left = max(0, 2 * row - 1), max(0, 2 * column - 1)
    assert patch == [top, left, min(10, 2 * row + 2) - top + 1, min(8, 2 * column + 2) - left + 1]


@pytest.mark.browser
def test_where_a_map_found_nothing_nothing_is_outlined(show):
    model = small_model()
    with torch.no_grad():
        model[0].bias[0] = -100
    page = show(ll.network_viewer(model, small_pictures(), CLASSES, mean=0.4, spread=0.3))
    settled(page)
    assert says(page, "map")[1].endswith("; none is above 0.")
    assert says(page, "picture")[1] == "No number of map 1 of 5 is above 0: nothing to outline."
    outlines = page.locator("[data-part=picture] .lesson-outline, [data-part=map] .lesson-outline")
    assert not any(outline.is_visible() for outline in outlines.all())
    page.get_by_role("gridcell", name="Map 1 of 5").press("ArrowRight")
    assert "greatest" in says(page, "picture")[1]
    assert all(outline.is_visible() for outline in outlines.all())


@pytest.mark.browser
def test_the_canvases_hold_the_maps_and_the_filter(show, small):
    page = show(small)
    settled(page)
    small.layer = 3
    page.evaluate("model.set('layer', 3)")
    pixels = (
        "(part) => { const canvas = document.querySelector(`[data-part=${part}] canvas`); const { data } = "
        "canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height); "
        "return [canvas.height, canvas.width, [...data]] }"
    )
    height, width, data = page.evaluate(pixels, "map")
    drawn = np.array(data).reshape(height, width, 4)
    numbers = small.maps()[0]
    assert drawn.shape[:2] == numbers.shape == (3, 4)
    blue = drawn[..., 2].astype(int) - drawn[..., 0] > 0
    clear = np.abs(numbers) > 0.02 * np.abs(numbers).max()
    np.testing.assert_array_equal(blue[clear], numbers[clear] > 0)
    height, width, data = page.evaluate(pixels, "filter")
    # Five columns of three weights, three in a row, each weight 8 pixels wide, lines of one between.
    assert (height, width) == (2 * (3 * 8 + 1) - 1, 3 * (1 * 8 + 1) - 1)
    weights = small.model.layers[3].parameters()[0].value[0]
    drawn = np.array(data).reshape(height, width, 4)
    for k, filter in enumerate(weights):
        corner = drawn[25 * (k // 3) :, 9 * (k % 3) :]
        assert ((corner[4:24:8, 4, 2].astype(int) > corner[4:24:8, 4, 0]) == (filter[:, 0] > 0)).all()
    height, width, data = page.evaluate(pixels, "picture")
    np.testing.assert_array_equal(
        np.array(data).reshape(height, width, 4)[..., :3].transpose(2, 0, 1), small_pictures()[0]
    )


@pytest.mark.browser
def test_the_keyboard_alone_reaches_everything(show, small):
    page = show(small)
    settled(page)
    focus = "document.activeElement"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("model.get('picture')") == 1
    page.keyboard.press("Tab")
    assert page.evaluate(f"{focus}.type") == "file"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{focus}.dataset.action") == "camera"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("model.get('layer')") == 1
    page.keyboard.press("Tab")
    assert page.evaluate(f"getComputedStyle({focus}).outlineStyle") == "solid"
    for key, index in [("ArrowRight", 1), ("End", 4), ("ArrowRight", 4), ("ArrowUp", 4), ("Control+Home", 0)]:
        page.keyboard.press(key)
        assert page.evaluate("model.get('map')") == index
    page.keyboard.press("ArrowRight")
    assert live(page).startswith("Map 2 of 5, ReLU. Numbers from 0 to ")
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focus}.getAttribute('role')") == "gridcell"
    assert page.evaluate("model.saved") >= 8


@pytest.mark.browser
def test_enter_brings_the_larger_map_into_view(show, chapter):
    page = show(chapter, width=360, height=600)  # too low for it to stay in view
    settled(page)
    page.get_by_role("radio", name="64 of 8×8").first.check()
    page.get_by_role("gridcell").press("Control+End")
    page.evaluate(
        "document.body.style.paddingBottom = '3000px'; document.querySelector('.lesson-maps').scrollIntoView()"
    )
    assert page.evaluate("document.querySelector('.lesson-viewer-closer').getBoundingClientRect().bottom") < 10
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('.lesson-viewer-closer').getBoundingClientRect().top") > -1


@pytest.mark.browser
def test_on_a_phone_the_larger_map_stays_in_view_above_the_maps(show, chapter):
    page = show(chapter, width=390, height=844, has_touch=True, is_mobile=True)
    settled(page)
    page.get_by_role("radio", name="64 of 8×8").first.tap()
    page.evaluate("document.querySelector('.lesson-maps').scrollIntoView({ block: 'end' })")
    box = page.locator(".lesson-viewer-closer").bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] < 844 / 2


@pytest.mark.browser
def test_on_a_phone_it_fits_and_a_finger_finds_its_targets(show, chapter):
    page = show(chapter, width=360, has_touch=True, is_mobile=True)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for label in page.locator(".lesson-viewer label").all():
        box = label.bounding_box()
        assert min(box["width"], box["height"]) >= 43.9
    box = page.get_by_role("gridcell").bounding_box()
    assert min(box["width"], box["height"]) >= 43.9
    for _ in range(2):
        page.get_by_role("grid").tap(position={"x": box["width"] * 1.5, "y": box["height"] * 2.5})
        assert (
            page.evaluate("model.get('map')")
            == 2 * page.evaluate("Number(document.querySelector('[role=grid]').ariaColCount)") + 1
        )


def picture_file(colour, size=(40, 80)):
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return {"name": "mine.png", "mimeType": "image/png", "buffer": buffer.getvalue()}


@pytest.mark.browser
def test_a_picture_of_the_readers_own_is_cut_and_answered_and_stays_in_the_page(show):
    widget = ll.network_viewer(small_model(), small_pictures(), CLASSES)
    page = show(widget)
    settled(page)
    page.locator("input[type=file]").set_input_files(picture_file((200, 10, 60)))
    page.get_by_text("Your picture, 40 wide and 80 high, cut and scaled to 9 by 11.").wait_for()
    page.get_by_text("Your picture", exact=True).wait_for()
    pixels = np.zeros((1, 3, 11, 9), np.float32) + np.array([200, 10, 60], np.float32)[:, None, None]
    with torch.no_grad():
        scores = rounded_in_torch(small_model())(torch.from_numpy(pixels / 255))[0].numpy()
    np.testing.assert_allclose(parts_in(page), softmax(scores), atol=1e-4)
    assert live(page).startswith("Your picture: the network says ")
    assert page.locator("input[type=radio][name=choice]:checked").count() == 1  # the layer; no sample is chosen
    assert page.evaluate("JSON.stringify(model.state)").count("picture") == json.dumps(widget.view.get_state()).count(
        "picture"
    )
    bad = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"words"}
    page.locator("input[type=file]").set_input_files(bad)
    page.get_by_text("notes.txt could not be read as a picture").wait_for()
    np.testing.assert_allclose(parts_in(page), softmax(scores), atol=1e-4)
    page.get_by_role("button", name="Back to the sample").click()
    page.get_by_role("radio", name="picture 1").wait_for()
    page.wait_for_function("document.querySelector('.lesson-photo .lesson-title').textContent === 'picture 1'")
    np.testing.assert_allclose(parts_in(page), softmax(widget.scores()), atol=1e-4)


def other_models():
    torch.manual_seed(4)
    deep = [nn.Flatten(), nn.Linear(3 * 11 * 9, 8), nn.ReLU(), nn.Linear(8, 3)]
    return {"linear": nn.Sequential(nn.Flatten(), nn.Linear(3 * 11 * 9, 3)), "MLP": nn.Sequential(*deep)}


@pytest.mark.browser
def test_other_models_answer_to_the_samples_beside_it_and_not_to_a_picture_of_ones_own(show):
    others = other_models()
    pictures = small_pictures()
    page = show(ll.network_viewer(small_model(), pictures, CLASSES, mean=0.4, spread=0.3, others=others))
    settled(page)
    table = page.get_by_role("table", name="What three models say")
    for chosen in (0, 2):
        page.get_by_role("radio", name=f"picture {chosen + 1}").check()
        title = f"picture {chosen + 1}"
        page.wait_for_function(f"document.querySelector('[data-part=picture] .lesson-title').textContent === '{title}'")
        rows = table.get_by_role("row").all()
        inputs = (torch.from_numpy(pictures[chosen : chosen + 1]).float() / 255 - 0.4) / 0.3
        for row, (name, model) in zip(rows, others.items(), strict=False):
            with torch.no_grad():
                parts = softmax(model(inputs)[0].numpy())
            winner = int(np.argmax(parts))
            assert row.inner_text().split() == [name, CLASSES[winner], f"{round(100 * float(parts[winner]))}%"]
        assert rows[2].inner_text().startswith("this network")
    page.locator("input[type=file]").set_input_files(picture_file((200, 10, 60)))
    page.get_by_text("too large for this page (linear: 894 numbers, MLP: 2,411 numbers)").wait_for()
    assert [row.inner_text().split()[1] for row in table.get_by_role("row").all()[:2]] == ["\u2013"] * 2


def test_other_models_must_know_the_same_classes():
    with pytest.raises(ValueError, match=r"others must give 3 scores a picture; 'odd' gives \(4, 2\)"):
        ll.network_viewer(
            small_model(), small_pictures(), CLASSES, others={"odd": nn.Sequential(nn.Flatten(), nn.Linear(297, 2))}
        )


@pytest.mark.browser
def test_verdicts_stand_by_the_pictures_on_a_phone_and_wrong_ones_say_so(show):
    names = ["test: cat", "test: dog", "drawn: square", "test: eel"]
    viewer = ll.network_viewer(small_model(), small_pictures(), CLASSES, names=names, others=other_models())
    page = show(viewer, width=390, height=844, has_touch=True, is_mobile=True)
    settled(page)
    verdicts, table = page.locator("[data-part=verdicts]"), page.get_by_role("table", name="What three models say")
    choices = page.locator(".lesson-viewer-pictures").bounding_box()
    assert 0 < verdicts.bounding_box()["y"] - choices["y"] - choices["height"] < 60
    for name in names[1:]:
        page.get_by_role("radio", name=name).tap()
        page.wait_for_function(f"document.querySelector('[data-part=picture] .lesson-title').textContent === '{name}'")
        for row in table.get_by_role("row").all():
            said = row.locator("strong").inner_text()
            wrong = name.startswith("test") and said.partition(",")[0] != name.removeprefix("test: ")
            assert (row.get_attribute("data-wrong") == "true", said.endswith(", wrong")) == (wrong, wrong)
    outline, frame = (
        page.locator(f"[data-part=picture] .lesson-{part}").bounding_box() for part in ("outline", "photo-frame")
    )
    for side, length in (("x", "width"), ("y", "height")):
        assert outline[side] >= frame[side] - 0.1
        assert outline[side] + outline[length] <= frame[side] + frame[length] + 0.1


@pytest.mark.browser
def test_nothing_is_computed_before_it_is_in_view(show, small):
    page = show(small)
    settled(page)
    page.evaluate("document.querySelector('main').style.paddingTop = '6000px'; scrollTo(0, 0); void show(another)")
    page.wait_for_timeout(300)
    second = page.locator(".lesson-viewer").nth(1)
    assert second.get_attribute("data-done") is None
    second.scroll_into_view_if_needed()
    settled(page)
    assert second.locator(".lesson-says").text_content().startswith("Says ")


@pytest.mark.browser
def test_python_changes_what_the_page_shows(show, small):
    page = show(small)
    settled(page)
    page.evaluate("model.set('picture', 3); model.set('layer', 4); model.set('map', 99)")
    page.wait_for_function("document.querySelector('[data-part=picture] .lesson-title').textContent === 'four'")
    assert says(page, "map")[0] == "Map 7 of 7"
    assert page.get_by_role("radio", name="four").is_checked()


@pytest.mark.browser
def test_two_on_a_page_share_nothing_and_leave_nothing_behind(show, small):
    page = show(small)
    page.evaluate("void show(another)")
    page.locator(".lesson-viewer").nth(1).scroll_into_view_if_needed()
    settled(page)
    page.get_by_role("radio", name="two").nth(1).check()
    assert page.evaluate("[model.get('picture'), another.get('picture')]") == [0, 1]
    assert page.evaluate("document.querySelectorAll('[id]').length") == 0
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == 0


@pytest.mark.browser
@pytest.mark.parametrize(("width", "columns"), [(380, 3), (760, 5), (960, 9)])
def test_no_layer_stands_alone_on_a_line_and_no_part_leaves_a_void(show, width, columns):
    torch.manual_seed(0)
    blocks = [
        part for wide in (3, 4, 5) for part in (nn.Conv2d(wide, wide + 1, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
    ]
    model = nn.Sequential(*blocks, nn.Flatten(), nn.Linear(6 * 4 * 4, 3))
    pictures = np.random.default_rng(1).integers(0, 256, (1, 3, 32, 32), dtype=np.uint8)
    page = show(ll.network_viewer(model, pictures, CLASSES, mean=0.4, spread=0.3), width=width)
    page.locator(".lesson-viewer-layers label").nth(8).wait_for()
    tops = [round(box.bounding_box()["y"]) for box in page.locator(".lesson-viewer-layers label").all()]
    rows = [tops.count(top) for top in sorted(set(tops))]
    assert rows[0] == columns
    assert rows[-1] > columns / 2
    whole = page.locator(".lesson-viewer").bounding_box()
    for part in (".lesson-viewer-closer", ".lesson-viewer-stage"):
        box = page.locator(part).bounding_box()
        assert box["x"] + box["width"] == pytest.approx(whole["x"] + whole["width"], abs=2), part


@pytest.mark.browser
@pytest.mark.parametrize("width", [768, 1280])
def test_pictures_side_by_side_and_the_names_of_layers_stand_level(show, small, width):
    page = show(small, width=width)
    frames = page.locator(".lesson-viewer-closer .lesson-photo-frame").all()
    assert len({round(frame.bounding_box()["y"]) for frame in frames}) == 1
    below = page.locator(".lesson-viewer-layers .lesson-viewer-thumbnail").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => [Math.round(top), bottom])"
    )
    rows = {}
    for top, bottom in below:
        rows.setdefault(top, set()).add(round(bottom))
    assert all(len(bottoms) == 1 for bottoms in rows.values())
