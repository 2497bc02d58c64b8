"""A reader's own picture, by file or camera: what is taken, and what is refused beside the control."""

import io

import numpy as np
import pytest
from paths import AXE
from PIL import Image
from widget_page import PAPER

import lessonlib as ll
from lessonlib.nn.layers import Conv2d, Flatten, Linear, ReLU, Sequential


def viewer():
    """Of 9x9 pictures in colour."""
    model = Sequential(Conv2d(3, 4, 3), ReLU(), Flatten(), Linear(4 * 7 * 7, 2))
    return ll.network_viewer(model, np.zeros((2, 3, 9, 9), np.uint8), ["cat", "dog"])


WIDGETS = {"playground": lambda: ll.filter_playground(filter="identity"), "viewer": viewer}
every_widget = pytest.mark.parametrize("widget", WIDGETS.values(), ids=WIDGETS)

PIXELS = """(node) => { const { width, height } = node;
  const copy = Object.assign(document.createElement("canvas"), { width, height });
  const context = copy.getContext("2d");
  context.drawImage(node, 0, 0);
  return [height, width, [...context.getImageData(0, 0, width, height).data]]; }"""


def picture(page):
    """The picture that is shown, (H, W, 3)."""
    height, width, data = page.locator("[data-part=picture] canvas").evaluate(PIXELS)
    return np.array(data).reshape(height, width, 4)[..., :3]


def a_file(name, image=None, data=b"", **options):
    if image is not None:
        stream = io.BytesIO()
        image.save(stream, name.rpartition(".")[2].upper(), **options)
        data = stream.getvalue()
    return {"name": name, "mimeType": "image/png", "buffer": data}


def start(show, widget, **options):
    page = show(widget(), **options)
    page.wait_for_function("document.querySelector('[data-part=picture] canvas').height > 1")
    return page


def bring(page, file):
    page.locator("input[type=file]").set_input_files(file)


def note(page):
    return page.locator("[data-part=file-note]")


def problem(page):
    return page.locator("[data-part=file-message]")


@pytest.mark.browser
@every_widget
def test_a_picture_of_40_megapixels_is_taken_and_never_leaves(show, widget):
    page = start(show, widget)
    state = page.evaluate("[JSON.stringify(model.state), model.saved]")
    bring(page, a_file("large.png", Image.new("RGB", (8000, 5000), (90, 90, 90))))
    note(page).get_by_text("Your picture, 8000 wide and 5000 high").wait_for()
    page.get_by_role("button", name="Back to the sample").wait_for()
    assert page.evaluate("[JSON.stringify(model.state), model.saved]") == state
    assert "Your picture never leaves this device" in page.locator("[data-part=file]").inner_text()
    page.wait_for_function("document.querySelector('[data-part=picture] .lesson-title').textContent.startsWith('Your')")
    assert (picture(page) == 90).all()


@pytest.mark.browser
@every_widget
def test_what_is_transparent_lies_on_white(show, widget):
    page = start(show, widget)
    clear = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    bring(page, a_file("clear.png", clear))
    note(page).get_by_text("Your picture, 40 wide and 40 high").wait_for()
    page.wait_for_function("document.querySelector('[data-part=picture] .lesson-title').textContent.startsWith('Your')")
    assert (picture(page) == 255).all()


@pytest.mark.browser
@every_widget
def test_of_an_animation_the_first_picture_is_taken(show, widget):
    page = start(show, widget)
    first, *rest = (Image.new("L", (30, 30), grey) for grey in (40, 160, 220))
    bring(page, a_file("moving.gif", first, save_all=True, append_images=rest, duration=20, loop=0))
    note(page).get_by_text("Your picture, 30 wide and 30 high").wait_for()
    page.wait_for_function("document.querySelector('[data-part=picture] .lesson-title').textContent.startsWith('Your')")
    assert abs(picture(page) - 40).max() <= 1


