"""What Python in the page answers: JSON in, JSON out, the words of the checker, and never a traceback from inside."""

import json

import pytest

import lessonlib as ll
from lessonlib import code_hash
from lessonlib.exercises import find
from lessonlib.exercises.checking import needs, progress
from lessonlib.exercises.checking.check import HELP
from lessonlib.exercises.checking.page import MOST_PRINTED, MOST_SHOWN, Session, as_page, run
from lessonlib.exercises.checking.text import solution_text, starter_text


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(tmp_path / "progress.json"))


def ask(session, **request):
    return json.loads(session.answer(json.dumps(request)))


def texts(told):
    return [output["text"] for output in told["outputs"]]


def test_a_right_answer_is_right_and_counts():
    told = ask(Session(), do="check", id="output-size", code=solution_text(find("output-size")))
    assert told["right"]
    assert find("output-size").insight in texts(told)[-1]
    assert progress.from_text(told["progress"])["output-size"].right


def test_a_wrong_answer_gets_the_words_it_gets_in_a_notebook(tmp_path, monkeypatch):
    code = "def output_size(input_size, filter_size, stride, padding):\n    return input_size - filter_size + 1"
    told = ask(Session(), do="check", id="output-size", code=code)
    space = {}
    exec(code, space)
    assert not told["right"]
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(tmp_path / "notebook.json"))  # a first attempt there too
    words = ll.check("output-size", space["output_size"])
    assert words.text.endswith(f'\n\n{HELP}`ll.hint("output-size")`.')
    assert texts(told) == [as_page(words, "output_size")._repr_html_()]
    assert as_page(words, "output_size").text == words.text.rpartition("\n\n")[0]
    assert told["outputs"][0]["kind"] == "html"


def test_a_starter_is_not_attempted_and_a_name_taken_away_is_said():
    session = Session()
    said = texts(ask(session, do="check", id="one-number", code=starter_text(find("one-number"))))[-1]
    assert said == "Not attempted yet. Fill in one_number above, then press Check."
    told = ask(Session(), do="check", id="one-number", code="another_name = 3")
    assert not told["right"]
    assert "one_number" in texts(told)[-1]


def test_progress_comes_back_with_the_next_visit(tmp_path, monkeypatch):
    told = ask(Session(), do="check", id="output-size", code=solution_text(find("output-size")))
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(tmp_path / "another-visit.json"))
    assert "solved" in texts(ask(Session(told["progress"]), do="run", code="ll.progress()"))[-1]
    assert ask(Session("not a progress text"), do="run", code="1")["outputs"] == [{"kind": "text", "text": "1"}]


def test_cells_share_their_names_and_show_as_in_a_notebook():
    session = Session()
    assert ask(session, do="run", code="size = ll.output_size(7, 3)\nprint('a size')\nsize")["outputs"] == [
        {"kind": "text", "text": "a size"},
        {"kind": "text", "text": "5"},
    ]
    assert texts(ask(session, do="run", code="size + 1")) == ["6"]
    assert ask(session, do="run", code="None")["outputs"] == []
    assert ask(session, do="run", code="# a comment only")["outputs"] == []


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("x = 1\nx / 0", "ZeroDivisionError: division by zero\nin line 2: x / 0"),
        ("def f():\n    return g()\n\nf()", "NameError: name 'g' is not defined\nin line 2: return g()"),
        ("raise SystemExit(3)", "SystemExit: 3\nin line 1: raise SystemExit(3)"),
        ("ll.output_size(7, 3, stride=3)", "in line 1: ll.output_size(7, 3, stride=3)"),
    ],
)
def test_an_error_names_the_readers_own_line(code, told):
    (output,) = run(code, {"ll": ll})
    assert output["kind"] == "error"
    assert output["text"].endswith(told)
    assert "lessonlib/" not in output["text"]


def test_a_line_that_is_no_python_is_shown():
    (output,) = run("for x in 3\n    print(x)", {})
    assert output["text"].startswith("SyntaxError")
    assert "in line 1: for x in 3" in output["text"]


def test_what_was_printed_before_an_error_is_kept_and_much_of_it_is_cut():
    printed, error = run("print('so far')\n1 / 0", {})
    assert (printed["text"], error["kind"]) == ("so far", "error")
    (cut,) = run("for i in range(100_000): print(i)", {})
    assert len(cut["text"]) < MOST_PRINTED + 100
    assert cut["text"].endswith("what is printed is cut here")


SOLUTION = solution_text(find("output-size"))


def checked(session, code):
    return ask(session, do="check", id="output-size", code=code)


def test_code_that_is_no_longer_there_is_not_judged():
    session = Session()
    assert checked(session, SOLUTION)["right"]
    told = checked(session, "")
    assert not told["right"]
    assert "Your code does not define <code>output_size</code>" in texts(told)[-1]
    assert not checked(session, "# all of it gone")["right"]
    assert checked(session, SOLUTION)["right"]


def test_a_misspelt_name_is_not_judged_by_the_one_before_it():
    session = Session()
    checked(session, SOLUTION)
    told = checked(session, SOLUTION.replace("output_size", "output_sise"))
    assert not told["right"]
    assert "It defines <code>output_sise</code>: change that name." in texts(told)[-1]


def test_a_name_that_the_chapter_made_is_no_answer():
    session = Session()
    ask(session, do="run", cell="cell-1", code="output_size = ll.output_size")
    assert "does not define" in texts(checked(session, "pass"))[-1]
    assert session.space["output_size"] is ll.output_size
    assert checked(session, "output_size = ll.output_size")["right"], "the same thing under the same name"


