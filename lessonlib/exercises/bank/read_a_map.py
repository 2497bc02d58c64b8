"""Read a map backwards: which image did the filter see?"""

from lessonlib.exercises import Exercise, as_grid, mistake

SIZE = 5
FILTER = [[-1, 0, 1]] * 3
TARGET = [[2, 2, -2], [3, 3, -3], [2, 2, -2]]


def my_picture():
    return [
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
    ]


def solution():
    return [
        [0, 0, 0, 0, 0],
        [0, 0, 1, 1, 0],
        [0, 0, 1, 1, 0],
        [0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0],
    ]


def judge(answer):
    """The map that the filter makes of the image."""
    picture = as_grid(answer, (None, None))
    if (len(picture), len(picture[0])) != (SIZE, SIZE):
        return {"shape": (len(picture), len(picture[0])), "map": None, "others": []}
    places = range(SIZE - 2)
    return {
        "shape": (SIZE, SIZE),
        "others": sorted({number for row in picture for number in row if number not in (0, 1)}),
        "map": [
            [sum(FILTER[i][j] * picture[row + i][column + j] for i in range(3) for j in range(3)) for column in places]
            for row in places
        ],
    }


def right(facts):
    return facts["map"] == TARGET and not facts["others"]


def says(facts):
    if facts["map"] is None:
        rows, columns = facts["shape"]
        return f"Your image has {rows} rows and {columns} columns."
    lines = "; ".join(" ".join(f"{number:g}" for number in row) for row in facts["map"])
    return f"The filter makes this map of your image: {lines}."


def _turned():
    return [list(column) for column in zip(*solution(), strict=True)]


@mistake(
    "You gave an image as large as the map. The filter needs three columns for each number, so a map that is 3 wide "
    "comes from an image that is wider.",
    example=lambda: [[0, 1, 0], [0, 1, 0], [0, 1, 0]],
)
def is_as_small_as_the_map(facts):
    return facts["shape"] == (3, 3)


@mistake(
    "The size of your image does not fit. Count the places from the map's side: a filter 3 wide that stands in 3 "
    "places covers how many columns?",
    example=lambda: [[0, 0, 1, 1]] * 4,
)
def has_another_size(facts):
    return facts["shape"] != (SIZE, SIZE)


@mistake(
    "Your image holds numbers other than 0 and 1. The 2 and the 3 of the map are sums: how many pixels under three "
    "weights of 1 are bright?",
    example=lambda: [[0, 0, 3, 3, 0]] * 5,
)
def holds_other_numbers(facts):
    return bool(facts["others"])


@mistake(
    "Nothing changes from left to right in your image, so this filter gives 0 everywhere. It compares the left "
    "column of a patch with the right one.",
    example=lambda: [[0, 0, 0, 0, 0]] * 2 + [[1, 1, 1, 1, 1]] * 3,
)
def is_invisible(facts):
    return not any(any(row) for row in facts["map"])


@mistake(
    "The signs are reversed: you swapped dark and bright. A positive number means that the bright side is on the "
    "right.",
    example=lambda: [[1 - pixel for pixel in row] for row in solution()],
)
def is_negative(facts):
    return facts["map"] == [[-number for number in row] for row in TARGET]


@mistake(
    "Your shape lies on its side. The filter has its weights in columns: the 3s and -3s say that the *left* and the "
    "*right* side of something are seen in full.",
    example=_turned,
)
def is_turned(facts):
    return facts["map"] in (
        [[1, 0, -1], [2, 0, -2], [2, 0, -2]],
        [[2, 0, -2], [2, 0, -2], [2, 0, -2]],
    )


@mistake(
    "Your bright shape has the right form but is in another column. Take the numbers of the map one by one: which "
    "columns of the image lie under the filter's right and left column there, and which of the two is bright? The "
    "first two numbers settle it.",
    example=lambda: [[row[-1], *row[:-1]] for row in solution()],
)
def is_moved(facts):
    return facts["map"] in (
        [[2, -2, -2], [3, -3, -3], [2, -2, -2]],
        [[0, 2, 2], [0, 3, 3], [0, 2, 2]],
    )


