"""Measure how accurate each recipe of lessonlib.cifar gets, and in how many seconds, beside well-known tutorials.

    python benchmarks/cifar.py              # every run that is missing; stop it when you like and start it again
    python benchmarks/cifar.py --time       # seconds, on a machine that does nothing else; takes some minutes
    python benchmarks/cifar.py --report     # the tables

Accuracy and time are measured apart. *Accuracy* does not depend on what else the machine does. So these runs may
take place on a busy one, in the background, with one thread, even two of them at once in two terminals; each run
notes its wall seconds and whether the machine was busy. *Seconds* are then measured in one quiet pass: a few steps of
every recipe for each size of its pictures, in turns, several rounds. A recipe's seconds are the median step times
the steps, plus what comes before the first step. Tests on the test pictures are not counted.

Runs are ordered by importance, seed by seed: the 60-second budget, the ladder, 180 seconds, the tutorials, 600 seconds.
Each finished run is written at once to benchmarks/results/cifar.json. A run that lies there and was
measured with the present code and settings is not run again.

On a machine with glibc nothing needs to be set: training keeps its memory by itself. OMP_WAIT_POLICY=PASSIVE helps
where anything else is running.
"""

import argparse
import contextlib
import dataclasses
import fcntl
import json
import os
import platform
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import torch

from lessonlib.cifar import LADDER, PEERS, RECIPES, load, results, train
from lessonlib.cifar.training.hardware import cores, has_bfloat16
from lessonlib.files import atomic_write

HERE = Path(__file__).resolve()
ORDER = tuple(dict.fromkeys(("minute", *LADDER, "three-minutes", *PEERS, "ten-minutes")))
SEEDS = (0, 1, 2)
ROUNDS = 4
BUSY = 0.7  # of the load on the machine before a run: above it, wall seconds mean nothing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--time", action="store_true", help="measure seconds instead of accuracy")
    parser.add_argument("--report", action="store_true", help="print what was results, and measure nothing")
    parser.add_argument("--only", nargs="+", metavar="RECIPE", help="these recipes only")
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS, help="these seeds only")
    parser.add_argument("--again", action="store_true", help="also what was measured before")
    parser.add_argument("--threads", type=int, help="processor cores to use (all; on a busy machine take 1)")
    parser.add_argument("--results", type=Path, default=results.RESULTS, help="the file to read and write")
    chosen = parser.parse_args()
    names = [name for name in ORDER if not chosen.only or name in chosen.only]
    if chosen.time:
        measure_seconds(names, chosen)
    elif not chosen.report:
        measure_accuracy(names, chosen)
    print(results.report(results.results(chosen.results)))


def measure_accuracy(names, chosen):
    data = real_pictures()
    for seed in chosen.seeds:
        for name in names:
            with claim(f"{name}-{seed}") as mine:
                found = results.results(chosen.results)
                if not mine or (not chosen.again and results.has_run(found, name, RECIPES[name], seed)):
                    continue
                run = one_run(name, RECIPES[name], data, seed, chosen.threads)
                add(chosen.results, lambda found, run=run: results.with_run(found, run))
                print(f"{name}, seed {seed}: {run['accuracy']:.2%}, {run['wall_seconds']:.0f} s wall", flush=True)


def one_run(name, recipe, data, seed, threads):
    """Train once, test at the end, and note everything about it."""
    around = surroundings(threads)
    start = time.perf_counter()
    model, history = recipe.train(data, seed=seed, threads=threads, test_every=10_000)
    wall = time.perf_counter() - start
    return {
        "recipe": name,
        "seed": seed,
        "accuracy": history.test_accuracy[-1],
        "train_accuracy": history.train_accuracy[-1],
        "loss": history.loss[-1],
        "parameters": sum(weights.numel() for weights in model.parameters() if weights.requires_grad),
        "wall_seconds": round(wall, 1),
        "busy": around["load"] > BUSY or around["threads"] < around["cores"],
        "settings": results.settings_of(recipe),
    } | around


