"""Loading CIFAR-10: every source, and every way in which one can be bad."""

import functools
import hashlib
import http.server
import io
import json
import os
import pickle
import re
import socket
import struct
import subprocess
import sys
import tarfile
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from paths import ROOT

from lessonlib import files
from lessonlib.cifar.data import archives, array_cache, download
from lessonlib.cifar.data import load as loader
from lessonlib.cifar.data.archives import DataError

PICTURES = 20  # in each file of the small archives that stand in for the official ones here
PYTHON, BINARY = "cifar-10-python.tar.gz", "cifar-10-binary.tar.gz"


def small_batches():
    """Six batches of pictures (N, 3072) and labels (N,), all different."""
    rng = np.random.default_rng(3)
    return {
        name: (rng.integers(0, 256, (PICTURES, 3072), dtype=np.uint8), rng.integers(0, 10, PICTURES).tolist())
        for name in archives.BATCHES
    }


def tar_of(members):
    """A tar.gz in memory from (name, content) pairs; the names are not looked at."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def python2_pickle(pictures, labels):
    """A batch as Python 2 and an old numpy pickled it, which is how the official archive has it."""
    rows, columns = pictures.shape
    return b"".join(
        [
            b"\x80\x02}(U\x04data",
            b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R",
            b"(K\x01J" + struct.pack("<i", rows) + b"J" + struct.pack("<i", columns) + b"\x86",
            b"cnumpy\ndtype\nU\x02u1K\x00K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb",
            b"\x89T" + struct.pack("<i", pictures.size) + pictures.tobytes() + b"tb",
            b"U\x06labels](" + b"".join(b"K" + bytes([label]) for label in labels) + b"eu.",
        ]
    )


def python_members(batches):
    return [(f"cifar-10-batches-py/{name}", python2_pickle(*batch)) for name, batch in batches.items()]


def binary_files(batches):
    return {
        f"{name}.bin": np.column_stack([np.uint8(labels), pictures]).tobytes()
        for name, (pictures, labels) in batches.items()
    }


drawn_once = functools.cache(loader.shapes10.pictures)  # 12,000 pictures, which take two seconds


@pytest.fixture(autouse=True)
def no_setting(monkeypatch):
    for name in ("LESSONLIB_DATA", "LESSONLIB_BUILD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(loader.shapes10, "pictures", drawn_once)


@pytest.fixture
def official(monkeypatch):
    """Make small archives the official ones, and return a function that makes any bytes official."""

    def declare(name, content):
        monkeypatch.setitem(archives.ARCHIVES, name, (len(content), hashlib.sha256(content).hexdigest()))
        return content

    monkeypatch.setattr(archives, "PICTURES_A_FILE", PICTURES)
    return declare


@pytest.fixture
def small(official, monkeypatch):
    """The content of a small python archive, binary archive and six .bin files, declared official."""
    batches = small_batches()
    binaries = binary_files(batches)
    for name, content in binaries.items():
        monkeypatch.setitem(archives.BINARIES, name, hashlib.sha256(content).hexdigest())
    members = [(f"cifar-10-batches-bin/{name}", content) for name, content in binaries.items()]
    return {
        PYTHON: official(PYTHON, tar_of(python_members(batches))),
        BINARY: official(BINARY, tar_of(members)),
        "binaries": binaries,
        "batches": batches,
    }


def assert_is_small(pictures, batches):
    """The five training batches in order, the test batch, and planes that are neither swapped nor turned."""
    assert pictures.is_real
    assert pictures.train_images.shape == (5 * PICTURES, 3, 32, 32)
    assert pictures.train_images.dtype == pictures.test_images.dtype == np.uint8
    assert pictures.train_labels.dtype == pictures.test_labels.dtype == np.int64
    train = np.concatenate([batches[f"data_batch_{number}"][0] for number in range(1, 6)])
    np.testing.assert_array_equal(pictures.train_images.reshape(-1, 3072), train)
    np.testing.assert_array_equal(pictures.test_images.reshape(-1, 3072), batches["test_batch"][0])
    np.testing.assert_array_equal(pictures.test_labels, batches["test_batch"][1])
    assert pictures.train_labels[PICTURES] == batches["data_batch_2"][1][0]
    assert pictures.test_images[4, 1, 2, 3] == batches["test_batch"][0][4, 1 * 1024 + 2 * 32 + 3]


def files_in(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


STORED = sorted([array_cache.LIST, *(f"{name}.npy" for name in array_cache.ARRAYS)])


class Server:
    """A mirror on this machine. `answer(handler)` says what it does; `asked` holds each Range that came."""

    def __init__(self, answer):
        self.asked = []
        mirror = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                mirror.asked.append(self.headers.get("Range"))
                answer(self)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/{PYTHON}"

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def sends(content, *, ranges=True, stop_after=None):
    """An answer that gives `content`, drops the line after `stop_after` bytes, and may honour a Range."""

    def answer(handler):
        asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", "")) if ranges else None
        start = int(asked[1]) if asked else 0
        handler.send_response(206 if asked else 200)
        handler.send_header("Content-Length", str(len(content) - start))
        if asked:
            handler.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        handler.end_headers()
        handler.wfile.write(content[start : start + stop_after if stop_after else None])
        handler.close_connection = True

    return answer


def refuses(code):
    return lambda handler: handler.send_error(code)


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/{PYTHON}"


# A folder that LESSONLIB_DATA names


@pytest.mark.parametrize("below", ["", "cifar-10-batches-bin"])
def test_reads_the_six_files_from_the_folder_or_the_one_below(small, tmp_path, monkeypatch, below):
    place = tmp_path / "data" / below
    place.mkdir(parents=True)
    for name, content in small["binaries"].items():
        (place / name).write_bytes(content)
    monkeypatch.setenv("LESSONLIB_DATA", str(tmp_path / "data"))
    pictures = loader.load(cache=tmp_path / "cache")
    assert_is_small(pictures, small["batches"])
    assert pictures.source == "CIFAR-10, from a folder on this computer"
    assert files_in(tmp_path / "cache") == []  # no second copy of what opens fast anyway


@pytest.mark.parametrize("name", [PYTHON, BINARY])
def test_reads_either_archive_and_keeps_the_arrays(small, tmp_path, monkeypatch, name):
    (tmp_path / name).write_bytes(small[name])
    monkeypatch.setenv("LESSONLIB_DATA", str(tmp_path))
    assert_is_small(loader.load(cache=tmp_path / "cache"), small["batches"])
    assert files_in(tmp_path / "cache") == STORED
    monkeypatch.setattr(loader, "read_archive", None)  # the second time the archive is not unpacked
    assert_is_small(loader.load(cache=tmp_path / "cache"), small["batches"])


def flip_a_byte(content):
    return content[:1000] + bytes([content[1000] ^ 1]) + content[1001:]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda content: content[:-7], "data_batch_3.bin has .* bytes instead of"),
        (flip_a_byte, "data_batch_3.bin has the right length but other bytes"),
        (None, "data_batch_3.bin is missing"),
    ],
    ids=["truncated", "one bit", "missing"],
)
def test_a_bad_file_that_somebody_named_is_an_error_and_no_fallback(small, tmp_path, monkeypatch, damage, message):
    for name, content in small["binaries"].items():
        (tmp_path / name).write_bytes(content)
    bad = tmp_path / "data_batch_3.bin"
    bad.write_bytes(damage(bad.read_bytes())) if damage else bad.unlink()
    monkeypatch.setenv("LESSONLIB_DATA", str(tmp_path))
    with pytest.raises(DataError, match=message) as error:
        loader.load(cache=tmp_path / "cache")
    assert "LESSONLIB_DATA=generated" in str(error.value)
    assert "data_batch_2" not in str(error.value)  # what is good is not blamed


@pytest.mark.parametrize("name", [PYTHON, BINARY])
@pytest.mark.parametrize("damage", [flip_a_byte, lambda content: content[:-1], lambda _: b"<html>"])
def test_a_bad_archive_that_somebody_named_is_an_error(small, tmp_path, monkeypatch, name, damage):
    (tmp_path / name).write_bytes(damage(small[name]))
    monkeypatch.setenv("LESSONLIB_DATA", str(tmp_path))
    with pytest.raises(DataError, match=f"Found: {name} has"):
        loader.load(cache=tmp_path / "cache")
    assert files_in(tmp_path / "cache") == []


def test_a_good_archive_is_used_beside_a_bad_one(small, tmp_path, monkeypatch):
    (tmp_path / PYTHON).write_bytes(b"half")
    (tmp_path / BINARY).write_bytes(small[BINARY])
    monkeypatch.setenv("LESSONLIB_DATA", str(tmp_path))
    assert_is_small(loader.load(cache=tmp_path / "cache"), small["batches"])


@pytest.mark.parametrize(("folder", "found"), [("nowhere", "no such folder"), ("", "nothing by these names")])
def test_a_folder_without_data_is_an_error_that_says_what_is_needed(tmp_path, monkeypatch, folder, found):
    monkeypatch.setenv("LESSONLIB_DATA", str(tmp_path / folder))
    with pytest.raises(DataError, match=found) as error:
        loader.load(cache=tmp_path)
    assert PYTHON in str(error.value)
    assert "six .bin files" in str(error.value)


def test_generated_on_purpose_touches_neither_network_nor_cache(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LESSONLIB_DATA", "generated")
    pictures = loader.load(cache=tmp_path / "cache", mirrors=["http://never.invalid/"])
    assert not pictures.is_real
    assert pictures.source == "shapes10, generated as LESSONLIB_DATA asks"
    assert pictures.train_images.shape == (10_000, 3, 32, 32)
    assert pictures.class_names[0] == "disc"
    assert not np.array_equal(pictures.train_images[:2000], pictures.test_images)
    assert files_in(tmp_path / "cache") == []
    assert capsys.readouterr().out == ""


# The cache folder


def test_an_archive_in_the_cache_folder_is_used(small, tmp_path):
    (tmp_path / BINARY).write_bytes(small[BINARY])
    pictures = loader.load(cache=tmp_path, mirrors=[])
    assert_is_small(pictures, small["batches"])
    assert pictures.source == "CIFAR-10, from the cache folder"
    assert set(STORED) <= set(files_in(tmp_path))


def test_a_bad_archive_in_the_cache_folder_is_removed(small, tmp_path, capsys):
    (tmp_path / PYTHON).write_bytes(flip_a_byte(small[PYTHON]))
    assert not loader.load(cache=tmp_path, mirrors=[]).is_real
    assert files_in(tmp_path) == []
    assert f"{PYTHON} has the right length but other bytes" in capsys.readouterr().out


@pytest.mark.parametrize("name", STORED)
@pytest.mark.parametrize(
    "damage", [lambda content: content[:-40], lambda content: b"\x00" * len(content), lambda _: b""]
)
def test_damaged_arrays_are_never_used(small, tmp_path, name, damage):
    (tmp_path / PYTHON).write_bytes(small[PYTHON])
    loader.load(cache=tmp_path, mirrors=[])
    (tmp_path / name).write_bytes(damage((tmp_path / name).read_bytes()))
    assert array_cache.read(tmp_path) is None
    assert files_in(tmp_path) == [PYTHON]
    assert_is_small(loader.load(cache=tmp_path, mirrors=[]), small["batches"])  # from the archive again
    assert_is_small(loader.load(cache=tmp_path, mirrors=[]), small["batches"])  # and stored again


def test_a_store_that_was_killed_is_not_read(tmp_path, monkeypatch):
    arrays = {name: np.arange(6) for name in array_cache.ARRAYS}
    monkeypatch.setattr(array_cache, "ARRAYS", array_cache.ARRAYS[:2])
    array_cache.write(tmp_path, arrays)
    (tmp_path / array_cache.LIST).unlink()
    assert array_cache.read(tmp_path) is None


def test_a_full_disk_leaves_no_half_written_array(tmp_path, monkeypatch):
    def full(file, array):
        file.write(b"some")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(array_cache.np, "save", full)
    with pytest.raises(OSError, match="No space left"):
        array_cache.write(tmp_path, {name: np.arange(6) for name in array_cache.ARRAYS})
    assert files_in(tmp_path) == []


def test_what_a_killed_process_left_is_swept_but_not_what_another_is_writing(tmp_path):
    old, new = tmp_path / "train_images.npy.1.new", tmp_path / "train_images.npy.2.new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    array_cache.write(tmp_path, {name: np.arange(6) for name in array_cache.ARRAYS})
    assert files_in(tmp_path) == sorted([*STORED, new.name])


def test_some_that_store_at_once_leave_a_whole_store(tmp_path):
    arrays = {name: np.arange(20_000) + number for number, name in enumerate(array_cache.ARRAYS)}

    def store():
        for _ in range(5):
            array_cache.write(tmp_path, arrays)

    writers = [threading.Thread(target=store) for _ in range(4)]  # what fails in a thread fails the test
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    stored = array_cache.read(tmp_path)
    assert all(np.array_equal(stored[name], arrays[name]) for name in array_cache.ARRAYS)
    assert files_in(tmp_path) == STORED


def test_a_cache_folder_that_cannot_be_written_is_said_and_the_data_used(small, tmp_path, monkeypatch, capsys):
    (tmp_path / PYTHON).write_bytes(small[PYTHON])
    (tmp_path / "file").write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("LESSONLIB_DATA", str(tmp_path))
    assert_is_small(loader.load(cache=tmp_path / "file" / "cache"), small["batches"])
    assert "cannot be written" in capsys.readouterr().out


@pytest.fixture
def homeless(monkeypatch):
    """A user without a home folder, as in some containers."""
    pwd = pytest.importorskip("pwd")

    def nobody(*_):
        raise KeyError("no such user")

    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    files.say_once.cache_clear()
    yield
    files.say_once.cache_clear()


def test_without_a_home_folder_a_named_archive_is_used_and_nothing_kept(small, tmp_path, monkeypatch, capsys, homeless):
    (tmp_path / PYTHON).write_bytes(small[PYTHON])
    monkeypatch.setenv("LESSONLIB_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        assert_is_small(loader.load(), small["batches"])
    assert capsys.readouterr().out.count("no home folder") == 1
    assert files_in(tmp_path) == [PYTHON]


def test_without_a_home_folder_the_download_is_used_once(small, tmp_path, monkeypatch, capsys, homeless):
    monkeypatch.chdir(tmp_path)
    with Server(sends(small[PYTHON])) as mirror:
        assert_is_small(loader.load(mirrors=[mirror.url]), small["batches"])
    assert not loader.load(mirrors=[]).is_real
    assert "no home folder" in capsys.readouterr().out
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("setting", ["~", "~/data", "~nobody/data"])
def test_a_home_folder_that_is_none_in_a_setting_is_said(small, monkeypatch, homeless, setting):
    monkeypatch.setenv("LESSONLIB_DATA", setting)
    with pytest.raises(DataError, match="no such folder"):
        loader.load()


def test_a_cache_that_may_not_be_looked_into_is_said_and_the_data_used(small, tmp_path, monkeypatch, capsys):
    """As where HOME is another user's."""

    def locked(self, *_, **__):
        if "cache" in self.parts:
            raise PermissionError(13, "Permission denied")
        return found(self)

    found = Path.stat
    monkeypatch.setattr(Path, "stat", locked)
    monkeypatch.setattr(Path, "mkdir", locked)
    monkeypatch.setattr(Path, "read_text", locked)
    assert not loader.load(cache=tmp_path / "cache", mirrors=[]).is_real


