"""A run that was stopped goes on as if nothing had been, and nothing that goes wrong costs what was kept before."""

import dataclasses
import pickle
import random

import pytest
import torch

import lessonlib as ll
from lessonlib.cifar.models.fast import fast_cnn
from lessonlib.cifar.training import checkpoints

SETTINGS = {"epochs": 3.5, "learning_rate": 0.1, "momentum": 0.6, "batch_size": 16, "seed": 2, "optimizer": "muon"}
SETTINGS |= {"schedule": "one-cycle", "flips": True, "shifts": 2, "label_smoothing": 0.2, "sizes": (24, 32)}


@pytest.fixture(autouse=True)
def full_run(monkeypatch):
    monkeypatch.delenv("LESSONLIB_SHORT", raising=False)


class Stopped(Exception):
    pass


def model_of(few, *, stop_at=None, how=Stopped):
    """The same small network each time; during training call number ``stop_at`` something happens to it."""
    model, calls = fast_cnn(widths=(4, 5, 6), whiten=few.train_images, seed=1), []

    def count(module, inputs):
        calls.append(module.training)
        if sum(calls) == stop_at:
            raise how

    model.register_forward_pre_hook(count)
    return model


def weights(model):
    return {name: value.clone() for name, value in model.state_dict().items()}


def same(one, other):
    return all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize(
    "stop_at", [5, 7, 13]
)  # of 4 steps an epoch: just after the first, within the second, the last
def test_a_stopped_run_goes_on_to_the_same_end(few, tmp_path, stop_at):
    whole = model_of(few)
    expected = ll.cifar.train(whole, few, **SETTINGS)

    path = tmp_path / "run.pt"
    with pytest.raises(Stopped):
        ll.cifar.train(model_of(few, stop_at=stop_at), few, checkpoint=path, **SETTINGS)
    resumed = model_of(few)
    history = ll.cifar.train(resumed, few, checkpoint=path, **SETTINGS)
    assert same(weights(resumed), weights(whole))
    assert history.loss == expected.loss
    assert history.test_accuracy == expected.test_accuracy
    assert [path.name for path in tmp_path.iterdir()] == ["run.pt"]


def test_a_finished_run_is_read_and_not_run_again(few, tmp_path):
    first, second = model_of(few), model_of(few, stop_at=1)
    expected = ll.cifar.train(first, few, checkpoint=tmp_path / "run.pt", **SETTINGS)
    assert ll.cifar.train(second, few, checkpoint=tmp_path / "run.pt", **SETTINGS) == expected
    assert same(weights(first), weights(second))


def test_an_interrupt_leaves_the_best_model_the_history_and_a_run_that_goes_on(few, tmp_path, capsys):
    """No test picture is of class 0, and in the test of the second epoch every answer is: the first is the best."""
    others = few.test_labels > 0
    data = dataclasses.replace(few, test_images=few.test_images[others], test_labels=few.test_labels[others])
    model, steps, first = fast_cnn(widths=(4, 5, 6), whiten=few.train_images, seed=1), [], {}

    def spoil(module, inputs):
        if module.training:
            steps.append(None)
            if len(steps) == 10:  # in the third epoch
                raise KeyboardInterrupt
        elif len(steps) == 4:
            first.update(weights(module))
        else:
            return (inputs[0] * torch.nan,)
        return None

    model.register_forward_pre_hook(spoil)
    path = tmp_path / "run.pt"
    history = ll.cifar.train(model, data, checkpoint=path, **SETTINGS)
    assert "Stopped in epoch 3; the history holds 2 whole epochs." in capsys.readouterr().out
    assert len(history.loss) == 2
    assert history.test_accuracy[1] == 0
    assert same(weights(model), first)
    assert torch.load(path, weights_only=True)["epoch"] == 2


def test_an_interrupt_before_the_first_epoch_ends_keeps_the_model_as_it_is(few):
    model = model_of(few, stop_at=3, how=KeyboardInterrupt)
    before = weights(model)
    history = ll.cifar.train(model, few, **SETTINGS)
    assert history.loss == []
    assert not same(weights(model), before)  # two steps were made


def test_a_run_with_other_settings_is_named_and_stays(few, tmp_path):
    path = tmp_path / "run.pt"
    ll.cifar.train(model_of(few), few, checkpoint=path, **SETTINGS)
    kept = path.read_bytes()
    with pytest.raises(
        ValueError, match=r"other settings: epochs 3.5, now 5, seed 2, now 3. Name another file"
    ) as error:
        ll.cifar.train(model_of(few), few, checkpoint=path, **SETTINGS | {"seed": 3, "epochs": 5})
    assert str(path) in str(error.value)
    with pytest.raises(ValueError, match="another model"):
        ll.cifar.train(fast_cnn(widths=(3, 5, 6)), few, checkpoint=path, **SETTINGS)
    assert path.read_bytes() == kept


class Harmful:
    def __reduce__(self):
        return (open, ("harm", "w"))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 half a file", pickle.dumps({"epoch": 3}), pickle.dumps(Harmful())]
)
def test_a_file_that_is_no_checkpoint_is_named_and_runs_nothing(few, tmp_path, content, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "run.pt"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"cannot be read as one .*\. Name another file, or remove this one"):
        ll.cifar.train(model_of(few), few, checkpoint=path, **SETTINGS)
    assert path.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["run.pt"]


def test_a_write_that_fails_leaves_the_checkpoint_before_it(tmp_path, monkeypatch):
    path = tmp_path / "run.pt"
    checkpoints.write_checkpoint(path, {"epoch": 1})

    def full(state, file):
        file.write(random.randbytes(100))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(OSError, match="No space left"):
        checkpoints.write_checkpoint(path, {"epoch": 2})
    assert torch.load(path, weights_only=True) == {"epoch": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["run.pt"]


def test_a_folder_that_is_not_there_is_an_error_before_any_training(few, tmp_path):
    with pytest.raises(ValueError, match=r"checkpoint must lie in a folder that exists; got '.*missing/run.pt'"):
        ll.cifar.train(model_of(few, stop_at=1), few, checkpoint=tmp_path / "missing" / "run.pt", **SETTINGS)
