"""Two processes that torchrun starts do what one does: the same batches, the same gradients, the same schedule."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import torch

from lessonlib.cifar.training.distributed import Team

RUN = """
import json, os, sys
import torch
import lessonlib as ll
from lessonlib.pictures import shapes10
from lessonlib.cifar.models.fast import fast_cnn

data = ll.cifar.Pictures(
    *shapes10.pictures(450, seed=1), *shapes10.pictures(151, seed=2), shapes10.CLASS_NAMES, "a few shapes", False
)
settings = dict(epochs=2.5, batch_size=64, schedule="one-cycle", flips=True, shifts=2, label_smoothing=0.2)
found = {}
model = fast_cnn(widths=(4, 5, 6), batchnorm=False, seed=1)
history = ll.cifar.train(model, data, learning_rate=0.2, **settings)
found["plain"] = [history.loss, history.train_accuracy, history.test_accuracy]
found["weights"] = torch.cat([weights.flatten() for weights in model.parameters()]).tolist()
model = fast_cnn(widths=(8, 12, 16), whiten=data.train_images, seed=1)
history = ll.cifar.train(
    model, data, learning_rate=0.24, momentum=0.6, optimizer="muon", checkpoint=sys.argv[1], **settings | {"epochs": 5}
)
found["normalised"] = [history.loss, history.train_accuracy, history.test_accuracy]
if os.environ.get("RANK", "0") == "0":
    print(json.dumps(found))
"""


def run(folder, *, processes):
    """What the script above found with so many processes."""
    script = folder / "run.py"
    script.write_text(RUN, encoding="utf-8")
    launcher = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"] if processes > 1 else []
    environment = os.environ | {"GLOO_SOCKET_IFNAME": "lo", "OMP_NUM_THREADS": "1", "LESSONLIB_SHORT": "0"}
    result = subprocess.run(
        [sys.executable, *launcher, str(script), str(folder / f"{processes}.pt")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    return run(tmp_path_factory.mktemp("one"), processes=1)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    return run(tmp_path_factory.mktemp("two"), processes=2)


@pytest.mark.slow
def test_two_processes_take_the_steps_of_one(one, two):
    """Every weight after 20 steps, the last batches of an epoch smaller and odd: 450 = 7 * 64 + 2."""
    np.testing.assert_allclose(two["weights"], one["weights"], atol=2e-5)
    for mine, others in zip(one["plain"], two["plain"], strict=True):
        np.testing.assert_allclose(others, mine, atol=1e-4)


def test_with_batch_normalisation_they_agree_within_noise(one, two):
    """Each process normalises by its own half of a batch, so the two are not equal; they learn as well."""
    assert one["normalised"] != two["normalised"]
    (loss, *_), (other, *_) = one["normalised"], two["normalised"]
    assert loss[-1] < loss[0] - 0.1
    np.testing.assert_allclose(other, loss, atol=0.1)
    np.testing.assert_allclose(two["normalised"][2][-1], one["normalised"][2][-1], atol=0.15)


def test_parts_make_up_a_batch_and_are_weighted_by_their_size():
    batch = torch.arange(7) ** 2.0
    crew = [Team(rank, 3, 3, torch.device("cpu")) for rank in range(3)]
    parts = [member.part(batch) for member in crew]
    assert sorted(torch.cat(parts).tolist()) == batch.tolist()
    means = [part.mean() * member.weight(batch) for part, member in zip(parts, crew, strict=True)]
    torch.testing.assert_close(sum(means) / 3, batch.mean())