def read_only():
    raise OSError(30, "Read-only file system")


@pytest.mark.parametrize("download_it", [False, True], ids=["archive at hand", "download"])
def test_a_read_only_cache_is_said_and_the_data_used(small, tmp_path, monkeypatch, capsys, download_it):
    """The folder can be read, and nothing can be made in it. (A mode would not stop tests that run as root.)"""
    place = tmp_path / "cache"
    place.mkdir()
    touch = Path.touch

    def open_unless_inside(path, *arguments, **options):
        return read_only() if Path(path).parent == place else open(path, *arguments, **options)

    def touch_unless_inside(path, **options):
        return read_only() if path.parent == place else touch(path, **options)

    monkeypatch.setattr(files, "open", open_unless_inside, raising=False)
    monkeypatch.setattr(Path, "touch", touch_unless_inside)
    if not download_it:
        (tmp_path / PYTHON).write_bytes(small[PYTHON])
        monkeypatch.setenv("LESSONLIB_DATA", str(tmp_path))
    with Server(sends(small[PYTHON])) as mirror:
        assert_is_small(loader.load(cache=place, mirrors=[mirror.url]), small["batches"])
    said = capsys.readouterr().out
    assert "cannot be written" in said
    assert "Read-only file system" in said
    assert files_in(place) == []


