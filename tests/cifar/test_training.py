"""The models and the loop that trains them: against a loop written out by hand, and when things go wrong."""

import contextlib
import dataclasses
import os
import platform
import re
import subprocess
import sys

import numpy as np
import pytest
import torch

import lessonlib as ll
from lessonlib.cifar.training import hardware, loop
from lessonlib.pictures import shapes10


@pytest.fixture(autouse=True)
def full_run(monkeypatch):
    monkeypatch.delenv("LESSONLIB_SHORT", raising=False)


@pytest.fixture(scope="module")
def few():
    """50 training and 30 test pictures."""
    return ll.cifar.Pictures(
        *shapes10.pictures(50, seed=1), *shapes10.pictures(30, seed=2), shapes10.CLASS_NAMES, "a few shapes", False
    )


def test_the_linear_model_has_one_weight_a_number_and_class():
    model = ll.cifar.linear_model()
    assert ll.cifar.count_parameters(model) == 3072 * 10 + 10
    assert model(torch.randn(7, 3, 32, 32)).tolist() == [[0.0] * 10] * 7


def test_the_cnn_has_the_parameters_of_its_layers():
    model = ll.cifar.plain_cnn()
    assert model(torch.zeros(7, 3, 32, 32)).shape == (7, 10)
    assert model[0].weight.shape == (24, 3, 5, 5)  # 75 weights a filter
    assert ll.cifar.count_parameters(model[0]) == 24 * 75 + 24
    convolutions = sum(
        sum(ll.conv_parameters(size, depth, count)) for size, depth, count in [(5, 3, 24), (3, 24, 32), (3, 32, 64)]
    )
    assert ll.cifar.count_parameters(model) == convolutions + 64 * 4 * 4 * 10 + 10
    assert ll.cifar.plain_cnn(filters=(4, 5, 6))[3].weight.shape == (5, 4, 3, 3)


def test_the_seed_decides_the_filters_and_nothing_else_is_seeded():
    torch.manual_seed(3)
    expected = torch.rand(2)
    torch.manual_seed(3)
    one, same, other = (ll.cifar.plain_cnn(seed=seed)[0].weight for seed in (1, 1, 2))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)
    assert torch.equal(torch.rand(2), expected)


@pytest.mark.parametrize("filters", [(16, 32), (16, 0, 8), (16.0, 32, 64)])
def test_filters_that_make_no_network_are_named(filters):
    with pytest.raises((TypeError, ValueError), match=r"filters(\[\d\])? must be (three|a) whole numbers?"):
        ll.cifar.plain_cnn(filters=filters)


def test_floats_lie_around_zero_each_channel_at_its_place():
    images = np.zeros((2, 3, 32, 32), dtype=np.uint8)
    images[1, 2, 4, 5] = 255
    floats = loop.as_floats(images)
    assert floats.shape == (2, 3, 32, 32)
    assert floats.dtype == torch.float32
    assert floats[1, 2, 4, 5].item() == pytest.approx((1 - 0.47) / 0.25)
    assert floats.sum().item() == pytest.approx((1 - 0.47 * 2 * 3072) / 0.25, rel=1e-4)
    assert images.sum() == 255  # not changed on the way


def test_the_loop_is_gradient_descent_with_momentum(few):
    """Against the same thing with every gradient worked out: softmax minus one-hot, times the pictures."""
    model = ll.cifar.linear_model()
    ll.cifar.train(model, few, epochs=3, learning_rate=0.01, momentum=0.8, batch_size=16, seed=7)

    weights, velocity = np.zeros((10, 3073)), np.zeros((10, 3073))
    order = np.random.default_rng(7)
    x = np.column_stack([(few.train_images.reshape(50, 3072) / 255 - 0.47) / 0.25, np.ones(50)])  # (50, 3073)
    for _ in range(3):
        places = order.permutation(50)
        for chosen in (places[0:16], places[16:32], places[32:48], places[48:50]):
            scores = x[chosen] @ weights.T  # (B, 10)
            chances = np.exp(scores - scores.max(axis=1, keepdims=True))
            chances /= chances.sum(axis=1, keepdims=True)
            gradient = (chances - np.eye(10)[few.train_labels[chosen]]).T @ x[chosen] / len(chosen)
            velocity = 0.8 * velocity + gradient
            weights = weights - 0.01 * velocity
    np.testing.assert_allclose(model[1].weight.detach().numpy(), weights[:, :3072], atol=2e-5)
    np.testing.assert_allclose(model[1].bias.detach().numpy(), weights[:, 3072], atol=2e-5)


