"""Find a letter: the place of the largest response to a filter minus its mean."""

from lessonlib.exercises import Exercise, mistake


def find_the_patch(picture, patch):
    # your lines go here
    ...


def solution(picture, patch):
    height, width = len(patch), len(patch[0])
    mean = sum(sum(line) for line in patch) / (height * width)
    responses = {}
    for row in range(len(picture) - height + 1):
        for column in range(len(picture[0]) - width + 1):
            response = 0
            for i in range(height):
                for j in range(width):
                    pixel = picture[row + i][column + j]
                    response += (patch[i][j] - mean) * pixel
            responses[row, column] = response
    return max(responses, key=responses.get)


def _responses(picture, patch, meet):
    """``meet(weight, pixel)`` summed at every place, as {place: sum}."""
    rows, columns = len(patch), len(patch[0])
    return {
        (row, column): sum(meet(patch[i][j], picture[row + i][column + j]) for i in range(rows) for j in range(columns))
        for row in range(len(picture) - rows + 1)
        for column in range(len(picture[0]) - columns + 1)
    }


def _mean(patch):
    return sum(map(sum, patch)) / (len(patch) * len(patch[0]))


def _best(responses, key=lambda response: response):
    return max(responses, key=lambda place: key(responses[place]))


@mistake(
    "You slid the patch as it is. Then every bright place responds, whatever its shape: no weight is negative. "
    "Subtract the patch's mean first, so that a uniform area gives 0."
)
def forgets_the_mean(picture, patch):
    return _best(_responses(picture, patch, lambda w, x: w * x))


@mistake("Row and column are swapped in your answer. The row comes first.")
def swaps_row_and_column(picture, patch):
    return solution(picture, patch)[::-1]


@mistake("You returned the largest response. The question is *where* it is: return the row and the column.")
def returns_the_response(picture, patch):
    mean = _mean(patch)
    return max(_responses(picture, patch, lambda w, x: (w - mean) * x).values())


@mistake("You took the smallest response. There the image is the patch's opposite: bright where the patch is dark.")
def takes_the_smallest(picture, patch):
    mean = _mean(patch)
    return _best(_responses(picture, patch, lambda w, x: (w - mean) * x), lambda response: -response)


@mistake(
    "You took the strongest response of either sign. A strong negative one means the opposite of the patch: look for "
    "the largest number, not for the one furthest from 0."
)
def takes_either_sign(picture, patch):
    mean = _mean(patch)
    return _best(_responses(picture, patch, lambda w, x: (w - mean) * x), abs)


@mistake(
    "You looked for the smallest difference between patch and image. That finds copies too, but it is not a dot "
    "product, and it misses a brighter copy. Multiply and add."
)
def takes_the_smallest_difference(picture, patch):
    return _best(_responses(picture, patch, lambda w, x: -((w - x) ** 2)))


@mistake(
    "You looked for the smallest difference, with both means taken off. That finds an equally strong copy; a filter "
    "gives a sum of *products*, and the largest of those was asked for."
)
def takes_the_smallest_difference_of_shapes(picture, patch):
    mean, count = _mean(patch), len(patch) * len(patch[0])
    nearness = _responses(picture, patch, lambda w, x: 2 * (w - mean) * x - x * x)
    sums = _responses(picture, patch, lambda w, x: x)
    return _best({place: nearness[place] + sums[place] ** 2 / count for place in sums})


@mistake("You gave the middle of the place. In this book a place is named by the top left pixel of its patch.")
def gives_the_middle(picture, patch):
    row, column = solution(picture, patch)
    return row + len(patch) // 2, column + len(patch[0]) // 2


@mistake(
    "Your loops stop one place too early, so the last row and the last column of places are never tried. Along a side "
    "of 5, a filter of 3 fits in 5 - 3 + 1 places."
)
def misses_the_last_places(picture, patch):
    mean = _mean(patch)
    tried = _responses([row[:-1] for row in picture[:-1]], patch, lambda w, x: (w - mean) * x)
    return _best(tried) if tried else (0, 0)


