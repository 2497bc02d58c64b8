"""What a finger taps stays where it is: on a phone no text that comes or goes above a button moves it."""

import pytest

import lessonlib as ll

# The figure, and the names of the buttons and radio buttons that are tapped, one after the other.
TAPPED = {
    "shift": (lambda: ll.shift_explorer(ll.digit_models()), ["Move left", "Move up", "Move right", "Move right"]),
    "filter": (lambda: ll.filter_playground(filter="sharpen"), ["5×5", "3×3", "identity", "5×5"]),
    "edge": (ll.edge_hider, ["both", "three filters", "grey"]),
    "matrix": (lambda: ll.matrix_explorer(ll.images.edge(), ll.filters.vertical_edge()), ["+ 1", "+ 1", "Put back"]),
}


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize("name", TAPPED)
def test_what_is_tapped_stays_under_the_finger(show, name, width):
    make, taps = TAPPED[name]
    page = show(make(), width=width, height=740, has_touch=True, is_mobile=True)
    # As in a browser that does not scroll along when something above changes its height.
    page.add_style_tag(content="* { overflow-anchor: none }")
    for tap in taps:
        target = page.locator("main :is(label, button)").filter(has_text=tap)
        if tap.startswith("Move"):
            target = page.get_by_role("button", name=tap)
        target = target.first
        target.scroll_into_view_if_needed()
        before = target.bounding_box()
        target.tap()
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        after = target.bounding_box()
        assert after["y"] == pytest.approx(before["y"], abs=1), tap


@pytest.mark.browser
def test_on_a_phone_the_buttons_that_move_a_digit_stand_next_to_it(show):
    page = show(ll.shift_explorer(ll.digit_models()), width=360, has_touch=True, is_mobile=True)
    digit, pad = (page.locator(f".lesson-{part}").bounding_box() for part in ("surface", "pad-buttons"))
    assert pad["y"] + pad["height"] <= digit["y"] <= pad["y"] + pad["height"] + 24
    for said in page.locator(".lesson-says").all():  # in one view with the digit
        assert said.bounding_box()["y"] + said.bounding_box()["height"] - pad["y"] <= 600