def test_the_history_says_what_happened(few):
    model = ll.cifar.plain_cnn(filters=(4, 5, 6))
    history = ll.cifar.train(model, few, epochs=4, learning_rate=0.02, batch_size=16)
    assert [len(getattr(history, field.name)) for field in dataclasses.fields(history)] == [4] * 5
    with torch.no_grad():
        guesses = model(loop.as_floats(few.test_images)).argmax(dim=1).numpy()
    assert history.test_accuracy[-1] == np.mean(guesses == few.test_labels)
    np.testing.assert_array_equal(ll.cifar.classify(model, few.test_images, batch_size=7), guesses)
    assert history.loss[-1] < history.loss[0]
    assert all(seconds > 0 for seconds in history.seconds)


def test_the_loss_is_a_mean_over_pictures_not_over_batches(few):
    """The last batch has 2 of 50 pictures and must not count like one of 16. A tiny rate leaves the model as it is."""
    model = ll.cifar.plain_cnn(filters=(4, 5, 6), seed=5)
    with torch.no_grad():
        model[-1].weight.mul_(20)  # losses that differ from batch to batch
        scores = model(loop.as_floats(few.train_images))
    loss = torch.nn.functional.cross_entropy(scores, torch.from_numpy(few.train_labels)).item()
    share = (scores.argmax(dim=1).numpy() == few.train_labels).mean()
    history = ll.cifar.train(model, few, epochs=1, learning_rate=1e-9, batch_size=16)
    assert history.loss[0] == pytest.approx(loss, rel=1e-4)
    assert history.train_accuracy[0] == pytest.approx(share)


def test_the_same_seed_gives_the_same_run(few):
    def run(seed):
        return ll.cifar.train(ll.cifar.linear_model(), few, epochs=2, learning_rate=0.01, batch_size=16, seed=seed).loss

    assert run(1) == run(1)
    assert run(1) != run(2)


def test_a_short_run_is_cut_to_two_epochs(few, monkeypatch):
    monkeypatch.setenv("LESSONLIB_SHORT", "1")
    assert len(ll.cifar.train(ll.cifar.linear_model(), few, epochs=5, learning_rate=0.01).loss) == 2
    assert len(ll.cifar.train(ll.cifar.linear_model(), few, epochs=1, learning_rate=0.01).loss) == 1
    monkeypatch.setenv("LESSONLIB_SHORT", "0")
    assert len(ll.cifar.train(ll.cifar.linear_model(), few, epochs=5, learning_rate=0.01).loss) == 5


def test_an_overshooting_run_stops_and_names_step_and_cure(few):
    with pytest.raises(FloatingPointError, match=r"the loss became (nan|inf) in step \d+ of epoch \d") as error:
        ll.cifar.train(ll.cifar.plain_cnn(), few, epochs=9, learning_rate=1e6, batch_size=10)
    assert "a smaller learning_rate than 1e+06, such as 100000" in str(error.value)


class Interrupted(torch.nn.Module):
    """A linear model during whose 11th call somebody presses Ctrl-C."""

    def __init__(self):
        super().__init__()
        self.inner, self.calls = ll.cifar.linear_model(), 0

    def forward(self, x):
        self.calls += 1
        if self.calls == 11:
            raise KeyboardInterrupt
        return self.inner(x)


def test_an_interrupt_keeps_model_and_history(few, capsys):
    model = Interrupted()
    history = ll.cifar.train(model, few, epochs=9, learning_rate=0.01, batch_size=16)  # 4 steps and 1 test an epoch
    assert len(history.loss) == len(history.test_accuracy) == 2
    assert "Stopped in epoch 3; the history holds 2 whole epochs." in capsys.readouterr().out
    assert model.inner[1].weight.abs().sum() > 0


