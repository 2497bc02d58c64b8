"""The explorer's JavaScript computes, says and writes what lessonlib does: the same cases go to both."""

import random
import re

import numpy as np
import pytest
import torch
from convolutions import convolutions
from javascript import in_python

from lessonlib.nn.conv import conv2d
from lessonlib.nn.geometry import nearest_settings, output_size
from lessonlib.widgets.kit.svg import percent, short

KNOWN = [(224, 11, 4, 0), (227, 11, 4, 0), (7, 3, 3, 0), (5, 9, 1, 1), (4, 7, 2, 0), (1, 1, 5, 3), (1000, 1, 1003, 0)]


def settings(count):
    rng = random.Random(7)
    small = [(rng.randint(1, 24), rng.randint(1, 12), rng.randint(1, 7), rng.randint(0, 4)) for _ in range(count)]
    large = [
        (rng.randint(1, 10**6), rng.randint(1, 999), rng.randint(1, 10**4), rng.randint(0, 999)) for _ in range(50)
    ]
    return KNOWN + small + large


def test_sizes_and_messages(answers):
    cases = settings(400)
    sizes = [in_python(output_size, *case) for case in cases]
    assert answers("math/conv.js", "outputSize", cases) == sizes
    assert answers("math/conv.js", "explain", cases) == [
        size["error"] if isinstance(size, dict) else "" for size in sizes
    ]
    assert sum(isinstance(size, dict) for size in sizes) > 100
    assert sum(isinstance(size, int) for size in sizes) > 100


def test_sizes_that_pytorch_rounds_down(answers):
    cases = settings(200)
    rounded = [in_python(output_size, *case, rounding="floor") for case in cases]
    assert answers("math/conv.js", "outputSize", [[*case, "floor"] for case in cases]) == rounded


def test_nearest_settings(answers):
    cases = settings(400)
    in_js = [[tuple(change) for change in changes] for changes in answers("math/conv.js", "nearestSettings", cases)]
    assert in_js == [nearest_settings(*case) for case in cases]


def test_settings_that_suit_both_sides(answers):
    rng = random.Random(3)
    most = {"stride": 6, "padding": 5}
    cases, wanted = [], []
    for _ in range(200):
        sides = [[rng.randint(1, 12), rng.randint(1, 5)] for _ in range(2)]
        present = {"stride": rng.randint(1, 6), "padding": rng.randint(0, 3)}
        name = rng.choice(list(most))
        works = [
            value
            for value in range(name == "stride", most[name] + 1)
            if all(isinstance(in_python(output_size, *side, **{**present, name: value}), int) for side in sides)
        ]
        below = [value for value in works if value < present[name]][-1:]
        wanted.append(below + [value for value in works if value > present[name]][:1])
        cases.append([name, sides, present["stride"], present["padding"], most[name]])
    assert answers("math/conv.js", "nearestForSides", cases) == wanted
    assert {len(values) for values in wanted} == {0, 1, 2}


def test_convolution_values(answers):
    cases = convolutions(300)
    in_js = answers(
        "math/conv.js", "conv2d", [[image.tolist(), filter.tolist(), *rest] for image, filter, *rest in cases]
    )
    whole = 0
    for (image, filter, stride, padding), found in zip(cases, in_js, strict=True):
        arrays = image[None, None], filter[None, None]
        here = in_python(conv2d, *arrays, stride=stride, padding=padding)
        assert isinstance(found, dict) == isinstance(here, dict)
        if isinstance(found, dict):
            continue
        whole += 1
        there = torch.nn.functional.conv2d(*map(torch.tensor, map(np.double, arrays)), stride=stride, padding=padding)
        np.testing.assert_allclose(found, here[0, 0], rtol=0, atol=1e-12)
        np.testing.assert_allclose(found, there[0, 0], rtol=0, atol=1e-12)
    assert whole >= 150


def test_convolution_rounded_down_is_torchs(answers):
    cases = [case for case in convolutions(80) if case[2] > 1]
    asked = [[image.tolist(), filter.tolist(), *rest, "floor"] for image, filter, *rest in cases]
    for (image, filter, stride, padding), found in zip(cases, answers("math/conv.js", "conv2d", asked), strict=True):
        arrays = (torch.tensor(array, dtype=torch.float64)[None, None] for array in (image, filter))
        there = torch.nn.functional.conv2d(*arrays, stride=stride, padding=padding)
        np.testing.assert_allclose(found, there[0, 0], rtol=0, atol=1e-12)


