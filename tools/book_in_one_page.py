"""The whole book as one HTML text for paper: the articles of the built pages in the order of the contents.

Each page's anchors get the page's name before them, so that links between pages become links within the text.
"""

import json
import posixpath
import re
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup

CHAPTER = re.compile(r"/(\d\d[a-z]?)-[^/]*$")
SCREEN_ONLY = (
    "script, style, template, button, audio, .headerlink, .copybtn, .lesson-live, .lesson-pdf, .lesson-eyebrow, "
    ".lesson-along"
)


class Part(NamedTuple):
    """One page of the book.

    Attributes
    ----------
    anchor : str
        Where it begins in the joined text.
    number : str
        "03" for a chapter, as the text calls it; a letter for what follows the chapters; nothing for the first page.
    title : str
    sections : list of (str, str)
        Anchor and title of each section of a chapter; a glossary's would drown the contents.
    kind : str
        The article's classes.
    body : str
        What it holds, as HTML.
    styles : list of str
        The stylesheets of its page, as HTML.
    """

    anchor: str
    number: str
    title: str
    sections: list
    kind: str
    body: str
    styles: list

    @property
    def name(self):
        return f"{self.number} {self.title}".strip()

    @property
    def place(self):
        """Where in the book: "chapter", "appendix" or "preface"."""
        return "chapter" if self.number[:1].isdigit() else "appendix" if self.number else "preface"


def page_names(contents):
    """The pages that a table of contents (``_toc.yml``, read) names, in order, with their sections and parts."""
    yield contents.get("root") or contents["file"]
    yield from _below(contents)


def _below(entry):
    for part in entry.get("parts", ()):
        yield from _below(part)
    for page in (*entry.get("chapters", ()), *entry.get("sections", ())):
        yield page["file"]
        yield from _below(page)


def numbers(names):
    """What each page is called by: chapters as their files are, later pages by letters.

    Examples
    --------
    >>> numbers(["index", "book/01-start", "book/10b-far", "book/glossary", "book/references"])
    ['', '01', '10b', 'A', 'B']
    """
    found = [CHAPTER.search(name) for name in names]
    last = max((place for place, match in enumerate(found) if match), default=0)
    letters = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return [match[1] if match else next(letters) if place > last else "" for place, match in enumerate(found)]


