"""The nearest input size that fits: what to do where the stride does not divide the way evenly."""

from lessonlib.exercises import Exercise, mistake


def next_fitting_size(input_size, filter_size, stride, padding):
    # your lines go here
    ...


def solution(input_size, filter_size, stride, padding):
    way = input_size - filter_size + 2 * padding
    if way < 0:
        return filter_size - 2 * padding
    return input_size + -way % stride


@mistake("You went down to the size below. Asked for is the next one that fits from `input_size` upwards.")
def goes_down(input_size, filter_size, stride, padding):
    return input_size - (input_size - filter_size + 2 * padding) % stride


@mistake(
    "You added what is left over. With 3 left over at stride 4, adding 3 leaves something over again: how much is "
    "missing to a whole step?"
)
def adds_what_is_left(input_size, filter_size, stride, padding):
    return input_size + (input_size - filter_size + 2 * padding) % stride


@mistake("Your size has grown where it fitted already. If nothing is left over, nothing is missing.")
def adds_a_step_to_what_fits(input_size, filter_size, stride, padding):
    return input_size + stride - (input_size - filter_size + 2 * padding) % stride


@mistake("You made the input a multiple of the stride. It is the *way* of the filter that must be one, not the input.")
def makes_the_input_a_multiple(input_size, filter_size, stride, padding):
    return input_size + -input_size % stride


@mistake("You left out the padding. The filter steps across the padded picture, so its way is longer.")
def ignores_padding(input_size, filter_size, stride, padding):
    return solution(input_size, filter_size, stride, 0)


@mistake("You counted the padding on one side. There is a ring of zeros, so it counts at both ends of the way.")
def pads_one_side(input_size, filter_size, stride, padding):
    way = input_size - filter_size + padding
    return filter_size - padding if way < 0 else input_size + -way % stride


@mistake("You returned the size of the map. Asked for is the size of the *input* that makes it whole.")
def returns_the_output(input_size, filter_size, stride, padding):
    way = solution(input_size, filter_size, stride, padding) - filter_size + 2 * padding
    return way // stride + 1


@mistake("You returned how many pixels are missing. Asked for is the size with them.")
def returns_what_is_missing(input_size, filter_size, stride, padding):
    return solution(input_size, filter_size, stride, padding) - input_size


@mistake(
    "Your answer is right wherever the filter fits into the padded picture. Where it does not, the picture has to grow "
    "until the filter fits, and then it stands in one place: no step is needed."
)
def forgets_a_filter_that_is_too_large(input_size, filter_size, stride, padding):
    return input_size + -(input_size - filter_size + 2 * padding) % stride


@mistake("You returned a size that includes the padding. `input_size` is the picture without its ring of zeros.")
def returns_the_padded_size(input_size, filter_size, stride, padding):
    return solution(input_size, filter_size, stride, padding) + 2 * padding


def examples():
    return [
        ((224, 11, 4, 0), 227),
        ((227, 11, 4, 0), 227),
        ((7, 3, 3, 0), 9),
        ((8, 3, 2, 1), 9),
        ((3, 5, 2, 0), 5),
    ]


def probes():
    return [
        *((10, 4, 4, 1), (12, 3, 5, 2), (11, 5, 3, 1), (9, 3, 2, 0), (2, 9, 5, 1), (3, 8, 2, 2), (13, 2, 6, 0)),
        *((6, 6, 3, 0), (14, 3, 4, 3), (4, 5, 1, 0)),
    ]


def draw(random):
    filter_size, stride, padding = random.randint(1, 9), random.randint(1, 6), random.randint(0, 3)
    return random.randint(1, 30), filter_size, stride, padding


EXERCISE = Exercise(
    id="nearest-setting",
    title="The next size that fits",
    chapter="05-depth-stride-padding",
    order=1,
    prompt=(
        "Write `next_fitting_size`: the smallest size from `input_size` upwards for which the filter fits and steps "
        "across in whole strides. For 224, a filter of 11, stride 4 and no padding that is 227. Return a whole number."
    ),
    hints=(
        "The way of the filter is `input_size - filter_size + 2 * padding`. By how much does it miss the next multiple "
        "of the stride?",
        "In Python `-7 % 4` is 1: that is what 7 lacks to the next multiple of 4.",
        "One more case: the way is negative. Then the filter does not fit at all yet. What is the smallest picture "
        "that holds it once?",
    ),
    wanted="a whole number",
    insight="A picture is rarely the size a layer wants, so networks cut, scale or pad it first.",
    starter=next_fitting_size,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    whole=True,
)
