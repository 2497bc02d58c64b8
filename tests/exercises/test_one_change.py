"""An answer that is one small change from right: its line is pointed at, and nothing else is."""

import ast
import linecache
import time

import numpy as np
import pytest

from lessonlib.exercises.checking.edits import cancels, edits, made
from lessonlib.exercises.checking.one_change import one_change
from lessonlib.exercises.checking.plain import plain

FILE = "<ipython-input-2>"


@pytest.fixture
def defined(monkeypatch):
    """The function of a cell, with its lines at hand as in a notebook."""

    def define(text):
        monkeypatch.setitem(linecache.cache, FILE, (len(text), None, text.splitlines(True), FILE))
        space = {"np": np}
        exec(compile(text, FILE, "exec"), space)
        return next(value for name, value in space.items() if name.startswith("f") and callable(value))

    return define


def asked(function, right, calls, targets=()):
    """What is asked about a function, where ``right`` is what it should do."""
    wanted = [plain(right(*arguments)) for arguments in calls]
    failing = [i for i, arguments in enumerate(calls) if not _same(function, arguments, wanted[i])]
    order = [*failing, *(i for i in range(len(calls)) if i not in failing)]
    found = {None: lambda i, outcome: outcome.error is None and outcome.value == wanted[i]}
    for mistake in targets:
        theirs = [plain(mistake(*arguments)) for arguments in calls]
        found[mistake] = lambda i, outcome, theirs=theirs: outcome.error is None and outcome.value == theirs[i]
    return one_change(function, calls, order, found)


def _same(function, arguments, wanted):
    try:
        return plain(function(*arguments)) == wanted
    except Exception:
        return False


NUMBERS = [([3, 1, 4, 1, 5],), ([2, 7],), ([-9, 6, 5],), ([8],)]
SIZES = [(7, 3, 1, 0), (11, 4, 1, 2), (9, 3, 2, 1), (28, 5, 3, 1)]
GRIDS = [([[1, 2, 3], [4, 5, 6], [7, 8, 10]],), ([[5, 0, 2], [1, 3, 8], [2, 2, 9]],)]


def total(numbers):
    return sum(number * number for number in numbers)


def places(size, filter, stride, padding):
    return (size - filter + 2 * padding) // stride + 1


def corner(grid):
    return grid[0][2]


