"""Validators: Python's and NumPy's numbers are welcome, a bool is no number, and each message says what to write."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from lessonlib.nn.arrays import as_labels
from lessonlib.nn.checks import one_of, real_number, shown, true_or_false, whole_number

NOT_A_NUMBER = [True, False, np.True_, "3", None, 2j, [3], (3,), np.array([3, 4]), object()]


@pytest.mark.parametrize("value", [3, np.int8(3), np.uint64(3), np.int64(3)])
def test_every_kind_of_integer_becomes_an_int(value):
    assert type(whole_number("size", value)) is int
    assert whole_number("size", value, 3, 3) == 3


@pytest.mark.parametrize("value", [*NOT_A_NUMBER, 3.0, np.float32(3), Fraction(3)])
def test_what_is_no_integer_is_a_type_error(value):
    with pytest.raises(TypeError, match=r"^size must be a whole number, 1 to 9; got .*; try \d( or \d)?$"):
        whole_number("size", value, 1, 9)


@pytest.mark.parametrize(
    ("value", "bounds", "said"),
    [
        (0, (1,), "1 or more; got 0; the nearest that works is 1"),
        (-(10**30), (-2, 5), f"-2 to 5; got {-(10**30)}; the nearest that works is -2"),
        (6, (-2, 5), "-2 to 5; got 6; the nearest that works is 5"),
        (2.5, (0, 2), r"0 to 2; got 2.5 \(float\); try 2"),
        (2.5, (0,), r"0 or more; got 2.5 \(float\); try 2 or 3"),
        (float("inf"), (1, 4), r"1 to 4; got inf \(float\); try 1"),
    ],
)
def test_the_nearest_that_works_is_named(value, bounds, said):
    with pytest.raises((TypeError, ValueError), match=f"^size must be a whole number, {said}$"):
        whole_number("size", value, *bounds)


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.int8(2), Fraction(2)])
def test_every_kind_of_number_becomes_a_float(value):
    assert type(real_number("rate", value, above=1.5, at_most=2)) is float
    assert real_number("rate", value) == 2


@pytest.mark.parametrize("value", [*NOT_A_NUMBER, Decimal(3)])
def test_what_is_no_number_is_a_type_error(value):
    with pytest.raises(TypeError, match=r"^rate must be a finite number, above 0; got .* \(.*\)$"):
        real_number("rate", value, above=0)


@pytest.mark.parametrize("value", [0, 1, -0.1, float("nan"), float("inf"), -float("inf"), np.float64("nan")])
def test_bounds_are_open_where_they_say_so(value):
    with pytest.raises(ValueError, match=r"^rate must be a finite number, above 0, below 1; got"):
        real_number("rate", value, above=0, below=1)
    assert real_number("rate", 0, at_least=0) == real_number("rate", 0, at_most=0) == 0


@pytest.mark.parametrize("value", [True, False, np.True_, np.False_])
def test_a_bool_of_python_or_numpy_is_one(value):
    assert true_or_false("floor", value) is bool(value)


@pytest.mark.parametrize("value", [1, 0, np.int64(1), 1.0, "True", None, [True], np.array([True])])
def test_nothing_else_is_a_bool(value):
    with pytest.raises(TypeError, match=r"^floor must be True or False; got "):
        true_or_false("floor", value)


@pytest.mark.parametrize("value", ["cosine", "", None, 1, ["constant"], np.array(["constant", "one-cycle"])])
def test_what_is_none_of_the_choices_is_named_with_them(value):
    with pytest.raises(ValueError, match=r"^schedule must be one of 'constant', 'one-cycle'; got "):
        one_of("schedule", value, ("constant", "one-cycle"))


@pytest.mark.parametrize("dtype", [np.int8, np.uint64, np.int64, bool])
def test_labels_of_any_whole_kind_become_int64(dtype):
    labels = as_labels(np.array([0, 1, 1], dtype), 3, 2)
    assert labels.dtype == np.int64
    assert labels.tolist() == [0, 1, 1]
    assert as_labels([], 0, 2).dtype == np.int64


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([0, 5], "labels must be from 0 to 4; got 5 at index 1"),
        ([-1, 5], "labels must be from 0 to 4; got -1 at index 0"),
        ([0.0, 1.0], "labels must be whole numbers, the class of each picture; got dtype float64"),
        ([0, 1, 2], r"labels must be \(N,\) with N == 2; got \(3,\)"),
        ([[1, 0], [0, 1]], r"labels must be \(N,\); got shape \(2, 2\)"),
        ([0, [1]], "labels must be a regular grid of numbers"),
        (np.array([2**63, 0], np.uint64), "labels must fit 64-bit integers"),
    ],
)
def test_labels_that_do_not_fit_are_named(labels, said):
    with pytest.raises((TypeError, ValueError), match=f"^{said}"):
        as_labels(labels, 2, 5)


class Unshowable:
    def __repr__(self):
        raise RuntimeError("no")


@pytest.mark.parametrize("check", [whole_number, real_number, true_or_false, lambda *given: one_of(*given, ["a"])])
@pytest.mark.parametrize(
    "value",
    [10**5000, -(10**5000), "a" * 10**6, Unshowable(), np.zeros((100, 100))],
    ids=lambda value: type(value).__name__,
)
def test_a_message_is_short_whatever_was_given(check, value):
    with pytest.raises((TypeError, ValueError), match=r"^size must be") as caught:
        check("size", value)
    assert len(str(caught.value)) < 400


def test_a_value_is_shown_cut_and_never_fails():
    assert shown(10**5000) == "an int of about 5000 digits"
    assert shown(Unshowable()) == "an object of type Unshowable"
    assert len(shown("a" * 1000)) == 200
