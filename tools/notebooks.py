"""Run chapters again and keep what git should hold: `python tools/notebooks.py book/*.ipynb`; `--clean`: do not run.

Kept: the text outputs, which `pytest --nbval` compares at every run. Left out: pictures, HTML, widget views, widget
state, times, and the outputs of cells tagged `nbval-ignore-output`, which differ from run to run. The cells that all
chapters have in common are written anew (`standing_cells.py`).
"""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from standing_cells import of_this_checkout

from lessonlib.exercises import all_exercises
from lessonlib.exercises.checking.cells import restored
from lessonlib.files import atomic_write

NOT_KEPT = ("text/html", "image/png", "image/jpeg", "image/svg+xml", "application/vnd.jupyter.widget-view+json")


def read_chapter(path):
    """A notebook as `make exercises` and a run leave it, whatever somebody has answered in it."""
    return restored(nbformat.read(path, as_version=4), all_exercises())


def cleaned(notebook):
    """The notebook without what depends on the run or on the machine."""
    notebook = nbformat.from_dict(notebook)
    lesson = {"lesson": notebook.metadata.lesson} if "lesson" in notebook.metadata else {}  # minutes, goals
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        **lesson,
    }
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        if "nbval-ignore-output" in cell.metadata.get("tags", []):
            cell.outputs = []
        for output in cell.outputs:
            for kind in NOT_KEPT:
                output.get("data", {}).pop(kind, None)
            if "data" in output:
                output.metadata = {}
    return notebook


def run(notebook, folder):
    """Execute a notebook in a folder, in place."""
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        coalesce_streams=True,  # or a print may arrive in two pieces
        resources={"metadata": {"path": folder}},
    )
    with tempfile.TemporaryDirectory() as progress:
        os.environ["LESSONLIB_PROGRESS"] = str(Path(progress) / "progress.json")  # nobody has solved anything
        client.execute()


def write(notebook, path):
    """Write what git should hold of a notebook."""
    with atomic_write(path) as file:
        nbformat.write(cleaned(notebook), file)


def main(words):
    is_run = "--clean" not in words
    for path in map(Path, (word for word in words if word != "--clean")):
        print(path, flush=True)
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = of_this_checkout(notebook.cells)
        if is_run:
            run(notebook, path.parent)
        write(notebook, path)


if __name__ == "__main__":
    main(sys.argv[1:])
