"""Writes the exercises into chapters: ``python -m lessonlib.exercises book/*.ipynb`` (`make exercises`)."""

import json
import sys
from pathlib import Path

from lessonlib.exercises.checking.cells import as_json, write
from lessonlib.exercises.checking.registry import all_exercises
from lessonlib.files import atomic_write


def main(names):
    """Bring the exercise cells of these notebooks up to date; return what went wrong."""
    trouble = []
    for path in map(Path, names):
        text = path.read_text("utf-8")
        notebook = json.loads(text)
        try:
            said = write(notebook, [exercise for exercise in all_exercises() if exercise.chapter == path.stem])
        except LookupError as error:
            trouble.append(str(error))
            continue
        for line in said:
            print(f"{path.name}: {line}")
        if (new := as_json(notebook)) != text:
            with atomic_write(path) as file:
                file.write(new)
    return "\n".join(trouble)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or None)
