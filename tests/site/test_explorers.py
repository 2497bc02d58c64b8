"""The explorers in the built book: their numbers are lessonlib's, by mouse, by touch and by keyboard alone."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

import lessonlib as ll

EDGE = ll.images.edge()
FILTER = ll.filters.vertical_edge()


def expected(**setting):
    return ll.conv2d(EDGE[None, None], FILTER[None, None], **setting)[0, 0].tolist()


def shown(explorer, part="output"):
    """The numbers of one grid, as a reader sees them."""
    rows = explorer.locator(f"[data-part={part}] [role=row]").filter(has=explorer.page.locator(".lesson-cell"))
    return [
        [int(text.replace("\N{MINUS SIGN}", "-")) for text in row.locator(".lesson-cell").all_inner_texts()]
        for row in rows.all()
    ]


def explorers(page):
    """The convolution explorers of a page, each with its sliders."""
    return page.locator(".lesson-widget", has=page.get_by_role("group", name="Convolution explorer"))


def awake(page):
    """The page, when all of its widgets live."""
    page.wait_for_function("!document.querySelector('.lesson-widget:not([data-live])')")
    return page


def products(explorer):
    return explorer.locator("[data-part=products]").inner_text()


@pytest.fixture
def by_hand(address, open_page):
    """The first explorer of chapter 03: the worked example, nothing to set."""
    return explorers(awake(open_page(f"{address}/book/03-convolution-by-hand.html#view&"))).first


@pytest.fixture
def with_sliders(address, open_page):
    """The second explorer of chapter 05: the worked example with both sliders, padding 1."""
    page = awake(open_page(f"{address}/book/05-depth-stride-padding.html#view&"))
    return explorers(page).nth(1)


def slider(explorer, name):
    return explorer.get_by_role("slider", name=name)


def test_the_worked_example_is_the_lessons(by_hand):
    assert shown(by_hand, "input") == [[0, 0, 1, 1, 1]] * 5
    assert shown(by_hand, "filter") == [[-1, 0, 1]] * 3
    assert shown(by_hand) == [[3, 3, 0]] * 3


def test_hovering_the_corner_shows_nine_products_that_cancel(by_hand):
    by_hand.get_by_role("gridcell").nth(2).hover()
    text = products(by_hand)
    assert "(0, 2)" in text.splitlines()[0]
    assert text.count("·1") == 9
    assert text.rstrip().endswith("= 0")


def test_a_tap_chooses_an_output(address, open_page):
    page = awake(open_page(f"{address}/book/03-convolution-by-hand.html#view&", width=360, has_touch=True))
    explorer = explorers(page).first
    explorer.get_by_role("gridcell").nth(5).tap()
    assert "(1, 2)" in products(explorer)
    assert explorer.get_by_role("gridcell").nth(5).get_attribute("aria-selected") == "true"


def test_arrow_keys_alone_choose_an_output_and_say_so(by_hand):
    by_hand.get_by_role("gridcell").first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        by_hand.page.keyboard.press(key)
    assert "(1, 2)" in products(by_hand)
    said = by_hand.locator("[aria-live=polite]").inner_text()
    assert "row 1, column 2" in said
    assert by_hand.page.evaluate("document.activeElement.dataset.column") == "2"


def test_the_grid_is_one_stop_of_the_tab_key(by_hand):
    inside = "node => node.contains(document.activeElement)"
    by_hand.get_by_role("gridcell").first.press("ArrowDown")
    grid, visits = by_hand.get_by_role("grid").first, []
    for key in ("Shift+Tab", "Tab", "Tab"):
        by_hand.page.keyboard.press(key)
        visits.append(grid.evaluate(inside))
    assert visits == [False, True, False]


def test_the_mirrored_picture_answers_negative(address, open_page):
    page = awake(open_page(f"{address}/book/03-convolution-by-hand.html#view&"))
    assert shown(explorers(page).nth(1)) == [[0, -3, -3]] * 3


def test_the_start_has_a_ring_of_zeros(with_sliders):
    assert shown(with_sliders, "input") == np.pad(EDGE, 1).tolist()
    assert shown(with_sliders) == expected(padding=1)
    assert shown(with_sliders)[2] == [0, 3, 3, 0, -3]


def test_keys_on_the_sliders_change_the_numbers(with_sliders):
    slider(with_sliders, "Stride").press("ArrowRight")
    assert shown(with_sliders) == expected(padding=1, stride=2)
    slider(with_sliders, "Padding").press("ArrowLeft")
    assert shown(with_sliders) == expected(stride=2)
    slider(with_sliders, "Stride").press("ArrowLeft")
    assert shown(with_sliders) == expected()


def test_the_mouse_on_the_sliders_changes_the_numbers(with_sliders):
    slider(with_sliders, "Stride").scroll_into_view_if_needed()
    handle = slider(with_sliders, "Stride").bounding_box()
    track = with_sliders.locator(".noUi-base").first.bounding_box()
    mouse = with_sliders.page.mouse
    mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    mouse.down()
    mouse.move(track["x"] + track["width"] / 3, handle["y"] + handle["height"] / 2, steps=5)
    mouse.up()
    assert slider(with_sliders, "Stride").get_attribute("aria-valuenow") in ("2", "2.0")
    assert shown(with_sliders) == expected(padding=1, stride=2)


def test_an_invalid_setting_says_why_and_one_click_mends_it(with_sliders):
    slider(with_sliders, "Stride").press("End")
    slider(with_sliders, "Stride").press("ArrowLeft")  # stride 3 with padding 1: (5 - 3 + 2)/3 is not whole
    problem = with_sliders.locator("[data-part=problem]")
    assert "(5 - 3 + 2)/3 + 1 = 2.33" in problem.inner_text().replace("\N{MINUS SIGN}", "-")
    assert "4/3 + 1" in problem.inner_text()
    assert with_sliders.get_by_role("gridcell").count() == 0, "no stale numbers"
    problem.get_by_role("button", name="stride 2").click()
    assert shown(with_sliders) == expected(padding=1, stride=2)
    assert slider(with_sliders, "Stride").get_attribute("aria-valuenow") in ("2", "2.0")


def test_two_explorers_on_a_page_share_nothing(address, open_page):
    page = awake(open_page(f"{address}/book/05-depth-stride-padding.html#view&"))
    first, second = explorers(page).nth(0), explorers(page).nth(1)
    before = shown(first)
    slider(second, "Stride").press("ArrowRight")
    assert shown(second) == expected(padding=1, stride=2)
    assert shown(first) == before


def test_a_reload_starts_afresh(with_sliders):
    page = with_sliders.page
    slider(with_sliders, "Stride").press("ArrowRight")
    page.reload()
    awake(page)
    assert shown(explorers(page).nth(1)) == expected(padding=1)


@pytest.mark.parametrize("name", ["03-convolution-by-hand", "05-depth-stride-padding", "10-what-you-know-now"])
def test_every_figure_begins_with_its_title(open_page, address, name):
    page = awake(open_page(f"{address}/book/{name}.html#view&"))
    figures = page.locator(".lesson-live:not([data-kind=PredictionView] *)")
    assert figures.count()
    for figure in figures.all():
        heads = figure.locator(".lesson-head-title")
        assert heads.count() == 1
        tops = figure.locator(".widget-slider, .lesson-view > :not(.lesson-head)").evaluate_all(
            "(nodes) => nodes.filter((node) => node.checkVisibility()).map((node) => node.getBoundingClientRect().top)"
        )
        assert heads.is_visible()
        assert heads.bounding_box()["y"] < min(tops)


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "view"), [("03-convolution-by-hand", "Filter playground"), ("11-train-on-cifar", "Network viewer")]
)
def test_a_link_says_that_the_readers_own_picture_is_not_in_it(open_page, address, name, view):
    page = awake(open_page(f"{address}/book/{name}.html#view&"))
    figure = page.get_by_role("group", name=view)
    file = io.BytesIO()
    Image.new("L", (40, 30), 90).save(file, "PNG")
    figure.locator("input[type=file]").set_input_files(
        {"name": "mine.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    expect(figure.get_by_text("Your picture, 40 wide and 30 high")).to_be_visible()
    figure.get_by_role("button", name="Link to this view").click()
    expect(figure.locator("[data-part=frame-said]")).to_contain_text("without your own picture")
    figure.get_by_role("button", name="Back to the sample").click()
    figure.get_by_role("button", name="Link to this view").click()
    expect(figure.locator("[data-part=frame-said]")).not_to_contain_text("without your own picture")
