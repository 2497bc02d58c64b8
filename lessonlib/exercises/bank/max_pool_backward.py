"""Max-pooling backward, with windows that overlap: each window's gradient goes to its largest number."""

from lessonlib.exercises import Exercise, mistake


def max_pool_backward(grad_output, images, size, stride):
    # your lines go here
    ...


def solution(grad_output, images, size, stride):
    import numpy as np

    gradient = np.zeros(images.shape)
    for n, c, oh, ow in np.ndindex(grad_output.shape):
        top, left = oh * stride, ow * stride
        window = images[n, c, top : top + size, left : left + size]
        row, column = np.unravel_index(window.argmax(), window.shape)
        share = grad_output[n, c, oh, ow]
        gradient[n, c, top + row, left + column] += share
    return gradient


def _changed(grad_output, images, size, steps, change):
    """The gradient after ``change(its part in the window, window, gradient of the window)`` for each window in turn."""
    import numpy as np

    gradient = np.zeros(images.shape)
    for n, c, oh, ow in np.ndindex(grad_output.shape):
        at = n, c, slice(oh * steps, oh * steps + size), slice(ow * steps, ow * steps + size)
        change(gradient[at], images[at], grad_output[n, c, oh, ow])
    return gradient


def _spread(grad_output, images, size, steps, weights):
    """Each window gets its gradient times ``weights(window)``; overlapping windows add."""

    def change(part, window, share):
        part += share * weights(window)

    return _changed(grad_output, images, size, steps, change)


def _first(window):
    """1 at the first of the largest, 0 elsewhere."""
    import numpy as np

    return (np.arange(window.size) == window.argmax()).reshape(window.shape)


@mistake(
    "You wrote `=` where windows meet. If one pixel is the largest of two windows, the second writes over what the "
    "first gave, but the pixel made both numbers of the map. What should it get?"
)
def overwrites(grad_output, images, size, stride):
    def change(part, window, share):
        part[_first(window)] = share

    return _changed(grad_output, images, size, stride, change)


@mistake("Each window writes its zeros over what earlier windows left. Add to its largest pixel; leave the others.")
def writes_zeros_over(grad_output, images, size, stride):
    def change(part, window, share):
        part[:] = share * _first(window)

    return _changed(grad_output, images, size, stride, change)


@mistake(
    "Where the largest number occurs twice in a window, you gave the gradient to both, so it counts double. One of "
    "them is enough: the first in reading order."
)
def gives_it_to_all_of_the_largest(grad_output, images, size, stride):
    return _spread(grad_output, images, size, stride, lambda window: window == window.max())


@mistake(
    "Where the largest number occurs twice in a window, you shared the gradient between the two. That can be defended, "
    "but here, as in most libraries, the first in reading order gets all of it."
)
def shares_it_among_the_largest(grad_output, images, size, stride):
    return _spread(grad_output, images, size, stride, lambda part: (part == part.max()) / (part == part.max()).sum())


@mistake(
    "Where the largest number occurs twice in a window, you chose the last. Is there a `>=` in your comparison? The "
    "first in reading order was asked for."
)
def chooses_the_last_of_the_largest(grad_output, images, size, stride):
    return _spread(grad_output, images, size, stride, lambda window: _first(window[::-1, ::-1])[::-1, ::-1])


@mistake(
    "You spread the gradient evenly over the window. That is how *average* pooling goes back. Here only one number of "
    "the window came through; if another one grows by a little, the map stays as it is."
)
def spreads_evenly(grad_output, images, size, stride):
    return _spread(grad_output, images, size, stride, lambda window: 1 / window.size)


@mistake(
    "Every pixel of a window got the whole gradient. Most of them were not the largest, and could change a little "
    "without any effect on the map."
)
def gives_it_to_the_whole_window(grad_output, images, size, stride):
    return _spread(grad_output, images, size, stride, lambda window: 1)


@mistake("Your windows move one pixel at a time, whatever the stride, so you look for the largest in the wrong places.")
def steps_by_one(grad_output, images, size, stride):
    return solution(grad_output, images, size, 1)


