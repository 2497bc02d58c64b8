"""A fully-connected layer against a convolution, compared fairly: at the same output."""

from lessonlib.exercises import Exercise, mistake


def weights_of_both(input_size, channels, filter_size, filters):
    # your lines go here
    ...


def solution(input_size, channels, filter_size, filters):
    places = (input_size - filter_size + 1) ** 2
    inputs, outputs = input_size**2 * channels, places * filters
    return inputs * outputs, filter_size**2 * channels * filters


def _connected(input_size, channels, filter_size, filters):
    return solution(input_size, channels, filter_size, filters)[0]


def _convolution(input_size, channels, filter_size, filters):
    return solution(input_size, channels, filter_size, filters)[1]


@mistake(
    "You gave the fully-connected layer one unit for each filter. That compares a whole map with a single number: the "
    "layer needs a unit for every number of every map."
)
def gives_one_unit_a_filter(input_size, channels, filter_size, filters):
    return input_size**2 * channels * filters, _convolution(input_size, channels, filter_size, filters)


@mistake(
    "You gave the fully-connected layer as many outputs as there are pixels. Without padding the map is smaller than "
    "the image: in how many places can the filter stand?"
)
def makes_maps_as_large_as_the_picture(input_size, channels, filter_size, filters):
    connected = input_size**2 * channels * input_size**2 * filters
    return connected, _convolution(input_size, channels, filter_size, filters)


@mistake("The two numbers stand in the wrong order: the fully-connected layer comes first.")
def swaps_them(input_size, channels, filter_size, filters):
    return solution(input_size, channels, filter_size, filters)[::-1]


@mistake(
    "You counted the convolution's weights again at every place. That is a locally connected layer; a convolution uses "
    "the same weights everywhere."
)
def gives_every_place_its_weights(input_size, channels, filter_size, filters):
    places = (input_size - filter_size + 1) ** 2
    convolution = _convolution(input_size, channels, filter_size, filters)
    return _connected(input_size, channels, filter_size, filters), convolution * places


@mistake("You left the channels out of the convolution. Its filters reach through all of them.")
def forgets_depth_in_the_filter(input_size, channels, filter_size, filters):
    return _connected(input_size, channels, filter_size, filters), filter_size**2 * filters


@mistake("You left the channels out of the fully-connected layer. It has a weight for every number of the image.")
def forgets_depth_in_the_picture(input_size, channels, filter_size, filters):
    connected, convolution = solution(input_size, channels, filter_size, filters)
    return connected // channels, convolution


@mistake("You left the channels out of both layers. A colour image has a number for each channel at each pixel.")
def forgets_depth(input_size, channels, filter_size, filters):
    return solution(input_size, 1, filter_size, filters)


@mistake("You counted the biases as well. Only the weights are asked for.")
def counts_biases(input_size, channels, filter_size, filters):
    connected, convolution = solution(input_size, channels, filter_size, filters)
    return connected + (input_size - filter_size + 1) ** 2 * filters, convolution + filters


@mistake(
    "Your maps have one place too few in each direction: the place where the filter stands before its first "
    "step counts too."
)
def counts_steps(input_size, channels, filter_size, filters):
    connected = input_size**2 * channels * (input_size - filter_size) ** 2 * filters
    return connected, _convolution(input_size, channels, filter_size, filters)


@mistake("You counted one row of the map. It is a square: its places go down as well as along.")
def counts_one_row_of_places(input_size, channels, filter_size, filters):
    connected = input_size**2 * channels * (input_size - filter_size + 1) * filters
    return connected, _convolution(input_size, channels, filter_size, filters)


@mistake("You took a side where an area is meant: filter, image and map are squares of pixels. Square all three sides.")
def forgets_to_square(input_size, channels, filter_size, filters):
    side = input_size - filter_size + 1
    return input_size * channels * side * filters, filter_size * channels * filters


@mistake(
    "You multiplied the numbers of the image with each other. A fully-connected layer has a weight for each pair of "
    "an input and an *output*: how many numbers come out?"
)
def pairs_the_inputs(input_size, channels, filter_size, filters):
    return (input_size**2 * channels) ** 2, _convolution(input_size, channels, filter_size, filters)


@mistake(
    "You added the numbers that go in and those that come out. Each of the one is connected with each of the other: "
    "multiply."
)
def adds_in_place_of_multiplying(input_size, channels, filter_size, filters):
    outputs = (input_size - filter_size + 1) ** 2 * filters
    return input_size**2 * channels + outputs, _convolution(input_size, channels, filter_size, filters)


@mistake(
    "Your maps are larger than the image: the signs are exchanged. A filter that must fit in has *fewer* places than "
    "there are pixels."
)
def exchanges_the_signs(input_size, channels, filter_size, filters):
    connected = input_size**2 * channels * (input_size + filter_size - 1) ** 2 * filters
    return connected, _convolution(input_size, channels, filter_size, filters)


@mistake(
    "Your first number lets every place have a filter of its own: that is a locally connected layer. In a "
    "fully-connected one, every output reads *all* inputs."
)
def connects_only_nearby(input_size, channels, filter_size, filters):
    places = (input_size - filter_size + 1) ** 2
    conv = _convolution(input_size, channels, filter_size, filters)
    return places * conv, conv


def examples():
    return [
        ((5, 1, 3, 1), (225, 9)),
        ((5, 3, 3, 1), (675, 27)),
        ((4, 2, 1, 3), (1536, 6)),
        ((6, 2, 5, 3), (864, 150)),
    ]


def probes():
    return [(7, 3, 2, 5), (9, 2, 4, 3), (8, 5, 3, 2), (10, 4, 7, 6), (6, 1, 5, 3), (12, 3, 5, 2)]


def draw(random):
    filter_size = random.randint(1, 6)
    return filter_size + random.randint(0, 12), random.randint(1, 5), filter_size, random.randint(1, 6)


EXERCISE = Exercise(
    id="equal-output",
    title="The same output, two layers",
    chapter="06-weight-sharing",
    order=1,
    prompt=(
        "A convolution (stride 1, no padding) makes `filters` maps of a square image with `channels` channels. A "
        "fully-connected layer could make the very same numbers. Write `weights_of_both`: return how many weights the "
        "fully-connected layer has, and how many the convolution has, in this order. Leave out the biases."
    ),
    hints=(
        "A fully-connected layer has a weight for each pair of an input number and an output number. How many numbers "
        "go in, and how many come out?",
        "What comes out is `filters` maps. The side of a map is the number of places along one side of the image.",
    ),
    wanted="a pair of whole numbers",
    insight="A convolution is that fully-connected layer with all weights outside its patches at 0, the rest shared.",
    starter=weights_of_both,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    whole=True,
)
