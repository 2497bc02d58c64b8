"""The built site, page by page, in a real browser: no kernel, no other host, no error, for every reader."""

import gzip
import html
import re
import shutil

import pytest
from pages import (
    ALL_START,
    BUNDLE,
    PAGES,
    axe_faults,
    every_page,
    has_widgets,
    saved_widgets,
    touch_every_widget,
    wait_for_widgets,
)
from paths import AXE

from lessonlib.figures.palette import DARK, LIGHT


@every_page
def test_from_a_server(page, address, open_page):
    opened = open_page(f"{address}/{page}.html{ALL_START}")
    wait_for_widgets(page, opened)
    assert opened.locator("article h1").count() == 1


@pytest.fixture(scope="module")
def sub_path(site, serve, tmp_path_factory):
    """The book served from a folder of another site, as project pages are."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(site, root / "some" / "where", ignore=shutil.ignore_patterns("_sources"))
    return f"{serve(root)}/some/where"


@every_page
def test_under_a_sub_path(page, sub_path, open_page):
    wait_for_widgets(page, open_page(f"{sub_path}/{page}.html{ALL_START}"))


@every_page
def test_from_a_file(page, site, open_page):
    wait_for_widgets(page, open_page((site / f"{page}.html").as_uri() + ALL_START))


@every_page
def test_without_scripts_everything_can_be_read(page, address, open_page):
    opened = open_page(f"{address}/{page}.html", java_script_enabled=False)
    assert opened.locator("article h1").is_visible()
    for answer in opened.locator("details.lesson-guess > summary").all():
        answer.click()
    for still in opened.locator(".lesson-still").all():
        assert still.locator("svg").is_visible()
        assert len(still.locator("figcaption").inner_text()) > 20
    for formula in opened.locator("math").all():
        assert formula.is_visible()
    for figure in opened.locator("svg.lesson-figure").all():
        assert figure.is_visible()


@every_page
def test_every_widget_has_its_still(page, site):
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    assert text.count('class="lesson-widget"') == text.count('class="lesson-still"')
    assert text.count('class="lesson-widget"') == text.count("jupyter.widget-view+json")


@every_page
def test_the_place_of_every_widget_is_kept_free_until_it_lives(page, site):
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    kept = text.count('class="lesson-rooms"')
    assert kept == text.count('class="lesson-widget"'), "after a new widget: make rooms, and make book again"


@every_page
def test_a_script_of_a_widget_stands_once_in_a_page(page, site):
    if has_widgets(page):
        saved = saved_widgets(page)
        scripts = [widget["state"]["_esm"] for widget in saved["state"].values() if "_esm" in widget["state"]]
        assert scripts
        assert all(set(script) == {"lesson_text"} for script in scripts)
        assert len(set(saved["texts"])) == len(saved["texts"])


@every_page
def test_no_text_of_a_page_waits_for_what_only_its_widgets_need(page, site):
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    assert text.index("<main") < 16_000, "characters before it"


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, scheme, address, open_page):
    opened = open_page(f"{address}/{page}.html{ALL_START}", scheme=scheme)
    wait_for_widgets(page, opened)
    assert opened.evaluate("document.documentElement.dataset.theme") == scheme
    opened.add_script_tag(path=AXE)
    assert axe_faults(opened) == []
    touch_every_widget(opened)
    assert axe_faults(opened) == []


@every_page
def test_a_phone_scrolls_one_way_only(page, address, open_page):
    opened = open_page(f"{address}/{page}.html{ALL_START}", width=360)
    wait_for_widgets(page, opened)
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
    opened.locator("details").evaluate_all("(folds) => folds.forEach((fold) => { fold.open = true; })")
    for figure in opened.locator("svg.lesson-figure").all():
        width, height, wide, high = figure.evaluate(
            "({ clientWidth, clientHeight, viewBox: { baseVal } }) =>"
            " [clientWidth, clientHeight, baseVal.width, baseVal.height]"
        )
        assert height == pytest.approx(width * high / wide, abs=2)  # not squeezed


@every_page
@pytest.mark.parametrize(("width", "height"), [(320, 256), (640, 512)])
def test_enlarged_fourfold_or_twofold_a_page_scrolls_one_way_only(page, width, height, address, open_page):
    """WCAG 2.2, 1.4.10: a screen of 1280 x 1024, enlarged."""
    opened = open_page(f"{address}/{page}.html{ALL_START}", width=width)
    opened.set_viewport_size({"width": width, "height": height})
    wait_for_widgets(page, opened)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


@every_page
def test_short_code_in_a_sentence_is_never_broken(page, address, open_page):
    opened = open_page(f"{address}/{page}.html", width=360)
    short = opened.locator("main :not(pre) > code.literal").filter(has_text=re.compile(r"^.{1,24}$"))
    lines = "(code) => new Set([...code.getClientRects()].map(({ top }) => top)).size"
    assert short.evaluate_all(f"(codes) => codes.filter((code) => ({lines})(code) > 1).length") == 0


@every_page
def test_every_picture_says_what_it_shows(page, site):
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    article = text[text.index("<article") : text.index("</article>")]
    tags = re.findall(r'<img[^>]*>|<svg [^>]*class="lesson-figure"[^>]*>', article)
    alts = [html.unescape(re.search(r'(?:alt|aria-label)="([^"]*)"', tag)[1]) for tag in tags]
    assert all(len(alt) > 30 and not re.search(r"\.(png|svg|jpe?g)$", alt) for alt in alts)
    assert len(set(alts)) == len(alts)


def test_figures_have_letters_of_14_pixels_and_on_a_phone_as_well_in_the_face_of_the_page(address, open_page):
    """In the inks of the page, which reach 4.5 to 1."""
    sizes = """() => [...document.querySelectorAll(".lesson-figure text")].map((text) => {
      const { fontSize, fontFamily, fill } = getComputedStyle(text);
      return [parseFloat(fontSize) * text.getScreenCTM().a, fontFamily.split(",")[0], fill];
    })"""
    inks = ("ink", "positive", "negative")
    for scheme, colours in (("light", LIGHT), ("dark", DARK)):
        allowed = {f"rgb({', '.join(str(int(colours[ink][at : at + 2], 16)) for at in (1, 3, 5))})" for ink in inks}
        for width, least in ((1280, 14), (390, 14)):
            for name in ("02-what-linear-layers-miss", "06-weight-sharing", "07-equivariance"):
                opened = open_page(f"{address}/book/{name}.html", width=width, scheme=scheme)
                opened.locator("details").evaluate_all("(folds) => folds.forEach((fold) => { fold.open = true; })")
                found = opened.evaluate(sizes)
                assert len(found) > 5
                assert min(size for size, _, _ in found) >= least
                assert {face for _, face, _ in found} == {'"Source Serif 4"'}
                assert {fill for _, _, fill in found} <= allowed


def test_no_page_loads_what_only_a_widget_needs(site):
    for page in PAGES:
        text = (site / f"{page}.html").read_text(encoding="utf-8")
        assert ("lesson-widgets.js" in text) == has_widgets(page)


@every_page
def test_the_widgets_of_a_page_weigh_at_most_70_kB(site, page):
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    assert ('id="lesson-widget-state"' in text) == has_widgets(page)
    if not has_widgets(page):
        return
    saved = saved_widgets(page)
    states = [model["state"] for model in saved["state"].values()]
    used = {state[name]["lesson_text"] for state in states for name in ("_esm", "_css") if name in state}
    assert len(used) > 1
    assert len(gzip.compress("".join(saved["texts"][place] for place in used).encode())) <= 70_000
    assert not any("still" in state for state in states), "it stands in the page once"


def test_the_widget_bundle_is_whole_lean_and_carries_its_licences(site):
    size = BUNDLE.stat().st_size
    assert 200_000 < size < 400_000, f"_static/lesson-widgets.js has {size} bytes: `make book` writes it"
    licences = (site / "_static" / "lesson-widgets.LICENSES.txt").read_text(encoding="utf-8")
    assert all(name in licences for name in ("@jupyter-widgets/base", "anywidget", "nouislider"))
