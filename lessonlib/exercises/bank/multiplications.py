"""How many multiplications a convolution layer does, which is another count than its weights."""

from lessonlib.exercises import Exercise, mistake


def multiplications(size, filter_size, channels, filters, stride, padding):
    # your lines go here
    ...


def solution(size, filter_size, channels, filters, stride, padding):
    side = (size - filter_size + 2 * padding) // stride + 1
    return side**2 * filters * filter_size**2 * channels


def _side(size, filter_size, stride, padding):
    return (size - filter_size + 2 * padding) // stride + 1


@mistake("You counted the weights. Each of them is used again at every place of its map: how many places are there?")
def counts_the_weights(size, filter_size, channels, filters, stride, padding):
    return filters * filter_size**2 * channels


@mistake(
    "You left out the depth. At every place the filter multiplies a patch of *all* channels, one sheet of weights for "
    "each."
)
def forgets_the_depth(size, filter_size, channels, filters, stride, padding):
    return solution(size, filter_size, 1, filters, stride, padding)


@mistake("You counted one map. The layer makes `filters` of them, and each does all this work.")
def counts_one_filter(size, filter_size, channels, filters, stride, padding):
    return solution(size, filter_size, channels, 1, stride, padding)


@mistake("You counted the places along one side only. They form a square.")
def counts_one_side(size, filter_size, channels, filters, stride, padding):
    return _side(size, filter_size, stride, padding) * filters * filter_size**2 * channels


@mistake(
    "You took a place for every pixel of the image. The filter does not stand at every pixel: count its places by "
    "the formula for the output size."
)
def takes_a_place_for_every_pixel(size, filter_size, channels, filters, stride, padding):
    return size**2 * filters * filter_size**2 * channels


@mistake("You left out the stride. The filter skips places, and does no work there.")
def ignores_the_stride(size, filter_size, channels, filters, stride, padding):
    return solution(size, filter_size, channels, filters, 1, padding)


@mistake(
    "You divided the number of all places by the stride, once. The filter takes longer steps across *and* down: count "
    "the places along one side, and square them."
)
def divides_all_places_by_the_stride(size, filter_size, channels, filters, stride, padding):
    return _side(size, filter_size, 1, padding) ** 2 // stride * filters * filter_size**2 * channels


@mistake(
    "You divided the work at stride 1 by the stride squared. Of 5 by 5 places, stride 2 keeps 3 by 3, which is no "
    "quarter: count the places at this stride, with the first one."
)
def divides_by_the_stride_squared(size, filter_size, channels, filters, stride, padding):
    return solution(size, filter_size, channels, filters, 1, padding) // stride**2


@mistake(
    "The 1 came in too early: you divided it by the stride as well. It stands for the first place along each side, and "
    "that one is there whatever the stride."
)
def divides_the_one(size, filter_size, channels, filters, stride, padding):
    side = (size - filter_size + 2 * padding + 1) // stride
    return side**2 * filters * filter_size**2 * channels


@mistake("You left out the padding. The ring of zeros gives the filter more places to stand in.")
def ignores_the_padding(size, filter_size, channels, filters, stride, padding):
    return solution(size, filter_size, channels, filters, stride, 0)


@mistake("You added the padding on one side only. The ring of zeros goes all the way round.")
def pads_one_side(size, filter_size, channels, filters, stride, padding):
    side = (size - filter_size + padding) // stride + 1
    return side**2 * filters * filter_size**2 * channels


@mistake("You used the side of the filter as its area: it has `filter_size` rows of `filter_size` weights.")
def forgets_the_square(size, filter_size, channels, filters, stride, padding):
    return solution(size, filter_size, channels, filters, stride, padding) // filter_size


@mistake("You counted the biases as well. A bias is added; it is not multiplied by anything.")
def counts_the_biases(size, filter_size, channels, filters, stride, padding):
    return _side(size, filter_size, stride, padding) ** 2 * filters * (filter_size**2 * channels + 1)


@mistake("You counted a fully-connected layer: every pixel with every output. A filter multiplies its own patch only.")
def connects_everything(size, filter_size, channels, filters, stride, padding):
    return _side(size, filter_size, stride, padding) ** 2 * filters * size**2 * channels


