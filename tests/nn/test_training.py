"""The one loop: torch's numbers, any model, the same again from the same seed, and an honest end when it diverges."""

import numpy as np
import pytest
import torch
from convolutions import assert_close, drawn

from lessonlib.experiments import inductive_bias
from lessonlib.nn.layers import Conv2d, Flatten, Linear, ReLU, Sequential
from lessonlib.nn.losses import hinge, mean_squared_error, softmax_cross_entropy
from lessonlib.nn.training import accuracy, classify, fit
from lessonlib.pictures import datasets, filters, samples

SETTINGS = {"epochs": 2, "learning_rate": 0.1, "batch_size": 4, "seed": 0}


def small_model(dtype=np.float64):
    return Sequential(
        Conv2d(2, 3, (3, 2), seed=1, dtype=dtype), ReLU(), Flatten(), Linear(3 * 3 * 5, 4, seed=2, dtype=dtype)
    )


def small_task(count=10):
    return drawn((count, 2, 5, 6))[0], np.arange(count) % 4


def values(model):
    return [parameter.value.copy() for parameter in model.parameters()]


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("loss", [softmax_cross_entropy, hinge])
def test_fit_takes_the_steps_that_torch_takes(momentum, loss):
    x, labels = small_task()
    model = small_model()
    w, b, v, c = tensors = [torch.tensor(value, requires_grad=True) for value in values(model)]
    history = fit(model, loss, x, labels, **SETTINGS, momentum=momentum)

    def torch_loss(scores, labels):
        if loss is softmax_cross_entropy:
            return torch.nn.functional.cross_entropy(scores, labels)
        return 4 * torch.nn.functional.multi_margin_loss(scores, labels)

    optimiser, losses = torch.optim.SGD(tensors, lr=0.1, momentum=momentum), []
    random = np.random.default_rng(0)
    for _ in range(2):
        order = random.permutation(10)
        for batch in (order[:4], order[4:8], order[8:]):
            scores = torch.nn.functional.conv2d(torch.tensor(x[batch]), w, b).relu().flatten(1) @ v.T + c
            optimiser.zero_grad()
            value = torch_loss(scores, torch.tensor(labels[batch]))
            value.backward()
            optimiser.step()
            losses.append(value.item())
    assert history.step_loss == pytest.approx(losses, rel=1e-10)
    for parameter, tensor in zip(model.parameters(), tensors, strict=True):
        assert_close(parameter.value, tensor.detach(), 1e-10)


@pytest.mark.parametrize("name", inductive_bias.SHARING)
def test_the_same_loop_trains_every_kind_of_model(name):
    model = inductive_bias.SHARING[name](seed=0)
    task = datasets.objects(60, "top left", seed=0)
    history = fit(
        model, softmax_cross_entropy, *task, epochs=15, learning_rate=0.05, batch_size=20, seed=0, momentum=0.9
    )
    assert history.step_loss[-1] < 0.5 * history.step_loss[0]
    assert accuracy(model, *task) > 0.8


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others():
    runs = []
    for seed in (0, 0, 1):
        model = small_model(np.float32)
        runs.append(fit(model, softmax_cross_entropy, *small_task(), **SETTINGS | {"seed": seed}).step_loss)
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


def test_every_picture_is_used_once_an_epoch():
    seen = []

    def loss(scores, labels):
        seen.extend(labels.tolist())
        return softmax_cross_entropy(scores, labels)

    fit(Linear(2, 10), loss, np.ones((10, 2)), np.arange(10), **SETTINGS)
    assert sorted(seen[:10]) == sorted(seen[10:]) == list(range(10))
    assert seen[:10] != seen[10:]


def test_history_holds_steps_and_epochs_and_progress_sees_it():
    x, labels = small_task()
    told = []
    history = fit(
        model := small_model(),
        softmax_cross_entropy,
        x,
        labels,
        **SETTINGS,
        test=(x[:5], labels[:5]),
        progress=lambda epoch, history: told.append((epoch, len(history.step_loss))),
    )
    assert told == [(1, 3), (2, 6)]
    assert len(history.train_accuracy) == 2
    assert history.test_accuracy[-1] == accuracy(model, x[:5], labels[:5])
    assert all(0 <= value <= 1 for value in history.train_accuracy)


def test_accuracy_in_history_is_that_of_the_scores_before_each_step():
    model = Linear(2, 3)
    model.weights.value[:] = [[1, 0], [0, 1], [0, 0]]
    history = fit(
        model,
        lambda scores, labels: (0.0, np.zeros_like(scores)),
        [[1.0, 0], [0, 1], [1, 0], [0, 1]],
        [0, 1, 1, 2],
        **SETTINGS,
    )
    assert history.train_accuracy == [0.5, 0.5]


