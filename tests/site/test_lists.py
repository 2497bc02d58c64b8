"""The glossary and the sources: one compact list, with every address that the entries had as headings."""

import re

import pytest
from bs4 import BeautifulSoup
from paths import ROOT

pytestmark = pytest.mark.book
both = pytest.mark.parametrize("name", ["glossary", "references"])


def page_of(site, name):
    return BeautifulSoup((site / "book" / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


@both
def test_every_entry_stands_in_a_list_with_its_address_and_is_no_heading(site, name):
    page = page_of(site, name)
    headings = re.findall(r"^## (.+)$", (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8"), flags=re.M)
    kept = [heading.get_text().strip("¶") for heading in page.select("article h2")]
    entries = [title for title in headings if title not in kept]
    assert [term.get_text().strip("¶") for term in page.select(".lesson-entries > div > dt")] == entries
    assert len(entries) > 30
    for entry in page.select(".lesson-entries > div"):
        assert entry.dt.select_one("a.headerlink")["href"] == f"#{entry['id']}"
        assert entry.dd.get_text().strip()
    assert not page.select(".lesson-toc ol a[href='#cnn'], .lesson-toc ol a[href='#araujo-2019']")


def test_each_letter_leads_to_its_terms(site):
    page = page_of(site, "glossary")
    for link in page.select(".lesson-alphabet a"):
        part = page.find(id=link["href"][1:])
        assert {term.get_text()[0].upper() for term in part.select("dt")} == {link.get_text()}
    assert len(page.select(".lesson-alphabet a")) == len(page.select(".lesson-letter"))


@pytest.mark.browser
@both
def test_the_page_is_as_high_when_it_has_been_read_as_it_was_before(address, chromium, name):
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/book/{name}.html", wait_until="domcontentloaded")
    height = "document.documentElement.scrollHeight"
    page.wait_for_selector("html:not([data-waiting])", state="attached")  # the first picture waits for the fonts
    before = page.evaluate(height)
    page.wait_for_selector("html:not([data-arriving])", state="attached")
    page.evaluate(f"scrollTo(0, {height})")
    page.wait_for_timeout(300)
    after = page.evaluate(height)
    page.close()
    assert before == pytest.approx(after, rel=0.1)
    assert after < 12_000