@mistake(
    "Your shape gets smaller where the map has its 2s. The 2 and the 3 are sums over three rows, so a 2 says that one "
    "of the three lies outside the shape: in which rows must it begin and end, so that the middle row has three?",
    example=lambda: [[0] * 5, [0, 0, 1, 0, 0], [0, 0, 1, 1, 0], [0, 0, 1, 0, 0], [0] * 5],
)
def is_smaller_at_its_ends(facts):
    return facts["map"] in ([[2, 1, -2], [3, 1, -3], [2, 1, -2]], [[1, 2, -1], [1, 3, -1], [1, 2, -1]])


@mistake(
    "The first row of your map and the last are right, and the middle one is too weak. A 3 there needs three bright "
    "pixels below one another: is there a dark row between yours?",
    example=lambda: [[0, 0, 1, 1, 0]] * 2 + [[0, 0, 0, 0, 0]] + [[0, 0, 1, 1, 0]] * 2,
)
def has_a_gap(facts):
    return facts["map"] == [[2, 2, -2]] * 3


@mistake(
    "Your bright shape reaches from top to bottom, so all rows of the map are the same. In the map of the exercise the "
    "first row and the last are weaker: there one row of the patch is dark.",
    example=lambda: [[0, 0, 1, 1, 0]] * 5,
)
def is_too_tall(facts):
    return all(row == facts["map"][0] for row in facts["map"])


@mistake(
    "Your bright shape is one column wide. The map has the same positive number at two places next to each other, so "
    "the filter's right column meets bright pixels twice, in two columns of the image.",
    example=lambda: [[0, 0, 0, 0, 0], *[[0, 0, 1, 0, 0]] * 3, [0, 0, 0, 0, 0]],
)
def is_too_narrow(facts):
    rows = facts["map"]
    return all(sum(number > 0 for number in row) == 1 for row in rows) and [max(row) for row in rows] == [2, 3, 2]


@mistake(
    "Your bright shape reaches the right border, so the map has no edge there. The -3 says that the image turns dark "
    "again before its last column.",
    example=lambda: [[0, 0, 0, 0, 0], *[[0, 0, 1, 1, 1]] * 3, [0, 0, 0, 0, 0]],
)
def reaches_the_border(facts):
    return facts["map"] == [[2, 2, 0], [3, 3, 0], [2, 2, 0]]


@mistake(
    "The columns are right, the rows are not. The middle row of the map is the strongest: which three rows of the "
    "image does it read?",
    example=lambda: [*[[0, 0, 1, 1, 0]] * 3, *[[0, 0, 0, 0, 0]] * 2],
)
def has_the_right_columns_only(facts):
    return all(a == b == -c for a, b, c in facts["map"])


@mistake(
    "All but one number of the map are right, or all but two: a pixel or two are still wrong. Find them by the place: "
    "each number comes from the three rows and three columns that begin there.",
    example=lambda: [*solution()[:4], [0, 0, 0, 0, 1]],
)
def is_nearly_right(facts):
    pairs = zip(facts["map"], TARGET, strict=True)
    return sum(got != wanted for row, line in pairs for got, wanted in zip(row, line, strict=True)) <= 2


def examples():
    corners = [[1, 0, 1, 0, 1], [0, 0, 1, 1, 0], [0, 0, 1, 1, 0], [0, 0, 1, 1, 0], [0, 1, 0, 1, 0]]
    return [
        (solution(), True),
        (corners, True),
        ([[0, 0, 1, 1, 0]] * 5, False),
        ([[0, 0, 1, 1, 1]] * 5, False),
    ]


EXERCISE = Exercise(
    id="read-a-map",
    title="Read a map backwards",
    chapter="03-convolution-by-hand",
    order=2,
    prompt=(
        "The vertical-edge filter, three rows of -1 0 1, was slid over an image of 5 by 5 pixels, "
        "each 0 or 1 (one pixel at a time, and never over the border). Its map has the rows 2 2 -2, then 3 3 -3, "
        "then 2 2 -2. Which image did it see? Put the 1s "
        "into the grid. More than one image is right; any of them will do."
    ),
    hints=(
        "Begin with the middle row of the map. A 3 needs three bright pixels under the weights of 1, and no bright "
        "pixel under the weights of -1.",
        "The first 3 is about columns 0 and 2, the second about 1 and 3, the -3 about 2 and 4.",
        "The 2s above and below come from patches that hold one row of another kind. What is in rows 0 and 4?",
    ),
    wanted="a grid of 5 by 5 numbers, row by row",
    insight="A map keeps what its filter asks for and drops the rest, so several images can share one map.",
    starter=my_picture,
    solution=solution,
    examples=examples,
    judge=judge,
    right=right,
    says=says,
)
