"""Photographs: the picture that they say they are, small, credited, decoded only where one is asked for."""

import subprocess
import sys

import numpy as np
import pytest
import skimage.data
from paths import ROOT
from PIL import Image

import lessonlib as ll
from lessonlib.pictures.photographs.read import GREY, SOURCES, address

MOST_NOISE = 10 ** (-32 / 20)  # root mean square, 0 to 1: 32 dB below white


@pytest.mark.parametrize("name", SOURCES)
def test_each_is_scikit_images_own(name):
    image = Image.fromarray(getattr(skimage.data, SOURCES[name].file)())
    image.thumbnail((512, 512), Image.Resampling.LANCZOS)
    wanted = np.asarray(image) / 255
    found = ll.images.photo(name)
    assert found.shape == wanted.shape  # (H, W, 3), or (H, W) where there are no colours
    assert np.sqrt(((found - wanted) ** 2).mean()) < MOST_NOISE
    assert max(found.shape) <= 512
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-12


def test_grey_is_weighed():
    colour, grey = ll.images.photo("coffee"), ll.images.photo("coffee", grey=True)
    np.testing.assert_allclose(grey, (colour * [0.299, 0.587, 0.114]).sum(axis=2))
    assert sum(GREY) == pytest.approx(1)
    assert ll.images.photo("bricks").shape == ll.images.photo("bricks", grey=True).shape


def test_they_weigh_little():
    sizes = {name: (ROOT / "lessonlib/pictures/photographs" / f"{name}.webp").stat().st_size for name in SOURCES}
    assert max(sizes.values()) < 30_000
    assert sum(sizes.values()) < 150_000
    assert len(address("cat")) < 1.4 * sizes["cat"]


def test_each_is_credited_where_a_reader_looks():
    page = (ROOT / "book" / "references.md").read_text(encoding="utf-8")
    terms = " ".join((ROOT / "LICENSE").read_text(encoding="utf-8").split())
    for name, source in SOURCES.items():
        assert f'| `"{name}"` | {source.shows} | {source.by} | {source.licence} |' in page
        assert f"{name} ({source.by})" in terms


def test_another_name_is_refused():
    with pytest.raises(ValueError, match=r"name must be among 'cat', 'coffee', .*; got 'dog'"):
        ll.images.photo("dog")


def test_nothing_is_decoded_before_one_is_asked_for():
    code = "import sys, lessonlib as ll; ll.images.edge(); print('PIL' in sys.modules)"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
        ).stdout
        == "False\n"
    )
