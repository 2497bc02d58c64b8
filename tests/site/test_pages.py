"""Glossary and references: every link to a term or a source arrives, and the page of sources is that of its file."""

import re

import pytest
import references
from notebooks import read_chapter
from paths import ROOT

BOOK = ROOT / "book"
PAGES = [ROOT / "index.md", ROOT / "README.md", *sorted(BOOK.glob("*.md")), *sorted(BOOK.glob("*.ipynb"))]
LINK = re.compile(r"\]\(([\w./-]*(?:\.md|\.ipynb))?(#[\w-]+)?\)")


def text(path):
    """A page's Markdown; of a notebook also its code, where predictions hold links."""
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    found = []
    for cell in read_chapter(path).cells:
        # Neighbouring pieces of one text in the code: "a " "b".
        found.append(cell.source if cell.cell_type == "markdown" else re.sub(r'"\s*\n\s*"', "", cell.source))
    return "\n".join(found)


def slug(heading):
    """The address of a heading, as Sphinx and GitHub make it of plain words."""
    words = re.sub(r"[^\w\s-]", "", re.sub(r"[*`$]|\]\([^)]*\)", "", heading).lower())
    return re.sub(r"\s+", "-", words.strip())


def places(path):
    headings = re.findall(r"^#{1,3} (.+)$", re.sub(r"```.*?```", "", text(path), flags=re.S), flags=re.M)
    return [slug(heading) for heading in headings]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_to_a_page_or_a_place_in_it_arrives(path):
    lost = []
    for page, place in LINK.findall(text(path)):
        target = (path.parent / page).resolve() if page else path
        if not target.exists() or (place and place[1:] not in places(target)):
            lost.append(page + place)
    assert lost == []


def test_the_references_are_those_of_their_file():
    written = (BOOK / "references.md").read_text(encoding="utf-8")
    assert written == references.page(), "run: PYTHONPATH=web python tools/references.py"


def test_every_source_is_complete_and_stands_once():
    entries = references.entries()
    names = [entry["shorthand"] for entry in entries]
    assert len(set(names)) == len(names)
    for entry in entries:
        assert entry["authors"]
        assert entry["annotation"].endswith(".")
        assert entry["key"] == "cs231n" or entry["year"] in entry["shorthand"]
        assert references.where(entry)


def glossary():
    """Each term with its text, in the order of the page."""
    return re.findall(r"^## (.+)\n\n(.+)\n", (BOOK / "glossary.md").read_text(encoding="utf-8"), flags=re.M)


def test_the_glossary_is_in_order_and_names_no_term_twice():
    terms = [term.lower() for term, _ in glossary()]
    assert terms == sorted(set(terms))


every_term = pytest.mark.parametrize(("term", "meaning"), glossary(), ids=lambda words: words[:20])


@every_term
def test_a_chapter_that_introduces_a_term_leads_to_it(term, meaning):
    if chapter := re.search(r"\]\((\d\d-[\w-]+\.ipynb)\)$", meaning):
        assert f"](glossary.md#{slug(term)})" in text(BOOK / chapter[1])


@every_term
def test_a_term_is_told_in_a_few_sentences_and_used_in_the_chapter_it_names(term, meaning):
    words = re.sub(r" \[\d\d\]\([^)]*\)$", "", meaning)
    assert 1 <= len(re.findall(r"[.!?](?:\s|\)|$)", words)) <= 4
    chapter = re.search(r"\]\((\d\d-[\w-]+\.ipynb)\)$", meaning)
    if chapter:
        plain = re.sub(r"[*_`\"-]+", " ", text(BOOK / chapter[1]).lower())
        assert term.lower().replace("-", " ") in re.sub(r"\s+", " ", plain)
    else:
        assert "other books" in meaning or "Another name" in meaning
