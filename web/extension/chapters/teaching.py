"""The teacher's page: what it says of a chapter is read from the chapter, when the book is built.

In a page, `<!-- chapter NAME -->` becomes the chapter's title, minutes, goals and first prediction with its right
answer; `<!-- time NAME -->` the minutes of a class that it takes, counted from the beginning; `<!-- claims NAME -->`
a table of its claims and whether they are true; `<!-- views -->` links to the worksheet's pictures, large.
"""

import ast
import re
from pathlib import Path
from typing import NamedTuple

import nbformat

from . import worksheet

NO_BREAK = "\N{NO-BREAK SPACE}"
PLACE = re.compile(r"<!-- (chapter|time|claims|views) ?([\w-]*) -->")


class Question(NamedTuple):
    """A prediction: what is asked, the choices with their replies (none for a number), the right answer, its label."""

    question: str
    choices: dict
    answer: str
    label: str = "Predict"


class Chapter(NamedTuple):
    """What the teacher's page says of a chapter."""

    name: str
    title: str
    minutes: int
    goals: str
    questions: list
    optional: bool = False


def read_chapter(path):
    """A chapter's facts, from its notebook."""
    notebook = nbformat.read(path, as_version=4)
    cells, lesson = notebook.cells, notebook.metadata["lesson"]
    head = cells[0].source
    title = head.partition("\n")[0].removeprefix("# ")
    questions = [question for cell in cells if cell.cell_type == "code" for question in predictions(cell.source)]
    asked = (re.match(r"> \*\*Predict\.\*\* (.+)", cell.source) for cell in cells if cell.cell_type == "markdown")
    questions += [Question(found[1], {}, "") for found in asked if found]
    return Chapter(Path(path).stem, title, lesson["minutes"], lesson["goals"], questions, lesson.get("optional", False))


def predictions(source):
    """The questions that a cell asks by `ll.predict`, in their order."""
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    calls = [node for node in nodes if ast.unparse(node.func) == "ll.predict"]
    for call in calls:
        given = {word.arg: word.value for word in call.keywords}
        choices = ast.literal_eval(given["choices"]) if "choices" in given else {}
        answer = ast.literal_eval(given.get("number") or given["answer"])
        label = ast.literal_eval(given["label"]) if "label" in given else "Predict"
        yield Question(ast.literal_eval(call.args[0]), choices, str(answer), label)


def describe(chapter):
    """A chapter's entry on the teacher's page; who answers otherwise is told in the page itself."""
    first = chapter.questions[0]
    minutes = f"{chapter.minutes} minutes{', optional' if chapter.optional else ''}"
    lines = [
        f"### {chapter.name.partition('-')[0]} {chapter.title}",
        f"[{minutes}]({chapter.name}.ipynb). {chapter.goals}",
        f"> **Predict.** {first.question}",
    ]
    if first.answer:
        lines.append(f"Right: **{first.answer}**.")
    return "\n\n".join(lines)


def claims(chapter):
    """Every claim of a chapter, and whether it is true."""
    found = [question for question in chapter.questions if question.label.startswith("Claim ")]
    rows = [f"| {question.question} | {question.answer.replace(' ', NO_BREAK)} |" for question in found]
    return "\n".join(["| claim | answer |", "|---|---|", *rows])


def views():
    """Links to the explorer of chapter 05 with each picture of the worksheet."""
    return "\n".join(
        f'- <a class="lesson-view-link" href="{task.view.replace("&", "&amp;")}">{task.title}</a>'
        for task in worksheet.TASKS
    )


def read(app, docname, text):
    book = Path(app.srcdir) / "book"
    clock = 0

    def fill(match):
        nonlocal clock
        kind, name = match.groups()
        if kind == "views":
            return views()
        chapter = read_chapter(book / f"{name}.ipynb")
        if kind == "time":
            clock += chapter.minutes
            return f"{clock - chapter.minutes}–{clock}"
        return describe(chapter) if kind == "chapter" else claims(chapter)

    if not str(app.env.doc2path(docname)).endswith(".ipynb"):
        text[0] = PLACE.sub(fill, text[0])
