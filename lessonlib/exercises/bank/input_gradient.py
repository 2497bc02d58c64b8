"""The gradient of the input: each pixel gets something back from every window that read it."""

from lessonlib.exercises import Exercise, mistake
from lessonlib.exercises.bank import _sliding


def input_gradient(grad_output, images, filters, stride, padding):
    # your lines go here
    ...


def solution(grad_output, images, filters, stride, padding):
    import numpy as np

    N, C, H, W = images.shape
    _, _, FH, FW = filters.shape
    padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    for n, k, oh, ow in np.ndindex(grad_output.shape):
        top, left = oh * stride, ow * stride
        share = grad_output[n, k, oh, ow] * filters[k]
        padded[n, :, top : top + FH, left : left + FW] += share
    return padded[:, :, padding : padding + H, padding : padding + W]


def _ringed(grad_output, images, filters, stride, padding):
    """The right gradient with that of the ring of zeros still around it."""
    return solution(grad_output, _sliding.padded(images, padding), filters, stride, 0)


@mistake(
    "Where windows overlap, the later one writes over the earlier. A pixel that is read at nine places has a part in "
    "nine numbers of the map: let all of them add to it."
)
def overwrites(grad_output, images, filters, stride, padding):
    import numpy as np

    padded = _sliding.padded(images * 0, padding)
    _, _, FH, FW = filters.shape
    for n, k, oh, ow in np.ndindex(grad_output.shape):
        top, left = oh * stride, ow * stride
        padded[n, :, top : top + FH, left : left + FW] = grad_output[n, k, oh, ow] * filters[k]
    return _sliding.inside(padded, images, padding)


@mistake(
    "The filter lies the wrong way round in your result. If each place sends its filter back to its window, nothing "
    "turns. If each pixel collects from the places around it, by sliding over `grad_output`, the filter must be turned "
    "in both directions: a window that begins *earlier* met the pixel with a *later* weight."
)
def lays_it_the_wrong_way_round(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters[:, :, ::-1, ::-1], stride, padding)


@mistake(
    "Where there is padding, your windows run over the border of the image, and there they no longer fit. In the "
    "forward pass they stood in the *padded* image: give them that much room first."
)
def ignores_padding(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters, stride, 0)


@mistake(
    "You lay the filters down one pixel apart, whatever the stride. In the forward pass neighbouring windows stood "
    "`stride` pixels apart, and they must go back to where they stood."
)
def ignores_stride(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters, 1, padding)


@mistake("You left out the windows that reach into the padding. They read pixels, too, and owe them a share.")
def skips_windows_in_the_ring(grad_output, images, filters, stride, padding):
    kept = _sliding.of_windows_inside(grad_output, images, filters, stride, padding)
    return solution(kept, images, filters, stride, padding)


@mistake("Where a window reaches above the image or left of it, your index is negative: it counts from the end.")
def wraps_around(grad_output, images, filters, stride, padding):
    import numpy as np

    gradient, (H, W), (_, _, FH, FW) = np.zeros(images.shape), images.shape[2:], filters.shape
    for n, k, oh, ow, i, j in np.ndindex(*grad_output.shape, FH, FW):
        row, column = oh * stride + i - padding, ow * stride + j - padding
        if row < H and column < W:
            gradient[n, :, row, column] += grad_output[n, k, oh, ow] * filters[k, :, i, j]
    return gradient


@mistake(
    "Your result is as large as the *padded* image. The zeros of the ring got a gradient too, but nobody can change "
    "them: cut the ring off before you return."
)
def keeps_the_ring(grad_output, images, filters, stride, padding):
    return _ringed(grad_output, images, filters, stride, padding)


@mistake("You cut the ring off below and to the right only. How many rows of zeros stand above the first row?")
def cuts_behind_only(grad_output, images, filters, stride, padding):
    _, _, H, W = images.shape
    return _ringed(grad_output, images, filters, stride, padding)[:, :, :H, :W]


@mistake("You cut the ring off at the beginning only, above and to the left. It goes all around.")
def cuts_before_only(grad_output, images, filters, stride, padding):
    return _ringed(grad_output, images, filters, stride, padding)[:, :, padding:, padding:]


@mistake(
    "You multiplied by the patches of the image. That is the way to the gradient of the *filters*. Here a pixel "
    "grows by a little: what is it multiplied by in the forward pass?"
)
def uses_the_pixels(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters * 0 + 1, stride, padding) * images


