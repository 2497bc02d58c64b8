"""Time one update of the convolution explorer in Chromium: its script, and from the event to the picture on screen.

    python benchmarks/explorers.py

An update is what one action of the reader costs: the next output cell by arrow key, one pixel changed, the padding
changed with the focus on its slider. Script time is what the event's handlers take, by the clock; layout and painting
come after them, so the time from the event to the next frame is measured too. Prints the medians and 95th percentiles
and what part of its limit each takes, and writes benchmarks/results/explorers.json. Nothing else should run meanwhile:
on a busy machine the percentiles are those of the waiting.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from browser import ARGUMENTS, HOW, find
from conv import HERE as NEIGHBOUR
from conv import machine
from playwright.sync_api import sync_playwright

import lessonlib as ll
from lessonlib.widgets.conv_explorer.widget import CONTROLS

RESULTS = NEIGHBOUR.parent / "results" / "explorers.json"
FRAME = 1000 / 60  # milliseconds
WARM_UP = 20
# name: side of the picture, side of the filter, limit in milliseconds of script for 95 of 100 updates
SIZES = {"5x5": (5, 3, 4), "128x128, filter 5x5": (128, 5, 25)}
CHOICES = {"no controls": (), "every control": CONTROLS}

PAGE = """<!doctype html><meta charset="utf-8"><style>STYLE</style><main></main><script type="module">
const blob = new Blob([STATE._esm], { type: "text/javascript" });
const { default: widget } = await import(URL.createObjectURL(blob));
const state = STATE;
const heard = {};
const model = {
  get: (name) => state[name],
  set: (name, value) => { state[name] = value; (heard[`change:${name}`] ?? []).forEach((listener) => listener()); },
  save_changes() {},
  on: (event, listener) => (heard[event] ??= []).push(listener),
  off() {},
};
widget.render({ model, el: document.querySelector("main") });
const side = state.image.length;
const key = (name) => {
  const cell = document.querySelector("[data-part=output] [role=gridcell][tabindex='0']");
  cell.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
};
let count = 0;
const actions = {
  "next output": () => key(count % 2 ? "ArrowLeft" : "ArrowRight"),
  "one pixel": () => {
    const row = count % side;
    model.set("image", state.image.map((line, i) => (i === row ? line.with(count % line.length, count % 9) : line)));
  },
  padding: () => model.set("padding", 1 - state.padding),
};
const painted = () =>
  new Promise((done) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = done; // after the frame's painting
      channel.port2.postMessage(null);
    }),
  );
window.measure = async (name, rounds) => {
  const times = [];
  document.activeElement.blur();
  for (; times.length < rounds; count += 1) {
    await new Promise((done) => setTimeout(done, Math.random() * 16)); // anywhere within a frame
    const start = performance.now();
    actions[name]();
    const script = performance.now() - start;
    await painted();
    times.push([script, performance.now() - start]);
  }
  return times;
};
window.ready = true;
</script>"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200, help="updates of each kind (200)")
    rounds = parser.parse_args().rounds
    path = find()
    if not path:
        sys.exit(f"The benchmark needs a Chromium. {HOW}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        rows = [
            {"picture": size, "explorer": choice, **row}
            for size in SIZES
            for choice, controls in CHOICES.items()
            for row in measure(browser, Path(folder), size, controls, rounds)
        ]
        result = {"machine": where(), "chromium": browser.version, "rounds": rounds, "updates": rows}
        browser.close()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(report(result))


def where():
    """The machine, and whether the widgets are those of the commit."""
    git = ["git", "-C", str(NEIGHBOUR.parent), "status", "--porcelain", "../lessonlib/widgets"]
    changed = subprocess.run(git, capture_output=True, text=True, check=False, encoding="utf-8").stdout
    found = machine()
    commit = found["commit"].removesuffix(" and changes")
    return {**found, "commit": commit + (" and changes" if changed else "")}


def measure(browser, folder, size, controls, rounds):
    """The times of each kind of update for one explorer."""
    side, filter_side, limit = SIZES[size]
    random = np.random.default_rng(0)
    image, filter = random.integers(0, 9, (side, side)), random.integers(-2, 3, (filter_side, filter_side))
    view = ll.conv_explorer(image, filter, controls=controls).view
    state = json.dumps(view.get_state()).replace("</", "<\\/")
    path = folder / "page.html"
    path.write_text(PAGE.replace("STYLE", view._css).replace("STATE", state), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("window.ready")
    for action in ("next output", "one pixel", "padding"):
        run = "([action, rounds]) => measure(action, rounds)"
        page.evaluate(run, [action, WARM_UP])
        script, painted = zip(*page.evaluate(run, [action, rounds]), strict=True)
        waits = [whole - own for own, whole in zip(script, painted, strict=True)]
        yield {
            "update": action,
            "script_ms": summary(script),
            "event_to_paint_ms": summary(painted),
            "frames_from_script_to_paint": round(percentile(waits) / FRAME, 2),
            "limit_ms": limit,
            "part_of_limit": round(percentile(script) / limit, 2),
        }
    page.close()


def summary(times):
    return {"median": round(median(times), 2), "p95": round(percentile(times), 2)}


def percentile(times):
    return quantiles(times, n=20)[-1]


def report(result):
    columns = ("picture", "explorer", "update", "script ms, median", "p95", "limit", "p95 / limit")
    columns += ("event to paint ms, p95", "frames after the script, p95")
    lines = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for row in result["updates"]:
        times = [*row["script_ms"].values(), row["limit_ms"], row["part_of_limit"], row["event_to_paint_ms"]["p95"]]
        cells = [row["picture"], row["explorer"], row["update"], *times, row["frames_from_script_to_paint"]]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join([f"Chromium {result['chromium']}, {result['machine']}", "", *lines])


if __name__ == "__main__":
    main()