def test_the_products_of_the_worked_example(answers):
    image, filter = [[0, 0, 1, 1, 1]] * 5, [[-1, 0, 1]] * 3
    flat, corner = answers("math/conv.js", "productsAt", [[image, filter, 0, 2], [image, filter, 0, 0, 1, 1]])
    assert flat == {"rows": [{"terms": [[-1, 1], [0, 1], [1, 1]], "sum": 0}] * 3, "total": 0}
    assert corner["rows"][0]["terms"] == [[-1, 0], [0, 0], [1, 0]]
    assert corner["total"] == 0


def test_the_worked_example_mirrored_and_turned(answers):
    image, filter = np.array([[0, 0, 1, 1, 1]] * 5), [[-1, 0, 1]] * 3
    pictures = [image, image[:, ::-1], image.T]
    maps = answers("math/conv.js", "conv2d", [[picture.tolist(), filter] for picture in pictures])
    assert maps == [[[3, 3, 0]] * 3, [[0, -3, -3]] * 3, [[0, 0, 0]] * 3]


def test_numbers_are_written_alike(answers):
    rng = np.random.default_rng(1)
    values = [0, -0.0, 1, -1, 0.125, -0.125, 0.1, 2.675, -0.001, 100, 99.999, 10**6, -1234567, 1e21, 0.005]
    values += [float(value) for value in np.concatenate([rng.normal(size=100), 1e3 * rng.normal(size=50)])]
    written = answers("kit/format.js", "short", [[value] for value in values])
    assert written == [short(value) for value in values]
    assert written[:10] == ["0", "0", "1", "−1", "0.13", "−0.13", "0.1", "2.67", "0", "100"]
    special = ["Infinity", "-Infinity", "NaN"]
    assert answers("kit/format.js", "short", [[value] for value in special]) == ["∞", "−∞", "?"]
    assert [short(float(value)) for value in special] == ["∞", "−∞", "?"]


def test_a_percentage_is_written_as_in_python(answers):
    rng = random.Random(4)
    edges = [(n + 0.5 + off) / 100 for n in range(100) for off in (-1e-12, 0, 1e-12)]
    parts = [0, 1, 0.005, 0.00499999999999999, 1 / 3, *edges, *(rng.random() for _ in range(500))]
    written = answers("kit/format.js", "percent", [[part] for part in parts])
    assert written == [percent(part) for part in parts]
    assert all(re.fullmatch(r"\d{1,3}%", text) for text in written)
    assert answers("kit/format.js", "bracketed", [[-1], [2]]) == ["(−1)", "2"]


@pytest.mark.parametrize(
    ("event", "place"),
    [
        ({"key": "ArrowRight"}, (1, 3)),
        ({"key": "ArrowLeft"}, (1, 1)),
        ({"key": "ArrowUp"}, (0, 2)),
        ({"key": "ArrowDown"}, (2, 2)),
        ({"key": "Home"}, (1, 0)),
        ({"key": "End"}, (1, 4)),
        ({"key": "Home", "ctrlKey": True}, (0, 0)),
        ({"key": "End", "ctrlKey": True}, (2, 4)),
        ({"key": "ArrowLeft", "altKey": True}, None),
        ({"key": "ArrowLeft", "metaKey": True}, None),
        ({"key": "Tab"}, None),
        ({"key": "toString"}, None),
    ],
)
def test_keys_that_move(answers, event, place):
    moved = answers("kit/keyboard.js", "moveInGrid", [[event, {"row": 1, "column": 2}, 3, 5]])[0]
    assert (moved and (moved["row"], moved["column"])) == place


def test_keys_stop_at_the_border(answers):
    keys = ["ArrowUp", "ArrowLeft"]
    moved = answers("kit/keyboard.js", "moveInGrid", [[{"key": key}, {"row": 0, "column": 0}, 3, 5] for key in keys])
    assert moved == [{"row": 0, "column": 0}] * 2
