"""Every figure and fact of the lesson: computed here, and to be seen in the chapter where it belongs."""

import re
import tomllib

import numpy as np
import pytest
from conftest import ROOT
from notebooks import read_chapter

import lessonlib as ll

CLAIMS = tomllib.loads((ROOT / "tests" / "claims.toml").read_text())["claim"]
FIELDS = {"says", "chapter", "computes", "gives", "shows", "bends"}

every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["says"][:50])


def slide(picture, weights, **setting):
    """The map of one grey picture under one filter."""
    return ll.conv2d(picture[None, None], weights[None, None], **setting)[0, 0]


def refused(call):
    """Whether the library says no."""
    with pytest.raises(ValueError, match="must"):
        call()
    return True


def found(experiment, model, condition):
    """An accuracy of an experiment, the mean over its seeds."""
    return getattr(ll.experiments, experiment)().mean(model, condition)


NAMES = {
    "ll": ll,
    "np": np,
    "slide": slide,
    "refused": refused,
    "found": found,
    "edge": ll.images.edge(),
    "margin": np.pad(ll.images.edge(), 6),  # with room to move
    "vertical": ll.filters.vertical_edge(),
    "square": np.pad(np.ones((3, 3), int), 2),
}


def seen(chapter):
    """What a reader sees of a chapter, in order, without marks and in single spaces."""
    parts = []
    for cell in read_chapter(ROOT / "book" / f"{chapter}.ipynb").cells:
        if cell.cell_type == "markdown":
            parts.append(re.sub(r"\]\([^)]*\)|[*`$]|\[(?=[^\]]*\]\()", "", cell.source))
        elif "remove-input" not in cell.metadata.get("tags", []):
            printed = [output.get("text", "") for output in cell.outputs]
            parts += [cell.source, "".join(printed)]
    return " ".join(" ".join(parts).split())


def as_lists(value):
    """Arrays and tuples as nested lists, for comparing with the file."""
    value = value.tolist() if isinstance(value, np.ndarray | np.generic) else value
    return [as_lists(item) for item in value] if isinstance(value, list | tuple) else value


@every_claim
def test_the_claim_is_well_formed(claim):
    assert set(claim) <= FIELDS
    assert claim["shows"]
    assert ("computes" in claim) == ("gives" in claim)


@every_claim
def test_the_claim_is_true(claim):
    if "computes" in claim:
        # The file is ours, beside this test.
        assert as_lists(eval(claim["computes"], dict(NAMES))) == claim["gives"]


@every_claim
def test_the_claim_can_be_seen_in_its_chapter(claim):
    text = seen(claim["chapter"])
    assert [words for words in claim["shows"] if " ".join(words.split()) not in text] == []


@every_claim
def test_where_the_plain_story_bends_the_book_says_so(claim):
    bend = claim.get("bends")
    if bend:
        assert bend["says"]
        assert bend["shows"] in seen(bend.get("chapter", claim["chapter"]))
