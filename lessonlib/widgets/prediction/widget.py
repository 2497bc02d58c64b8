"""A question to answer before reading on: a choice, a number or a cell of a grid, with a reply for every answer."""

from html import escape
from textwrap import wrap

import anywidget
import ipywidgets
import traitlets

from lessonlib.nn.checks import true_or_false
from lessonlib.widgets.kit.arguments import check_id
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.markup import plain_markup
from lessonlib.widgets.kit.svg import CELL, Still, colour, draw_pixels, draw_signed, draw_svg, draw_text
from lessonlib.widgets.prediction import validation

KINDS = {"choice": "a choice", "number": "a number", "cell": "a cell"}
WIDTH = 44  # characters in a line of the still


def predict(
    question,
    *,
    choices=None,
    answer=None,
    number=None,
    tolerance=0,
    grid=None,
    signed=False,
    replies=None,
    otherwise=None,
    id,
    label="Predict",
):
    """Ask a question that is answered in the page: a choice, a number or a cell of a grid.

    Every answer gets a reply. The texts may hold ```code```, ``*emphasis*``, ``**strong**`` and
    ``[links](03-convolution-by-hand.ipynb)`` to pages of the book. The reader's answers stay in the reader's browser.

    Parameters
    ----------
    question : str
        What to predict.
    choices : dict of str to str, optional
        For a choice: each answer with the reply it gets, the right one included; no reply twice.
    answer : str or (int, int) or list of (int, int), optional
        The right choice, or the right cell or cells of ``grid`` as (row, column).
    number : int or float, optional
        For a number: the right one.
    tolerance : int or float
        How far from ``number`` an answer may lie and still be right.
    grid : array_like, optional
        For a cell: (H, W) numbers to choose from, drawn as grey pixels, at most 6 columns; ``None`` is an empty cell.
    signed : bool
        Draw the numbers of ``grid`` as signed ones.
    replies : dict
        For a number or a cell: the right answer's reply (each one's, if there are several) and those to known wrong
        answers, by number or by (row, column).
    otherwise : str or dict
        For a number or a cell: the reply to any other answer; for a number also ``{"smaller": ..., "larger": ...}``.
    id : str
        What the browser remembers the answer under. It stays when the words change, so that nobody's answer is lost;
        choices are remembered by their place, so a question whose choices change places or number is another one.
    label : str
        The word the question opens with.

    Returns
    -------
    Prediction

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these, or an answer has no reply; the message names it.

    Examples
    --------
    >>> predict(
    ...     "How many places are there for a filter 3 wide in a row of 7?",
    ...     number=5,
    ...     replies={5: "It can begin at pixels 0 to 4.", 7: "The last two places would stick out."},
    ...     otherwise="Count the pixels at which the filter can begin.",
    ...     id="places",
    ... )
    Prediction('places', a number)
    """
    kind = validation.check_kind(choices, number, grid)
    if kind == "choice":
        validation.refuse(kind, replies=replies, otherwise=otherwise)
        answers = validation.check_choices(choices, answer)
        otherwise = ""
    else:
        if kind == "number":
            validation.refuse(kind, answer=answer)
            answers = validation.check_numbers(number, tolerance, replies)
        else:
            grid = validation.check_grid(grid)
            answers = validation.check_cells(grid, answer, replies)
        otherwise = validation.check_otherwise(otherwise, kind)
    question = validation.check_text("question", question)
    return Prediction(
        question=question,
        kind=kind,
        answers=answers,
        otherwise=otherwise,
        tolerance=tolerance,
        grid=grid if kind == "cell" else [],
        signed=true_or_false("signed", signed),
        memory=check_id(id),
        label=validation.check_text("label", label),
    )


class PredictionView(anywidget.AnyWidget):
    """The part of a prediction that asks and replies, in the browser."""

    _esm = join_script("prediction/widget.js")
    _css = join_styles("kit/base.css", "kit/fields.css", "prediction/widget.css")

    question = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    kind = traitlets.Unicode().tag(sync=True)
    answers = traitlets.List().tag(sync=True)
    otherwise = traitlets.Any("").tag(sync=True)
    tolerance = traitlets.Float(0).tag(sync=True)
    grid = traitlets.List().tag(sync=True)
    signed = traitlets.Bool(False).tag(sync=True)
    memory = traitlets.Unicode().tag(sync=True)
    attempts = traitlets.List().tag(sync=True)
    revealed = traitlets.Bool(False).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        return f"PredictionView({self.memory!r}, {KINDS[self.kind]})"


