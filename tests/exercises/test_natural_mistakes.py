"""What people type at first: each such answer gets a reply that names its mistake.

The answers lie in ``natural_mistakes.toml``, by exercise. ``mistake`` is the known mistake that the reply must name;
``says`` is part of the reply where there is none, as for Python's own errors.
"""

import linecache
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

import lessonlib as ll
from lessonlib.exercises import find
from lessonlib.exercises.checking import diagnosis
from lessonlib.exercises.checking.check import examine

FILE = "<ipython-input-1>"
ANSWERS = tomllib.loads(Path(__file__).with_name("natural_mistakes.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("id", "answer"),
    [(id, answer) for id, answers in ANSWERS.items() for answer in answers],
    ids=[f"{id}-{number}" for id, answers in ANSWERS.items() for number, _ in enumerate(answers)],
)
def test_a_natural_mistake_is_named(id, answer, monkeypatch):
    exercise, space = find(id), {"np": np, "ll": ll}
    monkeypatch.setitem(linecache.cache, FILE, (len(answer["code"]), None, answer["code"].splitlines(True), FILE))
    exec(compile(answer["code"], FILE, "exec"), space)  # with its lines at hand, as in a notebook and in the page
    feedback = examine(exercise, space[exercise.name])
    assert not feedback
    assert feedback.mistake == answer.get("mistake", "")
    assert answer.get("says", "") in feedback.text


def test_every_function_that_is_written_with_loops_has_some():
    assert {"one-number", "sum-over-channels", "convolution-with-loops", "find-the-patch", "max-pooled"} <= set(ANSWERS)
    assert sum(map(len, ANSWERS.values())) >= 200


def test_a_mistake_that_needs_numpy_is_named_once_numpy_is_there(monkeypatch):
    exercise = find("find-the-patch")
    takes_it_for_square = next(one for one in exercise.mistakes if one.__name__ == "takes_the_patch_for_square")
    diagnosis._outcomes.cache_clear()
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "numpy", None)  # as in a page that has not loaded it yet
        examine(exercise, lambda picture, patch: (0, 0))
    assert examine(exercise, takes_it_for_square).mistake == "takes_the_patch_for_square"
