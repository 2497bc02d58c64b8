"""Make lessonlib's photographs from those that scikit-image carries: `python tools/photographs.py`."""

import skimage.data
from PIL import Image

from lessonlib.pictures.photographs import read

SIDE = 512  # pixels, of the longer side
QUALITY = 70


def main():
    for name, source in read.SOURCES.items():
        image = Image.fromarray(getattr(skimage.data, source.file)())
        image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
        path = read._path(name)
        image.save(path, quality=QUALITY, method=6)
        print(f"{path.stat().st_size:7,} bytes  {path.name}")


if __name__ == "__main__":
    main()
