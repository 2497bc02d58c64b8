"""The techniques of chapter 11b, each against something worked by hand, torch, or a property that was published."""

import itertools

import numpy as np
import pytest
import torch
from torch import nn

import lessonlib as ll
from lessonlib.cifar.models.fast import fast_cnn
from lessonlib.cifar.models.whitening import whitening_filters, whitening_layer
from lessonlib.cifar.training import augment, hardware, schedules
from lessonlib.cifar.training.batches import Batches, as_floats
from lessonlib.cifar.training.distributed import Team
from lessonlib.cifar.training.muon import Muon, orthogonalise

ALONE = Team(0, 1, 1, torch.device("cpu"))


@pytest.fixture(autouse=True)
def full_run(monkeypatch):
    monkeypatch.delenv("LESSONLIB_SHORT", raising=False)


# The learning rate and the size


@pytest.mark.parametrize(
    ("done", "factor"),
    [
        (0, 0.2),
        (0.115, 0.6),  # half the way up from 0.2 to 1
        (0.23, 1),
        (0.615, 0.5),  # half the way down
        (0.923, 0.1),
        (1, 0),
    ],
)
def test_the_one_cycle_rate_is_a_triangle(done, factor):
    assert schedules.one_cycle(done) == pytest.approx(factor)


def test_rates_are_set_for_every_group_as_parts_of_the_first_one():
    weights = [nn.Parameter(torch.zeros(1)) for _ in range(2)]
    optimizer = torch.optim.SGD([{"params": weights[:1], "lr": 4.0}, {"params": weights[1:], "lr": 8.0}], lr=1)
    for factor in (0.5, 0.25):
        schedules.set_rates(optimizer, factor)
        assert [group["lr"] for group in optimizer.param_groups] == [4 * factor, 8 * factor]


def test_a_run_follows_its_schedule(few):
    """Without momentum a run with one picture a step is a chain of steps whose lengths the schedule gives."""
    model = ll.cifar.linear_model()
    settings = {"epochs": 1, "learning_rate": 0.01, "momentum": 0, "batch_size": 20, "seed": 3}
    ll.cifar.train(model, few, schedule="one-cycle", **settings)
    other = ll.cifar.linear_model()
    order = np.random.default_rng(3).permutation(60)
    for step, rate in enumerate([0.2, 1 - (1 / 3 - 0.23) / 0.77, 1 - (2 / 3 - 0.23) / 0.77]):
        chosen = order[20 * step : 20 * step + 20]
        loss = nn.functional.cross_entropy(
            other(as_floats(few.train_images[chosen])), torch.from_numpy(few.train_labels[chosen])
        )
        for weights, gradient in zip(other.parameters(), torch.autograd.grad(loss, other.parameters()), strict=True):
            weights.data -= 0.01 * rate * gradient
    torch.testing.assert_close(model[1].weight, other[1].weight)


@pytest.mark.parametrize(
    ("epochs", "steps", "parts"), [(0.5, 2, 1), (1, 4, 1), (1.25, 5, 2), (2.6, 10, 3), (0.01, 1, 1)]
)
def test_a_run_may_end_within_an_epoch(few, epochs, steps, parts):
    batches = Batches(few, ALONE, epochs=epochs, batch_size=16, seed=0, flips=False, shifts=0, sizes=(32,))
    seen = [len(y) for number in range(1, batches.epochs + 1) for _, y, _ in batches.epoch(number)]
    assert (batches.steps, batches.epochs) == (steps, parts)
    assert seen == list(itertools.islice(itertools.cycle([16, 16, 16, 12]), steps))


def test_growing_pictures_share_the_steps(few):
    batches = Batches(few, ALONE, epochs=1.5, batch_size=10, seed=0, flips=False, shifts=0, sizes=(16, 24, 32))
    shapes = [tuple(x.shape[2:]) for number in (1, 2) for x, _, _ in batches.epoch(number)]
    assert shapes == [(16, 16)] * 3 + [(24, 24)] * 3 + [(32, 32)] * 3


