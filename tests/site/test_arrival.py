"""A new visit to a page: what is in view is laid out first, the rest after it, and nothing moves by that."""

import pytest
from pages import ALL_START, PAGES, has_widgets
from playwright.sync_api import expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

CHAPTERS = ("book/03-convolution-by-hand", "book/10-what-you-know-now", "book/10-what-you-know-now")
LAID_OUT = """() => [...document.querySelectorAll("article section > section > :is(h2, h3)")].map(
  (heading) => heading.checkVisibility({ contentVisibilityAuto: true }))"""
TOPS = """() => [...document.querySelectorAll("article section > section > *")].map(
  (node) => node.getBoundingClientRect().top + scrollY)"""


def arriving(page):
    return page.locator("html").get_attribute("data-arriving") is not None


@pytest.fixture
def halted(chromium, address):
    """Open a page whose script never comes, so that it stays as it is at its first picture."""
    contexts = []

    def start(name, **viewport):
        contexts.append(chromium.new_context(viewport={"width": 1280, "height": 900} | viewport))
        page = contexts[-1].new_page()
        page.route("**/site.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page.goto(f"{address}/{name}.html")
        return page

    yield start
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", CHAPTERS)
def test_what_is_in_view_comes_first_and_the_rest_after_it(halted, open_page, address, name):
    page = halted(name)
    assert arriving(page)
    first = page.evaluate(LAID_OUT)
    assert first[0]
    assert not first[-1]
    # Even without the script, whoever scrolls down finds it; the page grows on the way.
    page.wait_for_function(
        f"() => {{ scrollTo(0, document.documentElement.scrollHeight); return ({LAID_OUT})().at(-1) }}"
    )

    page = open_page(f"{address}/{name}.html")
    assert not arriving(page)
    assert all(page.evaluate(LAID_OUT))


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", CHAPTERS)
def test_nothing_moves_when_the_rest_has_come(halted, name, width):
    page = halted(name, width=width, height=30_000)  # all of it in view
    page.wait_for_function(f"({LAID_OUT})().every(Boolean)")
    before = page.evaluate(TOPS)
    page.evaluate("delete document.documentElement.dataset.arriving")
    assert page.evaluate(TOPS) == pytest.approx(before, abs=0.1)


SHIFT = """
window.moved = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    moved.push([value, scrollY, ...sources.map(({ node }) => node?.id || node?.className || node?.nodeName)]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["index", "book/03-convolution-by-hand", "book/11-train-on-cifar", "book/solutions"])
def test_nothing_moves_on_the_way_down(chromium, address, name, width):
    context = chromium.new_context(viewport={"width": width, "height": 800})
    context.add_init_script(SHIFT)
    page = context.new_page()
    page.goto(f"{address}/{name}.html")
    page.wait_for_selector("html:not([data-arriving])", state="attached")
    while page.evaluate("innerHeight + scrollY < document.documentElement.scrollHeight - 1"):
        page.evaluate("scrollBy({ top: 500, behavior: 'instant' })")
        page.wait_for_timeout(60)
    page.wait_for_function("!document.querySelector('.lesson-widget:not([data-live])')")
    moved = page.evaluate("moved")
    context.close()
    assert moved == []


HEIGHTS = "() => [...document.querySelectorAll('.lesson-view')].map((view) => view.getBoundingClientRect().height)"
# What a worker is asked waits until ``answer()``.
WAITING = """{
  let held = [];
  window.Worker = class extends Worker {
    postMessage(...said) {
      if (held) held.push(() => super.postMessage(...said));
      else super.postMessage(...said);
    }
  };
  window.answer = () => {
    for (const ask of held) ask();
    held = null;
  };
}"""


# 11's viewer is not among them: its maps take room, but come before it is in sight.
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", [page for page in PAGES if page != "book/11-train-on-cifar"])
def test_a_figure_is_as_high_before_its_first_answer_as_after(chromium, address, name, width):
    if not has_widgets(name):
        return
    with chromium.new_context(viewport={"width": width, "height": 800}) as context:
        context.add_init_script(WAITING)
        page = context.new_page()
        page.goto(f"{address}/{name}.html{ALL_START}")
        page.wait_for_function("!document.querySelector('.lesson-widget:not([data-live])')")
        page.evaluate("() => document.fonts.ready.then(() => {})")
        before = page.evaluate(HEIGHTS)
        page.evaluate("answer()")
        for view in page.locator(".lesson-view").all():
            view.scroll_into_view_if_needed()
        page.wait_for_function("!document.querySelector('.lesson-view[aria-busy]')")
        assert page.evaluate(HEIGHTS) == pytest.approx(before, abs=1)


def face_of_the_title(page):
    page.evaluate("() => document.fonts.ready.then(() => {})")
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    body = tools.send("DOM.getDocument")["root"]["nodeId"]
    heading = tools.send("DOM.querySelector", {"nodeId": body, "selector": "article h1"})
    letters, *_ = tools.send("CSS.getPlatformFontsForNode", heading)["fonts"]  # the most used first
    return letters["familyName"]


def test_a_page_opened_as_a_file_has_the_books_own_face(site, open_page):
    page = open_page((site / f"{CHAPTERS[0]}.html").as_uri())
    for _ in range(10):  # on a busy machine a face may come too late for a page, and is there for the next
        if face_of_the_title(page).startswith("Source Serif 4"):
            break
        page.reload()
    assert face_of_the_title(page).startswith("Source Serif 4")


def test_whoever_comes_back_or_follows_a_link_to_a_place_has_the_whole_page(halted, address):
    page = halted(CHAPTERS[0])
    page.reload()
    assert not arriving(page)
    page.goto("about:blank")
    page.goto(f"{address}/{CHAPTERS[0]}.html#the-definition")
    assert not arriving(page)
    expect(page.locator("#the-definition > h2")).to_be_in_viewport()
    page.goto(f"{address}/{CHAPTERS[1]}.html")
    assert arriving(page)
    page.go_back()
    assert not arriving(page)
