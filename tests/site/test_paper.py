"""Pages on paper, and the PDF of the whole book: what is printed, in which colours, and in which order."""

import html
import io
import re
import unicodedata

import book_in_one_page
import pdf
import pytest
import yaml
from bs4 import BeautifulSoup
from extension.chapters.minus import typeset
from paths import ROOT
from pypdf import PdfReader

from lessonlib.exercises import all_exercises
from lessonlib.exercises.checking.text import solution_text
from lessonlib.figures.palette import LIGHT

PAGES = list(book_in_one_page.page_names(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))))
WITH_WIDGETS = "book/05-depth-stride-padding"

SEEN = """() => [...document.querySelectorAll("body *")].filter(
  (node) => node.checkVisibility() && !node.closest("article") && !node.querySelector("article")
).map((node) => node.outerHTML.slice(0, 80))"""


@pytest.fixture
def on_paper(address, open_page):
    """Open a page as the printer gets it, from a reader who has chosen the dark page."""

    def start(page, **options):
        opened = open_page(f"{address}/{page}.html", scheme="dark", **options)
        opened.emulate_media(media="print")
        return opened

    return start


@pytest.mark.parametrize("page", ["index", WITH_WIDGETS, PAGES[-1]])
def test_nothing_but_the_article_is_printed_and_in_light_colours(page, on_paper):
    opened = on_paper(page)
    assert opened.evaluate(SEEN) == []
    ink = "rgb({}, {}, {})".format(*bytes.fromhex(LIGHT["ink"][1:]))
    colours = "(nodes) => [...new Set(nodes.map((node) => getComputedStyle(node).color))]"
    for kind in ("h1", "p:not(figure p)", "pre", ".highlight .n"):
        assert set(opened.locator(f"article {kind}:visible").evaluate_all(colours)) <= {ink}, kind
    grounds = "() => [document.documentElement, document.body].map((node) => getComputedStyle(node).backgroundColor)"
    assert set(opened.evaluate(grounds)) == {"rgba(0, 0, 0, 0)"}


def test_the_sign_of_a_passage_stands_clear_of_its_words(on_paper):
    opened = on_paper("book/03-convolution-by-hand")
    passages = opened.locator("article .lesson-callout:has(> .lesson-sign):visible").all()
    assert len(passages) > 5
    for passage in passages:
        sign, words = (passage.locator(part).first.bounding_box() for part in (".lesson-sign", "p"))
        assert sign["x"] + sign["width"] <= words["x"]


def test_arrays_and_figures_are_not_torn_between_two_sheets(on_paper):
    opened = on_paper("book/03-convolution-by-hand")
    breaks = "(nodes) => nodes.map((node) => getComputedStyle(node).breakInside)"
    for kind in (".lesson-array", ".lesson-anchored"):
        assert set(opened.locator(f"article {kind}").evaluate_all(breaks)) == {"avoid"}, kind


def test_what_only_a_press_would_do_is_not_printed(on_paper):
    opened = on_paper("book/where-you-stand")
    assert opened.get_by_role("heading", name="Where it is kept").is_visible()
    assert not opened.get_by_role("heading", name="Take it along").is_visible()
    opened = on_paper("book/03-convolution-by-hand")
    assert opened.locator(".lesson-guess").count() > 1
    assert not any(fold.is_visible() for fold in opened.locator(".lesson-guess > summary").all())
    assert all(answer.is_visible() for answer in opened.locator(".lesson-guess > p").all())


def test_a_live_widget_is_printed_as_its_still(on_paper):
    opened = on_paper(WITH_WIDGETS)
    opened.emulate_media(media="screen")
    opened.wait_for_selector(".lesson-widget[data-live]")
    opened.locator(".lesson-widget").last.scroll_into_view_if_needed()
    opened.wait_for_selector(".lesson-widget[data-live] >> nth=-1")
    opened.emulate_media(media="print")
    assert (
        opened.locator(".lesson-live").evaluate_all("(nodes) => nodes.filter((node) => node.checkVisibility())") == []
    )
    for widget in opened.locator(".lesson-widget").all():
        assert widget.locator(".lesson-still svg").is_visible()
        assert "live page" in widget.locator("figcaption").inner_text()


def test_a_hint_is_open_on_paper_and_folded_code_is_not(on_paper):
    opened = on_paper("book/01-where-we-start")
    assert opened.locator("article .cell details").count() > 0
    assert not any(node.is_visible() for node in opened.locator("article .cell details").all())
    hint = "<details><summary>Hint</summary><p id=hint>Add.</p></details>"
    opened.evaluate("(hint) => (document.querySelector('article p').outerHTML = hint)", hint)
    box = opened.locator("#hint").bounding_box()
    assert box["height"] > 10
    assert "Add." in " ".join(page.extract_text() for page in PdfReader(io.BytesIO(opened.pdf())).pages)


def test_code_that_is_folded_with_its_result_is_open_on_paper(on_paper):
    opened = on_paper("book/10-what-you-know-now")
    results = opened.locator("article .tag_hide-cell details .cell_output")
    assert results.count() > 5
    assert all(result.is_visible() for result in results.all())
    assert "1622 samples later" in " ".join(page.extract_text() for page in PdfReader(io.BytesIO(opened.pdf())).pages)


def test_an_address_is_written_out_unless_it_is_the_text(on_paper):
    after = "(node) => getComputedStyle(node, '::after').content"
    opened = on_paper("book/references")
    assert opened.locator("article a.lesson-address").first.evaluate(after) == "none"
    opened = on_paper("book/11-train-on-cifar")
    assert "https://" in opened.locator("article a[href^=http]:not(.lesson-address)").first.evaluate(after)


