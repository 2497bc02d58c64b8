"""The two typefaces of the site, cut down to what the book needs, and fallbacks that take the same room.

Source Serif 4 for reading and Source Code Pro for code and numbers in grids, variable, both under the SIL Open Font
License, from the packages of Fontsource in web/node_modules. Subsetting takes seconds, so what was made is kept there.
"""

import hashlib
import io
import shutil
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from lessonlib.files import atomic_write

PACKAGES = Path(__file__).resolve().parents[2] / "node_modules" / "@fontsource-variable"
MADE = PACKAGES.parent / ".lesson-fonts"
LICENCES = "fonts/LICENSES.txt"

# ASCII, the letters of names, and the signs that the text and the widgets use.
SIGNS = "Éäçèéñöü\N{NO-BREAK SPACE}©±²³µ·×–—‘’“”•…′−\N{NARROW NO-BREAK SPACE}"
CHARACTERS = {*map(chr, range(0x20, 0x7F)), *SIGNS}
FEATURES = ["ccmp", "kern", "liga", "locl", "lnum", "mark", "mkmk", "pnum", "tnum"]


class Face(NamedTuple):
    """A font file: what CSS calls it, its package and file there, and the range of each axis that is kept."""

    family: str
    style: str
    package: str
    file: str
    axes: dict
    needed: str = ""  # the element without which a page does not need it; any other page asks for it first


FACES = (
    Face(
        "Source Serif 4",
        "normal",
        "source-serif-4",
        "source-serif-4-latin-opsz-normal.woff2",
        {"wght": (400, 700), "opsz": (12, 60)},
    ),
    Face(
        "Source Serif 4",
        "italic",
        "source-serif-4",
        "source-serif-4-latin-wght-italic.woff2",
        {"wght": (400, 700)},
        needed="em",
    ),
    Face(
        "Source Code Pro",
        "normal",
        "source-code-pro",
        "source-code-pro-latin-wght-normal.woff2",
        {"wght": (400, 700)},
    ),
)

# Fonts that readers' machines have, by the average width of their letters in English text, in em; and ours. The numbers
# are those of the npm package @capsizecss/metrics.
WIDTHS = {"normal": 0.479, "italic": 0.441, "bold": 0.486}
FALLBACKS = (
    (("Georgia",), {"normal": 0.4458, "italic": 0.4546, "bold": 0.5186}),
    (("Noto Serif", "NotoSerif"), {"normal": 0.481, "italic": 0.469, "bold": 0.5}),
    (("Times New Roman", "Liberation Serif", "Nimbus Roman"), {"normal": 0.4063, "italic": 0.4082, "bold": 0.4326}),
)
ASCENT, DESCENT = 1.036, 0.335  # of Source Serif 4, in em
SUFFIXES = {"normal": "", "italic": " Italic", "bold": " Bold"}


def cut(face):
    """The bytes of a face with only our characters, features and ranges of its axes."""
    font = TTFont(PACKAGES / face.package / "files" / face.file)
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes={ord(character) for character in CHARACTERS} & font.getBestCmap().keys())
    cutter.subset(font)
    plain = io.BytesIO()
    font.flavor = None
    font.save(plain)
    plain.seek(0)
    font = instancer.instantiateVariableFont(TTFont(plain), face.axes)
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def name(face):
    """The name of a face's file, with a mark of everything that it is made from."""
    source = (PACKAGES / face.package / "files" / face.file).read_bytes()
    mark = hashlib.sha256(source + Path(__file__).read_bytes()).hexdigest()[:10]
    return f"{face.package}-{face.style}-{mark}.woff2"


def made(face):
    """The file of a face, cut down; kept beside the packages."""
    path = MADE / name(face)
    if not path.exists():
        MADE.mkdir(exist_ok=True)
        with atomic_write(path, "wb") as file:
            file.write(cut(face))
    return path


def write(folder):
    """Put the fonts and their licences into ``folder``/fonts."""
    shutil.rmtree(folder / "fonts", ignore_errors=True)
    (folder / "fonts").mkdir(parents=True)
    for face in FACES:
        shutil.copy(made(face), folder / "fonts")
    packages = dict.fromkeys(face.package for face in FACES)
    texts = [(PACKAGES / package / "LICENSE").read_text(encoding="utf-8") for package in packages]
    headed = [f"{package}, subset\n\n{text}" for package, text in zip(packages, texts, strict=True)]
    (folder / LICENCES).write_text(f"\n{'-' * 80}\n\n".join(headed), encoding="utf-8")


def early(body):
    """The files that a page asks for before it has read its stylesheet, by the tree of its body."""
    return [f"fonts/{name(face)}" for face in FACES if not face.needed or body.find(face.needed)]


def rules(place=""):
    """The faces as CSS, and the two stacks that use them; `place` leads from that CSS to the folder of the fonts."""
    lines = [
        f"@font-face {{ font-family: '{face.family}'; font-style: {face.style}; font-weight: 400 700; "
        f"font-display: optional; src: url('{place}fonts/{name(face)}') format('woff2'); }}"
        for face in FACES
    ]
    lines += [fallback(names, kind, widths[kind]) for names, widths in FALLBACKS for kind in WIDTHS]
    serif = ["Source Serif 4", *(f"{names[0]} for Source Serif" for names, _ in FALLBACKS)]
    mono = 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'
    stack = ", ".join(f'"{family}"' for family in serif)
    lines.append(f':root {{ --lesson-serif: {stack}, serif; --lesson-mono: "Source Code Pro", {mono}; }}')
    return "\n".join(lines) + "\n"


def fallback(names, kind, width):
    """A face of the reader's own machine, as wide and as high as ours."""
    size = WIDTHS[kind] / width
    local = ", ".join(f"local('{one}{SUFFIXES[kind]}')" for one in names)
    style = "italic" if kind == "italic" else "normal"
    weight = "600 700" if kind == "bold" else "400 500"
    return (
        f"@font-face {{ font-family: '{names[0]} for Source Serif'; font-style: {style}; font-weight: {weight}; "
        f"src: {local}; size-adjust: {100 * size:.1f}%; ascent-override: {100 * ASCENT / size:.1f}%; "
        f"descent-override: {100 * DESCENT / size:.1f}%; line-gap-override: 0%; }}"
    )
