"""Write book/references.md from book/references.bib and CITATION.cff: `PYTHONPATH=web python tools/references.py`."""

from pathlib import Path

import yaml
from pybtex.database import parse_file

from lessonlib.pictures.photographs.read import SOURCES

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"

HEAD = """# References

The chapters and the library name their sources by authors and year. Here they are in full, each with what \
this book takes from it.
"""

PHOTOGRAPHS = """
## Photographs

They come with [scikit-image](https://scikit-image.org/docs/stable/api/skimage.data.html), whose documentation \
says where each was first published. Here they are at most 512 pixels along a side.

| `ll.images.photo` | shows | by | licence |
|---|---|---|---|
"""

PRINT = """
The page of print, `ll.images.print_page`, is the first sentence of Lewis Carroll's *Alice's Adventures in Wonderland* \
(1865, in the public domain), set in Source Serif 4 (SIL Open Font License 1.1).
"""

CITE = """
## How to cite this book

{authors} ({year}). *{title}*. Version {version}. An executable book.

In BibTeX:

```
@software{{convolution_book,
  author = {{{{{authors}}}}},
  title = {{{title}}},
  version = {{{version}}},
  year = {{{year}}},
}}
```

The text and the pictures are under CC BY 4.0 (except for the photographs above, which carry no conditions, and \
those of CIFAR-10, which are not ours), the \
code under the BSD 3-Clause License.
"""


def entries():
    """The sources, ordered by name: each a dict of its fields, with ``"key"`` and a list of ``"authors"``."""
    found = []
    for key, entry in parse_file(str(BOOK / "references.bib"), "bibtex").entries.items():
        fields = {name.lower(): plain(text) for name, text in entry.fields.items()}
        authors = [
            plain(str(" ".join([*p.first_names, *p.middle_names, *p.prelast_names, *p.last_names])))
            for p in entry.persons["author"]
        ]
        found.append(fields | {"key": key, "authors": authors})
    return sorted(found, key=lambda fields: (fields["shorthand"].lower(), fields.get("year", "")))


def plain(text):
    """BibTeX text without its braces, and with a dash for a range."""
    return text.replace("{", "").replace("}", "").replace("--", "–")


def names(authors):
    """Authors in one line."""
    if authors[-1] == "others":
        return ", ".join(authors[:-1]) + " and others"
    return " and ".join([", ".join(authors[:-1]), authors[-1]]) if len(authors) > 1 else authors[0]


def where(fields):
    """Where a source was published, in one line."""
    place = next(
        (fields[name] for name in ("journal", "booktitle", "institution", "howpublished") if name in fields), ""
    )
    volume = fields.get("volume", "") + (f"({fields['number']})" if "number" in fields else "")
    pages = f"pages {fields['pages']}" if "pages" in fields else ""
    parts = [place, volume, fields.get("publisher", ""), fields.get("year", ""), pages]
    return ", ".join(part for part in parts if part)


def link(fields):
    """Where a source can be read, or nothing."""
    return f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url", "")


def paragraph(fields):
    address = f" <{link(fields)}>" if link(fields) else ""
    entry = f"{names(fields['authors'])}. *{fields['title']}*. {where(fields)}.{address}"
    return f"\n## {fields['shorthand']}\n\n{entry}\n\n{fields['annotation']}\n"


def page():
    """The whole of references.md."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    this_book = CITE.format(
        authors=" and ".join(author["name"] for author in cited["authors"]),
        title=cited["title"],
        version=cited["version"],
        year=cited["date-released"].year,
    )
    photographs = (f'| `"{name}"` | {of.shows} | {of.by} | {of.licence} |\n' for name, of in SOURCES.items())
    return HEAD + "".join(map(paragraph, entries())) + PHOTOGRAPHS + "".join(photographs) + PRINT + this_book


if __name__ == "__main__":
    (BOOK / "references.md").write_text(page(), encoding="utf-8")
