"""The experiments show what the chapters say they show; and what is kept of them is never trusted when damaged."""

import numpy as np
import pytest

from lessonlib import code_hash, files
from lessonlib.experiments import disk_cache, inductive_bias
from lessonlib.experiments.inductive_bias import SHARING
from lessonlib.experiments.trials import Result

SEEDS = (0, 1)


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LESSONLIB_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def every(result, condition):
    return {model: result.mean(model, condition) for model in result.accuracy}


@pytest.mark.slow
def test_moved_to_another_corner_only_global_pooling_still_knows_the_object():
    result = inductive_bias.move(SEEDS)
    assert min(every(result, "top left").values()) > 0.95
    elsewhere = every(result, "bottom right")
    assert elsewhere.pop("conv + global max") > 0.85
    assert max(elsewhere.values()) < result.chance + 0.15


@pytest.mark.slow
def test_shuffled_pixels_cost_only_those_that_bet_on_neighbours():
    result = inductive_bias.permute(SEEDS)
    plain, mixed = every(result, "as they are"), every(result, "shuffled")
    for model in ("linear", "MLP"):
        assert abs(plain[model] - mixed[model]) < 0.08
    for model in ("conv + flatten", "conv + global max"):
        assert plain[model] > mixed[model] + 0.12
        assert mixed[model] < mixed["MLP"] + 0.05


@pytest.mark.slow
def test_asked_for_the_place_the_bet_loses():
    result = inductive_bias.quadrant(SEEDS)
    scores = every(result, "which quadrant")
    assert scores.pop("conv + global max") == pytest.approx(result.chance, abs=0.05)
    assert min(scores.values()) > 0.95


@pytest.mark.slow
def test_sharing_weights_needs_fewer_pictures():
    assert inductive_bias.COUNTS == (30, 100, 300, 1000)
    result = inductive_bias.number_of_pictures(SEEDS[:1])
    assert list(result.accuracy) == list(SHARING)
    assert min(every(result, "30 seen").values()) == 1
    few, many = every(result, "30 new"), every(result, "1000 new")
    own, shared, pooled = "locally connected", "conv + flatten", "conv + global max"
    assert max(few[own], few[shared]) < result.chance + 0.12
    assert many[shared] > many[own] + 0.12
    assert few[pooled] > many[own] + 0.15


def test_models_that_are_compared_have_as_many_parameters():
    counts = {name: make(0).count() for name, make in SHARING.items()}
    assert counts["conv + flatten"] <= counts["MLP"] <= 1.1 * counts["conv + flatten"]
    filters, places = 14, 144
    shared, own = filters * 26, filters * 26 * places
    assert counts["locally connected"] - counts["conv + flatten"] == own - shared
    assert counts["linear"] == 256 * 4 + 4
    assert counts["conv + global max"] == 14 * 26 + 14 * 4 + 4


def test_a_result_sums_up_its_seeds():
    result = Result(
        0.25, {"a": 5, "bb": 1234}, {"a": {"x": [0.5, 0.7], "y": [1.0, 1.0]}, "bb": {"x": [0.25], "y": [0]}}
    )
    assert result.mean("a", "x") == pytest.approx(0.6)
    assert result.spread("a", "x") == pytest.approx(np.sqrt(0.02))
    assert result.spread("bb", "x") == 0
    assert result.table().splitlines() == [
        "model  parameters              x              y",
        "a               5   60.0 +- 14.1   100.0 +- 0.0",
        "bb          1,234    25.0 +- 0.0     0.0 +- 0.0",
    ]


class TestMemo:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path, monkeypatch):
        monkeypatch.setenv("LESSONLIB_CACHE", str(tmp_path / "made" / "when needed"))
        return tmp_path / "made" / "when needed"

    def ask(self, answer, module="lessonlib.nn.geometry"):
        """What `remember` returns, and whether it had to compute it."""
        calls = []

        def compute():
            calls.append(1)
            return answer

        return disk_cache.remember("answer", compute, module), bool(calls)

    def test_what_was_computed_once_is_read_the_second_time(self, folder):
        assert self.ask({"b": [1.5, 2], "a": 1}) == ({"b": [1.5, 2], "a": 1}, True)
        found, computed = self.ask("other")
        assert (list(found), computed) == (["b", "a"], False)
        assert [path.suffix for path in folder.iterdir()] == [".json"]

    def test_tuples_come_back_as_lists_the_first_time_too(self):
        assert self.ask((1, 2))[0] == self.ask(None)[0] == [1, 2]

    def test_changed_code_is_computed_anew(self, monkeypatch, tmp_path):
        self.ask("old")
        assert self.ask("new", "lessonlib.nn.checks") == ("new", True)
        source = tmp_path / "geometry.py"
        source.write_text("changed", encoding="utf-8")
        monkeypatch.setattr(code_hash, "closure", lambda *_: {"lessonlib.nn.geometry": source})
        assert self.ask("newer") == ("newer", True)
        monkeypatch.setattr("numpy.__version__", "0.0")
        assert self.ask("newest") == ("newest", True)

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
    def test_a_damaged_file_is_computed_anew_and_mended(self, folder, damage):
        self.ask("right")
        (path,) = folder.iterdir()
        path.write_bytes(damage(path.read_bytes()))
        assert self.ask("right again") == ("right again", True)
        assert self.ask("unused") == ("right again", False)

    def test_a_folder_that_cannot_be_made_costs_only_the_keeping(self, tmp_path, monkeypatch):
        (tmp_path / "file").write_text("in the way", encoding="utf-8")
        monkeypatch.setenv("LESSONLIB_CACHE", str(tmp_path / "file" / "folder"))
        assert self.ask("answer") == ("answer", True)
        assert self.ask("answer") == ("answer", True)

    def test_without_a_home_folder_it_is_computed_and_that_is_said_once(self, monkeypatch, capsys, tmp_path):
        import platformdirs

        def homeless(*_, **__):
            raise RuntimeError("Could not determine home directory.")

        monkeypatch.delenv("LESSONLIB_CACHE")
        monkeypatch.setattr(platformdirs, "user_cache_dir", homeless)
        monkeypatch.chdir(tmp_path)
        files.say_once.cache_clear()
        for _ in range(2):
            assert self.ask("answer") == ("answer", True)
        files.say_once.cache_clear()
        assert capsys.readouterr().out.count("no home folder") == 1
        assert list(tmp_path.iterdir()) == []

    def test_a_write_that_fails_leaves_nothing_behind(self, folder, monkeypatch):
        def fail(*_):
            raise OSError("disk full")

        monkeypatch.setattr("os.replace", fail)
        assert self.ask("answer") == ("answer", True)
        assert list(folder.iterdir()) == []

    def test_without_a_setting_it_is_the_users_cache_folder(self, monkeypatch):
        import platformdirs

        monkeypatch.delenv("LESSONLIB_CACHE")
        monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name, appauthor: f"/cache/{name}")
        assert disk_cache.folder().as_posix() == "/cache/lessonlib/experiments"
