"""A class in one table, from whatever readers hand in; what cannot be read is named and skipped."""

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile

import pytest
from paths import ROOT

import lessonlib as ll
from lessonlib.exercises import class_csv, find
from lessonlib.exercises.checking import progress
from lessonlib.exercises.checking.records import Record, as_json, as_text
from lessonlib.takeaway import take_away

SOLVED = {"output-size": Record(3, True, 1, first=1_700_000_000, last=1_700_003_600)}
TRIED = {"one-number": Record(2, False, 0, first=1_600_000_000, last=1_600_000_060)}
SOLVED_ROW = ["output-size", "solved", "3", "2023-11-14 22:13", "2023-11-14 23:13"]
TRIED_ROW = ["one-number", "tried", "2", "2020-09-13 12:26", "2020-09-13 12:27"]


def code(source, said=None):
    outputs = [{"output_type": "execute_result", "data": {"text/plain": said}}] if said else []
    return {"cell_type": "code", "source": source, "outputs": outputs}


def notebook(*cells, **metadata):
    return json.dumps({"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def table(capsys, *names, output):
    """The rows of the table, what was printed, and what was said of the skipped."""
    trouble = class_csv.main([*map(str, names), "-o", str(output)])
    rows = list(csv.reader(io.StringIO(output.read_text("utf-8-sig"))))
    assert rows[0] == ["who", "exercise", "state", "attempts", "first (UTC)", "last (UTC)"]
    said = capsys.readouterr()
    return rows[1:], said.out, said.err, trouble


def test_a_class_of_every_kind_of_file_becomes_one_table(tmp_path, capsys):
    (tmp_path / "anna.json").write_text(as_json(SOLVED), "utf-8")
    (tmp_path / "björn").mkdir()
    (tmp_path / "björn" / ".lesson-progress.json").write_text(as_json(TRIED), "utf-8")
    saved = notebook(code("ll.check('output-size', output_size)"), lesson_progress=as_text(TRIED))
    (tmp_path / "chen_my-answers-05-depth-stride-padding (1).ipynb").write_text(saved, "utf-8")
    (tmp_path / "dana.txt").write_text(f"Here it is: '{as_text(SOLVED)}'", "utf-8")
    rows, said, skipped, trouble = table(
        capsys, *sorted(tmp_path.glob("*.*")), tmp_path / "björn", output=tmp_path / "class.csv"
    )
    assert rows == [
        ["anna", *SOLVED_ROW],
        ["björn", *TRIED_ROW],
        ["chen", *TRIED_ROW],
        ["chen", "output-size", "saved, not checked", "0", "", ""],
        ["dana", *SOLVED_ROW],
    ]
    assert "4 readers, 5 lines; 0 skipped" in said
    assert not skipped
    assert trouble is None


def test_what_a_reader_does_in_jupyter_and_takes_away_arrives_in_the_table(tmp_path, monkeypatch, capsys):
    home = tmp_path / "emil"
    home.mkdir()
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(home / "progress.json"))
    monkeypatch.setattr(progress, "_memory", {})
    monkeypatch.setattr("time.time", lambda: 1_700_000_000.5)
    ll.check("output-size", lambda input_size, filter_size, stride, padding: 0)
    monkeypatch.setattr("time.time", lambda: 1_700_003_600.5)
    ll.check("output-size", find("output-size").solution)
    ll.hint("one-number")
    shutil.copy(ROOT / "book" / "05-depth-stride-padding.ipynb", home)  # as it is: nothing is attempted in it
    take_away(home)
    expected = [
        ["emil", "one-number", "hints read", "0", "", ""],
        ["emil", "output-size", "solved", "2", *SOLVED_ROW[3:]],
    ]
    for handed_in in ("my-work.zip", "progress.json"):
        (tmp_path / "in" / "emil").mkdir(parents=True, exist_ok=True)
        place = shutil.copy(home / handed_in, tmp_path / "in" / "emil" / handed_in.replace("progress", "my-work"))
        assert table(capsys, place, output=tmp_path / "class.csv")[0] == expected


def test_a_notebook_without_progress_counts_by_what_its_checks_have_said(tmp_path, capsys):
    cells = [
        code('ll.check("output-size", output_size)', ["Right in all 21 cases. ", "You count places."]),
        code('ll.check("one-number", one_number)', "Not yet. You flipped the filter."),
        code('ll.check("unread-rows", unread_rows)', "Not attempted yet. Fill in unread_rows."),
        {"cell_type": "markdown", "source": 'Use `ll.check("max-pooled", max_pooled)`.'},
    ]
    (tmp_path / "fay.ipynb").write_text(notebook(*cells), "utf-8")
    rows, *_ = table(capsys, tmp_path / "fay.ipynb", output=tmp_path / "class.csv")
    assert rows == [["fay", "one-number", "tried", "1", "", ""], ["fay", "output-size", "solved", "1", "", ""]]


def test_files_of_one_reader_are_joined_and_that_is_said(tmp_path, capsys):
    for week, records in (("1", SOLVED), ("2", TRIED)):
        (tmp_path / week).mkdir()
        (tmp_path / week / "gil.json").write_text(as_json(records), "utf-8")
    rows, said, *_ = table(capsys, tmp_path, output=tmp_path / "class.csv")
    assert rows == [["gil", *TRIED_ROW], ["gil", *SOLVED_ROW]]
    assert "gil: joined from 2 files" in said


def bad_zip(path, content=b"", name="work.ipynb"):
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(name, content)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "neither a notebook nor progress"),
        (b"hello", "neither a notebook nor progress"),
        (b"[1, 2]", "neither a notebook nor progress"),
        (b"\xff\xfe\x00", "neither a notebook nor progress"),
        (b"[" * 100_000, "neither a notebook nor progress"),
        (as_text(SOLVED)[:-6].encode(), "its progress text is not whole"),
        (b"PK\x03\x04 and no more", "a damaged zip file"),
        (lambda path: bad_zip(path, b"x", "photo.jpg"), "a zip file without notebooks or progress"),
        (lambda path: bad_zip(path, b"hello"), "work.ipynb: neither a notebook nor progress"),
    ],
)
def test_what_cannot_be_read_is_named_and_skipped(tmp_path, capsys, content, reason):
    (tmp_path / "good.json").write_text(as_json(SOLVED), "utf-8")
    bad = tmp_path / "bad.zip"
    bad.write_bytes(content(bad) if callable(content) else content)
    rows, said, skipped, trouble = table(capsys, bad, tmp_path / "good.json", output=tmp_path / "class.csv")
    assert rows == [["good", *SOLVED_ROW]]
    assert "1 skipped" in said
    assert f"skipped {bad}: {reason}" in skipped
    assert trouble is None