@mistake("Your windows stand side by side, `size` pixels apart. Here they may overlap, or leave gaps: use the stride.")
def steps_by_the_size(grad_output, images, size, stride):
    return solution(grad_output, images, size, size)


@mistake(
    "You found the right pixels and gave each the value of its window instead of the gradient, or the product of "
    "both. What comes back through a window is the gradient of its output, and nothing else."
)
def multiplies_by_the_largest(grad_output, images, size, stride):
    return _spread(grad_output, images, size, stride, lambda window: _first(window) * window.max())


@mistake("You counted how often each pixel won. That is right only where `grad_output` is 1 everywhere.")
def counts_the_wins(grad_output, images, size, stride):
    return solution(grad_output * 0 + 1, images, size, stride)


@mistake("The *smallest* number of each window got the gradient. Which one came through in the forward pass?")
def chooses_the_smallest(grad_output, images, size, stride):
    return solution(grad_output, -images, size, stride)


@mistake("You looked for the number furthest from 0. Max-pooling looks at the sign: of −5 and 2, the largest is 2.")
def ignores_the_sign(grad_output, images, size, stride):
    return solution(grad_output, abs(images), size, stride)


@mistake(
    "You used the place of the largest in *its window* as a place in the whole image. All gradients gather at the "
    "top left: add where the window begins."
)
def forgets_where_the_window_is(grad_output, images, size, stride):
    import numpy as np

    gradient = np.zeros(images.shape)
    for n, c, oh, ow in np.ndindex(grad_output.shape):
        top, left = oh * stride, ow * stride
        window = images[n, c, top : top + size, left : left + size]
        row, column = np.unravel_index(window.argmax(), window.shape)
        gradient[n, c, row, column] += grad_output[n, c, oh, ow]
    return gradient


@mistake("You unfolded the place by the width of the image. `argmax` counts along the rows of the *window*.")
def unfolds_by_the_image(grad_output, images, size, stride):
    import numpy as np

    gradient = np.zeros(images.shape)
    for n, c, oh, ow in np.ndindex(grad_output.shape):
        top, left = oh * stride, ow * stride
        row, column = divmod(images[n, c, top : top + size, left : left + size].argmax(), images.shape[3])
        gradient[n, c, top + row, left + column] += grad_output[n, c, oh, ow]
    return gradient


@mistake("You gave every channel the place of the largest number in any of them. Each has a winner of its own.")
def shares_one_place(grad_output, images, size, stride):
    return solution(grad_output, images.max(axis=1, keepdims=True).repeat(images.shape[1], axis=1), size, stride)


@mistake("You looked for the largest number in all channels together. Each channel is pooled by itself.")
def pools_over_the_channels(grad_output, images, size, stride):
    import numpy as np

    gradient = np.zeros(images.shape)
    N, C, OH, OW = grad_output.shape
    for n, c, oh, ow in np.ndindex(N, C, OH, OW):
        at = n, slice(None), slice(oh * stride, oh * stride + size), slice(ow * stride, ow * stride + size)
        gradient[at] += grad_output[n, c, oh, ow] * _first(images[at])
    return gradient


@mistake(
    "Your mask has the gradient at the right place and zeros around it, and both are written over what the windows "
    "before left there. It also marks every one of several largest. Choose one place in the window, and add to that."
)
def writes_the_mask_over(grad_output, images, size, stride):
    def change(part, window, share):
        part[:] = share * (window == window.max())

    return _changed(grad_output, images, size, stride, change)


@mistake(
    "Two things: you write over what an earlier window gave to the same pixel, and where the largest number occurs "
    "twice, both places get the gradient. One place per window, and let the windows add up."
)
def overwrites_at_all_of_the_largest(grad_output, images, size, stride):
    def change(part, window, share):
        part[window == window.max()] = share

    return _changed(grad_output, images, size, stride, change)


@mistake(
    "You marked the winners with ones, as many as there are in each window. A mark says where the gradient goes, not "
    "how much arrives: that is in `grad_output`, one number for each window."
)
def marks_the_largest(grad_output, images, size, stride):
    return _spread(grad_output * 0 + 1, images, size, stride, lambda window: window == window.max())


