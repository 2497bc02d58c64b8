"""The network that slides: the same answers as window by window, and as good as the chapter says."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from lessonlib.experiments import sliding_network
from lessonlib.experiments.sliding_network import CLASSES, slide, stamp_network, stamps
from lessonlib.pictures.walls import draw_wall


@pytest.fixture(scope="module")
def network():
    return stamp_network()


def test_sliding_is_pytorchs_convolution_running_maximum_and_linear_layer(network):
    wall = draw_wall([("ring", 20, 30), ("cross", 9, 50)], 37, 62, seed=3)
    filters, bias, weights, start = (torch.tensor(parameter.value) for parameter in network.parameters())
    maps = functional.relu(functional.conv2d(torch.tensor(wall, dtype=torch.float32)[None, None], filters, bias))
    best = functional.max_pool2d(maps, 12, stride=1)  # (1, 14, 22, 47)
    wanted = torch.einsum("ck,khw->chw", weights, best[0]) + start[:, None, None]
    np.testing.assert_allclose(slide(network, wall), wanted.numpy(), atol=1e-4)


def test_sliding_says_what_the_network_says_to_each_window(network):
    wall = draw_wall([("square", 12, 10), ("plus", 15, 20)], 24, 27, seed=8)
    scores = slide(network, wall)
    assert scores.shape == (5, 9, 12)
    windows = np.array([wall[i : i + 16, j : j + 16] for i in range(9) for j in range(12)], np.float32)
    one_by_one = network.forward(windows[:, None]).T.reshape(5, 9, 12)
    np.testing.assert_allclose(scores, one_by_one, atol=1e-4)


def test_the_stamps_are_half_with_an_object_and_half_without_a_whole_one():
    images, labels = stamps(40, seed=7)
    assert (images.shape, images.dtype) == ((80, 1, 16, 16), np.float32)
    assert np.bincount(labels).tolist() == [10, 10, 10, 10, 40]
    assert CLASSES[4] == "nothing"
    plain, few = stamps(40, seed=7, nothing=False)
    np.testing.assert_array_equal(plain, images[:40])
    assert few.max() == 3


def test_it_is_as_good_as_the_chapter_says(network):
    found = sliding_network.measure()
    assert min(found["accuracy"].values()) > 0.94
    assert found["nothing"] > 0.99
    assert found["objects"] == 240
    assert found["found"] > 0.95 * found["objects"]
    assert found["false"] < 0.02
    assert found["without"] > 0.5  # without that class one name covers most of an empty wall
    assert network.count() == 14 * 26 + 14 * 5 + 5
    assert stamp_network(nothing=False).count() == 14 * 26 + 14 * 4 + 4
