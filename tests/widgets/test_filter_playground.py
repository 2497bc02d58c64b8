"""The filter playground: its numbers, what it accepts, what it draws, and what becomes of a reader's own picture."""

import base64
import io
import json
import random
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from paths import AXE
from PIL import Image
from playwright.sync_api import expect
from widget_page import PAPER, live, products

import lessonlib as ll
from lessonlib.figures.palette import DARK, FIGURE, LIGHT
from lessonlib.widgets.kit.png import grey_png, signed_png

EDGE_NAME = "Sobel, vertical edge"


def cases(count):
    rng = np.random.default_rng(11)
    for case in range(count):
        height, width, rows, columns = *rng.integers(9, 24, 2), *rng.integers(1, 8, 2)
        picture = rng.integers(0, 256, (height, width))
        filter = rng.integers(-5, 6, (rows, columns)) if case % 2 else rng.normal(size=(rows, columns))
        yield picture, filter


def test_the_script_computes_what_the_library_does(answers):
    pairs = list(cases(60))
    asked = [
        [{"height": len(picture), "width": len(picture[0]), "pixels": picture.ravel().tolist()}, filter.tolist()]
        for picture, filter in pairs
    ]
    found = answers("kit/canvas_paint.js", "filterPicture", asked)
    results = [ll.conv2d(picture[None, None], filter[None, None])[0, 0] for picture, filter in pairs]
    for in_js, result in zip(found, results, strict=True):
        values = np.array(list(in_js["values"].values())).reshape(in_js["height"], in_js["width"])
        np.testing.assert_allclose(values, result, rtol=0, atol=1e-9)
    measured = answers("kit/canvas_paint.js", "measure", [[{"values": result.ravel().tolist()}] for result in results])
    for in_js, result in zip(measured, results, strict=True):
        assert (in_js["least"], in_js["most"], in_js["largest"]) == (result.min(), result.max(), abs(result).max())
        assert (in_js["below"], in_js["above"]) == ((result < 0).sum(), (result > 255).sum())


def test_the_sum_of_weights_and_its_meaning(answers):
    filters = [weights.tolist() for weights in ll.filters.named().values()]
    sums = answers("kit/canvas_paint.js", "sumOf", [[filter] for filter in filters])
    assert sums == [1, 0, 0, 0, 0, 1, 1, 1, 1]
    said = answers("filter_playground/weight_grid.js", "explainSum", [[1], [0], [2.5], [-1]])
    for text, meaning in zip(said, ["keeps its bright", "only to diff", "2.5 times as bright", "below 0"], strict=True):
        assert meaning in text


def test_what_a_field_takes_and_what_it_says_to_the_rest(answers):
    limits = {"name": "Weight", "least": -1000, "most": 1000}
    good = {"3": 3, " −1 ": -1, "0,5": 0.5, "1/9": 1 / 9, "-2/4": -0.5, ".25": 0.25, "1e2": 100, "-1000": -1000}
    assert answers("kit/fields.js", "readNumber", [[text, limits] for text in good]) == [
        {"value": x} for x in good.values()
    ]
    bad = ["", "  ", "abc", "1e309", "-", "1/0", "0/0", "1/2/3", "1001", "0x10", "Infinity!", "1 2", "--1", "x" * 99]
    for text, read in zip(bad, answers("kit/fields.js", "readNumber", [[text, limits] for text in bad]), strict=True):
        shown = text.strip()[:24] or "nothing"
        assert read["problem"].startswith(f"Weight must be a number from −1000 to 1000; got {shown}")
    whole = answers("kit/fields.js", "readNumber", [["1.5", {**limits, "whole": True}]])[0]
    assert whole["problem"] == "Weight must be a whole number from −1000 to 1000; got 1.5."


def test_weights_are_written_so_that_they_can_be_read_again(answers):
    weights = [0, 1, -1, 5, 1 / 9, 2 / 25, -0.5, 1 / 16, 0.1, 0.0751, -0.0, 1000]
    texts = answers("filter_playground/weight_grid.js", "writeWeight", [[weight] for weight in weights])
    assert texts[:7] == ["0", "1", "−1", "5", "1/9", "2/25", "−0.5"] or texts[6] in ("−3/6", "−1/2")
    limits = {"name": "", "least": -1000, "most": 1000}
    read = answers("kit/fields.js", "readNumber", [[text, limits] for text in texts])
    np.testing.assert_allclose([line["value"] for line in read], weights, atol=1e-12)


