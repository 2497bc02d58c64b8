"""How many pixels a stack of layers sees."""

from math import prod

from lessonlib.exercises import Exercise, mistake


def receptive_field(layers):
    # your lines go here
    ...


def solution(layers):
    field, jump = 1, 1
    for filter_size, stride in layers:
        field += (filter_size - 1) * jump
        jump *= stride
    return field


@mistake(
    "Your answer does not change with the strides. A layer of stride 2 doubles the jump, so every later filter reaches "
    "twice as far."
)
def ignores_stride(layers):
    return solution([(filter_size, 1) for filter_size, _ in layers])


@mistake(
    "You added whole filters. The first pixel of each filter was seen already, so a layer adds one less than its "
    "filter's size."
)
def adds_whole_filters(layers):
    return sum(filter_size for filter_size, _ in layers)


@mistake(
    "You began with one pixel, which is right, and then added whole filters. A filter 1 wide sees nothing new: how "
    "much does it add?"
)
def adds_whole_filters_to_one(layers):
    return 1 + sum(filter_size for filter_size, _ in layers)


@mistake(
    "You multiplied each filter by its own layer's stride alone. What counts is how far apart the layer's *inputs* "
    "are: the strides of all layers before it, multiplied with each other."
)
def uses_its_own_stride(layers):
    return 1 + sum((filter_size - 1) * stride for filter_size, stride in layers)


@mistake("Your jump is right, but you multiply the whole filter by it. The first pixel of each filter was seen before.")
def adds_whole_filters_in_steps(layers):
    field, jump = 1, 1
    for filter_size, stride in layers:
        field += filter_size * jump
        jump *= stride
    return field


@mistake("You multiplied the filters' sizes. Each layer *adds* to what is seen; it is the strides that multiply.")
def multiplies_filters(layers):
    return prod(filter_size for filter_size, _ in layers)


@mistake(
    "You used a layer's stride for the layer itself. Its filter still reaches by the jump that the layers *before* "
    "it have made; its own stride counts from the next layer on."
)
def uses_the_stride_too_early(layers):
    field, jump = 1, 1
    for filter_size, stride in layers:
        jump *= stride
        field += (filter_size - 1) * jump
    return field


@mistake("You began with no pixel at all. Before the first layer each number of the image sees itself.")
def begins_at_nothing(layers):
    return solution(layers) - 1


@mistake(
    "In your result a later stride stretches earlier filters. It is the other way round: an early stride stretches all "
    "filters after it. If you wrote `(field - 1) * stride + filter_size`, that rule goes from the unit down to the "
    "image, so it begins with the last layer; the rule with the jump begins with the first."
)
def goes_backwards(layers):
    return solution(layers[::-1])


@mistake("You used only the stride just before each layer. All strides so far count, multiplied with each other.")
def remembers_one_stride(layers):
    field, jump = 1, 1
    for filter_size, stride in layers:
        field += (filter_size - 1) * jump
        jump = stride
    return field


@mistake("You added the strides up. Two layers, of stride 2 and then 3, make a jump of 6 pixels, not of 5.")
def adds_strides(layers):
    field, jump = 1, 0
    for filter_size, stride in layers:
        field += (filter_size - 1) * (jump or 1)
        jump += stride
    return field


@mistake(
    "You returned the jump of the last map, in pixels. The question is how wide the field of one of its numbers is."
)
def returns_the_jump(layers):
    return prod(stride for _, stride in layers)


@mistake(
    "You multiplied what was seen so far by the stride. A stride does not widen what a number already sees; it "
    "makes the jump larger for the layers after it."
)
def stretches_what_was_seen(layers):
    field = 1
    for filter_size, stride in layers:
        field = (field + filter_size - 1) * stride
    return field


@mistake(
    "Two things: each layer adds one less than its filter, and this times the jump that the layers *before* it have "
    "made, not times its own stride."
)
def adds_filter_times_stride(layers):
    return 1 + sum(filter_size * stride for filter_size, stride in layers)


@mistake(
    "You begin with a jump of 1, which is right, and then add each stride to it. Multiply instead: after two strides "
    "of 3 the jump is 9 pixels, not 7."
)
def adds_strides_to_one(layers):
    field, jump = 1, 1
    for filter_size, stride in layers:
        field += (filter_size - 1) * jump
        jump += stride
    return field


@mistake("You add each stride, less one, to the jump. Strides multiply: after two of 3 the jump is 9 pixels, not 5.")
def adds_strides_less_one(layers):
    field, jump = 1, 1
    for filter_size, stride in layers:
        field += (filter_size - 1) * jump
        jump += stride - 1
    return field


@mistake(
    "You counted one side of each filter. It reaches as far to the left as to the right: `filter_size - 1` in all."
)
def counts_one_side(layers):
    return solution([((filter_size - 1) // 2 + 1, stride) for filter_size, stride in layers])


@mistake(
    "You go back from the last layer, which works, but add whole filters. Neighbouring windows overlap: `field` of "
    "them, `stride` apart, cover `(field - 1) * stride + filter_size`."
)
def adds_whole_filters_going_back(layers):
    field = 1
    for filter_size, stride in reversed(layers):
        field = field * stride + filter_size
    return field


@mistake(
    "Two things: whole filters are added, where each overlaps by one; and a layer's own stride is used for it, where "
    "only those before it count."
)
def adds_whole_filters_too_early(layers):
    field, jump = 1, 1
    for filter_size, stride in layers:
        jump *= stride
        field += filter_size * jump
    return field


@mistake(
    "You took every filter for 3 by 3. A layer widens the field by its own filter size minus 1, times the jump of the "
    "layers before it."
)
def takes_three_for_granted(layers):
    return solution([(3, stride) for _, stride in layers])


def examples():
    return [
        ((((3, 1),),), 3),
        ((((3, 1), (3, 1)),), 5),
        ((((3, 2), (3, 1)),), 7),
        ((((3, 2), (3, 2), (3, 2)),), 15),
        ((((5, 1), (1, 1)),), 5),
    ]


def probes():
    return [
        (((3, 2), (5, 3), (2, 1)),),
        (((2, 3), (3, 2), (4, 2), (3, 1)),),
        (((7, 2), (3, 2), (1, 1), (5, 2)),),
        (((4, 1), (2, 2), (6, 1)),),
        (((1, 2), (5, 1)),),
    ]


def draw(random):
    return (tuple((random.randint(1, 7), random.randint(1, 3)) for _ in range(random.randint(1, 5))),)


EXERCISE = Exercise(
    id="receptive-field",
    title="How far a stack sees",
    chapter="09-going-deep",
    order=1,
    prompt=(
        "Write `receptive_field`. `layers` is a sequence of pairs (filter size, stride), the first layer first. Return "
        "how wide the field of a single number of the last map is: how many pixels it spans, along one side, from the "
        "first that the number depends on to the last."
    ),
    hints=(
        "Keep two numbers: how many pixels are seen so far, and the jump, which is how many pixels apart neighbours "
        "in the current map are.",
        "A filter of size F reaches F - 1 jumps beyond its first pixel. How long is the jump when it is this "
        "layer's turn?",
    ),
    wanted="a whole number",
    insight="Depth adds and stride multiplies: that is why a few strides do what a hundred layers would.",
    starter=receptive_field,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    whole=True,
)