# Archives that are not what they say, behind a checksum that (for the test) is right


class Runs:
    """Pickles into a call that would write a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (str(self.path), "w"))


def hostile_python(tmp_path):
    members = python_members(small_batches())
    name, _ = members[0]
    content = pickle.dumps({b"data": Runs(tmp_path / "owned"), b"labels": []}, protocol=3)
    return tar_of([(name, content), *members[1:]])


def test_a_pickle_that_would_run_code_is_refused_and_removed(official, tmp_path, capsys):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / PYTHON).write_bytes(official(PYTHON, hostile_python(tmp_path)))
    assert not loader.load(cache=tmp_path / "cache", mirrors=[]).is_real
    assert not (tmp_path / "owned").exists()
    assert files_in(tmp_path / "cache") == []
    assert re.search(r"it asks to run \w+\.open, and only numpy arrays are read", capsys.readouterr().out)


@pytest.mark.parametrize("function", ["eval", "getattr"])
def test_builtins_cannot_be_reached_from_a_pickle(function):
    content = f"cbuiltins\n{function}\n(S'1'\ntR.".encode()
    with pytest.raises(DataError, match=f"builtins.{function}"):
        archives._pickled(content)


def test_objects_hidden_in_an_array_are_refused():
    content = pickle.dumps({b"data": np.array([print], dtype=object), b"labels": []}, protocol=3)
    with pytest.raises(DataError, match="print"):
        archives._pickled(content)


@pytest.mark.parametrize("name", ["../escaped", "/escaped", "cifar-10-batches-py/../../escaped"])
def test_nothing_is_written_where_an_archive_says(official, tmp_path, name):
    batches = small_batches()
    content = tar_of([(name, b"out of the folder"), *python_members(batches)])
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / PYTHON).write_bytes(official(PYTHON, content))
    assert_is_small(loader.load(cache=tmp_path / "a" / "b", mirrors=[]), batches)
    assert not list(tmp_path.rglob("*escaped*"))


def test_a_link_in_the_place_of_a_batch_is_not_followed(official, tmp_path):
    members = python_members(small_batches())
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        link = tarfile.TarInfo(members[0][0])
        link.type, link.linkname = tarfile.SYMTYPE, members[1][0]
        archive.addfile(link)
        for name, content in members[1:]:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    path = tmp_path / PYTHON
    path.write_bytes(buffer.getvalue())
    with pytest.raises(DataError, match=f"{PYTHON} cannot be read as CIFAR-10: KeyError: 'data_batch_1'"):
        archives.read_archive(path)


def test_a_batch_of_another_shape_is_refused(official, tmp_path):
    batches = small_batches() | {"data_batch_4": (np.zeros((PICTURES, 3000), dtype=np.uint8), [0] * PICTURES)}
    path = tmp_path / PYTHON
    path.write_bytes(tar_of(python_members(batches)))
    with pytest.raises(DataError, match="3000"):
        archives.read_archive(path)


# Download


def test_download_stores_archive_and_arrays_and_shows_progress(small, tmp_path, capsys):
    with Server(sends(small[PYTHON])) as mirror:
        pictures = loader.load(cache=tmp_path, mirrors=[mirror.url])
        assert pictures.source == "CIFAR-10, downloaded"
        assert_is_small(pictures, small["batches"])
        assert_is_small(loader.load(cache=tmp_path, mirrors=[mirror.url]), small["batches"])
    assert mirror.asked == [None]  # once
    assert files_in(tmp_path) == sorted([PYTHON, *STORED])
    assert "CIFAR-10: 100%" in capsys.readouterr().err


def falls_back(tmp_path, capsys, mirrors):
    """Load from these mirrors, check that the stand-in came and nothing was left, and return what was said."""
    pictures = loader.load(cache=tmp_path, mirrors=mirrors)
    assert not pictures.is_real
    assert pictures.source == "shapes10, generated because CIFAR-10 could not be had"
    assert files_in(tmp_path) == []
    said = capsys.readouterr().out
    assert "set LESSONLIB_DATA to the folder" in said
    return said


def test_connection_refused_everywhere_falls_back_within_ten_seconds(small, tmp_path, capsys):
    start = time.monotonic()
    said = falls_back(tmp_path, capsys, [closed_port() for _ in range(4)])
    assert time.monotonic() - start < 10
    assert said.count("127.0.0.1 cannot be reached (ConnectionError)") == 4


def test_mirrors_that_never_answer_share_one_deadline(small, tmp_path, capsys, monkeypatch):
    """The whole wait is CONNECT_SECONDS, not CONNECT_SECONDS a mirror: the black hole of a school's firewall."""
    monkeypatch.setattr(download, "CONNECT_SECONDS", 0.6)
    release = threading.Event()
    with Server(lambda handler: release.wait(20)) as mirror:
        start = time.monotonic()
        with pytest.raises(DataError, match="did not answer in time"):
            download.fetch(tmp_path, mirrors=[mirror.url] * 3)
        waited = time.monotonic() - start
        release.set()
    assert 0.5 < waited < 1.6
    assert files_in(tmp_path) == []


