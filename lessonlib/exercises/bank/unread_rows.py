"""What rounding down costs: the rows of the image that no window reads.

What is left over lies at the lower end of the padded image, and the last ``padding`` rows there are zeros. So the
left-over rows of the image are what is left over minus the padding, or none: the last window ends in the image or
below it, as long as the padding is never larger than the filter.
"""

from lessonlib.exercises import Exercise, mistake


def unread_rows(input_size, filter_size, stride, padding):
    # your lines go here
    ...


def solution(input_size, filter_size, stride, padding):
    left_over = (input_size - filter_size + 2 * padding) % stride
    return max(0, left_over - padding)


@mistake(
    "You counted rows of zeros too. What is left over lies at the very end, and the padding lies there as well: how "
    "many of those rows are image?"
)
def counts_zeros_too(input_size, filter_size, stride, padding):
    return (input_size - filter_size + 2 * padding) % stride


@mistake(
    "You counted the last row that is read as well. Rows are numbered from 0: where row 5 is the last to be read, 6 "
    "are read, and an image of 7 rows has one left."
)
def counts_the_last_row_read(input_size, filter_size, stride, padding):
    left_over = (input_size - filter_size + 2 * padding) % stride
    return max(0, left_over - padding + 1)


@mistake(
    "You laid the windows side by side. They begin `stride` rows apart, so they overlap or leave gaps: the last begins "
    "at `(places - 1) * stride` and ends `filter_size` rows later."
)
def lays_windows_side_by_side(input_size, filter_size, stride, padding):
    places = (input_size - filter_size + 2 * padding) // stride + 1
    return max(0, input_size + padding - places * filter_size)


@mistake("You went below 0 where all that is left over is padding. Then no row of the image is lost.")
def goes_below_nothing(input_size, filter_size, stride, padding):
    return (input_size - filter_size + 2 * padding) % stride - padding


@mistake(
    "You took the padding off twice, or let the first window begin at row 0 of the image. It begins in the zeros, "
    "`padding` rows above; only the zeros *below* the image can be left over."
)
def takes_off_both_ends(input_size, filter_size, stride, padding):
    return max(0, (input_size - filter_size + 2 * padding) % stride - 2 * padding)


@mistake("You left out the padding. It gives the filter further to travel, and it is the first thing to be left over.")
def ignores_padding(input_size, filter_size, stride, padding):
    return (input_size - filter_size) % stride


@mistake("You padded one end only. There are zeros before the first row as well.")
def pads_one_side(input_size, filter_size, stride, padding):
    return max(0, (input_size - filter_size + padding) % stride - padding)


@mistake("You divided the input itself. The filter's own size is no part of the distance it travels.")
def forgets_the_filter(input_size, filter_size, stride, padding):
    return max(0, (input_size + 2 * padding) % stride - padding)


@mistake("That is how much is missing for one more step. The question is what is left over after the last one.")
def counts_what_is_missing(input_size, filter_size, stride, padding):
    return -(input_size - filter_size + 2 * padding) % stride


@mistake("That is the number of places, rounded down. The question is how many rows lie below the last of them.")
def counts_the_places(input_size, filter_size, stride, padding):
    return (input_size - filter_size + 2 * padding) // stride + 1


@mistake(
    "You counted all rows below the *first* row of the last window. The window itself reads `filter_size` of them."
)
def forgets_the_last_window(input_size, filter_size, stride, padding):
    return max(0, (input_size - filter_size + 2 * padding) % stride + filter_size - padding)


@mistake("That is the number of steps. The question is what is left over after the last one: use `%` instead of `//`.")
def counts_the_steps(input_size, filter_size, stride, padding):
    return (input_size - filter_size + 2 * padding) // stride


@mistake(
    "You counted one stride for each window, from the first row of the image: `places * stride` is where the next "
    "window would begin. The last one reads `filter_size` rows, not one stride, and the padding moves all of them."
)
def subtracts_all_strides(input_size, filter_size, stride, padding):
    return input_size - ((input_size - filter_size + 2 * padding) // stride + 1) * stride


@mistake(
    "You measured from the first row of the *image* to the end of the last window. With padding the first window "
    "begins above it, so the last one ends `padding` rows higher up."
)
def measures_from_the_picture(input_size, filter_size, stride, padding):
    places = (input_size - filter_size + 2 * padding) // stride + 1
    return input_size - (places - 1) * stride - filter_size


@mistake(
    "You counted one ring of zeros on one side only, and left it at that. There is padding above *and* below: the "
    "filter travels over both, and what is left over below is padding first."
)
def counts_one_side_of_it(input_size, filter_size, stride, padding):
    return (input_size - filter_size + padding) % stride


@mistake(
    "You halved what is left over. It is not shared by both ends: windows begin at the top, so all of it is below."
)
def shares_it_between_the_ends(input_size, filter_size, stride, padding):
    return (input_size - filter_size + 2 * padding) % stride // 2


@mistake(
    "You took the distance to the padding, in either direction. Where less is left over than padding, nothing is lost."
)
def takes_the_absolute_value(input_size, filter_size, stride, padding):
    return abs((input_size - filter_size + 2 * padding) % stride - padding)


@mistake(
    "You found when rows are lost, and then counted the zeros below the image too. Of what is left over, `padding` "
    "rows are not image."
)
def counts_zeros_where_rows_are_lost(input_size, filter_size, stride, padding):
    left_over = (input_size - filter_size + 2 * padding) % stride
    return left_over if left_over > padding else 0


@mistake(
    "You counted the gaps between the windows, too. They are there when the stride is larger than the filter; the "
    "question is only what is lost at the end, by rounding down."
)
def counts_the_gaps(input_size, filter_size, stride, padding):
    places = (input_size - filter_size + 2 * padding) // stride + 1
    read = {i * stride - padding + f for i in range(places) for f in range(filter_size)}
    return sum(row not in read for row in range(input_size))


def examples():
    return [
        ((7, 3, 3, 0), 1),
        ((8, 3, 3, 0), 2),
        ((9, 3, 3, 0), 0),
        ((224, 11, 4, 0), 1),
        ((224, 11, 4, 2), 0),
        ((12, 4, 5, 1), 0),
        ((12, 3, 6, 1), 4),
    ]


def probes():
    return [
        *((11, 4, 4, 0), (14, 5, 6, 1), (19, 3, 7, 1), (10, 3, 4, 2), (15, 2, 5, 1), (12, 3, 5, 3), (17, 6, 6, 2)),
        *((9, 5, 1, 2), (16, 3, 9, 1)),
    ]


def draw(random):
    filter_size, stride = random.randint(1, 7), random.randint(1, 9)
    padding = random.randint(0, min(3, filter_size))
    return filter_size + random.randint(0, 20), filter_size, stride, padding


EXERCISE = Exercise(
    id="unread-rows",
    title="What rounding down costs",
    chapter="05-depth-stride-padding",
    order=2,
    prompt=(
        "PyTorch silently rounds the output size down. Write `unread_rows`: how many rows of the *image*, not "
        "of the padding, lie below the last window? No window reads them. Rows between two windows do not count. "
        "The filter is never larger than the image, nor the padding than the filter."
    ),
    hints=(
        "How far can the filter travel in all? It moves in whole strides, and `%` gives the remainder.",
        "What is left over lies at the lower end of the padded image. Its last `padding` rows are zeros.",
    ),
    wanted="a whole number",
    insight="When a row is dropped, nothing crashes and nobody is told; so this book's library raises an error.",
    starter=unread_rows,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    whole=True,
)
