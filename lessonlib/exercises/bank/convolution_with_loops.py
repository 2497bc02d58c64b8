"""The definition of the convolution, written out with loops."""

from lessonlib.exercises import Exercise, mistake


def convolve(images, filters, stride, padding):
    # your lines go here
    ...


def solution(images, filters, stride, padding):
    import numpy as np

    ring = (padding, padding)
    padded = np.pad(images, ((0, 0), (0, 0), ring, ring))
    N, _, H, W = padded.shape
    K, _, FH, FW = filters.shape
    OH, OW = (H - FH) // stride + 1, (W - FW) // stride + 1
    output = np.zeros((N, K, OH, OW))
    for n, k, oh, ow in np.ndindex(output.shape):
        top, left = oh * stride, ow * stride
        patch = padded[n, :, top : top + FH, left : left + FW]
        output[n, k, oh, ow] = (patch * filters[k]).sum()
    return output


def _windows(images, filters, stride, padding, start=None):
    """(place in the output, patch, filter) for every output of a right convolution."""
    import numpy as np

    if start is None:
        start = np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    (N, _, H, W), (K, _, FH, FW) = start.shape, filters.shape
    shape = (N, K, (H - FH) // stride + 1, (W - FW) // stride + 1)
    for n, k, oh, ow in np.ndindex(shape):
        top, left = oh * stride, ow * stride
        yield shape, (n, k, oh, ow), start[n, :, top : top + FH, left : left + FW], filters[k]


def _filled(windows, number):
    """The output whose numbers are ``number(patch, filter)``."""
    import numpy as np

    output = None
    for shape, place, patch, filter in windows:
        output = np.zeros(shape) if output is None else output
        output[place] = number(patch, filter)
    return output


@mistake(
    "You flipped the filter before multiplying. That is convolution as mathematics defines it; here, as in "
    "deep-learning libraries, each weight stays at its place: top left meets top left."
)
def flips(images, filters, stride, padding):
    return solution(images, filters[:, :, ::-1, ::-1], stride, padding)


@mistake(
    "Height and width are swapped in your maps: what belongs in row r and column c is in row c and column r. "
    "Rows come first, in the shape and in the index."
)
def swaps_rows_and_columns(images, filters, stride, padding):
    return solution(images, filters, stride, padding).transpose(0, 1, 3, 2)


@mistake(
    "Images and filters are swapped in your result: it is (K, N, OH, OW). The image comes first, then which filter."
)
def swaps_pictures_and_filters(images, filters, stride, padding):
    return solution(images, filters, stride, padding).transpose(1, 0, 2, 3)


@mistake(
    "You put the zeros below and to the right only. The ring of zeros goes all the way round: it stands before the "
    "first row as well."
)
def pads_behind_only(images, filters, stride, padding):
    import numpy as np

    padded = np.pad(images, ((0, 0), (0, 0), (0, padding), (0, padding)))
    return solution(padded, filters, stride, 0)


@mistake("You padded one of the two directions only. The ring of zeros goes around: rows and columns.")
def pads_rows_only(images, filters, stride, padding):
    import numpy as np

    return solution(np.pad(images, ((0, 0), (0, 0), (padding, padding), (0, 0))), filters, stride, 0)


@mistake("Your result does not change with the padding. Put the zeros around the image first, then slide.")
def ignores_padding(images, filters, stride, padding):
    return solution(images, filters, stride, 0)


@mistake("You padded with the border's own pixels. Padding here means zeros: beyond the border the filter meets black.")
def repeats_the_border(images, filters, stride, padding):
    import numpy as np

    padded = np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="edge")
    return solution(padded, filters, stride, 0)


@mistake("Your filter moves one pixel at a time, whatever the stride. The result then has too many places.")
def ignores_stride(images, filters, stride, padding):
    return solution(images, filters, 1, padding)


@mistake(
    "The map has the right size, but its numbers are those of neighbouring places: the windows move one pixel at a "
    "time. Where does the window for output row 1 begin when the stride is 2?"
)
def steps_by_one(images, filters, stride, padding):
    every = solution(images, filters, 1, padding)
    _, _, OH, OW = solution(images, filters, stride, padding).shape
    return every[:, :, :OH, :OW]


@mistake("You used the first channel only. A filter is a block: it reaches through all channels, and all are summed.")
def ignores_depth(images, filters, stride, padding):
    return solution(images[:, :1], filters[:, :1], stride, padding)


@mistake(
    "You used the filter's first channel for all channels of the image. Each channel meets weights of its own, and "
    "then they are summed."
)
def one_slice_for_all(images, filters, stride, padding):
    return solution(images, filters[:, :1].repeat(filters.shape[1], axis=1), stride, padding)


@mistake(
    "One row and one column are missing at the end: the last place where the filter still fits counts as well. Compare "
    "your output size with the formula."
)
def misses_the_last_place(images, filters, stride, padding):
    return solution(images, filters, stride, padding)[:, :, :-1, :-1]


@mistake(
    "Each number is one product, the last of its patch. Every product writes over the one before: add them up, "
    "with `+=` or with a sum."
)
def keeps_the_last_product(images, filters, stride, padding):
    windows = _windows(images, filters, stride, padding)
    return _filled(windows, lambda patch, filter: patch[-1, -1, -1] * filter[-1, -1, -1])