@mistake("Your count of places lacks the first one. There is one more place than there are steps: add 1.")
def forgets_the_first_place(size, filter_size, channels, filters, stride, padding):
    steps = _side(size, filter_size, stride, padding) - 1
    return steps**2 * filters * filter_size**2 * channels


@mistake("Two things: the places form a square, and so do the weights of a filter. Square both sides.")
def squares_nothing(size, filter_size, channels, filters, stride, padding):
    return _side(size, filter_size, stride, padding) * filters * filter_size * channels


@mistake(
    "You added the channels and the filters. Every filter reads every channel, so their numbers multiply each other."
)
def adds_channels_and_filters(size, filter_size, channels, filters, stride, padding):
    return solution(size, filter_size, 1, 1, stride, padding) * (channels + filters)


@mistake(
    "You took a place for every pixel of the padded image. The filter has to fit in whole: its last place is "
    "`filter_size` pixels before the end, and the stride leaves places out."
)
def takes_a_place_for_every_padded_pixel(size, filter_size, channels, filters, stride, padding):
    return (size + 2 * padding) ** 2 * filter_size**2 * channels * filters


@mistake(
    "You divided the side of the padded image by the stride, as if the filter could begin at every pixel. It has to "
    "fit in whole: take its size off before you divide, and count its first place."
)
def divides_the_side(size, filter_size, channels, filters, stride, padding):
    return ((size + 2 * padding) // stride) ** 2 * filter_size**2 * channels * filters


@mistake(
    "You added the channels and the filters at the end. Each number of a map is a sum over all channels, and there is "
    "a map for every filter: both multiply."
)
def adds_both_at_the_end(size, filter_size, channels, filters, stride, padding):
    return solution(size, filter_size, 1, 1, stride, padding) + channels + filters


@mistake(
    "You counted one product a channel at each place. A filter has `filter_size` times `filter_size` weights in each."
)
def forgets_the_area_of_the_filter(size, filter_size, channels, filters, stride, padding):
    return solution(size, filter_size, channels, filters, stride, padding) // filter_size**2


@mistake(
    "You left out the products with the zeros around the image. They are computed like all others: the filter does not "
    "know that it stands at the border."
)
def leaves_the_zeros_out(size, filter_size, channels, filters, stride, padding):
    places = range(_side(size, filter_size, stride, padding))
    inside = sum(0 <= i * stride - padding + f < size for i in places for f in range(filter_size))
    return inside**2 * channels * filters


def examples():
    return [
        ((5, 3, 1, 1, 1, 0), 81),
        ((7, 3, 2, 4, 2, 0), 648),
        ((227, 11, 3, 96, 4, 0), 105415200),
        ((4, 3, 1, 1, 1, 1), 144),
    ]


def probes():
    return [
        (9, 3, 2, 5, 2, 1),
        (11, 5, 3, 4, 3, 0),
        (8, 2, 4, 3, 2, 2),
        (13, 4, 5, 2, 3, 3),
        (6, 3, 7, 2, 1, 2),
        (10, 5, 2, 3, 1, 0),
    ]


def draw(random):
    filter_size, stride, padding = random.randint(1, 6), random.randint(1, 4), random.randint(0, 3)
    places = random.randint(1, 9)
    size = filter_size + (places - 1) * stride - 2 * padding
    if size < 1:
        return draw(random)
    return size, filter_size, random.randint(1, 6), random.randint(1, 6), stride, padding


EXERCISE = Exercise(
    id="multiplications",
    title="Count the multiplications",
    chapter="06-weight-sharing",
    order=2,
    prompt=(
        "Write `multiplications`: how many products does a convolution layer compute for one image? The image has "
        "`channels` channels of `size` by `size` pixels; the layer has `filters` filters, each "
        "`filter_size` high and wide, with this `stride` and `padding`. The sizes fit. Count a product with a padding "
        "zero as well, as most programs do."
    ),
    hints=(
        "Start with one number of one map: how many weights does the filter have, through all channels?",
        "Then ask how many such numbers the layer computes: the places of one map, times the maps.",
    ),
    wanted="a whole number",
    insight="Sharing divides the weights by the number of places, and leaves the work exactly as it was.",
    starter=multiplications,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    whole=True,
)
