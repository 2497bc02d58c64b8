"""The explorer's stamps, hatches and glow, against a count of the pixels in Python, and how they look."""

import re

import numpy as np
import pytest
from convolutions import one_torch_thread
from paths import ROOT
from torch import tensor
from torch.nn.functional import conv2d
from widget_page import EDGE, FILTER

import lessonlib as ll
from lessonlib.figures.palette import DARK
from lessonlib.widgets.conv_explorer import still_places

SLIDERS = ("stride", "padding")


def shown(page, name, part="input"):
    """The cells of a panel with a mark, as (row, column)."""
    cells = page.locator(f"[data-part={part}] .lesson-{name}").all()
    return {tuple(int(cell.get_attribute(f"data-{side}")) for side in ("row", "column")) for cell in cells}


def note(page, part):
    return page.locator(f"[data-part={part}] > .lesson-note").text_content()


def settings(count):
    rng = np.random.default_rng(8)
    found = []
    while len(found) < count:
        height, width, fh, fw = (int(n) for n in (*rng.integers(1, 11, 2), *rng.integers(1, 5, 2)))
        stride, padding = int(rng.integers(1, 5)), int(rng.integers(0, 3))
        if fh <= height + 2 * padding and fw <= width + 2 * padding:
            found.append((height, width, fh, fw, stride, padding))
    return found


def counted(height, width, fh, fw, stride, padding):
    """By brute force: the corners of the windows, the pixels that none reads, and the outputs that change with the
    padding's value."""
    reads = np.zeros((height + 2 * padding, width + 2 * padding), int)
    corners = set()
    for row in range(0, reads.shape[0] - fh + 1, stride):
        for column in range(0, reads.shape[1] - fw + 1, stride):
            corners.add((row, column))
            reads[row : row + fh, column : column + fw] += 1
    ring = np.pad(np.zeros((height, width)), padding, constant_values=1.0)
    with one_torch_thread():
        touched = conv2d(tensor(ring)[None, None], tensor(np.ones((1, 1, fh, fw))), stride=stride)[0, 0].numpy()
    return corners, reads == 0, touched > 0


def as_found(rows, columns, shape, outputs):
    """The same three from what is found along each side: (starts, unread, touched)."""
    unread, touched = np.zeros(shape, bool), np.zeros(outputs, bool)
    unread[rows[1]] = unread[:, columns[1]] = True
    touched[rows[2]] = touched[:, columns[2]] = True
    return {(row, column) for row in rows[0] for column in columns[0]}, unread, touched


def test_the_places_of_the_window_are_those_that_python_counts(answers):
    cases = settings(250)
    asked = [[{"rows": [h, fh], "columns": [w, fw]}, stride, pad] for h, w, fh, fw, stride, pad in cases]
    between = 0
    for case, found in zip(cases, answers("math/coverage.js", "coverage", asked), strict=True):
        corners, unread, touched = counted(*case)
        in_js = [[found[side][name] for name in ("starts", "unread", "touched")] for side in ("rows", "columns")]
        height, width, fh, fw, stride, padding = case
        in_still = [
            still_places.coverage(size, taken, outputs, stride, padding)
            for size, taken, outputs in zip((height, width), (fh, fw), touched.shape, strict=True)
        ]
        for sides in (in_js, in_still):
            starts, hatched, glowing = as_found(*sides, unread.shape, touched.shape)
            assert starts == corners
            np.testing.assert_array_equal(hatched, unread)
            np.testing.assert_array_equal(glowing, touched)
        last = max(row for row, _ in corners) + fh
        between += unread[:last].all(axis=1).any()
    assert between > 30  # unread rows between windows, and not only after the last


def test_runs_of_lines(answers):
    asked = [[[]], [[3]], [[0, 1, 4, 5, 6, 9]]]
    assert answers("math/coverage.js", "runs", asked) == [[], [[3, 1]], [[0, 2], [4, 3], [9, 1]]]


@pytest.mark.browser
def test_stride_two_thins_the_stamps_out(show):
    page = show(ll.conv_explorer(np.eye(7, dtype=int), FILTER, controls=SLIDERS, stamps=True))
    assert shown(page, "stamp") == {(row, column) for row in range(5) for column in range(5)}
    assert note(page, "input") == "Stamped: the 5×5 places of the window’s top left corner"
    page.evaluate("model.set('stride', 2)")
    assert shown(page, "stamp") == {(row, column) for row in (0, 2, 4) for column in (0, 2, 4)}
    page.evaluate("model.set('stride', 3)")
    assert shown(page, "stamp") == set()
    assert (note(page, "input"), note(page, "output")) == ("", "")