@mistake(
    "You did the forward pass: these are the largest numbers themselves, one per window. Backwards you need an array "
    "like `images`, with what each pixel gets."
)
def pools_forward(grad_output, images, size, stride):
    import numpy as np

    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(2, 3))
    return windows.max(axis=(4, 5))[:, :, ::stride, ::stride]


@mistake("Your largest so far begins at 0, and nothing in a window of negative numbers beats it. Begin at -infinity.")
def starts_from_zero(grad_output, images, size, stride):
    return _spread(grad_output, images, size, stride, lambda window: _first(window.clip(0)))


def examples():
    import numpy as np

    rows = np.array([[[[1, 2, 3, 4, 5], [0, 0, 0, 0, 0], [6, 0, 9, 0, 7], [0, 0, 0, 0, 0], [5, 4, 3, 2, 1]]]])
    flat = np.ones((1, 1, 3, 3))
    wide = np.array([[[[1, 8, 2, 3], [4, 0, 6, 5]]]])
    square = np.array([[[[1, 2], [3, 4]]]])
    return [
        ((square, rows, 3, 2), [[[[0] * 5, [0] * 5, [0, 0, 10, 0, 0], [0] * 5, [0] * 5]]]),
        ((square, flat, 2, 1), [[[[1, 2, 0], [3, 4, 0], [0, 0, 0]]]]),
        ((np.array([[[[5, 7]]]]), wide, 2, 2), [[[[0, 5, 0, 0], [0, 0, 7, 0]]]]),
    ]


def _case(numbers, N, C, OH, OW, size, stride, values):
    """Arrays whose shapes fit together; the fewer ``values``, the more ties."""
    shape = N, C, (OH - 1) * stride + size, (OW - 1) * stride + size
    grad_output = numbers.integers(-9, 10, (N, C, OH, OW)) / 2
    return grad_output, numbers.integers(-values, values // 2 + 1, shape) / 2, size, stride


def probes():
    import numpy as np

    numbers = np.random.default_rng(0)
    settings = [(1, 1, 1, 2, 2, 1, 9), (2, 3, 2, 4, 3, 2, 20), (3, 2, 3, 2, 3, 1, 4)]
    settings += [(2, 3, 3, 2, 2, 2, 3), (2, 1, 2, 3, 2, 3, 20), (1, 3, 3, 4, 4, 3, 9)]
    return [_case(numbers, *setting) for setting in settings]


def draw(random):
    import numpy as np

    numbers = np.random.default_rng(random.randrange(2**32))
    N, C, OH, OW, size, stride = (random.randint(1, 3) for _ in range(6))
    return _case(numbers, N, C, OH + 1, OW, size, stride, random.choice([3, 20]))


EXERCISE = Exercise(
    id="max-pool-backward",
    title="Max-pooling, backwards",
    chapter="08-same-loop-new-block",
    order=5,
    needs=("numpy",),
    prompt=(
        "Max-pooling keeps the largest number of each window, in every channel separately. (You met it in chapter 07.) "
        "Write `max_pool_backward`. `images` is (N, C, H, W); the windows are `size` by `size` and stand "
        "`stride` pixels apart, so that they may overlap. `grad_output` is (N, C, OH, OW), one gradient for each "
        "window. Return the gradient of the images, of the same shape as `images`. If the largest number occurs in a "
        "window more than once, the first in reading order counts."
    ),
    hints=(
        "Let a pixel that is not the largest of its window grow by a little: what happens to the map? And one that is?",
        "`window.argmax()` counts along the rows of the window; `np.unravel_index(place, window.shape)` turns that "
        "into a row and a column.",
        "The window begins at row `oh * stride` and column `ow * stride`. A pixel can be the largest of several "
        "windows, and then it gets something from each.",
    ),
    wanted="an array of the same shape as `images`",
    insight="Max-pooling sends each window's gradient to a single pixel, and the others get nothing.",
    starter=max_pool_backward,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    draws=6,
)
