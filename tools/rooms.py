"""Measure how much room each widget takes once it lives: `make rooms` writes web/rooms.json.

Until a widget has started, its place is kept as high as it will be (extension/assets/widgets.py), so that nothing
moves when it does. How high that is depends on the width of the page, and only a browser can tell. A widget that the
file does not know yet gets no room: the page works, and jumps once. The file is made from a built book.
"""

import json
import sys
from pathlib import Path

from browser import ARGUMENTS, HOW, find
from gzipped import serve
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
ROOMS = ROOT / "web" / "rooms.json"
WIDTHS = (360, 414, 768, 1280)
STILL, PATIENCE = 8, 90  # looks, half a second apart

HEIGHTS = """Object.fromEntries([...document.querySelectorAll(".cell .lesson-widget")].map((widget) => [
  widget.closest(".cell").id.replace(/^cell-/, ""),
  Math.round(widget.getBoundingClientRect().height),
]))"""


def measure(browser, address, width):
    """How high the widgets of a page are, alive: pixels by the id of their cell."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}#view&")
    page.reload()  # its fonts are there from the first line on, on a busy machine too
    page.wait_for_function("!document.querySelector('.lesson-widget:not([data-live])')")
    for widget in page.locator(".cell .lesson-widget").all():  # some begin to compute when they are seen
        widget.scroll_into_view_if_needed()
    found = settled(page)
    page.close()
    return found


def settled(page):
    """The heights once nothing has changed for a while: a network that a page runs needs some seconds for its maps."""
    found, same = None, 0
    for _ in range(PATIENCE):
        page.wait_for_timeout(500)
        now = page.evaluate(HEIGHTS)
        found, same = now, same + 1 if now == found else 0
        if same == STILL:
            break
    return found


def main():
    chromium = find()
    if not chromium:
        sys.exit(f"tools/rooms.py needs a Chromium. {HOW}")
    rooms = {}
    with sync_playwright() as playwright, serve(SITE) as site:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for path in sorted(SITE.rglob("*.html")):
            name = path.relative_to(SITE).with_suffix("").as_posix()
            if 'class="lesson-widget"' in path.read_text("utf-8"):
                heights = [measure(browser, f"{site}/{name}.html", width) for width in WIDTHS]
                rooms[name] = {cell: [found[cell] for found in heights] for cell in heights[0]}
        browser.close()
    lines = (f"  {json.dumps(name)}: {json.dumps(places)}" for name, places in rooms.items())
    ROOMS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"web/rooms.json: {sum(map(len, rooms.values()))} widgets on {len(rooms)} pages")


if __name__ == "__main__":
    main()
