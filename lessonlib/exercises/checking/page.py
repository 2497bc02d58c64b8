"""Runs what a reader types into the built page: a cell or an answer. JSON in, JSON out; the worker knows no more.

The checker is the one that notebooks use, so a mistake gets the same words here and there.
"""

import ast
import contextlib
import json
import linecache
import traceback

from lessonlib.exercises.checking import progress
from lessonlib.exercises.checking.check import check
from lessonlib.exercises.checking.help import hint
from lessonlib.exercises.checking.registry import find
from lessonlib.exercises.checking.run import Printed

FILE = "<your code>"
MOST_PRINTED = 20_000  # characters


class Session:
    """What one page has run so far: one namespace for all its cells, as in a notebook.

    Parameters
    ----------
    kept : str
        Progress as `progress.as_text` gave it, or nothing.
    """

    def __init__(self, kept=""):
        self.space = {"__name__": "__main__", **_imported()}
        with contextlib.suppress(ValueError):
            progress.write(progress.from_text(kept))

    def answer(self, request):
        """Do what the page asks for.

        Parameters
        ----------
        request : str
            JSON: ``{"do": "run", "code": ...}``, ``{"do": "check", "id": ..., "code": ...}`` or
            ``{"do": "hint", "id": ...}``.

        Returns
        -------
        str
            JSON: ``outputs``, a list of ``{"kind": "text" | "html" | "error", "text": ...}``; for a check also
            ``right``, a bool; and ``progress``, a text to keep.
        """
        asked = json.loads(request)
        told = {"outputs": []}
        if asked["do"] == "hint":
            told["outputs"].append(_shown(hint(asked["id"])))
        else:
            told["outputs"] = run(asked["code"], self.space)
            if asked["do"] == "check" and not any(output["kind"] == "error" for output in told["outputs"]):
                feedback = check(asked["id"], self._answer_to(asked["id"]))
                told["outputs"].append(_shown(feedback))
                told["right"] = bool(feedback)
        told["progress"] = progress.as_text(progress.read())
        return json.dumps(told)

    def _answer_to(self, id):
        """What the code named as the exercise asks; None if it took the name away."""
        return self.space.get(find(id).name)


def run(code, space):
    """Run a cell: what it prints, what its last line gives, or the error it ends with.

    Parameters
    ----------
    code : str
        Python.
    space : dict
        The namespace, changed by the run.

    Returns
    -------
    list of dict
        Outputs, as `Session.answer` tells them.
    """
    linecache.cache[FILE] = (len(code), None, code.splitlines(keepends=True), FILE)
    printed, outputs = Printed(most=MOST_PRINTED), []
    try:
        lines = ast.parse(code, FILE).body
        last = ast.Expression(lines.pop().value) if lines and isinstance(lines[-1], ast.Expr) else None
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            exec(compile(ast.Module(lines, []), FILE, "exec"), space)
            value = eval(compile(last, FILE, "eval"), space) if last else None
            shown = None if value is None else _shown(value)
        outputs += [shown] if shown else []
    except BaseException as error:  # the reader's code may raise whatever it likes, SystemExit too
        outputs.append({"kind": "error", "text": _told(error)})
    return _printed(printed) + outputs


def _imported():
    """What the first cell of every chapter imports, as far as it is here."""
    import lessonlib

    try:
        import numpy
    except ModuleNotFoundError:
        return {"ll": lessonlib}
    return {"ll": lessonlib, "np": numpy}


def _printed(printed):
    if not printed.kept:
        return []
    cut = "\n... and more: what is printed is cut here" if len(printed.kept) >= MOST_PRINTED else ""
    return [{"kind": "text", "text": printed.kept.rstrip("\n") + cut}]


def _shown(value):
    """A value as a notebook shows it."""
    picture = value._repr_html_() if hasattr(value, "_repr_html_") else None
    if picture is not None:
        return {"kind": "html", "text": picture}
    return {"kind": "text", "text": repr(value)}


def _told(error):
    """The error, and the line of the reader's own code that it came from; nothing from inside the library."""
    said = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    if isinstance(error, SyntaxError) and error.filename == FILE:
        return f"{said}\nin line {error.lineno}: {(error.text or '').strip()}"
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == FILE]
    return f"{said}\nin line {own[-1].lineno}: {own[-1].line}" if own else said
