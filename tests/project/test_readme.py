"""The README's first screen: its pictures are there, say what they show, and are light enough to load at once."""

import re

import pytest
from paths import ROOT
from PIL import Image

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_of_the_book_is_there_in_both_schemes(scheme):
    (name,) = re.findall(rf'(?:src|srcset)="([^"]*-{scheme}\.webp)"', README)
    assert (ROOT / name).stat().st_size < 100_000
    with Image.open(ROOT / name) as picture:
        assert picture.size == (1280, 720)
        corner = sum(picture.convert("RGB").getpixel((5, 700)))
    assert (corner > 600) == (scheme == "light")


def test_the_picture_says_what_it_shows():
    (alt,) = re.findall(r'<img [^>]*alt="([^"]+)"', README)
    assert len(alt) > 60


def test_the_first_screen_has_the_two_commands():
    first = README.partition("\n## The data")[0].partition("`make serve`")[0]
    assert "make book" in first
    assert "make test" in first