class Prediction(ipywidgets.VBox):
    """A question in the page; made by `predict`.

    Attributes
    ----------
    attempts : list
        The reader's answers in order: labels, numbers or [row, column]. Assign ``[]`` to ask again.
    revealed : bool
        Whether the right answer is shown.
    answered : bool
        Whether there was an answer yet.
    correct : bool or None
        Whether the last answer is right; ``None`` before the first.
    view : PredictionView
        The widget that asks.
    """

    def __init__(self, **state):
        self.view = PredictionView(**state)
        self.view.still = self.still()._asdict()
        super().__init__([self.view])

    @property
    def attempts(self):
        return self.view.attempts

    @attempts.setter
    def attempts(self, given):
        if not isinstance(given, (list, tuple)):
            raise TypeError(f"attempts must be a list of answers; got {given!r}")
        self.view.attempts = [self._check_answer(answer) for answer in given]

    @property
    def revealed(self):
        return self.view.revealed

    @revealed.setter
    def revealed(self, shown):
        self.view.revealed = true_or_false("revealed", shown)

    @property
    def answered(self):
        return bool(self.attempts)

    @property
    def correct(self):
        return self._judge(self.attempts[-1])[0] if self.attempts else None

    def reply_to(self, answer):
        """What the page replies to an answer.

        Parameters
        ----------
        answer : str, int, float or (int, int)
            A choice, a number, or the (row, column) of a cell.

        Returns
        -------
        str

        Raises
        ------
        TypeError, ValueError
            If the question cannot be answered so.
        """
        return self._judge(self._check_answer(answer))[1]

    def still(self):
        """Draw the question and its choices.

        Returns
        -------
        Still
            An SVG and a sentence that says where to answer.
        """
        view = self.view
        question = plain_markup(view.question)
        lines = wrap(f"{view.label}. {question}", WIDTH)
        body = [draw_text(2, 20 + 22 * i, line, 16) for i, line in enumerate(lines)]
        label = escape(f"{view.label}.")
        body[0] = body[0].replace(label, f'<tspan font-weight="600">{label}</tspan>', 1)
        y = 20 + 22 * len(lines)
        described = "Answer with a number."
        if view.kind == "choice":
            labels = [plain_markup(known["answer"]) for known in view.answers]
            described = f"Choose one: {'; '.join(labels)}."
            for label in labels:
                dot = f"fill: none; stroke: {colour('muted')}; stroke-width: 1.5"
                body.append(f'<circle cx="10" cy="{y + 6}" r="7" style="{dot}"/>')
                body += [draw_text(28, y + 12 + 20 * i, line) for i, line in enumerate(wrap(label, WIDTH - 4))]
                y += 12 + 20 * len(wrap(label, WIDTH - 4))
        elif view.kind == "cell":
            described = f"Choose a cell of {len(view.grid)} rows and {len(view.grid[0])} columns."
            draw = draw_signed if view.signed else draw_pixels
            body.append(draw(2, y, view.grid))
            y += len(view.grid) * CELL
        else:
            box = f"fill: none; stroke: {colour('muted')}"
            body.append(f'<rect x="2" y="{y - 6}" width="110" height="32" rx="5" style="{box}"/>')
            y += 26
        sentence = "Answer it in the live page: every answer gets a reply."
        return Still(draw_svg(400, y + 8, question, described, "".join(body)), sentence)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _check_answer(self, answer):
        kind, grid = self.view.kind, self.view.grid
        if kind == "choice":
            known = [known["answer"] for known in self.view.answers]
            if answer not in known:
                raise ValueError(f"answer must be among {', '.join(map(repr, known))}; got {answer!r}")
            return answer
        return (
            validation.check_number("answer", answer)
            if kind == "number"
            else validation.check_cell("answer", answer, grid)
        )

    def _judge(self, given):
        """Whether an answer is right, and the reply to it: what ``grading.js`` computes."""
        view = self.view
        for known in view.answers:
            near = known["right"] and view.kind == "number"
            slack = view.tolerance * (1 + 1e-9) if near else 0
            if abs(given - known["answer"]) <= slack if near else given == known["answer"]:
                return known["right"], known["reply"]
        if isinstance(view.otherwise, str):
            return False, view.otherwise
        right = next(known["answer"] for known in view.answers if known["right"])
        return False, view.otherwise["smaller" if given < right else "larger"]
