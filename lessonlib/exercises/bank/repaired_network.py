"""Find the three bugs of a small network, written as a list of layers: judged by following the shapes."""

from lessonlib.exercises import Exercise, Unfit, mistake

SIZE, CHANNELS, CLASSES = 32, 3, 10
KINDS = {"conv": 4, "relu": 0, "pool": 1, "flatten": 0, "linear": 2}
INPUTS = 32 * 8 * 8


def my_network():
    return [
        ("conv", 3, 16, 5, 2),
        ("relu",),
        ("pool", 2),
        ("conv", 3, 32, 3, 1),
        ("relu",),
        ("pool", 2),
        ("flatten",),
        ("linear", 32, 10),
        ("relu",),
    ]


def solution():
    return [
        ("conv", 3, 16, 5, 2),
        ("relu",),
        ("pool", 2),
        ("conv", 16, 32, 3, 1),
        ("relu",),
        ("pool", 2),
        ("flatten",),
        ("linear", 2048, 10),
    ]


def judge(answer):
    """The layers, and what is known of the three places that were wrong."""
    layers = _layers(answer)
    convs = [layer for layer in layers if layer[0] == "conv"]
    linears = [layer for layer in layers if layer[0] == "linear"]
    return {
        "names": [layer[0] for layer in layers],
        "convs": [layer[2:] for layer in convs],
        "first": convs[0][1] if convs else None,
        "second": convs[1][1] if len(convs) == 2 else None,
        "inputs": linears[0][1] if len(linears) == 1 else None,
        "outputs": linears[0][2] if len(linears) == 1 else None,
        "pools": [layer[1] for layer in layers if layer[0] == "pool"],
    }


def _layers(answer):
    """The answer as a list of tuples of a name and whole numbers."""
    if not isinstance(answer, list | tuple):
        raise Unfit("not a list of layers")
    for number, layer in enumerate(answer, 1):
        if not isinstance(layer, list | tuple) or not layer or layer[0] not in KINDS:
            kinds = ", ".join(KINDS)
            if isinstance(layer, list | tuple) and layer and layer[0] == "softmax":
                raise Unfit("a network with a softmax. That belongs to the loss: the network itself ends in the scores")
            raise Unfit(f'not a list of layers: entry {number} is none of {kinds}. Mind the comma in ("relu",)')
        wrong = len(layer) - 1 != KINDS[layer[0]] or any(type(value) is not int or value < 0 for value in layer[1:])
        if wrong:
            raise Unfit(f"not a network: layer {number}, {layer[0]}, takes {KINDS[layer[0]]} whole numbers")
    return [tuple(layer) for layer in answer]


def _is_given(facts):
    """Whether all that was right from the start is still there."""
    body = ["conv", "relu", "pool", "conv", "relu", "pool", "flatten", "linear"]
    return (
        facts["names"] in (body, [*body, "relu"])
        and facts["convs"] == [(16, 5, 2), (32, 3, 1)]
        and facts["pools"] == [2, 2]
        and (facts["first"], facts["outputs"]) == (CHANNELS, CLASSES)
    )


def right(facts):
    return _is_given(facts) and facts["second"] == 16 and facts["inputs"] == INPUTS and facts["names"][-1] == "linear"


def says(facts):
    return f"Your network has {len(facts['names'])} layers: {', '.join(facts['names'])}."


@mistake(
    "You added a second linear layer. Nothing is missing: the scores come from the linear layer that is there. Which "
    "layer must not come after it?",
    example=lambda: [*solution()[:-1], ("linear", INPUTS, 64), ("relu",), ("linear", 64, CLASSES)],
)
def adds_a_linear_layer(facts):
    return facts["names"].count("linear") > 1


@mistake(
    "You put a ReLU behind the last pooling or `flatten`, where there was none. Three layers are wrong, and none is "
    "missing: fix them, or take them out.",
    example=lambda: [*solution()[:7], ("relu",), *solution()[7:]],
)
def adds_a_relu(facts):
    return facts["names"].count("relu") > 2 and facts["names"][-1] != "relu"


@mistake(
    "You took out a ReLU between a convolution and its pooling, and that one was right. Another stands where numbers "
    "of either sign are wanted: which?",
    example=lambda: [*solution()[:4], *solution()[5:], ("relu",)],
)
def removes_a_relu(facts):
    return facts["names"][:-1].count("relu") < 2 and "pool" in facts["names"]


@mistake(
    "You changed the size of a filter or a padding. Both were right: a filter 3 wide with padding 1 leaves a map as "
    "large as it was, and so does one 5 wide with padding 2.",
    example=lambda: [*solution()[:3], ("conv", 16, 32, 3, 2), *solution()[4:-1], ("linear", 2592, 10)],
)
def changes_the_padding(facts):
    return [conv[1:] for conv in facts["convs"]] not in ([(5, 2), (3, 1)], [(5, 2)], [(3, 1)], [])


