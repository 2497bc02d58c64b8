"""Softmax that survives large scores: scores to probabilities, row by row."""

from lessonlib.exercises import Exercise, mistake


def stable_softmax(scores):
    # your lines go here
    ...


def solution(scores):
    import numpy as np

    shifted = scores - scores.max(axis=1, keepdims=True)
    odds = np.exp(shifted)
    return odds / odds.sum(axis=1, keepdims=True)


def _quietly(number):
    """What ``number()`` gives, without warnings of overflow."""
    import numpy as np

    with np.errstate(all="ignore"):
        return number()


def _shares(shifted, axis=1):
    """The odds of scores that were already shifted, and each one's share of their sum."""
    import numpy as np

    def shares():
        odds = np.exp(shifted)
        return odds / odds.sum(axis=axis, keepdims=True)

    return _quietly(shares)


@mistake(
    "It is softmax, and it breaks on large scores: e to the power of a thousand is more than a float can hold. It "
    "becomes `inf`, and `inf / inf` is `nan`. Softmax stays the same if you take one number away from all scores of a "
    "row. Which number makes the exponents harmless?"
)
def overflows(scores):
    return _shares(scores)


@mistake(
    "You took away the largest score of the whole batch. A row whose scores are all far below it is left with zeros "
    "only, and 0 / 0 is `nan`. Each row needs its own largest score."
)
def takes_one_largest_for_all(scores):
    return _shares(scores - scores.max())


@mistake(
    "You took away the mean of the row. If one score towers above the others, it is still far above the mean, and its "
    "power still overflows. After the shift no score of the row may be above 0."
)
def takes_the_mean_away(scores):
    return _shares(scores - scores.mean(axis=1, keepdims=True))


@mistake(
    "You took away the *smallest* score of the row. The differences above it can be as large as before, and their "
    "powers overflow. Below 0 is where powers are harmless."
)
def takes_the_smallest_away(scores):
    return _shares(scores - scores.min(axis=1, keepdims=True))


@mistake(
    "You worked down the columns: in each column your numbers add up to 1. A row belongs to a picture, and its "
    "probabilities should add up to 1 over the classes."
)
def works_down_the_columns(scores):
    return _shares(scores - scores.max(axis=0, keepdims=True), axis=0)


@mistake(
    "You divided by the sum over the whole array, so only all rows together add up to 1. Every picture needs "
    "probabilities of its own: one sum for each row."
)
def divides_by_the_sum_of_all(scores):
    import numpy as np

    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return odds / odds.sum()


@mistake(
    "Two things are missing. You divided by the sum over the whole array, but each row should add up to 1 by itself. "
    "And large scores overflow: e to the power of a thousand is `inf`, and `inf / inf` is `nan`. Begin with the rows."
)
def overflows_and_divides_by_the_sum_of_all(scores):
    import numpy as np

    return _quietly(lambda: np.exp(scores) / np.exp(scores).sum())


@mistake(
    "One number a row has the shape (N,), and NumPy lines that up with the *columns*: it fits by luck or not at all. "
    "With `keepdims=True` the numbers keep an axis of their own, (N, 1), and line up with their rows."
)
def loses_the_axis(scores):
    import numpy as np

    odds = np.exp(scores - scores.max(axis=1))
    return odds / odds.sum(axis=1)


@mistake("These are powers, not yet probabilities: a row of yours does not add up to 1. One division is missing.")
def does_not_divide(scores):
    import numpy as np

    return np.exp(scores - scores.max(axis=1, keepdims=True))


@mistake(
    "You divided the scores by the largest of the row in place of taking it away. That is safe, but it changes the "
    "result: softmax looks at differences between scores, and you made them smaller (or turned them round)."
)
def divides_by_the_largest(scores):
    return _shares(_quietly(lambda: scores / scores.max(axis=1, keepdims=True)))


@mistake(
    "You cut large scores off, so that the power stays finite. But then two large scores that differ look alike. "
    "Shift the whole row in place of cutting: nothing gets lost."
)
def cuts_large_scores(scores):
    import numpy as np

    return _shares(np.minimum(scores, 700))


@mistake(
    "You returned the logarithm of the probabilities. It is useful for the loss, but here the probabilities themselves "
    "were asked for, from 0 to 1."
)
def returns_logarithms(scores):
    import numpy as np

    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@mistake(
    "You divided the scores by their sum, without the power of e. Scores can be negative, and then these are no "
    "probabilities. Make every number positive first."
)
def leaves_the_power_out(scores):
    return _quietly(lambda: scores / scores.sum(axis=1, keepdims=True))


