"""Pictures that the site draws of itself: an icon for a phone's home screen, and the card shown with a link."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.image import imsave
from matplotlib.patches import Rectangle

import lessonlib as ll
from lessonlib.figures.palette import LIGHT

ICON, CARD = "icon-192.png", "card.png"
CARD_SIZE = (1200, 630)  # pixels: what Facebook, LinkedIn and others show whole
CARD_ALT = "An image of 5 by 5 pixels with one edge, a filter of 3 by 3 weights, and the map that they give: 3 3 0."


def draw_icon(svg, side=192, scale=6):
    """The favicon as pixels, (side, side, 3), from 0 to 1; its corners are square, for a phone rounds them.

    The SVG is one of rectangles, filled or outlined, the first of them its ground. One unit of it takes ``scale``
    pixels; what is left of the side is ground too.
    """
    root = ElementTree.fromstring(svg)
    pixels = np.full((side, side, 3), to_rgb(root.findall("{*}rect")[0].attrib["fill"]))
    left = (side - int(root.attrib["viewBox"].split()[2]) * scale) // 2
    for group in (root, *root.findall("{*}g")):
        for shape in group.findall("{*}rect"):
            width, height = (round(float(shape.attrib[name]) * scale) for name in ("width", "height"))
            x, y = (left + round(float(shape.get(name, 0)) * scale) for name in ("x", "y"))
            fill = shape.get("fill") or group.get("fill")
            if fill and fill != "none":
                pixels[y : y + height, x : x + width] = to_rgb(fill)
            if stroke := shape.get("stroke"):
                half = round(float(shape.get("stroke-width", 1)) * scale / 2)
                inside = pixels[y + half : y + height - half, x + half : x + width - half].copy()
                pixels[y - half : y + height + half, x - half : x + width + half] = to_rgb(stroke)
                pixels[y + half : y + height - half, x + half : x + width - half] = inside
    return pixels


def draw_card(title):
    """The card: the book's title, and its first example with the numbers that lessonlib computes.

    Returns
    -------
    matplotlib.figure.Figure
        ``CARD_SIZE`` at 100 dots an inch.
    """
    name, _, subtitle = title.partition(": ")
    figure = Figure(figsize=(CARD_SIZE[0] / 100, CARD_SIZE[1] / 100), dpi=100, facecolor=LIGHT["background"])
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, CARD_SIZE[0]), ylim=(CARD_SIZE[1], 0))
    axes.axis("off")
    axes.text(80, 150, name, fontsize=62, fontweight="bold", color=LIGHT["ink"], va="baseline")
    axes.text(80, 215, subtitle, fontsize=27, color=LIGHT["muted"], va="baseline")
    picture, weights = ll.images.edge(), ll.filters.vertical_edge()
    output = ll.conv2d(picture[None, None], weights[None, None])[0, 0]
    cell = 60
    _draw_grid(axes, 80, 280, picture, cell, signed=False)
    _draw_grid(axes, 550, 280, weights, cell, signed=True)
    _draw_grid(axes, 940, 280, output, cell, signed=True)
    for x, side in ((80, 3), (940, 1)):
        length = side * cell + 2
        axes.add_patch(Rectangle((x - 1, 279), length, length, fill=False, edgecolor=LIGHT["accent"], linewidth=5))
    axes.text(465, 280 + 1.5 * cell, "·", fontsize=44, ha="center", va="center", color=LIGHT["ink"])
    axes.text(835, 280 + 1.5 * cell, "=", fontsize=36, ha="center", va="center", color=LIGHT["ink"])
    return figure


def _draw_grid(axes, x, y, values, cell, *, signed):
    largest = np.abs(values).max()
    for (i, j), value in np.ndenumerate(values):
        share = value / largest
        if signed:
            colour = np.array(to_rgb(LIGHT["positive" if value > 0 else "negative"]))
            ground, ink = 1 - (1 - colour) * 0.5 * abs(share), LIGHT["ink"]
        else:
            ground, ink = np.full(3, 0.19 + 0.79 * share), "black" if share > 0.5 else "white"
        place = (x + j * cell, y + i * cell)
        axes.add_patch(Rectangle(place, cell, cell, facecolor=ground, edgecolor=LIGHT["line"], linewidth=1.5))
        text = str(value).replace("-", "\N{MINUS SIGN}")
        axes.text(place[0] + cell / 2, place[1] + cell / 2, text, fontsize=20, color=ink, ha="center", va="center")


def write(app):
    """Put the pictures among the static files; the card only where pages can point at it."""
    folder = Path(app.doctreedir) / "lesson-drawn"
    folder.mkdir(parents=True, exist_ok=True)
    favicon = Path(app.srcdir) / "web" / "css" / "favicon.svg"
    imsave(folder / ICON, draw_icon(favicon.read_text(encoding="utf-8")))
    if app.config.html_baseurl:
        draw_card(app.config.html_title).savefig(folder / CARD)
    app.config.html_static_path.append(str(folder))
