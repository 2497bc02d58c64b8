"""What every page does in the browser beside its widgets: search, colours, copies, progress, contents, lazy start."""

import re

import pytest
from bs4 import BeautifulSoup
from pages import PAGES
from playwright.sync_api import expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

CHAPTER = "book/05-depth-stride-padding"
PATIENCE = 20_000  # milliseconds


@pytest.fixture(params=["server", "file"])
def home(request, site, address):
    """Where the site lies: behind a server, or in a folder."""
    return address if request.param == "server" else site.as_uri()


def search(page, words, submit=lambda field: field.press("Enter")):
    field = page.locator(".lesson-contents input[name=q]")
    field.fill(words)
    submit(field)
    page.wait_for_url(re.compile(r"search\.html\?q="))
    return page.locator("#search-results li")


def test_the_search_finds_the_place_of_a_term(home, open_page):
    found = search(open_page(f"{home}/{CHAPTER}.html"), "receptive field")
    first = found.get_by_role("link", name=re.compile("receptive field", re.I)).first
    expect(first).to_be_visible(timeout=PATIENCE)
    first.click()
    expect(first.page.locator("article")).to_contain_text(re.compile("receptive field", re.I))
    assert "/book/" in first.page.url


@pytest.mark.parametrize(
    ("words", "said"),
    [("3x3", "3 by 3"), ("3 by 3", "3 by 3"), ("3 × 3", "3 by 3"), ("1x3", "1 by 3"), ("3x1", "3 by 1")],
)
def test_the_search_finds_a_size_however_it_is_written_and_shows_where(address, open_page, words, said):
    found = search(open_page(f"{address}/{CHAPTER}.html"), words)
    chapter = found.filter(has_text="Convolution by hand").first
    expect(chapter.get_by_role("link").first).to_be_visible(timeout=PATIENCE)
    expect(chapter.locator(".context")).to_contain_text(said, timeout=PATIENCE)


def test_what_the_search_shows_of_a_page_is_its_text(address, open_page):
    page = open_page(f"{address}/{CHAPTER}.html")
    found = search(page, "padding")
    expect(page.locator("main")).to_contain_text("Search finished", timeout=PATIENCE)
    expect(found.first.locator(".context")).to_be_visible()
    page.wait_for_load_state("networkidle")
    shown = page.locator("#search-results .context").all_inner_texts()
    assert len(shown) > 5
    for text in shown:
        assert not re.search(r"Show the code|Run it on|Chapter \d|¶|#|import numpy|\n", text), text
    assert sum("padding" in text.lower() for text in shown) > len(shown) / 2


def test_a_search_that_finds_nothing_says_so_and_asks_again(address, open_page):
    page = open_page(f"{address}/index.html")
    page.get_by_role("button", name="Contents").click()
    search(page, "zzzyx", submit=lambda field: page.locator(".lesson-contents .lesson-search button").click())
    expect(page.locator("main")).to_contain_text("did not match any documents", timeout=PATIENCE)
    page.locator("main input[name=q]").fill("stride")
    page.locator("main").get_by_role("button", name="Search").click()
    expect(page.locator("#search-results li").first).to_be_visible(timeout=PATIENCE)


def test_the_colours_are_chosen_kept_and_given_back_to_the_system(address, open_page):
    page = open_page(f"{address}/{CHAPTER}.html", scheme="dark")
    theme, button = page.locator("html"), page.locator("[data-scheme]")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    expect(theme).to_have_attribute("data-theme", "dark")
    button.click()
    expect(button).to_have_text(re.compile("Colours: light"))
    assert page.evaluate(ground) != dark
    page.goto(f"{address}/index.html")
    expect(theme).to_have_attribute("data-theme", "light")
    page.get_by_role("button", name="Contents").click()
    button.click()
    expect(button).to_have_text(re.compile("Colours: dark"))
    button.click()
    expect(button).to_have_text(re.compile("Colours: automatic"))
    page.emulate_media(color_scheme="light")
    expect(theme).to_have_attribute("data-theme", "light")


def test_code_is_copied_as_it_stands_in_the_notebook(address, open_page):
    page = open_page(f"{address}/{CHAPTER}.html", permissions=["clipboard-read", "clipboard-write"])
    block = page.locator(".cell_input .highlight-ipython3:visible").first
    code = block.locator("pre").inner_text()
    block.get_by_role("button", name="Copy this code").click()
    expect(block.locator(".lesson-copy")).to_have_text("Copied")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()").rstrip("\n") == code.rstrip("\n")
    expect(block.locator(".lesson-copy")).to_have_text("Copy")


def test_an_answer_counts_in_the_contents_at_once_and_after_a_reload(address, open_page):
    page = open_page(f"{address}/{CHAPTER}.html#view&")
    here = page.locator(".lesson-toc a[aria-current=page]")
    questions, exercises = (here.get_attribute(f"data-{kind}").split() for kind in ("questions", "exercises"))
    standing = page.locator("[data-standing]")
    expect(here).to_have_attribute("data-share", "none")
    expect(standing).to_have_text("")
    question = page.locator(".lesson-view:has(button[data-action=check])").first
    question.locator("input[type=radio]").first.click()
    question.locator("button[data-action=check]").click()
    for _ in range(2):
        expect(here).to_have_attribute("data-share", "some")
        expect(here).to_contain_text(f"1 of {len(questions) + len(exercises)} done")
        expect(standing).to_have_text(re.compile(r"^1 of \d+ done, kept in this browser only$"))
        page.goto(f"{address}/index.html")
        here = page.locator(f".lesson-toc a[data-questions^='{questions[0]} ']")


