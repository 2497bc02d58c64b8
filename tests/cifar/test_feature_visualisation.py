"""Looking into a network: its flops, its maps and the patches that excite them, against torch and by hand."""

import doctest

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import lessonlib as ll
from lessonlib.cifar import feature_visualisation, flops
from lessonlib.pictures import shapes10


@pytest.fixture(scope="module")
def images():
    return shapes10.pictures(23, seed=4)[0]


def test_the_examples_in_the_docstrings():
    assert doctest.testmod(flops).attempted


@pytest.mark.parametrize("model", [ll.cifar.plain_cnn(filters=(4, 5, 6)), ll.cifar.linear_model()])
def test_multiplications_are_those_that_torch_counts(model):
    found = ll.cifar.layer_costs(model)
    with FlopCounterMode(display=False) as counter:
        model(torch.zeros(1, 3, 32, 32))
    assert 2 * sum(cost.multiplications for cost in found) == counter.get_total_flops()
    assert sum(cost.parameters for cost in found) == ll.cifar.count_parameters(model)


def test_every_layer_has_its_shape_and_its_numbers():
    model = nn.Sequential(nn.Conv2d(2, 5, (3, 1), stride=(2, 3), bias=False), nn.ReLU(), nn.Flatten(), nn.Linear(60, 7))
    model.train()
    found = flops.layer_costs(model, (2, 9, 8))
    assert [cost.name for cost in found] == ["Conv2d", "ReLU", "Flatten", "Linear"]
    assert [cost.shape for cost in found] == [(5, 4, 3), (5, 4, 3), (60,), (7,)]
    assert [cost.parameters for cost in found] == [30, 0, 0, 427]
    assert [cost.multiplications for cost in found] == [5 * 4 * 3 * 6, 0, 0, 420]
    assert [cost.numbers for cost in found] == [60, 60, 60, 7]
    assert model.training


def test_chances_are_the_softmax_of_the_scores(images, monkeypatch):
    monkeypatch.setattr(feature_visualisation, "BATCH", 9)  # 9, 9 and 5 of the 23
    model = ll.cifar.plain_cnn(filters=(4, 5, 6))
    with torch.no_grad():
        wanted = model(ll.cifar.as_floats(images)).softmax(dim=1).numpy()
    np.testing.assert_allclose(ll.cifar.class_chances(model, images), wanted, atol=1e-6)


def test_maps_are_those_of_the_layer(images, monkeypatch):
    monkeypatch.setattr(feature_visualisation, "BATCH", 9)
    model = ll.cifar.plain_cnn(filters=(4, 5, 6))
    with torch.no_grad():
        wanted = model[:4](ll.cifar.as_floats(images)).numpy()
    found = ll.cifar.feature_maps(model, images, layer=3)
    assert found.shape == (23, 5, 16, 16)
    np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_patches_of_the_first_layer_times_the_filter_give_the_greatest_numbers(images):
    """Worked out from the patches alone: patch times filter plus bias is what the map had, in falling order."""
    torch.manual_seed(2)
    model = nn.Sequential(nn.Conv2d(3, 4, 3))
    filters = [2, 0, 3]
    patches = ll.cifar.top_patches(model, images, 0, filters=filters, count=5)
    assert (patches.shape, patches.dtype) == ((3, 5, 3, 3, 3), np.uint8)
    with torch.no_grad():
        maps = model(ll.cifar.as_floats(images)).numpy()
        weights, bias = model[0].weight.numpy(), model[0].bias.numpy()
        for i, k in enumerate(filters):
            sums = [(ll.cifar.as_floats(patch[None]).numpy() * weights[k]).sum() + bias[k] for patch in patches[i]]
            wanted = np.sort(maps[:, k].reshape(23, -1).max(axis=1))[::-1][:5]
            np.testing.assert_allclose(sums, wanted, atol=1e-4)


def test_a_patch_deep_in_the_network_lies_where_its_number_looked():
    """One picture, one bright square: the patch that excites a map of ones holds the square, grey beyond the border."""
    model = nn.Sequential(
        nn.Conv2d(3, 2, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(2, 2, 3, padding=1), nn.ReLU()
    )
    for layer in (model[0], model[3]):
        nn.init.ones_(layer.weight)
        nn.init.zeros_(layer.bias)
    images = np.full((1, 3, 32, 32), 118, np.uint8)  # almost 0 to the network
    images[0, :, 0:2, 28:30] = 255
    (patch,) = ll.cifar.top_patches(model, images, 4, filters=[1], count=1)[0]
    size = ll.receptive_field([(5, 1), (2, 2), (3, 1)])
    assert patch.shape == (3, size, size) == (3, 10, 10)
    assert (patch == 255).sum() == 3 * 4
    grey = patch[0] == feature_visualisation.BEYOND
    rows, columns = grey.all(axis=1), grey.all(axis=0)
    assert rows.any()
    assert grey.sum() == 100 - (~rows).sum() * (~columns).sum()


def test_no_picture_comes_twice_for_one_filter(images):
    same = np.repeat(images[:1], 3, axis=0)
    same[1:] //= 2
    patches = ll.cifar.top_patches(ll.cifar.plain_cnn(), same, 0, filters=range(24), count=3)
    assert all(len(np.unique(row.reshape(3, -1), axis=0)) >= 2 for row in patches)


@pytest.mark.parametrize(
    ("model", "layer", "count", "error", "said"),
    [
        (ll.cifar.plain_cnn(), 11, 2, ValueError, "layer must be a whole number, 0 to 10; got 11"),
        (ll.cifar.plain_cnn(), -1, 2, ValueError, "layer must be a whole number, 0 to 10; got -1"),
        (ll.cifar.plain_cnn(), 0, 24, ValueError, "count must be a whole number, 1 to 23; got 24"),
        (nn.Sequential(nn.Conv2d(3, 2, 1), nn.Tanh()), 1, 2, TypeError, "only Conv2d, ReLU and MaxPool2d.*got Tanh"),
        (nn.Sequential(nn.Conv2d(3, 2, (3, 1))), 0, 2, ValueError, r"square windows up to it; got \(3, 1\)"),
    ],
)
def test_what_cannot_be_looked_at_is_named(images, model, layer, count, error, said):
    with pytest.raises(error, match=said):
        ll.cifar.top_patches(model, images, layer, filters=[0], count=count)
