"""What is said of answers that no known mistake explains, and of two mistakes at once."""

import linecache

import pytest

from lessonlib.exercises import find
from lessonlib.exercises.checking import index_error, pairs
from lessonlib.exercises.checking.check import examine
from lessonlib.exercises.checking.run import place

FILE = "<ipython-input-7>"


def answer(code, name):
    linecache.cache[FILE] = (len(code), None, code.splitlines(True), FILE)
    space = {}
    exec(compile(code, FILE, "exec"), space)
    return space[name]


@pytest.mark.parametrize(
    "line",
    [
        "return rows[len(rows)][0]",  # a call: nothing of it runs again
        "return rows[i.bit_count() + 9]",
        "return rows[Bomb()]",
        "return dict(a=rows)['a'][9]",
    ],
)
def test_a_line_that_does_more_than_look_up_is_left_alone(line):
    function = answer(f"class Bomb:\n    def __index__(self): return 9\ndef f(rows, i):\n    {line}", "f")
    with pytest.raises(IndexError) as caught:
        function([[1], [2]], 1)
    number, _, name = place(caught.value, function)
    assert index_error.told(caught.value, name, number) == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("return rows[i + 1][0]", "In `rows[i + 1]` the index is 2, and `rows` has 2 entries: 0 to 1."),
        ("return rows[0][i]", "In `rows[0][i]` the index is 1, and `rows[0]` has 1 entry: 0 to 0."),
        ("return sum(rows[j][0] for j in range(3))", "In `rows[j]` the index is 2, and `rows` has 2 entries: 0 to 1."),
        ("if rows[-2 * i - 1]: pass", "In `rows[-2 * i - 1]` the index is -3, and `rows` has 2 entries: 0 to 1."),
    ],
)
def test_the_index_that_ran_out_is_named(line, said):
    function = answer(f"def f(rows, i):\n    {line}", "f")
    with pytest.raises(IndexError) as caught:
        function([[1], [2]], 1)
    number, _, name = place(caught.value, function)
    assert index_error.told(caught.value, name, number) == said


def test_an_answer_that_is_always_the_same_is_no_pair_of_mistakes():
    feedback = examine(find("predicted-class"), lambda pixels, weights, biases: 0)
    assert feedback.mistake == ""
    assert "returns the same in every case" in feedback.text


def test_an_answer_that_is_nearly_never_right_gets_no_guess():
    def odd(input_size, filter_size, stride, padding):
        return input_size * 7 + filter_size * stride + padding

    feedback = examine(find("output-size"), odd)
    assert feedback.mistake == ""
    assert "That is not the right answer yet." in feedback.text


def test_an_argument_that_is_never_read_is_named_where_nothing_else_is_known():
    def odd(size, filter_size, channels, filters, stride, padding):
        return size * filter_size * channels + sum(padding for _ in range(3)) * stride

    assert "Your function never uses `filters`." in examine(find("multiplications"), odd).text

    def whole(input_size, filter_size, channels, filters):  # the solution does not read the size of the image either
        return filter_size * channels + 7 * filters

    assert "never uses" not in examine(find("layer-parameters"), whole).text


def test_a_pair_is_made_of_functions_of_their_own():
    exercise = find("one-filter-gradient")
    mistakes = {mistake.__name__: mistake for mistake in exercise.mistakes}
    before = dict(mistakes["flips"].__globals__)
    made = pairs.both(mistakes["flips"], mistakes["turns_the_sign"])
    arguments = exercise.examples()[0][0]
    assert (made(*arguments) == -exercise.solution(*arguments)[::-1, ::-1]).all()
    assert mistakes["flips"].__globals__ == before, "the module is as it was"


def test_an_argument_that_is_a_factor_too_few_is_named():
    def without_filters(input_size, channels, filter_size, filters):
        connected, convolution = find("equal-output").solution(input_size, channels, filter_size, filters)
        return connected // filters, convolution

    text = examine(find("equal-output"), without_filters).text
    assert "the second is right in every case" in text
    assert "Yours times `filters` would be right" in text
