"""The built book as a package for an LMS: `make scorm` writes one zip by SCORM 1.2, which nearly every LMS takes.

It holds the site, and a page (web/scorm, web/page/scorm) that shows it in a frame and reports to the LMS: the page that
is read, the share of core tasks as the score, and all answers as `suspend_data`. Core is what the class of 90 minutes
does: the core exercises, and the questions of the chapters up to the last of these, optional sections left out. What is
only for hosts of its own stays out of the package, the copy for reading without a network too: an LMS gives its files
to those who are logged in.
"""

import argparse
import json
import re
import sys
import zipfile
from html import escape
from pathlib import Path

import repository
import yaml
from bs4 import BeautifulSoup
from extension.assets import offline

from lessonlib.exercises import all_exercises

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "web"
SITE = ROOT / "_build" / "html"
STANDING = "book/where-you-stand.html"
LEFT_OUT = {offline.WORKER, offline.MANIFEST, "_headers", ".buildinfo", "objects.inv", "sitemap.xml", "robots.txt"}
OFFERED = re.compile(r"<p><strong>Without a network:</strong>.*?</p>", re.S)  # by index.md
NAMESPACES = {
    "xmlns": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "xmlns:adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
}
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="convolution-book" version="{version}" {namespaces}>
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="book"><organization identifier="book"><title>{title}</title>
<item identifier="whole-book" identifierref="pages" isvisible="true"><title>{title}</title></item>
</organization></organizations>
<resources><resource identifier="pages" type="webcontent" adlcp:scormtype="sco" href="scorm.html">
{files}
</resource></resources>
</manifest>
"""


def tasks(site):
    """What the page in the package must know: the pages, the names of all questions, and the core tasks in order."""
    soup = BeautifulSoup((site / STANDING).read_text(encoding="utf-8"), "html.parser")
    chapters = [path for path in sorted((site / "book").glob("*.html")) if "<article" in path.read_text("utf-8")]
    pages = ["index.html", *(path.relative_to(site).as_posix() for path in chapters)]
    marks = []
    for mark in soup.select("a.lesson-mark"):
        kind, name, link = (str(mark[attribute]) for attribute in ("data-kind", "data-name", "href"))
        marks.append((kind, name, *link.split("#")))
    core = {one.id for one in all_exercises(without=("torch",)) if one.core}
    last = max(page for kind, name, page, _ in marks if name in core)
    read = {}
    found = []
    for kind, name, page, anchor in marks:
        if kind == "exercise" and name in core:
            found.append({"kind": kind, "name": name})
        if kind == "question" and page <= last:
            if page not in read:
                read[page] = BeautifulSoup((site / "book" / page).read_text(encoding="utf-8"), "html.parser")
            if not is_optional(read[page].find(id=anchor)):
                found.append({"kind": kind, "name": name})
    questions = [name for kind, name, *_ in marks if kind == "question"]
    return {"pages": pages, "questions": questions, "core": found}


def is_optional(place):
    """Whether a place comes after the takeaways of its chapter, as all that is optional does."""
    return place.find_previous("section", class_="lesson-takeaways") is not None


def manifest(title, names):
    """imsmanifest.xml of a package with these files."""
    return MANIFEST.format(
        version=escape(repository.version()),
        namespaces=" ".join(f'{name}="{address}"' for name, address in NAMESPACES.items()),
        title=escape(title),
        files="\n".join(f'<file href="{escape(name)}"/>' for name in names),
    )


def contents(site, complete):
    """The files of the package, by their names: bytes."""
    title = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["title"]
    files = {}
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        if name not in LEFT_OUT:
            files[name] = path.read_bytes()
        if name.endswith(".html"):
            text = OFFERED.sub("", path.read_text(encoding="utf-8")).replace(' data-offline=""', "")
            files[name] = text.encode()
    told = json.dumps({**tasks(site), "complete": complete}).replace("<", "\\u003c")
    page = (WEB / "scorm" / "scorm.html").read_text(encoding="utf-8")
    files["scorm.html"] = page.replace("{title}", escape(title)).replace("{tasks}", told).encode()
    files["scorm.css"] = (WEB / "scorm" / "scorm.css").read_bytes()
    files["scorm.js"] = (WEB / "dist" / "scorm.js").read_bytes()
    return {"imsmanifest.xml": manifest(title, files).encode(), **files}


def pack(site, target, complete=100):
    """Write the package; the same site gives the same bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents(site, complete).items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--complete", type=int, default=100, help="percent of the core tasks that complete it")
    complete = arguments.parse_args().complete
    if not 1 <= complete <= 100:
        sys.exit(f"tools/scorm.py: --complete must be a percentage from 1 to 100; got {complete}")
    if not (SITE / "index.html").exists():
        sys.exit("The book is not built. Build it first: make book")
    target = ROOT / "_build" / f"convolution-{repository.version()}-scorm-1.2.zip"
    pack(SITE, target, complete)
    core = len(tasks(SITE)["core"])
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.1f} MB, complete at {complete} % of {core} tasks")


if __name__ == "__main__":
    main()