@pytest.mark.parametrize(
    "kept", ['{"attempts": "many"}', '{"attempts": {"length": 3}}', '"attempts"', "[3]", "", "no JSON"]
)
def test_what_is_kept_and_is_no_answer_does_not_count(address, open_page, kept):
    page = open_page(f"{address}/{CHAPTER}.html#view&")
    here = page.locator(".lesson-toc a[aria-current=page]")
    names = here.get_attribute("data-questions").split()
    page.evaluate(
        "([names, kept]) => names.forEach((name) => { localStorage[`lesson:${name}`] = kept })", [names, kept]
    )
    page.reload()
    expect(here).to_have_attribute("data-share", "none")


def test_the_contents_of_a_phone_open_close_and_lead_on(address, open_page):
    page = open_page(f"{address}/{CHAPTER}.html", width=360)
    contents, button = page.locator("#contents"), page.get_by_role("button", name="Contents")
    expect(contents).to_be_hidden()
    button.press("Enter")
    expect(contents).to_be_visible()
    page.keyboard.press("Escape")
    expect(contents).to_be_hidden()
    button.click()
    section = contents.locator(".lesson-toc ol a").nth(2)
    place = section.get_attribute("href")
    section.click()
    expect(contents).to_be_hidden()
    expect(page.locator(place)).to_be_in_viewport()


@pytest.mark.parametrize("name", ["book/solutions", "book/worksheet"])
def test_the_contents_show_the_page_that_one_is_on(address, open_page, name):
    page = open_page(f"{address}/{name}.html", height=640)
    contents = page.locator("#contents")
    here = contents.locator("a[aria-current=page]")
    expect(here).to_be_in_viewport(ratio=1)
    bottom = "(node) => node.getBoundingClientRect().bottom"
    assert here.evaluate(bottom) < contents.evaluate(bottom) - 24, "clear of what fades"
    assert page.evaluate("scrollY") == 0
    expect(contents.locator(".lesson-home")).to_be_in_viewport(ratio=1)  # the list scrolls below the title
    head = contents.locator(".lesson-contents-head")
    assert head.evaluate("(node) => node.getBoundingClientRect().top") == 0, "nothing of the list above it"
    assert head.evaluate(bottom) <= here.evaluate("(node) => node.getBoundingClientRect().top")


@pytest.mark.parametrize(
    ("name", "width", "height"), [("book/11-train-on-cifar", 1350, 940), ("book/solutions", 1280, 640)]
)
def test_no_chapter_is_left_half_below_the_head_of_the_contents(address, open_page, name, width, height):
    page = open_page(f"{address}/{name}.html", width=width, height=height)
    expect(page.locator("#contents a[aria-current=page]")).to_be_in_viewport(ratio=1)
    assert page.locator("#contents").evaluate("(node) => node.scrollTop") > 0
    edge = page.locator(".lesson-contents-head").evaluate("(node) => node.getBoundingClientRect().bottom")
    ends = "(nodes) => nodes.map((node) => node.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom])"
    chapters = page.locator(".lesson-toc > li > a").evaluate_all(ends)
    assert [ends for ends in chapters if ends[0] < edge - 1 and ends[1] > edge + 1] == []


def test_the_contents_mark_the_section_that_is_read(address, open_page):
    page = open_page(f"{address}/{CHAPTER}.html")
    sections = page.locator(".lesson-toc ol a")
    for number in (3, 1):
        place = sections.nth(number).get_attribute("href")
        page.locator(place).evaluate("(section) => section.scrollIntoView()")
        expect(page.locator(".lesson-toc ol a[aria-current=true]")).to_have_attribute("href", place)


def test_a_fold_says_whether_it_holds_the_result_too(site):
    folds = []
    for name in PAGES:
        page = BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        folds += page.select("article .cell > details")
    wrong = [fold.summary.get_text() for fold in folds if bool(fold.select(".cell_output")) != is_result(fold)]
    assert wrong == []
    assert 10 < sum(map(is_result, folds)) < len(folds)


def is_result(fold):
    return "its result" in fold.summary.get_text()


def test_folded_code_opens_by_keyboard_and_closes_again(address, open_page):
    page = open_page(f"{address}/{CHAPTER}.html")
    folded = page.locator("article .cell details").first
    code = folded.locator("pre").first
    expect(code).to_be_hidden()
    folded.locator("summary").press("Enter")
    expect(code).to_be_visible()
    folded.locator("summary").press("Enter")
    expect(code).to_be_hidden()


def test_a_widget_starts_when_it_comes_near_and_not_before(address, open_page):
    page = open_page(f"{address}/{CHAPTER}.html")
    requested = []
    page.on("request", lambda request: requested.append(request.url))
    last = page.locator(".lesson-widget").last
    page.wait_for_load_state("networkidle")
    expect(last).not_to_have_attribute("data-live", "")
    expect(last.locator(".lesson-still svg")).to_be_visible()
    last.scroll_into_view_if_needed()
    expect(last).to_have_attribute("data-live", "", timeout=PATIENCE)
    page.locator(".lesson-onward").scroll_into_view_if_needed()
    assert len(requested) == len(set(requested)), "what all widgets need is loaded once"
