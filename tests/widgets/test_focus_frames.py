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
