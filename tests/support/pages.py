"""The pages of the built book, and what tests do with one in a browser."""

import json
import re

import pytest
import yaml
from paths import ROOT, SITE
from playwright.sync_api import TimeoutError

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(chapter["file"] for chapter in TOC["chapters"])]
BUNDLE = SITE / "_static" / "lesson-widgets.js"

# A widget starts when it comes near the view. An address that holds a view may mean any of them: there all start.
ALL_START = "#view&"

every_page = pytest.mark.parametrize("page", PAGES)


def has_widgets(page):
    return "jupyter.widget-view+json" in (SITE / f"{page}.html").read_text(encoding="utf-8")


def saved_widgets(page):
    """What the built site saved of a page's widgets, in the file that comes with the first of them."""
    text = (SITE / f"{page}.html").read_text(encoding="utf-8")
    [address] = re.findall(r'data-saved="([^"?]+)\?v=[0-9a-f]{8}"', text)
    script = (SITE / page).parent.joinpath(address).read_text(encoding="utf-8")
    return json.loads(json.loads(script.removeprefix("window.lessonWidgetState=").removesuffix(";\n")))


def wait_for_widgets(page, browser_page):
    """Until every widget of the page lives."""
    if not has_widgets(page):
        return
    try:
        browser_page.wait_for_function(
            "() => document.querySelectorAll('.lesson-widget').length > 0 &&"
            " document.querySelectorAll('.lesson-widget:not([data-live])').length === 0"
        )
    except TimeoutError:
        pytest.fail(
            f"{page}: its widgets did not start. Is _static/lesson-widgets.js whole ({BUNDLE.stat().st_size} bytes)? "
            f"`make book` writes it. The page's own errors: {browser_page.faults}"
        )


def touch_every_widget(browser_page):
    """Choose something in each: the first answer of a question, and check it; else a cell, an option, a button."""
    for view in browser_page.locator(".lesson-view").all():
        chosen = view.locator("input[type=radio], [role=gridcell], input[type=checkbox], button[data-action]")
        if (seen := chosen.filter(visible=True)).count():
            seen.first.click()
        check = view.locator("button[data-action=check]")
        if check.count():
            check.click()


def axe_faults(browser_page):
    found = browser_page.evaluate("axe.run().then(({violations}) => violations)")
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
