"""Arrays as coloured grids: the numbers in it, the colours by sign and strength, the text, what is refused."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from bs4 import BeautifulSoup
from paths import AXE

import lessonlib as ll
from lessonlib.figures import array_grid, display
from lessonlib.figures.palette import DARK, LIGHT


@pytest.fixture
def shown(monkeypatch):
    """What was shown last: ``shown(...)`` gives {type: content}."""
    last = []
    monkeypatch.setattr(display, "hook", lambda data, metadata: last.append(data))

    def show(*arrays, **options):
        ll.show(*arrays, **options)
        return last.pop()

    return show


def tables(data):
    """[(caption or name, rows of texts, rows of classes)] of the HTML."""
    made = []
    for table in BeautifulSoup(data["text/html"], "html.parser").find_all("table"):
        rows = [row.find_all("td") for row in table.tbody.find_all("tr")]
        named = table.caption.text if table.caption else table["aria-label"]
        made.append(
            (named, [[cell.text for cell in row] for row in rows], [[cell["class"][0] for cell in row] for row in rows])
        )
    return made


def test_numbers_have_the_colour_of_their_sign_and_size(shown):
    [(name, texts, classes)] = tables(shown([[0, -3, 1.5], [3, -0.125, 0.1]]))
    assert name == "2 by 3 numbers"
    assert texts == [["0", "−3", "1.5"], ["3", "−0.12", "0.1"]]
    assert classes == [["p0", "n15", "p8"], ["p15", "n1", "p0"]]


def test_each_array_may_have_its_own_colours(shown):
    data = shown([[0, 1]], [[0, 1]], [[0, 0]], signed=[False, True, False])
    assert [classes for *_, classes in tables(data)] == [[["p0", "p15"]], [["p0", "p15"]], [["p0", "p0"]]]
    looks = [table["class"][1] for table in BeautifulSoup(data["text/html"], "html.parser").find_all("table")]
    assert looks == ["lesson-pixels", "lesson-numbers", "lesson-pixels"]


def test_a_map_of_zeros_is_no_black_image(shown):
    page = BeautifulSoup(shown(np.zeros((2, 3)), np.eye(3))["text/html"], "html.parser")
    assert [table["class"][1] for table in page.find_all("table")] == ["lesson-numbers", "lesson-pixels"]


def test_pixels_go_from_black_to_white(shown):
    data = shown([[0, 0.5, 1]], [[2, 4]], titles=["picture", "bytes"], signed=False)
    assert [classes for *_, classes in tables(data)] == [[["p0", "p8", "p15"]], [["p8", "p15"]]]
    assert data["text/html"].count("lesson-pixels") == data["text/html"].split("</style>")[1].count("lesson-pixels") + 2
    assert "lesson-numbers" in shown([[0, 2]])["text/html"]  # nobody said that 2 is a pixel


def test_channels_share_one_scale_and_have_a_grid_each(shown):
    volume = np.array([[[1, -2]], [[0, 4]], [[0, 0]]])
    found = tables(shown(volume, [[1, 7]], titles=["sums", "other"]))
    assert [name for name, *_ in found] == ["sums, channel 0", "sums, channel 1", "sums, channel 2", "other"]
    assert [classes[0] for *_, classes in found] == [["p4", "n8"], ["p0", "p15"], ["p0", "p0"], ["p2", "p15"]]


def test_arrays_to_compare_have_one_scale_of_colour(shown):
    found = tables(shown([[6, -3]], [[2, 9]], [[0, 1]], largest=6))
    assert [classes[0] for *_, classes in found] == [["p15", "n8"], ["p5", "p15"], ["p0", "p15"]]  # pixels keep theirs


def test_a_screen_reader_finds_a_table_with_heads(shown):
    html = shown(np.zeros((2, 3)), titles="a & b")["text/html"].split("</style>")[1]
    root = ET.fromstring(html)
    assert root.find(".//caption").text == "a & b"
    assert [head.text for head in root.iter("th") if head.get("scope") == "col"] == ["0", "1", "2"]
    assert [head.text for head in root.iter("th") if head.get("scope") == "row"] == ["0", "1"]
    assert "style=" not in html


def test_its_text_is_what_numpy_prints(shown):
    for array in (ll.images.edge(), ll.filters.vertical_edge(), np.arange(-5, 7).reshape(4, 3), np.array([1, -20, 3])):
        assert shown(array)["text/plain"] == str(array)
    assert shown([[0.1 + 0.2, -0.0, 1e-9, 2]])["text/plain"] == "[[0.3   0   0   2]]"
    assert shown([True, False])["text/plain"] == "[1 0]"
    assert shown([[1e9, np.nan, -np.inf]])["text/plain"] == "[[1e+09   nan  -inf]]"


def test_its_text_stands_side_by_side_where_there_is_room(shown):
    text = shown(np.eye(2, dtype=int), [[7]], titles=["one", "two"])["text/plain"]
    assert text == "one        two\n[[1 0]     [[7]]\n [0 1]]"
    text = shown(np.zeros((1, 32), int), np.zeros((1, 32), int))["text/plain"]
    assert text == "\n\n".join(["[[" + " ".join("0" * 32) + "]]"] * 2)


@pytest.mark.parametrize(
    ("arrays", "options", "error", "said"),
    [
        ([], {}, ValueError, "arrays must be at least one array"),
        ([[[1, 2], [3]]], {}, ValueError, "regular grid of numbers; got rows of different lengths"),
        (["abc"], {}, TypeError, "array must hold integers or real numbers; got dtype <U3"),
        ([np.zeros((1, 2, 3, 4))], {}, ValueError, r"got shape \(1, 2, 3, 4\); take one image with \[0\]"),
        ([3], {}, ValueError, r"array must be \(W,\), \(H, W\) or \(C, H, W\); got shape \(\)"),
        ([np.zeros((0, 3))], {}, ValueError, r"1 to 32 numbers along each side; got shape \(0, 3\)"),
        ([np.zeros((5, 33))], {}, ValueError, r"got shape \(5, 33\): cut a piece out, or draw all of it with ll.plots"),
        ([[1], [2]], {"titles": ["one"]}, ValueError, "titles must be one text for each array, 2; got 1"),
        ([[1]], {"titles": [1]}, TypeError, "titles must be texts; got 1"),
        ([[1], [2]], {"signed": [True]}, ValueError, "signed must be one bool for each array, 2; got 1"),
        ([[1]], {"largest": 0}, ValueError, "largest must be a finite number, above 0; got 0"),
        ([[1]], {"largest": "6"}, TypeError, "largest must be"),
        ([[1]], {"signed": "yes"}, TypeError, "signed must be a bool, or one for each array; got 'yes'"),
    ],
)
def test_what_cannot_be_shown_is_named(shown, arrays, options, error, said):
    with pytest.raises(error, match=said):
        shown(*arrays, **options)


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_every_number_is_legible_in_both_schemes(shown, open_page, tmp_path, scheme, palette):
    ramp = np.arange(-15, 16).reshape(1, 31)
    html = shown(ramp, ramp, ramp % 2, titles=["signed", "pixels", "bits"], signed=None)["text/html"]
    html += shown(ramp, signed=False)["text/html"]
    text = f"<!doctype html><html lang=en data-theme={scheme}><title>a</title><main><h1>a</h1>{html}</main></html>"
    path = tmp_path / "page.html"
    path.write_text(
        text + f"<style>body {{ background: {palette['background']} }} h1 {{ color: {palette['ink']} }}</style>",
        encoding="utf-8",
    )
    page = open_page(path.as_uri())
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run('main').then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"
    )
    assert found == []
    colours = "(cells) => new Set(cells.map((cell) => getComputedStyle(cell).backgroundColor)).size"
    assert page.locator("table").first.locator("tbody td").evaluate_all(colours) == 31


def test_a_long_title_widens_no_cell_and_leaves_grids_in_line(shown, open_page, tmp_path):
    html = shown([[0, 1], [1, 0]], [[1, 0], [0, 1]], titles=["image under a filter of ones", "map"])["text/html"]
    (tmp_path / "page.html").write_text(f"<!doctype html>{html}", encoding="utf-8")
    page = open_page((tmp_path / "page.html").as_uri())
    cells = [cell.bounding_box() for cell in page.locator("tbody td").all()]
    assert len({cell["width"] for cell in cells}) == 1
    assert [cell["y"] for cell in cells[:2]] == [cell["y"] for cell in cells[4:6]]
    sizes = "(heads) => heads.map((head) => parseFloat(getComputedStyle(head).fontSize))"
    assert min(page.locator("th").evaluate_all(sizes)) >= 14


def test_its_looks_are_one_text_for_notebooks():
    assert array_grid.style().count("<style>") == 1
    assert LIGHT["positive"] in array_grid.style()
    assert DARK["positive"] in array_grid.style()
