"""How long a chapter takes, counted from its notebook: `python tools/minutes.py` compares with what its head says.

What is counted, up to the takeaways and the link forward (what is optional comes after them, and on top):

- prose at 220 words a minute; a formula on lines of its own, 10 seconds
- a code cell that is shown: 2 seconds a line, and 5 seconds for what it prints
- a figure, 15 seconds; a widget, 20 seconds to look at it
- a prediction: its question and its choices as prose, and 20 seconds to decide and read the reply
- "Try it" or "Predict", 30 seconds; "Exercise", on paper or in a cell, 2.5 minutes

Folded code and the imports count nothing. Nor does an exercise that is checked: in a class it is homework, and the
head of its chapter names it.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from standing_cells import own

CHAPTERS = sorted((Path(__file__).resolve().parents[1] / "book").glob("*.ipynb"))

END = "Three things to keep"
WORDS_A_MINUTE = 220
SECONDS = {
    "formula": 10,
    "line": 2,
    "print": 5,
    "figure": 15,
    "widget": 20,
    "predict": 20,
    "try": 30,
    "exercise": 150,
}
TO_DO = ("predict", "try", "exercise", "checked")
LABEL = re.compile(r"^> \*\*(Predict|Try it|Exercise)\.\*\*", re.M)
WIDGET = re.compile(r"\w+(?:Explorer|Playground|Calculator|Network|Viewer|Race|Hider)\(")


@dataclass
class Part:
    """A piece of a chapter in reading order: its kind (a key of `SECONDS`, or "prose"), its words, its section."""

    kind: str
    words: int = 0
    section: str = ""


def words(text):
    """How many words of Markdown a reader reads: no targets of links, no code blocks; a formula is one word."""
    text = re.sub(r"```.*?```|\]\([^)]*\)|^\|[-| ]+\|$", " ", text, flags=re.S | re.M)
    text = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", " x ", text, flags=re.S)
    return len(re.findall(r"[\w−(]\S*", re.sub(r"[*`#>|\[]", " ", text)))


def asked(source):
    """The words of a prediction that are read before it is answered: the question and its choices."""
    call = ast.parse(source).body[0].value
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    choices = given["choices"].keys if "choices" in given else []
    return sum(words(ast.literal_eval(text)) for text in (call.args[0], *choices))


def parts(path):
    """All pieces of a chapter, in order."""
    section, found = "", []
    for cell in own(nbformat.read(path, as_version=4).cells):
        if checked := cell.metadata.get("exercise"):  # `make exercises` wrote this cell
            found += [Part("checked", 0, section)] if checked["part"] == "prompt" else []
            continue
        if cell.cell_type == "code":
            found += [Part(part.kind, part.words, section) for part in of_code(cell)]
            continue
        for piece in re.split(r"^(?=## |> \*\*(?:Predict|Try it|Exercise)\.)", cell.source, flags=re.M):
            if heading := re.match(r"## (.+)", piece):
                section = heading[1]
            if label := LABEL.match(piece):
                found.append(Part("exercise" if label[1] == "Exercise" else "try", 0, section))
            found += [Part("formula", 0, section)] * len(re.findall(r"\$\$.*?\$\$", piece, flags=re.S))
            found.append(Part("prose", words(piece), section))
    return found


def of_code(cell):
    """What a code cell gives to read, to see and to do."""
    folded = {"hide-input", "remove-input"} & set(cell.metadata.get("tags", []))
    lines = [line for line in cell.source.splitlines() if line.strip()]
    shown = [output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    if "ll.predict(" in cell.source:
        yield Part("predict", asked(cell.source))
    elif not all(re.match(r"import |from ", line) for line in lines):
        yield from [] if folded else [Part("line")] * len(lines)
        yield from [Part("figure") for text in shown if text.startswith("Figure")]
        yield from [Part("widget") for text in shown if WIDGET.match(text)]
        yield from [Part("print")] if any("text" in output for output in cell.outputs) else []


def core(path):
    """The pieces of a chapter up to the end of its takeaways."""
    found = parts(path)
    last = max(number for number, part in enumerate(found) if part.section == END)
    return found[: last + 1]


def minutes(path):
    """How many minutes a chapter takes, up to the end of its takeaways."""
    return sum(SECONDS.get(part.kind, 0) + 60 * part.words / WORDS_A_MINUTE for part in core(path)) / 60


def has_checked(path):
    """Whether an exercise that is checked stands among them, on top of the minutes."""
    return any(part.kind == "checked" for part in core(path))


def stated(path):
    """How many minutes a chapter promises, by its metadata; its head says the same."""
    return nbformat.read(path, as_version=4).metadata["lesson"]["minutes"]


def runs(path):
    """How many words stand between one thing to do and the next, optional sections included: (words, where it ends).

    A thing to do is a prediction, a "Predict", a "Try it" or an "Exercise" (with a widget, in a cell or on paper).
    """
    found, run, section = [], 0, ""
    for part in parts(path):
        section = part.section
        if part.kind in TO_DO:
            found.append((run, section))
            run = 0
        if part.kind == "prose":
            run += part.words
    return [*found, (run, section)]


if __name__ == "__main__":
    for chapter in CHAPTERS:
        longest, where = max(runs(chapter))
        print(f"{chapter.stem:28} says {stated(chapter):2}, counted {minutes(chapter):4.1f} minutes;", end=" ")
        print(f"at most {longest} words between things to do (before the end of {where!r})")
