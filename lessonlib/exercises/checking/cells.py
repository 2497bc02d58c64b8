"""Writes exercises into notebooks, as JSON gives them, and never over somebody's answer.

A cell that was written here says so in its metadata: ``{"exercise": {"id": ..., "part": ..., "hash": ...}}``. The hash
is that of the text as it was written. If the text no longer has it, somebody has worked in the cell, and it is theirs.
"""

import copy
import hashlib
import json
import unicodedata

from lessonlib.exercises.checking import explain
from lessonlib.exercises.checking.text import starter_text

KEY = "exercise"
MORE = "## More practice"
_ONE_DASH = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")
_MORE_ID = "more-practice"
_LAST_ID = "take-away"  # the cell that ends every chapter, written by `make notebooks`


def digest(text):
    """A short hash of a cell's text in one normal form of dashes, spaces and line ends."""
    lines = [line.rstrip() for line in unicodedata.normalize("NFKC", text).translate(_ONE_DASH).splitlines()]
    return hashlib.sha256("\n".join(lines).rstrip().encode()).hexdigest()[:12]


def parts(exercise):
    """The texts of an exercise's cells: prompt, starter, check."""
    prompt = f'**Exercise.** {exercise.prompt}\n\nStuck? `ll.hint("{exercise.id}")` gives one hint at a time.'
    quoted = "\n".join(f"> {line}".rstrip() for line in prompt.splitlines())
    return {
        "prompt": f"### {exercise.title}\n\n{quoted}",
        "starter": starter_text(exercise),
        "check": f'll.check("{exercise.id}", {exercise.name})',
    }


def mark(cell):
    """What an exercise's cell says about itself; None for other cells."""
    found = cell.get("metadata", {}).get(KEY)
    return found if isinstance(found, dict) and {"id", "part", "hash"} <= found.keys() else None


def source(cell):
    """A cell's text, which a file may hold as a list of lines."""
    return "".join(cell["source"])


def write(notebook, exercises):
    """Bring the exercises of one chapter up to date.

    Parameters
    ----------
    notebook : dict
        As ``json`` reads it; changed in place.
    exercises : list of Exercise
        Those of this chapter, in the order of the book.

    Returns
    -------
    list of str
        What was done, and which cells were left because somebody has worked in them.

    Raises
    ------
    LookupError
        If the chapter has no such heading as an exercise names; nothing is changed then.
    """
    before = copy.deepcopy(notebook["cells"])
    said: list[str] = []
    try:
        _remove_unknown(notebook, {exercise.id for exercise in exercises}, said)
        for exercise in exercises:
            texts = parts(exercise)
            there = {mark(cell)["part"]: cell for cell in notebook["cells"] if _belongs(cell, exercise.id)}
            for part, cell in there.items():
                _update(cell, texts[part], f"{exercise.id}, {part}", said)
            if not there:
                _insert(notebook["cells"], exercise, exercises, texts)
                said.append(f"written: {exercise.id}")
    except LookupError:
        notebook["cells"] = before
        raise
    return said


def _belongs(cell, id):
    return mark(cell) is not None and mark(cell)["id"] == id


def _remove_unknown(notebook, ids, said):
    """Take out what was written for exercises that are no more, unless somebody has worked in it."""
    for cell in list(notebook["cells"]):
        if mark(cell) and mark(cell)["id"] not in {*ids, _MORE_ID}:
            if digest(source(cell)) == mark(cell)["hash"]:
                notebook["cells"].remove(cell)
                said.append(f"removed: {mark(cell)['id']}, {mark(cell)['part']}")
            else:
                said.append(f"left as it is, somebody's work: {mark(cell)['id']}, {mark(cell)['part']}")


def _update(cell, text, name, said):
    if source(cell) == text:
        mark(cell)["hash"] = digest(text)
    elif digest(source(cell)) == mark(cell)["hash"]:
        cell.update(_cell(mark(cell)["id"], mark(cell)["part"], text) | {"id": cell["id"]})
        said.append(f"updated: {name}")
    else:
        said.append(f"left as it is, somebody's answer: {name}")


def _cell(id, part, text):
    """One cell of an exercise."""
    common = {
        "id": f"{id}-{part}",
        "metadata": {KEY: {"id": id, "part": part, "hash": digest(text)}},
        "source": text.splitlines(keepends=True),
    }
    if part in ("starter", "check"):
        return {"cell_type": "code", "execution_count": None, "outputs": [], **common}
    return {"cell_type": "markdown", **common}


def _insert(cells, exercise, exercises, texts):
    """Put a new exercise where it belongs, in order with those that stand there."""
    if exercise.core:
        end = _place_of(cells, exercise)
    else:
        end = len(cells) - (cells[-1].get("id") == _LAST_ID)
        if not any(_belongs(cell, _MORE_ID) for cell in cells):
            cells.insert(end, _cell(_MORE_ID, "heading", MORE))
            end += 1
    order = [one.id for one in exercises]
    start = end
    while start and mark(cells[start - 1]) and mark(cells[start - 1])["id"] in order:
        start -= 1
    later = order[order.index(exercise.id) :]
    place = next((i for i in range(start, end) if mark(cells[i])["id"] in later), end)
    cells[place:place] = [_cell(exercise.id, part, text) for part, text in texts.items()]


def _place_of(cells, exercise):
    """The index of the cell that begins with the heading; a cell that holds it further down is split."""
    headings = []
    for i, cell in enumerate(cells):
        lines = source(cell).splitlines(keepends=True) if cell["cell_type"] == "markdown" else []
        headings += [line.strip() for line in lines if line.startswith("## ")]
        at = next((n for n, line in enumerate(lines) if line.strip() == exercise.before), None)
        if at is None:
            continue
        if not any(line.strip() for line in lines[:at]):
            return i
        first, rest = "".join(lines[:at]).rstrip(), lines[at:]
        cell["source"] = first.splitlines(keepends=True)
        cells.insert(i + 1, {**copy.deepcopy(cell), "id": f"{cell['id']}-2", "source": rest})
        return i + 1
    there = ", ".join(headings)
    raise LookupError(f"{exercise.id}: {exercise.chapter} has no heading {exercise.before!r}; it has {there}")


def restored(notebook, exercises):
    """The notebook as if nobody had answered: starters put back, nothing printed but "Not attempted yet".

    Parameters
    ----------
    notebook : dict
        As ``json`` reads it, or a ``NotebookNode``; left as it is.
    exercises : list of Exercise
        All, or those of the chapter.

    Returns
    -------
    dict
        A copy.
    """
    notebook, known = copy.deepcopy(notebook), {exercise.id: exercise for exercise in exercises}
    for cell in notebook["cells"]:
        found = mark(cell)
        if found and found["id"] in known:
            exercise = known[found["id"]]
            text = parts(exercise)[found["part"]]
            as_text = isinstance(cell["source"], str)
            cell["source"] = text if as_text else text.splitlines(keepends=True)
            if found["part"] == "check":
                cell["outputs"] = [_untouched(exercise, cell, as_text)] if cell["outputs"] else []
            elif found["part"] == "starter":
                cell["outputs"] = []
    return notebook


def _untouched(exercise, cell, as_text):
    said = explain.untouched(exercise).text
    return type(cell)(
        {
            "data": type(cell)({"text/plain": said if as_text else said.splitlines(keepends=True)}),
            "execution_count": cell["execution_count"],
            "metadata": type(cell)({}),
            "output_type": "execute_result",
        }
    )


def as_json(notebook):
    """The text of a notebook's file, as nbformat writes it."""
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False, separators=(",", ": ")) + "\n"
