"""Find it: every e of the page lights and nothing else, Python has the same map, and the box snaps to ink."""

import numpy as np
import pytest
from javascript import SEARCH
from paths import AXE
from widget_page import PAPER, live

import lessonlib as ll
from lessonlib.pictures.print_page import TEXT

COPIES = "document.querySelector('.lesson-patches').dataset.copies"
STRIPES = np.kron(np.eye(5), np.ones((8, 9)))  # (40, 45), on a diagonal


def start(show, widget=None, **options):
    page = show(widget or ll.patch_search(), **options)
    searched(page)
    return page


def searched(page):
    """Wait until the map of the box and of the kind of filter is the one that is shown."""
    page.wait_for_function(
        """() => { const { box, minus } = document.querySelector('.lesson-patches').dataset;
        return box == String(model.get('box')) && minus == String(model.get('minus_mean')); }"""
    )


def test_the_page_has_as_many_copies_of_e_as_its_text():
    search = ll.patch_search()
    row, column, *_ = search.box
    assert repr(search) == "PatchSearch(502x840 picture, 22x20 patch minus its mean)"
    assert search.filter.mean() == pytest.approx(0, abs=1e-12)
    assert search.map[row, column] == pytest.approx((search.filter**2).sum())
    desc = search.view.still["svg"].partition("<desc>")[2].partition("</desc>")[0]
    assert f"{TEXT.count('e')} places of the page" in desc
    search.minus_mean = False
    assert search.filter.min() == 0
    assert repr(search) == "PatchSearch(502x840 picture, 22x20 patch)"


