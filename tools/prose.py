"""How the chapters read, in numbers: `python tools/prose.py` prints a line for each chapter.

Counted are the sentences of the prose: no code, no formula, no heading, no table. What a cell prints as `True` or
`False` is a verdict, where readers want a number.
"""

import re
import statistics
from dataclasses import dataclass
from pathlib import Path

from notebooks import read_chapter
from standing_cells import own

CHAPTERS = sorted((Path(__file__).resolve().parents[1] / "book").glob("*.ipynb"))
SHORT = 6  # words
SKIPPED = re.compile(r"```[\s\S]*?```|\$\$[\s\S]*?\$\$|^(?:#|\||\*\d+ minutes).*$", re.MULTILINE)
ENDS = re.compile(r"(?<=[.!?])[\"”)*_]*\s+(?=[\"“(*_`\[]*[A-Z0-9−])|\n\s*\n|\n")
LABEL = re.compile(r"^(?:> )?\[?\*\*(?:[^* ]+ ){0,3}[^* ]+\*\*\]?(?= )|^Next: .*?\.", re.MULTILINE)  # of a paragraph
VERDICT = re.compile(r"\b(?:True|False)\b")


@dataclass
class Prose:
    """The sentences of a chapter, as lists of words, and how many verdicts its cells print."""

    name: str
    sentences: list
    verdicts: int

    @property
    def median(self):
        """Words in a sentence."""
        return statistics.median(map(len, self.sentences))

    @property
    def short(self):
        """The share of sentences of six words or fewer, from 0 to 1."""
        return sum(len(words) <= SHORT for words in self.sentences) / len(self.sentences)

    def __str__(self):
        return (
            f"{self.name:<30}{len(self.sentences):>5} sentences, median {self.median:>4.1f} words, "
            f"{self.short:>4.0%} short, {self.verdicts} verdicts"
        )


def sentences(markdown):
    """The sentences of a Markdown text, each as a list of its words."""
    text = SKIPPED.sub("\n\n", markdown)
    text = re.sub(r"\]\([^)]*\)", "", text)
    text = re.sub(r"\$[^$]*\$|`[^`]*`", "X", text)
    text = re.sub(r"^(?:\d\.|-) ", "", text, flags=re.MULTILINE)
    text = re.sub(
        r"^(?:> )?\[?\*\*(?:[^* ]+ ){0,3}[^* ]+\*\*\]?(?= )|^Next: .*?\.", "", text, flags=re.MULTILINE
    )  # labels
    pieces = (re.findall(r"[\w−][\w’'−.,%-]*", re.sub(r"[*_>\[]", " ", piece)) for piece in ENDS.split(text))
    return [words for words in pieces if words]


def read(path):
    """The prose of a chapter, optional sections included; what `make exercises` wrote is not the chapter's."""
    cells = [cell for cell in own(read_chapter(path).cells) if not cell.metadata.get("exercise")]
    markdown = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    outputs = [output for cell in cells if cell.cell_type == "code" for output in cell.outputs]
    printed = "\n".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs)
    return Prose(Path(path).stem, sentences(markdown), len(VERDICT.findall(printed)))


if __name__ == "__main__":
    for path in CHAPTERS:
        print(read(path))