@pytest.mark.browser
@every_widget
def test_what_is_no_picture_or_too_thin_is_said_beside_the_control_and_the_last_one_stays(show, widget):
    page = start(show, widget)
    bring(page, a_file("mine.png", Image.new("L", (30, 30), 77)))
    note(page).get_by_text("Your picture, 30 wide and 30 high").wait_for()
    page.wait_for_function("document.querySelector('[data-part=picture] .lesson-title').textContent.startsWith('Your')")
    for file, said in [
        (a_file("thin.png", Image.new("L", (1, 4000))), "thin.png is 1×4000 pixels"),
        (a_file("flat.png", Image.new("L", (4000, 1))), "flat.png is 4000×1 pixels"),
        (a_file("diary.png", data=b"dear diary"), "diary.png could not be read as a picture."),
        (a_file("empty.png"), "empty.png could not be read as a picture."),
        (a_file("cut.png", data=a_file("x.png", Image.new("L", (50, 50)))["buffer"][:60]), "cut.png could not be read"),
    ]:
        bring(page, file)
        problem(page).get_by_text(said).wait_for()
        assert problem(page).inner_text().endswith("The picture before stays.")
        assert (picture(page) == 77).all()
        assert page.get_by_role("button", name="Back to the sample").is_visible()


# A camera of the test's own: a canvas whose stream the page gets.
CAMERA = """window.cameras = [];
navigator.mediaDevices.getUserMedia = async (wish) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
  const context = canvas.getContext("2d");
  const draw = () => { context.fillStyle = "rgb(60 60 60)"; context.fillRect(0, 0, 64, 48); };
  draw();
  window.drawing = setInterval(draw, 20);
  const stream = canvas.captureStream(30);
  cameras.push({ wish, stream });
  return stream;
};
null"""
REFUSED = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', NAME); }; null"


def running(page):
    return page.evaluate("cameras.at(-1).stream.getTracks().some((track) => track.readyState === 'live')")


@pytest.mark.browser
@every_widget
def test_a_picture_is_taken_by_camera_and_the_camera_goes_off(show, widget):
    page = start(show, widget)
    page.evaluate(CAMERA)
    page.get_by_role("button", name="Use the camera").click()
    page.wait_for_function("document.activeElement.dataset.action === 'shoot'")
    assert page.evaluate("cameras[0].wish") == {"video": {"facingMode": "environment"}}  # no sound
    assert page.get_by_label("What the camera sees").is_visible()
    page.wait_for_function("document.querySelector('video').videoWidth === 64")
    page.keyboard.press("Enter")
    note(page).get_by_text("Your picture, 64 wide and 48 high").wait_for()
    page.wait_for_function("document.querySelector('[data-part=picture] .lesson-title').textContent.startsWith('Your')")
    assert abs(picture(page) - 60).max() <= 12  # a video's colours are not exact
    assert not running(page)
    assert not page.locator("[data-part=camera]").is_visible()
    assert page.evaluate("document.activeElement.dataset.action") == "camera"


@pytest.mark.browser
@every_widget
def test_a_camera_is_closed_by_its_button_and_with_the_widget(show, widget):
    page = start(show, widget)
    page.evaluate(CAMERA)
    for leave in ("document.querySelector('[data-action=leave]').click()", "cleanup()"):
        page.get_by_role("button", name="Use the camera").click()
        page.wait_for_function("document.activeElement.dataset.action === 'shoot'")
        assert running(page)
        page.evaluate(leave)
        assert not running(page)
    assert note(page).inner_text() == ""


@pytest.mark.browser
@every_widget
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("NotAllowedError", "The camera was refused."),
        ("NotFoundError", "No camera was found on this device."),
        ("NotReadableError", "The camera is in use by another program."),
        ("AbortError", "The camera could not be started."),
        (None, "No camera can be used here"),
    ],
)
def test_a_camera_that_is_refused_is_told_beside_the_control(show, widget, name, said):
    page = start(show, widget)
    before = picture(page)
    if name:
        page.evaluate(REFUSED.replace("NAME", repr(name)))
    else:
        page.evaluate("void Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")  # no https
    button = page.get_by_role("button", name="Use the camera")
    button.click()
    problem(page).get_by_text(said).wait_for()
    assert button.is_visible()
    field, message = (page.locator(f"[data-part={part}]").bounding_box() for part in ("file", "file-message"))
    assert field["y"] < message["y"] < field["y"] + field["height"]
    assert (picture(page) == before).all()


@pytest.mark.browser
@every_widget
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_the_camera_open(show, widget, scheme):
    page = start(show, widget, scheme=scheme)
    page.evaluate(CAMERA)
    page.get_by_role("button", name="Use the camera").click()
    page.wait_for_function("document.activeElement.dataset.action === 'shoot'")
    page.add_style_tag(content=f"body {{ background: {PAPER[scheme]} }}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = "axe.run('main').then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"
    assert page.evaluate(violations) == []
