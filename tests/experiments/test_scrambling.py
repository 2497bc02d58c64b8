"""Scrambled digits: one order for all, undone by its inverse; and training on them is the same run."""

import numpy as np
import pytest

import lessonlib as ll
from lessonlib.experiments import scrambling


def test_the_pictures_are_digits_in_another_order():
    found = scrambling.scrambled_digits()
    plain, labels = ll.centred_digits(1000, seed=1)
    assert sorted(found.order.tolist()) == list(range(576))
    assert (found.order == np.arange(576)).mean() < 0.02
    back = np.empty_like(found.images).reshape(1000, 576)
    back[:, found.order] = found.images.reshape(1000, 576)
    np.testing.assert_array_equal(back.reshape(plain.shape), plain)
    np.testing.assert_array_equal(found.labels, labels)


def test_training_on_scrambled_pictures_is_the_same_run():
    for found in scrambling.same_run().values():
        assert found["as they are"] > 0.97
        assert found["scrambled"] == pytest.approx(found["as they are"], abs=0.002)
        assert found["same answers"] >= 998


@pytest.mark.parametrize("make", [scrambling.linear, scrambling._mlp])
def test_the_weights_are_the_same_in_the_other_order(make):
    order = scrambling.pixel_order()
    plain = scrambling._trained(make(), None, epochs=2, learning_rate=0.1)
    mixed = scrambling._trained(make(), order, epochs=2, learning_rate=0.1)
    first, second = (model.layers[1].weights.value for model in (plain, mixed))
    np.testing.assert_allclose(second, first[:, order], atol=1e-4)
    assert np.abs(second - first).max() > 0.1  # and not in the same one


def test_random_weights_that_stay_in_their_order_make_another_run():
    order = scrambling.pixel_order()
    made = scrambling._mlp()
    first = made.layers[1].weights
    first.value = first.value[:, np.argsort(order)]  # `_trained` puts this back
    plain = scrambling._trained(scrambling._mlp(), None, epochs=1, learning_rate=0.1)
    mixed = scrambling._trained(made, order, epochs=1, learning_rate=0.1)
    assert np.abs(mixed.layers[1].weights.value - plain.layers[1].weights.value[:, order]).max() > 0.1