def test_a_name_lives_no_longer_than_the_cell_that_made_it():
    session = Session()
    ask(session, do="run", cell="one", code="size = 3")
    ask(session, do="run", cell="two", code="size = size + 1\nmore = 1")
    assert texts(ask(session, do="run", cell="two", code="size = size + 1\nsize")) == ["4"], "from what was before it"
    assert texts(ask(session, do="run", cell="three", code="more"))[0].startswith("NameError")
    ask(session, do="run", cell="one", code="other = 1")
    assert texts(ask(session, do="run", cell="three", code="size")) == ["4"], "another cell has made it since"
    ask(session, do="run", cell="two", code="")
    assert session.space["size"] == 3


def test_grids_and_figures_stand_between_what_is_printed():
    told = ask(
        Session(),
        do="run",
        code="print('before')\nll.show(np.eye(2))\nprint('after')\nll.plots.bars([1, 2], 'ab', alt='Two bars.')",
    )
    assert [output["kind"] for output in told["outputs"]] == ["text", "html", "text", "picture"]
    assert "<table" in told["outputs"][1]["text"]
    assert "<style" not in told["outputs"][1]["text"]
    assert told["outputs"][3]["text"] == "Two bars."
    assert told["outputs"][3]["svg"].startswith("<svg ")


def test_a_million_lines_and_a_thousand_grids_are_cut():
    told = ask(Session(), do="run", code="for i in range(1000):\n    print('x' * 100)\n    ll.show([[i]])")
    assert sum(output["kind"] == "html" for output in told["outputs"]) <= MOST_SHOWN
    assert sum(len(output["text"]) for output in told["outputs"] if output["kind"] == "text") < MOST_PRINTED + 100


def test_what_a_chapter_imports_is_there_as_far_as_it_can_be():
    code = "import not_to_be_had\nimport inspect as look"
    assert texts(ask(Session(), do="run", imports=code, code="look.isfunction(len)")) == ["False"]


def test_a_cell_can_be_run_without_the_line_that_shows():
    session = Session()
    assert ask(session, do="run", quiet=True, code="size = 3\nll.no_such_widget(size)")["outputs"] == []
    assert ask(session, do="run", quiet=True, code="size = size + 1")["outputs"] == []
    assert session.space["size"] == 4


def test_nothing_can_be_typed_in_and_that_is_said():
    assert "write the value into the code" in texts(ask(Session(), do="run", code="input()"))[0]


@pytest.mark.parametrize(
    ("code", "packages"),
    [
        ("224 * 224", []),
        ("ll.output_size(7, 3)", []),
        ("def f(images):\n    return images.sum()", []),
        ("np.zeros(3)", ["numpy"]),
        ("import numpy", ["numpy"]),
        ("from numpy import zeros", ["numpy"]),
        ("ll.images.edge()", ["numpy"]),
        ("ll.images.photo('cat')", ["numpy", "pillow"]),
        ("ll.plots.bars([1], 'a', alt='One.')", ["numpy", "matplotlib"]),
        ("import matplotlib.pyplot as plt", ["numpy", "matplotlib"]),
        ("for x in 3", []),
    ],
)
def test_what_code_needs_is_told_from_its_text(code, packages):
    assert ask(Session(), do="needs", imports="", code=code)["packages"] == packages


def test_an_exercise_needs_what_it_says():
    assert ask(Session(), do="needs", imports="", id="one-number", code="")["packages"] == list(
        find("one-number").needs
    )


@pytest.mark.parametrize(
    ("code", "earlier"),
    [
        ("def f(x):\n    return len(x)", False),
        ("np.zeros(3)", False),
        ("inspect.getsource", False),
        ("def f(x):\n    return slide(x)", True),
        ("for x in 3", False),
    ],
)
def test_names_from_earlier_cells_are_noticed(code, earlier):
    assert ask(Session(), do="needs", imports="import inspect", code=code)["earlier"] is earlier


def test_the_names_that_need_less_or_more_are_those_of_the_library():
    home = lessonlib_home()
    assert home.keys() >= needs.PLAIN | needs.DRAWING
    for name in needs.PLAIN:
        reached = code_hash.closure(home[name])
        assert not any("import numpy\n" in path.read_text("utf-8").split("\ndef ")[0] for path in reached.values())


def lessonlib_home():
    return {name: f"lessonlib.{module}" for name, module in (ll._HOME | ll._MODULES).items()}


def test_progress_of_another_tab_is_taken_in_and_what_is_no_progress_is_left(tmp_path, monkeypatch):
    there = ask(Session(), do="check", id="output-size", code=SOLUTION)["progress"]
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(tmp_path / "another.json"))
    here = Session()
    ll.hint("one-number")
    told = ask(here, do="join", kept=there)
    assert told["outputs"] == []
    joined = progress.from_text(told["progress"])
    assert (joined["output-size"].right, joined["one-number"].hints) == (True, 1)
    assert ask(here, do="join", kept="no progress")["progress"] == told["progress"]


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        ("MemoryError()", "MemoryError: this asks for more memory than a page has."),
        ("MemoryError('Unable to allocate 9 GiB')", "than a page has. Unable to allocate 9 GiB."),
        ("ValueError('array is too big; `arr.size` is larger')", "this asks for more memory than a page has."),
    ],
)
def test_an_answer_that_no_memory_holds_is_told_in_a_sentence(raised, said):
    (told,) = run(f"raise {raised}", {})
    first, line = told["text"].splitlines()
    assert first.endswith(said)
    assert line == f"in line 1: raise {raised}"