def test_a_resized_filter_keeps_its_middle(answers):
    three = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    five = np.pad(three, 1).tolist()
    assert answers(
        "filter_playground/weight_grid.js", "resizeFilter", [[three, 5], [five, 3], [np.pad(three, 2).tolist(), 5]]
    ) == [
        five,
        three,
        five,
    ]


def test_its_repr_is_short_and_always_the_same():
    assert repr(ll.filter_playground()) == "FilterPlayground(128x128 picture, sharpen)"
    widget = ll.filter_playground(np.zeros((16, 40)), [[0, 1], [2, 3], [4, 5]])
    assert repr(widget) == "FilterPlayground(16x40 picture, own 3x2 filter)"
    assert repr(widget.view) == "FilterPlaygroundView(16x40 picture, own 3x2 filter)"


def test_python_reads_and_changes_it():
    widget, other = ll.filter_playground(), ll.filter_playground()
    widget.filter = EDGE_NAME
    np.testing.assert_array_equal(widget.picture, np.round(ll.images.lighthouse() * 255))
    want = ll.conv2d(widget.picture[None, None].astype(int), ll.filters.sobel_vertical()[None, None])[0, 0]
    np.testing.assert_array_equal(widget.result, want)
    widget.picture = np.arange(17 * 20).reshape(17, 20) % 256
    widget.chosen = (14, 17)
    widget.filter = np.ones((5, 5))
    assert (widget.result.shape, widget.chosen) == ((13, 16), (12, 15))
    assert "5 by 5" not in other.view.still["svg"]
    assert repr(other) == "FilterPlayground(128x128 picture, sharpen)"
    assert len(other.view.pixels) < 22_000


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"picture": np.zeros((3, 20, 20))}, ValueError, r"picture must be \(H, W\); got shape \(3, 20, 20\)"),
        ({"picture": np.zeros((20, 15))}, ValueError, r"16 to 256 pixels along each side; got shape \(20, 15\)"),
        ({"picture": np.full((20, 20), 1.5)}, ValueError, r"floats from 0 to 1; got 1\.5 to 1\.5"),
        ({"picture": np.full((20, 20), np.nan)}, ValueError, "floats from 0 to 1; got nan"),
        ({"picture": np.full((20, 20), 256)}, ValueError, "whole numbers from 0 to 255; got 256 to 256"),
        ({"picture": "lighthouse"}, (TypeError, ValueError), "picture must"),
        ({"filter": "blur"}, ValueError, "filter must be among 'identity', .*got 'blur'"),
        ({"filter": np.ones((3, 10))}, ValueError, "filter must be at most 9 along a side; got 3x10"),
        ({"filter": [[1e309]]}, ValueError, r"filter must be finite numbers; got inf at \(0, 0\)"),
        ({"filter": [[2000]]}, ValueError, "weights from -1000 to 1000; got one of size 2000"),
        ({"controls": ["camera"]}, ValueError, "controls must be among 'filters', 'weights', 'file'; got 'camera'"),
        ({"key": "A b"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.filter_playground(**arguments)


@pytest.mark.parametrize(("name", "value"), [("filter", "no"), ("picture", [[1]]), ("chosen", (126, 0)), ("chosen", 3)])
def test_a_bad_change_is_refused_and_changes_nothing(name, value):
    widget = ll.filter_playground()
    before = widget.view.get_state()
    with pytest.raises((TypeError, ValueError), match=name):
        setattr(widget, name, value)
    assert widget.view.get_state() == before


def pixels_of(address):
    return np.array(Image.open(io.BytesIO(base64.b64decode(address.split(",")[1]))).convert("RGBA")).astype(int)


def test_stills_show_the_picture_and_signed_results_as_signed():
    widget = ll.filter_playground(filter=EDGE_NAME)
    svg, sentence = widget.still()
    root = ET.fromstring(svg)
    images = [image.get("href") for image in root.iter("{http://www.w3.org/2000/svg}image")]
    picture, result = map(pixels_of, images)
    np.testing.assert_allclose(picture[..., 0], widget.picture, atol=5)
    strength = abs(widget.result) / abs(widget.result).max()
    np.testing.assert_allclose(result[..., 3], 255 * strength, atol=5)
    orange = tuple(bytes.fromhex(FIGURE["negative"][1:]))
    row, column = np.argwhere(widget.result < -300)[0]
    assert tuple(result[row, column, :3]) == orange
    assert "The weights sum to 0" in root.find("{*}desc").text
    assert "choose a pixel" in sentence
    assert widget.view.still == {"svg": svg, "sentence": sentence}
    assert "orange" not in ll.filter_playground(filter="box blur").still().svg
    assert "never leaves" not in ll.filter_playground(controls=[]).still().sentence
    ET.fromstring(ll.filter_playground(np.zeros((16, 16)), [[0]]).still().svg)


def test_pictures_as_files():
    values = np.array([[-5, 0, 128], [255, 300, 64]])
    np.testing.assert_allclose(pixels_of(grey_png(values))[..., 1], np.clip(values, 0, 255), atol=5)
    assert pixels_of(signed_png([[0, 0]]))[..., 3].tolist() == [[0, 0]]
    beyond, full = pixels_of(signed_png([[-7, 7]], largest=2)), pixels_of(signed_png([[-2, 2]]))
    np.testing.assert_array_equal(beyond, full)


# In a browser


def canvas(page, part, nth=0):
    """A canvas as an array (H, W, 3)."""
    script = """(node) => { const { width, height } = node;
      const copy = Object.assign(document.createElement("canvas"), { width, height });
      const context = copy.getContext("2d", { willReadFrequently: true });
      context.drawImage(node, 0, 0);
      return [height, width, [...context.getImageData(0, 0, width, height).data]] }"""
    height, width, data = page.locator(f"[data-part={part}] canvas").nth(nth).evaluate(script)
    return np.array(data).reshape(height, width, 4)[..., :3]


def signed_colours(result, palette):
    """What a signed result must look like: from the background to blue or orange."""
    background, positive, negative = (
        np.array(list(bytes.fromhex(palette[name][1:]))) for name in ("background", "positive", "negative")
    )
    strength = np.round(255 * abs(result) / abs(result).max())[..., None] / 255
    return background + (np.where(result[..., None] < 0, negative, positive) - background) * strength


def field(page, row, column):
    return page.get_by_role("textbox", name=f"Weight in row {row}, column {column}").first


@pytest.mark.browser
def test_a_grey_result_is_drawn_as_it_is_and_says_what_it_cannot_show(show):
    widget = ll.filter_playground()
    page = show(widget)
    result = widget.result
    drawn = canvas(page, "result")
    inside = (result >= 0) & (result <= 255)
    np.testing.assert_array_equal(drawn[inside], result[inside][:, None].repeat(3, 1))
    assert (drawn[result > 255] == 255).all()
    below = drawn[result < 0]
    assert (below[:, 0] > below[:, 2]).all()
    np.testing.assert_array_equal(canvas(page, "picture")[..., 0], widget.picture)
    note = page.locator("[data-part=result] .lesson-note").inner_text()
    assert f"From −{-result.min()} to {result.max()};" in note
    assert f"{(result < 0).sum()} values below 0: orange; {(result > 255).sum()} values above 255: white." in note


@pytest.mark.browser
def test_a_signed_result_is_drawn_as_signed_and_again_when_the_theme_changes(show):
    widget = ll.filter_playground(filter=EDGE_NAME)
    page = show(widget, theme='data-theme="light"')
    result = widget.result
    np.testing.assert_allclose(canvas(page, "result"), signed_colours(result, LIGHT), atol=0.51)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function("getComputedStyle(document.querySelector('.lesson-view')).color === 'rgb(232, 234, 238)'")
    page.evaluate("new Promise(requestAnimationFrame)")
    np.testing.assert_allclose(canvas(page, "result"), signed_colours(result, DARK), atol=0.51)
    panel = page.locator("[data-part=result]")
    largest = abs(result).max()
    assert panel.locator(".lesson-scale").inner_text().split() == [f"−{largest}", "0", str(largest)]
    assert f"Blue is above 0, orange below. From −{-result.min()} to {result.max()}." in panel.inner_text()


@pytest.mark.browser
def test_filters_are_chosen_by_keyboard_and_the_sum_is_explained(show):
    page = show(ll.filter_playground())
    page.get_by_role("radio", name="sharpen").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("radio", name="emboss").is_checked()
    assert page.evaluate("model.get('weights')") == ll.filters.emboss().tolist()
    assert "The weights sum to 1" in page.locator("[data-part=sum]").inner_text()
    assert live(page).startswith("emboss. The weights sum to 1: a uniform area keeps its brightness.")
    page.get_by_role("radio", name="horizontal edge", exact=True).check()
    assert "only to differences" in page.locator("[data-part=sum]").inner_text()


@pytest.mark.browser
def test_weights_of_ones_own_in_both_sizes(show):
    page = show(ll.filter_playground())
    assert field(page, 1, 1).input_value() == "5"
    field(page, 1, 1).fill("4")
    assert page.evaluate("model.get('weights')[1]") == [-1, 4, -1]
    assert page.locator("[data-part=filter] input:checked, .lesson-radio input:checked").count() == 0
    assert page.locator("[data-signed]").get_attribute("data-signed") == "true"
    page.get_by_role("button", name="5×5").click()
    assert page.evaluate("model.get('weights')") == np.pad([[0, -1, 0], [-1, 4, -1], [0, -1, 0]], 1).tolist()
    field(page, 0, 4).fill("1/9")
    page.evaluate("model.set('weights', structuredClone(model.get('weights')))")
    assert field(page, 0, 4).input_value() == "1/9"
    assert page.locator("[data-part=result] .lesson-title").inner_text() == "Result 124×124"


@pytest.mark.browser
@pytest.mark.parametrize("text", ["abc", "", "1e309", "1/0", "9999"])
def test_a_weight_that_is_none_is_explained_and_the_last_good_picture_stays(show, text):
    page = show(ll.filter_playground())
    before = canvas(page, "result")
    field(page, 0, 2).fill(text)
    said = page.locator("[data-part=weights-message]")
    assert said.inner_text().startswith("Weight in row 0, column 2 must be a number from −1000 to 1000; got")
    assert field(page, 0, 2).get_attribute("aria-invalid") == "true"
    np.testing.assert_array_equal(canvas(page, "result"), before)
    field(page, 0, 2).fill("−2")
    assert said.inner_text() == ""
    assert field(page, 0, 2).get_attribute("aria-invalid") is None
    assert page.evaluate("model.get('weights')[0]") == [0, -1, -2]
    assert (canvas(page, "result") != before).any()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 390, 768, 1280])