def test_the_deadline_and_the_stand_in_fit_into_ten_seconds():
    assert download.CONNECT_SECONDS <= 8


@pytest.mark.parametrize("code", [404, 403, 503])
def test_a_mirror_that_says_no_is_named(small, tmp_path, capsys, code):
    with Server(refuses(code)) as mirror:
        assert f"127.0.0.1 answered {code}" in falls_back(tmp_path, capsys, [mirror.url])


def says(raw):
    """An answer that is these bytes, HTTP or not."""

    def answer(handler):
        handler.wfile.write(raw)
        handler.close_connection = True

    return answer


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello\r\n\r\n",
        b"HTTP/1.1 200\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: nowhere://x\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-9/10\r\n\r\nhello",
        b"HTTP/1.1 206 Partial Content\r\nContent-Range: what\r\n\r\nhello",
        OK + b"Content-Length: -5\r\n\r\n",
        OK + b"Content-Length: many\r\n\r\nhello",
        OK + b"Content-Encoding: gzip\r\n\r\nhello",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
        OK + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
        OK + b"X: y\r\n" * 200 + b"\r\n",
        b"\x16\x03\x01\x00\x00",
    ],
    ids=lambda raw: repr(raw[:50]),
)
def test_a_server_that_says_something_odd_is_left(small, tmp_path, capsys, raw):
    with Server(says(raw)) as mirror:
        assert "127.0.0.1" in falls_back(tmp_path, capsys, [mirror.url])


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "not an address", "http://[", "nowhere://x", "http://x:port"])
def test_a_proxy_that_is_dead_or_none_is_said(small, tmp_path, capsys, monkeypatch, proxy):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy)
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("NO_PROXY", "")
    start = time.monotonic()
    assert "mirror.example.org cannot be reached" in falls_back(
        tmp_path, capsys, [f"http://mirror.example.org/{PYTHON}"]
    )
    assert time.monotonic() - start < 10


