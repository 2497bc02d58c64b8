"""Time what every figure of the built book does per move, how soon a search glows, and how fast the race trains.

    python benchmarks/figures.py    # after `make book`

A move is one of the reader's events; its script is all that the page runs until the next one, by its thread's clock, so
a busy machine does not change it. The wait for a new glow and the pace of the race are by the clock on the wall, and
those of the machine as it is: the load is printed beside them. Writes benchmarks/results/figures.json.
"""

import argparse
import json
import os
import sys
from statistics import median, quantiles

from browser import ARGUMENTS, HOW, find
from conv import HERE as NEIGHBOUR
from conv import machine
from gestures import GESTURES
from gzipped import serve
from playwright.sync_api import sync_playwright
from traces import MARKING, longest_task, script_of_moves, traced

ROOT = NEIGHBOUR.parents[1]
SITE = ROOT / "_build" / "html"
RESULTS = NEIGHBOUR.parent / "results" / "figures.json"
WARM_UP = 12
MOVES = 100
REST = 30  # milliseconds after a move: a worker may answer
GLOW = 120  # milliseconds from a choice to the new glow
STEPS = 30  # of the race in a second, at least
TASK = 50  # milliseconds: a longer task is a long one

# The searches: where they stand, the keys that choose, and what says that the new glow is there.
SEARCHES = (
    ("index", "Touch a letter", ".lesson-letter-title", "root.dataset.shown"),
    ("book/03-convolution-by-hand", "Find it", ".lesson-patch-page", "root.dataset.box"),
)
WAIT = """async ([selector, shown, rounds]) => {
  const root = document.querySelector(selector).closest(".lesson-view");
  const now = new Function("root", `return ${shown}`);
  const frame = () => new Promise(requestAnimationFrame);
  const times = [];
  for (let i = 0; i < rounds; i += 1) {
    const [before, start] = [now(root), performance.now()];
    const key = "ArrowRight"; // to a letter that was not asked for before
    document.querySelector(selector).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    while (now(root) === before && performance.now() - start < 2000) await frame();
    await frame();
    times.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, 50));
  }
  return times;
}"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", nargs="*", help="names of figures (default: every one)")
    asked = parser.parse_args()
    path = find()
    if not path:
        sys.exit(f"The benchmark needs a Chromium. {HOW}")
    if not (SITE / "index.html").exists():
        sys.exit("The book is not built. Build it first: make book")

    def wanted(name):
        return not asked.figures or name in asked.figures

    before = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    with serve(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        moves = []
        for one in GESTURES:
            if wanted(one.figure):
                print(f"{one.page}: {one.figure}, {one.what} ...", file=sys.stderr, flush=True)
                moves.append(time_moves(browser, address, one))
        waits = [time_glow(browser, address, *one) for one in SEARCHES if wanted(one[1])]
        race = time_race(browser, address) if wanted("Training race") else None
        result = {"machine": machine(), "chromium": browser.version, "load": before, "moves": moves}
        browser.close()
    result |= {"glow": waits, "race": race}
    if not asked.figures:
        RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(report(result))


def open_figure(browser, address, page_name, figure, nth=0):
    """The page with this figure in view and alive, and the figure."""
    still = "reduce" if figure == "Touch a letter" else "no-preference"  # without its one unprompted pass
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion=still)
    page.add_init_script(MARKING)
    page.goto(f"{address}/{page_name}.html#view&", wait_until="networkidle")
    view = page.get_by_role("group", name=figure, exact=True).nth(nth)
    view.wait_for()
    page.wait_for_function("!document.querySelector('.lesson-widget:not([data-live])')")
    view.evaluate("(node) => node.scrollIntoView({ block: 'start' })")
    page.mouse.wheel(0, -90)  # out from under the header
    page.wait_for_timeout(600)
    return page, view.locator("xpath=ancestor::div[contains(@class, 'lesson-widget')][last()]")  # with its sliders


def time_moves(browser, address, gesture):
    page, root = open_figure(browser, address, gesture.page, gesture.figure, gesture.nth)
    with traced(browser, page) as events:
        for _ in gesture.moves(page, root, WARM_UP + MOVES):
            page.wait_for_timeout(REST)
    page.close()
    script = script_of_moves(events)[WARM_UP:]
    p95 = quantiles(script, n=20)[-1]
    return {
        "figure": gesture.figure,
        "page": gesture.page,
        "move": gesture.what,
        "moves": len(script),
        "script_ms": {"median": round(median(script), 2), "p95": round(p95, 2)},
        "longest_task_ms": round(longest_task(events), 1),
        "limit_ms": gesture.limit,
        "part_of_limit": round(p95 / gesture.limit, 2),
    }


def time_glow(browser, address, page_name, figure, selector, shown):
    page, _ = open_figure(browser, address, page_name, figure)
    page.locator(selector).first.press("Home")
    page.evaluate(WAIT, [selector, shown, 4])
    with traced(browser, page) as events:
        page.mouse.move(5, 5)  # the mark that names the page's thread
        times = page.evaluate(WAIT, [selector, shown, 20])
    page.close()
    p95 = quantiles(times, n=20)[-1]
    return {
        "figure": figure,
        "wait_ms": {"median": round(median(times), 1), "p95": round(p95, 1)},
        "limit_ms": GLOW,
        "longest_task_ms": round(longest_task(events), 1),
    }


def time_race(browser, address):
    page, root = open_figure(browser, address, "book/08-same-loop-new-block", "Training race")
    root.get_by_role("radio", name="CNN").check()
    with traced(browser, page) as events:
        page.mouse.move(5, 5)
        seconds = page.evaluate(
            """async () => {
              const race = document.querySelector(".lesson-race");
              const start = performance.now();
              race.querySelector("[data-action=go]").click();
              const isOver = () => race.querySelector("[data-part=words]").textContent.includes("The end");
              while (!isOver()) await new Promise(requestAnimationFrame);
              return (performance.now() - start) / 1000;
            }"""
        )
    page.close()
    steps = 4000 / 20
    return {"steps_a_second": round(steps / seconds, 1), "longest_task_ms": round(longest_task(events), 1)}


def report(result):
    columns = ("figure", "move", "script ms, median", "p95", "limit", "p95 / limit", "longest task, ms")
    lines = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for row in result["moves"]:
        values = [*row["script_ms"].values(), row["limit_ms"], row["part_of_limit"], row["longest_task_ms"]]
        lines.append(f"| {' | '.join(map(str, [row['figure'], row['move'], *values]))} |")
    for row in result["glow"]:
        wait = row["wait_ms"]
        lines.append(
            f"\n{row['figure']}: a new glow after {wait['median']} ms (median), {wait['p95']} (p95) of {GLOW}; "
            f"longest task {row['longest_task_ms']} ms"
        )
    if race := result["race"]:
        lines.append(
            f"\nThe race: {race['steps_a_second']} steps a second (at least {STEPS}), longest task on the page "
            f"{race['longest_task_ms']} ms (long: over {TASK})"
        )
    head = f"Chromium {result['chromium']}, {result['machine']}, load {result['load']} when it began"
    return "\n".join([head, "", *lines])


if __name__ == "__main__":
    main()
