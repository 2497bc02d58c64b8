"""A file is replaced whole or stays as it was."""

import errno
import os
import resource
import stat

import pytest

from lessonlib.files import atomic_write


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "kept.json"
    path.write_text("old", encoding="utf-8")
    return path


def test_text_is_utf_8_with_its_own_line_ends(old):
    with atomic_write(old) as file:
        file.write("3 \u00d7 3\r\nnew\n")
        assert old.read_text(encoding="utf-8") == "old", "nobody sees a half-written file"
    assert old.read_bytes() == "3 \u00d7 3\r\nnew\n".encode()
    assert list(old.parent.iterdir()) == [old]


def test_bytes_and_a_new_file(tmp_path):
    with atomic_write(str(tmp_path / "array.npy"), "wb") as file:
        file.write(b"\0\xff")
    assert (tmp_path / "array.npy").read_bytes() == b"\0\xff"


@pytest.mark.parametrize("problem", [ValueError, KeyboardInterrupt, SystemExit])
def test_whatever_stops_it_leaves_the_old_file_and_nothing_else(old, problem):
    def stopped(file):
        file.write("half")
        raise problem

    with pytest.raises(problem), atomic_write(old) as file:
        stopped(file)
    assert old.read_text(encoding="utf-8") == "old"
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.parametrize("size", [100, 1 << 20], ids=["within the buffer", "over many writes"])
def test_a_disk_that_takes_no_more_leaves_the_old_file(old, size):
    """The system's own limit on the size of a file stands in for a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50, hard))
    try:
        with pytest.raises(OSError, match=os.strerror(errno.EFBIG)), atomic_write(old) as file:
            file.write("x" * size)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert old.read_text(encoding="utf-8") == "old"
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_step_that_fails_leaves_the_old_file(old, monkeypatch, step):
    def fail(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="No space left"), atomic_write(old) as file:
        file.write("new")
    assert old.read_text(encoding="utf-8") == "old"
    assert list(old.parent.iterdir()) == [old]


def test_it_is_on_the_disk_before_it_has_the_name(old, monkeypatch):
    steps, replace = [], os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: steps.append(("fsync", os.fstat(handle).st_size)))
    monkeypatch.setattr(os, "replace", lambda *places: (steps.append(("replace",)), replace(*places)))
    with atomic_write(old) as file:
        file.write("twelve bytes")
    assert steps == [("fsync", 12), ("replace",)]


def test_permissions_stay_and_a_new_file_has_the_usual_ones(old, tmp_path):
    old.chmod(0o640)
    usual = tmp_path / "usual"
    usual.touch()
    for path in (old, tmp_path / "new"):
        with atomic_write(path) as file:
            file.write("new")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert (tmp_path / "new").stat().st_mode == usual.stat().st_mode


def test_a_link_stays_a_link(old, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(old)
    with atomic_write(link) as file:
        file.write("new")
    assert link.is_symlink()
    assert old.read_text(encoding="utf-8") == "new"


def test_two_at_once_do_not_touch_each_other(old):
    with atomic_write(old) as one, atomic_write(old) as other:
        one.write("one")
        other.write("other")
    assert old.read_text(encoding="utf-8") == "one"  # which ended last
    assert list(old.parent.iterdir()) == [old]


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError), atomic_write(tmp_path / "missing" / "file"):
        pytest.fail("there is nothing to write to")
