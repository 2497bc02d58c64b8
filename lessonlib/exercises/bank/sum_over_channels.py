"""One number of a map from an image with several channels: all slices, one sum, one bias."""

from math import prod

from lessonlib.exercises import Exercise, mistake


def one_output(patch, filter, bias):
    # your lines go here
    ...


def solution(patch, filter, bias):
    total = bias
    for pixels, weights in zip(patch, filter, strict=True):
        for pixel_row, weight_row in zip(pixels, weights, strict=True):
            for pixel, weight in zip(pixel_row, weight_row, strict=True):
                total += pixel * weight
    return total


def _channel_sums(patch, filter):
    """The dot product of each channel with its slice of the filter."""
    return [solution([pixels], [weights], 0) for pixels, weights in zip(patch, filter, strict=True)]


@mistake(
    "You gave a number for each channel. One filter makes one map, so one place has one number: what happens to the "
    "numbers of the channels?"
)
def keeps_channels_apart(patch, filter, bias):
    return [total + bias for total in _channel_sums(patch, filter)]


@mistake("The products are right. The filter's bias is missing: add it at the end.")
def forgets_the_bias(patch, filter, bias):
    return sum(_channel_sums(patch, filter))


@mistake("You added the bias once for each channel. The filter has one bias; it joins the sum once.")
def adds_the_bias_per_channel(patch, filter, bias):
    return sum(_channel_sums(patch, filter)) + bias * len(patch)


@mistake("You added the bias to every product. It joins the sum once, after all the products.")
def adds_the_bias_per_weight(patch, filter, bias):
    return sum(_channel_sums(patch, filter)) + bias * len(patch) * len(patch[0]) * len(patch[0][0])


@mistake("You multiplied by the bias. It is added: it lifts or lowers the whole map.")
def multiplies_by_the_bias(patch, filter, bias):
    return sum(_channel_sums(patch, filter)) * bias


@mistake("You used the first channel only. The filter has a sheet for every channel, and each sheet has its say.")
def uses_the_first_channel(patch, filter, bias):
    return solution(patch[:1], filter[:1], bias)


@mistake(
    "Only the last channel is left in your result: the total is reset in every channel. Set it once, before the loops."
)
def keeps_the_last_channel(patch, filter, bias):
    return _channel_sums(patch, filter)[-1] + bias


@mistake(
    "You used the filter's first sheet for all channels. Channel 1 of the patch meets sheet 1 of the filter, channel 2 "
    "meets sheet 2."
)
def uses_one_slice(patch, filter, bias):
    return solution(patch, [filter[0]] * len(patch), bias)


@mistake("You took the mean over the channels. They are summed, and divided by nothing.")
def averages_channels(patch, filter, bias):
    return sum(_channel_sums(patch, filter)) / len(patch) + bias


@mistake("You took the largest channel. All channels count: sum them.")
def takes_the_largest(patch, filter, bias):
    return max(_channel_sums(patch, filter)) + bias


@mistake(
    "You multiplied the channels' results with each other. Within a channel and across channels, products are added."
)
def multiplies_channels(patch, filter, bias):
    return prod(_channel_sums(patch, filter)) + bias


@mistake(
    "You made the patch grey first, by adding its channels, and the filter too. That loses what the filter is for: "
    "telling a red edge from a green one. Multiply channel by channel, and add afterwards."
)
def makes_it_grey(patch, filter, bias):
    def grey(block):
        return [[sum(column) for column in zip(*rows, strict=True)] for rows in zip(*block, strict=True)]

    return solution([grey(patch)], [grey(filter)], bias)


@mistake("You cut off what is below 0. That is the ReLU, a step of its own that comes later.")
def cuts_off_negatives(patch, filter, bias):
    return max(0, solution(patch, filter, bias))


@mistake(
    "Your loops always run to 3. Take the sizes from the patch itself: `len(patch)` channels, `len(patch[0])` rows, "
    "`len(patch[0][0])` columns."
)
def assumes_three(patch, filter, bias):
    return bias + sum(patch[c][i][j] * filter[c][i][j] for c in range(3) for i in range(3) for j in range(3))