@pytest.mark.browser
@pytest.mark.parametrize("stamps", [False, True])
def test_a_pixel_between_two_windows_is_hatched(show, stamps):
    page = show(ll.conv_explorer(np.eye(7, dtype=int), FILTER, controls=SLIDERS, stamps=stamps))
    page.evaluate("model.set('stride', 4)")
    for side, (first, last) in {"rows": ((3, 0), (3, 6)), "columns": ((0, 3), (6, 3))}.items():
        strip = page.locator(f"[data-part=input] .lesson-unread[data-side={side}]").bounding_box()
        start, end = (
            page.locator(f"[data-part=input] [data-row='{row}'][data-column='{column}']").bounding_box()
            for row, column in (first, last)
        )
        assert abs(strip["x"] - start["x"]) < 1
        assert abs(strip["y"] - start["y"]) < 1
        assert abs(strip["x"] + strip["width"] - end["x"] - end["width"]) < 1
        assert abs(strip["y"] + strip["height"] - end["y"] - end["height"]) < 1
    assert note(page, "input").endswith("Hatched: 1 row and 1 column are never read")
    live = page.locator("[data-part=live]").text_content()
    assert live == "Output is now 2 by 2; 1 row and 1 column are never read"
    assert bool(shown(page, "stamp")) == stamps


@pytest.mark.browser
def test_the_ring_of_zeros_glows_in_the_map_as_a_frame(show):
    page = show(ll.conv_explorer(EDGE, FILTER, padding=1, controls=SLIDERS, stamps=True))
    frame = {(row, column) for row in range(5) for column in range(5) if {row, column} & {0, 4}}
    assert shown(page, "glow", "output") == frame
    assert note(page, "output") == "Glowing: 16 numbers read padding zeros"
    assert min(shown(page, "stamp")) == (-1, -1)
    style = "(node, pseudo) => getComputedStyle(node, pseudo).boxShadow"
    ring = page.locator("[data-part=input] .lesson-pad").first.evaluate(style)
    rim = page.locator("[data-part=output] .lesson-glow").first.evaluate(style, "::after")
    colours = [re.search(r"color\(.*?\)|rgba?\(.*?\)", each)[0] for each in (ring, rim)]
    assert colours[0] == colours[1]
    page.evaluate("model.set('padding', 0)")
    assert shown(page, "glow", "output") == set()
    assert note(page, "output") == ""


@pytest.mark.browser
def test_without_stamps_and_in_a_picture_there_are_none(show):
    page = show(ll.conv_explorer(EDGE, FILTER, padding=1, controls=SLIDERS))
    assert shown(page, "stamp") == shown(page, "glow", "output") == set()
    page = show(ll.conv_explorer(np.eye(30), FILTER, stride=4, padding=2, controls=["floor"], stamps=True))
    page.evaluate("model.set('floor', true)")
    assert note(page, "input") == "2 rings of zeros around it. Hatched: 10 rows and 10 columns are never read"
    assert page.locator(".lesson-unread").count() == 16


@pytest.mark.browser
def test_the_mouse_the_keyboard_and_a_finger_reach_the_pixels_below(show):
    explorer = ll.conv_explorer(EDGE, FILTER, padding=1, controls=[*SLIDERS, "inputs"], stamps=True)
    page = show(explorer, width=360, has_touch=True, is_mobile=True)
    page.evaluate("model.set('stride', 4)")
    pixel = page.locator("[data-part=input] [data-row='2'][data-column='2']")
    pixel.tap()
    assert page.evaluate("model.get('pixel')") == [2, 2]
    page.keyboard.press("ArrowRight")
    assert page.evaluate("model.get('pixel')") == [2, 3]
    corner = page.locator("[data-part=input] [data-row='3'][data-column='3']")
    corner.click(position={"x": 2, "y": 2})
    assert page.evaluate("model.get('pixel')") == [3, 3]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.browser
