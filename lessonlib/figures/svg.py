"""A matplotlib figure as SVG that takes its colours and its typeface from the page around it.

The palette's colours become the page's variables, with a colour for either background where there is no such page.
There are no style attributes and no ids, so that a strict policy lets a figure in and one page can hold many.
"""

import base64
import io
import re
from xml.etree import ElementTree

from lessonlib.figures import palette

TYPE_SIZE = 12  # points that a figure is laid out for; on a phone the site's stylesheet makes them 13
WIDE_TYPE_SIZE = 11  # points where there is room
PIXELS_PER_INCH = 118.4  # CSS pixels: 5 inches are as wide as the text of the site
POINTS_PER_INCH = 72

_NUMBER = re.compile(r"-?\d+\.\d+")
_FONT = re.compile(r"(?:(?P<weight>bold|\d+) )?(?P<size>[\d.]+)px\b")
_SCALE = re.compile(r"(?:matrix|scale)\((-?[\d.]+)")
_LEFT_OUT = {"font-family", "font-style", "font-variant", "font-stretch", "image-rendering"}
_COLOURS = {value: f"var(--lesson-{name}, {value})" for name, value in palette.FIGURE.items()}
_INK = _COLOURS[palette.FIGURE["ink"]]


def as_svg(fig, alt):
    """The figure as SVG.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Colours of ``palette.FIGURE``, and black, follow the page; others stay.
    alt : str
        What it shows, for readers who cannot see it.

    Returns
    -------
    str
        One ``svg`` element of class ``lesson-figure``.
    """
    import matplotlib

    file = io.BytesIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "lesson", "svg.image_inline": True}):
        fig.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    root = ElementTree.fromstring(file.getvalue())
    _strip_namespaces(root)
    clips = {node.get("id"): node[0].attrib for node in root.iter("clipPath") if node[0].tag == "rect"}
    marks = {node.get("id"): node for defs in root.iter("defs") for node in defs if node.tag == "path"}
    for node in root.iter():
        _set_attributes(node)
    content = [made for node in root for made in _inlined(node, clips, marks)]
    width, height = fig.get_size_inches()
    made = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "lesson-figure",
            "role": "img",
            "aria-label": alt,
            "width": f"{width * PIXELS_PER_INCH:.0f}",
            "height": f"{height * PIXELS_PER_INCH:.0f}",
            "viewBox": f"0 0 {width * POINTS_PER_INCH:.6g} {height * POINTS_PER_INCH:.6g}",
            "font-family": "sans-serif",
            "font-size": f"{WIDE_TYPE_SIZE}",
            "fill": _INK,
            "stroke-linejoin": "round",
        },
    )
    made.extend(content)
    return ElementTree.tostring(made, encoding="unicode")


def _strip_namespaces(root):
    """Plain names, and no text but that of ``text`` elements."""
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
        node.attrib = {name.rpartition("}")[2]: value for name, value in node.attrib.items()}
        node.tail = None
        if node.tag != "text":
            node.text = None


def _set_attributes(node):
    """Style as attributes, colours as the page's, numbers with two decimals."""
    for declaration in filter(None, map(str.strip, node.attrib.pop("style", "").split(";"))):
        name, value = (part.strip() for part in declaration.split(":", 1))
        if name == "font":  # matplotlib 3.8 writes the shorthand
            found = _FONT.search(value)
            node.set("font-size", f"{found['size']}px")
            if found["weight"]:
                node.set("font-weight", found["weight"])
        elif name not in _LEFT_OUT:
            node.set(name, value)
    size = node.get("font-size", "").removesuffix("px")
    if size and float(size) == TYPE_SIZE:
        del node.attrib["font-size"]
    if node.get("transform", "").startswith("rotate(-0 "):
        del node.attrib["transform"]
    for name, value in node.attrib.items():
        if name in ("fill", "stroke"):
            node.set(name, _INK if value == "#000000" else _COLOURS.get(value, value))
        elif name == "href" and value.startswith("data:"):
            node.set(name, "".join(value.split()))
        elif name != "id":
            node.set(name, _NUMBER.sub(_rounded, " ".join(value.split())))
    if node.tag == "text" and node.get("fill") == _INK:
        del node.attrib["fill"]  # that of the whole figure
    if node.tag == "image":
        _compress(node)


def _rounded(found):
    text = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _compress(image):
    """The same pixels in fewer bytes than matplotlib's PNG; they stay squares where they are enlarged."""
    from PIL import Image

    found = Image.open(io.BytesIO(base64.b64decode(image.get("href").partition(",")[2])))
    scale = _SCALE.search(image.get("transform", ""))
    if float(image.get("width")) * abs(float(scale[1]) if scale else 1) > found.width:
        image.set("image-rendering", "pixelated")
    if found.mode == "RGBA" and found.getextrema()[3] == (255, 255):
        found = found.convert("RGB")
    file = io.BytesIO()
    found.save(file, format="WEBP", lossless=True, quality=100, method=6, exact=True)
    image.set("href", f"data:image/webp;base64,{base64.b64encode(file.getvalue()).decode()}")


def _inlined(node, clips, marks):
    """The elements that draw the same without ids: [] for what draws nothing, a group's content without its group."""
    if node.tag in ("defs", "metadata", "style") or (node.get("fill") == "none" and "stroke" not in node.attrib):
        return []
    clip = clips.get(node.attrib.pop("clip-path", "").removeprefix("url(#").removesuffix(")"))
    node.attrib.pop("id", None)
    if node.tag == "use" and node.get("href", "")[1:] in marks:
        node = _mark(node, marks[node.get("href")[1:]])
    children = [made for child in node for made in _inlined(child, clips, marks)]
    node[:] = children
    if node.tag == "g":
        if not children:
            return []
        made = [node] if node.attrib else children
    else:
        made = [node]
    if clip is None:
        return made
    # What is outside of an inner svg is cut off, as by a clipPath, which would need an id.
    box = {name: clip[name] for name in ("x", "y", "width", "height")}
    cut = ElementTree.Element("svg", {**box, "viewBox": " ".join(box.values())})
    cut.extend(made)
    return [cut]


def _mark(use, path):
    """A marker at its place."""
    at = {name: use.get(name, "0") for name in ("x", "y")}
    attributes = {**path.attrib, **{n: value for n, value in use.attrib.items() if n not in ("x", "y", "href")}}
    attributes.pop("id", None)
    if set(at.values()) != {"0"}:
        attributes["transform"] = f"translate({at['x']} {at['y']})"
    return ElementTree.Element("path", attributes)