@pytest.mark.parametrize("size", ["3×3", "5×5"])
def test_a_message_about_a_weight_moves_nothing(show, width, size):
    page = show(ll.filter_playground(), width=width, height=1600)
    page.get_by_role("button", name=size).click()
    parts = [page.locator(f"[data-part={part}]") for part in ("filter", "sum", "products", "file")]
    before = [part.bounding_box() for part in parts]
    for text in ["abc", "x" * 40]:
        field(page, 0, 2).fill(text)
        said = page.locator("[data-part=weights-message]")
        expect(said).to_contain_text("Weight in row 0, column 2 must be a number")
        assert [part.bounding_box() for part in parts] == before, text
        box, grid, below = (place.bounding_box() for place in (said, page.get_by_role("table"), parts[3]))
        assert box["y"] + box["height"] <= below["y"]
        assert box["x"] >= grid["x"] + grid["width"] or box["y"] >= grid["y"] + grid["height"]


@pytest.mark.browser
def test_only_a_crowded_weight_is_written_small(show):
    page = show(ll.filter_playground())
    field(page, 0, 0).fill("−12.5")
    sizes = page.locator(".lesson-field").evaluate_all("(all) => all.map((field) => getComputedStyle(field).fontSize)")
    assert sizes == ["12px"] + ["16px"] * 8
    field(page, 0, 0).fill("−12")
    assert field(page, 0, 0).evaluate("(node) => getComputedStyle(node).fontSize") == "16px"


