"""Filling the screen with every figure of the built book: nothing is cut off, and a last row can read it."""

import pytest
from pages import PAGES, has_widgets

LEAVE = "[...document.querySelectorAll('.lesson-filled [data-action=fill]')].forEach((button) => button.click())"
# What lies beyond the screen, how large the text of the view is, and how large its smallest text.
MEASURE = """() => {
  const filled = document.querySelector(".lesson-filled");
  const view = filled.querySelector(".lesson-view");
  const zoom = Number(filled.style.getPropertyValue("--lesson-zoom"));
  const unseen = ".lesson-hidden, .lesson-sliding-picture, .lesson-letter-light, svg *";
  const isSeen = (node) => node.getClientRects().length && !node.closest(unseen);
  const seen = [...filled.querySelectorAll("*")].filter(isSeen);
  const beyond = seen.filter((node) => {
    const { right, bottom, left, top } = node.getBoundingClientRect();
    return right > innerWidth + 1 || bottom > innerHeight + 1 || left < -1 || top < -1;
  });
  const isText = ({ nodeType, textContent }) => nodeType === Node.TEXT_NODE && textContent.trim();
  const written = seen.filter(({ childNodes }) => [...childNodes].some(isText));
  const sizes = written.map((node) => Number.parseFloat(getComputedStyle(node).fontSize) * zoom).filter(Boolean);
  return {
    name: view.getAttribute("aria-label"),
    scrolls: filled.scrollHeight > innerHeight + 1 || filled.scrollWidth > innerWidth + 1,
    beyond: beyond.map((node) => node.className?.baseVal ?? node.className).slice(0, 4),
    text: 16 * zoom,
    least: Math.min(...sizes),
  };
}"""


def figures(page):
    """Fill the screen with each figure of a page in turn, and give what was measured."""
    for button in page.locator(".lesson-widget [data-action=fill]").all():
        if not button.is_visible():
            continue
        button.click()
        page.wait_for_selector(".lesson-filled[data-fitted]")
        yield page.evaluate(MEASURE)
        page.evaluate(LEAVE)
        page.wait_for_selector(".lesson-filled", state="detached")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height", "text"), [(1280, 720, 12.5), (1920, 1080, 18.75)])
@pytest.mark.parametrize("name", PAGES)
def test_every_figure_fills_a_projector_and_nothing_is_cut_off(open_page, address, name, width, height, text):
    if not has_widgets(name):
        return
    page = open_page(f"{address}/{name}.html#view&", width=width, height=height, reduced_motion="reduce")
    page.wait_for_function("!document.querySelector('.lesson-widget:not([data-live])')")
    if guess := page.get_by_role("group", name="Your guess").get_by_role("button").all():
        guess[0].click()  # the rest of that figure comes after it
    for found in figures(page):
        assert not found["scrolls"], found
        assert not found["beyond"], found
        assert found["text"] >= text, found
        assert found["least"] >= 0.7 * text, found