def read_parts(root, site):
    """Every page of the book at `root`, built in the folder `site`: a list of `Part`."""
    names = list(page_names(yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))))
    pages = {name: BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser") for name in names}
    for name, page in pages.items():
        _prepare(page.find("article"), site, name, names)
    move_hints([page.find("article") for page in pages.values()])
    return [_part(site, name, pages[name], number) for name, number in zip(names, numbers(names), strict=True)]


def move_hints(articles):
    """Hints that stand beside a solution go to the exercise, which has the same title in the page linked there."""
    exercises = {}
    for article in articles:
        for section in article.select("section:has(> .lesson-exercise)"):
            exercises[_page_of(section["id"]), _title(section)] = section
    for article in articles:
        for section in article.select("section:has(> details)"):
            link = section.select_one("p > a[href^='#']")
            exercise = exercises.get((_page_of(link["href"][1:]), _title(section))) if link else None
            if exercise is None:
                continue
            for details in section.select("details"):
                if details.summary.get_text().startswith("Hint"):
                    exercise.append(details.extract())


def _page_of(identifier):
    return identifier.partition("--")[0]


def _title(section):
    return section.find(re.compile("h[1-6]")).get_text().strip()


def anchor(name, fragment=""):
    """Where a place of a page lies in the joined text."""
    return f"{name.replace('/', '-')}--{fragment}" if fragment else name.replace("/", "-")


def _address(site, name, reference):
    """A file of the site, named in one of its pages, wherever the joined text lies."""
    return (site / posixpath.dirname(name) / urlsplit(reference).path).resolve().as_uri()


def _prepare(article, site, name, names):
    """Make what a page holds fit for a text of many pages: anchors, links, files, and nothing for the screen alone."""
    for node in article.select(SCREEN_ONLY):
        node.decompose()
    for node in article.select("details:not(.cell:not(.tag_hide-cell) *)"):  # all but code whose result stands below it
        node["open"] = ""
    for node in article.find_all(id=True):
        node["id"] = anchor(name, node["id"])
    for node in article.find_all("a", href=True):
        _relink(node, name, names)
    for kind, address in (("img", "src"), ("image", "href")):  # of the page, and of a drawing in it
        for node in article.find_all(kind, {address: True}):
            if not urlsplit(node[address]).scheme:
                node[address] = _address(site, name, node[address])


def _part(site, name, page, number):
    article = page.find("article")
    heading = article.find("h1")
    title = heading.get_text().strip()
    heading.clear()
    if number:
        mark = BeautifulSoup(f'<span class="book-number">{number}</span> ', "html.parser")
        heading.extend(list(mark.children))
    heading.append(title)
    heads = article.select("section[id] > h2") if number[:1].isdigit() else []
    sections = [(node.parent["id"], node.get_text().strip()) for node in heads]
    styles = []
    for node in page.head.select("link[rel=stylesheet], :not(noscript) > style"):
        if node.name == "link":
            media = node.get("media", "all")
            styles.append(f'<link rel="stylesheet" media="{media}" href="{_address(site, name, node["href"])}">')
        else:
            styles.append(f"<style>{node.string}</style>")
    kind = " ".join(article.get("class", ()))
    return Part(anchor(name), number, title, sections, kind, article.decode_contents(), styles)


def _relink(node, name, names):
    """A link to a page of the book leads there within the text; one to another file of the site is text only."""
    address = urlsplit(node["href"])
    if address.scheme:
        return
    target = name
    if address.path:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), address.path))
        target = path.removesuffix(".html")
    if target not in names:
        del node["href"]
        return
    view = address.fragment.startswith("view&")  # a view of a widget, which paper has not
    node["href"] = "#" + anchor(target, "" if view else address.fragment)


PAGE = """<!doctype html>
<html lang="en" data-theme="light"><head><meta charset="utf-8"><title>{title}</title>
{sheets}
<style>{styles}
{pages}</style></head><body>
<article class="book-cover">{cover}</article>
<article class="book-contents"><h1>Contents</h1>{contents}</article>
{parts}
</body></html>
"""


def write_page(title, parts, *, styles, cover, page_of=None):
    """The joined text.

    Parameters
    ----------
    title : str
    parts : list of Part
    styles, cover : str
        CSS beyond that of the pages, and the HTML of the title page.
    page_of : dict of str to int, optional
        The number of the page on which each anchor lies, for the table of contents; without it numbers are left open.

    Returns
    -------
    str
    """
    heads = [
        f"@page part-{place} {{ @top-left {{ content: {json.dumps(part.name, ensure_ascii=False)} }} }}"
        for place, part in enumerate(parts)
    ]
    bodies = [
        f'<article id="{part.anchor}" class="{part.kind} book-part book-{part.place}" style="page: part-{place}">'
        f"{part.body}</article>"
        for place, part in enumerate(parts)
    ]
    return PAGE.format(
        title=escape(title),
        sheets="\n".join(dict.fromkeys(sheet for part in parts for sheet in part.styles)),
        styles=styles,
        pages="\n".join(heads),
        cover=cover,
        contents=_contents(parts, page_of or {}),
        parts="\n".join(bodies),
    )


def _contents(parts, page_of):
    def line(target, words):
        number = page_of.get(target, "")
        return f'<a href="#{target}">{words}<span class="book-dots"></span><span class="book-page">{number}</span></a>'

    def item(part):
        sections = "".join(f"<li>{line(target, escape(title))}</li>" for target, title in part.sections)
        words = f'<span class="book-number">{part.number}</span> {escape(part.title)}'
        return f"<li>{line(part.anchor, words)}{f'<ol>{sections}</ol>' if sections else ''}</li>"

    return f"<ol>{''.join(map(item, parts))}</ol>"
