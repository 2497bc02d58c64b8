"""The second edition's voice, as far as it can be counted: sentences of many lengths, numbers in place of verdicts."""

import prose
import pytest

every_chapter = pytest.mark.parametrize(
    "chapter", [prose.read(path) for path in prose.CHAPTERS], ids=lambda chapter: chapter.name
)


@every_chapter
def test_the_median_sentence_has_11_to_17_words(chapter):
    assert 11 <= chapter.median <= 17


@every_chapter
def test_at_most_12_percent_of_the_sentences_are_short(chapter):
    assert chapter.short <= 0.12


@every_chapter
def test_no_cell_prints_a_verdict(chapter):
    assert chapter.verdicts == 0


def test_sentences_are_told_apart_without_code_labels_and_headings():
    text = """## A heading. Here

**Stride.** It moves, `a. b.` and stops. Why? *Because.*

> **Try it.** Move it.

Next: [x](y.ipynb). The end."""
    found = [" ".join(words) for words in prose.sentences(text)]
    assert found == ["It moves, X and stops.", "Why", "Because.", "Move it.", "The end."]