def test_wrong_bytes_of_the_right_length_are_never_used(small, tmp_path, capsys):
    with Server(sends(flip_a_byte(small[PYTHON]))) as mirror:
        assert "sent other bytes than CIFAR-10's" in falls_back(tmp_path, capsys, [mirror.url])
    assert len(mirror.asked) == 1


def test_a_login_page_in_its_place_is_refused_before_it_is_read(small, tmp_path, capsys):
    with Server(sends(b"<html>please log in</html>")) as mirror:
        assert "offers 26 bytes instead of" in falls_back(tmp_path, capsys, [mirror.url])


def test_the_next_mirror_is_asked(small, tmp_path):
    with (
        Server(sends(flip_a_byte(small[PYTHON]))) as bad,
        Server(refuses(404)) as no,
        Server(sends(small[PYTHON])) as good,
    ):
        pictures = loader.load(cache=tmp_path, mirrors=[bad.url, no.url, good.url])
    assert_is_small(pictures, small["batches"])
    assert good.asked == [None]  # nothing of the wrong bytes was kept to go on from


def test_a_line_that_drops_is_taken_up_where_it_dropped(small, tmp_path):
    third = len(small[PYTHON]) * 3 // 10
    with Server(sends(small[PYTHON], stop_after=third)) as mirror:
        assert_is_small(loader.load(cache=tmp_path, mirrors=[mirror.url]), small["batches"])
    first, *later = mirror.asked
    assert first is None
    assert len(later) in (3, 4)
    assert third - 20_000 < int(later[0].removeprefix("bytes=").removesuffix("-")) <= third  # all but the last chunk


