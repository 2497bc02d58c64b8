"""Describe a layer to PyTorch: judged by what the layer is."""

from lessonlib.exercises import Exercise, Unfit, mistake

WANTED = {"channels": (3, 8), "filter": (5, 3), "stride": (2, 2), "padding": (2, 1), "bias": False}


def my_layer():
    return ...


def solution():
    import torch

    return torch.nn.Conv2d(
        in_channels=3,
        out_channels=8,
        kernel_size=(5, 3),
        stride=2,
        padding=(2, 1),
        bias=False,
    )


def judge(answer):
    """The settings of the layer, pairs as (down, across)."""
    import torch

    if isinstance(answer, type) and issubclass(answer, torch.nn.Module):
        raise Unfit(f"the class {answer.__name__} itself: call it with the settings, in brackets")
    if not isinstance(answer, torch.nn.Conv2d):
        raise Unfit(f"of type {type(answer).__name__}, not a torch.nn.Conv2d")
    if isinstance(answer, torch.nn.LazyConv2d):
        raise Unfit("a layer that does not know yet how many channels come in: say so when you make it")
    padding = answer.padding
    if padding == "valid":
        padding = (0, 0)
    return {
        "channels": (answer.in_channels, answer.out_channels),
        "filter": tuple(answer.kernel_size),
        "stride": tuple(answer.stride),
        "padding": padding if isinstance(padding, str) else tuple(padding),
        "bias": answer.bias is not None,
        "plain": answer.groups == 1 and tuple(answer.dilation) == (1, 1) and answer.padding_mode == "zeros",
        "weights": tuple(answer.weight.shape),
    }


def right(facts):
    return facts["plain"] and all(facts[name] == wanted for name, wanted in WANTED.items())


def says(facts):
    into, out = facts["channels"]
    return (
        f"Your layer takes {into} channel{'s' * (into != 1)} and has {out} filter{'s' * (out != 1)}, "
        f"{'with' if facts['bias'] else 'without'} biases. Its weights have the shape {facts['weights']}. As (down, "
        f"across): filter {facts['filter']}, stride {facts['stride']}, padding {facts['padding']}."
    )


def _layer(*arguments, **settings):
    """An example: a layer that is made when it is wanted."""

    def make():
        import torch

        return torch.nn.Conv2d(*arguments, **settings)

    return make


@mistake(
    "Channels and filters are swapped. The first number says how many channels come *in*, the second how many maps "
    "go out, one per filter.",
    example=_layer(8, 3, (5, 3), stride=2, padding=(2, 1), bias=False),
)
def swaps_channels_and_filters(facts):
    return facts["channels"] == (8, 3)


@mistake(
    "You gave the filter three numbers. Its depth follows from the channels that come in; `kernel_size` is about "
    "height and width alone.",
    example=_layer(3, 8, (3, 5, 3), stride=2, padding=(2, 1), bias=False),
)
def names_the_depth(facts):
    return len(facts["filter"]) != 2


@mistake(
    "Your filter looks at one channel. A filter is a block that reaches through all channels of the image, and a "
    "colour image has more than one.",
    example=_layer(1, 8, (5, 3), stride=2, padding=(2, 1), bias=False),
)
def takes_one_channel(facts):
    return facts["channels"][0] == 1


@mistake(
    "Check the first two numbers: how many channels come in, and how many filters there are. Image height and width "
    "are not among them: the layer takes any.",
    example=_layer(3, 5, (5, 3), stride=2, padding=(2, 1), bias=False),
)
def counts_wrongly(facts):
    return facts["channels"] != WANTED["channels"]


@mistake(
    "Your filters lie down: they are 3 high and 5 wide. In PyTorch too, height comes first in every pair.",
    example=_layer(3, 8, (3, 5), stride=2, padding=(2, 1), bias=False),
)
def lays_the_filter_down(facts):
    return facts["filter"] == (3, 5)


@mistake(
    "Your filter is square. A single number for `kernel_size` serves both directions; if they differ, give a pair.",
    example=_layer(3, 8, 5, stride=2, padding=(2, 1), bias=False),
)
def makes_it_square(facts):
    return facts["filter"][0] == facts["filter"][1]


@mistake(
    "The filter has the wrong size. Compare its height and width with the description.",
    example=_layer(3, 8, (5, 2), stride=2, padding=(2, 1), bias=False),
)
def sizes_the_filter_wrongly(facts):
    return facts["filter"] != WANTED["filter"]


@mistake(
    "Stride and padding are swapped. After the filter size the stride comes first, then the padding; with their "
    "names in front you need not remember it.",
    example=_layer(3, 8, (5, 3), (2, 1), 2, bias=False),
)
def swaps_stride_and_padding(facts):
    return facts["stride"] == WANTED["padding"] and facts["padding"] == WANTED["stride"]


