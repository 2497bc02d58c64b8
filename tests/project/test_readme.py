"""The README's first screen has light pictures that say what they show; its figures are those that were measured."""

import json
import re

import measured
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


def test_the_table_is_that_of_the_results():
    written = measured.with_table(README)
    assert "`make book`" in measured.table(measured.rows())
    assert written == README, "python tools/measured.py writes the table again"


def test_the_minutes_in_the_text_are_those_of_the_table():
    results = json.loads((measured.RESULTS / "build.json").read_text(encoding="utf-8"))
    seconds = {name: found["seconds"] for name, found in results.items()}
    (first, second) = re.search(
        r"first takes about (\d+) minutes on a new machine, the second (\d+) more", README
    ).groups()
    assert int(first) == round((seconds["installation"] + seconds["first"]) / 60)
    assert int(second) == round(seconds["tests"] / 60)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (chapters,) = re.findall(r"all of them take (\d+) minutes", makefile)
    assert 0 <= round(seconds["first"] / 60) - int(chapters) <= 1, "without the installation"


def test_a_new_result_changes_its_row_and_no_other(tmp_path):
    for path in measured.RESULTS.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    results = json.loads((tmp_path / "build.json").read_text(encoding="utf-8"))
    results["again"] |= {
        "seconds": 83,
        "machine": results["again"]["machine"] | {"date": "2031-02-03", "cpu": "Abacus"},
    }
    (tmp_path / "build.json").write_text(json.dumps(results), encoding="utf-8")
    before, after = README.splitlines(), measured.with_table(README, tmp_path).splitlines()
    (changed,) = (new for old, new in zip(before, after, strict=True) if old != new)
    assert changed.endswith(
        f"| 1 min 23 s | 3 February 2031 | Abacus, Python {results['again']['machine']['python']} |"
    )
