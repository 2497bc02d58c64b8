"""Cross-correlation to convolution and back: the same half turn of the filter."""

from lessonlib.exercises import Exercise, mistake


def turned_filter(filter):
    # your lines go here
    ...


def solution(filter):
    return [row[::-1] for row in filter[::-1]]


@mistake(
    "You mirrored the filter from left to right. A half turn also exchanges top and bottom: follow the top left weight "
    "and see in which corner it ends."
)
def mirrors_left_to_right(filter):
    return [row[::-1] for row in filter]


@mistake(
    "You turned the rows over from top to bottom, and each row still reads the same way. In a half turn a row is "
    "reversed as well."
)
def mirrors_top_to_bottom(filter):
    return filter[::-1]


@mistake(
    "You swapped rows and columns. That mirrors the filter in its diagonal, and the top left weight stays in its "
    "corner; after a half turn it stands in the opposite one."
)
def transposes(filter):
    return [list(column) for column in zip(*filter, strict=True)]


@mistake("You turned the filter by a quarter. Turn it once more in the same direction, and it stands on its head.")
def turns_a_quarter(filter):
    return [list(column)[::-1] for column in zip(*filter, strict=True)]


@mistake("You turned the filter by a quarter to the left. The half turn goes twice as far.")
def turns_a_quarter_left(filter):
    return [list(column) for column in zip(*filter, strict=True)][::-1]


@mistake("You count from the end, but -0 is 0, so the first row is still the first. The last one has the index -1.")
def counts_back_from_zero(filter):
    return [[filter[-i][-j] for j in range(len(filter[0]))] for i in range(len(filter))]


@mistake(
    "You changed the signs. For a filter such as -1 0 1 that happens to be the same as a half turn; for most it is "
    "not. Move the weights and leave their values alone."
)
def changes_the_signs(filter):
    return [[-weight for weight in row] for row in filter]


@mistake(
    "Your filter is the one you were given: not turned, or turned back again. Half a turn reverses the order of the "
    "rows *and* each row in itself; `filter[::-1][::-1]` reverses the rows twice."
)
def leaves_it(filter):
    return [list(row) for row in filter]


def examples():
    return [
        (([[1, 2, 3], [4, 5, 6], [7, 8, 9]],), [[9, 8, 7], [6, 5, 4], [3, 2, 1]]),
        (([[-1, 0, 1]],), [[1, 0, -1]]),
        (([[1, 2], [3, 4], [5, 6]],), [[6, 5], [4, 3], [2, 1]]),
    ]


def probes():
    return [
        ([[2, -1, 7], [0, 3, 5]],),
        ([[4, 1], [-2, 6], [8, 3]],),
        ([[1, 0, 2, 9], [5, -3, 4, 6], [7, 8, -8, 11]],),
        ([[3], [1], [4], [2]],),
    ]


def draw(random):
    height, width = random.randint(1, 5), random.randint(1, 5)
    return ([[random.randint(-9, 9) for _ in range(width)] for _ in range(height)],)


EXERCISE = Exercise(
    id="turned-filter",
    title="From cross-correlation to convolution",
    chapter="03-convolution-by-hand",
    order=4,
    prompt=(
        "A signal-processing library convolves as mathematicians do: it turns the filter by half a turn before it "
        "slides it. Write `turned_filter`: given a filter of this book, a list of rows, return the one to hand to "
        "that library so that its map is the same as ours."
    ),
    hints=(
        "The library will turn what you give it. If you turn it first, the two half turns add up to a whole one.",
        "After a half turn the last row comes first. What has happened inside each row? `row[::-1]` is a row reversed.",
    ),
    wanted="a list of rows, of the filter's own size",
    insight="Networks learn their filters, so nobody has to turn them: learned upside down, they work as well.",
    starter=turned_filter,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
)
