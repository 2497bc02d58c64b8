"""A frame around a figure says where the keyboard is: a pointer leaves none, and the next key brings it."""

import pytest

import lessonlib as ll

OUTLINE = "node => getComputedStyle(node).outlineStyle"
DRAGGED = {
    "equivariance": (lambda: ll.equivariance_explorer(controls=["right", "down"]), ".lesson-movable"),
    "edge": (ll.edge_hider, ".lesson-edge-field"),
    "optimiser": (ll.optimiser_explorer, ".lesson-knob"),
}


def drag_by_finger(page, x, y):
    session = page.context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [(x, y)]),
        ("touchMove", [(x + 12, y)]),
        ("touchMove", [(x + 24, y)]),
        ("touchEnd", []),
    ):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})


def drag_by_mouse(page, x, y):
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 24, y)
    page.mouse.up()


@pytest.mark.browser
@pytest.mark.parametrize("drag", [drag_by_finger, drag_by_mouse])
@pytest.mark.parametrize("name", DRAGGED)
def test_only_the_keyboard_leaves_a_frame(show, name, drag):
    make, what = DRAGGED[name]
    page = show(make(), has_touch=drag is drag_by_finger)
    surface = page.locator(what).first
    surface.scroll_into_view_if_needed()
    box = surface.bounding_box()
    drag(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert surface.evaluate("node => node === document.activeElement")  # arrow keys go on from here
    assert surface.evaluate(OUTLINE) == "none"
    page.keyboard.press("ArrowRight")
    assert surface.evaluate(OUTLINE) == "solid"
    drag(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert surface.evaluate(OUTLINE) == "none"


# Every listener that a page adds and has not removed, by any of the ways to remove one.
COUNTING = """
window.listening = new Map();
const add = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (kind, hear, options) {
  if (kind === "keydown" || kind === "blur") {
    listening.set(kind, (listening.get(kind) ?? 0) + 1);
    const removed = () => listening.set(kind, listening.get(kind) - 1);
    if (options?.signal) add.call(options.signal, "abort", removed, { once: true });
    else if (options?.once) add.call(this, kind, removed, { once: true });
  }
  return add.call(this, kind, hear, options);
};
"""


@pytest.mark.browser
def test_many_drags_leave_no_more_listeners_than_one(show):
    page = show(ll.edge_hider(), has_touch=True)
    page.evaluate(COUNTING)
    surface = page.locator(".lesson-edge-field").first
    surface.scroll_into_view_if_needed()
    box = surface.bounding_box()
    for _ in range(5):
        drag_by_finger(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.evaluate("Object.fromEntries(listening)") == {"keydown": 1, "blur": 1}
    page.keyboard.press("ArrowRight")
    assert page.evaluate("Object.fromEntries(listening)") == {"keydown": 0, "blur": 0}
    assert surface.evaluate("node => 'pointed' in node.dataset") is False