def measure_seconds(names, chosen):
    """A few steps of every recipe and picture size in turns; the median over rounds of each round's median step."""
    data = real_pictures()
    around = surroundings(chosen.threads)
    if around["load"] > BUSY:
        print(f"The machine is busy (load {around['load']}): these seconds will be too many.", flush=True)
    steps, setups = {}, {}
    for number in range(ROUNDS):
        for name in names:
            recipe = RECIPES[name]
            start = time.perf_counter()
            model = recipe.model(data, 0)
            setups.setdefault(name, []).append(time.perf_counter() - start)
            for size in results.phases(recipe):
                few = some_steps(data, recipe.settings.get("batch_size", 128))
                changes = {"epochs": 1, "sizes": (size,), "threads": chosen.threads, "schedule": "constant"}
                rate = recipe.settings["learning_rate"] / 100  # a few steps from a random start must not overshoot
                history = train_quietly(model, few, recipe.settings | changes | {"learning_rate": rate})
                per_step = history.quiet_seconds[0] / results.steps_of(len(few.train_images), recipe, 1)
                steps.setdefault((name, size), []).append(per_step)
        print(f"round {number + 1} of {ROUNDS}", flush=True)
    timings = {}
    for name in names:
        recipe = RECIPES[name]
        parts = [
            {"size": size, "steps": count, "step_seconds": round(median(steps[name, size]), 6)}
            for size, count in results.phases(recipe).items()
        ]
        total = median(setups[name]) + sum(part["steps"] * part["step_seconds"] for part in parts)
        narrow = recipe.settings.get("bfloat16", False)
        narrow = has_bfloat16(torch.device("cpu")) if narrow == "auto" else narrow
        timings[name] = {
            "seconds": round(total, 2),
            "setup_seconds": round(median(setups[name]), 3),
            "phases": parts,
            "bfloat16": narrow,
            "busy": around["load"] > BUSY,
            "settings": results.settings_of(recipe),
        } | around
    add(chosen.results, lambda found: found | {"timings": found["timings"] | timings})


def train_quietly(model, data, settings):
    """Train without a progress bar."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stderr(nowhere):
        return train(model, data, **settings)


def some_steps(data, batch_size):
    """So many training pictures that their batches take about a second or two, and one test picture."""
    count = batch_size * max(12, min(200, 6000 // batch_size))
    return dataclasses.replace(
        data,
        train_images=data.train_images[:count],
        train_labels=data.train_labels[:count],
        test_images=data.test_images[:1],
        test_labels=data.test_labels[:1],
    )


def real_pictures():
    os.environ.pop("LESSONLIB_SHORT", None)
    data = load()
    if not data.is_real:
        raise SystemExit("These measurements need the real CIFAR-10: set LESSONLIB_DATA to its folder.")
    return data


def surroundings(threads):
    """When, where and on what something was measured; nothing that names the computer."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        model = next(
            (
                line.split(":")[1].strip()
                for line in cpuinfo.read_text(encoding="utf-8").splitlines()
                if "model name" in line
            ),
            model,
        )
    git = ["git", "-C", str(HERE.parent)]
    commit = subprocess.run(
        [*git, "rev-parse", "HEAD"], capture_output=True, text=True, encoding="utf-8"
    ).stdout.strip()
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit,
        "code": results.code_hash(),
        "cpu": model,
        "cores": os.cpu_count(),
        "threads": threads or cores(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "torch": torch.__version__,
    }


@contextlib.contextmanager
def claim(key):
    """Whether this process may do a piece of work: no other is at it. It ends with the process, however that ends."""
    with open(Path(tempfile.gettempdir()) / f"lessonlib-benchmark-{key}.lock", "w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def add(path, change):
    """Change the results, one process at a time."""
    path.parent.mkdir(exist_ok=True)
    with open(Path(tempfile.gettempdir()) / "lessonlib-benchmark-results.lock", "w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        text = json.dumps(change(results.results(path)), indent=1) + "\n"
        with atomic_write(path) as file:
            file.write(text)


if __name__ == "__main__":
    main()
