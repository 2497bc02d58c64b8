"""What each page of the built site costs its reader: bytes, layout shift, and the longest task on load.

`python rehearse/loads.py` serves _build/html gzipped on loopback and opens each page in Chromium, unthrottled, at
two widths, with nothing kept from before. Bytes and tasks count until the page is quiet. Fonts are counted apart: the
budget is for what differs from page to page. Layout shift counts until the page has been scrolled to its end, too.
A task is as long as the main thread computes: what other processes take of the core meanwhile is no fault of a page.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from browser import ARGUMENTS, HOW, find
from built import SITE, add_pages
from gzipped import serve
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]

WIDTHS = (360, 1280)
MOST = {"kB": 350, "shift": 0, "task": 50}
OBSERVE = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
STEP = 500  # pixels that a reader's wheel moves at a time


def longest_task(trace, address):
    """Milliseconds that the main thread of the page computed in its longest task; `trace` is Chromium's.

    Chromium loads pages of its own meanwhile, such as the list below its address field: `address` says which is ours.
    """
    events = trace["traceEvents"]

    def is_ours(one):
        return one["name"] == "ParseHTML" and one["args"].get("beginData", {}).get("url", "").startswith(address)

    main = {(one["pid"], one["tid"]) for one in events if is_ours(one)}
    tasks = (one for one in events if one["name"] == "RunTask" and (one["pid"], one["tid"]) in main)
    return max(one.get("tdur", 0) for one in tasks) / 1000


def scroll_down(page):
    """Scroll slowly to the end, however far it moves away meanwhile."""
    while page.evaluate("innerHeight + scrollY < document.documentElement.scrollHeight - 1"):
        page.evaluate("step => scrollBy({ top: step, behavior: 'instant' })", STEP)
        page.wait_for_timeout(60)
    page.wait_for_timeout(500)


def measure(browser, address, width):
    """{"kB", "fonts", "shift", "task"} of one first visit."""
    context = browser.new_context(viewport={"width": width, "height": 900 if width > 600 else 740})
    context.add_init_script(OBSERVE)
    page = context.new_page()
    sizes = {"kB": 0, "fonts": 0}

    def count(request):
        size = request.sizes()
        sizes["fonts" if request.resource_type == "font" else "kB"] += (
            max(size["responseBodySize"], 0) + size["responseHeadersSize"]
        ) / 1000

    page.on("requestfinished", count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace.json"
        categories = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
        browser.start_tracing(page=page, path=path, categories=categories)
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(1500)
        browser.stop_tracing()
        task = longest_task(json.loads(path.read_bytes()), address)
    loaded = dict(sizes)
    scroll_down(page)
    shift = page.evaluate("shift")
    context.close()
    return {**loaded, "shift": shift, "task": task}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_pages(parser)
    parser.add_argument("--runs", type=int, default=3, help="the longest task is that of the quietest run")
    asked = parser.parse_args()
    path = find()
    if not path:
        sys.exit(f"A Chromium is needed. {HOW}")
    failed = False
    print(f"{'page':40} {'width':>5} {'kB gzipped':>10} {'fonts':>5} {'shift':>7} {'longest task, ms':>16}")
    with serve(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for name in asked.pages:
            for width in WIDTHS:
                runs = [measure(browser, f"{address}/{name}.html", width) for _ in range(asked.runs)]
                found = {
                    "kB": runs[0]["kB"],
                    "fonts": runs[0]["fonts"],
                    "shift": max(run["shift"] for run in runs),
                    "task": min(run["task"] for run in runs),
                }
                over = [what for what, most in MOST.items() if found[what] > most]
                failed |= bool(over)
                sizes = f"{found['kB']:10.0f} {found['fonts']:5.0f}"
                row = f"{name:40} {width:5} {sizes} {found['shift']:7.4f} {found['task']:16.0f}"
                print(row + (f"  over in {', '.join(over)}" if over else ""), flush=True)
        browser.close()
    sys.exit(failed)


if __name__ == "__main__":
    main()