def test_with_forced_colours_stamps_hatches_and_glow_are_still_drawn(show):
    explorer = ll.conv_explorer(EDGE, FILTER, stride=4, padding=1, controls=SLIDERS, stamps=True)
    page = show(explorer, forced_colors="active")
    style = "(node, [pseudo, name]) => getComputedStyle(node, pseudo)[name]"
    stamp, plain = (
        page.locator(f"[data-part=input] {cell}").first.evaluate(style, ["::before", "backgroundColor"])
        for cell in (".lesson-stamp", ".lesson-cell:not(.lesson-stamp)")
    )
    assert stamp != plain
    assert "gradient" in page.locator(".lesson-unread").first.evaluate(style, [None, "backgroundImage"])
    for cell in (".lesson-pad", ".lesson-glow"):
        assert page.locator(cell).first.evaluate(style, [None, "outlineStyle"]) == "dotted"


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["", 'data-theme="dark"'])
def test_axe_finds_nothing(show, theme):
    explorer = ll.conv_explorer(EDGE, FILTER, stride=4, padding=1, controls=SLIDERS, stamps=True)
    page = show(explorer, theme=theme)
    page.evaluate(f"document.body.style.background = '{DARK['background'] if theme else 'white'}'")
    page.evaluate((ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run('.lesson-view')")
    assert len(found["passes"]) > 5
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []


def test_its_still_draws_the_same():
    explorer = ll.conv_explorer(np.eye(7, dtype=int), FILTER, stride=4, controls=SLIDERS)
    plain = explorer.still().svg
    assert 'class="stamps"' not in plain
    assert 'class="unread"' in plain
    assert "Hatched, never read: 1 row and 1 column." in plain
    stamped = ll.conv_explorer(np.eye(7, dtype=int), FILTER, stride=4, controls=SLIDERS, stamps=True)
    assert drawn(stamped, "stamps") == 4
    assert drawn(stamped, "glow") == 0
    stamped.stride = 1
    stamped.padding = 1
    assert drawn(stamped, "stamps") == 49
    assert 'class="unread"' not in stamped.still().svg
    assert stamped.still().svg.count('class="glow"') == 2
    assert drawn(stamped, "glow") == 4 * 9 - 4  # the ring, of which the first path is


def drawn(explorer, name):
    """How many figures the first path of a class has."""
    found = re.search(rf'class="{name}" d="([^"]*)"', explorer.still().svg)
    return found[1].count("M") if found else 0


def test_stamps_are_on_or_off():
    with pytest.raises(TypeError, match="stamps must be True or False; got 'yes'"):
        ll.conv_explorer(EDGE, FILTER, stamps="yes")


@pytest.mark.browser
def test_a_stamp_is_clear_of_the_frame_and_a_hatched_number_is_seen(show):
    page = show(ll.conv_explorer(np.eye(7, dtype=int), FILTER, stride=4, controls=SLIDERS, stamps=True))
    corner = "node => { const s = getComputedStyle(node, '::before'); return [s.top, s.left].map(parseFloat) }"
    frame = 3 - 1  # its border, and how far outside of the cells that begins
    assert min(page.locator(".lesson-stamp").first.evaluate(corner)) > frame
    sheet = page.locator("[data-part=input] .lesson-unreads")
    assert float(sheet.evaluate("n => getComputedStyle(n).opacity")) <= 0.5
    lines = sheet.locator(".lesson-unread").first.evaluate("n => getComputedStyle(n).backgroundImage")
    assert "rgba(0, 0, 0, 0) 0px, rgba(0, 0, 0, 0) 5px" in lines  # between thin lines a number is as it was


def test_stamps_and_hatches_of_the_still_are_those_of_the_page():
    explorer = ll.conv_explorer(np.eye(7, dtype=int), FILTER, stride=4, controls=SLIDERS, stamps=True)
    svg = explorer.still().svg
    stamps = re.search(r'class="stamps" d="([^"]*)"', svg)[1]
    assert stamps.count("M") == 4
    assert stamps.count("a") == 8  # whole discs, of two arcs each
    hatch = re.search(r'class="unread" [^>]*', svg)[0]
    assert "fill: none" in hatch  # lines only: nothing lies over the numbers
    picture = ll.conv_explorer(np.eye(31), FILTER, stride=4)
    assert re.search(r'class="unread" d="([^"]*)"', picture.still().svg)[1].count("M") == 7 + 7


@pytest.mark.browser
def test_on_a_phone_no_output_moves_nothing_but_the_output(show):
    explorer = ll.conv_explorer(np.eye(7, dtype=int), FILTER, padding=1, controls=SLIDERS, stamps=True)
    page = show(explorer, width=390, has_touch=True, is_mobile=True)

    def stands():
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        inputs, whole = (page.locator(each).bounding_box() for each in ("[data-part=input]", ".lesson-view"))
        return round(inputs["y"]), round(whole["y"] + whole["height"])

    page.evaluate("model.set('stride', 2)")
    before = stands()
    page.evaluate("model.set('stride', 4)")
    assert page.locator("[data-part=problem]").is_visible()
    assert page.locator("[data-part=products]").is_hidden()
    assert stands() == before
    page.evaluate("model.set('stride', 3)")
    assert stands() == before
