"""The teacher's page and the worksheet: what they say is what the chapters say and what the library computes."""

import io
import itertools
import re

import pdf
import pytest
from extension.chapters import teaching, worksheet
from paths import ROOT
from pypdf import PdfReader
from widget_page import EDGE, FILTER

import lessonlib as ll

PAGE = (ROOT / "book" / "teachers.md").read_text(encoding="utf-8")
CHAPTERS = sorted((ROOT / "book").glob("*.ipynb"))
CLASS = CHAPTERS[:8]

every_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def section(path):
    """What the teacher's page says by hand of a chapter."""
    return PAGE.partition(f"<!-- chapter {path.stem} -->")[2].partition("\n<!-- ")[0].partition("\n## ")[0]


@every_chapter
def test_every_wrong_answer_of_a_first_prediction_is_explained_and_no_other(path):
    assert PAGE.count(f"<!-- chapter {path.stem} -->") == 1
    first = teaching.read_chapter(path).questions[0]
    named = re.findall(r"\*\*(.+?)\*\*", " ".join(re.findall(r"^- .+", section(path), re.M)))
    assert named == [choice for choice in first.choices if choice != first.answer]


def test_the_class_takes_90_minutes_and_the_page_counts_them():
    assert sum(teaching.read_chapter(path).minutes for path in CLASS) == 90
    assert re.findall(r"<!-- time ([\w-]+) -->", PAGE) == [path.stem for path in CLASS]


def test_a_chapter_is_read_as_its_reader_sees_it():
    chapter = teaching.read_chapter(CHAPTERS[2])
    assert chapter.title == "Convolution by hand"
    assert chapter.goals.startswith("At the end you can")
    assert chapter.questions[0].answer == "−3"
    source = 'll.predict("How many?", number=5, replies={5: "Yes."}, otherwise="No.")'
    assert list(teaching.predictions(source)) == [teaching.Question("How many?", {}, "5")]
    claims = teaching.claims(teaching.read_chapter(ROOT / "book" / "10-what-you-know-now.ipynb")).splitlines()
    assert len(claims) == 2 + 7
    assert claims[2].startswith("| “My phone’s night mode smooths every pixel with its neighbours, with weights that")
    assert claims[2].endswith("| It\N{NO-BREAK SPACE}depends |")


def test_the_built_page_holds_what_the_chapters_say(site):
    text = (site / "book" / "teachers.html").read_text(encoding="utf-8")
    assert "<!-- " not in text.partition("<article")[2].partition("</article>")[0]
    for path in CHAPTERS:
        assert f"{teaching.read_chapter(path).minutes} minutes" in text
    assert text.count("minutes, optional<") == 1  # 11b
    times = re.findall(r"(\d+)–(\d+)", text.partition("<article")[2])
    assert times[0] == ("0", "9")
    assert times[7][1] == "90"
    assert all(before[1] == after[0] for before, after in itertools.pairwise(times[:8]))


def test_the_tasks_are_those_of_the_lesson():
    found = [(task.picture.tolist(), task.padding, task.map.tolist()) for task in worksheet.TASKS]
    columns = [list(row) for row in zip(*EDGE, strict=True)]
    assert found[0] == (EDGE, 0, [[3, 3, 0]] * 3)
    assert found[1] == ([row[::-1] for row in EDGE], 0, [[0, -3, -3]] * 3)
    assert found[2] == (columns, 0, [[0, 0, 0]] * 3)
    assert found[3][:2] == (EDGE, 1)
    assert found[3][2][1:4] == [[0, 3, 3, 0, -3]] * 3
    assert worksheet.FILTER.tolist() == FILTER


def grids(page):
    """The tables of the worksheet's page as numbers, None for an empty cell."""
    tables = re.findall(r'<table class="worksheet-grid.*?<tbody>(.*?)</table>', page, re.S)
    rows = [re.findall(r"<tr>(.*?)</tr>", table, re.S) for table in tables]
    cells = r'<td(?: data-value="(-?\d+)")?>(.*?)</td>'
    return [[[int(value) if value else None for value, _ in re.findall(cells, row)] for row in table] for table in rows]


def test_the_sheet_gives_no_answer_away_and_the_key_gives_each(site):
    page = (site / "book" / "worksheet.html").read_text(encoding="utf-8")
    sheet, _, key = page.partition("worksheet-key")
    (given, *asked), answered = grids(sheet), grids(key)
    assert given == FILTER
    assert asked[::2] == answered[::2]
    for empty, full, task in zip(asked[1::2], answered[1::2], worksheet.TASKS, strict=True):
        assert {value for row in empty for value in row} == {None}
        assert (len(empty), len(empty[0])) == task.map.shape
        output = ll.conv2d_loops(task.picture[None, None], worksheet.FILTER[None, None], padding=task.padding)
        assert full == output[0, 0].tolist()


def test_every_number_of_a_grid_has_its_row_and_its_column_named():
    grid = worksheet.grid([[1, 2], [None, 4]], "Map")
    head, body = grid.split("<tbody>")
    assert re.findall(r'<th scope="(\w+)"><span class="lesson-hidden">(.*?)</span></th>', head) == [
        ("col", "column 0"),
        ("col", "column 1"),
    ]
    assert re.findall(r'<tr><th scope="row"><span class="lesson-hidden">(.*?)</span></th><td', body) == [
        "row 0",
        "row 1",
    ]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_worksheet_fits_two_sheets_and_a_key(paper, chromium, site):
    reader = PdfReader(io.BytesIO(pdf.print_worksheet(chromium, paper)))
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) == 3
    assert [task.title in texts[place // 2] for place, task in enumerate(worksheet.TASKS)] == [True] * 4
    assert "Answer key" in texts[2]
    assert all(task.answer.split(".")[0][:40] in " ".join(texts[2].split()) for task in worksheet.TASKS)


def test_a_link_shows_its_picture_in_the_explorer_and_fills_the_screen(address, open_page):
    page = open_page(f"{address}/book/teachers.html")
    links = page.locator("a.lesson-view-link").evaluate_all("(nodes) => nodes.map((node) => node.href)")
    assert len(links) == len(worksheet.TASKS)
    for link, task in zip(links, worksheet.TASKS, strict=True):
        page.goto("about:blank")
        page.goto(link)
        explorer = page.locator("#figure-workbench .lesson-widget")
        explorer.scroll_into_view_if_needed()
        output = explorer.locator("[data-part=output] [role=gridcell]")
        output.first.wait_for()
        values = [int(cell.get_attribute("data-value")) for cell in output.all()]
        assert values == task.map.ravel().tolist(), task.title
        explorer.locator("[data-action=fill]").click()
        page.wait_for_selector(".lesson-filled [data-part=output]")


# The PDFs, offered where they are


def test_pages_offer_the_files_that_were_printed(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "pdf").mkdir()
    page = tmp_path / "book" / "page.html"
    page.write_text('<p>Text.</p>\n<p class="lesson-pdf"></p>', encoding="utf-8")
    other = tmp_path / "other.html"
    other.write_text("<p>Text.</p>", encoding="utf-8")
    for words in (
        "the book, A4 (3 pages, 0.1 MB)",
        "the book, A4 (4 pages, 0.1 MB)",
    ):  # a second time replaces the first
        pdf.offer(tmp_path, {words: tmp_path / "pdf" / "book-a4.pdf"})
        link = f'<a href="../pdf/book-a4.pdf">{words}</a>'
        assert page.read_text(encoding="utf-8") == f'<p>Text.</p>\n<p class="lesson-pdf">As PDF: {link}.</p>'
    assert other.read_text(encoding="utf-8") == "<p>Text.</p>"
