"""One module says what the extension does to the book, and in which order."""

import ast
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document
from extension import order
from extension.chapters import callouts, cells, exercise_help, folding, streams
from extension.page import front, print
from paths import ROOT
from sphinx import addnodes
from sphinx.errors import ExtensionError

from lessonlib.exercises import find

EXTENSION = ROOT / "web" / "extension"


def cell_of(part="", *inside):
    """A code cell as myst-nb makes it; of an exercise, if a part is named."""
    metadata = {"exercise": {"id": "output-size", "part": part, "hash": ""}} if part else {}
    return nodes.container("", *inside, nb_element="cell_code", cell_index=0, cell_metadata=metadata)


def test_no_other_module_asks_sphinx_for_an_event_or_a_transform():
    asked = {}
    for path in sorted(EXTENSION.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            if name in ("connect", "add_transform", "add_post_transform", "add_env_collector"):
                asked.setdefault(path.relative_to(EXTENSION).as_posix(), set()).add(name)
    assert asked == {"order.py": {"connect", "add_transform"}}


def test_nothing_is_done_twice_and_what_comes_later_has_a_larger_number():
    steps = [call for _, _, calls in order.EVENTS for call in calls]
    steps += [*order.NODES, *order.AFTER_QUOTATION_MARKS, *order.STEPS]
    assert len(set(steps)) == len(steps)
    last = {}
    for event, first, calls in order.EVENTS:
        assert first >= last.get(event, 0)
        last[event] = first + len(calls)


@pytest.mark.parametrize(("part", "is_sentence"), [("check", True), ("starter", False), ("", False)])
def test_what_a_check_says_is_a_sentence_however_short(part, is_sentence):
    printed = nodes.literal_block("", "Some words.", classes=["output", "stream"])
    document = new_document("one")
    document += cell_of(part, printed)
    streams.wrap_sentences(None, document)
    assert ("lesson-sentence" in printed["classes"]) == is_sentence


def test_a_long_line_is_a_sentence_and_code_is_none():
    long, code = "word " * 20, nodes.literal_block("", "word " * 20)
    printed = nodes.literal_block("", long, classes=["output"])
    table = nodes.literal_block("", "a    b\n1    2", classes=["output"])
    document = new_document("one")
    document += cell_of("", code, printed, table)
    streams.wrap_sentences(None, document)
    assert [block["classes"] for block in (code, printed, table)] == [
        [],
        ["output", "lesson-sentence"],
        ["output", "lesson-columns"],
    ]


def test_the_parts_of_an_exercise_are_known_by_their_metadata():
    found = [cell_of("starter"), cell_of("check"), cell_of()]
    document = new_document("one")
    document += found
    document += nodes.container()
    assert cells.code_cells(document) == found
    assert [cells.part_of(cell) for cell in found] == ["starter", "check", ""]
    assert cells.exercise_of(found[0])["id"] == "output-size"


Sphinx = SimpleNamespace(env=SimpleNamespace(docname="book/one"))


def test_the_line_that_leads_to_the_solutions_is_marked_in_an_exercise_only():
    def line(target):
        link = addnodes.pending_xref("", nodes.inline("", "any words"), reftarget=target)
        return nodes.paragraph("", "Any ", nodes.Text("words "), link)

    lines = [line("book/solutions"), line("book/glossary"), line("book/solutions"), line("book/solutions")]
    document = new_document("one")
    document += callouts.callout("", *lines[:2], kind="exercise", label="Exercise")
    document += callouts.callout("", lines[2], kind="try", label="Try it")
    document += [lines[3], cell_of("starter"), cell_of("check")]
    exercise_help.offer(Sphinx, document)
    assert [line["classes"] for line in lines] == [["lesson-stuck"], [], [], []]
    (helped,) = document.findall(exercise_help.exercise_help)
    assert helped["exercise"] == "output-size"
    assert cells.part_of(helped.parent) == "starter"


def test_a_prompt_in_the_page_links_to_its_solution_instead_of_code_for_a_hint():
    exercise = find("output-size")
    text = exercise_help.as_page(exercise)
    assert "ll.hint" not in text
    assert text.splitlines()[-1].endswith(f"(solutions.md#{exercise_help.anchor(exercise)}).")
    assert exercise.prompt.splitlines()[0] in text


def test_a_link_whose_text_is_its_address_says_so():
    same, other = (nodes.reference("", text, refuri="https://a.org/b") for text in ("https://a.org/b", "here"))
    document = new_document("one")
    document += nodes.paragraph("", "", same, other)
    print.mark_addresses(None, document, "one")
    assert (same["classes"], other["classes"]) == (["lesson-address"], [])


def test_the_link_that_starts_the_book_stands_alone():
    link = nodes.reference("", "any words", refuri="one.html")
    assert front.is_start(nodes.paragraph("", "", link))
    assert not front.is_start(nodes.paragraph("", "", nodes.Text("See "), link.deepcopy()))
    assert not front.is_start(nodes.paragraph("", "", nodes.Text("Start: words")))


def test_a_cell_tagged_takeaways_frames_the_first_section_that_it_opens():
    document = new_document("one")
    document += nodes.section()
    opened = [nodes.section(), nodes.section()]
    renderer = SimpleNamespace(document=document, render_children=lambda token: document.extend(opened))
    token = SimpleNamespace(meta={"index": 7, "metadata": {"tags": ["takeaways"]}})
    folding.render_markdown(renderer, token)
    assert [section["classes"] for section in document] == [[], ["lesson-takeaways"], []]
    renderer.render_children = lambda token: None
    with pytest.raises(ExtensionError, match=r"one, cell 7: .* begins with a heading"):
        folding.render_markdown(renderer, token)
    folding.render_markdown(renderer, SimpleNamespace(meta={"index": 8, "metadata": {}}))
