"""The pictures within figures as files: a page then shows its text before they have come."""

import hashlib
import io
from base64 import b64decode
from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = "_images"
SMALL = 500  # characters: what is shorter stays in the page, where it costs less than a request
KINDS = {"image/png": "png", "image/webp": "webp", "image/jpeg": "jpg"}


def move_out(page):
    """Write the pictures that drawings hold as text into files, named by their content, and link to those.

    The pictures of one figure that have one size lie in one file, for a page of a hundred would ask for a hundred.
    """
    for drawing in page.body.find_all(lambda node: node.name == "svg" and not node.find_parent("svg")):
        alike: dict[object, list] = {}
        for image in drawing.find_all("image"):
            head, _, content = str(image.get("href", "")).partition(",")
            kind = KINDS.get(head.removeprefix("data:").removesuffix(";base64"))
            if not kind or len(content) <= SMALL:
                continue
            is_tile = "lesson-figure" in drawing.get("class", "") and image.get("image-rendering") == "pixelated"
            group = (image["width"], image["height"]) if is_tile and kind == "webp" else id(image)
            alike.setdefault(group, []).append((image, kind, b64decode(content)))
        for images in alike.values():
            if len(images) > 1:
                _write_sheet(page, images)
            else:
                [(image, kind, data)] = images
                image["href"] = _write(page, kind, data)


def _write(page, kind, data):
    """The address, for the page, of a file with this content."""
    name = f"{FOLDER}/{hashlib.sha256(data).hexdigest()[:16]}.{kind}"
    file = Path(page.app.outdir, name)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    return page.context["pathto"](name, resource=True)


def _write_sheet(page, images):
    """Pictures of one size, one below the other in a file, each shown through a window of that size."""
    tiles = [np.asarray(Image.open(io.BytesIO(data)).convert("RGBA")) for _, _, data in images]  # (H, W, 4) each
    height, width, _ = tiles[0].shape
    # Above and below each its border stands once more: where a window ends within a pixel of the screen, that shows.
    sheet = Image.fromarray(np.concatenate([np.pad(tile, ((1, 1), (0, 0), (0, 0)), mode="edge") for tile in tiles]))
    if sheet.getchannel("A").getextrema() == (255, 255):
        sheet = sheet.convert("RGB")
    file = io.BytesIO()
    sheet.save(file, format="WEBP", lossless=True, quality=100, method=6, exact=True)
    address = _write(page, "webp", file.getvalue())
    for i, (image, _, _) in enumerate(images):
        view = {"width": width, "height": height, "viewBox": f"0 {i * (height + 2) + 1} {width} {height}"}
        window = image.wrap(page.body.new_tag("svg", attrs={name: str(value) for name, value in view.items()}))
        if moved := image.attrs.pop("transform", None):
            window.wrap(page.body.new_tag("g", attrs={"transform": moved}))
        image.attrs |= {"href": address, "height": str(sheet.height)}
