"""A long command is heard: its title at once, its lines, and a sign of life when it is silent."""

import re
import sys

import aloud
import pytest


def said(capsys, program, **options):
    status = aloud.aloud("Step 1 of 3: something", [sys.executable, "-c", program], **options)
    return status, capsys.readouterr().out.splitlines()


def test_title_lines_and_end_come_in_order(capsys):
    status, lines = said(capsys, "print('one'); import sys; print('two', file=sys.stderr)")
    assert status == 0
    assert lines[:3] == ["== Step 1 of 3: something", "one", "two"]
    assert re.fullmatch(r"== done after \d+ s", lines[3])


def test_a_silence_is_broken_with_the_last_line(capsys):
    _, lines = said(capsys, "print('downloading torch'); import time; time.sleep(2)", silence=0.2)
    signs = [line for line in lines if line.startswith("   ...")]
    assert len(signs) >= 2
    assert re.fullmatch(r"   \.\.\. at work for \d+ s, now at: downloading torch", signs[-1])


def test_a_command_that_says_nothing_shows_its_signs_of_life_before_its_end():
    """What is printed is there while it works, also where nobody sits at a terminal."""
    code = f"import aloud; aloud.aloud('t', ['{sys.executable}', '-c', 'input()'], silence=0.1)"
    with aloud.subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=aloud.subprocess.PIPE,
        stdout=aloud.subprocess.PIPE,
        encoding="utf-8",
        cwd=aloud.__file__.rpartition("/")[0],
    ) as process:
        assert process.stdout.readline() == "== t\n"
        assert process.stdout.readline().startswith("   ... at work")
        process.stdin.write("\n")


def test_only_lines_that_match_are_shown_and_the_others_are_where_it_is_at(capsys):
    program = "print('Collecting numpy'); print('Downloading numpy'); print('Quiet'); import time; time.sleep(1)"
    _, lines = said(capsys, program, only="^Downloading", silence=0.2)
    assert lines[1] == "Downloading numpy"
    assert "Collecting numpy" not in lines
    assert lines[2].endswith("now at: Quiet")


def test_a_line_that_is_left_out_is_not_taken_for_where_it_is_at(capsys):
    program = "print('chapter 11'); print('[Kernel] WARNING'); import time; time.sleep(1)"
    _, lines = said(capsys, program, without="Kernel", silence=0.2)
    assert lines[1] == "chapter 11"
    assert lines[2].endswith("now at: chapter 11")


@pytest.mark.parametrize("status", [1, 3])
def test_a_failure_is_the_commands_own(capsys, status):
    found, lines = said(capsys, f"raise SystemExit({status})")
    assert found == status
    assert lines[-1].startswith(f"== failed with status {status} after")


def test_what_to_do_is_said_last_and_only_where_it_failed(capsys):
    assert said(capsys, "raise SystemExit(2)", advice="Connect it.")[1][-1] == "== Connect it."
    assert "== Connect it." not in said(capsys, "pass", advice="Connect it.")[1]


def test_words_of_the_command_line(capsys):
    assert aloud.main(["A title", "--only", "b", sys.executable, "-c", "print('a'); print('b')"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["== A title", "b"]
    assert aloud.main(["A title", "--else", "Connect it.", sys.executable, "-c", "raise SystemExit(1)"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "== Connect it."
    program = "print('ab'); print('b')"
    assert aloud.main(["A title", "--only", "b", "--without", "a", sys.executable, "-c", program]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["== A title", "b"]