@pytest.mark.browser
def test_a_pixel_is_chosen_by_mouse_and_by_keys(show):
    widget = ll.filter_playground(filter="vertical edge")
    page = show(widget)
    result = page.get_by_role("application")
    box = page.locator("[data-part=result] canvas").bounding_box()
    scale = box["width"] / 126
    page.mouse.move(box["x"] + 30.5 * scale, box["y"] + 77.5 * scale)
    assert products(page)[-1].endswith(f"= {widget.result[77, 30]}".replace("-", "−"))
    assert page.evaluate("model.get('chosen')") == [63, 63]
    page.mouse.click(box["x"] + 30.5 * scale, box["y"] + 77.5 * scale)
    assert page.evaluate("model.get('chosen')") == [77, 30]
    outline = page.locator("[data-part=picture] .lesson-outline").bounding_box()
    frame = page.locator("[data-part=picture] canvas").bounding_box()
    pixel = frame["width"] / 128
    assert abs(outline["x"] + 3 - frame["x"] - 30 * pixel) < 1
    assert abs(outline["height"] - 6 - 3 * pixel) < 1
    result.focus()
    for key, place in [("ArrowDown", [78, 30]), ("Shift+ArrowRight", [78, 40]), ("Home", [78, 0])]:
        page.keyboard.press(key)
        assert page.evaluate("model.get('chosen')") == place
        value = str(widget.result[tuple(place)]).replace("-", "−")
        assert live(page).startswith(f"Result row {place[0]}, column {place[1]}: ")
        assert live(page).endswith(f"= {value}")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def a_file(name, image=None, data=b"", kind="PNG", mime="image/png"):
    if image is not None:
        stream = io.BytesIO()
        image.save(stream, kind)
        data = stream.getvalue()
    return {"name": name, "mimeType": mime, "buffer": data}


