"""The class that a linear model predicts: a dot product and a bias for each class, and the largest wins."""

import itertools

from lessonlib.exercises import Exercise, mistake


def predicted_class(pixels, weights, biases):
    # your lines go here
    ...


def solution(pixels, weights, biases):
    scores = []
    for k in range(len(weights)):
        score = biases[k]
        for i in range(len(pixels)):
            score += weights[k][i] * pixels[i]
        scores.append(score)
    return scores.index(max(scores))


def _scores(pixels, weights, biases, product=lambda w, x: w * x):
    pairs = zip(weights, biases, strict=True)
    return [bias + sum(map(product, row, pixels)) for row, bias in pairs]


def _winner(scores):
    return scores.index(max(scores))


@mistake(
    "Your scores have no bias. The dot product is right; each class then adds a number of its own, and where two "
    "classes are close that number decides."
)
def forgets_the_bias(pixels, weights, biases):
    return solution(pixels, weights, [0] * len(biases))


@mistake(
    "You returned the largest score. The score says how strongly the class wins; the question is *which* class it "
    "belongs to, so return its index."
)
def returns_the_score(pixels, weights, biases):
    return max(_scores(pixels, weights, biases))


@mistake("Your class is the one with the smallest score. A large score means that the image looks like the template.")
def takes_the_smallest(pixels, weights, biases):
    scores = _scores(pixels, weights, biases)
    return scores.index(min(scores))


@mistake("You compare every score with the first one. When a larger score comes, it must replace the best so far, too.")
def keeps_the_first_as_best(pixels, weights, biases):
    scores = _scores(pixels, weights, biases)
    return max((k for k, score in enumerate(scores) if score > scores[0]), default=0)


@mistake("Your count of the classes starts at 1. The first row of `weights` has index 0, and so has its class.")
def counts_from_one(pixels, weights, biases):
    return solution(pixels, weights, biases) + 1


@mistake(
    "You summed the pixels and the weights separately, then multiplied the two sums. Each weight belongs to one pixel: "
    "multiply pair by pair, then add."
)
def sums_before_multiplying(pixels, weights, biases):
    return _winner([bias + sum(row) * sum(pixels) for row, bias in zip(weights, biases, strict=True)])


@mistake("You added each weight to its pixel. In a dot product the two are multiplied.")
def adds_in_place_of_multiplying(pixels, weights, biases):
    return _winner(_scores(pixels, weights, biases, lambda w, x: w + x))


@mistake(
    "You multiplied by the bias. It has no pixel to be multiplied with: it is added once, after the products are "
    "summed."
)
def multiplies_by_the_bias(pixels, weights, biases):
    sums = _scores(pixels, weights, [0] * len(biases))
    return _winner([total * bias for total, bias in zip(sums, biases, strict=True)])


@mistake("Your sum ends after the first pixel: the `return` or the `append` is inside the loop over the pixels.")
def stops_after_one_pixel(pixels, weights, biases):
    return solution(pixels[:1], weights, biases)


@mistake(
    "Your total is never set back to 0, so each class starts from the scores of the classes before it. Start a new "
    "total for each class."
)
def never_starts_again(pixels, weights, biases):
    total, scores = 0, []
    for score in _scores(pixels, weights, biases):
        total += score
        scores.append(total)
    return _winner(scores)


@mistake(
    "Your sum of products goes on from class to class: it still holds those of the classes before. Set it back to 0 "
    "for each class, inside the outer loop."
)
def carries_the_products_on(pixels, weights, biases):
    sums = itertools.accumulate(_scores(pixels, weights, [0] * len(biases)))
    return _winner([total + bias for total, bias in zip(sums, biases, strict=True)])


@mistake(
    "Only the biases decide in your result: the products of all classes have gone into one sum, the same for each. A "
    "class needs a sum of its own, over its own row; in NumPy that is `axis=1`."
)
def adds_the_classes_together(pixels, weights, biases):
    return _winner(biases)


@mistake(
    "You took each pixel for bright or dark, and added the weights under the bright ones. A pixel counts by how bright "
    "it is: multiply each weight by its pixel."
)
def counts_bright_pixels(pixels, weights, biases):
    return solution([int(pixel > 0.5) for pixel in pixels], weights, biases)


@mistake(
    "You dropped the signs. A bright pixel under a negative weight counts *against* the class; without the sign it "
    "counts in favour."
)
def drops_the_signs(pixels, weights, biases):
    return _winner(_scores(pixels, weights, biases, lambda w, x: abs(w * x)))


@mistake(
    "Only the last product of each class is left: `score = ...` replaces what was there. A dot product adds up: "
    "`score += ...`."
)
def keeps_the_last_product(pixels, weights, biases):
    return _winner([bias + row[-1] * pixels[-1] for row, bias in zip(weights, biases, strict=True)])