def test_a_filter_is_recovered_from_noise_but_not_from_the_edge():
    """The loss falls to 0 both times; only noise pins all nine weights down."""
    recovered = {}
    for name, picture in (("noise", drawn((40, 1, 6, 7))[0]), ("edge", samples.edge()[None, None])):
        wanted = filters.vertical_edge()[None, None]
        layer = Conv2d(1, 1, 3, seed=0, dtype=np.float64)
        maps = Conv2d(1, 1, 3, dtype=np.float64)
        maps.weights.value[:] = wanted
        history = fit(
            layer,
            mean_squared_error,
            picture,
            maps.forward(picture),
            epochs=400,
            learning_rate=0.05,
            batch_size=40,
            seed=0,
        )
        assert history.step_loss[-1] < 1e-6
        assert history.train_accuracy == []
        recovered[name] = np.abs(layer.weights.value - wanted).max() < 0.01
    assert recovered == {"noise": True, "edge": False}


def test_inputs_are_never_changed_and_integers_are_welcome():
    x, labels = np.arange(40).reshape(10, 4) % 7, np.arange(10) % 3
    kept = x.copy(), labels.copy()
    fit(Linear(4, 3), softmax_cross_entropy, x, labels.tolist(), **SETTINGS)
    assert (x == kept[0]).all()
    assert (labels == kept[1]).all()


def test_no_epochs_change_nothing():
    model = small_model()
    before = values(model)
    history = fit(model, softmax_cross_entropy, *small_task(), **SETTINGS | {"epochs": 0})
    assert history.step_loss == []
    assert all((now == was).all() for now, was in zip(values(model), before, strict=True))