def test_a_smaller_picture_shows_the_same():
    """A constant picture stays constant, and the mean of a smooth one stays its mean."""
    ramp = np.tile(np.linspace(0, 248, 32).astype(np.uint8), (1, 3, 32, 1))
    data = ll.cifar.Pictures(ramp, np.zeros(1, int), ramp, np.zeros(1, int), ("a",), "ramp", False)
    batches = Batches(data, ALONE, epochs=1, batch_size=1, seed=0, flips=False, shifts=0, sizes=(20,))
    ((x, _, _),) = batches.epoch(1)
    whole = as_floats(ramp)
    assert x.mean().item() == pytest.approx(whole.mean().item(), abs=0.01)
    assert (x[0, 0, 3].diff() > 0).all()


# Flips and shifts


def test_flips_take_turns():
    first, second, third = (augment.flips(1000, seed=4, epoch=epoch) for epoch in (1, 2, 3))
    assert 400 < first.sum() < 600
    assert torch.equal(second, ~first)
    assert torch.equal(third, first)
    assert not torch.equal(augment.flips(1000, seed=5, epoch=1), first)


def test_shifts_are_even_and_new_each_epoch():
    drawn = augment.shifts(5000, reach=2, seed=1, epoch=1)
    _, counts = torch.unique(drawn, dim=0, return_counts=True)
    assert len(counts) == 25
    assert counts.min() > 130  # 200 on average
    assert not torch.equal(drawn, augment.shifts(5000, reach=2, seed=1, epoch=2))


def test_a_view_is_the_picture_padded_by_reflection_and_cropped():
    images = torch.arange(3 * 2 * 5 * 6).reshape(3, 2, 5, 6).float()
    shift, flip = torch.tensor([[2, -1], [0, 0], [-2, 2]]), torch.tensor([False, True, True])
    views = augment.view(images, flip, shift)
    padded = nn.functional.pad(images, (2, 2, 2, 2), mode="reflect")
    for view, picture, (down, right), flipped in zip(views, padded, shift.tolist(), flip.tolist(), strict=True):
        source = picture.flip(-1) if flipped else picture
        assert torch.equal(view, source[:, 2 - down : 7 - down, 2 - right : 8 - right])


def test_a_view_is_moved_down_and_right():
    image = torch.zeros(1, 1, 8, 9)
    image[0, 0, 4, 4] = 1  # far enough from the border not to be seen in the mirror
    assert augment.view(image, torch.tensor([False]), torch.tensor([[1, 2]])).nonzero().tolist() == [[0, 0, 5, 6]]


def test_the_batches_show_the_views(few):
    batches = Batches(few, ALONE, epochs=2, batch_size=60, seed=7, flips=True, shifts=2, sizes=(32,))
    orders = np.random.default_rng(7)
    for epoch in (1, 2):
        ((x, y, _),) = batches.epoch(epoch)
        order = orders.permutation(60)
        flip, shift = augment.flips(60, seed=7, epoch=epoch), augment.shifts(60, reach=2, seed=7, epoch=epoch)
        views = augment.view(torch.from_numpy(few.train_images), flip, shift)  # of all, in their own order
        torch.testing.assert_close(x, as_floats(views)[order])
        assert y.tolist() == few.train_labels[order].tolist()


# Label smoothing


def test_label_smoothing_is_that_of_torch(few):
    """The loss of a model that hardly moves is torch's, with a target of 0.8 + 0.02 for the right class."""
    model = fast_cnn(widths=(4, 5, 6), batchnorm=False, seed=1)
    with torch.no_grad():
        model[-2].weight.mul_(50)
        scores = model(as_floats(few.train_images))
    target = torch.full((60, 10), 0.02)
    target[torch.arange(60), torch.from_numpy(few.train_labels)] += 0.8
    by_hand = -(target * scores.log_softmax(dim=1)).sum(dim=1).mean().item()
    torchs = nn.functional.cross_entropy(scores, torch.from_numpy(few.train_labels), label_smoothing=0.2).item()
    history = ll.cifar.train(model, few, epochs=1, learning_rate=1e-9, batch_size=20, label_smoothing=0.2)
    assert torchs == pytest.approx(by_hand, rel=1e-5)
    assert history.loss[0] == pytest.approx(by_hand, rel=1e-4)


# Whitening


