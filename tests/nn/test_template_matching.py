"""Normalised correlation against scikit-image, and what no light changes."""

import doctest

import numpy as np
import pytest
from skimage.feature import match_template

import lessonlib as ll
from lessonlib.nn import template_matching
from lessonlib.pictures.print_page import TEXT


def test_the_examples_in_the_docstrings():
    results = doctest.testmod(template_matching)
    assert results.attempted
    assert results.failed == 0


def test_it_is_scikit_images_on_many_cases():
    random = np.random.default_rng(11)
    for number in range(200):
        size = random.integers(2, 9, 2)
        shape = size + random.integers(0, 12, 2)
        if number % 2:
            picture, template = random.normal(size=shape), random.uniform(-1, 1, size)
        else:
            picture, template = random.integers(0, 256, shape), random.integers(0, 256, size)
        found = ll.normalised_correlation(picture, template)
        assert (found.shape, found.dtype) == (tuple(shape - size + 1), np.float64)
        wanted = match_template(picture.astype(float), template.astype(float))
        np.testing.assert_allclose(found, wanted, atol=1e-9)


def test_it_is_pearsons_coefficient_of_each_patch():
    random = np.random.default_rng(3)
    picture, template = random.normal(size=(9, 7)), random.normal(size=(4, 2))
    found = ll.normalised_correlation(picture, template)
    for (row, column), value in np.ndenumerate(found):
        patch = picture[row : row + 4, column : column + 2]
        assert value == pytest.approx(np.corrcoef(patch.ravel(), template.ravel())[0, 1], abs=1e-12)


@pytest.mark.parametrize(("contrast", "brightness"), [(3, 0), (0.01, 7), (1, 1e6)])
def test_light_and_contrast_change_nothing(contrast, brightness):
    random = np.random.default_rng(4)
    picture, template = random.normal(size=(20, 30)), random.normal(size=(5, 3))
    lit = ll.normalised_correlation(contrast * picture + brightness, template)
    np.testing.assert_allclose(lit, ll.normalised_correlation(picture, template), atol=1e-7)
    np.testing.assert_allclose(ll.normalised_correlation(-picture, template), -lit, atol=1e-7)


def test_a_flat_patch_gives_zero():
    picture = np.zeros((6, 8))
    picture[:, 6:] = np.random.default_rng(5).normal(size=(6, 2))
    for brightness in (0, 0.1, 1e9):
        found = ll.normalised_correlation(picture + brightness, [[1, 2], [3, 5]])
        np.testing.assert_array_equal(found[:, :5], 0)
        assert np.abs(found[:, 5:]).max() > 0.1


def test_on_the_edge_a_threefold_contrast_gives_the_same():
    edge, filter = ll.images.edge(), ll.filters.vertical_edge()
    for contrast in (1, 3):
        found = ll.normalised_correlation(contrast * edge, filter)
        np.testing.assert_allclose(found, [[0.75**0.5, 0.75**0.5, 0]] * 3, atol=1e-12)


def test_on_a_fading_page_it_finds_every_e():
    page = ll.images.print_page()
    scores = ll.normalised_correlation(page * np.linspace(1, 0.2, page.shape[1]), page[41:63, 104:124])
    around = np.lib.stride_tricks.sliding_window_view(np.pad(scores, 1), (3, 3)).max(axis=(2, 3))
    assert ((scores == around) & (scores >= 0.9)).sum() == 25 == TEXT.count("e")


@pytest.mark.parametrize(
    ("picture", "template", "error", "said"),
    [
        (np.zeros((3, 3, 3)), [[1, 0]], ValueError, r"picture must be \(H, W\); got shape \(3, 3, 3\)"),
        ([["a"]], [[1, 0]], TypeError, "picture must hold integers or real numbers"),
        ([[1, np.nan]], [[1, 0]], ValueError, r"picture must be finite numbers; got nan at \(0, 1\)"),
        (np.zeros((0, 3)), [[1, 0]], ValueError, r"picture must hold at least one number; got shape \(0, 3\)"),
        (
            [[1, 2]],
            [[1], [0]],
            ValueError,
            r"template must be no larger than the picture, \(1, 2\); got shape \(2, 1\)",
        ),
        ([[1, 2]], [[4, 4]], ValueError, "template must hold at least two different numbers; got 4.0 everywhere"),
    ],
)
def test_bad_arguments_are_named(picture, template, error, said):
    with pytest.raises(error, match=said):
        ll.normalised_correlation(picture, template)
