"""Find a move that a map with a stride follows, and one that it does not follow: judged by trying."""

from numbers import Real

from lessonlib.exercises import Exercise, Unfit, mistake

ROW = [0] * 11 + [4, 9, 7, 3, 6] + [0] * 11  # 27 pixels: strides 1, 2, 3, 4 and 6 step across
FILTER = [-1, 0, 1]
STRIDES = (1, 2, 3, 4, 6)
FURTHEST = 9  # pixels that the bar can move so that the filter still passes over all of it


def my_moves():
    return {"stride": 1, "follows": 1, "fails": 1}


def solution():
    return {"stride": 3, "follows": 6, "fails": 4}


def _map(pixels, stride):
    """The map of the row, moved to the right by so many pixels; what leaves it is lost."""
    moved = [ROW[place - pixels] if 0 <= place - pixels < len(ROW) else 0 for place in range(len(ROW))]
    starts = range(0, len(ROW) - len(FILTER) + 1, stride)
    return [sum(weight * moved[start + i] for i, weight in enumerate(FILTER)) for start in starts]


def _step(pixels, stride):
    """By how many places the map has moved along; None if it has not."""
    old, new = _map(0, stride), _map(pixels, stride)
    size = len(old)

    def moved(places):
        return [old[place - places] if 0 <= place - places < size else 0 for place in range(size)]

    return next((places for places in range(1 - size, size) if moved(places) == new), None)


def judge(answer):
    """For both moves: does the bar stay in the row, and by how many places has the map moved along?"""
    if not isinstance(answer, dict) or set(answer) != {"stride", "follows", "fails"}:
        raise Unfit("not a dict with the keys stride, follows and fails")
    for name, number in answer.items():
        if not isinstance(number, Real) or isinstance(number, bool) or number % 1 != 0:
            raise Unfit(f"a dict in which {name} is {number!r}, not a whole number")
    stride, follows, fails = (int(answer[name]) for name in ("stride", "follows", "fails"))
    if stride not in STRIDES:
        raise Unfit(f"a dict with stride {stride}; the strides of this exercise are 1, 2, 3, 4 and 6")
    return {
        "stride": stride,
        "follows": follows,
        "fails": fails,
        "inside": max(abs(follows), abs(fails)) <= FURTHEST,
        "follows_by": _step(follows, stride),
        "fails_by": _step(fails, stride),
    }


def right(facts):
    return facts["inside"] and facts["follows"] != 0 and facts["follows_by"] is not None and facts["fails_by"] is None


def says(facts):
    def told(name):
        if abs(facts[name]) > FURTHEST:
            return f"a move of {facts[name]} is longer than the {FURTHEST} pixels that are allowed"
        places = facts[f"{name}_by"]
        did = "the map does not follow" if places is None else f"the map moves by {places}"
        return f"moved by {facts[name]}, {did}"

    return f"Tried out at stride {facts['stride']}: {told('follows')}; {told('fails')}."


@mistake(
    "A move of 0 is no move. Everything follows that. Choose one that takes the bar somewhere.",
    example=lambda: {"stride": 2, "follows": 0, "fails": 1},
)
def stands_still(facts):
    return facts["follows"] == 0 or facts["fails"] == 0


@mistake(
    "One of your moves is longer than 9 pixels. So near the end of the row part of what the filter gives may be cut "
    "off, and then the border plays a part, not only the stride. Take a shorter move.",
    example=lambda: {"stride": 2, "follows": 4, "fails": 15},
)
def leaves_the_row(facts):
    return not facts["inside"]


@mistake(
    "At stride 1 the filter stands at every pixel, so whatever it reads before the move it reads after it, a few "
    "places on. Here no move fails. Take a larger stride.",
    example=lambda: {"stride": 1, "follows": 2, "fails": 3},
)
def keeps_stride_1(facts):
    return facts["stride"] == 1


@mistake(
    "You found both and swapped them: the map follows the move that you called `fails`, and not the other. A move that "
    "is no whole number of strides ends *between* two places of the filter.",
    example=lambda: {"stride": 4, "follows": 2, "fails": 8},
)
def swaps_the_two(facts):
    return facts["follows_by"] is None and facts["fails_by"] is not None


@mistake(
    "The map follows both moves: to the left or to the right makes no difference. What counts is whether the move puts "
    "the bar on places of the filter or *between* them.",
    example=lambda: {"stride": 2, "follows": 2, "fails": -2},
)
def expects_a_side(facts):
    return follows_both(facts) and facts["follows"] == -facts["fails"]


@mistake(
    "The map follows both moves. It does so whenever the bar meets the filter's places just as before. Which moves "
    "put the bar *between* the places where it was?",
    example=lambda: {"stride": 3, "follows": 6, "fails": 9},
)
def follows_both(facts):
    return facts["follows_by"] is not None and facts["fails_by"] is not None


@mistake(
    "The map follows neither move. Your move goes into the stride; it is the stride that must go into the move. After "
    "a part of a stride, the bar lies between two places of the filter.",
    example=lambda: {"stride": 6, "follows": 3, "fails": 4},
)
def divides_the_stride(facts):
    return follows_neither(facts) and abs(facts["follows"]) > 1 and facts["stride"] % facts["follows"] == 0


@mistake(
    "The map follows neither move. A large stride is no obstacle in itself: the map moves by one place when the bar "
    "moves from one place of the filter to the next. How many pixels is that? Only whole steps of that length will do.",
    example=lambda: {"stride": 4, "follows": 6, "fails": 2},
)
def follows_neither(facts):
    return facts["follows_by"] is None and facts["fails_by"] is None


def examples():
    return [
        ({"stride": 2, "follows": 2, "fails": 1}, True),
        ({"stride": 3, "follows": -6, "fails": 4}, True),
        ({"stride": 4, "follows": 8, "fails": -2}, True),
        ({"stride": 6, "follows": 6, "fails": 3}, True),
        ({"stride": 2, "follows": 1, "fails": 2}, False),
        ({"stride": 1, "follows": 1, "fails": 2}, False),
        ({"stride": 6, "follows": 3, "fails": 6}, False),
        ({"stride": 2, "follows": 12, "fails": 1}, False),
    ]


EXERCISE = Exercise(
    id="find-the-shift",
    title="Find the move that the map does not follow",
    chapter="07-equivariance",
    order=2,
    prompt=(
        "A row of 27 pixels is dark (0), except for a bar of five in its middle, 4 9 7 3 6, with eleven dark ones on "
        "each side. The filter `[-1, 0, 1]` slides over it at stride 1, 2, 3, 4 or 6. Find one stride and two moves of "
        "the bar, each at most 9 pixels to either side. The map `follows` the first: some shift of the old map gives "
        "the new one. It `fails` to follow the second: no shift does. A move to the right is positive, one to the left "
        "negative. Many answers are right."
    ),
    hints=(
        "Begin with stride 2. If the bar moves by one pixel, does the filter at any place see the same piece of the "
        "bar as at some place before?",
        "With stride S the places of the filter are S pixels apart. A bar that is moved from one place to the next "
        "looks to the filter as it did before.",
    ),
    wanted='a dict such as {"stride": 1, "follows": 1, "fails": 1}',
    insight="With a stride, the map follows only moves by whole multiples of it.",
    starter=my_moves,
    solution=solution,
    examples=examples,
    judge=judge,
    right=right,
    says=says,
)
