"""The generated pictures: shapes, ranges, and that the same seed draws the same picture."""

import numpy as np
import pytest

from lessonlib.nn.conv import conv2d
from lessonlib.pictures import filters, samples


def test_the_edge_is_the_lessons():
    assert samples.edge().tolist() == [[0, 0, 1, 1, 1]] * 5
    assert samples.edge().dtype == np.int64


def test_the_lighthouse_is_a_grey_picture_of_any_size():
    for size in (16, 100, 128):
        picture = samples.lighthouse(size)
        assert picture.shape == (size, size)
        assert picture.dtype == np.float64
        assert picture.min() >= 0
        assert picture.max() <= 1
    with pytest.raises(ValueError, match="size must be a whole number, 16 or more; got 8"):
        samples.lighthouse(8)


def test_the_lighthouse_stands_still_and_its_seed_moves_the_waves():
    assert (samples.lighthouse() == samples.lighthouse()).all()
    assert (samples.lighthouse() != samples.lighthouse(seed=4)).any()


def test_the_lighthouse_has_upright_level_and_even_parts():
    picture = samples.lighthouse()[None, None]
    upright, level = (
        np.abs(conv2d(picture, weights[None, None])[0, 0])
        for weights in (filters.vertical_edge(), filters.horizontal_edge())
    )
    assert ((upright > 1) & (level < 0.3)).sum() > 100
    assert ((level > 1) & (upright < 0.3)).sum() > 50
    assert ((level < 0.15) & (upright < 0.15)).mean() > 0.3
    assert picture.max() - picture.min() > 0.8


def test_a_three_moves_by_whole_and_by_parts_of_pixels():
    still = samples.three()
    assert still.shape == (28, 28)
    assert still.min() == 0
    assert still.max() == 1
    for down, right in ((0, 4), (3, -5), (-2, 0)):
        assert (samples.three(shift=(down, right)) == np.roll(still, (down, right), axis=(0, 1))).all()
    half = samples.three(shift=(0, 0.5))
    assert 0 < np.abs(half - still).mean() < np.abs(samples.three(shift=(0, 1)) - still).mean()
    assert samples.three(size=16, shift=(0, 40)).max() == 0


def test_a_three_is_open_on_the_left_and_closed_on_the_right():
    picture = samples.three()
    left, right = picture[:, :14], picture[:, 14:]
    assert right.sum() > 1.3 * left.sum()
    assert (samples.digit(3) == picture).all()


def test_ten_digits_differ_and_there_are_no_others():
    drawn = np.stack([samples.digit(value) for value in range(10)])
    distance = np.abs(drawn[:, None] - drawn[None]).sum(axis=(2, 3))
    assert distance[~np.eye(10, dtype=bool)].min() > 20
    for value in (10, -1, "3"):
        with pytest.raises((TypeError, ValueError), match="value must be a whole number, 0 to 9; got"):
            samples.digit(value)


def test_hands_differ_in_size_slant_and_thickness():
    assert samples.digit(1, thickness=2).sum() > 1.5 * samples.digit(1).sum()
    assert samples.digit(0, scale=0.5).sum() < 0.6 * samples.digit(0).sum()
    leaning = samples.digit(1, slant=0.5)
    assert leaning[5].argmax() > leaning[22].argmax() + 5


SETS = {
    "digits": (lambda count, seed: samples.digits(count, 20, seed=seed), 20, 10),
    "objects": (lambda count, seed: samples.objects(count, seed=seed), 16, 4),
    "objects in a corner": (lambda count, seed: samples.objects(count, "bottom left", 18, seed=seed), 18, 4),
    "quadrants": (lambda count, seed: samples.quadrants(count, 17, seed=seed), 17, 4),
}


@pytest.mark.parametrize("name", SETS)
class TestSets:
    def test_shapes_types_ranges_and_balance(self, name):
        make, size, classes = SETS[name]
        pictures, labels = make(43, 0)
        assert pictures.shape == (43, 1, size, size)
        assert pictures.dtype == np.float32
        assert pictures.min() >= 0
        assert pictures.max() <= 1
        assert labels.dtype == np.int64
        counts = np.bincount(labels, minlength=classes)
        assert len(counts) == classes
        assert counts.max() - counts.min() <= 1

    def test_a_seed_decides_everything(self, name):
        make, _, _ = SETS[name]
        (one, labels), (same, same_labels), (other, _) = make(12, 0), make(12, 0), make(12, 1)
        assert (one == same).all()
        assert (labels == same_labels).all()
        assert (one != other).any()

    def test_no_pictures_are_an_empty_set(self, name):
        make, size, _ = SETS[name]
        pictures, labels = make(0, 0)
        assert pictures.shape == (0, 1, size, size)
        assert labels.shape == (0,)


def middle_of_mass(pictures):
    """Down and right, in pixels: (N, 2)."""
    y, x = np.mgrid[: pictures.shape[2], : pictures.shape[3]] + 0.5
    mass = pictures[:, 0].astype(float)
    return np.stack([(mass * y).sum((1, 2)), (mass * x).sum((1, 2))], axis=1) / mass.sum((1, 2))[:, None]


def expected_side(quadrant):
    vertical, horizontal = samples.QUADRANTS[quadrant].split()
    return [vertical == "bottom", horizontal == "right"]


@pytest.mark.parametrize("quadrant", range(4))
def test_objects_stand_where_they_are_asked_to(quadrant):
    pictures, labels = samples.objects(40, samples.QUADRANTS[quadrant], 20, seed=0, noise=0)
    assert ((middle_of_mass(pictures) > 10) == expected_side(quadrant)).all()
    assert set(labels) == {0, 1, 2, 3}


def test_objects_anywhere_are_everywhere_and_whole():
    pictures, _ = samples.objects(400, seed=0, noise=0)
    centres = middle_of_mass(pictures)
    assert (centres.min(axis=0) < 4.5).all()
    assert (centres.max(axis=0) > 11.5).all()
    assert (np.abs(centres - 8).mean(axis=0) > 1.5).all()


def test_each_object_has_its_own_shape():
    pictures, labels = samples.objects(400, "top left", seed=0, noise=0)
    area = np.array([pictures[labels == shape].sum(axis=(1, 2, 3)).mean() for shape in range(4)])
    order = [samples.OBJECTS[shape] for shape in np.argsort(area)]
    assert order == ["plus", "cross", "ring", "square"]


def test_quadrants_are_named_after_the_side_and_keep_off_the_border():
    pictures, labels = samples.quadrants(200, seed=0, noise=0)
    sides = middle_of_mass(pictures) > 8
    assert (sides == [expected_side(label) for label in labels]).all()
    inner = pictures[:, :, 4:-4, 4:-4]
    assert inner.sum() == pytest.approx(pictures.sum())


def test_noise_is_on_every_pixel_and_can_be_left_out():
    assert (samples.objects(4, seed=0, noise=0)[0] == 0).mean() > 0.7
    noisy = samples.objects(200, seed=0, noise=0.2)[0][:, :, 8:, 8:]
    assert 0.05 < noisy.std() < 0.3


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: samples.objects(4, "left", seed=0), "place must be one of 'anywhere', .*; got 'left'"),
        (lambda: samples.objects(4, size=8, seed=0), "size must be a whole number, 16 or more; got 8"),
        (lambda: samples.quadrants(4, size=8, seed=0), "size must be a whole number, 16 or more; got 8"),
    ],
)
def test_what_cannot_be_drawn_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