@mistake(
    "You changed something that was right. Three layers are wrong; leave the filters, their sizes, the pooling and the "
    "ten classes as they were, and look at what each layer is told about the one before.",
    example=lambda: [("conv", 3, 10, 5, 2), ("relu",), ("flatten",), ("linear", 10240, 10)],
)
def changes_the_rest(facts):
    return not _is_given(facts)


@mistake(
    "The second convolution still expects the channels of the image. What comes in there are the maps of the first.",
    example=lambda: [*solution()[:3], ("conv", 3, 32, 3, 1), *solution()[4:]],
)
def expects_the_image_again(facts):
    return facts["second"] == CHANNELS


@mistake(
    "The channels that the second convolution expects are not what the first one makes. A layer gives one map for each "
    "of its filters.",
    example=lambda: [*solution()[:3], ("conv", 32, 32, 3, 1), *solution()[4:]],
)
def expects_other_channels(facts):
    return facts["second"] != 16


@mistake(
    "The linear layer is told how many maps there are. `Flatten` hands it every number of every map: how wide is a map "
    "after two poolings?",
    example=lambda: [*solution()[:-1], ("linear", 32, 10)],
)
def counts_the_maps(facts):
    return facts["inputs"] == 32


@mistake(
    "The linear layer is told the size of one map. There are as many maps as the second convolution has filters.",
    example=lambda: [*solution()[:-1], ("linear", 64, 10)],
)
def counts_one_map(facts):
    return facts["inputs"] == 64


@mistake(
    "You followed the sides through one pooling layer only. There are two, and each halves them.",
    example=lambda: [*solution()[:-1], ("linear", 8192, 10)],
)
def pools_once(facts):
    return facts["inputs"] == 32 * 16 * 16


@mistake(
    "Your linear layer expects maps 7 wide: 16, 14, 7, as if the second convolution had no padding (or the image 28 "
    "pixels). A ring of zeros goes around what its filter reads. How wide is its map?",
    example=lambda: [*solution()[:-1], ("linear", 1568, 10)],
)
def leaves_the_second_padding_out(facts):
    return facts["inputs"] == 32 * 7 * 7


@mistake(
    "You counted one row of each map. A map has as many rows as columns, and `flatten` lays down all of them.",
    example=lambda: [*solution()[:-1], ("linear", 256, 10)],
)
def counts_one_row(facts):
    return facts["inputs"] == 32 * 8


@mistake(
    "You followed the sides without the padding: 32, 28, 14, 12, 6. Both convolutions have a ring of zeros, the last "
    "number of each. How wide is the map of the first one with it?",
    example=lambda: [*solution()[:-1], ("linear", 1152, 10)],
)
def leaves_the_padding_out(facts):
    return facts["inputs"] == 32 * 6 * 6


@mistake(
    "The linear layer gets too many numbers. Did you leave the poolings out, or multiply by the maps of both "
    "convolutions? Each pooling halves both sides, and only the maps of the last convolution arrive.",
    example=lambda: [*solution()[:-1], ("linear", 32768, 10)],
)
def leaves_the_pooling_out(facts):
    return facts["inputs"] == 32 * 32 * 32


@mistake(
    "The number of inputs of the linear layer is not right. Write the shape down after every layer: channels, rows, "
    "columns.",
    example=lambda: [*solution()[:-1], ("linear", 1024, 10)],
)
def counts_something_else(facts):
    return facts["inputs"] != INPUTS


@mistake(
    "It runs now, but it still ends in a ReLU. That turns every negative score into 0, so the loss can no longer tell "
    "those classes apart: scores may have any sign.",
    example=lambda: [*solution(), ("relu",)],
)
def cuts_off_the_scores(facts):
    return facts["names"][-1] == "relu"


def examples():
    return [
        (solution(), True),
        ([list(layer) for layer in solution()], True),
        ([*solution(), ("relu",)], False),
        ([*solution()[:-1], ("linear", 512, 10)], False),
    ]


EXERCISE = Exercise(
    id="repaired-network",
    title="Three bugs",
    chapter="10-what-you-know-now",
    prompt=(
        "This network is meant for images of 3 channels and 32 by 32 pixels, and for ten classes. Three of its layers "
        "are wrong: two make it stop, one makes it learn badly. The first convolution and both poolings are right. Fix "
        "or remove the wrong ones, and change nothing else. "
        '`("conv", channels, filters, filter_size, padding)` has stride 1, `("pool", window)` lays its windows side by '
        'side, and `("linear", inputs, outputs)` comes after `("flatten",)`.'
    ),
    hints=(
        "Follow the shape from the top: 3 channels of 32 by 32. After the first convolution, how many channels, how "
        "wide?",
        "Two layers say what they expect from the layer before. Do those numbers agree with the shape that arrives?",
        "The third bug raises no error. Look at the last layer: what does it do to the scores?",
    ),
    wanted="a list of layers, all of kinds that the one given has",
    insight="Shapes written down layer by layer show every shape error; for silent errors you must search.",
    starter=my_network,
    solution=solution,
    examples=examples,
    judge=judge,
    right=right,
    says=says,
)
