"""Work that is carried away comes back whole."""

import os
import re
import zipfile
from pathlib import Path

import pytest

import lessonlib as ll
from lessonlib.exercises.checking import progress
from lessonlib.takeaway import HOW_BACK, NAME

RECORDS = {"output-size": progress.Record(3, True, 1), "conv2d": progress.Record(2, False, 0)}


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A folder with two notebooks and some progress, in which Python runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LESSONLIB_PROGRESS", raising=False)
    (tmp_path / "a.ipynb").write_text("the first", encoding="utf-8")
    (tmp_path / "b.ipynb").write_text("the second", encoding="utf-8")
    (tmp_path / "picture.png").write_text("not asked for", encoding="utf-8")
    progress.write(RECORDS)
    return tmp_path


def unpacked(path):
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_notebooks_and_progress_come_back_on_another_machine(work, tmp_path_factory, monkeypatch):
    found = unpacked(ll.take_away().path)
    assert set(found) == {"a.ipynb", "b.ipynb", HOW_BACK}
    assert (found["a.ipynb"], found["b.ipynb"]) == ("the first", "the second")

    monkeypatch.chdir(tmp_path_factory.mktemp("another"))
    assert progress.read() == {}
    (line,) = re.findall(r"^ll\..*$", found[HOW_BACK], flags=re.M)
    eval(line)
    assert progress.read() == RECORDS


def test_a_second_time_takes_the_newer_work_and_not_the_first_file(work):
    ll.take_away()
    (work / "a.ipynb").write_text("changed", encoding="utf-8")
    found = unpacked(ll.take_away().path)
    assert found["a.ipynb"] == "changed"
    assert NAME not in found
    assert sorted(path.name for path in work.glob("*.zip*")) == [NAME]


def test_it_says_what_is_in_it_and_links_to_it(work):
    taken = ll.take_away()
    assert repr(taken) == "my-work.zip: 2 notebooks, 1 exercise solved"
    assert '<a href="my-work.zip" download="my-work.zip">' in taken._repr_html_()


def test_without_progress_nothing_is_said_of_it(work):
    progress.path().unlink()
    assert "progress" not in unpacked(ll.take_away().path)[HOW_BACK]


def test_where_no_notebook_is_it_says_what_to_do_in_colab(tmp_path):
    assert (
        repr(ll.take_away(tmp_path))
        == "my-work.zip: no notebook (in Colab, File, Download takes yours), 0 exercises solved"
    )


def test_what_cannot_be_taken_is_named_and_the_rest_is_taken(work, monkeypatch):
    (work / "gone.ipynb").symlink_to(work / "nowhere")
    (work / "folder.ipynb").mkdir()
    (work / "locked.ipynb").write_text("not for us", encoding="utf-8")
    read = Path.read_bytes

    def unless_locked(path):
        if path.name == "locked.ipynb":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", unless_locked)
    taken = ll.take_away()
    assert set(unpacked(taken.path)) == {"a.ipynb", "b.ipynb", HOW_BACK}
    assert taken.notebooks == ["a.ipynb", "b.ipynb"]
    assert taken.left == {"folder.ipynb": "Is a directory", "gone.ipynb": "No such file or directory"} | {
        "locked.ipynb": "Permission denied"
    }
    said = "Not taken: folder.ipynb (Is a directory), gone.ipynb (No such file or directory), locked.ipynb (Permission"
    assert said in repr(taken)
    assert said in taken._repr_html_()


@pytest.mark.parametrize("seconds", [0, -(10**9), 10**11], ids=["1970", "1938", "5138"])
def test_a_date_that_no_zip_file_holds_is_no_reason_to_leave_a_notebook(work, seconds):
    os.utime(work / "a.ipynb", (seconds, seconds))
    assert unpacked(ll.take_away().path)["a.ipynb"] == "the first"


def test_a_name_that_is_no_text_and_a_name_with_html_are_taken_and_shown_as_they_are(work):
    (work / "<b>.ipynb").symlink_to(work / "nowhere")
    Path(os.fsdecode(b"\xff.ipynb")).write_text("the third", encoding="utf-8")
    taken = ll.take_away()
    assert "the third" in unpacked(taken.path).values()
    assert "&lt;b&gt;.ipynb" in taken._repr_html_()
    repr(taken).encode("utf-8")


def test_progress_that_was_set_aside_is_said(work):
    progress.path().write_text("<<<<<<<", encoding="utf-8")
    assert "could be read as progress" in repr(ll.take_away())


def test_a_folder_that_is_none_is_named(tmp_path):
    with pytest.raises(
        ValueError, match=r"folder must be a folder that can be written to; got '.*nowhere' \(No such file"
    ):
        ll.take_away(tmp_path / "nowhere")


def test_a_disk_that_fills_up_leaves_the_last_file_whole(work, monkeypatch):
    ll.take_away()

    def full(self, *arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(ValueError, match="No space left on device"):
        ll.take_away()
    assert set(unpacked(work / NAME)) == {"a.ipynb", "b.ipynb", HOW_BACK}
    assert sorted(path.name for path in work.glob("*.zip*")) == [NAME]
