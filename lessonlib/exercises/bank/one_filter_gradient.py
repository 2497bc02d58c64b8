"""The gradient of one filter, one channel and stride 1: each weight adds up what it met at every place."""

from lessonlib.exercises import Exercise, mistake


def filter_gradient(grad_output, image, filter):
    # your lines go here
    ...


def solution(grad_output, image, filter):
    import numpy as np

    FH, FW = filter.shape
    gradient = np.zeros(filter.shape)
    for oh, ow in np.ndindex(grad_output.shape):
        patch = image[oh : oh + FH, ow : ow + FW]
        gradient += grad_output[oh, ow] * patch
    return gradient


def _only(grad_output, rows=slice(None), columns=slice(None)):
    """The gradient of the map, with 0 at every place but these."""
    kept = grad_output * 0
    kept[rows, columns] = grad_output[rows, columns]
    return kept


@mistake("Each place overwrites what the one before it found. Write `+=`, and the shares of all places add up.")
def overwrites(grad_output, image, filter):
    return solution(_only(grad_output, -1, -1), image, filter)


@mistake("Only the first place is in your gradient. Is the `return` inside the loops? It belongs after both of them.")
def returns_after_the_first(grad_output, image, filter):
    return solution(_only(grad_output, 0, 0), image, filter)


@mistake("Only the last row of the map is left. Make the array of zeros once, before both loops.")
def keeps_the_last_row(grad_output, image, filter):
    return solution(_only(grad_output, -1), image, filter)


@mistake("Only the first row of the map is in your gradient. Is the `return` inside the loop over its rows?")
def keeps_the_first_row(grad_output, image, filter):
    return solution(_only(grad_output, 0), image, filter)


@mistake("Your loops stop one place early, in both directions. `grad_output.shape` counts the places there are.")
def misses_the_last_places(grad_output, image, filter):
    return solution(_only(grad_output, slice(-1), slice(-1)), image, filter)


@mistake("You visit as many places as the filter has weights. The places are those of the map: `grad_output.shape`.")
def visits_a_place_for_each_weight(grad_output, image, filter):
    if any(weights > places for weights, places in zip(filter.shape, grad_output.shape, strict=True)):
        raise IndexError("index is out of bounds")
    return solution(_only(grad_output, slice(len(filter)), slice(len(filter[0]))), image, filter)


@mistake(
    "You used the same patch at every place, the one in the top left corner. The patch moves with the place: where "
    "does it begin for row `oh` and column `ow` of the map?"
)
def stays_in_the_corner(grad_output, image, filter):
    FH, FW = filter.shape
    return grad_output.sum() * image[:FH, :FW]


@mistake(
    "You took the row of the map for the column of the image. Output (oh, ow) read the patch that begins `oh` rows "
    "down and `ow` columns to the right."
)
def swaps_the_place(grad_output, image, filter):
    import numpy as np

    FH, FW = filter.shape
    gradient = np.zeros(filter.shape)
    for oh, ow in np.ndindex(grad_output.shape):
        gradient += grad_output[oh, ow] * image[ow : ow + FH, oh : oh + FW]
    return gradient


@mistake(
    "You summed the patches and left `grad_output` out. That is right only where it is 1 everywhere, as on the paper "
    "above. A place that the loss does not care about has a 0 there and should add nothing."
)
def leaves_the_gradient_out(grad_output, image, filter):
    return solution(grad_output * 0 + 1, image, filter)


@mistake("You took the mean over the places. When the weight grows, *all* places change: add up their shares.")
def averages_over_places(grad_output, image, filter):
    return solution(grad_output, image, filter) / grad_output.size


@mistake(
    "You summed each patch to one number first, so all the weights have the same gradient. Each weight met a pixel of "
    "its own: keep the patch as it is, a block as large as the filter."
)
def sums_the_patch(grad_output, image, filter):
    return filter * 0 + solution(grad_output, image, filter).sum()


@mistake(
    "You multiplied by the weights as well. How much the map changes when a weight grows depends on the pixel that it "
    "meets, not on how large the weight is now."
)
def multiplies_by_the_weights(grad_output, image, filter):
    return solution(grad_output, image, filter) * filter


@mistake(
    "Your gradient is flipped in both directions: the top left weight has what belongs to the one at the bottom "
    "right. Each weight met the pixel at its own place in the patch, so nothing is flipped here."
)
def flips(grad_output, image, filter):
    return solution(grad_output, image, filter)[::-1, ::-1]


@mistake(
    "Rows and columns have changed places in your result: it is (FW, FH). A gradient has the shape of the weights it "
    "belongs to, and rows come first."
)
def swaps_rows_and_columns(grad_output, image, filter):
    return solution(grad_output, image, filter).T


@mistake("Your array holds whole numbers, as the filter does, so fractions are lost: use `np.zeros(filter.shape)`.")
def cuts_the_fractions(grad_output, image, filter):
    import numpy as np

    gradient = filter * 0
    for i, j, oh, ow in np.ndindex(*filter.shape, *grad_output.shape):
        gradient[i, j] += grad_output[oh, ow] * image[oh + i, ow + j]
    return gradient


@mistake("The sign is wrong. The minus belongs to the step; the gradient itself says which way the loss grows.")
def turns_the_sign(grad_output, image, filter):
    return -solution(grad_output, image, filter)


@mistake("You took the step already: old weights minus gradient. Here only the gradient is asked for.")
def takes_the_step(grad_output, image, filter):
    return filter - solution(grad_output, image, filter)


@mistake("You computed the map, that is the forward pass. The gradient is as large as the filter.")
def convolves_forward(grad_output, image, filter):
    import lessonlib as ll

    return ll.conv2d(image[None, None], filter[None, None])[0, 0]


