"""Numerical gradients, and the check that reports where a gradient is worst."""

import numpy as np
import pytest

from lessonlib.nn.gradient_check import gradient_check, numerical_gradient


def test_the_gradient_of_a_polynomial():
    def function(x):
        return x[0, 0] ** 3 + 5 * x[0, 1] * x[1, 2]

    x = np.array([[2.0, 3.0, 0.0], [0.0, 0.0, 7.0]])
    assert numerical_gradient(function, x) == pytest.approx(np.array([[12, 35, 0], [0, 0, 15]]), rel=1e-8, abs=1e-8)


def test_central_differences_are_exact_for_a_parabola():
    assert numerical_gradient(lambda x: (x**2).sum(), [3.0], step=0.5) == pytest.approx([6.0], abs=1e-12)


def test_values_may_be_integers_or_float32_and_are_never_changed():
    for values in (np.array([1, 2]), np.array([1, 2], np.float32)):
        values.flags.writeable = False
        seen = []

        def function(x, seen=seen):
            seen.append(x.dtype)
            x[:] = x * 2
            return x.sum()

        assert numerical_gradient(function, values) == pytest.approx([2, 2])
        assert values.tolist() == [1, 2]
        assert set(seen) == {np.dtype(np.float64)}


def test_one_wrong_number_among_many_is_found():
    x = np.random.default_rng(0).normal(size=(4, 5, 6))
    gradient = 2 * x
    assert gradient_check(lambda x: (x**2).sum(), x, gradient).passed
    gradient[3, 0, 2] += 1e-3
    check = gradient_check(lambda x: (x**2).sum(), x, gradient)
    assert not check.passed
    assert check.index == (3, 0, 2)
    assert check.given - check.numerical == pytest.approx(1e-3, rel=1e-3)
    assert "does not agree: worst at (3, 0, 2)" in str(check)


def test_a_gradient_with_nan_does_not_pass():
    check = gradient_check(lambda x: x.sum(), [1.0, 2.0], [1.0, np.nan])
    assert not check.passed
    assert check.index == (1,)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: numerical_gradient(np.sum, [1.0], step=0), "step must be above 0; got 0"),
        (lambda: numerical_gradient(lambda x: x, [1.0, 2.0]), r"function must return one number; got shape \(2,\)"),
        (lambda: gradient_check(np.sum, [1.0, 2.0], [1.0]), r"gradient must be \(2,\), like values; got \(1,\)"),
        (lambda: gradient_check(np.sum, [], []), r"values must hold at least one number; got shape \(0,\)"),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