@mistake(
    "Your result does not depend on `grad_output`: you added up the weights alone. How much a place of the map matters "
    "to the loss is what `grad_output` says."
)
def leaves_the_gradient_out(grad_output, images, filters, stride, padding):
    return solution(grad_output * 0 + 1, images, filters, stride, padding)


@mistake("Only the first filter is in your result. Every filter read this pixel: the gradients of all maps add up.")
def first_filter_only(grad_output, images, filters, stride, padding):
    return solution(grad_output[:, :1], images, filters[:1], stride, padding)


@mistake(
    "Only the last filter is in your result. Do you begin again with zeros for each filter, or write over what the one "
    "before gave? All of them add up."
)
def last_filter_only(grad_output, images, filters, stride, padding):
    return solution(grad_output[:, -1:], images, filters[-1:], stride, padding)


@mistake(
    "All channels of your result are the same: you used the filter's first channel for each. A pixel of channel `c` "
    "met the weights of channel `c`."
)
def one_slice_for_all(grad_output, images, filters, stride, padding):
    first = filters[:, :1].repeat(filters.shape[1], axis=1)
    return solution(grad_output, images, first, stride, padding)


@mistake(
    "You summed the filter over its channels before you laid it down. Each channel of the image has a gradient of its "
    "own, from its own slice of the filter."
)
def adds_the_channels(grad_output, images, filters, stride, padding):
    summed = filters.sum(axis=1, keepdims=True).repeat(filters.shape[1], axis=1)
    return solution(grad_output, images, summed, stride, padding)


@mistake("You added the images together. Each has a gradient of its own: weights are shared by all, pixels are not.")
def adds_the_pictures(grad_output, images, filters, stride, padding):
    each = solution(grad_output, images, filters, stride, padding)
    return each.sum(axis=0, keepdims=True).repeat(len(images), axis=0)


@mistake("Rows and columns are swapped: your result is (N, C, W, H). Which of the two comes first in `images.shape`?")
def swaps_rows_and_columns(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters, stride, padding).transpose(0, 1, 3, 2)


@mistake(
    "With padding you are right; without, nothing is left. A slice that ends at `-padding` counts from the end, and "
    "`-0` is 0: the slice stops before it begins. Count from the front: where does the image end?"
)
def cuts_counting_from_the_end(grad_output, images, filters, stride, padding):
    return _ringed(grad_output, images, filters, stride, padding)[:, :, padding:-padding, padding:-padding]


@mistake("Your result is the gradient of the *filters*. The image's own was asked for, a number for each pixel.")
def gives_the_filter_gradient(grad_output, images, filters, stride, padding):
    import lessonlib as ll

    return ll.conv2d_backward(grad_output, images, filters, stride=stride, padding=padding)[1]


@mistake(
    "You slid the filters over `grad_output`, forwards. The filters read the channels of the *image*, and here the map "
    "comes in: each place of it has to hand its number back to a whole window. Begin with zeros as large as the image."
)
def slides_forward(grad_output, images, filters, stride, padding):
    import lessonlib as ll

    return ll.conv2d(grad_output, filters, stride=stride, padding=padding)


@mistake(
    "You handed the work to the library, which is allowed, but did not pass on two settings: it takes stride 1 "
    "and padding 0 if you say nothing."
)
def keeps_the_settings_back(grad_output, images, filters, stride, padding):
    import lessonlib as ll

    return ll.conv2d_backward(grad_output, images, filters)[0]


@mistake(
    "You slid the turned filter over `grad_output`, which is right at stride 1 only. At stride 2 the windows stand two "
    "pixels apart: put zeros between the numbers of `grad_output`, or let each place send its filter to its own window."
)
def slides_at_stride_1(grad_output, images, filters, stride, padding):
    import numpy as np

    sides = [places + size - 1 for places, size in zip(grad_output.shape[2:], filters.shape[2:], strict=True)]
    whole = solution(grad_output, np.zeros((*images.shape[:2], *sides)), filters, 1, 0)
    return _sliding.inside(whole, images, padding)


@mistake(
    "You slid the turned filter over `grad_output` with a ring of F - 1 around it. That is the way for a square filter "
    "at stride 1. A filter FH high and FW wide needs such a ring, too; at stride 2 the windows stand two pixels apart; "
    "and with padding the border of the result is cut off."
)
def takes_the_filter_for_square(grad_output, images, filters, stride, padding):
    import lessonlib as ll

    turned = filters[:, :, ::-1, ::-1].swapaxes(0, 1)
    return _sliding.inside(ll.conv2d(grad_output, turned, padding=filters.shape[2] - 1), images, padding)


