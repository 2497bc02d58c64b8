"""Every page of the built site as a reader sees it: four widths, light and dark, to be looked at one by one.

`python rehearse/screenshots.py` writes _build/rehearse/screenshots. A page is cut into strips that lie side by side
on sheets, so that a long page can be looked at without scrolling. All its widgets run and all its pictures are there.
It fails where a page is wider than the window. With `--readme` it takes the two pictures of the README instead.
"""

import argparse
import io
import shutil
import sys
from pathlib import Path

from browser import ARGUMENTS, HOW, find
from built import SITE, add_pages, every_page
from gzipped import serve
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "_build" / "rehearse" / "screenshots"

WIDTHS = (360, 768, 1280, 1920)
SCHEMES = ("light", "dark")
STRIP = 1600  # pixels high
PART = 8 * STRIP  # pixels high: a page is photographed in parts, since Chromium leaves blank what is below 16,384
SHEET = 2600  # pixels wide, at most, if more than one strip lies on it
GAP = 20  # pixels
README_SIZE = {"width": 1280, "height": 720}
LOADED = """async () => {
  const pictures = [...document.querySelectorAll("article img")];
  for (const picture of pictures) picture.loading = "eager";
  await Promise.all(pictures.map((picture) => picture.decode()));
  return document.querySelectorAll(".lesson-widget:not([data-live])").length === 0;
}"""


def photograph(browser, address, width, scheme):
    """The whole page as a picture, and how wide it is."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}#view&", wait_until="networkidle")  # such an address starts every widget
    page.wait_for_function(LOADED, timeout=60_000)
    for widget in page.locator(".lesson-widget").all():  # what computes much waits until it is seen
        widget.scroll_into_view_if_needed()
        page.wait_for_timeout(200)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(500)
    wide = page.evaluate("document.documentElement.scrollWidth")
    picture = Image.new("RGB", (max(width, wide), page.evaluate("document.documentElement.scrollHeight")))
    for top in range(0, picture.height, PART):
        part = {"x": 0, "y": top, "width": picture.width, "height": min(PART, picture.height - top)}
        file = io.BytesIO(page.screenshot(full_page=True, clip=part))
        picture.paste(Image.open(file).convert("RGB"), (0, top))
    context.close()
    return picture, wide


def picture_readme(browser, address):
    """The first screen of the book, light and dark, beside the README's other files."""
    for scheme in SCHEMES:
        context = browser.new_context(viewport=README_SIZE, color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        page.goto(f"{address}/index.html#view&", wait_until="networkidle")
        page.wait_for_function(LOADED, timeout=60_000)
        page.wait_for_timeout(500)
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        context.close()
        target = ROOT / ".github" / f"readme-{scheme}.webp"
        picture.save(target, quality=80, method=6)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1000:.0f} kB")


def sheets(picture):
    """The picture cut into strips, laid side by side on as many sheets as it takes."""
    width, height = picture.size
    strips = [picture.crop((0, top, width, min(top + STRIP, height))) for top in range(0, height, STRIP)]
    across = max(1, (SHEET + GAP) // (width + GAP))
    for first in range(0, len(strips), across):
        some = strips[first : first + across]
        sheet = Image.new("RGB", (len(some) * (width + GAP) - GAP, some[0].height), "fuchsia")
        for place, strip in enumerate(some):
            sheet.paste(strip, (place * (width + GAP), 0))
        yield sheet


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_pages(parser)
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS)
    parser.add_argument("--schemes", choices=SCHEMES, nargs="+", default=SCHEMES)
    parser.add_argument("--readme", action="store_true", help="write .github/readme-light.webp and readme-dark.webp")
    asked = parser.parse_args()
    path = find()
    if not path:
        sys.exit(f"A Chromium is needed. {HOW}")
    if asked.pages == every_page() and not asked.readme:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    failed = False
    with serve(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        if asked.readme:
            picture_readme(browser, address)
            sys.exit()
        for name in asked.pages:
            for width in asked.widths:
                for scheme in asked.schemes:
                    picture, wide = photograph(browser, f"{address}/{name}.html", width, scheme)
                    for number, sheet in enumerate(sheets(picture), start=1):
                        sheet.save(FOLDER / f"{name.split('/')[-1]}-{width}-{scheme}-{number:02}.png")
                    failed |= wide > width
                    print(f"{name}, {width} px, {scheme}" + (f": {wide} px wide" if wide > width else ""), flush=True)
        browser.close()
    print(f"Look at them: {FOLDER.relative_to(ROOT)}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
