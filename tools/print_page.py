"""Set lessonlib's page of print in the book's face, in a browser: `python tools/print_page.py`."""

import base64
import io
from pathlib import Path

import browser
import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

from lessonlib.pictures import print_page

ROOT = Path(__file__).resolve().parents[1]
FACE = ROOT / "web/node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2"
WIDTH, MARGIN = 840, 28  # pixels
SIZE, LEADING = 40, 58  # of the letters, and from line to line

SET = """async ({ address, text, width, margin, size, leading }) => {
  const face = await new FontFace("Page", `url(${address})`, { weight: "200 900" }).load();
  document.fonts.add(face);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const font = (context.font = `400 ${size}px Page`);
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (context.measureText(longer).width <= width - 2 * margin) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  Object.assign(canvas, { width, height: 2 * margin + leading * (lines.length - 1) + size });
  Object.assign(context, { font, fillStyle: "#fff" });
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#000";
  lines.forEach((line, i) => context.fillText(line, margin, margin + 0.85 * size + i * leading));
  return canvas.toDataURL();
}"""


def main():
    font = base64.b64encode(FACE.read_bytes()).decode()
    setting = {"text": print_page.TEXT, "width": WIDTH, "margin": MARGIN, "size": SIZE, "leading": LEADING}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=browser.ARGUMENTS)
        page = chromium.new_page()
        drawn = page.evaluate(SET, {"address": f"data:font/woff2;base64,{font}", **setting})
        chromium.close()
    image = Image.open(io.BytesIO(base64.b64decode(drawn.partition(",")[2]))).convert("L")
    image.save(print_page.PATH, lossless=True, method=6)
    print(f"{print_page.PATH.stat().st_size:,} bytes, {np.asarray(image).shape}")


if __name__ == "__main__":
    main()