@pytest.mark.parametrize("size", [2, 3])
def test_whitened_patches_are_uncorrelated_and_equally_strong(size):
    """On pictures with as much of everything as noise: there the floor of the variances does not show."""
    random = torch.Generator().manual_seed(0)
    mix = torch.randn(3, 3, generator=random)
    noise = torch.einsum("cd,ndhw->nchw", mix, torch.randn(300, 3, 9, 11, generator=random))
    images = noise + 0.5 * noise.roll(1, dims=3)  # neighbours are alike
    filters = whitening_filters(images, size=size)
    assert filters.shape == (3 * size**2, 3, size, size)
    maps = nn.functional.conv2d(images, filters)  # (N, 3 size^2, H', W')
    values = maps.transpose(0, 1).flatten(1)
    covariance = values @ values.T / values.shape[1]
    torch.testing.assert_close(covariance, torch.eye(3 * size**2), atol=0.02, rtol=0)


def test_the_strongest_direction_comes_first_and_is_brightness(few):
    first, *_, last = whitening_filters(as_floats(few.train_images))
    assert (first.sign() == first.sign()[0, 0, 0]).all()  # all twelve weights add up: brightness
    assert last.norm() > first.norm()  # weak directions are scaled up more


def test_the_whitening_layer_holds_each_direction_and_its_negative_and_does_not_train(few):
    layer = whitening_layer(few.train_images)
    assert layer(torch.zeros(2, 3, 32, 30)).shape == (2, 24, 31, 29)
    assert torch.equal(layer.weight[:12], -layer.weight[12:])
    assert not any(weights.requires_grad for weights in layer.parameters())


# The network


def test_the_fast_network_has_the_parameters_of_its_layers(few):
    model = fast_cnn(widths=(4, 5, 6), whiten=few.train_images)
    sizes = [(24, 4), (4, 4), (4, 5), (5, 5), (5, 6), (6, 6)]
    trained = sum(weights.numel() for weights in model.parameters() if weights.requires_grad)
    assert trained == sum(9 * before * after + after for before, after in sizes) + 6 * 10
    assert model(torch.zeros(2, 3, 32, 32)).shape == model(torch.zeros(2, 3, 20, 26)).shape == (2, 10)


def test_a_filter_starts_as_the_identity():
    """The second convolution of a group has as many channels as filters: at first it changes nothing."""
    first, second = [layer for layer in fast_cnn(widths=(5, 7, 9)) if isinstance(layer, nn.Conv2d)][3:5]
    x = torch.randn(2, 5, 6, 8)
    with torch.no_grad():
        assert torch.equal(first(x)[:, :5], x)
        assert not torch.equal(first(x)[:, 5:7], x[:, :2])
        y = torch.randn(2, 7, 6, 8)
        assert torch.equal(second(y), y)


def test_batch_normalisation_can_be_left_out(few):
    kinds = [type(layer) for layer in fast_cnn(batchnorm=False)]
    assert nn.BatchNorm2d not in kinds
    norms = [layer for layer in fast_cnn() if isinstance(layer, nn.BatchNorm2d)]
    assert len(norms) == 6
    assert not any(norm.weight.requires_grad for norm in norms)


@pytest.mark.parametrize("widths", [(16, 32), (16, 0, 8), (16.0, 32, 64)])
def test_widths_that_make_no_network_are_named(widths):
    with pytest.raises(ValueError, match=r"widths must be three whole numbers from 1; got \(16"):
        fast_cnn(widths=widths)


# Muon


@pytest.mark.parametrize("shape", [(6, 6), (4, 9), (12, 5)])
def test_enough_steps_make_a_matrix_orthogonal(shape):
    """The published property: all singular values come to lie around 1, and the singular vectors stay."""
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    left, _, right = torch.linalg.svd(matrix, full_matrices=False)
    found = left.T @ orthogonalise(matrix, steps=12) @ right.T  # diagonal if the vectors stayed
    values = found.diagonal()
    assert ((values > 0.65) & (values < 1.25)).all()
    torch.testing.assert_close(found, values.diag(), atol=1e-10, rtol=0)


def test_one_step_is_its_polynomial_of_the_singular_values():
    matrix = torch.diag(torch.tensor([3.0, 4.0]))  # its norm is 5
    expected = [3.4445 * s - 4.7750 * s**3 + 2.0315 * s**5 for s in (0.6, 0.8)]
    torch.testing.assert_close(orthogonalise(matrix, steps=1), torch.diag(torch.tensor(expected)))


