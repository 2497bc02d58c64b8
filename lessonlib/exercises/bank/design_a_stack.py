"""Design a stack of layers that sees 15 pixels with the fewest weights: judged by what it sees and what it costs."""

from math import prod

from lessonlib.exercises import Exercise, Unfit, as_grid, mistake
from lessonlib.nn.geometry import receptive_field

WANTED, FEWEST = 15, 27  # pixels; weights of a filter with one channel, summed over the layers


def my_stack():
    return [
        (3, 1),
    ]


def solution():
    return [
        (3, 2),
        (3, 2),
        (3, 2),
    ]


def judge(answer):
    """What the stack sees and what it costs for each pair of channels."""
    layers = [tuple(layer) for layer in as_grid(answer, (None, 2))]
    for number, (filter_size, stride) in enumerate(layers, 1):
        for what, value in (("filter size", filter_size), ("stride", stride)):
            if value != int(value) or value < 1:
                raise Unfit(f"not a stack that can be built: layer {number} has {what} {value:g}")
    layers = [(int(filter_size), int(stride)) for filter_size, stride in layers]
    return {
        "layers": layers,
        "sees": receptive_field(layers),
        "weights": sum(filter_size**2 for filter_size, _ in layers),
        "even": [filter_size for filter_size, _ in layers if filter_size % 2 == 0],
        "ones": [filter_size for filter_size, _ in layers if filter_size == 1],
        "gaps": [(filter_size, stride) for filter_size, stride in layers if stride > filter_size],
    }


def right(facts):
    return facts["sees"] == WANTED and facts["weights"] == FEWEST and not facts["even"] and not facts["ones"]


def says(facts):
    return (
        f"Your stack sees {facts['sees']} pixels and has {facts['weights']} weights for each pair of an input channel "
        "and an output channel."
    )


@mistake(
    "In one of your layers the stride is larger than the filter: it skips pixels that no window reads. Keep each "
    "stride at most as large as its filter.",
    example=lambda: [(3, 4), (3, 2), (3, 1)],
)
def jumps_over_pixels(facts):
    return bool(facts["gaps"])


@mistake(
    "A filter of even size has no middle pixel. Use odd sizes only, as the task says.",
    example=lambda: [(4, 2), (2, 2), (3, 2)],
)
def uses_even_filters(facts):
    return bool(facts["even"])


@mistake(
    "A layer of filters 1 wide sees no further than the layer before it. With a stride it even throws away what was "
    "computed. Use filters from 3.",
    example=lambda: [(3, 2), (1, 1), (3, 1)],
)
def uses_filters_of_one_pixel(facts):
    return bool(facts["ones"])


@mistake(
    "One filter as large as the whole field sees enough, and it is the most expensive way: its weights grow with the "
    "square of its size. What do several small filters see together?",
    example=lambda: [(15, 1)],
)
def uses_one_large_filter(facts):
    return len(facts["layers"]) == 1 and facts["sees"] == WANTED


@mistake(
    "All your strides are 1, so each layer only adds its own bit. Depth adds. What did the chapter say multiplies?",
    example=lambda: [(3, 1)] * 7,
)
def never_strides(facts):
    return facts["sees"] == WANTED and all(stride == 1 for _, stride in facts["layers"])


@mistake(
    "Your filters' sizes sum to 15, but two filters in a row overlap: a layer adds one less than its size. See "
    "how many pixels your stack really sees.",
    example=lambda: [(5, 1), (5, 1), (5, 1)],
)
def adds_up_the_sizes(facts):
    return facts["sees"] < WANTED and sum(filter_size for filter_size, _ in facts["layers"]) == WANTED


@mistake(
    "It sees too little, although the filters and their weights are right. A stride works only for the layers *after* "
    "it: that of your last layer does nothing here. Where does one do the most?",
    example=lambda: [(3, 1), (3, 2), (3, 2)],
)
def strides_at_the_end(facts):
    strides = [stride for _, stride in facts["layers"]]
    return facts["sees"] < WANTED and facts["weights"] == FEWEST and strides[0] == 1 and strides[-1] > 1


@mistake(
    "The sizes of your filters multiply to 15, but fields add up: each layer adds its size less 1, times the strides "
    "before it.",
    example=lambda: [(3, 1), (5, 1)],
)
def multiplies_the_sizes(facts):
    return facts["sees"] < WANTED and prod(filter_size for filter_size, _ in facts["layers"]) == WANTED


@mistake(
    "It sees too little. Which change reaches further without adding a single weight?",
    example=lambda: [(3, 1), (3, 2), (3, 1)],
)
def sees_too_little(facts):
    return facts["sees"] < WANTED


@mistake(
    "It sees more than the 15 pixels that are asked for. An early stride stretches all the filters after it: make one "
    "smaller.",
    example=lambda: [(3, 3), (3, 3), (3, 1)],
)
def sees_too_much(facts):
    return facts["sees"] > WANTED


@mistake(
    "It sees the 15 pixels, and there is a cheaper way. A larger filter costs the square of its size: can small ones "
    "with strides reach as far?",
    example=lambda: [(3, 3), (5, 1)],
)
def costs_too_much(facts):
    return facts["sees"] == WANTED and facts["weights"] > FEWEST


def examples():
    return [
        ([(3, 2), (3, 2), (3, 2)], True),
        ([[3, 2], [3, 2], [3, 1]], True),
        ([(3, 1)] * 7, False),
        ([(5, 2), (3, 1), (3, 2)], False),
        ([(15, 1)], False),
    ]


EXERCISE = Exercise(
    id="design-a-stack",
    title="See 15 pixels cheaply",
    chapter="09-going-deep",
    order=2,
    prompt=(
        "Design a stack whose last map sees exactly 15 pixels along a side, with the fewest weights. Write it "
        "as a list of pairs (filter size, stride), the first layer first. Filter sizes are odd, from 3; a "
        "stride is at most as large as its filter. Every layer has as many channels as the one before, so a "
        "filter of size F costs F times F weights for each pair of channels."
    ),
    hints=(
        "Layers of 3 by 3 with stride 1 add 2 pixels each, so it takes seven of them. What does the same with fewer?",
        "Give an early layer a stride: everything after it reaches further, and a stride costs no weight.",
    ),
    wanted="a list of pairs (filter size, stride)",
    insight="A stride is the cheapest way to see far, and it is paid for in resolution: the map gets smaller.",
    starter=my_stack,
    solution=solution,
    examples=examples,
    judge=judge,
    right=right,
    says=says,
)