@mistake(
    "Your result is as large as the map: one number for each place. What is asked for is one number for each *weight*, "
    "and the shares of all places come together in it."
)
def gives_one_number_a_place(grad_output, image, filter):
    return convolves_forward(grad_output, image, filter * 0 + 1) * grad_output


@mistake(
    "Your result is as large as the image, or built by laying the filter down: that is the way to the gradient of the "
    "*image*. The gradient of the filter adds up patches."
)
def gives_the_image_gradient(grad_output, image, filter):
    import lessonlib as ll

    batches = (array[None, None] for array in (grad_output, image, filter))
    return ll.conv2d_backward(*batches)[0][0, 0]


@mistake(
    "You go through the weights, which is fine, but cut pieces as large as the filter. One weight meets as many pixels "
    "as the map has places: cut them as large as `grad_output`."
)
def cuts_pieces_of_the_wrong_size(grad_output, image, filter):
    FH, FW = filter.shape
    rows = [[(grad_output * image[i : i + FH, j : j + FW]).sum() for j in range(FW)] for i in range(FH)]
    return filter * 0 + rows


@mistake(
    "Your filter is always 3 by 3. Take its height and its width from `filter.shape`: not every filter is square, or "
    "3 wide."
)
def assumes_three_by_three(grad_output, image, filter):
    import numpy as np

    return solution(grad_output, image, np.zeros((3, 3)))


@mistake(
    "That fits a filter 3 by 3 only, in the loops and in the patches. `grad_output.shape` says how many "
    "places there are, and `filter.shape` how large a patch is."
)
def counts_places_as_if_three(grad_output, image, filter):
    import numpy as np

    gradient = np.zeros((3, 3))
    for oh, ow in np.ndindex(3, 3):
        gradient += grad_output[oh, ow] * image[oh : oh + 3, ow : ow + 3]
    return gradient


@mistake("You count the places as if the filter were 3 by 3. `grad_output.shape` gives their number for every filter.")
def counts_two_places_fewer(grad_output, image, filter):
    import numpy as np

    gradient, (H, W) = np.zeros(filter.shape), image.shape
    for oh, ow in np.ndindex(max(H - 2, 0), max(W - 2, 0)):
        gradient += grad_output[oh, ow] * image[oh : oh + 3, ow : ow + 3]
    return gradient


@mistake(
    "In your loop all weights meet the same pixel, the one at the place itself. The weight in row `i` and column `j` "
    "meets the pixel `i` further down and `j` further right."
)
def meets_one_pixel(grad_output, image, filter):
    OH, OW = grad_output.shape
    return filter * 0 + (grad_output * image[:OH, :OW]).sum()


@mistake("You assumed a square filter. The gradient has as many rows *and* columns as the filter: `filter.shape`.")
def takes_the_filter_for_square(grad_output, image, filter):
    import numpy as np

    return solution(grad_output, image, np.zeros((len(filter), len(filter))))


def examples():
    import numpy as np

    edge, filter = np.array([[0, 0, 1, 1, 1]] * 5), np.array([[-1, 0, 1]] * 3)
    ones, corner, two = np.ones((3, 3), int), np.zeros((3, 3), int), np.zeros((3, 3), int)
    corner[0, 0] = 1
    two[1, 1], two[2, 2] = 2, -1
    row, weights, tens = (np.array([numbers]) for numbers in ([1, 2, 3], [5, 6], [10, 1]))
    return [
        ((ones, edge, filter), [[3, 6, 9]] * 3),
        ((corner, edge, filter), [[0, 0, 1]] * 3),
        ((two, edge, filter), [[-1, 1, 1]] * 3),
        ((tens, row, weights), [[12, 23]]),
    ]


def case(numbers, FH, FW, OH, OW):
    """Arrays whose shapes fit together."""
    shapes = (OH, OW), (OH + FH - 1, OW + FW - 1), (FH, FW)
    grad_output, image, filter = (numbers.integers(-4, 5, shape) for shape in shapes)
    return grad_output / 2, image / 2, filter  # a gradient made like a filter of whole numbers loses fractions


def probes():
    import numpy as np

    numbers = np.random.default_rng(0)
    sizes = [(3, 3, 3, 3), (2, 3, 3, 4), (3, 2, 4, 5), (4, 3, 2, 3), (1, 2, 5, 2), (2, 1, 1, 4)]
    return [case(numbers, *size) for size in sizes]


def draw(random):
    import numpy as np

    numbers = np.random.default_rng(random.randrange(2**32))
    return case(numbers, *(random.randint(1, 4) for _ in range(4)))


EXERCISE = Exercise(
    id="one-filter-gradient",
    title="The gradient of a filter",
    chapter="08-same-loop-new-block",
    core=True,
    before="## A loss of 0",
    needs=("numpy",),
    prompt=(
        "Let a loop add up the shares, now with a different gradient at every place. "
        "Write `filter_gradient`. `image` is (H, W) and `filter` is "
        "(FH, FW): one channel, stride 1, no padding. `grad_output` is (OH, OW): for each place of the map, the "
        "gradient of the loss with respect to the number there. All three are NumPy arrays. Return the gradient of "
        "the filter, an array of the same shape as `filter`."
    ),
    hints=(
        "Go through the places of the map, as in the forward pass. Which patch of the image did the filter lie on at "
        "row `oh`, column `ow`?",
        "What does one place add to the gradient of all weights at once? Its patch, times one number: the gradient of "
        "the output at that place.",
        "Make an array of zeros with the shape of `filter` before the loops, and let every place add to it.",
    ),
    wanted="an array of the same shape as `filter`",
    insight="A weight that is shared by many places gets one gradient, and every place has a say in it.",
    starter=filter_gradient,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
)
