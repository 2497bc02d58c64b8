"""Count what a convolution layer learns: its weights and its biases."""

from lessonlib.exercises import Exercise, mistake


def layer_parameters(input_size, filter_size, channels, filters):
    # your lines go here
    ...


def solution(input_size, filter_size, channels, filters):
    weights_of_one_filter = filter_size * filter_size * channels
    return (weights_of_one_filter + 1) * filters


@mistake(
    "You left out the depth. A filter is a block: it has a sheet of weights for each channel of the input. How many "
    "weights does a 3 by 3 filter on an RGB image have?"
)
def forgets_depth(input_size, filter_size, channels, filters):
    return (filter_size * filter_size + 1) * filters


@mistake(
    "The weights are right. Every filter also adds a number of its own at the end, and learns it: count those too."
)
def forgets_biases(input_size, filter_size, channels, filters):
    return filter_size * filter_size * channels * filters


@mistake("You counted one bias for the whole layer. Each filter makes a map of its own, and has a bias of its own.")
def counts_one_bias(input_size, filter_size, channels, filters):
    return filter_size * filter_size * channels * filters + 1


@mistake(
    "You counted a bias for every sheet of every filter. The channels are summed first; the bias is added once to that "
    "sum."
)
def counts_a_bias_per_slice(input_size, filter_size, channels, filters):
    return (filter_size * filter_size + 1) * channels * filters


@mistake("You counted the biases by the channels of the input. There is one for each map that comes out.")
def counts_biases_by_channels(input_size, filter_size, channels, filters):
    return filter_size * filter_size * channels * filters + channels


@mistake(
    "You counted the filter again for every place it stands in. It is the same filter everywhere, with the same "
    "weights: does the size of the image change how many there are?"
)
def counts_the_places(input_size, filter_size, channels, filters):
    return solution(0, filter_size, channels, filters) * (input_size - filter_size + 1) ** 2


@mistake(
    "That is a fully-connected layer: a weight for every pixel. A filter has weights for its own small patch only."
)
def connects_everything(input_size, filter_size, channels, filters):
    return (input_size * input_size * channels + 1) * filters


@mistake(
    "You used the filter's size once. `filter_size` is the length of one side, and the filter has that many rows of "
    "that many weights."
)
def forgets_the_square(input_size, filter_size, channels, filters):
    return (filter_size * channels + 1) * filters


@mistake("You counted one filter. The layer has `filters` of them, and each learns weights of its own.")
def counts_one_filter(input_size, filter_size, channels, filters):
    return filter_size * filter_size * channels + 1


@mistake("You cubed the filter's size. Its depth is not its own choice: it is the number of channels that come in.")
def cubes_the_filter(input_size, filter_size, channels, filters):
    return (filter_size**3 + 1) * filters


@mistake(
    "You gave every filter one more channel instead of one more number. The bias is a single number, not a sheet as "
    "large as the filter."
)
def adds_a_channel(input_size, filter_size, channels, filters):
    return filter_size * filter_size * (channels + 1) * filters


@mistake("You counted the weights of one filter and the biases of all. Every filter has weights of its own as well.")
def counts_the_weights_of_one_filter(input_size, filter_size, channels, filters):
    return filter_size * filter_size * channels + filters


@mistake("You doubled the filter's size. It is squared: `filter_size` rows of `filter_size` weights.")
def doubles_the_side(input_size, filter_size, channels, filters):
    return (2 * filter_size * channels + 1) * filters


@mistake(
    "You counted the filter's weights again at every pixel. All places share one filter: the size of the image plays "
    "no part."
)
def counts_the_pixels(input_size, filter_size, channels, filters):
    return forgets_biases(input_size, filter_size, channels, filters) * input_size**2 + filters


@mistake(
    "Two things: a side of the filter is used once where it should be squared, and there is a bias for each filter, "
    "not for each of its slices."
)
def forgets_the_square_and_counts_a_bias_per_slice(input_size, filter_size, channels, filters):
    return (filter_size + 1) * channels * filters


@mistake("You added the channels and the filters. Every filter has a slice for every channel: they multiply.")
def adds_channels_and_filters(input_size, filter_size, channels, filters):
    return filter_size**2 * (channels + filters)


@mistake(
    "You counted a bias for each number of each map. The bias belongs to the filter: all the places of its map share "
    "it."
)
def counts_a_bias_for_every_place(input_size, filter_size, channels, filters):
    places = (input_size - filter_size + 1) ** 2
    return forgets_biases(input_size, filter_size, channels, filters) + places * filters


@mistake(
    "You gave every place weights of its own. In a convolution all places share the same filter: the number of places "
    "does not come in."
)
def gives_every_place_its_weights(input_size, filter_size, channels, filters):
    return (input_size - filter_size + 1) ** 2 * filter_size**2 * channels * filters + filters


def examples():
    return [
        ((32, 3, 3, 1), 28),
        ((32, 5, 3, 1), 76),
        ((32, 3, 8, 16), 1168),
        ((227, 11, 3, 96), 34944),
        ((1027, 11, 3, 96), 34944),
        ((8, 1, 5, 2), 12),
    ]


def probes():
    return [(9, 3, 1, 2), (10, 2, 5, 7), (13, 5, 3, 4), (16, 4, 6, 3), (7, 1, 2, 5), (12, 7, 2, 6)]


def draw(random):
    filter_size = random.randint(1, 7)
    return filter_size + random.randint(0, 20), filter_size, random.randint(1, 9), random.randint(1, 9)


EXERCISE = Exercise(
    id="layer-parameters",
    title="What a layer learns",
    chapter="04-many-filters-full-depth",
    core=True,
    order=2,
    prompt=(
        "Write `layer_parameters`: how many numbers does a convolution layer learn, weights and biases together? The "
        "image has `channels` channels of `input_size` by `input_size` pixels. The layer has `filters` filters, each "
        "`filter_size` high and wide."
    ),
    hints=(
        "Begin with one filter. It reaches through all channels: how many weights is that? And what does it add at the "
        "end?",
        "Then multiply by `filters`. One of the four arguments plays no part.",
    ),
    wanted="a whole number",
    insight="The size of the image is not in the formula: a larger image needs no more weights.",
    starter=layer_parameters,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    whole=True,
)