def test_a_damaged_part_is_named_and_the_rest_is_in_the_table(tmp_path, capsys):
    (tmp_path / "cut.json").write_text(as_json(SOLVED)[:-20], "utf-8")
    (tmp_path / "odd.ipynb").write_text(
        notebook(1, {"cell_type": "code", "source": 5, "outputs": [7, {"data": 3}]}, lesson_progress="lesson:abc"),
        "utf-8",
    )
    rows, _, skipped, _ = table(capsys, tmp_path, output=tmp_path / "class.csv")
    assert [row[:2] for row in rows] == [["cut", "output-size"]]
    assert "cut.json: a part of it is damaged; the rest is in the table" in skipped
    assert "odd.ipynb: its progress text is not whole" in skipped


def test_a_name_that_a_spreadsheet_would_compute_is_made_harmless(tmp_path, capsys):
    (tmp_path / "=cmd.json").write_text(as_json(SOLVED | {"@x": Record(1), "=1+1": Record(1)}), "utf-8")
    rows, _, skipped, _ = table(capsys, tmp_path, output=tmp_path / "class.csv")
    assert rows == [["'=cmd", *SOLVED_ROW]]
    assert "2 records not of an exercise" in skipped


def test_without_a_file_that_can_be_read_the_command_fails_and_says_so(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "lessonlib.exercises.class_csv", "missing.json", "-o", "class.csv"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 1
    assert "skipped missing.json: No such file or directory" in done.stderr
    assert "No file could be read." in done.stderr


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("Anna Smith_my-work.zip", "Anna Smith"),
        ("in/Jo/my-work (2).zip", "Jo"),
        ("group-12-blue.json", "group-12-blue"),
        ("li 03-convolution-by-hand.ipynb", "li"),
        ("in/Mo/my-answers-09-going-deep.ipynb", "Mo"),
        ("in/Ny/.lesson-progress.json", "Ny"),
    ],
)
def test_a_file_belongs_to_whom_its_name_or_its_folder_names(tmp_path, name, who):
    assert class_csv.reader_of(tmp_path / name) == who
