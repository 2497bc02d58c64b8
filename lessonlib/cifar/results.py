"""What `benchmarks/cifar.py` measured: its results as tables, and whether the code has changed since."""

import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import mean, stdev

from lessonlib.cifar.training.schedules import picture_size
from lessonlib.code_hash import hash_by_role

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parents[1] / "benchmarks" / "results" / "cifar.json"
PICTURES = 50_000  # to train on

# What decides how a run of one process goes, by its role: a name that stays when a file moves. The recipes are compared
# one by one, by their settings.
CODE = {
    "augment": "training/augment.py",
    "batches": "training/batches.py",
    "fast_model": "models/fast.py",
    "machine": "training/hardware.py",
    "model": "models/baseline.py",
    "muon": "training/muon.py",
    "peers": "models/tutorials.py",
    "schedules": "training/schedules.py",
    "training": "training/loop.py",
    "whitening": "models/whitening.py",
}


def code_hash():
    """A hash of the code that trains; its imports, comments and docstrings may change at any time."""
    return hash_by_role({role: HERE / path for role, path in CODE.items()})


def settings_of(recipe):
    """A recipe's settings, and its widths, as JSON gives them back: a result with others is not this recipe's."""
    settings = recipe.settings | ({"widths": recipe.widths} if recipe.widths else {})
    return json.loads(json.dumps(settings, default=lambda value: value.__name__))


def steps_of(pictures, recipe, epochs):
    """How many steps a recipe takes for so many pictures and epochs."""
    return max(1, round(epochs * -(-pictures // recipe.settings.get("batch_size", 128))))


def phases(recipe):
    """How many steps a recipe takes with each size of the pictures, a dict in their order."""
    steps = steps_of(PICTURES, recipe, recipe.settings["epochs"])
    sizes = recipe.settings.get("sizes", (32,))
    return dict(Counter(picture_size(step / steps, sizes) for step in range(steps)))


def results(path=RESULTS):
    """What was measured, a dict with a list of ``runs`` and the ``timings`` by recipe; both empty without a file."""
    try:
        return json.loads(Path(path).read_text("utf-8"))
    except FileNotFoundError:
        return {"runs": [], "timings": {}}


def is_present(record, recipe):
    """Whether something was measured with the present code and the present settings of its recipe."""
    return record["code"] == code_hash() and record["settings"] == settings_of(recipe)


def has_run(found, name, recipe, seed):
    """Whether a run of a recipe with a seed is among the results and still holds."""
    return any((run["recipe"], run["seed"]) == (name, seed) and is_present(run, recipe) for run in found["runs"])


def with_run(found, run):
    """Results with a run that replaces an earlier one of its recipe and seed."""
    others = [one for one in found["runs"] if (one["recipe"], one["seed"]) != (run["recipe"], run["seed"])]
    return found | {"runs": [*others, run]}


@dataclass(frozen=True)
class Row:
    """What is known of a recipe.

    Attributes
    ----------
    title : str
        The recipe's.
    epochs : float
        How often each picture was seen.
    parameters : int
        How many numbers are trained.
    accuracies : list of float
        On the test pictures, one for each seed, 0 to 1, each picture looked at once.
    seconds : float or None
        Median step times steps, and what comes before the first step; None as long as that was not timed.
    is_present : bool
        Whether all of it was measured with the present code and settings, and the seconds on a quiet machine.
    """

    title: str
    epochs: float
    parameters: int
    accuracies: list
    seconds: float | None
    is_present: bool

    @property
    def accuracy(self):
        """Mean accuracy over seeds."""
        return mean(self.accuracies)

    def __str__(self):
        time = "not timed" if self.seconds is None else f"{self.seconds:.0f} s"
        spread = f" ± {100 * stdev(self.accuracies):.1f}" if len(self.accuracies) > 1 else ""
        return (
            f"{self.title:<20}{100 * self.accuracy:>5.1f}%{spread:<6}{len(self.accuracies):>7}"
            f"{self.parameters:>12,}{self.epochs:>8g}{time:>11}"
        )


# The accuracy first: a phone shows about forty characters of a line.
HEAD = f"{'':<20}{'accuracy':<12}{'seeds':>7}{'parameters':>12}{'epochs':>8}{'time':>11}"


def rows(recipes, found=None):
    """The rows of a table, a dict by recipe; recipes without a run are left out.

    Parameters
    ----------
    recipes : dict of str to lessonlib.cifar.Recipe
        What is asked for, in order.
    found : dict, optional
        What was measured; by default the committed results.

    Returns
    -------
    dict of str to Row
    """
    found = results() if found is None else found
    table = {}
    for name, recipe in recipes.items():
        runs = [run for run in found["runs"] if run["recipe"] == name]
        runs = [run for run in runs if run["settings"] == runs[-1]["settings"]]  # of the last one's kind
        if not runs:
            continue
        timing = found["timings"].get(name)
        timing = timing if timing and timing["settings"] == runs[-1]["settings"] else None
        used = [*runs, timing] if timing else runs
        table[name] = Row(
            recipe.title,
            runs[-1]["settings"]["epochs"],
            runs[-1]["parameters"],
            [run["accuracy"] for run in sorted(runs, key=lambda run: run["seed"])],
            timing and timing["seconds"],
            all(is_present(record, recipe) for record in used),
        )
    return table


def table(recipes, found=None):
    """A text with a row for each recipe that was run; arguments as for `rows`."""
    return "\n".join([HEAD, *map(str, rows(recipes, found).values())])


def gains(recipes, found=None):
    """How much accuracy each recipe of a ladder adds to the one before it; arguments as for `rows`.

    Returns
    -------
    dict of str to float
        By title, the largest first; without those that were not measured, or whose recipe before was not.
    """
    measured = rows(recipes, found)
    pairs = [pair for pair in pairwise(recipes) if set(pair) <= set(measured)]
    added = {measured[now].title: measured[now].accuracy - measured[before].accuracy for before, now in pairs}
    return dict(sorted(added.items(), key=lambda item: -item[1]))


def timed(recipes, found=None):
    """Seconds and accuracy of each recipe that was timed, as `lessonlib.accuracy_by_seconds` draws them.

    Takes arguments as `rows` does.

    Returns
    -------
    dict of str to (float, float)
        By title.
    """
    return {row.title: (row.seconds, row.accuracy) for row in rows(recipes, found).values() if row.seconds}


def origin(recipes, found=None):
    """When and on what recipes were measured, and whether the code has changed since; arguments as for `rows`.

    Returns
    -------
    str
        One sentence or a few.
    """
    found = results() if found is None else found
    used = [run for run in found["runs"] if run["recipe"] in recipes]
    if not used:
        return "Nothing has been measured yet."
    timings = [found["timings"][name] for name in recipes if name in found["timings"]]
    dates = sorted({record["date"] for record in [*used, *timings]})
    when = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    text = [f"Measured {when} on {used[-1]['cpu']} with torch {used[-1]['torch']}."]
    if timings:
        text.append(f"Timed with {timings[-1]['threads']} threads.")
    if not all(row.is_present for row in rows(recipes, found).values()):
        text.append("Measured with an earlier version of the code.")
    if any(timing["busy"] for timing in timings):
        text.append("The machine was busy while it was timed: the seconds are too many.")
    return "\n".join(text)


def report(found):
    """Everything in one table, for the terminal."""
    from lessonlib.cifar.recipes import RECIPES

    return f"{table(RECIPES, found)}\n{origin(RECIPES, found)}"
