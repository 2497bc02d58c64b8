"""The losses: torch's values and gradients, sums by hand, and what they refuse."""

import numpy as np
import pytest
import torch
from convolutions import assert_close, drawn

from lessonlib.nn.gradient_check import gradient_check
from lessonlib.nn.losses import hinge, mean_squared_error, softmax_cross_entropy

LABELS = np.array([2, 0, 1, 2, 2])


def with_gradient(loss, scores):
    scores = torch.tensor(scores, requires_grad=True)
    value = loss(scores)
    value.backward()
    return value.item(), scores.grad


@pytest.mark.parametrize("spread", [1, 100, 1e4])
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-10), (np.float32, 1e-5)])
def test_softmax_cross_entropy_equals_torch(spread, dtype, tolerance):
    scores = spread * drawn((5, 3), dtype=dtype)[0]
    loss, gradient = softmax_cross_entropy(scores, LABELS)
    want, wanted = with_gradient(lambda s: torch.nn.functional.cross_entropy(s, torch.tensor(LABELS)), scores)
    assert loss == pytest.approx(want, rel=tolerance)
    assert gradient.dtype == dtype
    assert_close(gradient, wanted, tolerance)


def test_softmax_cross_entropy_is_finite_for_scores_of_any_size():
    loss, gradient = softmax_cross_entropy([[1e4, -1e4], [-1e4, 1e4]], [0, 0])
    assert loss == 1e4
    assert gradient.tolist() == [[0, 0], [-0.5, 0.5]]


def test_equal_scores_cost_the_log_of_the_number_of_classes():
    assert softmax_cross_entropy(np.zeros((4, 10)), [0, 3, 9, 9])[0] == pytest.approx(np.log(10))


@pytest.mark.parametrize("delta", [1.0, 2.5])
def test_hinge_equals_torch(delta):
    (scores,) = drawn((5, 3))
    loss, gradient = hinge(scores, LABELS, delta)

    def reference(s):  # torch divides by the number of classes as well
        return 3 * torch.nn.functional.multi_margin_loss(s, torch.tensor(LABELS), margin=delta)

    want, wanted = with_gradient(reference, scores)
    assert loss == pytest.approx(want, rel=1e-12)
    assert_close(gradient, wanted, 1e-12)


def test_hinge_by_hand():
    """The worked example of CS231n's notes on linear classification, and a row without any loss."""
    loss, gradient = hinge([[13.0, -7.0, 11.0], [0.0, 5.0, 4.0]], [0, 1], delta=10)
    assert loss == ((0 + 8) + (5 + 9)) / 2
    assert gradient.tolist() == [[-0.5, 0, 0.5], [0.5, -1, 0.5]]


def test_mean_squared_error_equals_torch():
    outputs, targets = drawn((4, 3, 2), (4, 3, 2))
    loss, gradient = mean_squared_error(outputs, targets)
    want, wanted = with_gradient(lambda o: torch.nn.functional.mse_loss(o, torch.tensor(targets)), outputs)
    assert loss == pytest.approx(want, rel=1e-12)
    assert_close(gradient, wanted, 1e-12)


@pytest.mark.parametrize("loss", [softmax_cross_entropy, hinge])
class TestScoresAndLabels:
    def test_the_gradient_agrees_with_numerical_differences(self, loss):
        (scores,) = drawn((5, 3))
        check = gradient_check(lambda s: loss(s, LABELS)[0], scores, loss(scores, LABELS)[1])
        assert check.passed, str(check)

    def test_scores_are_never_changed_and_may_be_integers(self, loss):
        scores = np.array([[1, 2, 4], [3, 0, 1]])
        kept = scores.copy()
        assert isinstance(loss(scores, [0, 2])[0], float)
        assert (scores == kept).all()

    def test_labels_may_be_of_any_integer_type(self, loss):
        (scores,) = drawn((5, 3))
        for labels in (LABELS.astype(np.uint8), LABELS.astype(np.int32), LABELS.tolist()):
            assert loss(scores, labels)[0] == loss(scores, LABELS)[0]

    @pytest.mark.parametrize(
        ("scores", "labels", "error", "message"),
        [
            (np.ones((3, 4)), [0, 4, 1], ValueError, "labels must be from 0 to 3; got 4 at index 1"),
            (np.ones((3, 4)), [0, 1, -1], ValueError, "labels must be from 0 to 3; got -1 at index 2"),
            (np.ones((3, 4)), [0, 1], ValueError, r"labels must be \(N,\) with N == 3; got \(2,\)"),
            (np.ones((3, 4)), [0.0, 1.0, 2.0], TypeError, "labels must be whole numbers, .*; got dtype float64"),
            (np.ones((3, 4)), np.eye(3, 4), ValueError, r"labels must be \(N,\); got shape \(3, 4\)"),
            (np.ones((0, 4)), [], ValueError, r"scores must have at least one row and one class; got shape \(0, 4\)"),
            (np.ones(4), [0], ValueError, r"scores must be \(N, classes\); got shape \(4,\)"),
            (np.full((1, 2), "a"), [0], TypeError, "scores must hold integers or real numbers; got dtype <U1"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, loss, scores, labels, error, message):
        with pytest.raises(error, match=message):
            loss(scores, labels)


def test_targets_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"targets must be \(2, 3\) to match outputs; got \(3, 2\)"):
        mean_squared_error(np.ones((2, 3)), np.ones((3, 2)))
    with pytest.raises(ValueError, match="outputs must hold at least one number"):
        mean_squared_error(np.ones((0, 3)), np.ones((0, 3)))
