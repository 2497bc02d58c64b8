"""Chain the shapes of convolutions and pooling to what `Linear` has to be told."""

from lessonlib.exercises import Exercise, mistake


def linear_inputs(size, channels, layers):
    # your lines go here
    ...


def solution(size, channels, layers):
    for kind, *settings in layers:
        if kind == "conv":
            filters, filter_size, stride, padding = settings
            size = (size - filter_size + 2 * padding) // stride + 1
            channels = filters
        else:
            size = size // settings[0]
    return channels * size * size


def _chain(size, channels, layers, *, pools=True, strides=True, ring=2):
    """The last side and the last number of channels, with parts of the chain left out."""
    for kind, *settings in layers:
        if kind == "conv":
            channels, filter_size, stride, padding = settings
            size = (size - filter_size + ring * padding) // (stride if strides else 1) + 1
        elif pools:
            size //= settings[0]
    return size, channels


@mistake(
    "You left out the channels. `Flatten` lays all maps end to end, so the pixels of one map count once for each map."
)
def forgets_the_channels(size, channels, layers):
    return _chain(size, channels, layers)[0] ** 2


@mistake("You counted one row of each map. A map is a square of `size` rows and `size` columns.")
def forgets_the_square(size, channels, layers):
    side, last = _chain(size, channels, layers)
    return last * side


@mistake(
    "You used the channels of the image. Each convolution makes as many maps as it has filters, and those are the "
    "channels from there on."
)
def keeps_the_first_channels(size, channels, layers):
    return channels * _chain(size, channels, layers)[0] ** 2


@mistake("You counted maps, not numbers: each of the last maps still holds `size` by `size` of them.")
def counts_the_maps(size, channels, layers):
    return _chain(size, channels, layers)[1]


@mistake("You skipped the pooling layers. They have no weights, and they still make the maps smaller.")
def skips_the_pooling(size, channels, layers):
    side, last = _chain(size, channels, layers, pools=False)
    return last * side * side


