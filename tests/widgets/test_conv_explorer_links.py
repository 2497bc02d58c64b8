"""The explorer's links in every direction, and its lines of Python: against torch, case by case."""

import json
import subprocess

import numpy as np
import pytest
import torch
from convolutions import convolutions
from javascript import WIDGETS

import lessonlib as ll

EDGE = [[0, 0, 1, 1, 1]] * 5
FILTER = [[-1, 0, 1]] * 3


def in_torch(image, filter, stride, padding):
    """Its output, and the gradients of image and filter if every output's is 1."""
    arrays = [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in (image, filter)]
    output = torch.nn.functional.conv2d(arrays[0][None, None], arrays[1][None, None], stride=stride, padding=padding)
    output.sum().backward()
    return output[0, 0].detach().numpy(), *(array.grad.numpy() for array in arrays)


def test_the_gradients_of_the_weights(answers):
    cases = convolutions(200)
    shapes = [in_torch(*case)[0].shape for case in cases]
    asked = [
        [image.tolist(), filter.shape, shape, *rest]
        for (image, filter, *rest), shape in zip(cases, shapes, strict=True)
    ]
    for case, found in zip(cases, answers("math/dependencies.js", "weightGradients", asked), strict=True):
        np.testing.assert_allclose(found, in_torch(*case)[2], rtol=0, atol=1e-12)


def test_the_gradients_of_the_worked_example(answers):
    assert answers("math/dependencies.js", "weightGradients", [[EDGE, [3, 3], [3, 3], 1, 0]]) == [[[3, 6, 9]] * 3]


def test_the_outputs_that_read_a_pixel(answers):
    rng = np.random.default_rng(2)
    cases = convolutions(200)
    places = [[int(rng.integers(size)) for size in image.shape] for image, *_ in cases]
    asked, outputs = [], []
    for (image, filter, *rest), (row, column) in zip(cases, places, strict=True):
        dot = np.zeros_like(image)
        dot[row, column] = 1
        outputs.append(in_torch(dot, filter, *rest)[0])
        asked.append([{"row": row, "column": column}, filter.shape, outputs[-1].shape, *rest])
    some = 0
    for (_, filter, *_), output, links in zip(
        cases, outputs, answers("math/dependencies.js", "outputsOf", asked), strict=True
    ):
        through = np.zeros_like(output)
        for link in links:
            through[link["row"], link["column"]] += filter[link["i"], link["j"]]
        np.testing.assert_array_equal(through, output)
        some += len(links) > 1
    assert some > 50


def test_the_pixels_that_a_weight_meets(answers):
    cases = convolutions(100)
    asked, met = [], []
    for image, filter, *rest in cases:
        one = np.zeros(filter.shape)
        one[-1, 0] = 1
        met.append(in_torch(image, one, *rest)[0])
        place = {"row": filter.shape[0] - 1, "column": 0}
        asked.append([place, image.tolist(), met[-1].shape, *rest])
    for pixels, found in zip(met, answers("math/dependencies.js", "pixelsOf", asked), strict=True):
        np.testing.assert_allclose(found, pixels, rtol=0, atol=1e-12)


def test_what_rounding_down_leaves_over(answers):
    cases = convolutions(100)
    asked = [
        [{"rows": [image.shape[0], filter.shape[0]], "columns": [image.shape[1], filter.shape[1]]}, stride, padding]
        for image, filter, stride, padding in cases
    ]
    found = answers("math/dependencies.js", "leftOver", asked)
    for (image, filter, stride, padding), left in zip(cases, found, strict=True):
        padded = np.pad(np.ones(image.shape), padding)
        whole = in_torch(padded, filter, stride, 0)[0].shape
        cut = padded[: padded.shape[0] - left["rows"], : padded.shape[1] - left["columns"]]
        assert in_torch(cut, filter, stride, 0)[0].shape == whole
        shorter = [cut[:-1], cut[:, :-1]]
        smaller = [
            in_torch(each, filter, stride, 0)[0].shape for each in shorter if min(each.shape) and fits(each, filter)
        ]
        assert all(shape != whole for shape in smaller)
    assert any(left["rows"] and left["columns"] for left in found)


def fits(image, filter):
    return all(large >= small for large, small in zip(image.shape, filter.shape, strict=True))


def states():
    """Settings of every kind: whole, rounded down, refused, and a filter that does not fit."""
    for image, filter, stride, padding in convolutions(24):
        for floor in (False, True):
            yield image, filter, stride, padding, floor
    yield np.eye(2), np.ones((3, 3)), 1, 0, True


def test_its_lines_of_python_do_what_it_shows(answers):
    names = ("image", "filter", "stride", "padding", "floor")
    asked = [
        [{name: np.asarray(value).tolist() for name, value in zip(names, state, strict=True)}] for state in states()
    ]
    kinds = {"whole": 0, "rounded": 0, "refused": 0}
    for (image, filter, stride, padding, floor), text in zip(
        states(), answers("conv_explorer/python_code.js", "writePython", asked), strict=True
    ):
        shown = ll.conv_explorer(np.pad(image, 2), filter, stride=stride)  # large enough for every filter here
        shown.view.set_trait("image", image.tolist())
        shown.view.set_trait("padding", padding)
        shown.floor = floor
        done = {"print": lambda *values: None}
        if shown._output():
            exec(text, done)
            np.testing.assert_allclose(done["output"], shown._output(), rtol=0, atol=1e-12)
            np.testing.assert_allclose(done["output_of_torch"].numpy(), shown._output(), rtol=0, atol=1e-12)
            kinds["rounded" if "np.pad" in text else "whole"] += 1
        else:
            with pytest.raises(ValueError, match=r"output size must be whole|must be at most the padded input"):
                exec(text, done)
            assert "Raises a ValueError" in text
            kinds["refused"] += 1
    assert min(kinds.values()) >= 3, kinds


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"stride": 2}, True),
        ({"stride": 9}, False),
        ({"stride": 1.5}, False),
        ({"padding": -1}, False),
        ({"image": [[1, 2], [3]]}, False),
        ({"image": []}, False),
        ({"image": [[1, "2"]]}, False),
        ({"filter": [[None]]}, False),
        ({"filter": [[0] * 65]}, False),
        ({"selected": [0, 1]}, True),
        ({"pixel": [0]}, False),
        ({"weight": [-1, 0]}, False),
        ({"direction": "filter"}, True),
        ({"direction": "toString"}, False),
    ],
)
def test_what_an_address_may_bring(node, tmp_path, values, shown):
    state = {**ll.conv_explorer(EDGE, FILTER).view.get_state(), "stride_max": 4}
    state = {name: value for name, value in state.items() if not name.startswith("_")}
    script = f"""import {{ isShowable }} from {json.dumps((WIDGETS / "conv_explorer/state.js").as_uri())};
const state = {json.dumps(state, default=str)};
let shown = false;
try {{ shown = isShowable({json.dumps(values)}, {{ get: (name) => state[name] }}); }} catch {{}}
console.log(shown);"""
    (tmp_path / "ask.mjs").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [node, str(tmp_path / "ask.mjs")], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() == str(shown).lower()
