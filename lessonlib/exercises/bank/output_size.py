"""Count the places a filter can stand, and refuse the settings that do not fit."""

from lessonlib.exercises import Exercise, mistake, raises


def output_size(input_size, filter_size, stride, padding):
    # your lines go here
    ...


def solution(input_size, filter_size, stride, padding):
    span = input_size - filter_size + 2 * padding
    if span < 0 or span % stride != 0:
        raise ValueError("the filter does not step across in whole strides")
    return span // stride + 1


@mistake(
    "You added the filter's size. The larger the filter, the fewer places it can stand in: try a filter as large as "
    "the image, and count its places."
)
def adds_the_filter(input_size, filter_size, stride, padding):
    return (input_size + filter_size + 2 * padding) // stride + 1


@mistake(
    "One place is missing. You counted the steps, and there is one more place than there are steps: the one where the "
    "filter stands before it moves at all."
)
def counts_steps(input_size, filter_size, stride, padding):
    return (input_size - filter_size + 2 * padding) // stride


@mistake(
    "You added the padding once. Zeros stand on both sides of the image: by how much does one ring of them widen it?"
)
def pads_one_side(input_size, filter_size, stride, padding):
    return (input_size - filter_size + padding) // stride + 1


@mistake("Your answer does not change with the padding. The filter steps across the padded image: how wide is that?")
def ignores_padding(input_size, filter_size, stride, padding):
    return (input_size - filter_size) // stride + 1


@mistake(
    "Your stride divides the padding only: `//` and `/` bind more tightly than `-` and `+`. The whole distance that "
    "the filter moves is divided, so put it into brackets."
)
def misses_the_brackets(input_size, filter_size, stride, padding):
    return input_size - filter_size + 2 * padding // stride + 1


@mistake(
    "Your answer does not change with the stride. With stride 2 the filter skips every second place: what does that "
    "do to their number?"
)
def ignores_stride(input_size, filter_size, stride, padding):
    return input_size - filter_size + 2 * padding + 1


@mistake(
    "The 1 came in too early: you divided it by the stride as well. It stands for the first place, and that one is "
    "there whatever the stride."
)
def divides_the_one(input_size, filter_size, stride, padding):
    return (input_size - filter_size + 2 * padding + 1) // stride


@mistake(
    "You rounded down. That is what PyTorch does, and it silently leaves the last pixels unread. The rule of "
    "this book is strict: where the stride does not divide the distance evenly, raise a ValueError."
)
def floors(input_size, filter_size, stride, padding):
    span = input_size - filter_size + 2 * padding
    if span < 0:
        raise ValueError
    return span // stride + 1


@mistake(
    "The formula is right, and it gives a size where there is none. Raise a ValueError in two cases: where the stride "
    "does not divide the distance evenly, and where the filter is larger than the padded image."
)
def never_raises(input_size, filter_size, stride, padding):
    return (input_size - filter_size + 2 * padding) // stride + 1


@mistake(
    "That is right for stride 1 without padding. With zeros around the image the filter has more places, and with a "
    "stride it skips some: both belong in the formula."
)
def ignores_stride_and_padding(input_size, filter_size, stride, padding):
    return input_size - filter_size + 1


@mistake(
    "You asked whether the filter fits before the padding was there. It steps across the *padded* image: by how much "
    "do the zeros widen it?"
)
def asks_before_padding(input_size, filter_size, stride, padding):
    solution(input_size, filter_size, stride, 0)
    return solution(input_size, filter_size, stride, padding)


@mistake(
    "You asked whether the stride divides the way of the filter before the padding was there. It moves across the "
    "*padded* image: how far does it get there?"
)
def divides_before_padding(input_size, filter_size, stride, padding):
    if filter_size > input_size + 2 * padding or (input_size - filter_size) % stride != 0:
        raise ValueError
    return (input_size - filter_size + 2 * padding) // stride + 1


@mistake(
    "You asked whether the stride divides the image. The filter never travels that far, and it moves across the "
    "*padded* image: how far is it from its first place to its last?"
)
def asks_for_the_image(input_size, filter_size, stride, padding):
    if input_size % stride != 0:
        raise ValueError
    return (input_size - filter_size + 2 * padding) // stride + 1


