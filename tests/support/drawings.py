"""What a figure's SVG draws, read without a browser."""

import base64
import io
import re
from xml.etree import ElementTree

import numpy as np
from PIL import Image

NAMESPACE = "{http://www.w3.org/2000/svg}"


def read(shown):
    """The root of the last figure that was displayed, from a list of (data, metadata)."""
    return ElementTree.fromstring(shown[-1][0]["image/svg+xml"])


def all_of(root, tag):
    return list(root.iter(f"{NAMESPACE}{tag}"))


def size(root):
    """Width and height in CSS pixels."""
    return int(root.get("width")), int(root.get("height"))


def colours(root):
    """The names of the palette's colours in it."""
    return set(re.findall(r"var\(--lesson-(\w+), #", ElementTree.tostring(root, encoding="unicode")))


def pixels(image):
    """What an image element shows: (rows, columns, 4), 0 to 255."""
    data = image.get("href").partition(",")[2]
    found = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGBA"))
    return found[::-1] if "scale(1 -1)" in image.get("transform", "") else found


def boxes(root, colour):
    """Left, top, right and bottom of each path in this colour of the palette, in the order of drawing."""
    found = []
    for path in all_of(root, "path"):
        if f"--lesson-{colour}," in path.get("fill", "") + path.get("stroke", ""):
            points = np.array(re.findall(r"-?[\d.]+", path.get("d")), dtype=float).reshape(-1, 2)
            moved = re.match(r"translate\((\S+) (\S+)\)", path.get("transform", "translate(0 0)"))
            points += [float(moved[1]), float(moved[2])]
            found.append((*points.min(axis=0), *points.max(axis=0)))
    return found