@mistake("You took the mean of the products. Convolution adds them up and divides by nothing.")
def averages(images, filters, stride, padding):
    return solution(images, filters, stride, padding) / filters[0].size


@mistake(
    "You summed the patch and the filter separately, then multiplied the two sums. Multiply pixel by weight first, "
    "then add up."
)
def sums_before_multiplying(images, filters, stride, padding):
    windows = _windows(images, filters, stride, padding)
    return _filled(windows, lambda patch, filter: patch.sum() * filter.sum())


@mistake(
    "You padded all four axes, so images and channels of zeros came in as well. `np.pad` takes a pair for each axis: "
    "(0, 0) for the first two."
)
def pads_every_axis(images, filters, stride, padding):
    import numpy as np

    return solution(np.pad(images, padding), filters, stride, 0)


@mistake(
    "You went through the *map* in steps of the stride, so most of it stays 0. The places of the map are next to each "
    "other; it is the window on the image that jumps."
)
def strides_through_the_map(images, filters, stride, padding):
    import numpy as np

    ring = (padding, padding)
    padded = np.pad(images, ((0, 0), (0, 0), ring, ring))
    output = np.zeros(solution(images, filters, stride, padding).shape)
    for n, k, oh, ow in np.ndindex(output.shape):
        if oh % stride == 0 and ow % stride == 0:
            patch = padded[n, :, oh : oh + filters.shape[2], ow : ow + filters.shape[3]]
            output[n, k, oh, ow] = (patch * filters[k]).sum()
    return output


def examples():
    import numpy as np

    edge, vertical = np.array([[[[0, 0, 1, 1, 1]] * 5]]), np.array([[[[-1, 0, 1]] * 3]])
    red_green = np.stack([1 - edge[0, 0], edge[0, 0]])[None]  # (1, 2, 5, 5)
    return [
        ((edge, vertical, 1, 0), [[[[3, 3, 0]] * 3]]),
        ((edge, vertical, 2, 0), [[[[3, 0]] * 2]]),
        ((edge[:, :, :, ::-1], vertical, 1, 0), [[[[0, -3, -3]] * 3]]),
        (
            (edge, vertical, 1, 1),
            [[[[0, 2, 2, 0, -2], [0, 3, 3, 0, -3], [0, 3, 3, 0, -3], [0, 3, 3, 0, -3], [0, 2, 2, 0, -2]]]],
        ),
        ((red_green, np.concatenate([-vertical, vertical], axis=1), 1, 0), [[[[6, 6, 0]] * 3]]),
    ]


def probes():
    import numpy as np

    numbers = np.random.default_rng(0)

    def case(N, C, H, W, K, FH, FW, stride, padding):
        images, filters = numbers.integers(-4, 5, (N, C, H, W)), numbers.integers(-3, 4, (K, C, FH, FW))
        return images, filters, stride, padding

    return [
        case(1, 1, 3, 4, 1, 2, 3, 1, 0),
        case(2, 3, 7, 9, 4, 3, 2, 1, 1),
        case(2, 3, 6, 9, 5, 2, 3, 2, 1),
        case(3, 2, 8, 7, 4, 3, 2, 3, 2),
    ]


def draw(random):
    import numpy as np

    numbers = np.random.default_rng(random.randrange(2**32))
    N, C, K, FH, FW = (random.randint(1, 3) for _ in range(5))
    stride, padding = random.randint(1, 3), random.randint(0, 2)
    H, W = (max(1, stride * random.randint(0, 2) + size - 2 * padding) for size in (FH, FW))
    H += stride * (H + 2 * padding < FH)
    H += (FH - 2 * padding - H) % stride
    W += (FW - 2 * padding - W) % stride
    return numbers.integers(-4, 5, (N, C, H, W)), numbers.integers(-3, 4, (K, C, FH, FW)), stride, padding


EXERCISE = Exercise(
    id="convolution-with-loops",
    title="Slide the filters yourself",
    chapter="05-depth-stride-padding",
    needs=("numpy",),
    prompt=(
        "Write `convolve`. `images` is (N, C, H, W), `filters` is (K, C, FH, FW), both NumPy arrays; `stride` and "
        "`padding` are whole numbers, the same in both directions, and they always fit. Return the maps, "
        "(N, K, OH, OW). Use loops: four of them, and one line that multiplies a patch by a filter and adds up."
    ),
    hints=(
        "First make the padded images: `np.pad(images, ((0, 0), (0, 0), ring, ring))`, where `ring` is "
        "`(padding, padding)`. Then make an array of zeros for the result; the formula gives OH and OW.",
        "Loop over image, filter, output row and output column; `np.ndindex` can do all four at once. The window "
        "of output row `oh` begins at row "
        "`oh * stride` of the padded image.",
        "A patch is `padded[n, :, top : top + FH, left : left + FW]`. It has the shape of one filter, `filters[k]`.",
    ),
    wanted="an array of shape (N, K, OH, OW)",
    insight="These few lines are the whole operation; everything else in a library makes them fast.",
    starter=convolve,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    draws=6,
)