def test_a_mirror_that_cannot_resume_starts_over(small, tmp_path):
    (tmp_path / f"{PYTHON}.part").write_bytes(b"\x1f\x8b some other bytes")
    with Server(sends(small[PYTHON], ranges=False)) as mirror:
        assert_is_small(loader.load(cache=tmp_path, mirrors=[mirror.url]), small["batches"])
    assert mirror.asked == ["bytes=19-"]


def test_a_bad_beginning_from_last_time_does_not_condemn_a_good_mirror(small, tmp_path):
    (tmp_path / f"{PYTHON}.part").write_bytes(b"\x1f\x8b not the beginning")
    with Server(sends(small[PYTHON])) as mirror:
        assert_is_small(loader.load(cache=tmp_path, mirrors=[mirror.url]), small["batches"])
    assert mirror.asked == ["bytes=20-", None]


def test_a_mirror_that_stops_short_is_left_and_its_bytes_are_kept(small, tmp_path):
    """An archive that always ends early is not used; another mirror, or the next try, goes on from there."""
    content = small[PYTHON]

    def unsized(handler):  # no Content-Length, so that only the end of the line says where it ends
        if handler.headers.get("Range"):
            return refuses(416)(handler)
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(content[: len(content) // 2])
        return None

    with Server(unsized) as cut, pytest.raises(DataError, match="answered 416"):
        download.fetch(tmp_path, mirrors=[cut.url])
    assert files_in(tmp_path) == [f"{PYTHON}.part"]
    with Server(sends(content)) as good:
        download.fetch(tmp_path, mirrors=[good.url])
    assert good.asked == [f"bytes={len(content) // 2}-"]
    assert (tmp_path / PYTHON).read_bytes() == content


def test_a_line_that_stalls_is_left(small, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "STALL_SECONDS", 0.3)
    release = threading.Event()
    waited_out = []
    content = small[PYTHON]

    def stalls(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[:70_000])
        handler.wfile.flush()
        waited_out.append(not release.wait(20))

    with Server(stalls) as stuck, Server(sends(content)) as good:
        download.fetch(tmp_path, mirrors=[stuck.url, good.url])
        assert waited_out == []  # it was left while it still said nothing
        release.set()
    assert (tmp_path / PYTHON).read_bytes() == content


def trickles(content, begin=0):
    """An answer that gives `begin` bytes at once, then one every twentieth of a second, for ever."""

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[:begin])
        for byte in content[begin : begin + 400]:
            time.sleep(0.05)
            try:
                handler.wfile.write(bytes([byte]))
            except OSError:  # it was left
                return

    return answer


@pytest.mark.parametrize("begin", [0, 70_000])
def test_a_mirror_that_trickles_is_left_for_the_next(small, tmp_path, monkeypatch, begin):
    monkeypatch.setattr(download, "STALL_SECONDS", 0.6)
    with Server(trickles(small[PYTHON], begin)) as slow, Server(sends(small[PYTHON])) as good:
        start = time.monotonic()
        download.fetch(tmp_path, mirrors=[slow.url, good.url])
        assert time.monotonic() - start < 5
        assert len(slow.asked) == 1
    assert (tmp_path / PYTHON).read_bytes() == small[PYTHON]


def test_a_mirror_that_only_trickles_is_named(small, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "STALL_SECONDS", 0.6)
    with (
        Server(trickles(small[PYTHON])) as slow,
        pytest.raises(DataError, match=r"127.0.0.1 sent only \d+ bytes in 0.6"),
    ):
        download.fetch(tmp_path, mirrors=[slow.url])


@pytest.mark.parametrize("answer", ["trickles", "says nothing", "stalls"])
def test_a_deadline_holds_to_a_second_whatever_a_mirror_does(small, tmp_path, answer):
    release = threading.Event()

    def stalls(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(small[PYTHON])))
        handler.end_headers()
        release.wait(20)

    kind = {"trickles": trickles(small[PYTHON]), "says nothing": lambda handler: release.wait(20), "stalls": stalls}
    with Server(kind[answer]) as mirror:
        start = time.monotonic()
        with pytest.raises(DataError):
            download.fetch(tmp_path, mirrors=[mirror.url] * 3, total_seconds=1)
        waited = time.monotonic() - start
        release.set()
    assert 0.8 < waited < 2