@pytest.mark.browser
def test_a_picture_of_40_megapixels_is_scaled_down_and_stays_in_the_browser(show):
    image = Image.new("RGB", (8000, 5000), (200, 100, 50))
    image.paste((0, 0, 255), (4000, 0, 8000, 5000))
    page = show(ll.filter_playground(filter="identity"))
    before = page.evaluate("[JSON.stringify(model.state), model.saved]")
    page.locator("input[type=file]").first.set_input_files(a_file("holiday.png", image))
    page.get_by_text("Your picture, 8000 wide and 5000 high, scaled down and made grey.").first.wait_for()
    assert page.locator("[data-part=picture] .lesson-title").inner_text() == "Your picture 160×256"
    drawn = canvas(page, "picture")
    assert drawn.shape == (160, 256, 3)
    grey = [round(0.299 * 200 + 0.587 * 100 + 0.114 * 50), round(0.114 * 255)]
    assert abs(drawn[80, [20, 230], 0] - grey).max() <= 1
    assert canvas(page, "result").shape == (158, 254, 3)
    assert page.evaluate("[JSON.stringify(model.state), model.saved]") == before
    assert "never leaves this device" in page.locator("[data-part=file]").inner_text()
    page.get_by_role("button", name="Back to the sample").click()
    assert canvas(page, "picture").shape == (128, 128, 3)


@pytest.mark.browser
def test_on_a_phone_the_readers_picture_comes_into_view(show):
    page = show(ll.filter_playground(), width=390, height=600, has_touch=True, is_mobile=True)
    page.get_by_text("Choose a picture of your own").scroll_into_view_if_needed()
    photo = page.locator("[data-part=picture] canvas")
    expect(photo).not_to_be_in_viewport()
    mine = Image.fromarray(np.arange(1200, dtype=np.uint8).reshape(30, 40))
    page.locator("input[type=file]").first.set_input_files(a_file("mine.png", mine))
    expect(photo).to_be_in_viewport()
    assert canvas(page, "picture").shape == (30, 40, 3)