@mistake(
    "Your filter moves one pixel at a time. That is what PyTorch does if you say nothing about the stride.",
    example=_layer(3, 8, (5, 3), padding=(2, 1), bias=False),
)
def leaves_the_stride_out(facts):
    return facts["stride"] == (1, 1)


@mistake(
    "The stride is not the one that was described: it is the same in both directions, every second pixel.",
    example=_layer(3, 8, (5, 3), stride=(2, 1), padding=(2, 1), bias=False),
)
def strides_wrongly(facts):
    return facts["stride"] != WANTED["stride"]


@mistake(
    "There is no padding in your layer: that is PyTorch's default. Without it the border is read less often, and the "
    "map gets smaller.",
    example=_layer(3, 8, (5, 3), stride=2, bias=False),
)
def leaves_the_padding_out(facts):
    return facts["padding"] == (0, 0)


@mistake(
    "The zeros stand on the wrong sides: more of them left and right than above and below. Which direction comes "
    "first in a pair?",
    example=_layer(3, 8, (5, 3), stride=2, padding=(1, 2), bias=False),
)
def turns_the_padding(facts):
    return facts["padding"] == (1, 2)


@mistake(
    "Your padding counts the zeros of both sides together. PyTorch's `padding` is what stands on *each* side: above "
    "and again below, left and again right.",
    example=_layer(3, 8, (5, 3), stride=2, padding=(4, 2), bias=False),
)
def counts_both_sides(facts):
    return facts["padding"] == (4, 2)


@mistake(
    "You gave `padding` a number for every side. `Conv2d` takes two: one for above and below, and one for left and "
    "right.",
    example=_layer(3, 8, (5, 3), stride=2, padding=(2, 2, 1, 1), bias=False),
)
def names_every_side(facts):
    return len(facts["padding"]) != 2


@mistake(
    "Your padding is the same in both directions, and the description has more zeros above and below than left and "
    "right: give a pair.",
    example=_layer(3, 8, (5, 3), stride=2, padding=2, bias=False),
)
def pads_evenly(facts):
    return facts["padding"][0] == facts["padding"][1]


@mistake(
    "The padding is not the one that was described. Its first number is how many rows of zeros stand above, and as "
    "many below; its second, how many columns on the left, and as many on the right.",
    example=_layer(3, 8, (5, 3), stride=2, padding=(2, 0), bias=False),
)
def pads_wrongly(facts):
    return facts["padding"] != WANTED["padding"]


@mistake(
    "All sizes are right, but the layer has biases. PyTorch adds them unless it is told not to; look at the last "
    "sentence of the description.",
    example=_layer(3, 8, (5, 3), stride=2, padding=(2, 1)),
)
def keeps_the_biases(facts):
    return facts["bias"]


@mistake(
    "The sizes are right, but you changed one more thing: `groups`, `dilation` or `padding_mode`. Leave those as they "
    "are.",
    example=_layer(3, 8, (5, 3), stride=2, padding=(2, 1), bias=False, padding_mode="reflect"),
)
def changes_something_else(facts):
    return not facts["plain"]


def examples():
    import torch

    sizes = {"kernel_size": (5, 3), "stride": 2, "padding": (2, 1), "bias": False}
    return [
        (torch.nn.Conv2d(3, 8, **sizes), True),
        (torch.nn.Conv2d(3, 8, (5, 3), (2, 2), (2, 1), bias=False), True),
        (torch.nn.Conv2d(8, 3, **sizes), False),
        (torch.nn.Conv2d(3, 8, **{**sizes, "kernel_size": 3}), False),
        (torch.nn.Conv2d(3, 8, **{**sizes, "bias": True}), False),
        (torch.nn.Linear(3, 8), False),
    ]


EXERCISE = Exercise(
    id="torch-conv",
    title="The same layer in PyTorch",
    chapter="05-depth-stride-padding",
    order=5,
    needs=("torch",),
    prompt=(
        "Make a layer with `torch.nn.Conv2d`, and call it `my_layer`. It takes colour images of three channels and "
        "has eight filters, each 5 high and 3 wide. They move two pixels at a time, in both directions. There are two "
        "rows of zeros above and two below the image, and one column of zeros on the left and one on the right. "
        "Nothing is added to the dot products: the layer has weights and nothing else."
    ),
    hints=(
        "Write the settings by their names, such as `kernel_size=...`. The section *Depth: how many filters* "
        "shows such a call, and which name belongs to what.",
        "Where height and width differ, PyTorch takes a pair, height first. `bias` is a setting too: True or False.",
    ),
    wanted="a torch.nn.Conv2d",
    insight="These few settings say everything about a layer, and the size of the image is not among them.",
    starter=my_layer,
    solution=solution,
    examples=examples,
    judge=judge,
    right=right,
    says=says,
)
