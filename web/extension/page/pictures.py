"""The pictures within figures as files: a page then shows its text before they have come."""

import hashlib
from base64 import b64decode
from pathlib import Path

FOLDER = "_images"
SMALL = 500  # characters: what is shorter stays in the page, where it costs less than a request
KINDS = {"image/png": "png", "image/webp": "webp", "image/jpeg": "jpg"}


def move_out(page):
    """Write each picture that a drawing holds as text into a file, named by its content, and link to that."""
    for image in page.body.find_all("image"):
        head, _, content = str(image.get("href", "")).partition(",")
        kind = KINDS.get(head.removeprefix("data:").removesuffix(";base64"))
        if kind and len(content) > SMALL:
            data = b64decode(content)
            name = f"{FOLDER}/{hashlib.sha256(data).hexdigest()[:16]}.{kind}"
            file = Path(page.app.outdir, name)
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data)
            image["href"] = page.context["pathto"](name, resource=True)
