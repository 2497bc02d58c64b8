"""Runs what a reader types into the built page: a cell or an answer. JSON in, JSON out; the worker knows no more.

The checker is the one that notebooks use, so a mistake gets the same words here and there. A name lives no longer than
the code that made it: where a cell runs again, what its last run made is taken back first.
"""

import ast
import builtins
import contextlib
import difflib
import json
import linecache
import re
import traceback
from dataclasses import replace
from typing import Any

import lessonlib
from lessonlib.exercises.checking import progress
from lessonlib.exercises.checking.check import HELP, check
from lessonlib.exercises.checking.feedback import Feedback
from lessonlib.exercises.checking.needs import packages, unknown
from lessonlib.exercises.checking.registry import find
from lessonlib.exercises.checking.run import Printed
from lessonlib.figures import display

FILE = "<your code>"
MOST_PRINTED = 20_000  # characters
MOST_SHOWN = 40  # grids and figures of one run
TOO_BIG = "array is too big"  # what NumPy says of a size that no memory of a page could hold
_NOTHING = object()
_VIEW, _STATE = (f"application/vnd.jupyter.widget-{part}+json" for part in ("view", "state"))
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


class Session:
    """What one page has run so far: one namespace for all its cells, as in a notebook.

    Parameters
    ----------
    kept : str
        Progress as `progress.as_text` gave it, or nothing.
    """

    def __init__(self, kept=""):
        self.space = {"__name__": "__main__", "ll": lessonlib, "input": _no_input}
        self._imported = set()
        self._made = {}  # for each cell: {name: (what it was before, what the cell made it)}
        self._join(kept)

    def answer(self, request):
        """Do what the page asks for.

        Parameters
        ----------
        request : str
            JSON with ``do``: ``"run"`` a cell, ``"check"`` an exercise, ``"join"`` progress, or tell what code
            ``"needs"``. ``code``: the text; ``id``: the exercise; ``cell``: the cell's own name; ``imports``: what the
            chapter imports; ``quiet``: leave the last line out, which only shows something; ``kept``: a text of
            progress, which is taken in whatever is asked.

        Returns
        -------
        str
            JSON: ``outputs``, a list of ``{"kind": "text" | "html" | "picture" | "widget" | "error", "text": ...}``;
            for a check also ``right``, a bool; and ``progress``, a text to keep. For what code needs: ``packages``,
            and ``earlier``, whether it uses names that only other cells can have made.
        """
        asked = json.loads(request)
        if asked["do"] == "needs":
            return json.dumps(self._needs(asked))
        told: dict[str, Any] = {"outputs": []}
        self._join(asked.get("kept", ""))
        if asked["do"] != "join":
            self._import(asked.get("imports", ""))
            code = without_last(asked["code"]) if asked.get("quiet") else asked["code"]
            judged = find(asked["id"]).name if asked["do"] == "check" else None
            made, told["outputs"] = self._run(asked.get("cell") or asked.get("id"), code, judged)
            if asked["do"] == "check" and not any(output["kind"] == "error" for output in told["outputs"]):
                feedback = self._checked(asked["id"], made)
                told["outputs"].append(_shown(feedback))
                told["right"] = bool(feedback)
        told["progress"] = progress.as_text(progress.read())
        return json.dumps(told)

    def _join(self, kept):
        """Bring in what the page, or another tab of it, has kept of the reader's progress."""
        with contextlib.suppress(ValueError):
            if kept:
                progress.write(progress.from_text(kept))

    def _needs(self, asked):
        code = asked["code"]
        try:
            code = without_last(code) if asked.get("quiet") else code
            earlier = bool(unknown(code, {*self.space, *vars(builtins), "np", *_names(asked["imports"])}))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            earlier = False
        return {"packages": packages(code, asked.get("id")), "earlier": earlier}

    def _import(self, code):
        """Do what a chapter imports, as far as it is here; once."""
        for line in ["import numpy as np", *code.splitlines()]:
            if line not in self._imported:
                with contextlib.suppress(ImportError, SyntaxError):
                    exec(line, self.space)
                    self._imported.add(line)

    def _run(self, cell, code, judged=None):
        """Run a cell in place of its last run: the names that it made, and its outputs.

        A name that will be ``judged`` is hidden meanwhile, unless this code makes it.
        """
        for name, (before, made) in self._made.pop(cell, {}).items():
            if self.space.get(name, _NOTHING) is not made:
                continue  # another cell has made it anew
            if before is _NOTHING:
                del self.space[name]
            else:
                self.space[name] = before
        before = dict(self.space)
        hidden = self.space.pop(judged, _NOTHING)
        outputs = run(code, self.space)
        made = {
            name: (before.get(name, _NOTHING), value)
            for name, value in self.space.items()
            if name == judged or before.get(name, _NOTHING) is not value
        }
        if hidden is not _NOTHING:
            self.space.setdefault(judged, hidden)
        if cell:
            self._made[cell] = made
        return made, outputs

    def _checked(self, id, made):
        """What the checker says of the name that the exercise asks for, if this very code has made it."""
        name = find(id).name
        if name in made:
            return as_page(check(id, self.space[name]), name)
        near = difflib.get_close_matches(name, [other for other in made if other[0] != "_"], 1, 0.4)
        said = f"Your code does not define `{name}`, and that is what this exercise checks."
        return Feedback("missing", f"{said} It defines `{near[0]}`: change that name." if near else said)