def test_progress_is_shown(few, capsys):
    ll.cifar.train(ll.cifar.linear_model(), few, epochs=2, learning_rate=0.01, batch_size=16)
    assert re.search(r"loss \d\.\d\d, test accuracy \d+%: 100%.*8/8", capsys.readouterr().err)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"epochs": 0}, "epochs must be a finite number, above 0; got 0"),
        ({"epochs": "3"}, "epochs must be a finite number, above 0; got '3' (str)"),
        ({"epochs": True}, "epochs must be a finite number, above 0; got True (bool)"),
        ({"batch_size": 0}, "batch_size must be a whole number, 1 or more; got 0"),
        ({"batch_size": True}, "batch_size must be a whole number, 1 or more; got True (bool)"),
        ({"learning_rate": 0}, "learning_rate must be a finite number, above 0; got 0"),
        ({"learning_rate": float("nan")}, "learning_rate must be a finite number, above 0; got nan"),
        ({"momentum": 1}, "momentum must be a finite number, at least 0, below 1; got 1"),
        ({"optimizer": "adam"}, "optimizer must be 'sgd' or 'muon', or a function that makes an optimizer"),
        ({"schedule": "cosine"}, "schedule must be one of 'constant', 'one-cycle'; got 'cosine'"),
        ({"flips": 1}, "flips must be True or False; got 1"),
        ({"shifts": 32}, "shifts must be a whole number, 0 to 31; got 32"),
        ({"label_smoothing": 1}, "label_smoothing must be a finite number, at least 0, below 1; got 1"),
        ({"sizes": ()}, "sizes must be one or more whole numbers from 8, such as (20, 26, 32); got ()"),
        ({"sizes": (32, 7)}, "sizes[1] must be a whole number, 8 or more; got 7"),
        ({"bfloat16": "yes"}, "bfloat16, unless it is 'auto', must be True or False; got 'yes'"),
        ({"bfloat16": 1}, "bfloat16, unless it is 'auto', must be True or False; got 1"),
        ({"test_every": 0}, "test_every must be a whole number, 1 or more; got 0"),
        ({"seed": -1}, "seed must be a whole number, 0 or more; got -1"),
    ],
)
def test_a_setting_out_of_range_is_named(few, settings, message):
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        ll.cifar.train(ll.cifar.linear_model(), few, **({"epochs": 1, "learning_rate": 0.1} | settings))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"train_images": np.zeros((50, 32, 32, 3), dtype=np.uint8)},
            "data.train_images must be uint8, shape (N, 3, 32, 32)",
        ),
        ({"train_images": np.zeros((50, 3, 32, 32))}, "got float64, (50, 3, 32, 32)"),
        ({"train_images": np.zeros((0, 3, 32, 32), dtype=np.uint8)}, "N from 1"),
        ({"train_labels": np.zeros(49, dtype=np.int64)}, "data.train_labels must be (N,) with N == 50; got (49,)"),
        ({"train_labels": np.arange(50) % 11}, "data.train_labels must be from 0 to 9; got 10 at index 10"),
        ({"test_labels": np.full(30, -1)}, "data.test_labels must be from 0 to 9; got -1 at index 0"),
    ],
)
def test_pictures_that_do_not_fit_are_named(few, change, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        ll.cifar.train(ll.cifar.linear_model(), dataclasses.replace(few, **change), epochs=1, learning_rate=0.1)


def test_threads_are_set_not_guessed(few, monkeypatch):
    asked = []
    monkeypatch.setattr(loop.torch, "set_num_threads", asked.append)
    ll.cifar.train(ll.cifar.linear_model(), few, epochs=1, learning_rate=0.1, threads=3)
    assert asked[0] == 3
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    monkeypatch.setattr(hardware.Path, "read_text", lambda _, **how: "150000 100000\n")  # a container with 1.5 cores
    assert hardware.cores() == 1
    monkeypatch.setattr(hardware.Path, "read_text", lambda _, **how: "max 100000\n")
    assert hardware.cores() == 8


@pytest.mark.parametrize("rate", [0.1, 1e9], ids=["a run", "a run that fails"])
def test_afterwards_the_readers_kernel_has_its_own_threads_again(few, rate):
    before = torch.get_num_threads()
    torch.set_num_threads(5)
    try:
        with contextlib.suppress(FloatingPointError):
            ll.cifar.train(ll.cifar.plain_cnn(), few, epochs=2, learning_rate=rate, threads=1)
        assert torch.get_num_threads() == 5
    finally:
        torch.set_num_threads(before)


FAULTS = """
import resource
import numpy as np
from lessonlib.cifar.training import {module} as module
from lessonlib.cifar.training.hardware import kept_memory

def faults():
    "How many pages the system hands out while 4 MB come and go 50 times."
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(50):
        np.ones(1 << 19) + 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

faults()
before = faults()
with {around}, kept_memory():
    pass
faults()
print(before, faults())
"""


@pytest.mark.skipif(sys.platform != "linux" or platform.libc_ver()[0] != "glibc", reason="glibc's allocator alone")
def test_afterwards_the_readers_arrays_are_as_fast_as_before():
    before, after = map(int, python(FAULTS.format(module="run", around="module.settings_restored()")).split())
    assert (before, after) < (2000, 2000)
    _, unrestored = map(int, python(FAULTS.format(module="loop", around="module.kept_memory()")).split())
    assert unrestored > 20_000  # what the loop alone leaves: 1,024 pages for each array


def python(code, **environment):
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_torch_is_imported_by_what_trains_only():
    code = "import sys, lessonlib as ll; data = ll.cifar.load(); print(data.is_real, 'torch' in sys.modules)"
    assert python(code, LESSONLIB_DATA="generated") == "False False\n"


MEMORY = """
import dataclasses, resource, sys
import lessonlib as ll
data = ll.cifar.load()
ll.cifar.train(ll.cifar.linear_model(), data, epochs=1, learning_rate=0.001)
some = dataclasses.replace(data, train_images=data.train_images[:4000], train_labels=data.train_labels[:4000])
ll.cifar.train(ll.cifar.plain_cnn(), some, epochs=1, learning_rate=0.015)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""


@pytest.mark.cifar
@pytest.mark.usefixtures("cifar")
def test_training_on_the_full_set_fits_into_little_memory():
    assert int(python(MEMORY, OMP_WAIT_POLICY="PASSIVE")) < 1.2e9  # waits asleep: the tests share the processor
