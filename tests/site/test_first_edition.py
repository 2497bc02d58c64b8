"""Answers that a browser kept of the first edition are taken over, under the names of this one."""

import pytest

pytestmark = [pytest.mark.book, pytest.mark.browser]

KEPT = {
    "03-mirrored": {"attempts": ["3", "\N{MINUS SIGN}3"], "revealed": False},
    "05-places": {"attempts": [7, 5], "revealed": True},
    "09-photo": {"attempts": ["False"], "revealed": False},
    "02-shuffle": {"attempts": ["an answer that was never there"], "revealed": False},
    "04-maps": "no answer",
}


def kept(page):
    return page.evaluate("""() => Object.fromEntries(Object.entries(localStorage)
        .filter(([key]) => key.startsWith("lesson:"))
        .map(([key, text]) => [key.slice(7), JSON.parse(text)]))""")


def test_names_and_choices_are_read_once(address, open_page):
    page = open_page(f"{address}/index.html")
    for name, one in (KEPT | {"shuffle": {"attempts": [1], "revealed": False}}).items():
        page.evaluate("([name, one]) => localStorage.setItem(`lesson:${name}`, JSON.stringify(one))", [name, one])
    page.reload()
    page.wait_for_function("!localStorage.getItem('lesson:09-photo')")
    found = kept(page)
    assert found == {
        "mirrored": {"attempts": [0, 2], "revealed": False},
        "places": {"attempts": [7, 5], "revealed": True},
        "claim-photo": {"attempts": [1], "revealed": False},
        "shuffle": {"attempts": [1], "revealed": False},
    }
    assert "4 of" in page.locator("[data-standing]").text_content()