def as_page(feedback, name):
    """What the checker says in a page, where *Check* is a button, and so are the hints and the solution."""
    if feedback.kind == "untouched":
        return Feedback("untouched", f"Not attempted yet. Fill in {name} above, then press Check.")
    parts = [part for part in feedback.text.split("\n\n") if not part.startswith(HELP)]
    return replace(feedback, text="\n\n".join(parts))


def without_last(code):
    """The code without its last line, if that is an expression: what a chapter's cell does besides showing."""
    lines = ast.parse(code).body
    return ast.unparse(ast.Module(lines[:-1], [])) if lines and isinstance(lines[-1], ast.Expr) else code


def run(code, space):
    """Run a cell: what it prints and shows, what its last line gives, or the error it ends with.

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

    def show(data, metadata):
        outputs.extend(_printed(printed))
        if len(outputs) < MOST_SHOWN:
            outputs.append(_displayed(data, metadata))

    before, display.hook = display.hook, show
    try:
        lines = ast.parse(code, FILE).body
        last = ast.Expression(lines.pop().value) if lines and isinstance(lines[-1], ast.Expr) else None
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            exec(compile(ast.Module(lines, []), FILE, "exec"), space)
            value = eval(compile(last, FILE, "eval"), space) if last else None
            shown = None if value is None else _shown(value)
        outputs += _printed(printed) + ([shown] if shown else [])
    except BaseException as error:  # the reader's code may raise whatever it likes, SystemExit too
        outputs += [*_printed(printed), {"kind": "error", "text": _told(error)}]
    finally:
        display.hook = before
    return outputs


def _names(imports):
    """The names that import statements give."""
    found = (node for node in ast.walk(ast.parse(imports)) if isinstance(node, ast.alias))
    return {(alias.asname or alias.name).partition(".")[0] for alias in found}


def _no_input(prompt=""):
    raise RuntimeError("nothing can be typed in while code runs in a page: write the value into the code")


def _printed(printed):
    """What was printed since the last time, as outputs."""
    if not printed.kept:
        return []
    cut = "\n... and more: what is printed is cut here" if len(printed.kept) >= printed.most else ""
    text = printed.kept.rstrip("\n") + cut
    printed.most, printed.kept = printed.most - len(printed.kept), ""
    return [{"kind": "text", "text": text}]


def _displayed(data, metadata):
    """What `lessonlib.figures.display` shows, in the richest form that a page has."""
    if "image/svg+xml" in data:
        alt = metadata.get("image/svg+xml", {}).get("alt", "")
        return {"kind": "picture", "text": alt, "svg": data["image/svg+xml"]}
    if "text/html" in data:
        return {"kind": "html", "text": _STYLE.sub("", data["text/html"])}  # a page has the looks already
    return {"kind": "text", "text": data["text/plain"]}


def _shown(value):
    """A value as a notebook shows it; of a widget, the models that the page draws."""
    bundle = getattr(type(value), "_repr_mimebundle_", None)
    forms = bundle(value) if bundle else {}
    if _VIEW in forms:
        models = {"model": forms[_VIEW]["model_id"], "models": forms[_STATE]["state"]}
        return {"kind": "widget", "text": forms["text/plain"], **models}
    picture = value._repr_html_() if hasattr(value, "_repr_html_") else None
    if picture is not None:
        return {"kind": "html", "text": picture}
    return {"kind": "text", "text": repr(value)}


def _size(error):
    """How much it asks for, as NumPy says it: "Unable to allocate 76.3 MiB for ..."."""
    said = str(error)
    return f"{said}." if said and TOO_BIG not in said else ""


def _told(error):
    """The error, and the line of the reader's own code that it came from; nothing from inside the library."""
    said = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    if isinstance(error, SyntaxError) and error.filename == FILE:
        return f"{said}\nin line {error.lineno}: {(error.text or '').strip()}"
    if isinstance(error, MemoryError) or TOO_BIG in str(error):
        said = f"MemoryError: this asks for more memory than a page has. {_size(error)}".rstrip()
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == FILE]
    return f"{said}\nin line {own[-1].lineno}: {own[-1].line}" if own else said
