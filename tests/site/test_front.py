"""The first page: its title is there to touch, one button starts the book, and the chapters are cards."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile

import minutes
import pytest
from bs4 import BeautifulSoup
from extension.page import signatures
from pages import TOC
from paths import ROOT
from playwright.sync_api import expect

BOOK = ROOT / "book"
CHAPTERS = [name for name in (chapter["file"] for chapter in TOC["chapters"]) if re.match(r"book/\d", name)]
LIVE = ".lesson-widget[data-live]"


def test_every_chapter_has_a_drawing_of_its_own_in_colours_of_the_page():
    drawn = [signatures.draw(name) for name in CHAPTERS]
    assert len(set(drawn)) == len(CHAPTERS)
    assert signatures.draw("book/99-new") not in drawn
    styles = (ROOT / "web" / "css" / "signatures.css").read_text(encoding="utf-8")
    for svg in drawn:
        classes = {piece.get("class") for piece in ET.fromstring(svg).iter() if piece.get("class")}
        assert all(re.search(rf"\.lesson-signature[^{{]*\.{name}\b", styles) for name in classes), classes
        assert "#" not in svg


@pytest.mark.book
def test_a_card_gives_the_minutes_that_its_chapter_promises(site):
    page = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")
    cards = page.select(".lesson-cards > .lesson-card")
    assert [card.a["href"] for card in cards] == [f"{name}.html" for name in CHAPTERS]
    for card, name in zip(cards, CHAPTERS, strict=True):
        stated = minutes.stated(BOOK / f"{name.partition('/')[2]}.ipynb")
        assert card.select_one(".lesson-card-foot span").text == f"{stated} min"
        assert card.select_one("[data-answered]").text == ""
    start = page.select_one(".lesson-start a")
    assert start.text.endswith(f"({minutes.stated(BOOK / '01-where-we-start.ipynb')} min)")
    assert start["href"] == f"{CHAPTERS[0]}.html"


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_first_screen_holds_the_title_the_filter_and_the_button(address, open_page, width, height):
    page = open_page(f"{address}/index.html", width=width, height=height)
    page.locator(LIVE).wait_for()
    expect(page.locator("#contents")).to_be_hidden()
    expect(page.locator("h1")).to_have_text(re.compile("^How machines see local patterns"))
    title = page.locator(".lesson-letter-title").bounding_box()
    start = page.locator(".lesson-start a").bounding_box()
    assert title["y"] > 0
    assert start["y"] + start["height"] <= height
    for part in (".lesson-letter-filter", ".lesson-letter-map"):
        box = page.locator(part).bounding_box()
        assert title["y"] + title["height"] <= box["y"]
        assert box["y"] + box["height"] <= start["y"]


@pytest.mark.book
@pytest.mark.browser
def test_a_card_counts_what_was_answered_and_leads_to_its_chapter(address, open_page):
    page = open_page(f"{address}/{CHAPTERS[4]}.html#view&")
    question = page.locator(".lesson-view:has(button[data-action=check])").first
    question.locator("input[type=radio]").first.click()
    question.locator("button[data-action=check]").click()
    page.goto(f"{address}/index.html")
    card = page.locator(".lesson-card").nth(4)
    link = card.locator("a")
    tasks = f"{link.get_attribute('data-questions')} {link.get_attribute('data-exercises')}".split()
    expect(card.locator("[data-answered]")).to_have_text(f"1 of {len(tasks)} done")
    expect(page.locator(".lesson-card [data-answered]:not(:empty)")).to_have_count(1)
    card.locator(".lesson-signature").click(force=True)  # the link lies over all of it
    page.wait_for_url(f"**/{CHAPTERS[4]}.html")


@pytest.mark.book
@pytest.mark.browser
def test_the_files_of_the_book_are_there_to_take(address, open_page):
    page = open_page(f"{address}/index.html")
    link = page.locator("a.lesson-files")
    found = page.request.get(f"{address}/{link.get_attribute('href')}")
    assert f"({len(found.body()) / 1e6:.1f} MB)" in link.locator("xpath=..").inner_text()
    names = set(zipfile.ZipFile(io.BytesIO(found.body())).namelist())
    needed = {"Makefile", "README.md", "requirements.txt", "lessonlib/__init__.py", f"{CHAPTERS[0]}.ipynb"}
    assert {f"convolution-book/{name}" for name in needed} <= names
