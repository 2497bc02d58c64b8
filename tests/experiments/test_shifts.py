"""Moving what a model has learned, pixel by pixel: what the chapter on weight sharing says of it."""

import numpy as np
import pytest

from lessonlib.experiments.shifts import MOVES, move_by
from lessonlib.pictures import datasets


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONLIB_CACHE", str(tmp_path))


@pytest.mark.slow
def test_only_global_pooling_survives_a_move_of_one_pixel_and_of_seven():
    result = move_by((0,))
    assert list(result.accuracy) == ["linear", "MLP", "conv + flatten", "conv + global max"]
    for name in result.accuracy:
        means = [result.mean(name, str(by)) for by in MOVES]
        assert means[0] > 0.95
        if name == "conv + global max":
            assert min(means) > 0.85
        else:
            assert means[1] < 0.65
            assert max(means[2:]) < 0.6


def test_the_object_stays_whole_at_every_move():
    images, _ = datasets.objects(40, "top left", seed=0, noise=0)
    for by in MOVES:
        moved = np.roll(images, (by, by), axis=(2, 3))
        assert (moved[:, :, by:, by:] == images[:, :, : 16 - by, : 16 - by]).all()
        assert moved[:, :, :by].max(initial=0) == moved[:, :, :, :by].max(initial=0) == 0