@pytest.mark.browser
def test_what_is_no_picture_is_said_and_the_last_good_picture_stays(show):
    rng = np.random.default_rng(2)
    mine = Image.fromarray(rng.integers(0, 256, (40, 30), dtype=np.uint8))
    page = show(ll.filter_playground())
    choose = page.locator("input[type=file]").first
    choose.set_input_files(a_file("mine.png", mine))
    page.get_by_text("Your picture, 30 wide and 40 high, made grey.").first.wait_for()
    good = canvas(page, "picture")
    np.testing.assert_allclose(good[..., 0], np.asarray(mine), atol=1)
    for file, said in [
        (a_file("notes.png", data=b"dear diary"), "notes.png could not be read as a picture. Choose a PNG"),
        (a_file("empty.jpg", data=b"", mime="image/jpeg"), "empty.jpg could not be read as a picture."),
        (a_file("dot.png", Image.new("L", (9, 40))), "dot.png is 9×40 pixels. It must be at least 16 along each side."),
        (
            a_file("strip.png", Image.new("L", (4000, 100))),
            "strip.png is 4000×100 pixels, scaled down 256×6. It must be at least 16 along each side.",
        ),
    ]:
        choose.set_input_files(file)
        message = page.locator("[data-part=file-message]").first
        message.get_by_text(said).wait_for()
        assert "The picture before stays." in message.inner_text()
        np.testing.assert_array_equal(canvas(page, "picture"), good)


@pytest.mark.browser
def test_controls_that_are_not_asked_for_are_not_there(show):
    page = show(ll.filter_playground(controls=[]))
    for role in ("radio", "textbox", "button"):
        named = [button for button in page.get_by_role(role).all() if button.inner_text() != "Fill the screen"]
        assert named == []
    cells = page.get_by_role("table", name="Filter").get_by_role("cell").all_text_contents()
    assert cells == ["0", "−1", "0", "−1", "5", "−1", "0", "−1", "0"]


@pytest.mark.browser
def test_two_on_a_page_share_nothing_and_go_quietly(show):
    page = show(ll.filter_playground())
    page.evaluate("show(another)")
    second = page.locator(".lesson-view").nth(1)
    second.get_by_role("radio", name="box blur").check()
    assert page.locator(".lesson-view").first.get_by_role("radio", name="sharpen").is_checked()
    assert page.evaluate("model.get('weights')[1][1]") == 5
    assert page.evaluate("cleanup(), model.listeners") == 0