@mistake(
    "Your largest score so far starts at 0, so where all scores are negative nobody beats it and class 0 wins. Start "
    "from the score of the first class."
)
def starts_from_zero(pixels, weights, biases):
    scores = _scores(pixels, weights, biases)
    return scores.index(max(scores)) if max(scores) > 0 else 0


@mistake("You added the bias to every product. It is outside the sum, so it counts once for each class.")
def adds_the_bias_to_every_product(pixels, weights, biases):
    return _winner(_scores(pixels, weights, [bias * len(pixels) for bias in biases]))


@mistake(
    "You collected a number for each pixel, so the index counts pixels of all classes in one long list. Append once "
    "for each class, after its sum is complete."
)
def collects_every_product(pixels, weights, biases):
    return _winner(
        [w * x + bias for row, bias in zip(weights, biases, strict=True) for w, x in zip(row, pixels, strict=True)]
    )


@mistake(
    "You read `weights` by its columns. Its rows are the classes: `weights[k][i]` is the weight of class `k` for pixel "
    "`i`."
)
def reads_columns(pixels, weights, biases):
    return _winner(
        [biases[k] + sum(weights[i][k] * pixels[i] for i in range(len(pixels))) for k in range(len(weights))]
    )


@mistake("You returned the weights of the winning class. Its *index*, `k`, says which class that is.")
def returns_the_row(pixels, weights, biases):
    return weights[solution(pixels, weights, biases)]


@mistake("You subtracted the bias. It is added: a class with a large bias wins more easily.")
def subtracts_the_bias(pixels, weights, biases):
    return solution(pixels, weights, [-bias for bias in biases])


@mistake(
    "You collected the sum after every product, so there are far more entries than classes: the `append` is inside the "
    "inner loop. And is the bias added?"
)
def collects_every_sum(pixels, weights, biases):
    sums = []
    for row in weights:
        total = 0
        for weight, pixel in zip(row, pixels, strict=True):
            total += weight * pixel
            sums.append(total)
    return sums.index(max(sums))


@mistake(
    "You compared each row with the image, as a template, and took the nearest one. A linear layer measures no "
    "distance: it multiplies each weight by its pixel and adds up."
)
def takes_the_nearest(pixels, weights, biases):
    distances = _scores(pixels, weights, [-bias for bias in biases], lambda w, x: (w - x) ** 2)
    return distances.index(min(distances))


def examples():
    return [
        (([1, 0, 1], [[1, 1, 1], [2, -5, 2]], [0, 0]), 1),
        (([1, 0, 1], [[1, 1, 1], [2, -5, 2]], [3, 0]), 0),
        (([0, 1, 0], [[1, 1, 1], [2, -5, 2]], [0, 0]), 0),
        (([2, 3], [[1, 0], [0, 1], [-1, 4]], [0, 5, -1]), 2),
    ]


def probes():
    return [
        ([3, 1, 4, 1], [[2, -1, 0, 3], [0, 5, -2, 1], [1, 1, 1, 1]], [2, 9, 1]),
        ([5, 9, 2], [[-3, 1, 2], [4, -2, 0], [1, -1, -4], [2, 0, -6]], [1, -2, 40, 3]),
        ([1, 2, 3, 4, 5], [[-5, -4, -3, -2, -1], [0, 1, -1, 1, -1]], [4, -3]),
        ([2, 7, 1, 8], [[1, -2, 8, 0], [3, 1, -4, -1], [-6, 4, 5, -2], [0, 0, 0, 1], [9, -3, 1, 0]], [1, 2, 3, 4, 5]),
    ]


def draw(random):
    while True:
        classes, size = random.randint(2, 6), random.randint(2, 7)
        pixels = [random.randint(0, 9) for _ in range(size)]
        weights = [[random.randint(-5, 5) for _ in range(size)] for _ in range(classes)]
        biases = [random.randint(-20, 20) for _ in range(classes)]
        scores = sorted(_scores(pixels, weights, biases))
        if scores[-1] > scores[-2]:
            return pixels, weights, biases


EXERCISE = Exercise(
    id="predicted-class",
    title="Which class wins",
    chapter="01-where-we-start",
    prompt=(
        "Write `predicted_class`: which class does a linear model choose for an image? `pixels` is a list of numbers. "
        "`weights` has one row for each class, as long as `pixels`, and `biases` one number for each class. Return the "
        "index of the class with the largest score; no two classes tie."
    ),
    hints=(
        "One class first: multiply each weight of its row by the pixel at the same index, add the products, add the "
        "bias.",
        "Collect the scores in a list. `max` gives the largest, and a list's `index` says where a value is.",
    ),
    wanted="a whole number",
    insight="Every pixel has exactly one weight per class, so the score depends on where the stroke lies.",
    starter=predicted_class,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
    draws=16,
    whole=True,
)
