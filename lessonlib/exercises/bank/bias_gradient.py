"""The gradient of a bias: it is added at every place of its map, in every picture."""

from lessonlib.exercises import Exercise, mistake


def bias_gradient(grad_output):
    # your lines go here
    ...


def solution(grad_output):
    return grad_output.sum(axis=(0, 2, 3))


@mistake(
    "You summed over the pictures and kept the places: one number for each place of a map. But a filter has a single "
    "bias, and it is added at every place. In how many of your numbers does it have a part?"
)
def sums_over_pictures_only(grad_output):
    return grad_output.sum(axis=0)


@mistake(
    "You have one number for each filter *and* each picture. A bias does not know which picture it is added in: it is "
    "the same number in all of them."
)
def sums_over_places_only(grad_output):
    return grad_output.sum(axis=(2, 3))


@mistake(
    "You took the mean. If the bias grows by a little, every place grows by that little, and the loss gets the changes "
    "of all of them together. Where should a division come from?"
)
def takes_the_mean(grad_output):
    return grad_output.mean(axis=(0, 2, 3))


@mistake(
    "You divided by the number of pictures. If the loss is a mean over the batch, that division is already in "
    "`grad_output`; here it would happen twice."
)
def divides_by_the_pictures(grad_output):
    return grad_output.sum(axis=(0, 2, 3)) / len(grad_output)


@mistake(
    "You took the mean over the places of each map. A larger map does not make its bias less important: each place "
    "adds what it found."
)
def divides_by_the_places(grad_output):
    return grad_output.mean(axis=(2, 3)).sum(axis=0)


@mistake(
    "The numbers are right, but they stand in a block of four axes. A layer keeps its biases in one row, one for each "
    "filter, and the gradient has the shape of what it belongs to."
)
def keeps_the_axes(grad_output):
    return grad_output.sum(axis=(0, 2, 3), keepdims=True)


@mistake(
    "You added up everything, all filters too: one number came out. Each filter has a bias of its own, so each needs "
    "its own gradient. Which axis must stay?"
)
def sums_everything(grad_output):
    return grad_output.sum()


@mistake(
    "The axis that you kept is the first, the pictures. Their order is (N, K, OH, OW): which of the four counts the "
    "filters?"
)
def keeps_the_pictures(grad_output):
    return grad_output.sum(axis=(1, 2, 3))


@mistake(
    "You counted the places, whatever their gradients are. That is right only where every gradient is 1. A place whose "
    "gradient is 0 adds nothing, and one with a negative gradient takes away."
)
def counts_the_places(grad_output):
    import numpy as np

    N, K, OH, OW = grad_output.shape
    return np.full(K, N * OH * OW)


@mistake(
    "You summed along one axis of the map and kept the other: a number for each filter and each row or column. The "
    "bias is added along both."
)
def sums_one_side(grad_output):
    return grad_output.sum(axis=(0, 3))


@mistake(
    "The sign is turned round. The step subtracts the gradient, later; the gradient itself says how the loss *grows* "
    "with the bias."
)
def turns_the_sign(grad_output):
    return -grad_output.sum(axis=(0, 2, 3))


def examples():
    import numpy as np

    return [
        ((np.ones((1, 1, 3, 3)),), [9]),
        ((np.array([[[[1, 2], [3, 4]], [[0, 0], [0, -5]]]]),), [10, -5]),
        ((np.array([[[[1, 2, 3]], [[1, 0, 0]]], [[[4, 5, 6]], [[0, 2, -4]]]]),), [21, -1]),
    ]


def probes():
    import numpy as np

    numbers = np.random.default_rng(0)
    shapes = [(2, 3, 4, 5), (3, 2, 5, 4), (1, 4, 2, 3), (4, 1, 3, 2), (5, 3, 1, 2), (2, 5, 3, 1)]
    return [(numbers.integers(-4, 6, shape),) for shape in shapes]


def draw(random):
    import numpy as np

    numbers = np.random.default_rng(random.randrange(2**32))
    return (numbers.integers(-5, 6, tuple(random.randint(1, 5) for _ in range(4))),)


EXERCISE = Exercise(
    id="bias-gradient",
    title="The gradient of a bias",
    chapter="08-same-loop-new-block",
    order=3,
    needs=("numpy",),
    prompt=(
        "A filter has one bias, a number that is added at every place of its map. Write `bias_gradient`. "
        "`grad_output` is a NumPy array (N, K, OH, OW): how the loss changes when that number of the maps grows. "
        "Return the gradient of the biases, one number for each of the K filters. One line is enough."
    ),
    hints=(
        "Let the bias of filter 0 grow by a little. Which numbers of the maps change, and by how much each?",
        "All of them that belong to filter 0, in all pictures, and each by the same little. So their gradients come "
        "together, as those of a shared weight do.",
        "A NumPy sum takes several axes at once, as a tuple: `numbers.sum(axis=(1, 2))`.",
    ),
    wanted="an array of K numbers",
    insight="A bias is the most widely shared weight of all: it meets a 1 at every place.",
    starter=bias_gradient,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
)