@mistake(
    "You asked whether the stride divides the whole width. The filter never travels that far: its last place begins "
    "`filter_size` pixels before the end. How far does it go?"
)
def asks_for_the_whole_width(input_size, filter_size, stride, padding):
    width = input_size + 2 * padding
    if filter_size > width or width % stride != 0:
        raise ValueError
    return (width - filter_size) // stride + 1


@mistake(
    "You refuse a stride larger than the filter. Some pixels are then never read, which is a pity and no error: the "
    "windows still stand in whole strides."
)
def refuses_a_large_stride(input_size, filter_size, stride, padding):
    if stride > filter_size:
        raise ValueError
    return solution(input_size, filter_size, stride, padding)


@mistake(
    "You added the 1 before you asked what the stride divides. It stands for the first place, where the filter has not "
    "moved yet: only the distance that it moves has to be a multiple of the stride."
)
def divides_the_one_and_asks(input_size, filter_size, stride, padding):
    places = input_size - filter_size + 2 * padding + 1
    if places < 1 or places % stride != 0:
        raise ValueError
    return places // stride


@mistake(
    "Your numbers are right, but they are floats, because `/` always gives a float. A count of places is an `int`: "
    "`//` divides whole numbers."
)
def returns_a_float(input_size, filter_size, stride, padding):
    span = input_size - filter_size + 2 * padding
    if span < 0 or span % stride != 0:
        raise ValueError
    return span / stride + 1


@mistake(
    "You let a filter pass that is larger than the padded image. It cannot stand anywhere, so there is no size to "
    "give: raise a ValueError for it too."
)
def lets_a_large_filter_pass(input_size, filter_size, stride, padding):
    span = input_size - filter_size + 2 * padding
    if span % stride != 0:
        raise ValueError
    return span // stride + 1


@mistake(
    "You let 0 places pass. Where the filter is larger than the padded image, there is no size: raise a ValueError."
)
def lets_no_place_pass(input_size, filter_size, stride, padding):
    size = (input_size - filter_size + 2 * padding) / stride + 1
    if size < 0 or size != int(size):
        raise ValueError
    return int(size)


@mistake("You added the stride at the end. What is added is the first place, one, whatever the stride.")
def adds_the_stride(input_size, filter_size, stride, padding):
    return (input_size - filter_size + 2 * padding) // stride + stride


@mistake("You subtracted the padding. Zeros make the image *larger*, on both sides: the filter has further to go.")
def takes_the_padding_off(input_size, filter_size, stride, padding):
    return solution(input_size, filter_size, stride, -padding)


def examples():
    return [
        ((7, 3, 1, 0), 5),
        ((7, 3, 2, 0), 3),
        ((7, 3, 3, 0), raises(ValueError)),
        ((7, 3, 4, 0), 2),
        ((5, 3, 1, 1), 5),
        ((227, 11, 4, 0), 55),
        ((224, 11, 4, 0), raises(ValueError)),
        ((3, 5, 2, 0), raises(ValueError)),
    ]


def probes():
    return [
        *((7, 3, 3, 1), (9, 4, 3, 2), (6, 3, 2, 1), (8, 2, 2, 3), (4, 4, 2, 0), (1, 1, 1, 0)),
        *((2, 5, 1, 1), (2, 7, 1, 1), (3, 4, 3, 2), (10, 4, 2, 0), (12, 5, 3, 1)),
    ]


def draw(random):
    filter_size, stride, padding = random.randint(1, 7), random.randint(1, 4), random.randint(0, 3)
    return random.randint(1, 30), filter_size, stride, padding


EXERCISE = Exercise(
    id="output-size",
    title="Count the places",
    chapter="05-depth-stride-padding",
    core=True,
    prompt=(
        "Write `output_size`: in how many places can a filter stand along one side of an image? All four arguments "
        "are whole numbers. Return a whole number. Where the filter does not fit, or does not step across in whole "
        "strides, raise a `ValueError`."
    ),
    hints=(
        "Along the padded image, how far can the filter move from its first place to its last?",
        "Each step is `stride` long. Divide the distance by it, and remember the place where the filter starts.",
        "`%` gives the remainder of a division. Two cases have no answer: something is left over, or the distance is "
        "negative.",
    ),
    wanted="a whole number",
    insight="The size of the map is a count of places, so it is a whole number, or there is no map.",
    starter=output_size,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    whole=True,
)
