"""Print the built book as one PDF, and its worksheet, by Chromium: `make pdf`, or `make pdf PAPER="A4 Letter"`.

The pages of the book are joined (book_in_one_page.py) and printed twice: the second time with the page numbers that the
first gave in the table of contents. The pages that offer PDFs for download get their links here, for where nothing
was printed there is nothing to offer.
"""

import argparse
import io
import re
import shutil
import sys
import tempfile
from pathlib import Path

import repository
import yaml
from book_in_one_page import read_parts, write_page
from browser import ARGUMENTS, HOW, find
from extension.assets import offline
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

import lessonlib as ll

ROOT = Path(__file__).resolve().parents[1]
CSS = ROOT / "web" / "css"
SITE = ROOT / "_build" / "html"
BOTTOM = {"A4": 76.52, "Letter": 77}  # pixels below the text of a book's page, about 20 mm
PAPERS = tuple(BOTTOM)
MOST_PASSES = 4
LOST = """() => Promise.all(
  [...document.querySelectorAll("img, image")].map((node) => node.decode().then(() => [], () => [node.outerHTML])),
).then((lost) => lost.flat())"""
WORKSHEET = "book/worksheet.html"
PLACE = re.compile(r'<p class="lesson-pdf">.*?</p>')

COVER = """<p class="book-title">{title}</p><p class="book-subtitle">{subtitle}</p>{picture}
<p class="book-colophon">{author}. Version {version}.<br>The text and the pictures are under CC BY 4.0, the code under
the BSD 3-Clause License.<br>This is an executable book: in its pages on the web every picture on a frame answers, every
question gets a reply, and each number can be computed again.</p>"""


def book_styles(paper):
    """What only a book has, and its paper."""
    # A page holds whole pixels: else what a break sends to the next page shows its first line at the end of this one.
    margins = f"margin-top: 83px; margin-bottom: {BOTTOM[paper]}px"
    return f"{(CSS / 'book.css').read_text(encoding='utf-8')}\n@page {{ size: {paper}; {margins} }}"


def cover(title):
    """The title page."""
    cite = repository.cited()
    name, _, subtitle = title.partition(": ")
    picture = ll.conv_explorer(ll.images.edge(), ll.filters.vertical_edge()).still().svg
    author = " and ".join(author["name"] for author in cite["authors"])
    subtitle = subtitle[:1].upper() + subtitle[1:]
    return COVER.format(title=name, subtitle=subtitle, picture=picture, author=author, version=repository.version())


def print_html(browser, text, folder):
    """The PDF (bytes) of an HTML text, which lies in `folder` while it is printed."""
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri(), wait_until="load")
    if lost := page.evaluate(LOST):
        raise RuntimeError(f"{len(lost)} pictures of the book cannot be read, first {lost[0][:200]}")
    printed = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    page.close()
    return printed


def pages_of_anchors(reader):
    """The number of the page (from 1) of each place that a link leads to."""
    places = reader.named_destinations
    return {name.lstrip("/"): reader.get_destination_page_number(place) + 1 for name, place in places.items()}


def print_book(browser, parts, paper, folder):
    """The whole book as a PDF (bytes), with `folder` for what lies between."""
    title = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["title"]
    page_of: dict[str, int] = {}
    for _ in range(MOST_PASSES):  # the second has the numbers; a third comes if these moved a page
        text = write_page(title, parts, styles=book_styles(paper), cover=cover(title), page_of=page_of)
        printed = print_html(browser, text, folder)
        found = pages_of_anchors(PdfReader(io.BytesIO(printed)))
        if found == page_of:
            return printed
        page_of = found
    raise RuntimeError(f"the page numbers of the contents did not settle in {MOST_PASSES} passes")


def print_worksheet(browser, paper):
    """The page of the worksheet as a PDF (bytes)."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((SITE / WORKSHEET).as_uri())
    printed = page.pdf(format=paper, print_background=True, tagged=True, outline=True)
    context.close()
    return printed


def offer(site, files):
    """Put links to the PDFs into the pages that have a place for them.

    Parameters
    ----------
    site : pathlib.Path
        The folder of the built book.
    files : dict of str to pathlib.Path
        What each link says, and its file below `site`.
    """
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if not PLACE.search(text):
            continue
        root = "../" * len(page.relative_to(site).parent.parts)
        links = (f'<a href="{root}{file.relative_to(site).as_posix()}">{words}</a>' for words, file in files.items())
        page.write_text(PLACE.sub(f'<p class="lesson-pdf">As PDF: {", ".join(links)}.</p>', text), encoding="utf-8")


def describe(name, paper, printed):
    pages = len(PdfReader(io.BytesIO(printed)).pages)
    return f"{name}, {paper} ({pages} pages, {len(printed) / 1e6:.1f} MB)"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--paper", choices=PAPERS, default=PAPERS[:1], nargs="+")
    papers = arguments.parse_args().paper
    if not (SITE / "index.html").exists():
        sys.exit("The book is not built. Build it first: make book")
    if not find():
        sys.exit(f"Printing needs a Chromium. {HOW}")
    shutil.rmtree(SITE / "pdf", ignore_errors=True)
    (SITE / "pdf").mkdir()
    files = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        parts = read_parts(ROOT, SITE)
        jobs = [("the book", paper, print_book(browser, parts, paper, Path(folder))) for paper in papers]
        jobs += [("the worksheet", paper, print_worksheet(browser, paper)) for paper in PAPERS]
        browser.close()
    for name, paper, printed in jobs:
        path = SITE / "pdf" / f"{name.split()[-1]}-{paper.lower()}.pdf"
        path.write_bytes(printed)
        files[describe(name, paper, printed)] = path
    offer(SITE, files)
    offline.refresh(SITE)
    for words, path in files.items():
        print(f"{path.relative_to(ROOT)}: {words}")


if __name__ == "__main__":
    main()