def login_page(handler):
    """Without its length, as pages are that a program makes."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    handler.wfile.write(b"<!doctype html><title>Please log in</title>" * 50)


def test_a_login_page_is_no_part_of_the_archive(small, tmp_path):
    with Server(login_page) as hotel, Server(sends(small[PYTHON])) as good:
        download.fetch(tmp_path, mirrors=[hotel.url, good.url])
    assert (hotel.asked, good.asked) == ([None], [None]), "each asked once, for the whole"
    with Server(login_page) as hotel, pytest.raises(DataError, match=r"sent no archive: it begins with '<!doctype"):
        download.fetch(tmp_path / "again", mirrors=[hotel.url])
    assert files_in(tmp_path / "again") == []


def test_a_login_page_that_was_kept_by_mistake_is_not_gone_on_from(small, tmp_path):
    (tmp_path / f"{PYTHON}.part").write_bytes(b"<!doctype html>")
    with Server(sends(small[PYTHON])) as good:
        download.fetch(tmp_path, mirrors=[good.url])
    assert good.asked == [None]


def test_time_is_up_in_a_build_and_the_part_is_kept(small, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LESSONLIB_BUILD", "1")
    monkeypatch.setattr(loader, "BUILD_SECONDS", 1e-6)
    with Server(sends(small[PYTHON])) as mirror:
        assert not loader.load(cache=tmp_path, mirrors=[mirror.url]).is_real
        assert "time was up" in capsys.readouterr().out
        assert files_in(tmp_path) == [f"{PYTHON}.part"]
        monkeypatch.delenv("LESSONLIB_BUILD")
        assert loader.load(cache=tmp_path, mirrors=[mirror.url]).is_real
    assert mirror.asked[1].startswith("bytes=")


def test_an_interrupt_keeps_the_part(small, tmp_path, monkeypatch):
    def interrupt(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(download, "fault", interrupt)
    with Server(sends(small[PYTHON])) as mirror, pytest.raises(KeyboardInterrupt):
        loader.load(cache=tmp_path, mirrors=[mirror.url])
    assert files_in(tmp_path) == [f"{PYTHON}.part"]


def test_two_downloads_at_once_do_not_share_a_part(small, tmp_path):
    with Server(sends(small[PYTHON], stop_after=90_000)) as mirror:
        results = []
        loads = [
            threading.Thread(target=lambda: results.append(loader.load(cache=tmp_path, mirrors=[mirror.url])))
            for _ in range(2)
        ]
        for one in loads:
            one.start()
        for one in loads:
            one.join()
    for pictures in results:
        assert_is_small(pictures, small["batches"])
    assert len(results) == 2
    assert files_in(tmp_path) == sorted([PYTHON, *STORED])


LOAD_ALONE = """
import json, sys
from lessonlib.cifar.data import archives
from lessonlib.cifar.data import load as loader

