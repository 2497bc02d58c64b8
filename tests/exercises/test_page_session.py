"""What Python in the page answers: JSON in, JSON out, the words of the checker, and never a traceback from inside."""

import json

import pytest

import lessonlib as ll
from lessonlib.exercises import find
from lessonlib.exercises.checking import progress
from lessonlib.exercises.checking.page import MOST_PRINTED, Session, run
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
    assert texts(told) == [ll.check("output-size", space["output_size"])._repr_html_()]
    assert told["outputs"][0]["kind"] == "html"


def test_a_starter_is_not_attempted_and_a_name_taken_away_is_said():
    session = Session()
    assert texts(ask(session, do="check", id="one-number", code=starter_text(find("one-number"))))[-1].startswith(
        "Not attempted yet"
    )
    told = ask(Session(), do="check", id="one-number", code="another_name = 3")
    assert not told["right"]
    assert "one_number" in texts(told)[-1]


def test_hints_come_one_at_a_time():
    session, exercise = Session(), find("one-number")
    assert [texts(ask(session, do="hint", id="one-number"))[0] for _ in range(2)] == [
        f"Hint {number} of {len(exercise.hints)}: {hint}" for number, hint in enumerate(exercise.hints[:2], 1)
    ]


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
