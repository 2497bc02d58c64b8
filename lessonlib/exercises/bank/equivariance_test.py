"""Measure whether the map moves along with the image."""

from lessonlib.exercises import Exercise, mistake


def largest_difference(picture, filter, pixels, padding):
    # your lines go here
    ...


def solution(picture, filter, pixels, padding):
    import numpy as np

    import lessonlib as ll

    def convolve(picture):
        pictures, filters = picture[None, None], filter[None, None]
        return ll.conv2d(pictures, filters, padding=padding)[0, 0]

    moved_first = convolve(np.roll(picture, pixels, axis=1))
    moved_after = np.roll(convolve(picture), pixels, axis=1)
    return np.abs(moved_first - moved_after).max()


def _both(picture, filter, pixels, padding, axis=1):
    """(the map of the moved image, the map that was moved)."""
    import numpy as np

    move = _move(pixels, axis)
    return np.asarray(_convolve(move(picture), filter, padding)), move(_convolve(picture, filter, padding))


def _move(pixels, axis=1):
    import numpy as np

    return lambda picture: np.roll(picture, pixels, axis=axis)


def _convolve(picture, filter, padding):
    import lessonlib as ll

    return ll.conv2d(picture[None, None], filter[None, None], padding=padding)[0, 0]


@mistake(
    "In your comparison the map of the old image has not moved. Both sides make the move: one before the convolution, "
    "one after it. If you did roll that map: `ll.conv2d` gives four axes, and the columns are the last, `axis=-1`."
)
def leaves_the_map_where_it_was(picture, filter, pixels, padding):
    return abs(_both(picture, filter, pixels, padding)[0] - _convolve(picture, filter, padding)).max()


@mistake(
    "You compared the old map with the same map, moved. The image was never moved in your test, so it cannot say "
    "what the convolution does with a moved one."
)
def never_moves_the_picture(picture, filter, pixels, padding):
    return abs(_both(picture, filter, pixels, padding)[1] - _convolve(picture, filter, padding)).max()


@mistake(
    "You put the zeros around the image before you moved it, so they move along. The padding belongs to the "
    "convolution: move first, then convolve with `padding=padding`."
)
def moves_the_ring_along(picture, filter, pixels, padding):
    import numpy as np

    first, after = _both(np.pad(picture, padding), filter, pixels, 0)
    return abs(first - after).max()


@mistake(
    "You moved the filter instead of the image. The weights stay in their places; it is what they look at that moves."
)
def moves_the_filter(picture, filter, pixels, padding):
    moved = _convolve(picture, _move(pixels)(filter), padding)
    return abs(moved - _both(picture, filter, pixels, padding)[1]).max()


@mistake(
    "You compared the moved image with the old one, pixel by pixel. No filter has looked at either: the test is "
    "about the *maps*."
)
def never_convolves(picture, filter, pixels, padding):
    return abs(_move(pixels)(picture) - picture).max()


@mistake(
    "You moved the image one way and the map the other way. If a map moves along, it goes to the same side as its "
    "image."
)
def moves_the_map_back(picture, filter, pixels, padding):
    back = _move(-pixels)(_convolve(picture, filter, padding))
    return abs(_both(picture, filter, pixels, padding)[0] - back).max()


@mistake("You moved both to the left. In `np.roll` a number above 0 moves to the right already; no minus is needed.")
def moves_to_the_left(picture, filter, pixels, padding):
    first, after = _both(picture, filter, -pixels, padding)
    return abs(first - after).max()


@mistake("You moved down, not to the right: `axis=0` counts rows. Which axis counts the columns of an image?")
def moves_down(picture, filter, pixels, padding):
    first, after = _both(picture, filter, pixels, padding, axis=0)
    return abs(first - after).max()


@mistake(
    "Without `axis`, `np.roll` takes the image for one long line: what leaves a row comes back in the next one. Say "
    "along which axis the pixels move."
)
def rolls_one_long_line(picture, filter, pixels, padding):
    first, after = _both(picture, filter, pixels, padding, axis=None)
    return abs(first - after).max()


@mistake(
    "You looked for the largest difference with its sign, so one that is far below 0 does not count. A map that is too "
    "dark is as wrong as one that is too bright."
)
def forgets_the_sign(picture, filter, pixels, padding):
    first, after = _both(picture, filter, pixels, padding)
    return (first - after).max()


@mistake(
    "You took the absolute value too late: of the largest difference only. First every difference without its sign, "
    "then the largest of them."
)
def takes_the_absolute_value_late(picture, filter, pixels, padding):
    first, after = _both(picture, filter, pixels, padding)
    return abs((first - after).max())


@mistake(
    "You took the mean of the differences. One place that does not move along gets lost among many that do: ask for "
    "the worst."
)
def takes_the_mean(picture, filter, pixels, padding):
    first, after = _both(picture, filter, pixels, padding)
    return abs(first - after).mean()


@mistake(
    "You added the differences up. The sum grows with the size of the map; the worst place is asked for, one number of "
    "the map."
)
def adds_them_up(picture, filter, pixels, padding):
    first, after = _both(picture, filter, pixels, padding)
    return abs(first - after).sum()


