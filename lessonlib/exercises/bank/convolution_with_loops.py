"""The definition of the convolution, written out with loops."""

from lessonlib.exercises import Exercise, mistake
from lessonlib.exercises.bank._sliding import map_size, padded, slid


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


@mistake("Images and filters are swapped in your result: it is (K, N, OH, OW). The image comes first, then the filter.")
def swaps_pictures_and_filters(images, filters, stride, padding):
    return solution(images, filters, stride, padding).transpose(1, 0, 2, 3)


@mistake("You put the zeros below and to the right only. The ring goes all the way round: above and to the left, too.")
def pads_behind_only(images, filters, stride, padding):
    return solution(padded(images, padding)[:, :, padding:, padding:], filters, stride, 0)


@mistake("You put the zeros above and to the left only. The ring goes all the way round: below and to the right, too.")
def pads_before_only(images, filters, stride, padding):
    H, W = images.shape[2:]
    return solution(padded(images, padding)[:, :, : padding + H, : padding + W], filters, stride, 0)


@mistake("Your result does not change with the padding. Put the zeros around the image first, then slide.")
def ignores_padding(images, filters, stride, padding):
    return solution(images, filters, stride, 0)


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


@mistake("You used the stride downwards only: from column to column your window moves by one pixel, always.")
def strides_down_only(images, filters, stride, padding):
    _, _, _, OW = solution(images, filters, stride, padding).shape
    return solution(images, filters, 1, padding)[:, :, ::stride, :OW]


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


@mistake("Each number is one product, the last of its patch: each writes over the one before. Add them up, with `+=`.")
def keeps_the_last_product(images, filters, stride, padding):
    ringed = padded(images, padding)
    last = (-1, -1, -1)
    return slid(ringed, filters, stride, map_size(ringed, filters, stride), lambda patch, f: patch[last] * f[last])


@mistake("You took the mean of the products. Convolution adds them up and divides by nothing.")
def averages(images, filters, stride, padding):
    return solution(images, filters, stride, padding) / filters[0].size


@mistake("You summed patch and filter separately and multiplied the sums. Multiply pixel by weight first, then add.")
def sums_before_multiplying(images, filters, stride, padding):
    ringed = padded(images, padding)
    return slid(ringed, filters, stride, map_size(ringed, filters, stride), lambda patch, f: patch.sum() * f.sum())


@mistake("You padded all four axes, images and channels too. `np.pad` takes a pair for each: (0, 0) for those two.")
def pads_every_axis(images, filters, stride, padding):
    import numpy as np

    return solution(np.pad(images, padding), filters, stride, 0)


@mistake(
    "You went through the *map* in steps of the stride, so most of it stays 0. The places of the map are next to each "
    "other; it is the window on the image that jumps."
)
def strides_through_the_map(images, filters, stride, padding):
    output = steps_by_one(images, filters, stride, padding)
    for place in range(max(output.shape)):
        if place % stride:
            output[:, :, place : place + 1] = output[:, :, :, place : place + 1] = 0
    return output


@mistake(
    "You put the zeros around the image, but the map is as small as without them: your OH and OW are computed from "
    "the size that the image had before. Take `H` and `W` from the padded one."
)
def measures_before_padding(images, filters, stride, padding):
    return slid(padded(images, padding), filters, stride, map_size(images, filters, stride))


@mistake("The map is as large as with padding, but the image has no zeros around it yet. Pad first, then slide.")
def pads_the_size_only(images, filters, stride, padding):
    return slid(images, filters, stride, map_size(images, filters, stride, padding))


@mistake("The padding counts twice: it is in the size of the padded image, and the formula adds it again.")
def pads_twice(images, filters, stride, padding):
    ringed = padded(images, padding)
    return slid(ringed, filters, stride, map_size(ringed, filters, stride, padding))


@mistake(
    "You took channel `k` of the image for filter `k`. `k` counts the filters; every filter reads all channels: "
    "`padded[n, :, ...]`."
)
def takes_channel_k(images, filters, stride, padding):
    import numpy as np

    if len(filters) > images.shape[1]:
        raise IndexError("index is out of bounds")
    C = images.shape[1]
    maps = [solution(images[:, [k] * C], filters[[k]], stride, padding) for k in range(len(filters))]
    return np.concatenate(maps, axis=1)


@mistake("Only the first map of the first image is filled. Is the `return` inside the loops? It comes after all four.")
def returns_after_the_first_map(images, filters, stride, padding):
    output = solution(images, filters, stride, padding)
    output[1:] = output[:, 1:] = 0
    return output


@mistake(
    "Without padding it stops: a slice that ends at `-padding` counts from the end, and `-0` is 0, so it stops before "
    "it begins. Count from the front, to `padding + H`, or use `np.pad`."
)
def pads_counting_from_the_end(images, filters, stride, padding):
    ringed = padded(images, padding)
    ringed[:, :, padding:-padding, padding:-padding] = images
    return solution(ringed, filters, stride, 0)


@mistake("You wrote at the pixel where the window begins. The map has one number for each step: `row // stride`.")
def writes_at_the_pixel(images, filters, stride, padding):
    if stride > 1 and max(map_size(images, filters, stride, padding)) > 1:
        raise IndexError("index is out of bounds")
    return solution(images, filters, stride, padding)


@mistake("You multiplied the patch by all filters at once, so every map is their sum. Map `k` belongs to `filters[k]`.")
def multiplies_by_all_filters(images, filters, stride, padding):
    return solution(images, filters * 0 + filters.sum(axis=0, keepdims=True), stride, padding)


@mistake("You repeated the border pixels. That is a padding, too, but here the frame is zeros, as `np.pad` makes it.")
def repeats_the_border(images, filters, stride, padding):
    return solution(padded(images, padding, "edge"), filters, stride, 0)


@mistake(
    "You took the map for square: as wide as it is high. Its width comes from the width of the image and of the "
    "filter, by the same formula."
)
def takes_the_map_for_square(images, filters, stride, padding):
    ringed = padded(images, padding)
    return slid(ringed, filters, stride, map_size(ringed, filters, stride)[:1] * 2)


@mistake("You set negative numbers to 0. That is ReLU, a layer of its own; the convolution keeps them.")
def applies_relu(images, filters, stride, padding):
    return solution(images, filters, stride, padding).clip(0)


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
        return images / 2, filters, stride, padding  # fractions, which an array of whole numbers loses

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