@mistake(
    "You let the convolutions leave the size as it is. Only some do: count the places of each along one side, from its "
    "filter size, stride and padding."
)
def skips_the_size_of_convolutions(size, channels, layers):
    for kind, *settings in layers:
        channels, size = (settings[0], size) if kind == "conv" else (channels, size // settings[0])
    return channels * size * size


@mistake(
    "You divided the count by the window of each pooling. It halves the rows *and* the columns, and the next layer "
    "meets the smaller maps: divide `size`."
)
def divides_the_count(size, channels, layers):
    count = channels * size * size
    for kind, *settings in layers:
        if kind == "conv":
            size, channels = _chain(size, channels, [(kind, *settings)])
            count = channels * size * size
        else:
            count //= settings[0]
    return count


@mistake(
    "You took the first number of the last layer for the number of maps. A pooling's is its window; the maps are as "
    "many as the last *convolution* made."
)
def takes_the_window_for_the_maps(size, channels, layers):
    return layers[-1][1] * _chain(size, channels, layers)[0] ** 2


@mistake(
    "You divided the size by the stride and left it at that. It is so only where the padding makes up for the filter: "
    "count the places, from size, filter, stride and padding."
)
def divides_the_size_by_the_stride(size, channels, layers):
    for kind, *settings in layers:
        size //= settings[2] if kind == "conv" else settings[0]
        channels = settings[0] if kind == "conv" else channels
    return channels * size * size


@mistake("You left out the strides. A convolution with stride 2 makes its map about half as wide.")
def ignores_the_strides(size, channels, layers):
    side, last = _chain(size, channels, layers, strides=False)
    return last * side * side


@mistake("You left out the padding of the convolutions: it adds pixels before the places are counted.")
def ignores_the_padding(size, channels, layers):
    side, last = _chain(size, channels, layers, ring=0)
    return last * side * side


@mistake("You added the padding once. The ring of zeros stands on both sides.")
def pads_one_side(size, channels, layers):
    side, last = _chain(size, channels, layers, ring=1)
    return last * side * side


@mistake(
    "You multiplied the channels up from layer to layer. A convolution *replaces* them: its filters are what comes out."
)
def multiplies_the_channels(size, channels, layers):
    for kind, *settings in layers:
        channels *= settings[0] if kind == "conv" else 1
    return channels * _chain(size, 1, layers)[0] ** 2


@mistake(
    "Two things: a convolution *replaces* the channels, it does not multiply them; and the ring of zeros stands on "
    "both sides, so the padding counts twice."
)
def multiplies_the_channels_and_pads_once(size, channels, layers):
    for kind, *settings in layers:
        channels *= settings[0] if kind == "conv" else 1
    return channels * _chain(size, 1, layers, ring=1)[0] ** 2


@mistake("You stopped after the first layer: the `return` is inside the loop.")
def stops_after_one_layer(size, channels, layers):
    return solution(size, channels, layers[:1])


@mistake("You returned the size of the image. The layers change it: follow it from one to the next.")
def ignores_the_layers(size, channels, layers):
    return channels * size * size


@mistake("Your pooling always halves. It does so with a window of 2 only: divide by the window that the layer names.")
def always_halves(size, channels, layers):
    halved = [("pool", 2) if kind == "pool" else (kind, *settings) for kind, *settings in layers]
    return solution(size, channels, halved)


@mistake("You let the pooling divide the channels too. It works in each map separately, so their number stays.")
def pools_the_channels(size, channels, layers):
    side, last = _chain(size, channels, layers)[0], channels
    for kind, number, *_ in layers:
        last = number if kind == "conv" else last // number
    return last * side * side


@mistake("You counted the steps of the filter. There is one more place than there are steps: the first.")
def counts_the_steps(size, channels, layers):
    for kind, *settings in layers:
        if kind == "conv":
            channels, filter_size, stride, padding = settings
            size = (size - filter_size + 2 * padding) // stride
        else:
            size //= settings[0]
    return channels * size * size


@mistake("You subtracted the window of the pooling. Windows side by side *divide* the side of a map.")
def subtracts_the_window(size, channels, layers):
    for kind, *settings in layers:
        if kind == "conv":
            channels, filter_size, stride, padding = settings
            size = (size - filter_size + 2 * padding) // stride + 1
        else:
            size -= settings[0]
    return channels * size * size


@mistake(
    "You moved the pooling windows by one pixel, as a convolution moves its filter. Here they lie side by side, so "
    "each begins where the last one ends."
)
def slides_the_pooling(size, channels, layers):
    for kind, *settings in layers:
        if kind == "conv":
            channels, filter_size, stride, padding = settings
            size = (size - filter_size + 2 * padding) // stride + 1
        else:
            size = size - settings[0] + 1
    return channels * size * size


@mistake(
    'Stride and padding have changed places. A convolution is `("conv", filters, filter_size, stride, padding)`: count '
    "from 0, and the stride is entry 3."
)
def exchanges_stride_and_padding(size, channels, layers):
    swapped = [(*layer[:3], *layer[:2:-1]) if layer[0] == "conv" else layer for layer in layers]
    return solution(size, channels, swapped)


@mistake("You counted the distance that the filter moves, not its places: divide it by the stride, and add the first.")
def counts_the_distance(size, channels, layers):
    for kind, number, *settings in layers:
        size = size - settings[0] + 2 * settings[2] if kind == "conv" else size // number
        channels = number if kind == "conv" else channels
    return channels * size * size


@mistake("You added the channels up from layer to layer. A convolution *replaces* them by its filters.")
def adds_the_channels(size, channels, layers):
    total = channels + sum(layer[1] for layer in layers if layer[0] == "conv")
    return total * _chain(size, 1, layers)[0] ** 2


@mistake("Two things: the pooling is skipped, and a map is counted as one row. It has `size` rows of `size` numbers.")
def skips_the_pooling_and_forgets_the_square(size, channels, layers):
    side, last = _chain(size, channels, layers, pools=False)
    return last * side


def examples():
    return [
        ((28, 1, [("conv", 8, 5, 1, 2), ("pool", 2)]), 1568),
        ((32, 3, [("conv", 16, 3, 1, 1), ("pool", 2), ("conv", 32, 3, 1, 1), ("pool", 2)]), 2048),
        ((227, 3, [("conv", 96, 11, 4, 0)]), 290400),
        ((10, 2, [("conv", 4, 2, 2, 0), ("pool", 5)]), 4),
    ]


def probes():
    return [
        (18, 3, [("conv", 6, 3, 1, 1), ("pool", 3), ("conv", 10, 2, 2, 1), ("pool", 2)]),
        (21, 2, [("conv", 5, 5, 2, 2), ("conv", 8, 2, 3, 1), ("pool", 2)]),
        (16, 4, [("pool", 2), ("conv", 9, 3, 1, 2), ("pool", 5)]),
        (25, 1, [("conv", 12, 4, 3, 1), ("pool", 2), ("conv", 7, 3, 1, 1)]),
    ]


def draw(random):
    size, channels, layers = random.randint(12, 40), random.randint(1, 4), []
    first, reached = size, size
    for _ in range(random.randint(1, 4)):
        if reached > 3 and random.random() < 0.4:
            window = next(w for w in (2, 3, 5, 7, reached) if reached % w == 0)
            layers.append(("pool", window))
            reached //= window
        else:
            filter_size, padding = random.randint(1, min(5, reached)), random.randint(0, 2)
            steps = reached - filter_size + 2 * padding
            stride = random.choice([s for s in (1, 2, 3) if steps % s == 0])
            layers.append(("conv", random.randint(2, 9), filter_size, stride, padding))
            reached = steps // stride + 1
    return first, channels, layers


EXERCISE = Exercise(
    id="linear-inputs",
    title="What the last layer must be told",
    chapter="09-going-deep",
    order=3,
    prompt=(
        "`Linear` wants to know how many numbers come in. Write `linear_inputs`: an image of `channels` channels and "
        "`size` by `size` pixels goes through `layers`, then through `Flatten`; how many numbers come out? A layer is "
        '`("conv", filters, filter_size, stride, padding)` or `("pool", window)`, with windows side by side. All sizes '
        "fit."
    ),
    hints=(
        "Keep two numbers while you go through the layers: the side of a map and how many maps there are.",
        "A convolution changes both: the side by the formula for the output size, the number of maps to its filters. "
        "Pooling changes the side only.",
    ),
    wanted="a whole number",
    insight="This is why a network that ends in Flatten and Linear is tied to its image size.",
    starter=linear_inputs,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    draws=14,
    whole=True,
)