@mistake("You divided the sum of the patch by its rows alone. A mean divides by all its numbers, rows times columns.")
def divides_by_the_rows(picture, patch):
    mean = sum(map(sum, patch)) / len(patch)
    return _best(_responses(picture, patch, lambda w, x: (w - mean) * x))


@mistake("You took a mean off each column of the patch. One mean is taken off them all, that of all its numbers.")
def takes_a_mean_for_each_column(picture, patch):
    means = [sum(column) / len(patch) for column in zip(*patch, strict=True)]
    filter = [[weight - mean for weight, mean in zip(line, means, strict=True)] for line in patch]
    return _best(_responses(picture, filter, lambda w, x: w * x))


@mistake("You took a mean off each row of the patch. One mean is taken off them all, that of all its numbers.")
def takes_a_mean_for_each_row(picture, patch):
    return _best(_responses(picture, [[w - sum(line) / len(line) for w in line] for line in patch], lambda w, x: w * x))


@mistake(
    "Your window runs over the right and the lower border. The patch has a height and a width, so its top left corner "
    "must stop that much earlier."
)
def runs_over_the_border(picture, patch):
    raise IndexError("list index out of range")  # already at the right border, in the first row


@mistake(
    "You returned one number, the place in the map counted row by row, as `argmax` does. Its row is that number "
    "`// columns`, its column `% columns`; or `np.unravel_index`."
)
def counts_places_row_by_row(picture, patch):
    row, column = solution(picture, patch)
    return row * (len(picture[0]) - len(patch[0]) + 1) + column


@mistake("You turned the place into row and column by the width of the page. A row of the *map* has fewer places.")
def unpacks_by_the_page(picture, patch):
    return divmod(counts_places_row_by_row(picture, patch), len(picture[0]))


@mistake(
    "You kept the last place with a response above 0: the place changes, but the best response so far does not. Change "
    "both when a larger one comes."
)
def never_raises_the_bar(picture, patch):
    mean = _mean(patch)
    responses = _responses(picture, patch, lambda w, x: (w - mean) * x)
    return max((place for place, response in responses.items() if response > 0), default=(0, 0))


@mistake(
    "You looked for the first pixel that is as bright as the patch's first. The whole patch has to lie on the image: "
    "multiply and add up at every place."
)
def looks_for_the_first_pixel(picture, patch):
    found = [(r, c) for r, line in enumerate(picture) for c, pixel in enumerate(line) if pixel == patch[0][0]]
    return found[0] if found else None


@mistake("You took the mean of the whole *image*. The weights must give 0 on a uniform area: take that of the patch.")
def takes_the_mean_of_the_picture(picture, patch):
    mean = _mean(picture)
    return _best(_responses(picture, patch, lambda w, x: (w - mean) * x))


@mistake(
    "You looked for the smallest difference, in absolute values. That finds a copy, and it is not the sliding dot "
    "product that was asked for: a brighter copy is lost."
)
def takes_the_smallest_absolute_difference(picture, patch):
    return _best(_responses(picture, patch, lambda w, x: -abs(w - x)))


@mistake(
    "You took the number of rows for both directions: there are `len(picture[0]) - len(patch[0]) + 1` places in a row "
    "of the page."
)
def takes_the_page_for_square(picture, patch):
    mean, places = _mean(patch), len(picture) - len(patch) + 1
    if places + len(patch[0]) - 1 > len(picture[0]):
        raise IndexError("list index out of range")
    responses = _responses(picture, patch, lambda w, x: (w - mean) * x)
    return _best({place: response for place, response in responses.items() if place[1] < places})


@mistake(
    "`max` of a dict gives its largest *key*, the last place. For the place with the largest response: "
    "`max(places, key=places.get)`."
)
def takes_the_largest_key(picture, patch):
    return len(picture) - len(patch), len(picture[0]) - len(patch[0])


@mistake(
    "You divided by the contrast of each piece of the page: that is normalised correlation, and no filter computes it."
)
def normalises(picture, patch):
    rows, columns, mean = len(patch), len(patch[0]), _mean(patch)
    length = sum((weight - mean) ** 2 for line in patch for weight in line) ** 0.5
    found = {}
    for row, column in _responses(picture, patch, lambda weight, pixel: 0):
        piece = [picture[row + i][column : column + columns] for i in range(rows)]
        middle = _mean(piece)
        spread = sum((pixel - middle) ** 2 for line in piece for pixel in line) ** 0.5
        dot = sum((patch[i][j] - mean) * piece[i][j] for i in range(rows) for j in range(columns))
        found[row, column] = dot / (length * spread) if length * spread > 1e-9 else 0
    return _best(found)


