"""Work carried away from a machine that forgets: a folder's notebooks and your progress, in one file to download."""

import html
import os
import zipfile
from pathlib import Path

from lessonlib.exercises.checking import progress
from lessonlib.files import atomic_write

NAME = "my-work.zip"
HOW_BACK = "how-to-bring-it-back.txt"


class TakenAway:
    """What was packed; at the end of a notebook's cell it shows itself as a link that downloads it.

    Attributes
    ----------
    path : Path
        The zip file.
    notebooks : list of str
        The names of the notebooks in it.
    solved : int
        How many exercises the progress in it counts as solved.
    left : dict of str to str
        What could not be taken: names of notebooks, and why.
    notice : str
        What else the reader should know of the progress; empty if nothing.
    """

    def __init__(self, path, notebooks, solved, left, notice=""):
        self.path, self.notebooks, self.solved, self.left, self.notice = path, notebooks, solved, left, notice

    def __repr__(self):
        found = f"{len(self.notebooks)} notebook{'' if len(self.notebooks) == 1 else 's'}"
        if not self.notebooks:
            found = "no notebook (in Colab, File, Download takes yours)"
        said = f"{self.path.name}: {found}, {self.solved} exercise{'' if self.solved == 1 else 's'} solved"
        if self.left:
            said += f". Not taken: {', '.join(f'{name} ({reason})' for name, reason in self.left.items())}"
        return f"{said}. {self.notice}" if self.notice else said

    def _repr_html_(self):
        # JupyterLab finds a file beside the notebook; without `download` it would open it as text.
        return f'<p><a href="{NAME}" download="{NAME}">Download</a> {html.escape(repr(self))}</p>'


def take_away(folder="."):
    """Pack the notebooks of a folder, as last saved, and your progress into one zip file to download.

    A notebook that cannot be read is named and left out.

    Binder forgets a session some minutes after you leave it. A text in the file says how to bring your work back.

    Parameters
    ----------
    folder : str or Path
        Where the notebooks are; by default the folder of this one.

    Returns
    -------
    TakenAway
        Shows itself as a link.

    Raises
    ------
    ValueError
        If there is no such folder, or it cannot be written to.
    """
    folder = Path(folder)
    notebooks = sorted(folder.glob("*.ipynb"))
    records, taken, left = progress.read(), [], {}
    try:
        with atomic_write(folder / NAME, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for notebook in notebooks:
                name = os.fsencode(notebook.name).decode("utf-8", "backslashreplace").replace("\\", "-")
                try:
                    content = notebook.read_bytes()
                    entry = zipfile.ZipInfo.from_file(notebook, name, strict_timestamps=False)
                except (OSError, ValueError, OverflowError) as problem:
                    left[name] = getattr(problem, "strerror", None) or type(problem).__name__
                    continue
                packed.writestr(entry, content, zipfile.ZIP_DEFLATED)
                taken.append(name)
            packed.writestr(HOW_BACK, _how_back(records))
    except OSError as problem:
        raise ValueError(
            f"folder must be a folder that can be written to; got {str(folder)!r} ({problem.strerror}). "
            "In JupyterLab, File, Download takes the notebook that is open."
        ) from None
    solved = sum(record.right for record in records.values())
    return TakenAway(folder / NAME, taken, solved, left, progress.notice())


def _how_back(records):
    lines = ["Open the book again, on Binder or on your own machine, and drag the notebooks into JupyterLab's files."]
    if records:
        lines += [
            "For your progress, run this in a cell of any chapter:",
            "",
            f'll.progress(restore="{progress.as_text(records)}")',
        ]
    return "\n".join(lines) + "\n"
