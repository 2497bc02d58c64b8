"""What experiments found is computed once, and never trusted when it is damaged."""

import numpy as np
import pytest

from lessonlib import code_hash, files
from lessonlib.experiments import disk_cache
from lessonlib.nn.layers import Conv2d, Linear, Sequential


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONLIB_CACHE", str(tmp_path / "made" / "when needed"))
    return tmp_path / "made" / "when needed"


def ask(answer, module="lessonlib.nn.geometry"):
    """What `remember` returns, and whether it had to compute it."""
    calls = []

    def compute():
        calls.append(1)
        return answer

    return disk_cache.remember("answer", compute, module), bool(calls)


def test_what_was_computed_once_is_read_the_second_time(folder):
    assert ask({"b": [1.5, 2], "a": 1}) == ({"b": [1.5, 2], "a": 1}, True)
    found, computed = ask("other")
    assert (list(found), computed) == (["b", "a"], False)
    assert [path.suffix for path in folder.iterdir()] == [".json"]


def test_tuples_come_back_as_lists_the_first_time_too():
    assert ask((1, 2))[0] == ask(None)[0] == [1, 2]


def test_changed_code_is_computed_anew(monkeypatch, tmp_path):
    ask("old")
    assert ask("new", "lessonlib.nn.checks") == ("new", True)
    source = tmp_path / "geometry.py"
    source.write_text("changed", encoding="utf-8")
    monkeypatch.setattr(code_hash, "closure", lambda *_: {"lessonlib.nn.geometry": source})
    assert ask("newer") == ("newer", True)
    monkeypatch.setattr("numpy.__version__", "0.0")
    assert ask("newest") == ("newest", True)


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1],
        lambda whole: whole.replace(b"right", b"wrong"),
        lambda whole: b"\xff\xfe" + whole,
        lambda whole: whole.split(b"\n")[1],
    ],
    ids=["empty", "half", "one byte short", "changed", "not text", "no hash"],
)
def test_a_damaged_file_is_computed_anew_and_mended(folder, damage):
    ask("right")
    (path,) = folder.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert ask("right again") == ("right again", True)
    assert ask("unused") == ("right again", False)


def test_a_folder_that_cannot_be_made_costs_only_the_keeping(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("LESSONLIB_CACHE", str(tmp_path / "file" / "folder"))
    assert ask("answer") == ("answer", True)
    assert ask("answer") == ("answer", True)


def test_without_a_home_folder_it_is_computed_and_that_is_said_once(monkeypatch, capsys, tmp_path):
    import platformdirs

    def homeless(*_, **__):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("LESSONLIB_CACHE")
    monkeypatch.setattr(platformdirs, "user_cache_dir", homeless)
    monkeypatch.chdir(tmp_path)
    files.say_once.cache_clear()
    for _ in range(2):
        assert ask("answer") == ("answer", True)
    files.say_once.cache_clear()
    assert capsys.readouterr().out.count("no home folder") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_leaves_nothing_behind(folder, monkeypatch):
    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", fail)
    assert ask("answer") == ("answer", True)
    assert list(folder.iterdir()) == []


def test_without_a_setting_it_is_the_users_cache_folder(monkeypatch):
    import platformdirs

    monkeypatch.delenv("LESSONLIB_CACHE")
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name, appauthor: f"/cache/{name}")
    assert disk_cache.folder().as_posix() == "/cache/lessonlib/experiments"


def test_weights_are_trained_once(folder):
    runs = []

    def trained(seed):
        model = Sequential(Conv2d(2, 3, (1, 4), seed=seed), Linear(5, 7, seed=seed))

        def train():
            runs.append(seed)
            for place, parameter in enumerate(model.parameters()):
                parameter.value[...] += np.float32(0.1) * place

        return disk_cache.remember_weights("model", model, train, "lessonlib.nn.geometry")

    first, second = trained(0), trained(1)
    assert runs == [0]
    shapes = [parameter.value.shape for parameter in second.parameters()]
    assert shapes == [(3, 2, 1, 4), (3,), (7, 5), (7,)]
    for one, other in zip(first.parameters(), second.parameters(), strict=True):
        np.testing.assert_array_equal(one.value, other.value)
        assert other.value.dtype == np.float32