def test_the_map_is_the_sliding_sum_of_a_picture_of_ones_own():
    search = ll.patch_search(STRIPES, (8, 9, 9, 11), minus_mean=False)
    picture, patch = STRIPES, STRIPES[8:17, 9:20]
    by_hand = [[(picture[r : r + 9, c : c + 11] * patch).sum() for c in range(35)] for r in range(32)]
    np.testing.assert_allclose(search.map, by_hand, rtol=1e-12)


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (
            {"picture": np.ones((40, 40))},
            TypeError,
            r"box must be \(row, column, rows, columns\) for a picture of your",
        ),
        ({"picture": np.ones((3, 40)), "box": (0, 0, 2, 2)}, ValueError, "picture must be 32 to 1200 pixels"),
        ({"picture": np.full((40, 40), 1.5), "box": (0, 0, 2, 2)}, ValueError, "picture must lie from 0 to 1; got 1.5"),
        ({"box": (0, 0, 5)}, TypeError, "box must be"),
        ({"box": (500, 0, 5, 5)}, ValueError, "box must lie in the picture, 502x840"),
        ({"box": (0, 0, 97, 5)}, ValueError, "box must be at most 96 along a side; got 97x5"),
        ({"box": (0, 0, 5, 5)}, ValueError, "box must hold some ink"),
        ({"minus_mean": 1}, TypeError, "minus_mean must be True or False; got 1"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.patch_search(**arguments)


@pytest.mark.browser
def test_the_worker_computes_the_map_of_python(answers):
    random = np.random.default_rng(0)
    cases, maps = [], []
    for _ in range(200):
        height, width = random.integers(32, 50, 2)
        ink = random.integers(0, 256, (height, width))
        rows, columns = random.integers(1, 20, 2)
        row, column = random.integers(0, height - rows), random.integers(0, width - columns)
        minus = bool(random.integers(2))
        search = ll.patch_search(ink, (int(row), int(column), int(rows), int(columns)), minus_mean=minus)
        box = dict(zip(("row", "column", "rows", "columns"), search.box, strict=True))
        picture = {"height": int(height), "width": int(width), "ink": ink.ravel().tolist()}
        cases.append([picture, 96, {"box": box, "minusMean": minus, "least": 0.5}])
        maps.append(search.map * 255**2)
    for found, map in zip(answers(SEARCH, "searched", cases), maps, strict=True):
        np.testing.assert_allclose(np.reshape(found["values"], map.shape), map, atol=1e-6 * np.abs(map).max())


@pytest.mark.browser
def test_a_box_snaps_to_a_letter_and_lights_its_copies(show):
    page = start(show)
    assert int(page.evaluate(COPIES)) == TEXT.count("e")
    surface = page.locator(".lesson-patch-page")
    surface.focus()
    page.keyboard.press("ArrowLeft")  # the c of Alice
    page.wait_for_function("model.get('box')[1] < 104")
    searched(page)
    assert 1 <= int(page.evaluate(COPIES)) < TEXT.count("e")
    assert live(page).startswith(page.evaluate(COPIES))
    one = page.evaluate("model.get('box')")
    page.keyboard.press("Shift+ArrowRight")  # two letters: ce
    page.wait_for_function(f"model.get('box')[3] > {one[3]}")
    searched(page)
    assert int(page.evaluate(COPIES)) <= 2 * TEXT.count("ce")
    page.get_by_role("button", name="Narrower box").click()
    page.wait_for_function(f"model.get('box')[3] === {one[3]}")


@pytest.mark.browser
def test_a_box_over_a_whole_line_grows_no_further(show):
    picture = np.zeros((40, 60))
    for column in (5, 20, 40):
        picture[10:30, column : column + 4] = 1
    page = start(show, ll.patch_search(picture, (9, 4, 22, 6)))
    for columns in (21, 41, 41):
        page.get_by_role("button", name="Wider box").click()
        searched(page)
        assert page.evaluate("model.get('box')") == [9, 4, 22, columns]


@pytest.mark.browser
def test_the_patch_as_it_is_finds_what_is_no_copy(show):
    page = start(show)
    page.get_by_role("radio", name="the patch as it is").check(force=True)
    page.wait_for_function("model.get('minus_mean') === false")
    searched(page)
    raw = float(page.locator("[data-part=found]").inner_text().rstrip(".").split()[-1])
    page.get_by_role("radio", name="the patch minus its mean").check(force=True)
    page.wait_for_function("model.get('minus_mean') === true")
    searched(page)
    minus = float(page.locator("[data-part=found]").inner_text().rstrip(".").split()[-1])
    assert minus < raw < 0.9


@pytest.mark.browser
def test_a_box_without_ink_is_refused_in_words(show):
    page = start(show)
    before = page.evaluate("model.get('box')")
    place = page.locator(".lesson-patch-page").bounding_box()
    page.mouse.click(place["x"] + 2, place["y"] + place["height"] - 3)
    page.get_by_text("There is no ink here").wait_for()
    assert page.evaluate("model.get('box')") == before


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("minus", [True, False])
def test_a_button_stays_in_place_while_it_is_pressed_again_and_again(show, width, minus):
    page = start(show, ll.patch_search(minus_mean=minus), width=width, height=1200)
    page.add_style_tag(content="* { overflow-anchor: none }")
    surface = page.locator(".lesson-patch-page").bounding_box()
    page.mouse.click(surface["x"] + 1, surface["y"] + surface["height"] - 1)
    page.get_by_text("There is no ink here").wait_for(timeout=5000)  # a message that the first press takes away
    buttons = [page.get_by_role("button", name=f"{name} box") for name in ("Narrower", "Wider")]
    places = [button.bounding_box() for button in buttons]
    columns = []
    for button in [buttons[1]] * 4 + [buttons[0]] * 4:
        button.click()
        searched(page)
        columns.append(page.evaluate("model.get('box')[3]"))
        assert [button.bounding_box() for button in buttons] == places, columns
    assert len(set(columns)) >= 3


def test_a_miss_is_below_a_copy_also_when_rounded(answers):
    scores = {0.9 - 1e-9: "0.899999999", 0.8968: "0.897", 0.895: "0.895", 0.8949: "0.89", 0.5: "0.50", 0.7: "0.70"}
    written = answers("patch_search/ranking.js", "writeMiss", [[score, 0.9] for score in scores])
    assert written == list(scores.values())


@pytest.mark.browser
def test_the_numbers_of_what_is_found_and_what_is_missed_agree(show):
    page = start(show, ll.patch_search(box=(32, 285, 31, 13), minus_mean=False))  # an i; its misses lie just below 0.9
    said = "48 places reach 0.9 of the filter’s response to its own patch. The nearest miss reaches 0.898."
    assert page.locator("[data-part=found]").inner_text() == said
    assert said in page.locator(".lesson-patch-page").get_attribute("aria-label")
    found, missed = (
        page.get_by_role("list", name=name).get_by_role("listitem").all_inner_texts()
        for name in ("Found, 7 of 48: from the strongest to the weakest", "Nearest misses")
    )
    assert len(found) == 7
    assert min(map(float, found)) >= 0.9 > max(map(float, missed))
    page.evaluate("model.set('box', [41, 104, 22, 40])")
    searched(page)
    page.get_by_text("Found, from the strongest to the weakest").wait_for()  # all of them


@pytest.mark.browser
def test_a_link_brings_a_box_with_ink_and_no_other(show):
    page = start(show, theme='class="lesson-widget"')
    page.evaluate("location.hash = '#view&widget.box=[0,0,5,5]'")
    page.get_by_text("The address holds a view that cannot be shown here.").wait_for()
    assert page.evaluate("model.get('box')") == [41, 104, 22, 20]


@pytest.mark.browser
def test_a_phone_has_room_and_leaving_is_quiet(show):
    page = start(show, width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    place = page.locator(".lesson-patch-page").bounding_box()
    page.touchscreen.tap(place["x"] + place["width"] * 0.5, place["y"] + place["height"] * 0.2)
    page.wait_for_function("String(model.get('box')) !== '41,104,22,20'")
    assert page.evaluate("cleanup(), model.listeners") == 0


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(show, scheme):
    page = start(show, scheme=scheme)
    page.add_style_tag(content=f"body {{ background: {PAPER[scheme]} }}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = "axe.run('main').then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"
    assert page.evaluate(violations) == []


@pytest.mark.browser
def test_a_finger_drags_the_box_every_way_and_scrolls_from_elsewhere(show):
    page = start(show, width=390, height=600, has_touch=True, is_mobile=True)
    page.add_style_tag(content="main { padding-block: 100px 900px }")
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        points = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def drag(x, y, down):
        touch("touchStart", (x, y))
        for share in (0.25, 0.5, 0.75, 1):
            touch("touchMove", (x, y + share * down))

    first = page.evaluate("model.get('box')")
    mark = page.locator(".lesson-patch-mark").bounding_box()
    x, y = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2 + 14  # by its rim, so that it stays in sight
    drag(x, y, 60)
    page.wait_for_function(f"model.get('box')[0] > {first[0] + 60}")
    assert page.evaluate("scrollY") == 0
    below = page.locator(".lesson-patch-mark").bounding_box()
    assert below["y"] + below["height"] / 2 == pytest.approx(y - 14 + 60, abs=12)  # to within a line
    loupe = page.locator(".lesson-patch-loupe")
    assert loupe.bounding_box()["y"] + loupe.bounding_box()["height"] < below["y"]
    touch("touchEnd")
    loupe.wait_for(state="hidden")
    searched(page)
    chosen = page.evaluate("model.get('box')")
    place = page.locator(".lesson-patch-page").bounding_box()
    drag(place["x"] + 0.8 * place["width"], place["y"] + 0.9 * place["height"], -120)
    page.wait_for_function("scrollY > 60")
    touch("touchEnd")
    assert page.evaluate("model.get('box')") == chosen
