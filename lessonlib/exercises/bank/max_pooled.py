"""Max-pooling by hand: the largest number of each window, windows side by side."""

from lessonlib.exercises import Exercise, mistake


def max_pooled(feature_map, size):
    # your lines go here
    ...


def solution(feature_map, size):
    pooled = []
    for top in range(0, len(feature_map) - size + 1, size):
        row = []
        for left in range(0, len(feature_map[0]) - size + 1, size):
            lines = feature_map[top : top + size]
            row.append(max(max(line[left : left + size]) for line in lines))
        pooled.append(row)
    return pooled


def _pooled(feature_map, size, combine, step=None):
    """``combine`` of the numbers of each window, a step apart."""
    rows = range(0, len(feature_map) - size + 1, step or size)
    columns = range(0, len(feature_map[0]) - size + 1, step or size)
    return [
        [combine([n for line in feature_map[top : top + size] for n in line[left : left + size]]) for left in columns]
        for top in rows
    ]


def _pooled_windows(feature_map, size, combine):
    """``combine`` of each window, a list of its rows."""
    rows, columns = (range(0, length - size + 1, size) for length in (len(feature_map), len(feature_map[0])))
    return [[combine([line[c : c + size] for line in feature_map[r : r + size]]) for c in columns] for r in rows]


@mistake(
    "You took the mean of each window. That is mean pooling; max-pooling keeps the largest number and drops the rest."
)
def takes_the_mean(feature_map, size):
    return _pooled(feature_map, size, lambda numbers: sum(numbers) / len(numbers))


@mistake(
    "Your largest number starts at 0, so a window of negative numbers gives 0. Start from the first number of the "
    "window."
)
def starts_from_zero(feature_map, size):
    return [[max(0, number) for number in row] for row in solution(feature_map, size)]


@mistake(
    "Your windows overlap: they move by one pixel. Here they lie side by side, so each begins `size` after the one "
    "before."
)
def lets_windows_overlap(feature_map, size):
    return _pooled(feature_map, size, max, step=1)


@mistake("You kept the smallest number of each window.")
def takes_the_smallest(feature_map, size):
    return _pooled(feature_map, size, min)


@mistake("You added up each window. Pooling with a maximum picks one of the numbers.")
def sums_up(feature_map, size):
    return _pooled(feature_map, size, sum)


@mistake(
    "You ignored the signs: a strong negative response won. The maximum is the largest number, not the one furthest "
    "from 0."
)
def ignores_the_signs(feature_map, size):
    return _pooled(feature_map, size, lambda numbers: max(numbers, key=abs))


@mistake(
    "You took the largest *row* of each window, and then its largest number. `max` of a list of rows compares them by "
    "their first numbers, as words are sorted by their first letters. Take the maximum of each row first."
)
def takes_the_largest_row(feature_map, size):
    return _pooled_windows(feature_map, size, lambda window: max(max(window)))


@mistake("You kept the first number of each window, whatever the others are. That is only a stride, not a maximum.")
def keeps_the_first(feature_map, size):
    return _pooled(feature_map, size, lambda numbers: numbers[0])


@mistake("You took one maximum over the whole map. That is global pooling; here each window has its own.")
def pools_everything(feature_map, size):
    return max(map(max, feature_map))


@mistake("Rows and columns are swapped in your result. Go through a row of windows before you start the next.")
def swaps_rows_and_columns(feature_map, size):
    return [list(column) for column in zip(*solution(feature_map, size), strict=True)]


@mistake(
    "Your result is one long list. Collect the maxima of one row of windows in a list of its own, then collect those."
)
def forgets_the_rows(feature_map, size):
    return [number for row in solution(feature_map, size) for number in row]


@mistake(
    "Your windows are one row high: you pooled along the rows only. A window is `size` high as well as `size` wide."
)
def pools_rows_only(feature_map, size):
    return [[max(line[left : left + size]) for left in range(0, len(line) - size + 1, size)] for line in feature_map]


@mistake(
    "You also pooled what is left over at the right or at the bottom. It is too narrow for a window, so it is dropped."
)
def pools_the_rest_too(feature_map, size):
    return [
        [
            max(n for line in feature_map[top : top + size] for n in line[left : left + size])
            for left in range(0, len(feature_map[0]), size)
        ]
        for top in range(0, len(feature_map), size)
    ]


@mistake(
    "Your result has the right size, but the windows lie one pixel apart. Window number `r` begins at row `r * size`."
)
def forgets_to_multiply_the_place(feature_map, size):
    rows, columns = len(feature_map) // size, len(feature_map[0]) // size
    return [row[:columns] for row in _pooled(feature_map, size, max, step=1)[:rows]]


@mistake(
    "Your rows grow longer and longer: the list for a row is made once. Start an empty one for each row of windows."
)
def never_starts_a_new_row(feature_map, size):
    pooled = solution(feature_map, size)
    return [[number for row in pooled for number in row]] * len(pooled)