@mistake(
    "Rows and columns are swapped in one of the two. The weight at row `i`, column `j` belongs to the pixel at row "
    "`i`, column `j`."
)
def exchanges_rows_and_columns(patch, filter, bias):
    return bias + sum(
        patch[c][i][j] * filter[c][j][i]
        for c in range(len(patch))
        for i in range(len(patch[0]))
        for j in range(len(patch[0][0]))
    )


@mistake(
    "Only the last product of the last channel is left: `total = ...` replaces what was there. Write `total += ...`."
)
def keeps_the_last_product_only(patch, filter, bias):
    return patch[-1][-1][-1] * filter[-1][-1][-1] + bias


@mistake(
    "You used the number of rows in both directions. The patch need not be square: `len(patch[0][0])` is the length "
    "of a row."
)
def assumes_a_square(patch, filter, bias):
    side = range(len(patch[0]))
    return bias + sum(patch[c][i][j] * filter[c][i][j] for c in range(len(patch)) for i in side for j in side)


@mistake(
    "Two things: the bias is missing, and the columns are counted by `len(patch[0])`, which is the number of rows."
)
def assumes_a_square_and_forgets_the_bias(patch, filter, bias):
    return assumes_a_square(patch, filter, 0)


@mistake(
    "Only the very last product is left, and the bias with all others is overwritten: `total = ...` replaces what was "
    "there. Write `total += ...`."
)
def keeps_the_last_product_without_bias(patch, filter, bias):
    return patch[-1][-1][-1] * filter[-1][-1][-1]


@mistake("You subtracted the bias. It is added, and may itself be negative.")
def subtracts_the_bias(patch, filter, bias):
    return solution(patch, filter, -bias)


def examples():
    vertical = [[-1, 0, 1]] * 3
    against = [[1, 0, -1]] * 3
    red, green = [[1, 1, 0]] * 3, [[0, 0, 1]] * 3
    return [
        (([red, green], [against, vertical], 0), 6),
        (([red, green], [vertical, vertical], 0), 0),
        (([red, green], [against, vertical], -4), 2),
        (([[[2]], [[3]], [[5]]], [[[1]], [[-1]], [[2]]], 7), 16),
        (([[[1, 2]]], [[[3, -4]]], 0), -5),
    ]


def probes():
    def block(start, channels, height, width):
        numbers = [(start * 7 + 5 * i * i + 3 * i) % 11 - 5 for i in range(channels * height * width)]
        rows = [numbers[first : first + width] for first in range(0, len(numbers), width)]
        return [rows[first : first + height] for first in range(0, len(rows), height)]

    shapes = ((2, 1, 1), (3, 2, 1), (2, 3, 4), (4, 2, 3), (3, 3, 2))
    return [(block(n, *shape), block(n + 3, *shape), 2 * n - 3) for n, shape in enumerate(shapes)]


def draw(random):
    channels, height, width = (random.randint(1, 4) for _ in range(3))

    def block():
        return [[[random.randint(-5, 5) for _ in range(width)] for _ in range(height)] for _ in range(channels)]

    return block(), block(), random.randint(-5, 5)


EXERCISE = Exercise(
    id="sum-over-channels",
    title="All channels, one number",
    chapter="04-many-filters-full-depth",
    order=1,
    prompt=(
        "Write `one_output`. `patch` and `filter` are lists of channels; each channel is a list of rows of "
        "numbers. Both have the same shape. `bias` is a number. Return the one number that this filter gives "
        "for this patch."
    ),
    hints=(
        "Take one channel of the patch and the same channel of the filter: that is the dot product of chapter 03.",
        "One total for everything. The loop over channels goes around the two loops that you know, and the bias "
        "comes in once.",
    ),
    wanted="a number",
    insight="However many channels go in, one filter gives one map.",
    starter=one_output,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
)
