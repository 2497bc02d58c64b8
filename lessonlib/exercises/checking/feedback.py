"""What the checker says: text for everybody, and a picture of the difference in a notebook."""

import html
import textwrap
from dataclasses import dataclass

from lessonlib.figures.palette import DARK, LIGHT, css_variables

NUMBERS = "Number by number"  # how the part of a text begins that a picture can stand for


@dataclass(frozen=True)
class Feedback:
    """The answer of ``check``: true if the exercise is solved; shows itself at the end of a cell.

    Attributes
    ----------
    kind : str
        ``"right"``, ``"untouched"``, ``"note"``, ``"missing"``, ``"stopped"``, ``"raised"``, ``"none"``, ``"type"``,
        ``"mistake"``, ``"shape"``, ``"values"``, ``"changed"`` or ``"stumbled"``.
    text : str
        What to read, a paragraph or several.
    mistake : str
        The name of the known mistake that it is, if it is one.
    picture : str
        HTML that belongs below the text; may be empty.
    """

    kind: str
    text: str
    mistake: str = ""
    picture: str = ""

    def __bool__(self):
        return self.kind == "right"

    def __repr__(self):
        return self.text

    def _repr_html_(self):
        if self.kind in ("untouched", "note"):
            return None  # plain text says it all
        look = "right" if self else "wrong"
        parts = self.text.split("\n\n")
        if self.picture:  # in place of the same numbers as text
            at = next(i for i, part in enumerate(parts) if part.startswith(NUMBERS))
            parts[at : at + 2] = [self.picture]
        shown = (part if part is self.picture else paragraph(part) for part in parts)
        return f'{STYLE}<div class="lesson-feedback lesson-{look}">{"".join(shown)}</div>'


def paragraph(part):
    """Text as HTML: lines that are indented keep their columns, backquotes are code."""
    if part.startswith("    "):
        return f"<pre>{html.escape(textwrap.dedent(part))}</pre>"
    pieces = html.escape(part).split("`")
    inner = "".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces))
    for verdict in ("Not yet.", "Right"):
        if inner.startswith(verdict):
            inner = f"<strong>{verdict}</strong>{inner.removeprefix(verdict)}"
    return f"<p>{inner}</p>"


STYLE = f"""<style>
.lesson-feedback {{ {css_variables(LIGHT)} color: var(--lesson-ink); background: var(--lesson-surface);
  border-left: 4px solid var(--lesson-wrong); padding: 0.4em 1em; max-width: 46em; font-family: sans-serif; }}
.lesson-feedback.lesson-right {{ border-color: var(--lesson-right); }}
html[data-theme="dark"] .lesson-feedback, [data-jp-theme-light="false"] .lesson-feedback {{ {css_variables(DARK)} }}
.lesson-feedback p {{ margin: 0.5em 0; color: inherit; }}
.lesson-feedback.lesson-feedback :is(code, pre) {{ color: inherit; background: none; font-size: 0.95em; padding: 0; }}
.lesson-feedback.lesson-feedback pre {{ overflow-x: auto; margin: 0.5em 0; padding-left: 1.5em; }}
.lesson-feedback .lesson-grids {{ display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0.6em 1.6em; }}
.lesson-feedback.lesson-feedback table {{ border-collapse: collapse; margin: 0.3em 0; }}
.lesson-feedback.lesson-feedback caption {{ text-align: left; white-space: nowrap; color: var(--lesson-muted); }}
.lesson-feedback.lesson-feedback td {{ border: 1px solid var(--lesson-line); padding: 0.15em 0.5em; text-align: right;
  color: var(--lesson-ink); background: var(--lesson-background); }}
.lesson-feedback.lesson-feedback td.lesson-positive {{ box-shadow: inset 0 -0.3em var(--lesson-positive); }}
.lesson-feedback.lesson-feedback td.lesson-negative {{ box-shadow: inset 0 -0.3em var(--lesson-negative); }}
</style>"""
