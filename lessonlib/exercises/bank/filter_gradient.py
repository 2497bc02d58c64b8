"""The gradient of the filters: each weight adds up what it met at every place, in every picture."""

from lessonlib.exercises import Exercise, mistake


def filter_gradient(grad_output, images, filters, stride, padding):
    # your lines go here
    ...


def solution(grad_output, images, filters, stride, padding):
    import numpy as np

    ring = (padding, padding)
    padded = np.pad(images, ((0, 0), (0, 0), ring, ring))
    gradient = np.zeros(filters.shape)
    _, _, FH, FW = filters.shape
    for n, k, oh, ow in np.ndindex(grad_output.shape):
        top, left = oh * stride, ow * stride
        patch = padded[n, :, top : top + FH, left : left + FW]
        gradient[k] += grad_output[n, k, oh, ow] * patch
    return gradient


@mistake(
    "Each place writes over what the place before it found: only the last place is left. A weight was used at all of "
    "them, so what they find must come together."
)
def overwrites(grad_output, images, filters, stride, padding):
    last = grad_output.copy()
    last[:-1] = last[:, :, :-1] = last[:, :, :, :-1] = 0
    return solution(last, images, filters, stride, padding)


@mistake(
    "Your windows move one pixel at a time, whatever the stride. At stride 2 the weight met other pixels: where did "
    "the window of output row 1 begin in the forward pass?"
)
def ignores_stride(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters, 1, padding)


@mistake(
    "Where there is padding, some of your patches are cut short: your windows run over the end of the picture. In the "
    "forward pass a ring of zeros stood around it, on all four sides. Put it there first."
)
def ignores_padding(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters, stride, 0)


@mistake(
    "Your windows begin at the first pixel, but in the forward pass the first one began in the ring of zeros, above "
    "and to the left of it. Zeros stand before the first row as well as after the last."
)
def pads_behind_only(grad_output, images, filters, stride, padding):
    import numpy as np

    padded = np.pad(images, ((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)))
    return solution(grad_output, padded, filters, stride, 0)


@mistake(
    "Your gradient is upside down and left to right: the top left weight has what belongs to the one at the bottom "
    "right. Each weight met the pixel at its own place in the patch; nothing is flipped here."
)
def flips(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters, stride, padding)[:, :, ::-1, ::-1]


@mistake(
    "You took the mean over the places of the map. If the weight grows by a little, *all* places change, and the loss "
    "gets all their changes, not one that is typical."
)
def averages_over_places(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters, stride, padding) / grad_output[0, 0].size


@mistake(
    "You divided by the number of pictures. Where the loss is a mean over the batch, that division is in `grad_output` "
    "already; do not divide again."
)
def averages_over_pictures(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters, stride, padding) / len(images)


@mistake(
    "You divided by pictures and by places. Nothing is divided here: every use of a weight adds its share in full, "
    "in every picture and at every place."
)
def averages_over_all(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters, stride, padding) / grad_output[:, 0].size


@mistake(
    "Only the first picture of the batch is in your gradient. The same filter went over all pictures, so each of them "
    "has something to add."
)
def first_picture_only(grad_output, images, filters, stride, padding):
    return solution(grad_output[:1], images[:1], filters, stride, padding)


@mistake(
    "Only the last picture of the batch is left. Does your gradient start again at 0 for each picture? Make the array "
    "of zeros once, before all loops."
)
def last_picture_only(grad_output, images, filters, stride, padding):
    return solution(grad_output[-1:], images[-1:], filters, stride, padding)


@mistake(
    "You summed the patches and left `grad_output` out. That is right only where it is 1 everywhere, as in the table "
    "of this chapter. A place that the loss does not care about has a 0 there, and should add nothing."
)
def leaves_the_gradient_out(grad_output, images, filters, stride, padding):
    return solution(grad_output * 0 + 1, images, filters, stride, padding)


@mistake(
    "All channels of your gradient are the same: those of the first channel of the picture. Each weight of a filter "
    "meets one channel, its own, and the patch has them all."
)
def first_channel_for_all(grad_output, images, filters, stride, padding):
    first = images[:, :1].repeat(images.shape[1], axis=1)
    return solution(grad_output, first, filters, stride, padding)


@mistake(
    "You added the channels of the picture together before you multiplied. They are summed in the forward pass, after "
    "each was multiplied by its own weight; a weight never sees the other channels."
)
def adds_the_channels(grad_output, images, filters, stride, padding):
    import numpy as np

    summed = images.sum(axis=1, keepdims=True).repeat(images.shape[1], axis=1)
    return solution(grad_output, np.asarray(summed), filters, stride, padding)


@mistake(
    "All filters have the same gradient: what belongs to each was added to all of them. Filter `k` made map `k` and no "
    "other."
)
def adds_the_filters(grad_output, images, filters, stride, padding):
    every = solution(grad_output, images, filters, stride, padding)
    return every.sum(axis=0, keepdims=True).repeat(len(filters), axis=0)


@mistake(
    "Filters and channels have changed places in your result: it is (C, K, FH, FW). A gradient has the shape of the "
    "weights it belongs to."
)
def swaps_filters_and_channels(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters, stride, padding).transpose(1, 0, 2, 3)


