"""One number of the map: the dot product of the filter and one patch."""

from lessonlib.exercises import Exercise, mistake


def one_number(picture, filter, row, column):
    # your lines go here
    ...


def solution(picture, filter, row, column):
    total = 0
    for i in range(len(filter)):
        for j in range(len(filter[0])):
            total += filter[i][j] * picture[row + i][column + j]
    return total


def _sum_over(filter, product, height=None, width=None):
    """The sum of ``product(i, j)`` over the filter's places, or over as many as asked for."""
    height, width = height or len(filter), width or len(filter[0])
    return sum(product(i, j) for i in range(height) for j in range(width))


@mistake(
    "You flipped the filter. Here every weight keeps its place: the top left weight meets the top left pixel of "
    "the patch."
)
def flips(picture, filter, row, column):
    return solution(picture, [line[::-1] for line in filter[::-1]], row, column)


@mistake("You took `row` for the column and `column` for the row. An image is a list of rows: the row comes first.")
def swaps_row_and_column(picture, filter, row, column):
    return solution(picture, filter, column, row)


@mistake(
    "Pixels and weights are paired wrongly: row and column are swapped in one of the two. Read both as `[row][column]`."
)
def turns_the_filter_over(picture, filter, row, column):
    return _sum_over(filter, lambda i, j: filter[i][j] * picture[row + j][column + i])


@mistake(
    "Your patch is centred on the pixel at `row`, `column`. In this book the place of an output is where the patch "
    "*begins*: its top left pixel."
)
def centres_the_patch(picture, filter, row, column):
    up, left = len(filter) // 2, len(filter[0]) // 2
    return _sum_over(filter, lambda i, j: filter[i][j] * picture[row + i - up][column + j - left])


@mistake(
    "Your patch begins one row above the place and one column to the left, as if `row`, `column` were its middle. "
    "They are its top left pixel; and a negative index does not stop you: `-1` is the last row."
)
def begins_one_before(picture, filter, row, column):
    return _sum_over(filter, lambda i, j: filter[i][j] * picture[row + i - 1][column + j - 1])


@mistake(
    "Two things: your patch is centred on the pixel at `row`, `column`, which is its top left one; and it is always 3 "
    "by 3, where the filter says how large it is."
)
def centres_three_by_three(picture, filter, row, column):
    return _sum_over(filter, lambda i, j: filter[i][j] * picture[row + i - 1][column + j - 1], 3, 3)


@mistake(
    "Your patch lacks its last row and its last column. A slice `a:b` stops *before* `b`, so from `row` on, `row + "
    "height` is the end for `height` rows."
)
def cuts_the_patch_short(picture, filter, row, column):
    return sum(
        filter[i][j] * picture[row + i][column + j] for i in range(len(filter) - 1) for j in range(len(filter[0]) - 1)
    )


@mistake(
    "That is a single product. The filter has many weights, and each is multiplied by its own pixel: add all the "
    "products."
)
def multiplies_one_pair(picture, filter, row, column):
    return filter[0][0] * picture[row][column]


@mistake(
    "You used the same pixel for all weights. Move along in the image as you move along in the filter: to row "
    "`row + i`, column `column + j`."
)
def stays_at_one_pixel(picture, filter, row, column):
    return solution([[picture[row][column]] * len(line) for line in picture], filter, row, column)


@mistake(
    "Your patch begins at the top left corner of the image, whatever the place asked for. Where does it begin for "
    "another row and column?"
)
def stays_in_the_corner(picture, filter, row, column):
    return solution(picture, filter, 0, 0)


@mistake("You summed the patch and the filter separately and multiplied the sums. Multiply pair by pair first.")
def sums_before_multiplying(picture, filter, row, column):
    return _sum_over(filter, lambda i, j: picture[row + i][column + j]) * _sum_over(filter, lambda i, j: filter[i][j])


@mistake("You added each weight to its pixel. In a dot product they are multiplied.")
def adds_in_place_of_multiplying(picture, filter, row, column):
    return _sum_over(filter, lambda i, j: filter[i][j] + picture[row + i][column + j])


@mistake(
    "Your sum is reset in every row, so only the last row of the patch is left. Set the total to 0 once, before both "
    "loops."
)
def keeps_the_last_row(picture, filter, row, column):
    return solution(picture, filter[-1:], row + len(filter) - 1, column)


@mistake("Your sum ends with the first row of the patch: the `return` is inside the loop over rows.")
def keeps_the_first_row(picture, filter, row, column):
    return solution(picture, filter[:1], row, column)


@mistake("Your patch always lies at the left border. It begins at `column`, in every one of its rows.")
def stays_at_the_left(picture, filter, row, column):
    return solution(picture, filter, row, 0)


@mistake("Your patch always lies at the upper border. Its first row is the one with the number `row`.")
def stays_at_the_top(picture, filter, row, column):
    return solution(picture, filter, 0, column)


@mistake("You divided by the number of weights. A dot product is a sum, not a mean.")
def averages(picture, filter, row, column):
    return solution(picture, filter, row, column) / (len(filter) * len(filter[0]))


@mistake("Your filter is always 3 by 3. Take the number of rows and columns from the filter itself.")
def assumes_three_by_three(picture, filter, row, column):
    return _sum_over(filter, lambda i, j: filter[i][j] * picture[row + i][column + j], 3, 3)


@mistake("You used the number of rows in both directions. This filter is not square: a row has a length of its own.")
def assumes_a_square(picture, filter, row, column):
    return _sum_over(filter, lambda i, j: filter[i][j] * picture[row + i][column + j], len(filter), len(filter))


