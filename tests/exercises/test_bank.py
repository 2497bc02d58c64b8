"""Every exercise keeps its promises: a starter is not attempted, a solution passes, each mistake gets its own words.

All exercises are found by themselves: a new module is covered as soon as it is there.
"""

import random
import re
import subprocess
import sys

import pytest
from paths import ROOT

from lessonlib.exercises import all_exercises
from lessonlib.exercises.checking.check import examine
from lessonlib.exercises.checking.diagnosis import agree, cases
from lessonlib.exercises.checking.plain import Raised, plain
from lessonlib.exercises.checking.run import Outcome, run
from lessonlib.exercises.checking.text import solution_text, starter_text

ALL = all_exercises()
FUNCTIONS = [exercise for exercise in ALL if exercise.kind == "function"]
JUDGED = [exercise for exercise in ALL if exercise.kind == "judged"]
MISTAKES = [(exercise, mistake) for exercise in ALL for mistake in exercise.mistakes]


def named(exercises):
    return pytest.mark.parametrize("exercise", exercises, ids=lambda exercise: exercise.id)


every_exercise, every_function, every_judged = named(ALL), named(FUNCTIONS), named(JUDGED)
every_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"), MISTAKES, ids=[f"{exercise.id}-{mistake.__name__}" for exercise, mistake in MISTAKES]
)


@every_exercise
def test_the_texts_are_there(exercise):
    assert exercise.id == exercise.starter.__module__.rpartition(".")[2].replace("_", "-")
    assert (ROOT / "book" / f"{exercise.chapter}.ipynb").exists()
    assert set(exercise.needs) <= {"numpy", "torch"}
    assert len(exercise.mistakes) >= 3
    assert len(exercise.hints) in (2, 3)
    texts = (exercise.prompt, exercise.insight, *exercise.hints, *(mistake.message for mistake in exercise.mistakes))
    for text in texts:
        assert len(text) > 30
        assert re.search(r"[.?!:`]$", text)
        assert not re.search(r"\bsimply\b|^#|  ", text, re.I | re.M)
    assert exercise.insight.count(". ") == 0
    assert exercise.name in exercise.prompt or exercise.judge


def test_no_message_stands_twice_in_the_book():
    messages = [mistake.message for _, mistake in MISTAKES]
    assert len(set(messages)) == len(messages)
    assert len({exercise.title for exercise in ALL}) == len(ALL)


@every_exercise
def test_no_hint_holds_the_solution(exercise):
    lines = {line.strip() for line in solution_text(exercise).splitlines()[1:]}
    told = " ".join((exercise.prompt, *exercise.hints))
    last = solution_text(exercise).splitlines()[-1].strip()
    assert last not in told
    assert sum(line in told for line in lines if len(line) > 12) <= len(lines) / 2


@every_exercise
def test_the_starter_is_not_attempted(exercise):
    space = {}
    exec(starter_text(exercise), space)
    assert examine(exercise, space[exercise.name]).kind == "untouched"
    assert examine(exercise, exercise.starter() if exercise.judge else exercise.starter).kind == "untouched"


@every_exercise
def test_the_solution_passes_as_the_learner_would_type_it(exercise):
    space = {}
    exec("import numpy as np\n" * ("numpy" in exercise.needs) + solution_text(exercise), space)
    feedback = examine(exercise, space[exercise.name])
    assert feedback, feedback
    assert exercise.insight in feedback.text


@every_function
def test_the_solution_gives_what_was_worked_out_by_hand(exercise):
    examples = exercise.examples()
    assert len(examples) >= 2
    outcomes, printed = run(exercise.solution, [arguments for arguments, _ in examples], seconds=60)
    assert printed.kept == ""
    for (arguments, expected), outcome in zip(examples, outcomes, strict=True):
        hand = Outcome(expected if isinstance(expected, Raised) else plain_or_object(exercise, expected), expected)
        assert agree(exercise, outcome, hand), (arguments, outcome.value, expected)


def plain_or_object(exercise, expected):
    return None if exercise.compare else plain(expected)


@every_judged
def test_the_judge_says_what_was_worked_out_by_hand(exercise):
    examples = exercise.examples()
    assert {right for _, right in examples} == {True, False}
    assert len(examples) >= 3
    for answer, right in examples:
        assert bool(examine(exercise, answer)) == right, answer


@every_mistake
def test_each_mistake_gets_its_own_message_and_no_other(exercise, mistake):
    feedback = examine(exercise, mistake.example() if exercise.judge else mistake)
    assert not feedback
    assert feedback.mistake == mistake.__name__
    texts = {other.message for other in exercise.mistakes if other.message in feedback.text}
    assert texts == {mistake.message}


@every_function
def test_a_check_uses_every_axis_and_is_the_same_every_time(exercise):
    calls, expected = cases(exercise)
    assert len(calls) == len(expected) >= 6
    assert any(not isinstance(outcome.value, Raised) for outcome in expected)
    cases.cache_clear()
    again, expected_again = cases(exercise)
    assert [plain(call) for call in again] == [plain(call) for call in calls] or exercise.compare
    if exercise.draw:
        assert exercise.draw(random.Random(1)) is not None
    assert all(agree(exercise, *pair) for pair in zip(expected, expected_again, strict=True))


@every_exercise
def test_what_the_learner_reads_is_laid_out_for_a_notebook(exercise):
    for text in (starter_text(exercise), solution_text(exercise)):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", "format", "--check", "--line-length", "76", "-"],
            input=text + "\n",
            text=True,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == 0, text
        assert max(map(len, text.splitlines())) <= 76


WITHOUT = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"numpy", "torch", "IPython", "ipywidgets", "anywidget", "matplotlib", "tqdm"}:
            raise ModuleNotFoundError(f"blocked: {name}")

sys.meta_path.insert(0, Blocker())
import lessonlib as ll
from lessonlib.exercises import all_exercises, find
from lessonlib.exercises.checking.text import solution_text

for exercise in all_exercises(without=("numpy", "torch")):
    space = {}
    exec(solution_text(exercise), space)
    assert ll.check(exercise.id, space[exercise.name]), exercise.id
    for mistake in exercise.mistakes:
        wrong = mistake.example() if exercise.judge else mistake
        assert ll.check(exercise.id, wrong).mistake == mistake.__name__, (exercise.id, mistake.__name__)
    assert ll.hint(exercise.id).text and ll.solution(exercise.id).text
    print(exercise.id)
print(ll.progress())
"""


def test_exercises_that_need_nothing_run_without_numpy(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(tmp_path / "progress.json"))
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False, cwd=tmp_path, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    for exercise in ALL:
        assert (exercise.id in done.stdout) == (exercise.needs == ())


def test_every_unread_row_is_counted_for_all_that_can_be_asked():
    """Row by row, for what ``draw`` gives too: padding beyond the filter would count rows that no image has."""
    exercise = next(exercise for exercise in ALL if exercise.id == "unread-rows")
    drawn = [exercise.draw(random.Random(seed)) for seed in range(3000)]
    for size, filter_size, stride, padding in [*exercise.probes(), *drawn]:
        starts = range(-padding, size + padding - filter_size + 1, stride)
        unread = size - max(0, min(size, starts[-1] + filter_size))
        assert exercise.solution(size, filter_size, stride, padding) == unread
