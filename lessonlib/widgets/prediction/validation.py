"""What a prediction accepts: that every answer has a reply, and what is said where one has not."""

from math import isfinite
from numbers import Integral, Real

from lessonlib.nn.checks import whole_number
from lessonlib.widgets.kit.arguments import check_picture

MOST_COLUMNS = 6  # as many cells of 44 pixels as stand side by side on a phone
LARGEST = 2**53  # beyond it the browser's numbers skip integers


def check_text(name, text):
    """``text``, if it is one and says something."""
    if not isinstance(text, str):
        raise TypeError(f"{name} must be a text; got {text!r}")
    if not text.strip():
        raise ValueError(f"{name} must say something; got {text!r}")
    return text.strip()


def check_kind(choices, number, grid):
    """Which of the three kinds of question is asked."""
    given = {"choices": choices, "number": number, "grid": grid}
    kinds = [name for name, value in given.items() if value is not None]
    if len(kinds) != 1:
        raise ValueError(f"predict needs one of choices, number and grid; got {' and '.join(kinds) or 'none'}")
    return {"choices": "choice", "number": "number", "grid": "cell"}[kinds[0]]


def refuse(kind, **arguments):
    """Raise for an argument that this kind of question has no use for."""
    for name, value in arguments.items():
        if value is not None:
            raise ValueError(f"{name} has no use in a question for a {kind}; got {value!r}")


def check_choices(choices, answer):
    """The choices as answers with replies, in the order given."""
    if not isinstance(choices, dict):
        raise TypeError(f"choices must be a dict of answers and the replies to them; got {choices!r}")
    choices = {check_text("a choice", label): _check_reply(label, reply) for label, reply in choices.items()}
    if len(choices) < 2:
        raise ValueError(f"choices must be two or more; got {len(choices)}")
    if answer not in choices:
        raise ValueError(f"answer must be among {', '.join(map(repr, choices))}; got {answer!r}")
    seen = {}
    for label, reply in choices.items():
        if reply in seen:
            raise ValueError(f"choices must each have a reply of their own; {seen[reply]!r} and {label!r} share one")
        seen[reply] = label
    return [{"answer": label, "reply": reply, "right": label == answer} for label, reply in choices.items()]


def check_numbers(number, tolerance, replies):
    """The right number and the known wrong ones as answers with replies."""
    number = check_number("number", number)
    if check_number("tolerance", tolerance) < 0:
        raise ValueError(f"tolerance must be 0 or more; got {tolerance}")
    replies = {check_number("a number in replies", known): reply for known, reply in _check_dict(replies).items()}
    if number not in replies:
        raise ValueError(f"replies must have a reply to the right answer, {number}; got {list(replies)}")
    for known in replies:
        if known != number and abs(known - number) <= tolerance:
            raise ValueError(f"replies must not name {known}: it lies within the tolerance, {tolerance}, of {number}")
    return [
        {"answer": known, "reply": _check_reply(known, reply), "right": known == number}
        for known, reply in replies.items()
    ]


def check_cells(grid, answer, replies):
    """The right cells and the known wrong ones as answers with replies."""
    right = [check_cell("answer", cell, grid) for cell in (answer if isinstance(answer, list) else [answer])]
    if not right:
        raise ValueError("answer must be a cell (row, column) or a list of cells; got none")
    replies = {
        tuple(check_cell("a cell in replies", cell, grid)): reply for cell, reply in _check_dict(replies).items()
    }
    for cell in right:
        if tuple(cell) not in replies:
            raise ValueError(f"replies must have a reply to the right answer, {tuple(cell)}; got {list(replies)}")
    return [
        {"answer": list(cell), "reply": _check_reply(cell, reply), "right": list(cell) in right}
        for cell, reply in replies.items()
    ]


def check_grid(grid):
    """``grid`` as nested lists of numbers, with ``None`` where a cell is empty."""
    rows = grid.tolist() if hasattr(grid, "tolist") else grid
    if not isinstance(rows, (list, tuple)) or not all(isinstance(row, (list, tuple)) for row in rows):
        raise TypeError(f"grid must be rows of numbers, None for an empty cell; got {grid!r}")
    numbers = check_picture("grid", [[0 if value is None else value for value in row] for row in rows])
    if len(numbers[0]) > MOST_COLUMNS:
        raise ValueError(f"grid must be at most {MOST_COLUMNS} columns wide, to be tapped; got {len(numbers[0])}")
    return [
        [None if value is None else number for value, number in zip(*lines, strict=True)]
        for lines in zip(rows, numbers, strict=True)
    ]


def check_otherwise(otherwise, kind):
    """The reply to any other answer, or the two replies to smaller and larger numbers."""
    if isinstance(otherwise, dict):
        if kind != "number" or set(otherwise) != {"smaller", "larger"}:
            raise ValueError(
                f'otherwise must be a reply, or for a number {{"smaller": ..., "larger": ...}}; got {otherwise!r}'
            )
        return {name: _check_reply(name, reply) for name, reply in otherwise.items()}
    return check_text("otherwise, the reply to any other answer,", otherwise)


def check_number(name, value):
    """``value`` as an int or float that the browser holds exactly."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a number; got {value!r}")
    value = int(value) if isinstance(value, Integral) or float(value).is_integer() else float(value)
    if not isfinite(value) or abs(value) > LARGEST:
        raise ValueError(f"{name} must be finite and at most 2**53 in size; got {value}")
    return value


def check_cell(name, cell, grid):
    """``cell`` as [row, column] of the grid."""
    if not isinstance(cell, (tuple, list)) or len(cell) != 2:
        raise TypeError(f"{name} must be a pair (row, column); got {cell!r}")
    row, column = (whole_number(f"{name} {part}", place) for part, place in zip(("row", "column"), cell, strict=True))
    if row >= len(grid) or column >= len(grid[0]):
        size = f"{len(grid)}x{len(grid[0])}"
        raise ValueError(f"{name} must lie in the {size} grid, counted from 0; got {(row, column)}")
    return [row, column]


def _check_dict(replies):
    if not isinstance(replies, dict):
        raise TypeError(f"replies must be a dict of answers and the replies to them; got {replies!r}")
    return replies


def _check_reply(answer, reply):
    return check_text(f"the reply to {answer!r}", reply)
