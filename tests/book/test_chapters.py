"""The rules of the page, read from the committed notebooks: short cells, plain Markdown, numbers that are run."""

import ast
import re
import statistics

import minutes
import nbformat
import pytest
from notebooks import cleaned, read_chapter
from paths import ROOT
from standing_cells import own

CHAPTERS = sorted((ROOT / "book").glob("*.ipynb"))

# Numbers of the prose that no cell computes, each with its source.
CITED = {
    "01-where-we-start": {"1998": "LeCun, Bottou, Bengio and Haffner 1998, the year of the paper"},
    "05-depth-stride-padding": {"2012": "Krizhevsky, Sutskever and Hinton 2012, the year of the competition"},
    "07-equivariance": {
        "2019": "Zhang 2019, the year of the paper",
        "2020": "Kayhan and van Gemert 2020, the year of the paper",
    },
    "08-same-loop-new-block": {
        "100": "ll.experiments.COUNTS, printed by a cell whose output may vary",
        "300": "ll.experiments.COUNTS, printed by a cell whose output may vary",
    },
    "09-going-deep": {
        "2012": "Krizhevsky, Sutskever and Hinton 2012, the year of the paper",
        "2014": "Zeiler and Fergus 2014, the year of the paper",
        "2015": "Simonyan and Zisserman 2015, the year of the paper",
        "2016": "He et al. 2016 and Luo et al. 2016, the year of the papers",
        "2019": "Araujo, Norris and Sim 2019, the year of the paper",
        "2021": "Dosovitskiy et al. 2021, the year of the paper",
    },
    "11-train-on-cifar": {
        "2009": "Krizhevsky 2009, the year of the data set's report",
        "2021": "Northcutt, Athalye and Mueller 2021, the year of the paper",
    },
    "11b-how-far-in-a-minute": {
        "2015": "Ioffe and Szegedy 2015, the year of the paper",
        "2016": "Szegedy et al. 2016, the year of the paper",
        "2018": "Micikevicius et al. 2018, the year of the paper",
        "2019": "Smith and Topin 2019, the year of the paper",
        "2021": "Tan and Le 2021, the year of the paper",
        "2024": "Jordan 2024, the year of the papers and of the record",
    },
    "10-what-you-know-now": {
        "1959": "Hubel and Wiesel, the year of the first of the two papers",
        "1962": "Hubel and Wiesel 1962, the year of the paper",
        "1980": "Fukushima 1980, the year of the paper",
        "1989": "LeCun et al. 1989, the year of the paper",
        "1998": "LeCun, Bottou, Bengio and Haffner 1998, the year of the paper",
        "2012": "Krizhevsky, Sutskever and Hinton 2012, the year of the paper",
        "2014": "Zeiler and Fergus 2014, the year of the paper",
        "2015": "Simonyan and Zisserman 2015, the year of the paper",
        "2016": "He et al., Luo et al., Dumoulin and Visin 2016, the year of the papers",
        "2019": "Araujo, Norris and Sim 2019, the year of the paper",
        "2021": "Dosovitskiy et al. 2021, the year of the paper",
    },
}

every_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def cells(path, kind):
    """The chapter's own cells of a kind."""
    return [cell for cell in own(read_chapter(path).cells) if cell.cell_type == kind]


def printed(path):
    """Everything the chapter's cells printed, as stored; `pytest --nbval` compares it with a fresh run."""
    outputs = [output for cell in cells(path, "code") for output in cell.outputs]
    return " ".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs)


def prose(path):
    """The text of a chapter without code, formulas and the targets of links."""
    text = "\n".join(cell.source for cell in cells(path, "markdown"))
    return re.sub(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|\]\([^)]*\)", " ", text, flags=re.S)


def numbers(text):
    """Every number of three digits or more, without its commas."""
    found = (match.replace(",", "") for match in re.findall(r"(?<![\w.])\d[\d,]*(?!\w)", text))
    return {number for number in found if len(number) >= 3}


@every_chapter
def test_every_number_of_the_prose_is_computed_or_cited(path):
    claimed = numbers(prose(path))
    known = numbers(printed(path)) | set(CITED.get(path.stem, {}))
    assert claimed <= known, f"no cell prints {sorted(claimed - known)}, and CITED gives no source"


@every_chapter
def test_the_first_code_cell_is_imports_only(path):
    statements = ast.parse(cells(path, "code")[0].source).body
    assert all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in statements)


@every_chapter
def test_code_cells_are_short(path):
    read = [cell for cell in cells(path, "code") if "remove-input" not in cell.metadata.get("tags", [])]
    lengths = [len(cell.source.splitlines()) for cell in read]
    assert max(lengths) <= 20
    assert statistics.median(lengths) <= 5


@every_chapter
def test_markdown_is_plain(path):
    text = "\n".join(cell.source for cell in cells(path, "markdown"))
    assert re.findall(r"^:::|^```\{|\{[a-z-]+\}`", text, flags=re.M) == []
    assert re.findall(r"\bsimply\b", text, flags=re.I) == []