@pytest.mark.browser
@pytest.mark.parametrize("filter", ["sharpen", "Gaussian blur"])
def test_it_fits_a_phone_and_can_be_tapped(show, filter):
    page = show(ll.filter_playground(filter=filter), width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    targets = ".lesson-radio, .lesson-button, .lesson-tool, .lesson-field"
    boxes = [target.bounding_box() for target in page.locator(targets).all() if target.is_visible()]
    assert len(boxes) >= 9 + 4 + 9
    assert min(min(box["width"], box["height"]) for box in boxes) >= 42
    page.locator("[data-part=result] canvas").tap(position={"x": 10, "y": 20})
    assert page.evaluate("model.get('chosen')") != [63, 63]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(show, scheme):
    page = show(ll.filter_playground(), scheme=scheme)
    field(page, 0, 0).fill("abc")
    page.locator("input[type=file]").first.set_input_files(a_file("notes.png", data=b"dear diary"))
    page.locator("[data-part=file-message]").first.get_by_text("notes.png").wait_for()
    page.add_style_tag(content=f"body {{ background: {PAPER[scheme]} }}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = "axe.run('main').then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"
    assert page.evaluate(violations) == []


@pytest.mark.browser
def test_an_address_brings_a_filter(show):
    page = show(ll.filter_playground(), theme='class="lesson-widget"')
    page.get_by_role("radio", name="emboss").check()
    page.get_by_role("button", name="Link to this view").click()
    page.get_by_role("radio", name="identity").check()
    page.evaluate("location.hash = location.hash + '&'")
    page.wait_for_function("model.get('weights')[0][0] === -2")
    assert page.get_by_role("radio", name="emboss").is_checked()
    page.evaluate("location.hash = '#view&widget.weights=[[1],[2,3]]'")
    page.get_by_text("The address holds a view that cannot be shown here.").wait_for()
    assert page.evaluate("model.get('weights')") == ll.filters.emboss().tolist()


def test_an_address_can_bring_only_what_the_page_could_have_made(node, tmp_path):
    import subprocess

    script = tmp_path / "playground.mjs"
    body = ll.filter_playground().view._esm.replace("export default { render };", "export { accepts };")
    script.write_text(body, encoding="utf-8")
    good = [[[0, 1], [2, 3]], [[1 / 9] * 5] * 5]
    bad = [[], [[]], [[1, 2], [3]], [["1"]], [[1e9]], [[None]], [[0] * 10], "x", [3]]
    rng = random.Random(0)
    program = f"""import {{ accepts }} from {json.dumps(script.as_uri())};
      const safe = (weights) => {{ try {{ return accepts({{ weights, chosen: [0, {rng.randint(0, 9)}] }}) }}
        catch {{ return false }} }};
      console.log(JSON.stringify({json.dumps([*good, *bad])}.map(safe)))"""
    run = subprocess.run(
        [node, "--input-type=module", "-e", program], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert json.loads(run.stdout) == [True] * len(good) + [False] * len(bad)


@pytest.mark.browser
def test_the_image_leads_the_filter_like_the_result(show):
    widget = ll.filter_playground(filter="vertical edge")
    page = show(widget)
    box = page.locator("[data-part=picture] canvas").bounding_box()
    pixel = box["width"] / 128
    page.mouse.move(box["x"] + 31.5 * pixel, box["y"] + 78.5 * pixel)  # the middle of the patch at (77, 30)
    assert products(page)[-1].endswith(f"= {widget.result[77, 30]}".replace("-", "−"))
    page.mouse.down()
    page.mouse.up()
    assert page.evaluate("model.get('chosen')") == [77, 30]
    page.mouse.move(box["x"] + 0.2, box["y"] + 0.2)  # no patch has its middle there
    page.mouse.down()
    page.mouse.up()
    assert page.evaluate("model.get('chosen')") == [0, 0]


@pytest.mark.browser
@pytest.mark.parametrize("part", ["picture", "result"])
def test_a_finger_drags_the_filter_over_either_picture(show, part):
    page = show(ll.filter_playground(filter="vertical edge"), width=390, height=700, has_touch=True, is_mobile=True)
    page.add_style_tag(content="main { padding-bottom: 900px }")
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    page.locator(f"[data-part={part}] canvas").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    mark = page.locator(f"[data-part={part}] .lesson-outline").bounding_box()
    pixel = page.locator("[data-part=picture] canvas").bounding_box()["width"] / 128
    x, y = mark["x"] + mark["width"] / 2 + 10, mark["y"] + mark["height"] / 2 + 10  # beside the middle that it keeps
    touch("touchStart", {"x": x, "y": y})
    for step in (10, 20, 30):
        touch("touchMove", {"x": x, "y": y - step * pixel})
    sum_line = page.locator("[data-part=products]").bounding_box()
    frame = page.locator(f"[data-part={part}] canvas").bounding_box()
    assert sum_line["y"] + sum_line["height"] - frame["y"] < 700  # in one view with the finger
    touch("touchEnd")
    page.wait_for_function("model.get('chosen')[0] !== 63")
    assert page.evaluate("model.get('chosen')") == pytest.approx([33, 63], abs=1)
    assert page.evaluate("scrollY") == before


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 390])
def test_on_a_phone_the_weight_that_is_typed_in_stays_in_one_view_with_the_result(show, width):
    page = show(ll.filter_playground(), width=width, has_touch=True, is_mobile=True)
    typed, result = field(page, 1, 1), page.locator("[data-part=result] canvas")
    before = typed.bounding_box()
    assert before["y"] + before["height"] - result.bounding_box()["y"] < 500
    for weight in ["-0.25", "3", "-9", "100", "1/9"]:  # a sum of one to three lines, a note of one to three
        typed.fill(weight)
        assert typed.bounding_box() == before, weight


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_the_scales_of_both_pictures_stand_level(show, width):
    page = show(ll.filter_playground(), width=width)
    scales = [scale.bounding_box() for scale in page.locator(".lesson-scale").all()]
    assert len(scales) == 2
    assert scales[0]["y"] == scales[1]["y"]
    frames = [frame.bounding_box() for frame in page.locator(".lesson-photo-frame").all()]
    assert all(abs(frame["width"] - frame["height"]) < 1 for frame in frames)
