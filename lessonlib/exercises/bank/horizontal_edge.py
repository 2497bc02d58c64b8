"""The map of an edge that lies flat, on paper: an answer of nine numbers."""

from lessonlib.exercises import Exercise, Unfit, as_grid, mistake

RIGHT = [[3, 3, 3], [3, 3, 3], [0, 0, 0]]


def my_map():
    return [
        [None, None, None],
        [None, None, None],
        [None, None, None],
    ]


def solution():
    return [
        [3, 3, 3],
        [3, 3, 3],
        [0, 0, 0],
    ]


def judge(answer):
    """The numbers of the map, and how many of the nine are right."""
    _refuse_gaps(answer)
    numbers = as_grid(answer, (None, None))
    same_shape = len(numbers) == 3 and len(numbers[0]) == 3
    places = [(row, column) for row in range(3) for column in range(3)] if same_shape else []
    return {
        "map": numbers,
        "shape": (len(numbers), len(numbers[0])),
        "right": sum(numbers[row][column] == RIGHT[row][column] for row, column in places),
    }


def _refuse_gaps(answer):
    """Name the first place that is still None."""
    for row, line in enumerate(answer if isinstance(answer, list | tuple) else ()):
        for column, number in enumerate(line if isinstance(line, list | tuple) else ()):
            if number is None or number is Ellipsis:
                raise Unfit(f"not filled in everywhere: row {row}, column {column} is still {number}")


def right(facts):
    return facts["shape"] == (3, 3) and facts["right"] == 9


def says(facts):
    rows, columns = facts["shape"]
    if facts["shape"] != (3, 3):
        return f"Your map has {rows} rows and {columns} columns."
    return f"{facts['right']} of the 9 numbers are right."


@mistake(
    "Your map is as large as the picture. How many places are there, one below the other, for a filter of 3 rows in a "
    "picture of 5?",
    example=lambda: [[0] * 5, [3] * 5, [3] * 5, [0] * 5, [0] * 5],
)
def is_as_large_as_the_picture(facts):
    return facts["shape"] == (5, 5)


@mistake(
    "The size of your map is not right. Slide the filter down from the top row to the last place where it fits, and "
    "count the places; then the same from left to right.",
    example=lambda: [[3, 3], [0, 0]],
)
def has_another_size(facts):
    return facts["shape"] not in ((3, 3), (5, 5))


@mistake(
    "That is the map of the edge that stands upright. This edge lies flat: move along it from left to right, and "
    "nothing changes. What does that say about the numbers in one row of the map?",
    example=lambda: [[3, 3, 0]] * 3,
)
def is_turned(facts):
    return facts["map"] == [[3, 3, 0]] * 3


@mistake(
    "The sign is the other way round. The filter's lower row is positive, and the lower part of the picture is the "
    "bright one.",
    example=lambda: [[-3, -3, -3], [-3, -3, -3], [0, 0, 0]],
)
def is_negative(facts):
    return facts["map"] == [[-number for number in row] for row in RIGHT]


@mistake(
    "Your edge answers in one row of the map only. The filter is three rows tall: in how many places does it have dark "
    "under its upper row and bright under its lower row?",
    example=lambda: [[0, 0, 0], [3, 3, 3], [0, 0, 0]],
)
def answers_in_one_row(facts):
    rows = facts["map"]
    return sum(any(row) for row in rows) == 1


@mistake(
    "The right rows answer, with the wrong number. In one place the bright pixels meet three positive weights, one in "
    "each column: add up all the products.",
    example=lambda: [[1, 1, 1], [1, 1, 1], [0, 0, 0]],
)
def has_another_strength(facts):
    top, middle, bottom = facts["map"]
    return top == middle and len(set(top)) == 1 and top[0] > 0 and top[0] != 3 and not any(bottom)


@mistake(
    "Your zeros are at the wrong end. Compute the first number: the patch is the rows 0, 1 and 2 of the picture. What "
    "lies under the filter's lower row?",
    example=lambda: [[0, 0, 0], [3, 3, 3], [3, 3, 3]],
)
def is_upside_down(facts):
    return facts["map"] == RIGHT[::-1]


@mistake(
    "The last row of your map is not silent. There the whole patch is bright: the positive weights and the negative "
    "ones cancel.",
    example=lambda: [[3, 3, 3], [3, 3, 3], [3, 3, 3]],
)
def answers_to_even_areas(facts):
    return facts["map"][:2] == RIGHT[:2] and any(facts["map"][2])


@mistake(
    "Your map is silent everywhere. Compute the first number with care: row 2 of the picture is bright, and it lies "
    "under three weights of the same sign.",
    example=lambda: [[0, 0, 0]] * 3,
)
def is_silent(facts):
    return not any(any(row) for row in facts["map"])


def examples():
    return [
        ([[3, 3, 3], [3, 3, 3], [0, 0, 0]], True),
        ([[3.0, 3, 3], [3, 3.0, 3], [0, 0, 0.0]], True),
        ([[3, 3, 0], [3, 3, 0], [3, 3, 0]], False),
        ([[3, 3, 3], [3, 3, 3], [0, 0, 1]], False),
    ]


EXERCISE = Exercise(
    id="horizontal-edge",
    title="An edge that lies flat",
    chapter="03-convolution-by-hand",
    order=2,
    prompt=(
        "A picture of 5 by 5 pixels: its two upper rows are all 0, its three lower rows are all 1. A filter of 3 by 3: "
        "its rows are -1 -1 -1, then 0 0 0, then 1 1 1. Work out the map on paper (stride 1, no padding), and write it "
        "in place of the nine `None`."
    ),
    hints=(
        "The edge does not change from left to right. So three numbers are enough, one for each row of the map.",
        "For the first number, write rows 0 to 2 of the picture under the filter: 0 0 0, then 0 0 0, then 1 1 1.",
    ),
    wanted="a grid of numbers, row by row",
    insight="Turn the picture and the filter together, and the map turns with them.",
    starter=my_map,
    solution=solution,
    examples=examples,
    judge=judge,
    right=right,
    says=says,
)
