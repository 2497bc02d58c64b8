"""Touch a letter: the copies that light are the title's own, Python has the same map, and no gesture holds the page."""

import xml.etree.ElementTree as ET
from base64 import b64encode

import numpy as np
import pytest
from javascript import SEARCH
from paths import AXE, ROOT
from widget_page import PAPER, live

import lessonlib as ll

TITLE = "How machines see local patterns"
FONTS = ROOT / "web" / "node_modules" / "@fontsource-variable"
FACE = FONTS / "source-serif-4" / "files" / "source-serif-4-latin-standard-normal.woff2"
LIT = "document.querySelector('.lesson-letters').dataset.copies"


def searched(page):
    """Wait until the chosen letter has its light."""
    page.wait_for_function("document.querySelector('.lesson-letters').dataset.shown == model.get('chosen')")


def letters(page):
    """[(place in the title, letter, x, y)] of the middles of the letters, in pixels of the window."""
    box = page.locator(".lesson-letter-title").bounding_box()
    places = []
    searched(page)
    for _ in range(len(TITLE)):
        mark = page.locator(".lesson-letter-mark").bounding_box()
        places.append(
            (page.evaluate("model.get('chosen')"), mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
        )
        before = places[-1][0]
        page.keyboard.press("ArrowRight")
        if page.evaluate("model.get('chosen')") == before:
            break
        searched(page)
    assert all(box["x"] <= x <= box["x"] + box["width"] for _, x, _ in places)
    return places


def start(show, widget=None, **options):
    page = show(widget or ll.letter_search(TITLE, letter="s"), **{"reduced_motion": "reduce"} | options)
    searched(page)
    return page


def light(page):
    """How strongly each pixel of the canvas below the title shines, 0 to 255: (H, W)."""
    script = """(canvas) => [canvas.height, canvas.width,
        [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data]]"""
    height, width, data = page.locator(".lesson-letter-glow").evaluate(script)
    return np.reshape(data, (height, width, 4))[..., 3]


def test_its_repr_is_short_and_always_the_same():
    search = ll.letter_search("  Going   deep ")
    assert repr(search) == "LetterSearch('Going deep', 'e')"  # three times, and no other more often
    assert repr(search.view) == "LetterSearchView('Going deep', 'e')"
    assert (search.picture, search.filter, search.map) == (None, None, None)


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ((3,), TypeError, "title must be a text; got 3"),
        (("  ",), ValueError, "title must have 1 to 80 characters"),
        (("a" * 81,), ValueError, "title must have 1 to 80 characters"),
        (("abc", "d"), ValueError, "letter must be one letter of 'abc'; got 'd'"),
        (("abc", "ab"), ValueError, "letter must be one letter of 'abc'; got 'ab'"),
        (("a b", " "), ValueError, "letter must be one letter of 'a b'; got ' '"),
        (("abc", 1), TypeError, "letter must be a letter of the title; got 1"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    title, *letter = arguments
    with pytest.raises(error, match=said):
        ll.letter_search(title, letter=letter[0] if letter else "")


def test_python_chooses_a_letter_and_refuses_a_space():
    search = ll.letter_search(TITLE)
    search.letter = "p"
    assert (search.chosen, search.letter) == (23, "p")
    search.chosen = 29
    assert search.letter == "n"
    with pytest.raises(ValueError, match=r"chosen must be the place of a letter .* got 3"):
        search.chosen = 3
    with pytest.raises(ValueError, match="got 31"):
        search.chosen = 31
    assert search.chosen == 29


def test_its_still_colours_the_copies():
    root = ET.fromstring(ll.letter_search("A < b & a b", letter="b").view.still["svg"])
    coloured = [piece.text for piece in root.iter() if piece.tag.endswith("}tspan")]
    assert coloured == ["b", "b"]
    assert "b, which fits at 2 places" in root.find("{*}desc").text
    assert root.find("{*}title").text == "A < b & a b"


@pytest.mark.browser
def test_every_letter_lights_as_often_as_the_title_has_it(show):
    page = start(show)
    page.locator(".lesson-letter-title").focus()
    page.keyboard.press("Home")
    for place, letter in enumerate(TITLE):
        if letter == " ":
            continue
        page.wait_for_function(f"model.get('chosen') === {place}")
        searched(page)
        found = int(page.evaluate(LIT))
        inside = sum(TITLE.count(one) for one in "mh") if letter == "n" else 0  # in some faces, pixel for pixel
        assert TITLE.count(letter) <= found <= TITLE.count(letter) + inside, letter
        fits = f"{letter} fits at {found} place{'s' * (found > 1)}"
        assert live(page) == fits
        assert page.locator(".lesson-letter-found").inner_text().split() == fits.split()
        assert page.get_by_role("application", name=f"{TITLE}. {fits}. Arrow keys choose a letter.").count() == 1
        page.keyboard.press("ArrowRight")


@pytest.mark.browser
def test_python_computes_the_same_map(show, answers):
    search = ll.letter_search(TITLE, letter="e")
    page = start(show, search, width=700)
    for name in ("size", "pixels", "box"):
        setattr(search.view, name, page.evaluate(f"model.get('{name}')"))
    row, column, rows, columns = search.view.box
    assert search.filter.shape == (rows, columns)
    assert search.filter.mean() == pytest.approx(0, abs=1e-9)
    assert search.picture.max() > 200
    map = search.map
    assert map[row, column] == pytest.approx((search.filter**2).sum())
    assert (map >= 0.97 * map[row, column]).sum() >= TITLE.count("e")
    box = dict(zip(("row", "column", "rows", "columns"), search.view.box, strict=True))
    height, width = search.view.size
    picture = {"height": height, "width": width, "ink": search.picture.ravel().tolist()}
    question = {"box": box, "minusMean": True, "least": 0.8}
    [found] = answers(SEARCH, "searched", [[picture, 128, question]])
    np.testing.assert_allclose(np.reshape(found["values"], map.shape), map, atol=1e-6 * map.max())


@pytest.mark.browser
def test_copies_light_and_other_letters_stay_dark(show):
    page = start(show)
    shining = light(page)
    search = ll.letter_search(TITLE)
    for name in ("size", "pixels"):
        setattr(search.view, name, page.evaluate(f"model.get('{name}')"))
    page.locator(".lesson-letter-title").focus()
    page.keyboard.press("Home")
    bleed = 32
    box = page.locator(".lesson-letter-title").bounding_box()
    for place, x, y in letters(page):
        here = shining[round(y - box["y"]) + bleed, round(x - box["x"]) + bleed]
        if TITLE[place] == "s":
            assert here > 100, place
        elif not {*TITLE[max(0, place - 1) : place + 2]} & {"s"}:  # neighbours stand in its light
            assert here < 12, (place, TITLE[place])


@pytest.mark.browser
def test_a_mouse_previews_and_a_click_chooses(show):
    page = start(show)
    page.locator(".lesson-letter-title").focus()
    page.keyboard.press("Home")
    places = {place: (x, y) for place, x, y in letters(page)}
    page.mouse.move(*places[1])
    page.wait_for_function(f"{LIT} == 2")  # o
    assert page.evaluate("model.get('chosen')") == 30
    page.mouse.move(5, 5)
    page.wait_for_function(f"{LIT} == 3")
    page.mouse.click(*places[1])
    page.wait_for_function(f"{LIT} == 2")
    assert page.evaluate("model.get('chosen')") == 1
    assert page.locator(".lesson-letter-found").inner_text().split() == ["o", "fits", "at", "2", "places"]


@pytest.mark.browser
def test_before_the_face_of_the_page_has_come_there_is_no_letter_to_touch(show):
    page = start(show)
    page.evaluate("document.fonts.load = () => new Promise((done) => { window.come = () => done([]); }); null")
    page.evaluate("show(another); null")
    title = page.locator(".lesson-letter-title").nth(1)
    for event in ("pointermove", "pointerleave", "click"):
        title.dispatch_event(event)
    title.focus()
    page.keyboard.press("Home")
    assert page.evaluate("another.get('chosen')") == 11
    page.evaluate("come(); null")
    page.wait_for_function("document.querySelectorAll('.lesson-letters[data-copies]').length === 2")
    page.keyboard.press("Home")
    assert page.evaluate("another.get('chosen')") == 0


@pytest.mark.browser
def test_a_tap_chooses_the_nearest_letter_and_a_phone_has_room(show):
    page = start(show, width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert (
        page.locator(".lesson-letter-title").evaluate("(node) => getComputedStyle(node).touchAction") == "manipulation"
    )
    page.locator(".lesson-letter-title").tap(position={"x": 4, "y": 20})
    page.wait_for_function("model.get('chosen') === 0")
    tile = page.locator(".lesson-letter-filter canvas").bounding_box()
    assert max(tile["width"], tile["height"]) == pytest.approx(112, abs=1)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "lines", "size"), [(1100, 2, 88), (700, 2, 64), (390, 3, 46), (360, 3, 46)])
def test_the_title_is_as_high_at_all_widths_of_a_kind_and_no_letter_moves_the_page(show, width, lines, size):
    page = start(show, width=width)
    title = page.locator(".lesson-letter-title").bounding_box()
    assert title["height"] == pytest.approx(size * (1.1 * lines + 0.16), abs=1)
    whole = page.locator(".lesson-letters").bounding_box()["height"]
    page.locator(".lesson-letter-title").focus()
    page.keyboard.press("Home")
    assert len({round(y / size) for _, _, y in letters(page)}) >= lines
    for letter in "mlp":  # wide, tall, deep
        page.evaluate(f"model.set('chosen', {TITLE.index(letter)})")
        searched(page)
        assert page.locator(".lesson-letters").bounding_box()["height"] == whole, letter


@pytest.mark.browser
def test_the_map_is_dark_but_where_the_letter_is(show):
    page = start(show, width=1100)
    script = """(canvas) => [canvas.height, canvas.width,
        [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data]]"""
    height, width, data = page.locator(".lesson-letter-map canvas").evaluate(script)
    strength = np.reshape(data, (height, width, 4))[..., 3] / 255
    places = {(row // 8, column // 8) for row, column in np.argwhere(strength > 0.9)}
    assert len(places) in range(TITLE.count("s"), 2 * TITLE.count("s") + 1)
    assert np.median(strength) < 0.1


@pytest.mark.browser
def test_the_box_crosses_the_title_once_a_visit_and_ends_at_a_touch(show, served):
    page = show(ll.letter_search(TITLE, letter="s"))
    page.wait_for_selector(".lesson-letter-sweeping", state="attached")
    page.wait_for_function(f"{LIT} == 3 && !document.querySelector('.lesson-letter-sweeping')")
    assert live(page) == ""  # nobody asked
    page.reload()
    searched(page)
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    assert page.locator(".lesson-letter-sweeping").count() == 0
    page.evaluate("sessionStorage.clear()")
    page.reload()
    page.wait_for_selector(".lesson-letter-sweeping", state="attached")
    page.locator(".lesson-letter-title").click(position={"x": 3, "y": 30})
    assert page.locator(".lesson-letter-sweeping").count() == 0
    assert page.evaluate("model.get('chosen')") == 0


@pytest.mark.browser
def test_nothing_moves_where_a_reader_wants_no_motion(show):
    page = start(show)
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    assert page.locator(".lesson-letter-sweeping").count() == 0
    assert light(page).max() > 100


@pytest.mark.browser
def test_two_on_a_page_share_nothing_and_go_quietly(show):
    page = start(show)
    page.evaluate("show(another); null")
    page.wait_for_function("document.querySelectorAll('.lesson-letters[data-copies]').length === 2")
    page.locator(".lesson-letter-title").nth(1).focus()
    page.keyboard.press("Home")
    assert page.evaluate("[model, another].map((m) => m.get('chosen'))") == [11, 0]
    assert page.evaluate("cleanup(), model.listeners") == 0


@pytest.mark.browser
def test_an_address_brings_a_letter_and_no_space(show):
    page = start(show, theme='class="lesson-widget"')
    page.evaluate("location.hash = '#view&widget.chosen=1'")
    page.wait_for_function(f"model.get('chosen') === 1 && {LIT} == 2")
    for wrong in ("3", "31", "-1", "1.5", '"o"'):
        page.evaluate(f"location.hash = '#view&widget.chosen={wrong}'")
        page.get_by_text("The address holds a view that cannot be shown here.").wait_for()
        page.evaluate("location.hash = '#view&widget.chosen=1'")
        page.wait_for_function("!document.querySelector('[data-part=frame-said]').textContent")
    assert page.evaluate("model.get('chosen')") == 1


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(show, scheme):
    page = start(show, scheme=scheme)
    page.add_style_tag(content=f"body {{ background: {PAPER[scheme]} }}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = "axe.run('main').then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"
    assert page.evaluate(violations) == []


@pytest.mark.browser
def test_how_often_it_is_there_is_not_told_before_the_box_has_passed(show):
    page = show(ll.letter_search(TITLE, letter="s"), height=40)  # so low that the title is not seen
    page.wait_for_function(f"{LIT} == 3")
    strength = """({ width, height }) => {
        const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
        copy.drawImage(document.querySelector(".lesson-letter-map canvas"), 0, 0);
        return Math.max(...copy.getImageData(0, 0, width, height).data); }"""
    strip = page.locator(".lesson-letter-map canvas")
    assert page.locator(".lesson-letter-count").inner_text().strip() == ""
    assert strip.evaluate(strength) == 0
    page.evaluate(
        """() => { window.told = []; const count = document.querySelector(".lesson-letter-count");
        new MutationObserver(() => told.push(count.textContent)).observe(count, { childList: true });
        window.filled = [];
        const strip = document.querySelector(".lesson-letter-map canvas");
        const copy = new OffscreenCanvas(strip.width, strip.height).getContext("2d", { willReadFrequently: true });
        const look = () => {
            copy.clearRect(0, 0, strip.width, strip.height);
            copy.drawImage(strip, 0, 0);
            const { data } = copy.getImageData(0, 0, strip.width, strip.height);
            const isCrossing = document.querySelector(".lesson-letter-sweeping");
            if (isCrossing) filled.push(data.filter((value) => value > 0).length);
            requestAnimationFrame(look);
        };
        look(); }"""
    )
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_selector(".lesson-letter-sweeping", state="attached")
    page.wait_for_selector(".lesson-letter-sweeping", state="detached")
    told = page.evaluate("told.filter((text, i) => text !== told[i - 1]).map((text) => text.trim()).filter(Boolean)")
    assert told == ["fits at …", "fits at 3 places"]  # no count before the end
    filled = page.evaluate("filled")
    assert filled == sorted(filled)  # the map is written as the box passes
    assert len(set(filled)) > 10
    assert strip.evaluate(strength) == 255


@pytest.mark.browser
def test_the_letters_are_placed_anew_when_the_face_of_the_page_arrives_late(show):
    page = start(show, width=1280)
    page.evaluate("document.documentElement.style.setProperty('--lesson-serif', '\"Late face\", serif')")
    page.set_viewport_size({"width": 1100, "height": 800})
    page.wait_for_function("model.get('size')[1] < 1100")
    early = page.evaluate("model.get('pixels')")
    page.evaluate(
        """async (file) => {  // from an address, as in a page: a face made of bytes is there at once, without an event
          const face = new FontFace("Late face", `url(data:font/woff2;base64,${file})`);
          document.fonts.add(face);
          await face.load();
        }""",
        b64encode(FACE.read_bytes()).decode(),
    )
    page.wait_for_function("(early) => model.get('pixels') !== early", arg=early)