@mistake("Only the last product is left: `total = ...` replaces what was there. To add up, write `total += ...`.")
def keeps_the_last_product(picture, filter, row, column):
    i, j = len(filter) - 1, len(filter[0]) - 1
    return filter[i][j] * picture[row + i][column + j]


@mistake(
    "Your loops start at 1, so they skip the first row and the first column of the filter. `range(n)` starts at 0 by "
    "itself."
)
def skips_the_first_ones(picture, filter, row, column):
    return sum(
        filter[i][j] * picture[row + i][column + j] for i in range(1, len(filter)) for j in range(1, len(filter[0]))
    )


@mistake(
    "You used the same two numbers as a place in the filter and as a place in the image. The filter always starts at "
    "its own row 0, wherever it lies; only the image's place begins at `row`, `column`."
)
def uses_one_place_for_both(picture, filter, row, column):
    return sum(
        filter[i][j] * picture[i][j]
        for i in range(row, row + len(filter))
        for j in range(column, column + len(filter[0]))
    )


@mistake(
    "You subtracted `row` in both directions: the filter's column is `j - column`. Where `row` and `column` are "
    "equal, nobody would notice."
)
def takes_the_row_off_twice(picture, filter, row, column):
    return _sum_over(filter, lambda i, j: picture[row + i][column + j] * filter[i][column + j - row])


@mistake(
    "You cut a square patch: as many columns as the filter has rows. The number of columns is the length of a row, "
    "`len(filter[0])`."
)
def cuts_a_square_patch(picture, filter, row, column):
    height, width = len(filter), len(filter[0])
    if 1 not in (height, width) and height != width:
        raise ValueError("operands could not be broadcast together")
    patch = [[picture[row + i][column + j] for j in range(height)] for i in range(height)]
    wide = max(height, width)
    return sum(patch[i][j % height] * filter[i][j % width] for i in range(height) for j in range(wide))


@mistake("You multiplied the products with each other. A dot product *adds* them: start at 0, and write `+=`.")
def multiplies_the_products(picture, filter, row, column):
    total = 1
    for i in range(len(filter)):
        for j in range(len(filter[0])):
            total *= filter[i][j] * picture[row + i][column + j]
    return total


@mistake(
    "Your patch stays in its first row: `i` counts the rows of the filter, and the image's row does not move with "
    "it. It is `row + i`."
)
def stays_in_one_row(picture, filter, row, column):
    return solution([picture[row]] * len(picture), filter, row, column)


@mistake(
    "You go up and to the left from the place. The patch lies *below* it and to the right: `row + i`, `column + j`."
)
def goes_up_and_left(picture, filter, row, column):
    return _sum_over(filter, lambda i, j: filter[i][j] * picture[row - i][column - j])


@mistake(
    "`picture[a:b][c:d]` cuts rows twice: the second slice takes some of those rows, no columns. Cut the columns from "
    "each row by itself: `line[c:d]`."
)
def cuts_rows_twice(picture, filter, row, column):
    patch = picture[row : row + len(filter)][column : column + len(filter[0])]
    lines = zip(patch, filter, strict=False)
    return sum(pixel * weight for line, weights in lines for pixel, weight in zip(line, weights, strict=False))


def examples():
    edge, vertical = [[0, 0, 1, 1, 1]] * 5, [[-1, 0, 1]] * 3
    return [
        ((edge, vertical, 0, 0), 3),
        ((edge, vertical, 1, 1), 3),
        ((edge, vertical, 2, 2), 0),
        (([[1, 1, 1, 0, 0]] * 5, vertical, 0, 1), -3),
        (([[2, 0, 5], [1, 3, 4]], [[1, -1]], 1, 1), -1),
    ]


def probes():
    picture = [
        [3, -1, 4, 1, -5, 9],
        [2, 6, -5, 3, 5, 8],
        [-9, 7, 9, 3, 2, -3],
        [8, 4, 6, -2, 6, 4],
        [3, 3, -8, 3, 2, 7],
    ]
    return [
        (picture, [[1, -2, 3], [4, 2, -3]], 0, 0),
        (picture, [[2, -1], [5, 3], [-2, 4]], 1, 2),
        (picture, [[1, -3, 2, 5]], 2, 1),
        (picture, [[1, 0, -2], [3, 5, -1], [2, -4, 1]], 2, 3),
        (picture, [[7]], 4, 5),
    ]


def draw(random):
    height, width = random.randint(1, 4), random.randint(1, 4)
    row, column = random.randint(0, 3), random.randint(0, 3)
    rows, columns = row + height + random.randint(0, 2), column + width + random.randint(0, 2)

    def grid(rows, columns):
        return [[random.randint(-5, 5) for _ in range(columns)] for _ in range(rows)]

    return grid(rows, columns), grid(height, width), row, column


EXERCISE = Exercise(
    id="one-number",
    title="The number at one place",
    chapter="03-convolution-by-hand",
    core=True,
    order=1,
    prompt=(
        "Write `one_number`. `picture` and `filter` are lists of rows of numbers. Return what the filter gives for the "
        "patch whose top left pixel is at `row`, `column`: each weight times the pixel it lies on, all added up. The "
        "patch lies wholly inside the image."
    ),
    hints=(
        "Two loops: one over the rows of the filter, one over its columns. `len(filter)` is the number of its rows.",
        "The weight `filter[i][j]` lies on the pixel `i` rows below and `j` columns to the right of the patch's top "
        "left pixel.",
    ),
    wanted="a number",
    insight="A whole convolution is this one number, computed again at every place.",
    starter=one_number,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
)
