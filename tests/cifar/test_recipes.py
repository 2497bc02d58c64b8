"""The named recipes, and the command that trains by them."""

import itertools
import re
import subprocess
import sys

import pytest
import torch

import lessonlib as ll
from lessonlib.cifar import __main__ as command
from lessonlib.cifar.models import tutorials
from lessonlib.cifar.training.settings import check_settings
from lessonlib.pictures import shapes10


@pytest.fixture
def few(monkeypatch):
    """60 training and 30 test pictures, which the command gets too."""
    monkeypatch.delenv("LESSONLIB_SHORT", raising=False)
    data = ll.cifar.Pictures(
        *shapes10.pictures(60, seed=1), *shapes10.pictures(30, seed=2), shapes10.CLASS_NAMES, "a few shapes", False
    )
    monkeypatch.setattr(command, "load", lambda: data)
    return data


@pytest.mark.parametrize("name", ll.cifar.RECIPES)
def test_every_recipe_makes_a_model_with_settings_that_work(few, name):
    recipe = ll.cifar.RECIPES[name]
    model = recipe.model(few, 1)
    assert model(torch.zeros(2, 3, 32, 32)).shape == (2, 10)
    check_settings(recipe.settings)
    assert 0 < len(recipe.title) <= 20


def test_a_rung_keeps_what_is_below_it():
    rungs = list(ll.cifar.LADDER.values())[1:]
    for below, above in itertools.pairwise(rungs):
        changed = {name for name in below.settings if above.settings[name] != below.settings[name]}
        assert changed <= {"learning_rate", "epochs", "momentum", "batch_size"}
        added = set(above.settings) - set(below.settings) - {"shifts"}  # flips and shifts are one rung
        assert len(added) + (above.model is not below.model) == 1


def test_the_networks_of_others_have_their_parameters():
    assert ll.cifar.count_parameters(tutorials.pytorch_tutorial()) == 62_006
    assert ll.cifar.count_parameters(tutorials.tensorflow_tutorial()) == 122_570
    assert ll.cifar.count_parameters(tutorials.mlp()) == 3072 * 512 + 512 + 512 * 10 + 10


def test_the_networks_of_others_see_the_numbers_of_their_tutorials():
    black_and_white = ll.cifar.as_floats(torch.tensor([0, 255], dtype=torch.uint8).view(1, 1, 1, 2))
    torch.testing.assert_close(tutorials.pytorch_tutorial()[0](black_and_white).flatten(), torch.tensor([-1.0, 1.0]))
    torch.testing.assert_close(tutorials.tensorflow_tutorial()[0](black_and_white).flatten(), torch.tensor([0.0, 1.0]))


def test_a_recipe_can_be_changed_and_is_short_where_that_is_asked(few, monkeypatch):
    recipe = ll.cifar.RECIPES["plain"]
    _, history = recipe.train(few, epochs=2, batch_size=20)
    assert len(history.loss) == 2
    assert recipe.settings["batch_size"] == 128
    monkeypatch.setenv("LESSONLIB_SHORT", "1")
    _, history = recipe.train(few)
    assert len(history.loss) == 1


def test_the_seed_decides_the_run(few):
    def loss(seed):
        return ll.cifar.RECIPES["minute"].train(few, seed=seed, epochs=2, batch_size=20)[1].loss

    assert loss(1) == loss(1)
    assert loss(1) != loss(2)


def test_the_command_ends_with_seconds_and_test_accuracy(few, capsys, tmp_path):
    path = tmp_path / "run.pt"
    arguments = ["--recipe", "plain", "--epochs", "1.5", "--seed", "3", "--threads", "1", "--checkpoint", str(path)]
    command.main(arguments)
    *_, source, last = capsys.readouterr().out.splitlines()
    assert source == "a few shapes; plain, 2 epochs, seed 3"
    assert re.fullmatch(r"\d+ s, test accuracy \d+\.\d%", last)
    assert path.exists()
    command.main(arguments)  # goes on from its end
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_the_command_says_what_there_is():
    result = subprocess.run(
        [sys.executable, "-m", "lessonlib.cifar", "--recipe", "none"],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert result.returncode == 2
    assert "'minute'" in result.stderr
