"""A filter cut out of a picture: the page's map is lessonlib's, to the last bit of what a byte can hold."""

import numpy as np
import pytest
from javascript import SEARCH

import lessonlib as ll


def cases(count):
    """Pictures of distinct sides, some over several tiles of 256 pixels, and boxes that touch every border."""
    random = np.random.default_rng(3)
    for case in range(count):
        height, width = random.integers(9, 60, 2) if case % 25 else random.integers(230, 420, 2)
        picture = random.integers(0, 256, (height, width)) * (random.random((height, width)) < 0.4)
        rows, columns = random.integers(1, min(32, height, width) + 1, 2)
        row, column = random.integers(0, height - rows + 1), random.integers(0, width - columns + 1)
        box = dict(zip(("row", "column", "rows", "columns"), map(int, (row, column, rows, columns)), strict=True))
        yield picture, box, bool(case % 3)


def asked(picture, box, minus_mean, least=0.5):
    height, width = picture.shape
    question = {"box": box, "minusMean": minus_mean, "least": least}
    return {"height": height, "width": width, "ink": picture.ravel().tolist()}, 32, question


def map_of(picture, box, minus_mean):
    picture = picture.astype(float)
    patch = picture[box["row"] :, box["column"] :][: box["rows"], : box["columns"]]
    filter = patch - patch.mean() if minus_mean else patch
    return ll.conv2d(picture[None, None], filter[None, None])[0, 0]


def test_the_map_is_lessonlibs(answers):
    drawn = list(cases(200))
    found = answers(SEARCH, "searched", [asked(*case) for case in drawn])
    for case, in_js in zip(drawn, found, strict=True):
        wanted = map_of(*case)
        values = np.reshape(in_js["values"], (in_js["height"], in_js["width"]))
        assert values.shape == wanted.shape
        np.testing.assert_allclose(values, wanted, rtol=0, atol=1e-9 * max(1, abs(wanted).max()))
        assert in_js["own"] == values[case[1]["row"], case[1]["column"]]


def test_peaks_are_where_the_map_is_highest_and_keep_apart(answers):
    tile = np.random.default_rng(0).integers(1, 256, (6, 4))
    picture = np.zeros((40, 50), int)
    places = [(2, 3), (2, 30), (21, 11), (33, 45)]
    for row, column in places:
        picture[row : row + 6, column : column + 4] = tile
    box = {"row": 2, "column": 30, "rows": 6, "columns": 4}
    [found] = answers(SEARCH, "searched", [asked(picture, box, True)])
    peaks = {(peak["row"], peak["column"]): peak["score"] for peak in found["peaks"]}
    assert sorted(place for place, score in peaks.items() if score > 0.999) == places
    scores = [peak["score"] for peak in found["peaks"]]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= 0.5
    for one in peaks:
        near = [o for o in peaks if o != one and abs(o[0] - one[0]) < 3 and abs(o[1] - one[1]) < 2]
        assert not near


def test_a_page_without_a_worker_answers_the_first_and_the_newest_question(answers):
    picture = np.random.default_rng(1).integers(0, 256, (300, 280))
    boxes = [{"row": i, "column": 2 * i, "rows": 5, "columns": 7} for i in range(4)]
    data, most, _ = asked(picture, boxes[0], True)
    questions = [asked(picture, box, True)[2] for box in boxes]
    [heard] = answers(SEARCH, "searchedOnThePage", [[data, most, questions]])
    assert [at for at, _ in heard] == [0, 3]
    for at, found in heard:
        values = np.reshape(found["values"], (found["height"], found["width"]))
        np.testing.assert_allclose(values, map_of(picture, boxes[at], True), atol=1e-3)


def test_a_picture_that_is_replaced_while_it_is_prepared_is_no_longer_searched(answers):
    random = np.random.default_rng(2)
    pictures = [random.integers(0, 256, shape) for shape in ((300, 280), (290, 310))]
    box = {"row": 1, "column": 2, "rows": 5, "columns": 7}
    [(first, most, question), (second, *_)] = [asked(picture, box, True) for picture in pictures]
    [found] = answers(SEARCH, "searchedInAnother", [[first, second, most, question]])
    assert [found["height"], found["width"]] == [286, 304]


@pytest.mark.parametrize(("size", "rows"), [(2, 2), (8, 3), (64, 64), (64, 5)])
def test_the_transform_is_numpys(answers, size, rows):
    random = np.random.default_rng(size)
    numbers = random.normal(size=(size, size)) + 1j * random.normal(size=(size, size))
    numbers[rows:] = 0
    [found] = answers(
        SEARCH, "transformed", [[size, numbers.real.ravel().tolist(), numbers.imag.ravel().tolist(), rows]]
    )
    re, im, back_re, back_im = np.reshape(found, (4, size, size))
    np.testing.assert_allclose(re.T + 1j * im.T, np.fft.fft2(numbers), atol=1e-9)
    np.testing.assert_allclose(back_re[:rows], numbers.real[:rows], atol=1e-12)
    np.testing.assert_allclose(back_im[:rows], numbers.imag[:rows], atol=1e-12)