@pytest.mark.parametrize("width", [595, 612], ids=["A4", "Letter"])
def test_no_line_of_a_page_is_cut_at_the_edge(width, on_paper):
    text = width / 72 * 96 - 2 * 18 / 25.4 * 96  # pixels between the margins
    opened = on_paper(WITH_WIDGETS, width=int(text))
    assert opened.evaluate("document.documentElement.scrollWidth") <= int(text)


# The PDF of the book


def test_chapters_keep_the_number_of_their_file_and_what_follows_them_gets_letters():
    names = ["index", "book/01-start", "book/10b-far", "book/glossary", "book/references"]
    assert book_in_one_page.numbers(names) == ["", "01", "10b", "A", "B"]


@pytest.fixture(scope="module")
def parts(site):
    return book_in_one_page.read_parts(ROOT, site)


@pytest.fixture(scope="module")
def book(chromium, parts, tmp_path_factory):
    """The PDF, read."""
    printed = pdf.print_book(chromium, parts, "A4", tmp_path_factory.mktemp("pdf"))
    return PdfReader(io.BytesIO(printed))


@pytest.fixture(scope="module")
def texts(book):
    """The letters of each page; what lies between words is not kept in a PDF, but placed."""
    return [letters(page.extract_text()) for page in book.pages]


def letters(text):
    straight = html.unescape(text).replace("’", "'")  # pages set apostrophes
    return "".join(unicodedata.normalize("NFKC", straight).split())


def starts(book, parts):
    """The place (from 0) of each part's first page."""
    page_of = pdf.pages_of_anchors(book)
    return [page_of[part.anchor] - 1 for part in parts]


def test_the_pdf_has_a_title_a_language_tags_and_an_outline(book, parts):
    root = book.trailer["/Root"]
    assert book.metadata.title == "Convolution: how machines see local patterns"
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    outline = [entry.title for entry in book.outline if not isinstance(entry, list)]
    assert outline == ["Contents", *(part.name for part in parts)]


def test_every_page_of_the_toc_is_printed_in_its_order(book, parts, texts):
    assert [part.anchor for part in parts] == [book_in_one_page.anchor(name) for name in PAGES]
    places = starts(book, parts)
    assert places == sorted(set(places))
    for part, place in zip(parts, places, strict=True):
        assert letters(part.title) in texts[place]


def test_every_page_but_the_first_has_its_number_and_every_part_its_running_title(book, parts, texts):
    places = starts(book, parts)
    assert not texts[0].startswith("1")
    for place in range(1, places[0]):
        assert texts[place].startswith(str(place + 1))
    for part, start, end in zip(parts, places, [*places[1:], len(texts)], strict=True):
        for place in range(start, end):
            assert texts[place].startswith(f"{letters(part.name)}{place + 1}"), texts[place][:60]


def test_the_contents_name_the_page_of_every_part(book, parts, texts):
    places = starts(book, parts)
    contents = "".join(texts[1 : places[0]])
    for part, place in zip(parts, places, strict=True):
        assert f"{letters(part.name)}{place + 1}" in contents


def test_no_number_of_the_contents_is_broken_in_two(book, parts):
    page_of = pdf.pages_of_anchors(book)
    lines = [page.extract_text().splitlines() for page in book.pages[1 : starts(book, parts)[0]]]
    written = [line.split()[-1] for page in lines for line in page[1:]]  # the first is the page's own
    named = [page_of[anchor] for part in parts for anchor in (part.anchor, *(anchor for anchor, _ in part.sections))]
    assert max(named) > 99  # three digits are what a narrow column breaks
    assert [int(word) for word in written if word.isdigit()] == named


def test_stills_stand_in_the_pdf_with_the_sentence_of_what_moves(parts, texts):
    whole = "".join(texts)
    sentences = [text for part in parts for text in re.findall(r"<figcaption>(.*?)</figcaption>", part.body)]
    assert len(sentences) > 30
    assert [sentence for sentence in sentences if letters(sentence) not in whole] == []


def test_what_is_folded_with_its_result_stands_in_the_pdf(texts):
    assert letters("1622 samples later") in "".join(texts)


def test_links_between_pages_lead_to_pages_of_the_pdf(book, parts):
    page_of = pdf.pages_of_anchors(book)
    links = [
        link.get_object()
        for place in starts(book, parts)
        for link in book.pages[place].get("/Annots", [])
        if link.get_object()["/Subtype"] == "/Link"
    ]
    inner = [link["/Dest"].lstrip("/") for link in links if "/Dest" in link]
    assert len(inner) > 10
    assert set(inner) <= set(page_of)
    addresses = [link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})]
    assert all(address.startswith("https://") for address in addresses)


def words(part):
    return letters(BeautifulSoup(part.body, "html.parser").get_text())


def test_hints_stand_at_their_exercise_and_solutions_in_the_appendix_only(parts):
    chapters = {part.anchor: words(part) for part in parts if part.place == "chapter"}
    appendix = "".join(words(part) for part in parts if part.place == "appendix")
    plain = re.compile(r"[^`*$\[\]<>_]+")
    hints = 0
    for exercise in all_exercises():
        chapter = chapters.get(book_in_one_page.anchor(f"book/{exercise.chapter}"), "")
        if letters(exercise.title) not in chapter:
            continue
        solution = letters(solution_text(exercise))
        assert solution in appendix, exercise.id
        assert not any(solution in text for text in chapters.values()), exercise.id
        for hint in filter(plain.fullmatch, exercise.hints):
            hints += 1
            assert letters(typeset(hint)) in chapter, exercise.id
            assert letters(hint) not in appendix, exercise.id
    assert hints > 5
