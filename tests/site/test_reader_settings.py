"""The page as readers set it: turned round by a translation, with wider spacing of text, in a contrast theme."""

import pytest

PAGES = ["index", "book/07-equivariance", "book/03-convolution-by-hand"]
every_page = pytest.mark.parametrize("name", PAGES)


@every_page
def test_in_a_translation_that_turns_the_page_round_only_prose_turns(address, open_page, name):
    page = open_page(f"{address}/{name}.html")
    page.evaluate("document.documentElement.dir = 'rtl'")
    kept = "pre, code, math, .cell, .lesson-widget, .lesson-view, table.lesson-array"
    directions = f"[...document.querySelectorAll('{kept}')].map((node) => getComputedStyle(node).direction)"
    assert set(page.evaluate(directions)) <= {"ltr"}
    assert page.locator("article section > p").first.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no sideways scroll"


@every_page
def test_a_translation_leaves_code_and_mathematics_alone(address, open_page, name):
    page = open_page(f"{address}/{name}.html")
    written = "article :is(pre, code, math):not([translate=no], [translate=no] *)"
    assert page.locator(written).count() == 0


# WCAG 2.2, 1.4.12
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
CUT = """() => [...document.querySelectorAll("body *")].filter((node) => {
  const look = getComputedStyle(node);
  if (node.closest("svg, math, .lesson-hidden, .lesson-rooms, .lesson-skip")) return false;
  if (!["hidden", "clip"].includes(look.overflowX) || !node.checkVisibility() || node.clientWidth < 2) return false;
  return node.textContent.trim() && node.scrollWidth > node.clientWidth + 1;
}).map((node) => node.outerHTML.slice(0, 160))"""


@every_page
@pytest.mark.parametrize("width", [1280, 320])
def test_with_more_space_between_letters_nothing_is_cut(address, open_page, name, width):
    page = open_page(f"{address}/{name}.html", width=width)
    page.add_style_tag(content=SPACED)
    if page.locator(".lesson-widget").count():
        page.locator(".lesson-widget").first.scroll_into_view_if_needed()
        page.wait_for_selector(".lesson-widget[data-live]")
    for widget in page.locator(".lesson-widget:visible").all():
        widget.scroll_into_view_if_needed()
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no sideways scroll"


def test_with_forced_colours_the_section_that_is_read_is_marked(address, open_page):
    page = open_page(f"{address}/book/07-equivariance.html", forced_colors="active")
    border = "node => getComputedStyle(node).borderLeftColor"
    read, others = (
        page.locator(".lesson-toc li li a[aria-current]"),
        page.locator(".lesson-toc li li a:not([aria-current])"),
    )
    page.locator("article section section").nth(1).evaluate("node => node.scrollIntoView()")
    read.first.wait_for()
    assert read.first.evaluate(border) != others.first.evaluate(border)