CASES = {
    "a return in the loop": (
        "def f(numbers):\n    s = 0\n    for n in numbers:\n        s += n * n\n        return s\n",
        (total, NUMBERS, 3, "Does `return s` belong inside the loop, or after it?"),
    ),
    "a start in the loop": (
        "def f(numbers):\n    for n in numbers:\n        s = 0\n        s += n * n\n    return s\n",
        (total, NUMBERS, 2, "Does `s = 0` belong inside the loop, or before it?"),
    ),
    "an assignment that forgets": (
        "def f(numbers):\n    s = 0\n    for n in numbers:\n        s = n * n\n    return s\n",
        (total, NUMBERS, 4, "It forgets what was there before."),
    ),
    "an operator": (
        "def f(numbers):\n    return sum(n + n for n in numbers)\n",
        (total, [([3, 1],), ([5, 7],)], 2, ""),  # the same on both sides: no change of the operator is tried
    ),
    "the order of a difference": (
        "def f(size, filter, stride, padding):\n    return (filter - size + 2 * padding) // stride + 1\n",
        (places, SIZES[:2], 2, "In which order do `filter` and `size` belong in `filter - size`?"),
    ),
    "a number": (
        "def f(size, filter, stride, padding):\n    return (size - filter + 3 * padding) // stride + 1\n",
        (places, SIZES, 2, "Is `3` the right number there?"),
    ),
    "one place too few": (
        "def f(size, filter, stride, padding):\n    return (size - filter + 2 * padding) // stride\n",
        (places, SIZES, 2, "`(size - filter + 2 * padding) // stride` is one too small there."),
    ),
    "a float": (
        "def f(size, filter, stride, padding):\n    return (size - filter + 2 * padding) / stride + 1\n",
        (places, SIZES, 2, "`//` gives a whole number."),
    ),
    "an argument left out": (
        "def f(size, filter, stride, padding):\n    return size - filter + 2 * padding + 1\n",
        (lambda size, filter, stride, padding: (size - filter + 2 * padding + 1) * stride, SIZES, 2, "`stride`"),
    ),
    "indices in the wrong order": (
        "def f(grid):\n    return grid[2][0]\n",
        (corner, GRIDS, 2, "In which order do the two indices of `grid[2][0]` stand?"),
    ),
    "two slices one behind the other": (
        "def f(grid):\n    return np.array(grid)[0:2][0:1].sum()\n",
        (lambda grid: np.array(grid)[0:2, 0:1].sum(), GRIDS, 2, "the second does not reach into a row"),
    ),
    "a matrix product": (
        "def f(grid):\n    grid = np.array(grid)\n    return (grid @ grid).sum()\n",
        (lambda grid: (np.array(grid) ** 2).sum(), GRIDS, 3, "multiplies rows by columns"),
    ),
    "both loops too short": (
        "def f(grid):\n    s = 0\n    for i in range(2):\n        for j in range(len(grid) - 1):\n"
        "            s += grid[i][j]\n    return s\n",
        (lambda grid: int(np.sum(grid)), GRIDS, 3, "This loop and the next one end one round too early."),
    ),
    "another function": (
        "def f(numbers):\n    return max(numbers) - max(numbers)\n",
        (lambda numbers: max(numbers) - min(numbers), NUMBERS, 2, "Is `max` what is asked for here?"),
    ),
    "something not needed": (
        "def f(numbers):\n    return max(map(abs, numbers)) if len(numbers) > 1 else abs(numbers[0] * -1)\n",
        (lambda numbers: 0, NUMBERS, 2, ""),  # nothing of it is one change away
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_line_is_named_and_its_question_asked(name, defined):
    text, (right, calls, line, question) = CASES[name]
    target, said = asked(defined(text), right, calls)
    assert target is None
    if question:
        assert said.startswith("One small change would make it right.")
        assert f"Look at line {line}, `{text.splitlines()[line - 1].strip()}`." in said
        assert question in said
    else:
        assert said == ""


def test_the_line_is_that_of_the_cell_not_of_the_function(defined):
    text = "scale = 3\n\n\ndef f(numbers):\n    return sum(n * n for n in numbers) + 1\n"
    assert "Look at line 5," in asked(defined(text), total, NUMBERS)[1]


def test_a_known_mistake_beside_the_slip_is_found_too(defined):
    def forgets_the_padding(size, filter, stride, padding):
        return (size - filter) // stride + 1

    text = "def f(size, filter, stride, padding):\n    return (filter - size) // stride + 1\n"
    mistake, said = asked(defined(text), places, SIZES, [forgets_the_padding])
    assert mistake is forgets_the_padding
    assert "In which order do `filter` and `size`" in said
    assert "One small change would make it right" not in said


def test_two_changes_away_nothing_is_said(defined):
    text = "def f(size, filter, stride, padding):\n    return (filter - size + 3 * padding) // stride + 1\n"
    assert asked(defined(text), places, SIZES) == (None, "")


def test_an_answer_whose_lines_are_not_at_hand_is_left_alone():
    assert asked(lambda numbers: sum(numbers), total, NUMBERS) == (None, "")
    assert asked(sum, total, NUMBERS) == (None, "")


def test_a_change_that_never_ends_does_not_hold_up_the_check(defined):
    text = (
        "def f(numbers):\n    i, s = 0, 0\n    while i < len(numbers):\n        i += 1\n"
        "        s += numbers[i - 1] ** 3\n    return s\n"
    )
    begin = time.thread_time()
    assert "Is `3` the right number there?" in asked(defined(text), total, NUMBERS)[1]
    assert time.thread_time() - begin < 60  # an endless one would never come back


def test_the_function_itself_is_left_as_it_is():
    text = "def f(a, b):\n    total = 0\n    for i in range(a - b + 1):\n        total += a[i][b] * 2\n    return total"
    tree = ast.parse(text).body[0]
    found = edits(tree)
    others = {ast.unparse(made(tree, edit)) for edit in found}
    assert ast.unparse(tree) == text
    assert len(found) > 60
    assert len(others) > 60
    assert text not in others
    for one in others:
        compile(one, "changed", "exec")


@pytest.mark.parametrize(
    ("text", "found"), [("a - a", True), ("a[0] // a[0]", True), ("a - b", False), ("a * a", False)]
)
def test_a_change_that_cancels_out_is_no_explanation(text, found):
    assert cancels(ast.parse(f"def f(a, b):\n    return {text}").body[0]) == found