@mistake(
    "Rows and columns have changed places in your result: it is (K, C, FW, FH). Rows come first, in the weights and in "
    "their gradient."
)
def swaps_rows_and_columns(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters, stride, padding).transpose(0, 1, 3, 2)


@mistake(
    "The sign is wrong. The minus belongs to the step, which goes *against* the gradient; the gradient "
    "itself says which way the loss grows."
)
def turns_the_sign(grad_output, images, filters, stride, padding):
    return -solution(grad_output, images, filters, stride, padding)


@mistake(
    "You multiplied by the weights as well. How much the map changes when a weight grows depends on the pixel that it "
    "meets, not on how large the weight is now."
)
def multiplies_by_the_weights(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters, stride, padding) * filters


@mistake(
    "All weights of a filter have the same gradient: you summed the patch to one number before you added it. Each "
    "weight met a pixel of its own, so keep the patch as it is, a block as large as the filter."
)
def sums_the_patch(grad_output, images, filters, stride, padding):
    import numpy as np

    summed = solution(grad_output, images, filters, stride, padding).sum(axis=(1, 2, 3), keepdims=True)
    return np.ones(filters.shape) * summed


@mistake(
    "You computed the maps, that is the forward pass. The gradient of the filters is as large as the filters, and "
    "their present weights have no part in it."
)
def convolves_forward(grad_output, images, filters, stride, padding):
    import lessonlib as ll

    return ll.conv2d(images, filters, stride=stride, padding=padding)


def examples():
    import numpy as np

    edge, filters = np.array([[[[0, 0, 1, 1, 1]] * 5]]), np.array([[[[-1, 0, 1]] * 3]])
    ones, some = np.ones((1, 1, 3, 3)), np.array([[[[1, 0], [0, -2]]]])
    two = np.concatenate([edge, 1 - edge])  # (2, 1, 5, 5): the edge, and the edge turned round
    row, weights, tens = (np.array([[[numbers]]]) for numbers in ([1, 2, 3, 4], [5, 6], [10, 1]))
    return [
        ((tens, row, weights, 2, 0), [[[[13, 24]]]]),
        ((tens, row[..., :3], weights, 1, 0), [[[[12, 23]]]]),
        ((ones, edge, filters, 1, 0), [[[[3, 6, 9]] * 3]]),
        ((ones[:, :, :2, :2], edge, filters, 2, 0), [[[[2, 2, 4]] * 3]]),
        ((some, edge, filters, 2, 0), [[[[-2, -2, -1]] * 3]]),
        ((ones, edge, filters, 2, 1), [[[[2, 4, 2], [3, 6, 3], [2, 4, 2]]]]),
        ((np.ones((2, 1, 3, 3)), two, filters, 1, 0), [[[[9, 9, 9]] * 3]]),
    ]


def case(numbers, N, C, K, FH, FW, OH, OW, stride, padding):
    """Arrays whose shapes fit together, of whole numbers."""
    H, W = (OH - 1) * stride + FH - 2 * padding, (OW - 1) * stride + FW - 2 * padding
    shapes = (N, K, OH, OW), (N, C, H, W), (K, C, FH, FW)
    return *(numbers.integers(-4, 5, shape) for shape in shapes), stride, padding


def probes():
    import numpy as np

    numbers = np.random.default_rng(0)
    return [
        case(numbers, 2, 3, 4, 2, 3, 3, 4, 1, 0),
        case(numbers, 2, 3, 4, 3, 2, 4, 5, 1, 1),
        case(numbers, 3, 2, 4, 2, 3, 3, 4, 2, 1),
        case(numbers, 2, 4, 3, 4, 3, 2, 3, 3, 2),
        case(numbers, 1, 2, 3, 1, 2, 3, 2, 3, 0),
    ]


def draw(random):
    import numpy as np

    numbers = np.random.default_rng(random.randrange(2**32))
    stride, padding = random.randint(1, 3), random.randint(0, 2)
    N, C, K, FH, FW = (random.randint(1, 3) for _ in range(5))
    OH, OW = (random.randint(-(-2 * padding // stride) + 1, 5) for _ in range(2))
    return case(numbers, N, C, K, FH, FW, OH, OW, stride, padding)


EXERCISE = Exercise(
    id="filter-gradient",
    title="The gradient of the filters",
    chapter="08-same-loop-new-block",
    order=1,
    needs=("numpy",),
    prompt=(
        "The gradient that you have seen in the nine votes, for any layer. Write `filter_gradient`. `grad_output` is "
        "(N, K, OH, OW), the gradient of the loss with respect to the maps; `images` is (N, C, H, W) and `filters` is "
        "(K, C, FH, FW). All are NumPy arrays. `stride` and `padding` are whole numbers and fit. Return the gradient "
        "of the filters, of the same shape as `filters`."
    ),
    hints=(
        "Go through the same places as in the forward pass, and take the same patches out of the padded pictures. Here "
        "too the window of output row `oh` begins at row `oh * stride`.",
        "What does one place add to the gradient of filter `k`? Its patch, times one number: the gradient of the "
        "output at that place.",
        "Make an array of zeros with the shape of `filters` before the loops, and let every place add to it.",
    ),
    wanted="an array of the same shape as `filters`",
    insight="A weight that is shared by many places gets one gradient, and every place has a say in it.",
    starter=filter_gradient,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    draws=6,
)
