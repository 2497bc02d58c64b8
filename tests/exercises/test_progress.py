"""Progress: kept in a small file, never lost in silence, carried away and back; hints and solutions that wait."""

import base64
import json
import os
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

import lessonlib as ll
from lessonlib.exercises import all_exercises, find
from lessonlib.exercises.checking import progress, records
from lessonlib.exercises.checking.check import examine
from lessonlib.exercises.checking.text import solution_text

SIZE = find("output-size")


def wrong(input_size, filter_size, stride, padding):
    return 0


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """Where progress is kept in this test."""
    path = tmp_path / "book" / "progress.json"
    path.parent.mkdir()
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(path))
    progress._memory.clear()
    progress.notice()
    yield path
    progress._memory.clear()
    progress.notice()


def line(title=SIZE.title):
    return next(line for line in str(ll.progress()).splitlines() if title in line)


def test_progress_moves_and_survives_a_restart(place):
    before = int(time.time())
    assert line().startswith("  - ")
    assert not place.exists()
    ll.check("output-size", wrong)
    assert line().startswith("  1 tried ")
    assert f"Solved so far: 1 of {len(all_exercises())}." in ll.check("output-size", SIZE.solution).text
    assert line().startswith("  solved ")
    ll.check("output-size", wrong)
    assert line().startswith("  solved "), "what is solved stays solved"
    again = subprocess.run(
        [sys.executable, "-c", "import lessonlib as ll; print(ll.progress())"],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert again.stdout.strip() == str(ll.progress())
    (record,) = json.loads(place.read_text(encoding="utf-8")).values()
    times = [record.pop("first"), record.pop("last")]
    assert record == {"attempts": 3, "right": True, "hints": 0}
    assert before <= times[0] <= times[1] <= time.time()
    assert list(place.parent.iterdir()) == [place]


def test_it_is_kept_beside_the_notebook(tmp_path, monkeypatch):
    monkeypatch.delenv("LESSONLIB_PROGRESS")
    monkeypatch.chdir(tmp_path)
    ll.check("output-size", wrong)
    assert (tmp_path / ".lesson-progress.json").exists()


def test_looking_asking_and_using_count_nothing(place):
    ll.check("output-size", SIZE.starter)
    ll.progress()
    ll.solution("output-size")
    ll.use("output-size", wrong)
    assert not place.exists()


SOLVED = '"output-size": {"attempts": 3, "right": true, "hints": 1}'
OTHER = "design-a-filter"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        "Infinity",
        "[" * 100_000,
        '{"output-size": 5}',
        '{"output-size": [3, true, 1]}',
        '{"output-size": {"attempts": "x"}}',
        '{"output-size": {"hints": -5}}',
        '{"output-size": {"attempts": Infinity}}',
        '{"output-size": {"attempts": NaN, "hints": 1e400}}',
        '{"output-size": {"attempts": 1%s}}' % ("0" * 5000),
        '{"output-size": {"right": "yes", "hints": true}}',
        "\udcff",
        "",
    ],
    ids=lambda text: repr(text[:40]),
)
def test_a_file_that_cannot_be_read_is_put_aside_not_lost(place, text):
    place.write_bytes(text.encode("utf-8", "surrogateescape"))
    said = str(ll.progress())
    assert "Nothing in progress.json could be read" in said
    assert "progress.json.unreadable-1" in said
    assert line().startswith("  - ")
    assert "could be read" not in str(ll.progress()), "said once"
    assert ll.hint("output-size").text.startswith("Hint 1 of")
    assert ll.check("output-size", SIZE.solution)
    assert line().startswith("  solved ")
    aside = place.with_name("progress.json.unreadable-1")
    assert aside.read_bytes() == text.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    "text",
    [
        "{" + SOLVED + ', "design-a-filter": {"attempts": -1, "hints": "none"}}',
        "{" + SOLVED + ', "design-a-filter": null}',
        "{" + SOLVED + ', "design-a-filter": {"attempts": 2, "ri',
        "{" + SOLVED.replace("3", "Infinity") + "}",
        "{" + SOLVED.replace("3", "-3") + "}",
        "{" + SOLVED.replace("1", "1.5") + "}",
        "<<<<<<< HEAD\n{" + SOLVED + "}\n=======\n{" + SOLVED.replace("true", "false") + "}\n>>>>>>> theirs\n",
        '{"output-size": {\n<<<<<<< HEAD\n"attempts": 1,\n=======\n"attempts": 3,\n>>>>>>> x\n"right": true}}',
    ],
)
@pytest.mark.parametrize(
    "ask", [ll.progress, lambda: ll.hint(OTHER), lambda: ll.solution(OTHER), lambda: ll.check(OTHER, 1)]
)
def test_what_is_good_in_a_file_is_kept_the_rest_set_aside_and_said(place, text, ask):
    place.write_text(text, "utf-8")
    said = str(ask())
    assert "Part of progress.json could not be read" in said
    assert "progress.json.unreadable-1" in said
    assert place.with_name("progress.json.unreadable-1").read_text("utf-8") == text
    assert line().startswith("  solved ")
    assert json.loads(place.read_text("utf-8"))["output-size"]["right"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_the_marks_that_editors_set_before_a_text_are_no_fault(place, encoding):
    place.write_text("{" + SOLVED + "}", encoding)
    assert "could not be read" not in str(ll.progress())
    assert line().startswith("  solved ")


def test_a_record_that_lacks_a_part_is_no_fault(place):
    place.write_text('{"output-size": {"right": true}}', "utf-8")
    assert "could not be read" not in str(ll.progress())
    assert progress.of("output-size") == progress.Record(0, True, 0)


def test_a_file_that_may_not_be_read_is_left_and_said(place):
    place.mkdir()
    feedback = ll.check("output-size", SIZE.solution)
    assert feedback
    assert "could not be" in feedback.text
    assert place.is_dir()
    assert line().startswith("  solved "), "kept until the kernel stops"


def test_the_first_time_and_the_last_are_kept_from_both_places():
    here, there = progress.Record(2, False, 0, 200, 300), progress.Record(1, True, 0, 100, 100)
    old = progress.Record(1, False, 2)  # of an edition that kept no times
    assert records.joined({"a": here}, {"a": there}) == {"a": progress.Record(2, True, 0, 100, 300)}
    assert records.joined({"a": old}, {"a": here}) == {"a": progress.Record(2, False, 2, 200, 300)}
    for kept in ({"a": here}, {"a": old}):
        assert progress.from_text(progress.as_text(kept)) == kept
        assert records.from_json(records.as_json(kept).encode()) == (kept, True)
    cut = records.as_json({"a": here})[:-4].encode()
    assert records.from_json(cut) == ({"a": here}, False)


def test_a_text_with_a_bad_record_gives_the_good_ones():
    def packed(short):
        body = base64.urlsafe_b64encode(zlib.compress(json.dumps(short).encode())).decode().rstrip("=")
        return records.PREFIX + body

    good = {"output-size": progress.Record(3, True, 1)}
    for bad in ([-1, 0, 0], [float("inf"), 0, 0], [1, 2], "abc", None, [1, 7, 0], {"attempts": 3}):
        assert progress.from_text(packed({"output-size": [3, 1, 1], "other": bad})) == good
        assert "Left out of this text" in str(ll.progress(restore=packed({"output-size": [3, 1, 1], "other": bad})))
    for nothing in ([], "x", 5, None, [[[[]]]]):
        with pytest.raises(ValueError, match="copy it whole"):
            progress.from_text(packed(nothing))


def test_a_second_unreadable_file_does_not_replace_the_first(place):
    for number in (1, 2):
        place.write_text(f"broken {number}", encoding="utf-8")
        ll.progress()
    assert place.with_name("progress.json.unreadable-1").read_text(encoding="utf-8") == "broken 1"
    assert place.with_name("progress.json.unreadable-2").read_text(encoding="utf-8") == "broken 2"


def test_a_folder_that_cannot_be_written_is_told_and_the_check_goes_on(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(tmp_path / "missing" / "progress.json"))
    feedback = ll.check("output-size", SIZE.solution)
    assert feedback
    assert "could not be written" in feedback.text
    assert line().startswith("  solved "), "kept until the kernel stops"
    assert "could not be written" in ll.hint("output-size").text


def test_a_write_that_fails_leaves_the_old_file_whole(place, monkeypatch):
    ll.check("output-size", SIZE.solution)
    before = place.read_text(encoding="utf-8")

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert "No space left on device" in ll.check("output-size", wrong).text
    assert place.read_text(encoding="utf-8") == before
    assert list(place.parent.iterdir()) == [place]


def test_it_can_be_carried_away_and_back(place):
    ll.check("output-size", SIZE.solution)
    ll.hint("design-a-filter")
    text = str(ll.progress(export=True))
    assert len(text) < 150
    place.unlink()
    assert line().startswith("  - ")
    ll.check("convolution-with-loops", lambda *a: 5)
    assert "solved" in str(ll.progress(restore=f"  '{text[:20]}\n{text[20:]}' "))
    assert line().startswith("  solved ")
    assert line(find("convolution-with-loops").title).startswith("  1 tried "), "what was here is still here"
    assert progress.of("design-a-filter").hints == 1


MANY = """
import lessonlib as ll

def wrong(input_size, filter_size, stride, padding):
    return 0

print("ready", flush=True)
input()
for _ in range(30):
    ll.check("output-size", wrong)
    ll.hint("{}")
"""


def test_kernels_that_write_at_once_lose_nothing(place):
    ids = ["design-a-filter", "one-number", "output-size"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    kernels = [subprocess.Popen([sys.executable, "-c", MANY.format(id)], **pipes) for id in ids]
    for kernel in kernels:
        assert kernel.stdout.readline() == "ready\n"
    for kernel in kernels:
        kernel.stdin.write("go\n")
        kernel.stdin.flush()
    for kernel in kernels:
        kernel.communicate(timeout=60)
        assert kernel.returncode == 0
    found = json.loads(place.read_text("utf-8"))
    assert found["output-size"]["attempts"] == 30 * len(kernels)
    assert {id: found[id]["hints"] for id in ids} == {id: len(find(id).hints) for id in ids}
    assert list(place.parent.iterdir()) == [place]


HOLDS = """
from lessonlib.exercises.checking import progress

with progress.alone():
    print("held", flush=True)
    input()
"""


def test_a_kernel_that_hangs_holds_nobody_up_for_long(place, monkeypatch):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    with subprocess.Popen([sys.executable, "-c", HOLDS], **pipes) as hangs:
        assert hangs.stdout.readline() == "held\n"
        monkeypatch.setattr(progress, "PATIENCE", 0.5)
        start = time.monotonic()
        assert ll.check("output-size", SIZE.solution)
        assert 0.4 < time.monotonic() - start < 10
        assert line().startswith("  solved ")
        hangs.kill()  # as it goes with it
    start = time.monotonic()
    ll.hint("output-size")
    assert time.monotonic() - start < 0.4, "what a kernel held that was killed is free"


def test_without_a_place_for_locks_or_a_library_for_them_progress_is_kept(place, monkeypatch):
    monkeypatch.setattr(progress.tempfile, "gettempdir", lambda: str(place.parent / "nowhere"))
    progress._lock.cache_clear()
    assert ll.check("output-size", SIZE.solution)
    assert line().startswith("  solved ")
    monkeypatch.setitem(sys.modules, "filelock", None)
    progress._lock.cache_clear()
    ll.hint("output-size")
    assert progress.of("output-size").hints == 1
    progress._lock.cache_clear()


@pytest.mark.parametrize("text", ["", "hello", "lesson:", "lesson:abc", "lesson:eJw", 5, None])
def test_a_text_that_is_not_whole_says_so_and_changes_nothing(place, text):
    ll.check("output-size", SIZE.solution)
    before = place.read_text(encoding="utf-8")
    if text is not None:
        assert "copy it whole" in str(ll.progress(restore=text))
    assert place.read_text(encoding="utf-8") == before


def test_a_cut_text_is_refused():
    ll.check("output-size", SIZE.solution)
    text = str(ll.progress(export=True))
    assert "copy it whole" in str(ll.progress(restore=text[:-6]))


def test_hints_come_one_at_a_time_and_are_remembered():
    count = len(SIZE.hints)
    for number, text in enumerate(SIZE.hints, 1):
        assert ll.hint("output-size").text == f"Hint {number} of {count}: {text}"
    assert ll.hint("output-size").text.startswith(f"There is no further hint. Hint {count} of {count}:")
    assert ll.hint("output-size", 1).text == f"Hint 1 of {count}: {SIZE.hints[0]}"
    assert "1 to 3" in ll.hint("output-size", 7).text


def test_a_solution_waits_for_two_attempts():
    assert "return span // stride + 1" not in ll.solution("output-size").text
    assert "Try it first" in ll.solution("output-size").text
    assert "insist=True" in ll.solution("output-size").text
    assert "return span // stride + 1" in ll.solution("output-size", insist=True).text
    assert "ll.solution" not in ll.check("output-size", wrong).text
    assert "one attempt" in ll.solution("output-size").text
    assert "ll.solution" in ll.check("output-size", wrong).text
    assert "return span // stride + 1" in ll.solution("output-size").text


def test_no_feedback_before_two_attempts_holds_the_solution():
    for exercise in all_exercises():
        for mistake in exercise.mistakes:
            wrong = mistake.example() if exercise.judge else mistake
            text = examine(exercise, wrong).text
            lines = [line.strip() for line in solution_text(exercise).splitlines()[1:] if len(line.strip()) > 12]
            assert not lines or not all(line in text for line in lines)
            assert "ll.solution" not in text


def test_what_is_used_is_the_readers_if_right_else_the_books(capsys):
    def mine(*setting):
        return SIZE.solution(*setting)

    assert ll.use("output-size", mine) is mine
    assert capsys.readouterr().out == "Using your output_size.\n"
    assert ll.use("output-size", wrong) is SIZE.solution
    assert capsys.readouterr().out == "Using the book's output_size: yours is not right yet.\n"
    assert ll.use("output-size", SIZE.starter) is SIZE.solution
    weights = [[1, 2, 1], [0, 0, 0], [-1, -2, -1]]
    assert ll.use("design-a-filter", weights) is weights
    assert ll.use("design-a-filter", [[1]]) == find("design-a-filter").solution()
    with pytest.raises(KeyError, match="Did you mean"):
        ll.use("output_sizes", mine)


@pytest.mark.parametrize("ask", [ll.hint, ll.solution])
def test_an_exercise_that_is_not_there_is_named_with_the_nearest(ask):
    assert 'Did you mean "output-size"?' in ask("output_size").text


def test_the_file_is_named_in_gitignore():
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        ["git", "check-ignore", "book/.lesson-progress.json"], cwd=root, capture_output=True, check=False
    )
    assert done.returncode == 0
