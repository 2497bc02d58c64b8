"""Weights that follow their pixels: after a permutation of the image, the score must stay as it was."""

from lessonlib.exercises import Exercise, mistake


def carried_weights(weights, order):
    # your lines go here
    ...


def solution(weights, order):
    carried = []
    for place in range(len(weights)):
        carried.append(weights[order[place]])
    return carried


@mistake(
    "You sent the weights the other way: weight `i` went *to* place `order[i]`. The pixel now at place `i` *came from* "
    "`order[i]`, so its weight must come from there too."
)
def sends_them_the_other_way(weights, order):
    carried = [0] * len(weights)
    for place, index in enumerate(order):
        carried[index] = weights[place]
    return carried


@mistake(
    "You left the weights where they were. The pixels have moved, so each weight now meets a pixel that belonged to "
    "another."
)
def leaves_them(weights, order):
    return list(weights)


@mistake("You applied the order twice. The pixels moved once; their weights move once as well.")
def carries_them_twice(weights, order):
    return solution(solution(weights, order), order)


@mistake("You sorted the weights. It is `order` that says which weight comes first, not their size.")
def sorts_them(weights, order):
    return sorted(weights)


@mistake("You returned the order itself. It holds places: look up the weight at each of them.")
def returns_the_order(weights, order):
    return list(order)


@mistake("You only reversed the weights. A permutation can be any order; `order` says which.")
def reverses_them(weights, order):
    return list(weights)[::-1]


@mistake(
    "You read `order` from its end. The first number of `order` belongs to the first pixel of the scrambled image."
)
def reads_it_from_the_end(weights, order):
    return solution(weights, order[::-1])


@mistake("You multiplied the weights by the numbers in `order`. Those are places, not values: use each as an index.")
def multiplies_by_the_places(weights, order):
    return [weight * index for weight, index in zip(weights, order, strict=True)]


@mistake("Your result begins one weight too late: the numbers in `order` count from 0, as Python's indices do.")
def counts_from_one(weights, order):
    return [weights[index - 1] for index in order]


@mistake(
    "You looked up in `order` twice and never in `weights`. The numbers to rearrange are the weights; `order` only "
    "says where each is found."
)
def looks_up_in_the_order(weights, order):
    return [order[index] for index in order]


@mistake(
    "You changed the list while you were reading from it, so a weight that was needed later had been replaced. Build a "
    "new list."
)
def replaces_while_reading(weights, order):
    carried = list(weights)
    for place, index in enumerate(order):
        carried[place] = carried[index]
    return carried


@mistake(
    "You exchanged pairs, one after the other, in the same list: what was moved once is moved again. Start an empty "
    "list and look every weight up in the old one."
)
def exchanges_pairs(weights, order):
    new = list(weights)
    for i, place in enumerate(order):
        new[i], new[place] = new[place], new[i]
    return new


@mistake("You returned places, not weights. Each place says where to look a weight up: `weights[...]`.")
def returns_places(weights, order):
    return [order.index(i) for i in range(len(order))]


def examples():
    return [
        (([5, 7, 9], [1, 2, 0]), [7, 9, 5]),
        (([1, -2, 3, 4], [3, 0, 1, 2]), [4, 1, -2, 3]),
        (([8, 6], [1, 0]), [6, 8]),
    ]


def probes():
    return [
        ([4, -1, 7, 2, 9], [2, 4, 1, 0, 3]),
        ([3, 8, -5, 6, 1, 10], [5, 2, 0, 4, 1, 3]),
        ([-7, 2, 11, 5], [1, 3, 0, 2]),
        ([12, 3, 9, -4, 8, 6, 1], [6, 0, 5, 1, 3, 2, 4]),
    ]


def draw(random):
    size = random.randint(3, 9)
    order = list(range(size))
    random.shuffle(order)
    return random.sample(range(-20, 21), size), order


EXERCISE = Exercise(
    id="carried-weights",
    title="Take the weights along",
    chapter="02-what-linear-layers-miss",
    prompt=(
        "An image is scrambled: the pixel now at place `i` came from place `order[i]`. Write `carried_weights`. "
        "`weights` is the list of weights of one class, one for each pixel of the image as it was. Return the "
        "weights in an order that gives the scrambled image exactly the score of the original."
    ),
    hints=(
        "A score is a sum of weight times pixel, and a sum does not care about the order of its terms. Which weight "
        "has to meet the pixel that is now at place 0?",
        "The pixel at place 0 came from place `order[0]`. So did its weight.",
    ),
    wanted="a list of numbers, as long as `weights`",
    insight="Any scrambling can be undone in the weights, which is why a linear layer cannot notice it.",
    starter=carried_weights,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
)
