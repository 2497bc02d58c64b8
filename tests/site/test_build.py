"""The build itself, on a copy of the book with one small chapter: what fails it, and what is run again."""

import copy
import re
import textwrap

from extension.chapters.streams import coalesce_streams
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from small_book import prepare

from lessonlib.exercises import find
from lessonlib.exercises.checking.cells import parts, write


def test_a_chapter_that_raises_fails_the_build_and_is_named_with_its_cell(small_book):
    done = small_book(new_code_cell("print('fine')"), new_code_cell("x = 1\nx / 0"))
    assert done.returncode != 0
    assert "index.ipynb, code cell 2, line 2: ZeroDivisionError: division by zero" in done.stdout


def test_a_failure_is_not_hidden_by_an_earlier_build(small_book):
    cell = new_code_cell("1 / 0")
    for _ in range(2):
        done = small_book(cell)
        assert done.returncode != 0
        assert "index.ipynb, code cell 1, line 1: ZeroDivisionError" in done.stdout


def test_a_change_in_what_a_chapter_reaches_or_in_what_was_measured_runs_it_again(small_book):
    def appended(module, text):
        with (small_book.folder / "lessonlib" / module).open("a", encoding="utf-8") as file:
            file.write(text)
        return "Executed notebook" in small_book(cell).stdout

    cell = new_code_cell("import lessonlib as ll\n\nprint(ll.conv_parameters(3, 3, 8))")
    assert "Executed notebook" in small_book(cell).stdout
    assert not appended("nn/geometry.py", "\n# a comment\n")
    assert not appended("nn/losses.py", "\nANOTHER = 1\n")
    assert appended("nn/geometry.py", "\nANOTHER = 1\n")
    assert appended("nn/checks.py", "\nANOTHER = 1\n"), "what nn/geometry.py imports"
    (small_book.folder / "benchmarks" / "results").mkdir(parents=True)
    (small_book.folder / "benchmarks" / "results" / "cifar.json").write_text("{}", encoding="utf-8")
    assert "Executed notebook" in small_book(cell).stdout


def test_a_figure_without_alt_text_fails_the_build(small_book):
    figure = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    done = small_book(new_code_cell(figure))
    assert done.returncode != 0
    assert "a figure has no alt text" in done.stdout


def test_a_build_leaves_nothing_of_the_one_before(small_book):
    figure = """
        import io
        from IPython.display import display
        from PIL import Image
        png = io.BytesIO()
        Image.new("L", (2, 2), {}).save(png, "PNG")
        display({{"image/png": png.getvalue()}}, metadata={{"image/png": {{"alt": "Two by two."}}}}, raw=True)
    """
    built = small_book.folder / "_build" / "html"
    for number in (0, 1):
        (built / "book").mkdir(parents=True, exist_ok=True)
        (built / "book" / "of-the-build-before.html").write_text("old", encoding="utf-8")
        done = small_book(new_code_cell(textwrap.dedent(figure.format(number)).strip()))
        assert done.returncode == 0, done.stdout
        page = (built / "index.html").read_text(encoding="utf-8")
        pictures = [path.name for path in (built / "_images").iterdir()]
        assert pictures
        assert [name for name in pictures if name not in page] == []
        assert 'alt="Two by two."' in page
        assert not (built / "book" / "of-the-build-before.html").exists()
        assert (built / "_static").is_dir()


def test_what_the_extension_adds_to_a_page(small_book):
    figure = "from lessonlib.figures import plots\nplots.pictures([[[0, 1], [1, 0]]], alt='A \"board\" of 2 by 2.')"
    done = small_book(
        new_code_cell(figure),
        new_markdown_cell("> **Predict.** What comes?\n\nText.\n\n> Somebody's words."),
        new_markdown_cell("Inline $\\frac{W}{S}$, and\n\n$$\nW + 1\n$$"),
    )
    assert done.returncode == 0, done.stdout
    html = (small_book.folder / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    assert 'aria-label="A &quot;board&quot; of 2 by 2."' in html
    assert 'class="lesson-callout lesson-predict" role="note" aria-label="Predict"' in html
    assert html.count("<blockquote>") == 1
    assert html.count("<math") == 2
    assert re.search(r'<span class="lesson-together"><math\b.*<mfrac>.*</math>,</span> and', html)
    assert re.search(r"<script[^>]*mathjax", html, re.I) is None


def test_a_locale_that_is_not_utf8_builds_the_same_page(small_book):
    """As on Windows. What our own code reads or writes in the locale's encoding would warn."""
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONWARNDEFAULTENCODING": "1"}
    done = small_book(
        new_code_cell("import lessonlib as ll\n\nprint('−3 × ü 漢')"),
        new_markdown_cell("A minus −, and $\\frac{W}{S}$"),
        **locale,
    )
    assert done.returncode == 0, done.stdout
    html = (small_book.folder / "_build" / "html" / "index.html").read_text("utf-8")
    assert "−3 × ü 漢" in html
    warned = [line for line in done.stdout.splitlines() if "EncodingWarning" in line and "site-packages" not in line]
    assert warned == []


def test_a_folder_with_a_space_an_umlaut_and_chinese_in_its_name_is_as_good_as_any(tmp_path):
    folder = tmp_path / "mein Büch 书"
    folder.mkdir()
    done = prepare(folder)(new_code_cell("import lessonlib as ll\n\nll.receptive_field_explorer('two 3×3')"))
    assert done.returncode == 0, done.stdout
    assert 'class="lesson-widget"' in (folder / "_build" / "html" / "index.html").read_text("utf-8")


def test_what_a_busy_kernel_prints_in_pieces_stays_one_text():
    pieces = ["size of a map:", " 32\n", "\n", "True\n"]
    outputs = [new_output("stream", name="stdout", text=piece) for piece in pieces]
    outputs.insert(2, new_output("stream", name="stderr", text="careful"))
    before = copy.deepcopy(outputs)
    for _ in range(2):
        out, err = sorted(coalesce_streams(outputs), key=lambda output: output.name, reverse=True)
        assert (out.text, err.text) == ("size of a map: 32\n\nTrue\n", "careful\n")
    assert outputs == before


def test_a_formula_that_is_not_tex_fails_the_build(small_book):
    done = small_book(new_markdown_cell("$\\frac{1$"))
    assert done.returncode != 0
    assert "web/mathml.mjs" in done.stdout


def test_nobodys_answer_is_published(small_book):
    exercise = find("output-size")
    texts = parts(exercise)
    notebook = {"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": [exercise.before]}]}
    write(notebook, [exercise])
    cells = [from_dict(cell) for cell in notebook["cells"][:3]]
    cells[1].source = "def output_size(*answer):\n    return 'the answer of somebody'"
    done = small_book(new_markdown_cell("## Part"), new_code_cell("import lessonlib as ll"), *cells)
    assert done.returncode == 0, done.stdout
    built = small_book.folder / "_build" / "html"
    page = (built / "index.html").read_text(encoding="utf-8")
    assert "your lines go here" in page
    assert "Not attempted yet." in page
    assert 'aria-label="Exercise"' in page
    for path in built.rglob("*"):
        assert not path.is_file() or b"the answer of somebody" not in path.read_bytes(), path
    assert "the answer of somebody" in (small_book.folder / "index.ipynb").read_text(encoding="utf-8")
    assert texts["starter"].splitlines()[0] in (built / "_sources" / "index.ipynb").read_text(encoding="utf-8")