@mistake(
    "You assumed a square patch: as many columns as rows. The number of columns is the length of a row, "
    "`len(patch[0])`."
)
def takes_the_patch_for_square(picture, patch):
    import numpy as np

    page, side, best, place = np.array(picture), len(patch), -np.inf, None
    weights = np.array(patch) - np.mean(patch)
    for row in range(len(picture) - side + 1):
        for column in range(len(picture[0]) - side + 1):
            response = (page[row : row + side, column : column + side] * weights).sum()
            if response > best:
                best, place = response, (row, column)
    return place


def examples():
    cross = [[0, 1, 0], [1, 1, 1], [0, 1, 0]]
    beside_a_wall = [[0, 0, 0, 0, 1, 1, 1], [0, 1, 0, 0, 1, 1, 1], [1, 1, 1, 0, 1, 1, 1], [0, 1, 0, 0, 1, 1, 1]]
    return [
        (([[0, 0, 0], [0, 5, 1], [0, 1, 5]], [[5, 1], [1, 5]]), (1, 1)),
        (([[0, 0, 0, 1, 0], [0, 0, 1, 1, 1], [0, 0, 0, 1, 0]], cross), (0, 2)),
        ((beside_a_wall, cross), (1, 0)),
    ]


def probes():
    return [
        (
            [[9, 9, 9, 9, 1, 0], [9, 9, 9, 9, 0, 1], [9, 9, 9, 9, 8, 0], [1, 0, 2, 1, 0, 7], [0, 3, 0, 6, 1, 0]],
            [[0, 7], [6, 1]],
        ),
        (
            [[2, 8, 1, 0, 3, 5, 1], [7, 1, 9, 9, 9, 0, 2], [0, 6, 9, 9, 9, 4, 0], [1, 0, 9, 9, 9, 1, 6]],
            [[2, 8, 1], [7, 1, 0]],
        ),
        ([[5, 5, 5, 0], [5, 5, 5, 3], [5, 5, 5, 0], [0, 4, 0, 1], [3, 1, 5, 0]], [[4, 0], [1, 5], [2, 0]]),
        ([[1, 7, 0, 2, 6], [8, 8, 8, 1, 9], [8, 8, 8, 0, 2], [1, 2, 0, 3, 7]], [[0, 1, 4]]),
    ]


def draw(random):
    while True:
        height, width = random.randint(1, 3), random.randint(2, 3)
        patch = [[random.randint(0, 9) for _ in range(width)] for _ in range(height)]
        rows, columns = height + random.randint(1, 4), width + random.randint(1, 4)
        picture = [[random.randint(0, 9) for _ in range(columns)] for _ in range(rows)]
        mean = _mean(patch)
        first, second = sorted(_responses(picture, patch, lambda w, x, m=mean: (w - m) * x).values())[-1:-3:-1]
        if first > second + 0.01:
            return picture, patch


EXERCISE = Exercise(
    id="find-the-patch",
    title="Find the letter",
    chapter="03-convolution-by-hand",
    order=3,
    prompt=(
        "Write `find_the_patch`. `picture` and `patch` are lists of rows of numbers: a page, and the letter to look "
        "for. Use the patch minus its mean as a filter, slide it over every place where it fits inside the "
        "page, one pixel at a time, and return the row and the column of the largest response, as a pair. "
        "No two places tie."
    ),
    hints=(
        "Compute the mean once, before the loops: the sum of all numbers of the patch, divided by how many there are.",
        "Four loops, as in a convolution: two over the places, two over the patch. Keep the largest response so "
        "far and where it was.",
    ),
    wanted="a pair of whole numbers, (row, column)",
    insight="A filter whose weights sum to 0 ignores the mean brightness of a patch and responds to its shape.",
    starter=find_the_patch,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    draws=12,
)
