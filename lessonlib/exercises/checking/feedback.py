"""What the checker says: text for everybody, and a picture of the difference in a notebook."""

import html
from dataclasses import dataclass

from lessonlib.palette import DARK, LIGHT, css_variables


@dataclass(frozen=True)
class Feedback:
    """The answer of ``check``: true if the exercise is solved; shows itself at the end of a cell.

    Attributes
    ----------
    kind : str
        ``"right"``, ``"untouched"``, ``"note"``, ``"stopped"``, ``"raised"``, ``"none"``, ``"type"``,
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
        parts = [_paragraph(part) for part in self.text.split("\n\n")]
        return f'{STYLE}<div class="lesson-feedback lesson-{look}">{"".join(parts)}{self.picture}</div>'


def _paragraph(part):
    """Text as HTML: lines that are indented keep their columns, backquotes are code."""
    if part.startswith("    "):
        return f"<pre>{html.escape(part)}</pre>"
    pieces = html.escape(part).split("`")
    inner = "".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces))
    return f"<p>{inner}</p>"


STYLE = f"""<style>
.lesson-feedback {{ {css_variables(LIGHT)} color: var(--lesson-ink); background: var(--lesson-surface);
  border-left: 4px solid var(--lesson-wrong); padding: 0.4em 1em; max-width: 46em; font-family: sans-serif; }}
.lesson-feedback.lesson-right {{ border-color: var(--lesson-right); }}
html[data-theme="dark"] .lesson-feedback, [data-jp-theme-light="false"] .lesson-feedback {{ {css_variables(DARK)} }}
.lesson-feedback p {{ margin: 0.5em 0; color: inherit; }}
.lesson-feedback code, .lesson-feedback pre {{ color: inherit; background: none; font-size: 0.95em; }}
.lesson-feedback pre {{ overflow-x: auto; margin: 0.5em 0; }}
.lesson-feedback .lesson-grids {{ display: flex; flex-wrap: wrap; gap: 1em; overflow-x: auto; }}
.lesson-feedback table {{ border-collapse: collapse; margin: 0.3em 0; }}
.lesson-feedback caption {{ text-align: left; font-size: 0.9em; color: var(--lesson-muted); }}
.lesson-feedback td {{ border: 1px solid var(--lesson-line); padding: 0.15em 0.5em; text-align: right;
  color: var(--lesson-ink); background: var(--lesson-background); }}
.lesson-feedback td.lesson-positive {{ box-shadow: inset 0 -0.3em var(--lesson-positive); }}
.lesson-feedback td.lesson-negative {{ box-shadow: inset 0 -0.3em var(--lesson-negative); }}
</style>"""
