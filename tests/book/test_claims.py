"""Every figure and fact of the lesson: computed here, and to be seen in the chapter where it belongs."""

import ast
import re
import tomllib
import unicodedata

import numpy as np
import pytest
from notebooks import read_chapter
from paths import ROOT

import lessonlib as ll

OPENED = "article details.lesson-guess, article .tag_hide-cell details"  # what a reader opens after a guess

LISTS = tomllib.loads((ROOT / "tests" / "book" / "claims.toml").read_text(encoding="utf-8"))
CLAIMS = LISTS["claim"]
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
            printed = [
                output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
            ]
            parts += [cell.source, "".join(printed)]
    return " ".join(" ".join(parts).split())


def drawn(text):
    """Words and TeX as a page draws them, without spaces and an array's brackets: a grid has none."""
    text = re.sub(r"\\frac\{([^}]*)\}\{([^}]*)\}", r"\1\2", text).replace(r"\cdot", "⋅")
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("’", "'")
    return "".join(re.sub(r"[\[\]]", "", text).split())


@pytest.fixture(scope="module")
def page(site, chromium):
    """What a built page shows of a chapter before a script has run: each widget's still, and what a reader can open."""
    context = chromium.new_context(java_script_enabled=False)
    browser_page, found = context.new_page(), {}

    def text(chapter):
        if chapter not in found:
            browser_page.goto((site / "book" / f"{chapter}.html").as_uri())
            browser_page.locator(OPENED).evaluate_all("(all) => all.forEach((one) => one.setAttribute('open', ''))")
            found[chapter] = drawn(browser_page.locator("article").inner_text())
        return found[chapter]

    yield text
    context.close()


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


def asks(path, name):
    """Whether a chapter asks the question of this id."""
    cells = read_chapter(path).cells
    return any("ll.predict(" in cell.source and f'id="{name}"' in cell.source for cell in cells)


@pytest.mark.parametrize("one", LISTS["misconception"], ids=lambda one: one["says"][:50])
def test_a_misconception_is_a_prediction_where_it_arises_and_is_asked_again(one):
    (last,) = (ROOT / "book").glob("10-*.ipynb")
    assert any(asks(path, one["met"]) for path in (ROOT / "book").glob("0*.ipynb"))
    assert "again" not in one or asks(last, one["again"])


def test_seven_misconceptions_are_asked_again():
    assert sum("again" in one for one in LISTS["misconception"]) == 8  # two of them by the same claim


def multiplications(side):
    """Of a 3 by 3 layer, 64 channels to 64 filters, whose maps are so large."""
    return ll.conv_parameters(3, in_channels=64, filters=64)[0] * side**2


# Situations in which somebody may say each sentence of chapter 10, and whether it holds there.
SITUATIONS = {
    "claim-photo": {"the operation": True, "where the weights come from": False},
    "claim-depth": {f"{K} filters": ll.conv_parameters(3, in_channels=12, filters=K)[0] == 9 * K for K in (1, 8)},
    "claim-whole-picture": {f"{F} wide": ll.receptive_field([(F, 1)]) >= 224 for F in (3, 5, 7, 11)},
    "claim-negative": {str(found): found == 0 for found in (-3, -9)},
    "claim-moved": {"flattened": False, "global maximum": True},  # measured in 07
    "claim-size": {f"stride {S}": (100 - 5) % S == 0 and (100 - 5) // S + 1 == 60 for S in range(1, 101)},
    "claim-work": {f"{side} and 56": multiplications(side) == multiplications(56) for side in (56, 7)},
}
CONCEDES = re.compile(r"\b(true|right|could|can|might|sometimes|always|accident|unless|except)\b", re.I)


def claims_of_the_last_chapter():
    """What chapter 10 asks as a claim: {id: (choices with their replies, the right one)}."""
    (last,) = (ROOT / "book").glob("10-*.ipynb")
    asked = [ast.parse(cell.source).body[0].value for cell in read_chapter(last).cells if '"Claim ' in cell.source]
    given = [{one.arg: ast.literal_eval(one.value) for one in call.keywords} for call in asked]
    return {one["id"]: (one["choices"], one["answer"]) for one in given}


def test_a_claim_depends_where_it_holds_in_some_cases_and_fails_in_others():
    asked = claims_of_the_last_chapter()
    assert asked.keys() == SITUATIONS.keys()
    for id, situations in SITUATIONS.items():
        holds = set(situations.values())
        assert asked[id][1] == ("It depends" if len(holds) == 2 else str(holds.pop())), id


def test_no_reply_to_it_depends_concedes_an_exception_and_is_then_called_wrong():
    for id, (choices, answer) in claims_of_the_last_chapter().items():
        if answer != "It depends":
            assert not CONCEDES.search(choices["It depends"]), id
        for choice in {"True", "False"} - {answer} if answer == "It depends" else ():
            assert choices[choice].endswith("?"), (id, "what else is there?")


@every_claim
@pytest.mark.book
@pytest.mark.browser
def test_the_claim_can_be_read_in_the_built_page(claim, page):
    text = page(claim["chapter"])
    assert [words for words in claim["shows"] if drawn(words) not in text] == []
    if bend := claim.get("bends"):
        assert drawn(bend["shows"]) in page(bend.get("chapter", claim["chapter"]))


@pytest.mark.book
@pytest.mark.browser
def test_folded_code_and_what_is_not_there_cannot_be_read_in_the_built_page(page):
    text = page("02-what-linear-layers-miss")
    assert drawn("A weight for every pixel and every unit") in text
    assert drawn("def by_count(model, which):") not in text  # folded, in the chapter's code
    assert drawn("150,529") not in text
