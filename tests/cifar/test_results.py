"""What the benchmark wrote: whose run it is, whether it still holds, and what the page says about it."""

import dataclasses
import json
import shutil

import pytest

import lessonlib as ll
from lessonlib import code_hash
from lessonlib.cifar import RECIPES, results

PLAIN = {"plain": RECIPES["plain"]}


def a_run(name="plain", *, seed=0, accuracy=0.5, **changes):
    record = {"recipe": name, "seed": seed, "accuracy": accuracy, "parameters": 1234, "busy": False, "load": 0.1}
    record |= {"settings": results.settings_of(RECIPES[name]), "code": results.code_hash(), "date": "2026-11-24"}
    return record | {"cpu": "a processor", "threads": 2, "torch": "2.13.0"} | changes


def a_timing(name="plain", **changes):
    return a_run(name) | {"seconds": 61.2} | changes


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the code to change."""
    for path in results.CODE.values():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        shutil.copy(results.HERE / path, tmp_path / path)
    monkeypatch.setattr(results, "HERE", tmp_path)
    return tmp_path


def test_every_module_that_decides_a_run_is_hashed(folder):
    hashes = {results.code_hash()}
    for path in results.CODE.values():
        with open(folder / path, "a", encoding="utf-8") as file:
            file.write("\nanother = 1\n")
        hashes.add(results.code_hash())
    assert len(hashes) == len(results.CODE) + 1


def test_what_a_run_imports_is_hashed_or_named_here():
    """What may change without a new measurement: what checks, keeps and shares out a run, and decides nothing in it."""
    decides_nothing = {f"lessonlib.cifar.training.{name}" for name in ("checkpoints", "distributed", "run", "settings")}
    decides_nothing |= {"lessonlib.files", "lessonlib.nn.arrays", "lessonlib.nn.checks"}
    hashed = {"lessonlib.cifar." + path.removesuffix(".py").replace("/", ".") for path in results.CODE.values()}
    assert set(code_hash.closure("lessonlib.cifar.training.run")) <= hashed | decides_nothing


def test_settings_are_as_json_gives_them_back():
    for recipe in RECIPES.values():
        settings = results.settings_of(recipe)
        assert json.loads(json.dumps(settings)) == settings
    assert results.settings_of(RECIPES["tensorflow"])["optimizer"] == "adam"


def test_a_run_holds_until_code_or_settings_change():
    found = {"runs": [a_run()], "timings": {}}
    assert results.has_run(found, "plain", RECIPES["plain"], 0)
    assert not results.has_run(found, "plain", RECIPES["plain"], 1)
    assert not results.has_run(found, "linear", RECIPES["linear"], 0)
    other = dataclasses.replace(RECIPES["plain"], settings=RECIPES["plain"].settings | {"epochs": 9})
    assert not results.has_run(found, "plain", other, 0)
    wider = dataclasses.replace(RECIPES["plain"], widths=(16, 64, 128))
    assert not results.has_run(found, "plain", wider, 0)
    assert not results.has_run({"runs": [a_run(code="old")], "timings": {}}, "plain", RECIPES["plain"], 0)


def test_a_run_again_replaces_the_one_before():
    found = {"runs": [a_run(accuracy=0.4), a_run(seed=1)], "timings": {}}
    found = results.with_run(found, a_run(accuracy=0.6))
    assert [(run["seed"], run["accuracy"]) for run in found["runs"]] == [(1, 0.5), (0, 0.6)]


def test_the_page_says_when_the_code_is_another():
    now = {"runs": [a_run()], "timings": {"plain": a_timing()}}
    old_run = {"runs": [a_run(code="old")], "timings": {}}
    old_time = {"runs": [a_run()], "timings": {"plain": a_timing(code="old")}}
    sentence = "Measured with an earlier version of the code."
    assert sentence not in results.origin(PLAIN, now)
    assert sentence in results.origin(PLAIN, old_run)
    assert sentence in results.origin(PLAIN, old_time)
    assert results.origin(PLAIN, now).startswith("Measured 2026-11-24 on a processor with torch 2.13.0.\nTimed with 2")
    assert "Timed" not in results.origin(PLAIN, old_run)
    assert "busy" not in results.origin(PLAIN, now)
    busy = {"runs": [a_run()], "timings": {"plain": a_timing(busy=True)}}
    assert "The machine was busy while it was timed: the seconds are too many." in results.origin(PLAIN, busy)


def test_what_is_missing_is_said(tmp_path):
    nothing = results.results(tmp_path / "none.json")
    assert results.origin(PLAIN, nothing) == "Nothing has been measured yet."
    assert results.rows(PLAIN, nothing) == {}
    found = {"runs": [a_run(accuracy=0.61), a_run(seed=2, accuracy=0.65)], "timings": {}}
    (line,) = results.table(PLAIN, found).splitlines()[1:]
    epochs = f"{RECIPES['plain'].settings['epochs']:g}"
    assert line.split() == ["plain", "CNN", "63.0%", "±", "2.8", "2", "1,234", epochs, "not", "timed"]


def test_runs_with_other_settings_are_not_mixed():
    older = a_run(seed=1, accuracy=0.1, settings={"epochs": 1})
    timing = a_timing(settings={"epochs": 1})
    row = results.rows(PLAIN, {"runs": [older, a_run()], "timings": {"plain": timing}})["plain"]
    assert row.accuracies == [0.5]
    assert row.seconds is None
    assert row.is_present


def test_a_figure_gets_what_was_timed():
    found = {"runs": [a_run(), a_run("deeper")], "timings": {"plain": a_timing(seconds=12.5)}}
    assert results.timed(ll.cifar.LADDER, found) == {"plain CNN": (12.5, 0.5)}


def test_gains_are_between_neighbours_only_and_sorted():
    accuracies = {"plain": 0.6, "deeper": 0.5, "batchnorm": 0.75, "one-cycle": 0.9, "views": 0.91}  # no bfloat16
    found = {"runs": [a_run(name, accuracy=accuracy) for name, accuracy in accuracies.items()], "timings": {}}
    gains = results.gains(ll.cifar.LADDER, found)
    assert list(gains) == ["batch norm", "flips and shifts", "more layers"]
    assert list(gains.values()) == pytest.approx([0.25, 0.01, -0.1])


def test_phases_add_up_to_the_steps_of_a_run():
    settings = {"epochs": 2, "batch_size": 500, "sizes": (20, 26, 32)}
    recipe = ll.cifar.Recipe("", None, settings)
    assert results.phases(recipe) == {20: 67, 26: 67, 32: 66}
    for recipe in RECIPES.values():
        steps = recipe.settings["epochs"] * -(-50_000 // recipe.settings.get("batch_size", 128))
        assert sum(results.phases(recipe).values()) == pytest.approx(steps, abs=0.5)


def test_the_committed_results_are_of_known_recipes_and_whole():
    found = results.results()
    for run in found["runs"]:
        assert run["recipe"] in RECIPES
        assert 0.1 <= run["accuracy"] <= 1
        assert {"seed", "wall_seconds", "busy", "date", "commit", "code", "cpu", "threads", "settings"} <= set(run)
    keys = [(run["recipe"], run["seed"]) for run in found["runs"]]
    assert len(set(keys)) == len(keys)


def test_the_report_names_whatever_was_measured():
    report = results.report(results.results())
    for row in results.rows(RECIPES).values():
        assert row.title in report