@mistake(
    "You appended the row once for each of its windows: the `append` is inside the inner loop. It belongs after it."
)
def appends_the_row_too_often(feature_map, size):
    return [row for row in solution(feature_map, size) for _ in row]


@mistake("Your windows are always 2 by 2. Use `size` for their height and their width.")
def assumes_two(feature_map, size):
    rows = range(0, len(feature_map) - size + 1, size)
    columns = range(0, len(feature_map[0]) - size + 1, size)
    return [[max(feature_map[r + i][c + j] for i in range(2) for j in range(2)) for c in columns] for r in rows]


@mistake(
    "The last window is missing, in both directions. It begins at `len(feature_map) - size`, and `range` leaves out "
    "its end: add 1."
)
def misses_the_last_window(feature_map, size):
    rows, columns = (range(0, length - size, size) for length in (len(feature_map), len(feature_map[0])))
    return [[max(max(line[c : c + size]) for line in feature_map[r : r + size]) for c in columns] for r in rows]


@mistake("Your windows lie at the right places, and you look into their first row only. A window is `size` rows high.")
def looks_into_the_first_row(feature_map, size):
    rows, columns = (range(0, length - size + 1, size) for length in (len(feature_map), len(feature_map[0])))
    return [[max(feature_map[r][c : c + size]) for c in columns] for r in rows]


@mistake(
    "You looked into the first window every time: the places in it are counted from 0, not from where the window "
    "begins. Add the window's row and column."
)
def stays_in_the_first_window(feature_map, size):
    pooled, first = solution(feature_map, size), max(max(line[:size]) for line in feature_map[:size])
    return [[first for _ in row] for row in pooled]


@mistake(
    "`max` of a list of rows compares the rows and gives one of them, whole. Take the largest of each row first, then "
    "the largest of those."
)
def keeps_a_whole_row(feature_map, size):
    return _pooled_windows(feature_map, size, max)


@mistake("You looked along the diagonal of each window only: `i` stands for the row *and* for the column. Use `c + j`.")
def looks_along_the_diagonal(feature_map, size):
    return _pooled_windows(feature_map, size, lambda window: max(window[i][i] for i in range(size)))


@mistake(
    "You filled every window with its largest number, so the map kept its size. Pooling keeps *one* number of each "
    "window: the map gets smaller."
)
def keeps_the_size(feature_map, size):
    pooled = [list(line) for line in feature_map]
    for r in range(0, len(pooled) - size + 1, size):
        for c in range(0, len(pooled[0]) - size + 1, size):
            largest = max(max(line[c : c + size]) for line in feature_map[r : r + size])
            for line in pooled[r : r + size]:
                line[c : c + size] = [largest] * size
    return pooled


@mistake("You assumed a square map. It has a number of rows, `len(feature_map)`, and a number of columns.")
def takes_the_map_for_square(feature_map, size):
    places = range(0, len(feature_map) - size + 1, size)
    return [[max(feature_map[r + i][c + j] for i in range(size) for j in range(size)) for c in places] for r in places]


def examples():
    return [
        (([[3, 1, 0, 2], [0, 2, 5, 1]], 2), [[3, 5]]),
        (([[1, -2], [-3, 0], [4, -1], [2, 9]], 2), [[1], [9]]),
        (([[-1, -5, 7], [-4, -2, 0], [8, 8, 8]], 2), [[-1]]),
        (([[3, 3, 0], [3, 3, 0], [3, 3, 0]], 3), [[3]]),
    ]


def probes():
    return [
        ([[-3, -1, 4, 1], [-5, -9, 2, 6], [5, 3, -5, -8], [0, 7, -9, -3], [9, 9, 9, 9]], 2),
        ([[1, 8, -2, 4, 5, -6, 3], [-7, 2, 9, -1, 0, 3, 5], [6, -4, 1, 2, -8, 7, 1]], 3),
        ([[-8, 2, 7, 0, -1, 4], [3, -6, 5, 9, -2, 1]], 2),
        ([[4, -7, 1], [2, 5, -9]], 1),
        ([[4, -7, 1]], 1),
    ]


def draw(random):
    size = random.randint(1, 3)
    rows, columns = random.randint(size, 7), random.randint(size, 7)
    return [[random.randint(-9, 9) for _ in range(columns)] for _ in range(rows)], size


EXERCISE = Exercise(
    id="max-pooled",
    title="Max-pooling by hand",
    chapter="07-equivariance",
    order=3,
    prompt=(
        "Write `max_pooled`. `feature_map` is a list of rows of numbers. Lay windows of `size` by `size` side by side, "
        "from the top left, and return the map of their largest numbers. What is left over at the right and at the "
        "bottom, too narrow for a window, is dropped."
    ),
    hints=(
        "`range(0, stop, size)` gives the rows at which a window begins. The last window still has to fit.",
        "`line[left : left + size]` is the part of one row that lies in the window; `max` finds its largest number.",
    ),
    wanted="a list of rows of numbers",
    insight="A maximum keeps that something was found and drops where in the window it was.",
    starter=max_pooled,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    draws=14,
)
