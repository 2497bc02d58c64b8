"""What each page of the built site costs its reader: bytes, layout shift, and the longest task on load.

`python rehearse/loads.py` serves _build/html gzipped on loopback and opens each page in Chromium, unthrottled, at
two widths, with nothing kept from before. Layout shift and tasks count until the page is quiet, without scrolling.
"""

import argparse
import sys
from pathlib import Path

from browser import ARGUMENTS, HOW, find
from built import SITE, add_pages
from gzipped import serve
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]

WIDTHS = (360, 1280)
MOST = {"kB": 350, "shift": 0, "task": 50}
OBSERVE = """
window.seen = { shift: 0, task: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) seen.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) seen.task = Math.max(seen.task, entry.duration);
}).observe({ type: "longtask", buffered: true });
"""


def measure(browser, address, width):
    """{"kB", "shift", "task"} of one first visit; a task under 50 ms counts as 0, for a browser does not tell it."""
    context = browser.new_context(viewport={"width": width, "height": 900 if width > 600 else 740})
    context.add_init_script(OBSERVE)
    page = context.new_page()
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()))
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(1500)
    seen = page.evaluate("seen")
    context.close()
    transferred = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    return {"kB": transferred / 1000, **seen}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_pages(parser)
    parser.add_argument("--runs", type=int, default=3, help="the longest task is that of the quietest run")
    asked = parser.parse_args()
    path = find()
    if not path:
        sys.exit(f"A Chromium is needed. {HOW}")
    failed = False
    print(f"{'page':40} {'width':>5} {'kB gzipped':>10} {'shift':>7} {'longest task, ms':>16}")
    with serve(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for name in asked.pages:
            for width in WIDTHS:
                runs = [measure(browser, f"{address}/{name}.html", width) for _ in range(asked.runs)]
                found = {
                    "kB": runs[0]["kB"],
                    "shift": max(run["shift"] for run in runs),
                    "task": min(run["task"] for run in runs),
                }
                over = [what for what, most in MOST.items() if found[what] > most]
                failed |= bool(over)
                row = f"{name:40} {width:5} {found['kB']:10.0f} {found['shift']:7.4f} {found['task'] or '< 50':>16}"
                print(row + (f"  over in {', '.join(over)}" if over else ""), flush=True)
        browser.close()
    sys.exit(failed)


if __name__ == "__main__":
    main()