@mistake(
    "You compared the largest number of one map with the largest of the other. Two maps can have the same largest "
    "number at different places: compare place by place first."
)
def compares_the_largest(picture, filter, pixels, padding):
    first, after = _both(picture, filter, pixels, padding)
    return abs(first.max() - after.max())


@mistake(
    "Your result does not change with the padding. The borders are where moving along can fail, so it matters what is "
    "put around them."
)
def ignores_padding(picture, filter, pixels, padding):
    return solution(picture, filter, pixels, 0)


@mistake(
    "You answered yes or no. The question is *how much* the two differ: the largest difference, which is 0 if the map "
    "moves along exactly."
)
def answers_yes_or_no(picture, filter, pixels, padding):
    return bool(solution(picture, filter, pixels, padding) == 0)


@mistake(
    "You used the edge filter of this chapter, whatever filter was given. The test should work for any: give "
    "`ll.conv2d` the argument."
)
def uses_the_edge_filter(picture, filter, pixels, padding):
    import lessonlib as ll

    return solution(picture, ll.filters.vertical_edge(), pixels, padding)


@mistake(
    "These are the differences of all places. Which of them says how far the two maps are apart where they are "
    "furthest apart? Return that one."
)
def returns_all_differences(picture, filter, pixels, padding):
    first, after = _both(picture, filter, pixels, padding)
    return abs(first - after)


@mistake(
    "You left out the columns that were rolled around. In this test the whole map counts: with a blank margin nothing "
    "is lost there, and without one the difference should show."
)
def leaves_the_border_out(picture, filter, pixels, padding):
    first, after = _both(picture, filter, pixels, padding)
    return abs(first - after)[:, pixels:].max()


@mistake(
    "You moved along the axis of the channels, and there is only one: nothing moved. In (N, C, H, W) the columns are "
    "the last axis, 3 or -1."
)
def moves_along_the_channels(picture, filter, pixels, padding):
    return 0


@mistake("You always move by one pixel. `pixels` says how far.")
def moves_by_one(picture, filter, pixels, padding):
    return solution(picture, filter, 1, padding)


def examples():
    import numpy as np

    bar = np.array([[0, 0, 5, 0, 0, 0]])
    ramp = np.array([[1, 2, 4, 8]])
    step, wide = np.array([[-1, 1]]), np.array([[1, 1, 1]])
    return [
        ((bar, step, 2, 0), 0),
        ((ramp, step, 1, 0), 11),
        ((ramp, np.array([[1]]), 1, 0), 0),
        ((np.ones((1, 5)), wide, 1, 1), 1),
        ((np.array([[1, 2, 4]]), np.array([[0, 0, 1]]), 1, 0), 2),
        ((np.pad([[1, 2], [3, 4]], 4), np.array([[1, 2, 0], [0, -1, 3]]), 2, 0), 0),
    ]


def probes():
    import numpy as np

    numbers = np.random.default_rng(0)

    def case(H, W, FH, FW, pixels, padding, margin):
        picture = np.pad(numbers.integers(-6, 10, (H, W)), margin)
        return picture, numbers.integers(-4, 5, (FH, FW)), pixels, padding

    return [
        case(3, 5, 2, 3, 1, 0, 0),
        case(4, 6, 3, 2, 2, 1, 0),
        case(5, 4, 2, 4, 3, 2, 0),
        case(6, 7, 3, 3, 2, 1, 0),
        case(2, 3, 2, 3, 1, 0, 3),
        case(3, 2, 3, 2, 2, 1, 4),
    ]


def draw(random):
    import numpy as np

    numbers = np.random.default_rng(random.randrange(2**32))
    FH, FW, padding, margin = (random.choice(sizes) for sizes in ((1, 2, 3), (2, 3, 4), (0, 1, 2), (0, 0, 3)))
    picture = numbers.integers(-6, 10, (FH + random.randint(0, 3), FW + random.randint(1, 4)))
    return np.pad(picture, margin), numbers.integers(-4, 5, (FH, FW)), random.randint(1, 4), padding


EXERCISE = Exercise(
    id="equivariance-test",
    title="Does the map move along?",
    chapter="07-equivariance",
    order=1,
    needs=("numpy",),
    prompt=(
        "Turn the test of this chapter into a function, for any image, filter and padding. Write "
        "`largest_difference`. `picture` is (H, W) and `filter` is (FH, FW), both NumPy arrays. Move the image to the "
        "right by `pixels` and convolve it; then the other way round, convolve it first and move the map. "
        "`np.roll` does the "
        "moving, `ll.conv2d` the convolving. Return how far the two maps differ at the place where they differ most: "
        "one number, 0 or more."
    ),
    hints=(
        "You need two maps. In one the move comes first, in the other the convolution. All the rest is the same for "
        "both.",
        "`ll.conv2d` takes and returns arrays with four axes: "
        "`picture[None, None]` adds two, `[0, 0]` takes them away.",
        "`np.abs` takes the sign away from every number of an array.",
    ),
    wanted="one number",
    insight="With a blank margin this is 0 for every filter: nobody has to design or train it to be so.",
    starter=largest_difference,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
)
