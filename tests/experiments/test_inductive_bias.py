"""The experiments show what the chapters say they show."""

import numpy as np
import pytest

from lessonlib.experiments import inductive_bias
from lessonlib.experiments.inductive_bias import SHARING
from lessonlib.experiments.trials import Result

SEEDS = (0, 1)


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LESSONLIB_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def every(result, condition):
    return {model: result.mean(model, condition) for model in result.accuracy}


@pytest.mark.slow
def test_moved_to_another_corner_only_global_pooling_still_knows_the_object():
    result = inductive_bias.move(SEEDS)
    assert min(every(result, "top left").values()) > 0.95
    elsewhere = every(result, "bottom right")
    assert elsewhere.pop("conv + global max") > 0.85
    assert max(elsewhere.values()) < result.chance + 0.15


@pytest.mark.slow
def test_shuffled_pixels_cost_only_those_that_bet_on_neighbours():
    result = inductive_bias.permute(SEEDS)
    plain, mixed = every(result, "as they are"), every(result, "shuffled")
    for model in ("linear", "MLP"):
        assert abs(plain[model] - mixed[model]) < 0.08
    for model in ("conv + flatten", "conv + global max"):
        assert plain[model] > mixed[model] + 0.12
        assert mixed[model] < mixed["MLP"] + 0.05


@pytest.mark.slow
def test_asked_for_the_place_the_bet_loses():
    result = inductive_bias.quadrant(SEEDS)
    scores = every(result, "which quadrant")
    assert scores.pop("conv + global max") == pytest.approx(result.chance, abs=0.05)
    assert min(scores.values()) > 0.95


@pytest.mark.slow
def test_sharing_weights_needs_fewer_pictures():
    assert inductive_bias.COUNTS == (30, 100, 300, 1000)
    result = inductive_bias.number_of_pictures(SEEDS[:1])
    assert list(result.accuracy) == list(SHARING)
    assert min(every(result, "30 seen").values()) == 1
    few, many = every(result, "30 new"), every(result, "1000 new")
    own, shared, pooled = "locally connected", "conv + flatten", "conv + global max"
    assert max(few[own], few[shared]) < result.chance + 0.12
    assert many[shared] > many[own] + 0.12
    assert few[pooled] > many[own] + 0.15


def test_models_that_are_compared_have_as_many_parameters():
    counts = {name: make(0).count() for name, make in SHARING.items()}
    assert counts["conv + flatten"] <= counts["MLP"] <= 1.1 * counts["conv + flatten"]
    filters, places = 14, 144
    shared, own = filters * 26, filters * 26 * places
    assert counts["locally connected"] - counts["conv + flatten"] == own - shared
    assert counts["linear"] == 256 * 4 + 4
    assert counts["conv + global max"] == 14 * 26 + 14 * 4 + 4


def test_a_result_sums_up_its_seeds():
    result = Result(
        0.25, {"a": 5, "bb": 1234}, {"a": {"x": [0.5, 0.7], "y": [1.0, 1.0]}, "bb": {"x": [0.25], "y": [0]}}
    )
    assert result.mean("a", "x") == pytest.approx(0.6)
    assert result.spread("a", "x") == pytest.approx(np.sqrt(0.02))
    assert result.spread("bb", "x") == 0
    assert result.table().splitlines() == [
        "model  parameters              x              y",
        "a               5   60.0 +- 14.1   100.0 +- 0.0",
        "bb          1,234    25.0 +- 0.0     0.0 +- 0.0",
    ]