class TestDivergence:
    def test_it_names_the_step_suggests_a_smaller_rate_and_leaves_the_last_good_model(self):
        x, labels = small_task()
        x = x * 1e30
        model, steps = small_model(np.float32), []

        def loss(scores, labels):
            value, gradient = softmax_cross_entropy(scores, labels)
            steps.append((np.isfinite(value), values(model)))
            return value, gradient

        with pytest.raises(FloatingPointError, match=r"at step \d+: .* smaller learning_rate than 1e\+20") as raised:
            fit(model, loss, x, labels, **SETTINGS | {"learning_rate": 1e20, "epochs": 9})
        good = [parameters for finite, parameters in steps if finite]
        assert f"at step {len(good)}" in str(raised.value) or f"at step {len(good) + 1}" in str(raised.value)
        assert all(np.isfinite(value).all() for value in values(model))
        for now, was in zip(values(model), good[-1], strict=True):
            assert (now == was).all()

    def test_a_loss_that_turns_nan_takes_back_the_step_before(self):
        model, kept, answers = Linear(3, 2), [], iter([1.0, 0.5, np.nan])

        def loss(scores, labels):
            kept.append(values(model))
            return next(answers), np.ones_like(scores)

        with pytest.raises(FloatingPointError, match="The loss became nan at step 3: "):
            fit(model, loss, np.ones((4, 3)), [0, 1, 0, 1], **SETTINGS | {"epochs": 9})
        assert len(kept) == 3
        assert (kept[1][0] != kept[2][0]).any()
        assert all((now == was).all() for now, was in zip(values(model), kept[1], strict=True))

    def test_a_gradient_that_turns_nan_is_never_used(self):
        model = Linear(3, 2)
        before = values(model)
        with pytest.raises(FloatingPointError, match="A parameter became infinite or nan at step 1: "):
            fit(model, lambda s, t: (1.0, np.full_like(s, np.nan)), np.ones((4, 3)), [0, 1, 0, 1], **SETTINGS)
        assert all((now == was).all() for now, was in zip(values(model), before, strict=True))


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"images": np.ones((0, 2, 5, 6)), "labels": []}, ValueError, "images must hold at least one picture"),
        ({"images": np.full((10, 2, 5, 6), np.nan)}, ValueError, "images must be finite; got nan .* in 600 places"),
        ({"images": np.full((10, 2, 5, 6), "a")}, TypeError, "images must hold integers or real numbers"),
        ({"labels": np.zeros(9, int)}, ValueError, r"labels must have one entry for each of 10 images; got \(9,\)"),
        ({"labels": [0, 1, 2, 3, 4, 0, 1, 2, 3, 0]}, ValueError, "labels must be from 0 to 3; got 4 at index 4"),
        ({"labels": [0, 1, 2, -3, 3, 0, 1, 2, 3, 0]}, ValueError, "labels must be from 0 to 3; got -3 at index 3"),
        ({"labels": np.zeros(10)}, TypeError, "labels must be whole numbers"),
        ({"test": (np.ones((1, 2, 5, 6)), [7])}, ValueError, "test labels must be from 0 to 3; got 7"),
        ({"test": (np.ones((0, 2, 5, 6)), [])}, ValueError, "test images must hold at least one picture"),
        ({"test": (np.ones((1, 2, 5, 6)),)}, TypeError, r"test must be a pair \(images, labels\); got 1 of them"),
        ({"learning_rate": "0.1"}, TypeError, r"learning_rate must be a finite number, above 0; got '0.1' \(str\)"),
        ({"learning_rate": True}, TypeError, r"learning_rate must be a finite number, above 0; got True \(bool\)"),
        ({"learning_rate": 0}, ValueError, "learning_rate must be a finite number, above 0; got 0"),
        ({"learning_rate": float("nan")}, ValueError, "learning_rate must be a finite number, above 0; got nan"),
        ({"batch_size": 0}, ValueError, "batch_size must be a whole number, 1 or more; got 0"),
        ({"epochs": -1}, ValueError, "epochs must be a whole number, 0 or more; got -1"),
        ({"epochs": 1.5}, TypeError, "epochs must be a whole number"),
        ({"momentum": 1}, ValueError, "momentum must be a finite number, at least 0, below 1; got 1"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_before_anything_changes(changes, error, message):
    x, labels = small_task()
    arguments = {"images": x, "labels": labels, **SETTINGS} | changes
    model = small_model()
    before = values(model)
    with pytest.raises(error, match=message):
        fit(model, softmax_cross_entropy, **arguments)
    assert all((now == was).all() for now, was in zip(values(model), before, strict=True))


def test_classify_and_accuracy_go_through_all_batches():
    layer = Linear(3, 3, dtype=np.float64)
    layer.weights.value[:] = np.eye(3)
    labels = np.arange(601) % 3
    rows = np.eye(3)[labels]
    assert (classify(layer, rows) == labels).all()
    assert accuracy(layer, rows, np.where(np.arange(601) < 300, labels, (labels + 1) % 3)) == 300 / 601
    with pytest.raises(ValueError, match="images must hold at least one picture"):
        classify(layer, rows[:0])


ONE_HOT = np.eye(4)[np.arange(10) % 4]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"labels": ONE_HOT}, r"^labels must be \(N,\); got shape \(10, 4\).*labels.argmax\(axis=1\)"),
        ({"test": (small_task()[0], ONE_HOT)}, r"^test labels must be \(N,\); got shape \(10, 4\)"),
        ({"learning_rate": 10**5000}, "^learning_rate must be .*; got an int of about 5000 digits"),
        ({"seed": "a"}, "^seed must be a whole number, 0 or more, or a numpy.random.Generator; got 'a'"),
        ({"seed": -1}, "^seed must be a whole number, 0 or more, .*; got -1"),
        ({"loss": "mse"}, "^loss must be a function; got 'mse'"),
        ({"progress": "yes"}, "^progress must be a function; got 'yes'"),
        ({"validation": (small_task()[0],)}, r"^fit\(\) got an unexpected keyword argument 'validation'"),
    ],
)
def test_what_fit_is_given_by_mistake_is_named_before_anything_changes(change, said):
    model = small_model()
    before = values(model)
    images, labels = small_task()
    given = {"loss": softmax_cross_entropy, "labels": labels, **SETTINGS, **change}
    with pytest.raises((TypeError, ValueError), match=said):
        fit(model, given.pop("loss"), images, given.pop("labels"), **given)
    for one, other in zip(before, values(model), strict=True):
        np.testing.assert_array_equal(one, other)


def test_rows_of_one_hot_are_no_classes_for_accuracy_and_hinge():
    images, labels = small_task()
    with pytest.raises(ValueError, match=r"got shape \(10, 4\)"):
        accuracy(small_model(), images, ONE_HOT)
    with pytest.raises(TypeError, match="delta must be a finite number"):
        hinge(ONE_HOT, labels, delta="1")
    outputs = fit(small_model(), mean_squared_error, images, ONE_HOT, **SETTINGS)
    assert len(outputs.step_loss) == 6, "for a loss that takes them they are as good as any numbers"