@every_chapter
def test_the_head_gives_minutes_and_the_end_takeaways(path):
    markdown = cells(path, "markdown")
    (promise,) = re.findall(r"^\*(.+)\*$", markdown[0].source, flags=re.M)
    lesson = nbformat.read(path, as_version=4).metadata["lesson"]
    assert promise.startswith(f"{lesson['minutes']} minutes"), "the metadata says what readers read"
    assert promise.endswith(f". {lesson['goals']}")
    assert ("optional" in promise) == lesson.get("optional", False)
    (keep,) = (cell.source for cell in markdown if "takeaways" in cell.metadata.get("tags", ()))
    assert keep.startswith("## Three things to keep\n")
    assert len(re.findall(r"^\d\. ", keep, flags=re.M)) == 3


@every_chapter
def test_what_is_optional_comes_after_the_takeaways(path):
    texts = [cell.source for cell in cells(path, "markdown")]
    place = next(number for number, text in enumerate(texts) if text.startswith("## Three things to keep"))
    assert "\n## Optional" not in "\n".join(texts[:place])
    after = re.findall(r"^## (.+)", "\n".join(texts[place:]), flags=re.M)[1:]
    assert [heading for heading in after if not heading.startswith(("Optional", "More practice"))] == []


@every_chapter
def test_less_than_400_words_stand_between_two_things_to_do(path):
    assert [(words, where) for words, where in minutes.runs(path) if words >= 400] == []


@every_chapter
def test_a_chapter_takes_about_as_long_as_it_says(path):
    assert minutes.minutes(path) == pytest.approx(minutes.stated(path), abs=1)


@every_chapter
def test_the_head_names_the_exercise_that_its_minutes_leave_out(path):
    assert ("and an exercise in Python." in cells(path, "markdown")[0].source) == minutes.has_checked(path)


def test_the_first_eight_chapters_are_a_class_of_90_minutes():
    eight = CHAPTERS[:8]
    assert [path.stem[:2] for path in eight] == [f"0{number}" for number in range(1, 9)]
    assert sum(map(minutes.stated, eight)) == 90
    assert 85 <= sum(map(minutes.minutes, eight)) <= 90


def test_the_first_page_lists_each_chapter_in_order_by_its_number():
    rows = re.findall(
        r"^\| (\d+b?) \| \[.*\]\(book/(\S+)\.ipynb\) \|", (ROOT / "index.md").read_text(encoding="utf-8"), flags=re.M
    )
    assert [(number.zfill(2 + number.endswith("b")), name) for number, name in rows] == [
        (path.stem.partition("-")[0], path.stem) for path in CHAPTERS
    ]


def test_minutes_and_words_are_counted_as_a_reader_spends_them(tmp_path):
    code, markdown = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    figure = [nbformat.v4.new_output("display_data", {"text/plain": "Figure: a map"})]
    printed = [nbformat.v4.new_output("stream", text="2")]
    checked = {"exercise": {"id": "a", "part": "prompt", "hash": ""}}
    cells = [
        markdown("# Two words\n\n*6 minutes. Take [three](there.md) more.*"),  # 7 words
        code("import numpy as np"),
        code('ll.predict("Which of the two?", choices={"one": "No, no, no.", "two": "Yes."})'),  # 6 to read
        code("a = 1\n\nprint(a)", outputs=printed),
        code("ll.plots.pictures(a)", outputs=figure, metadata={"tags": ["hide-input"]}),
        markdown("> **Try it.** Look.\n\n$$\na + b\n$$"),  # 3 words and a formula
        markdown("> **Exercise.** Do.", metadata=checked),
        markdown("## Three things to keep\n\nOne."),  # 5 words
        markdown("## Optional: more\n\nAnd more."),  # 4 words
    ]
    path = tmp_path / "chapter.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"lesson": {"minutes": 5}}), path)
    reading = 60 * (7 + 6 + 4 + 5) / minutes.WORDS_A_MINUTE  # the formula counts as a word, too
    doing = 20 + (2 * 2 + 5) + 15 + (30 + 10)  # the exercise that is checked is homework
    assert 60 * minutes.minutes(path) == pytest.approx(reading + doing)
    assert minutes.stated(path) == 5
    assert minutes.runs(path) == [(7, ""), (0, ""), (4, ""), (9, "Optional: more")]


def test_a_run_keeps_what_the_metadata_promise_and_nothing_of_the_machine():
    lesson = {"minutes": 5, "goals": "At the end you can add."}
    ran = {"lesson": lesson, "widgets": {"state": {}}, "language_info": {"name": "python", "version": "3.13"}}
    kept = cleaned(nbformat.v4.new_notebook(metadata=ran)).metadata
    assert kept["lesson"] == lesson
    assert set(kept) == {"kernelspec", "language_info", "lesson"}
    assert kept["language_info"] == {"name": "python"}
    assert "lesson" not in cleaned(nbformat.v4.new_notebook()).metadata


@every_chapter
def test_git_holds_no_picture_no_widget_state_and_no_trace_of_a_machine(path):
    text = path.read_text(encoding="utf-8")
    assert '"image/' not in text
    assert "widget-view+json" not in text
    assert "application/vnd.jupyter.widget-state+json" not in text
    assert str(ROOT) not in text


@every_chapter
def test_every_output_is_of_a_numbered_run(path):
    assert all(cell.execution_count for cell in cells(path, "code") if cell.outputs)