declared, pictures, cache, url = json.loads(sys.argv[1])
archives.ARCHIVES.update({name: tuple(facts) for name, facts in declared.items()})
archives.PICTURES_A_FILE = pictures
loaded = loader.load(cache=cache, mirrors=[url])
print(loaded.source, int(loaded.train_images.sum()), int(loaded.test_labels.sum()), sep="; ")
"""


def test_two_processes_at_once_each_load_all_of_it(small, tmp_path):
    """Processes and not threads: they share the folder and nothing else. The mirror drops the line of both."""
    batches = small["batches"]
    train = sum(int(batches[f"data_batch_{number}"][0].sum()) for number in range(1, 6))
    with Server(sends(small[PYTHON], stop_after=90_000)) as mirror:
        settings = json.dumps([archives.ARCHIVES, PICTURES, str(tmp_path), mirror.url])
        command = [sys.executable, "-c", LOAD_ALONE, settings]
        loads = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") for _ in range(2)]
        said = [load.communicate(timeout=100)[0].splitlines()[-1] for load in loads]
    assert [load.returncode for load in loads] == [0, 0]
    for line in said:
        source, *sums = line.split("; ")
        assert source in ("CIFAR-10, downloaded", "CIFAR-10, from the cache folder")
        assert sums == [str(train), str(sum(batches["test_batch"][1]))]
    assert files_in(tmp_path) == sorted([PYTHON, *STORED])
    assert array_cache.read(tmp_path) is not None


def test_the_part_of_a_process_that_was_killed_is_taken_over(small, tmp_path):
    old, live = tmp_path / f"{PYTHON}.part.dead", tmp_path / f"{PYTHON}.part.live"
    old.write_bytes(small[PYTHON][:5000])
    live.write_bytes(b"another process writes here")
    os.utime(old, (time.time() - 3600,) * 2)
    with Server(sends(small[PYTHON])) as mirror:
        download.fetch(tmp_path, mirrors=[mirror.url])
    assert mirror.asked == ["bytes=5000-"]
    assert files_in(tmp_path) == sorted([PYTHON, live.name])


def test_without_a_cache_folder_the_download_is_used_once(small, tmp_path, capsys):
    (tmp_path / "file").write_text("a file where the folder should be", encoding="utf-8")
    with Server(sends(small[PYTHON])) as mirror:
        assert_is_small(loader.load(cache=tmp_path / "file" / "cache", mirrors=[mirror.url]), small["batches"])
    assert "used once and not kept" in capsys.readouterr().out


def test_a_full_disk_ends_the_download_and_is_left_clean(small, tmp_path, monkeypatch, capsys):
    class Full(io.BytesIO):
        def write(self, chunk):
            raise OSError(28, "No space left on device")

    def full(path, mode):
        (tmp_path / path).write_bytes(b"what went onto the disk before it was full")
        return Full()

    monkeypatch.setattr(download, "open", full, raising=False)
    with Server(sends(small[PYTHON])) as mirror:
        assert "No space left on device" in falls_back(tmp_path, capsys, [mirror.url])


def test_a_downloaded_archive_that_would_run_code_is_removed(official, tmp_path, capsys):
    content = official(PYTHON, hostile_python(tmp_path))
    place = tmp_path / "cache"
    with Server(sends(content)) as mirror:
        assert "only numpy arrays are read" in falls_back(place, capsys, [mirror.url])
    assert not (tmp_path / "owned").exists()


# What the reader is told


def test_the_chapter_says_on_its_page_which_pictures_it_shows(tmp_path, monkeypatch, capsys):
    """Its own cell, where no mirror answers: what it prints, and that the page keeps what it prints."""
    notebook = nbformat.read(ROOT / "book" / "11-train-on-cifar.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if "ll.cifar.load()" in cell.source and cell.cell_type == "code")
    assert not {"remove-output", "hide-output", "remove-cell", "hide-cell"} & set(cell.metadata.get("tags", []))
    load = functools.partial(loader.load, cache=tmp_path, mirrors=[closed_port()])
    library = SimpleNamespace(cifar=SimpleNamespace(load=load))
    exec(cell.source, {"ll": library})
    said = capsys.readouterr().out.splitlines()
    assert "shapes10, generated because CIFAR-10 could not be had" in said
    assert said[0].startswith("CIFAR-10 could not be downloaded: 127.0.0.1 cannot be reached")
    assert said[-1] == "10,000 images to train on, 2,000 to test on"
    prose = " ".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert "If that line says *shapes10*, the page you are reading shows the stand-in" in prose


# The real set


@pytest.mark.cifar
def test_the_real_set_is_the_real_set(cifar):
    if cifar.is_real:
        assert cifar.train_images.shape == (50_000, 3, 32, 32)
        assert np.bincount(cifar.train_labels).tolist() == [5000] * 10
        # The labels with which every other loader of this set begins.
        assert cifar.train_labels[:10].tolist() == [6, 9, 9, 4, 1, 1, 2, 7, 8, 3]
        assert cifar.test_labels[:10].tolist() == [3, 8, 8, 0, 6, 6, 1, 6, 3, 1]
        assert cifar.class_names[cifar.test_labels[0]] == "cat"
    else:
        assert np.bincount(cifar.train_labels).tolist() == [1000] * 10
