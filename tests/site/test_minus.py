"""One minus sign in every sentence of the site."""

import re

import pytest
from bs4 import BeautifulSoup
from extension.chapters.minus import typeset
from pages import TOC


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a row of -1 0 1", "a row of −1 0 1"),
        ("(-3, or -2)", "(−3, or −2)"),
        ("F - 1 new pixels, (7 - 3 + 0)", "F − 1 new pixels, (7 − 3 + 0)"),
        ("CIFAR-10, a 3-by-3 filter, 2024-01-05, 10-12", "CIFAR-10, a 3-by-3 filter, 2024-01-05, 10-12"),
        ("Start - then read - on", "Start - then read - on"),
    ],
)
def test_a_hyphen_becomes_a_minus_only_where_it_is_one(typed, read):
    assert typeset(typed) == read


@pytest.mark.book
@pytest.mark.parametrize("name", [chapter["file"] for chapter in TOC["chapters"]])
def test_no_sentence_has_a_hyphen_for_a_minus(site, name):
    page = BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser").article
    for verbatim in page(["pre", "code", "script", "math", "annotation", "svg"]):  # a still gives way to the figure
        verbatim.decompose()
    said = [text for text in page.find_all(string=True) if re.search(r"(?<![\w-])-\d|\b[\dA-Z)] - [\dA-Z(]\b", text)]
    assert said == []
