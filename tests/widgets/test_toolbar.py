"""The frame around any widget: a view in the page's address, and the whole screen for it."""

import json
import shutil

import anywidget
import pytest
from javascript import WIDGETS

from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.toolbar import Framed, check_key

# A small widget of two traits, `count` and `place`; two models, the first of them shown twice.
TOY = """import { addFrame } from "./kit/toolbar.js";
import { element } from "./kit/grid.js";
function render({ model, el }) {
  const number = element("output", {});
  const draw = () => (number.textContent = `${model.get("count")} at ${model.get("place")}`);
  const root = element("div", { className: "lesson-view", role: "group", "aria-label": "Toy" }, [number]);
  const accepts = ({ count, place }) => count >= 0 && place.length === 2;
  el.append(root);
  const frame = addFrame({ model, root, state: ["count", "place"], accepts });
  for (const name of ["count", "place"]) model.on(`change:${name}`, draw);
  draw();
  return () => frame.remove();
}
export default { render };
"""
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>frame</title>
<meta name="viewport" content="width=device-width"><style>STYLE</style>
<body><h1 id="section">Page</h1><main></main><script type="module">
const blob = new Blob([SCRIPT], { type: "text/javascript" });
const { default: widget } = await import(URL.createObjectURL(blob));
class Model {
  constructor(state) { this.state = state; this.heard = []; }
  get(name) { return this.state[name]; }
  set(name, value) {
    this.state[name] = value;
    this.heard.filter(([event]) => event === `change:${name}`).forEach(([, f]) => f());
  }
  save_changes() {}
  on(name, f) { this.heard.push([name, f]); }
}
window.models = ["", "", "KEY"].map((key) => new Model({ count: 1, place: [0, 0], key }));
window.cleanups = [0, 1, 0, 2].map((i, nth) => {
  const cell = document.createElement("div");
  cell.className = "cell";
  cell.id = `cell-${nth + 1}`;
  const place = document.createElement("div");
  place.className = "WRAPPER";
  const box = document.createElement("div");
  box.className = "widget-box";
  const el = document.createElement("div");
  box.append("Slider", el);
  place.append(box);
  const cleanup = widget.render({ model: models[i], el });
  cell.append(place);
  document.querySelector("main").append(cell); // after the script, as in a page
  return cleanup;
});
document.body.dataset.ready = "";
</script></body></html>"""


@pytest.fixture
def toys(open_page, tmp_path):
    """A page with the toy in four places; ``toys(hash)`` opens it there."""
    folder = tmp_path / "widgets"
    shutil.copytree(WIDGETS, folder)
    (folder / "toy.js").write_text(TOY, encoding="utf-8")
    script = json.dumps(join_script("toy.js", folder)).replace("</", "<\\/")
    path = tmp_path / "page.html"

    def start(hash="", wrapper="lesson-widget", **options):
        text = PAGE.replace("STYLE", join_styles("kit/base.css", "kit/toolbar.css")).replace("SCRIPT", script)
        path.write_text(text.replace("WRAPPER", wrapper).replace("KEY", "third"), encoding="utf-8")
        page = open_page(path.as_uri() + hash, **options)
        page.wait_for_selector("body[data-ready]")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        return page

    return start


def shown(page):
    return page.locator("output").all_text_contents()


def link(page, place):
    page.get_by_role("button", name="Link to this view").nth(place).click()


@pytest.mark.browser
def test_a_view_is_in_the_address_and_comes_back_from_it(toys):
    page = toys()
    page.evaluate("models[1].set('count', 7)")
    link(page, 1)
    assert page.evaluate("location.hash") == "#view&2.count=7&2.place=%5B0,0%5D"
    page.reload()
    page.wait_for_function("document.querySelectorAll('output')[1]?.textContent === '7 at 0,0'")
    assert shown(page) == ["1 at 0,0", "7 at 0,0", "1 at 0,0", "1 at 0,0"]


@pytest.mark.browser
def test_several_widgets_and_one_shown_twice_keep_apart(toys):
    page = toys()
    page.evaluate("models[2].set('place', [3, 4]); models[0].set('count', 5)")
    link(page, 3)
    link(page, 2)
    hash = page.evaluate("location.hash")
    assert hash == "#view&third.count=1&third.place=%5B3,4%5D&3.count=5&3.place=%5B0,0%5D"
    assert shown(toys(hash)) == ["5 at 0,0", "1 at 0,0", "5 at 0,0", "1 at 3,4"]


@pytest.mark.browser
def test_back_and_forward_walk_through_the_views(toys):
    page = toys()
    for count in (2, 3):
        page.evaluate(f"models[1].set('count', {count})")
        link(page, 1)
    page.evaluate("models[0].set('count', 9)")
    for step, count in [("back", 2), ("back", 1), ("forward", 2), ("forward", 3)]:
        page.evaluate(f"history.{step}()")
        page.wait_for_function(f"models[1].get('count') === {count}")
        assert page.evaluate("models[0].get('count')") == 9


@pytest.mark.browser
def test_an_ordinary_anchor_changes_nothing(toys):
    page = toys("#view&2.count=7")
    page.evaluate("location.hash = 'section'")
    page.wait_for_function("location.hash === '#section'")
    assert shown(page)[1] == "7 at 0,0"


@pytest.mark.browser
@pytest.mark.parametrize(
    "hash",
    [
        "#view&1.count=-1",
        '#view&1.count="7"',
        "#view&1.count={",
        "#view&1.count=%E0%A4%A",
        "#view&1.place=null",
        "#view&1.place=%5B1%5D",
        "#view&1.other=1",
        "#view&1.count",
        "#view&1.constructor=1",
    ],
)
def test_an_address_that_no_widget_wrote_is_refused(toys, hash):
    page = toys(hash)
    assert shown(page) == ["1 at 0,0"] * 4
    assert page.locator("[data-part=frame-said]").all_text_contents() == [
        "The address holds a view that cannot be shown here.",
        *[""] * 3,
    ]


@pytest.mark.browser
@pytest.mark.parametrize("hash", ["#view", "#view&", "#&1.count=2", "#1.count=2", "#view&10.count=2", "#section"])
def test_what_is_meant_for_others_is_left_to_them(toys, hash):
    page = toys(hash)
    assert shown(page) == ["1 at 0,0"] * 4
    assert set(page.locator("[data-part=frame-said]").all_text_contents()) == {""}


@pytest.mark.browser
def test_a_link_is_said_copied_and_opens_at_its_widget(toys):
    page = toys(permissions=["clipboard-write", "clipboard-read"])
    page.evaluate("document.querySelectorAll('.lesson-widget').forEach((w) => (w.style.marginTop = '900px'))")
    link(page, 3)
    page.get_by_role("status").get_by_text("and is copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    fresh = toys(page.evaluate("location.hash") + "&2.count=4")
    assert fresh.get_by_role("button", name="Link to this view").nth(1).is_visible()


@pytest.mark.browser
def test_there_is_no_link_where_the_page_has_no_address_of_ours(toys):
    page = toys(wrapper="jp-OutputArea-output")
    assert page.get_by_role("button", name="Link to this view").count() == 0
    assert page.get_by_role("button", name="Fill the screen").count() == 4


@pytest.mark.browser
@pytest.mark.parametrize("native", [True, False])
def test_a_widget_fills_the_screen_until_escape(toys, native):
    page = toys()
    if not native:
        page.evaluate("Element.prototype.requestFullscreen = undefined")
    button = page.locator("[data-action=fill]").nth(1)
    button.press("Enter")
    page.wait_for_selector(".lesson-filled")
    filled = page.locator(".lesson-filled")
    assert filled.inner_text().startswith("Slider")
    size = filled.bounding_box()
    assert [size["width"], size["height"]] == page.evaluate("[innerWidth, innerHeight]")
    assert button.inner_text() == "Leave the full screen"
    assert page.evaluate("document.activeElement.dataset.action") == "fill"
    assert float(page.evaluate("document.querySelector('.lesson-filled').style.getPropertyValue('--lesson-zoom')")) > 1
    assert page.evaluate("Boolean(document.fullscreenElement)") == native
    assert page.evaluate("document.querySelector('h1').inert") != native
    if native:
        page.evaluate("document.exitFullscreen()")  # as Escape does; a headless browser has no such key
    else:
        page.keyboard.press("Escape")
    page.wait_for_selector(".lesson-filled", state="detached")
    assert button.inner_text() == "Fill the screen"
    assert page.evaluate("document.activeElement.dataset.action") == "fill"
    assert not page.evaluate("[...document.querySelectorAll('*')].some((node) => node.inert)")


@pytest.mark.browser
@pytest.mark.parametrize("answer", ["grant", "refuse"])
def test_a_widget_that_goes_before_the_screen_is_granted_fills_nothing(toys, answer):
    page = toys()
    page.evaluate("""() => {
        window.lost = [];
        addEventListener("unhandledrejection", ({ reason }) => lost.push(String(reason)));
        const asked = new Promise((grant, refuse) => Object.assign(window, { grant, refuse }));
        Element.prototype.requestFullscreen = () => asked;
    }""")
    page.locator("[data-action=fill]").nth(1).click()
    page.evaluate(f"cleanups[1](); {answer}()")
    page.evaluate("new Promise((done) => setTimeout(done))")  # what is rejected is told in a task of its own
    assert page.evaluate("lost") == []
    assert page.locator(".lesson-filled, .lesson-over, [inert]").count() == 0


@pytest.mark.browser
def test_a_widget_that_is_gone_no_longer_answers_the_address(toys):
    page = toys()
    page.evaluate("cleanups.forEach((cleanup) => cleanup()); location.hash = '#view&1.count=8'")
    page.evaluate("new Promise((done) => setTimeout(done, 50))")
    assert page.evaluate("models[0].get('count')") == 1


def test_addresses_are_read_as_they_were_written(answers):
    values = {"text": 'a&b=c#"%', "list": [[1, -2.5], []], "none": None, "yes": True}
    others = "#view&1.a=1&ab.b=2&b.text=3"
    hash = answers("kit/url_state.js", "writeView", [[others, "b", values]])[0]
    assert hash.startswith("#view&1.a=1&ab.b=2&b.text=")
    assert hash.count("b.text") == 1
    assert answers("kit/url_state.js", "readView", [[hash, "b"], [hash, "ab"], [hash, "c"]]) == [values, {"b": 2}, None]


def test_a_key_is_checked():
    class View(Framed, anywidget.AnyWidget):
        _esm = "export default {}"

    assert View(key="one-2").key == "one-2"
    assert View().key == ""
    for key in ("One", "1", "a.b", "a&b", "a b"):
        with pytest.raises(ValueError, match="key must be lowercase letters, digits and hyphens"):
            View(key=key)
    with pytest.raises(TypeError, match="key must be a text; got 3"):
        check_key(3)