def test_muon_is_torchs_muon_for_one_filter_of_one_pixel(few):
    """torch has Muon for matrices. Filters of 1 x 1 are one: (K, C, 1, 1). Ours also keeps the size of the filters."""
    start = torch.randn(4, 6, generator=torch.Generator().manual_seed(2))
    start *= 4**0.5 / start.norm()
    ours, theirs = nn.Conv2d(6, 4, 1, bias=False), nn.Parameter(start.clone())
    ours.weight.data.copy_(start[:, :, None, None])
    muon = Muon(ours, learning_rate=0.1, momentum=0.6)
    reference = torch.optim.Muon([theirs], lr=0.1, momentum=0.6, nesterov=True, weight_decay=0, ns_steps=3)
    for step in range(4):
        gradient = torch.randn(4, 6, generator=torch.Generator().manual_seed(step))
        ours.weight.grad, theirs.grad = gradient[:, :, None, None].clone(), gradient.clone()
        theirs.data *= 4**0.5 / theirs.data.norm()
        muon.step()
        reference.step()
    torch.testing.assert_close(ours.weight[:, :, 0, 0], theirs, atol=0.01, rtol=0)  # torch computes with bfloat16


def test_muon_treats_everything_else_with_nesterovs_momentum():
    model = nn.Sequential(nn.Conv2d(2, 3, 2), nn.Flatten(), nn.Linear(3, 4))
    other = nn.Linear(3, 4)
    other.load_state_dict(model[2].state_dict())
    muon = Muon(model, learning_rate=0.1, other_rate=0.3, other_momentum=0.7)
    reference = torch.optim.SGD(other.parameters(), lr=0.3, momentum=0.7, nesterov=True)
    for step in range(3):
        for place, weights in enumerate(model.parameters()):
            weights.grad = torch.randn(weights.shape, generator=torch.Generator().manual_seed(10 * step + place))
        for weights, ours in zip(other.parameters(), model[2].parameters(), strict=True):
            weights.grad = ours.grad.clone()
        muon.step()
        reference.step()
    torch.testing.assert_close(model[2].weight, other.weight)
    torch.testing.assert_close(model[2].bias, other.bias)


def test_muon_keeps_the_size_of_the_filters_and_leaves_fixed_ones_alone(few):
    model = fast_cnn(widths=(4, 5, 6), whiten=few.train_images)
    fixed = model[0].weight.clone()
    ll.cifar.train(model, few, epochs=3, learning_rate=0.01, momentum=0.6, batch_size=20, optimizer="muon")
    assert torch.equal(model[0].weight, fixed)
    for layer in model[1:]:
        if isinstance(layer, nn.Conv2d):
            assert layer.weight.norm().item() == pytest.approx(len(layer.weight) ** 0.5, rel=0.1)


# 16-bit numbers and the whole


def test_with_16_bits_the_weights_stay_exact_and_the_scores_nearly(few):
    histories = []
    for narrow in (False, True):
        model = fast_cnn(widths=(4, 5, 6), whiten=few.train_images, seed=1)
        settings = {"epochs": 2, "learning_rate": 0.1, "batch_size": 20, "bfloat16": narrow}
        histories.append(ll.cifar.train(model, few, **settings).loss)
        assert all(weights.dtype == torch.float32 for weights in model.parameters())
    assert histories[0] != histories[1]
    assert histories[0] == pytest.approx(histories[1], rel=0.02)


def test_auto_asks_the_processor(few, monkeypatch):
    def losses(setting):
        model = fast_cnn(widths=(4, 5, 6), seed=1)
        return ll.cifar.train(model, few, epochs=1, learning_rate=0.1, batch_size=20, bfloat16=setting).loss

    for able in (False, True):
        monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda able=able: able)
        assert hardware.has_bfloat16(torch.device("cpu")) is able
        assert losses("auto") == losses(able)


def test_everything_together_learns(few):
    model = fast_cnn(widths=(8, 12, 16), whiten=few.train_images)
    settings = ll.cifar.RECIPES["minute"].settings | {"epochs": 25, "batch_size": 20, "sizes": (24, 32)}
    history = ll.cifar.train(model, few, **settings)
    assert history.loss[-1] < history.loss[0] - 0.2
    assert history.train_accuracy[-1] > 0.5