@mistake("You added the map's gradient as it is. A pixel's share is that times the weight it met, in `filters[k]`.")
def leaves_the_weights_out(grad_output, images, filters, stride, padding):
    return solution(grad_output, images, filters * 0 + 1, stride, padding)


def examples():
    import numpy as np

    picture, filters = np.zeros((1, 1, 5, 5)), np.array([[[[-1, 0, 1]] * 3]])
    ones, one = np.ones((1, 1, 3, 3)), np.array([[[[0, 0], [0, 2]]]])
    numbered = np.array([[[[1, 2, 3], [4, 5, 6]]]])
    rows = [[-1, -1, 0, 1, 1], [-2, -2, 0, 2, 2], [-3, -3, 0, 3, 3]]
    weights, tens = (np.array([[[numbers]]]) for numbers in ([1, 2], [10, 1]))
    return [
        ((tens, picture[:, :, :1, :3], weights, 1, 0), [[[[10, 21, 2]]]]),
        ((tens, picture[:, :, :1, :4], weights, 2, 0), [[[[10, 20, 1, 2]]]]),
        ((ones, picture, filters, 1, 0), [[[*rows, rows[1], rows[0]]]]),
        ((one, picture, filters, 2, 0), [[[[0] * 5, [0] * 5, *[[0, 0, -2, 0, 2]] * 3]]]),
        ((one, picture[:, :, :3, :4], numbered, 1, 0), [[[[0, 0, 0, 0], [0, 2, 4, 6], [0, 8, 10, 12]]]]),
        ((ones[:, :, :2, :2], picture[:, :, :2, :3], numbered, 2, 1), [[[[5, 10, 5], [2, 4, 2]]]]),
    ]


def probes():
    import numpy as np

    numbers = np.random.default_rng(0)
    return [
        _sliding.gradient_case(numbers, 2, 3, 4, 2, 3, 3, 4, 1, 0),
        _sliding.gradient_case(numbers, 2, 3, 4, 3, 2, 4, 5, 1, 1),
        _sliding.gradient_case(numbers, 3, 2, 4, 2, 3, 3, 4, 2, 1),
        _sliding.gradient_case(numbers, 2, 4, 3, 4, 5, 2, 3, 3, 2),
        _sliding.gradient_case(numbers, 1, 2, 3, 1, 2, 3, 2, 3, 0),
        _sliding.gradient_case(numbers, 2, 3, 2, 4, 1, 3, 5, 1, 2),
        _sliding.gradient_case(numbers, 2, 3, 2, 1, 4, 5, 3, 1, 2),
    ]


def draw(random):
    import numpy as np

    numbers = np.random.default_rng(random.randrange(2**32))
    stride, padding = random.randint(1, 3), random.randint(0, 2)
    N, C, K, FH, FW = (random.randint(1, 3) for _ in range(5))
    OH, OW = (random.randint(-(-2 * padding // stride) + 1, 5) for _ in range(2))
    return _sliding.gradient_case(numbers, N, C, K, FH, FW, OH, OW, stride, padding)


EXERCISE = Exercise(
    id="input-gradient",
    title="The gradient of the image",
    chapter="08-same-loop-new-block",
    order=4,
    needs=("numpy",),
    prompt=(
        "A layer must also say how the loss changes with its *input*: the layer before needs this as the gradient of "
        "its own maps. Write `input_gradient`. `grad_output` is (N, K, OH, OW), `images` (N, C, H, W) and `filters` "
        "(K, C, FH, FW), all NumPy arrays; `stride` and `padding` are whole numbers and fit. Return the gradient of "
        "the images, of the same shape as `images`."
    ),
    hints=(
        "Take one place of one map, and let one pixel of its window grow by a little. The map's number grows by that "
        "little times the weight that meets the pixel. So each place sends its filter back to its window, times one "
        "number.",
        "Begin with zeros as large as the *padded* images, so that every window lies inside. Windows overlap: what "
        "several of them send to one pixel adds up.",
        "At the end cut the ring off. The image begins at row `padding` and is H rows high.",
    ),
    wanted="an array of the same shape as `images`",
    insight="Forward, a window gathers pixels into one number; backward, that number is scattered over the window.",
    starter=input_gradient,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    draws=6,
)