@mistake(
    "The order is turned round: in your result the smallest score gets the largest probability. Look at the sign of "
    "the exponent."
)
def turns_the_order(scores):
    return _shares(scores.min(axis=1, keepdims=True) - scores)


@mistake(
    "You gave everything to the largest score. That is the `max` without the soft: a score just below it should get "
    "nearly as much."
)
def gives_all_to_the_largest(scores):
    import numpy as np

    largest = scores == scores.max(axis=1, keepdims=True)
    return largest / np.asarray(largest).sum(axis=1, keepdims=True)


@mistake(
    "You treated the batch as one long row: one largest number for all, and one sum for all. Every row is a picture "
    "of its own, and needs both for itself."
)
def treats_the_batch_as_one_row(scores):
    import numpy as np

    odds = np.exp(scores - scores.max())
    return odds / odds.sum()


@mistake(
    "First the axes: with `axis=1` alone the sums have the shape (N,), which NumPy lines up with the columns; "
    "`keepdims=True` keeps them beside their rows. And then try a score of a thousand: it overflows."
)
def loses_the_axis_and_overflows(scores):
    import numpy as np

    return _quietly(lambda: np.exp(scores) / np.exp(scores).sum(axis=1))


@mistake(
    "Your sums run down the columns, over the pictures; they should run along each row, over the classes. And large "
    "scores still become `inf`: shift the row before you take powers."
)
def works_down_the_columns_and_overflows(scores):
    return _shares(scores, axis=0)


@mistake(
    "You added a small number, so that nothing is divided by 0. But that does not mend the powers: they still overflow "
    "at the top, and a row of very low scores no longer adds up to 1."
)
def adds_a_small_number(scores):
    import numpy as np

    def shares():
        odds = np.exp(scores)
        return odds / (odds.sum(axis=1, keepdims=True) + 1e-9)

    return _quietly(shares)


def examples():
    import numpy as np

    log2, log3 = np.log(2), np.log(3)
    return [
        ((np.array([[0.0, 0.0]]),), [[0.5, 0.5]]),
        ((np.array([[0.0, log2, 0.0], [log3, 0.0, log2]]),), [[1 / 4, 1 / 2, 1 / 4], [1 / 2, 1 / 6, 1 / 3]]),
        (
            (np.array([[1000.0, 1000.0 + log3], [-1000.0, -1000.0], [0.0, log3]]),),
            [[1 / 4, 3 / 4], [1 / 2, 1 / 2], [1 / 4, 3 / 4]],
        ),
        ((np.array([[5000.0, 0.0, -5000.0]]),), [[1, 0, 0]]),
    ]


def probes():
    import numpy as np

    return [
        (np.array([[1.0, 2.0, 4.0]]),),
        (np.array([[2.0, 0.0, -1.0], [0.5, 1.5, 3.0]]),),
        (np.array([[-2000.0, -2001.0, -2003.0], [3000.0, 3002.0, 2999.0]]),),
        (np.array([[0.0, 0.0, 4000.0, 3999.0], [1.0, -1.0, 2.0, 0.0]]),),
        (np.array([[-3.0], [800.0], [0.0]]),),
        (np.array([[0.0, -4000.0, -3.0]]),),
    ]


def draw(random):
    import numpy as np

    numbers = np.random.default_rng(random.randrange(2**32))
    classes = random.randint(2, 5)
    rows = random.choice([count for count in range(1, 6) if count != classes])
    return (numbers.normal(size=(rows, classes)).round(2) * 2 + numbers.choice([0, -1500, 1500], size=(rows, 1)),)


EXERCISE = Exercise(
    id="stable-softmax",
    title="A softmax that does not overflow",
    chapter="08-same-loop-new-block",
    order=6,
    needs=("numpy",),
    prompt=(
        "Step 2 of the loop needs probabilities. Write `stable_softmax`. `scores` is a NumPy array (N, classes), a "
        "row for each picture. Raise e to the power of every score, and divide by the sum of the row, so that each "
        "row adds up to 1. Scores may be as large as a few thousand, of either sign: no `inf` and no `nan` may come "
        "out."
    ),
    hints=(
        "Write it without caring about size first, and check a row of small scores. Then try two scores of a thousand.",
        "Take the same number away from all scores of a row: powers and sum shrink by the same factor, and the result "
        "stays. You want the largest exponent to be 0.",
        "`numbers.max(axis=1, keepdims=True)` has the shape (N, 1), so it lines up with the rows.",
    ),
    wanted="an array of the same shape as `scores`",
    insight="Only the differences between scores count, so you may move them to where the computer can count.",
    starter=stable_softmax,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
)
