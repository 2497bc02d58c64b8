"""The hinge loss of one image: what the wrong classes cost."""

from lessonlib.exercises import Exercise, mistake


def hinge_loss(scores, label):
    # your lines go here
    ...


def solution(scores, label):
    loss = 0
    for j in range(len(scores)):
        if j != label:
            loss += max(0, scores[j] - scores[label] + 1)
    return loss


def _margins(scores, label):
    """How far each wrong class comes too close to the right one; negative if it keeps its distance."""
    return [score - scores[label] + 1 for j, score in enumerate(scores) if j != label]


@mistake("That is the hinge for two classes, +1 and -1. Here each wrong class is compared with the right one.")
def compares_with_plus_and_minus_one(scores, label):
    return sum(max(0, 1 - score if j == label else 1 + score) for j, score in enumerate(scores))


@mistake(
    "Your loss is 1 too large, always: you counted the right class too. Against itself it never has a margin, and it "
    "need not have one."
)
def counts_the_right_class(scores, label):
    return solution(scores, label) + 1


@mistake(
    "Classes that lie far below the right one make your loss smaller, even negative. They are good enough and should "
    "count 0: nothing is earned by being more right than needed."
)
def does_not_stop_at_0(scores, label):
    return sum(_margins(scores, label))


@mistake(
    "You stopped at 0 after adding up. Then a class that is far below pays for one that is too close. Stop at 0 for "
    "each class, before you add."
)
def stops_at_0_too_late(scores, label):
    return max(0, sum(_margins(scores, label)))


@mistake(
    "Your margin is 0: a wrong class may come as close as it likes, as long as it stays below. The hinge loss wants it "
    "to stay 1 below."
)
def leaves_the_margin_out(scores, label):
    return sum(max(0, margin - 1) for margin in _margins(scores, label))


@mistake(
    "You asked whether a wrong class is *above* the right one, and only then added the 1. One close below costs "
    "as well: add the margin first, then ask whether anything is left above 0."
)
def asks_before_the_margin(scores, label):
    return sum(margin for margin in _margins(scores, label) if margin > 1)


@mistake(
    "You divided by the number of classes. The loss of one image is the sum over the wrong classes; a mean is taken "
    "over the images of a batch, later."
)
def averages_over_all_classes(scores, label):
    return solution(scores, label) / len(scores)


@mistake(
    "You took the mean over the wrong classes. Two classes that come too close are twice as bad as one: add them up."
)
def averages_over_wrong_classes(scores, label):
    return solution(scores, label) / max(1, len(scores) - 1)


@mistake(
    "The difference has the wrong sign: your loss grows when the right class is far *above* the others. Which of "
    "the two should be the higher score?"
)
def turns_the_difference(scores, label):
    return solution([-score for score in scores], label)


@mistake(
    "You looked at the strongest of the wrong classes only. There is a loss of that kind too, but here every class "
    "that comes too close counts."
)
def counts_the_worst_only(scores, label):
    return max([0, *_margins(scores, label)])


@mistake(
    "You counted how many classes come too close. By how much they do matters too: that is what the step can make "
    "smaller."
)
def counts_how_many(scores, label):
    return sum(margin > 0 for margin in _margins(scores, label))


@mistake(
    "The margin has the wrong sign: in your version a wrong class may be up to 1 *above* the right one and cost "
    "nothing. "
    "It should have to stay below."
)
def gives_the_margin_away(scores, label):
    return sum(max(0, margin - 2) for margin in _margins(scores, label))


@mistake(
    "You squared the margins. The squared hinge loss exists, and punishes large ones more; this exercise asks for the "
    "plain one."
)
def squares(scores, label):
    return sum(max(0, margin) ** 2 for margin in _margins(scores, label))


@mistake(
    "You left a class out: your loop begins at class 1, or ends before the last. Every class but the right one has its "
    "turn, class 0 too."
)
def leaves_class_0_out(scores, label):
    return sum(max(0, scores[j] - scores[label] + 1) for j in range(1, len(scores)) if j != label)


@mistake(
    "You measured the scores as they are, not against the score of the right class. A score of 5 is bad if the right "
    "class has 2, and harmless if it has 9."
)
def forgets_the_right_score(scores, label):
    return sum(max(0, score + 1) for j, score in enumerate(scores) if j != label)


@mistake(
    "You added all classes as they are. Two things are missing: the right class should have no turn, and a class that "
    "keeps its distance should cost 0, not less."
)
def adds_everything(scores, label):
    return sum(score - scores[label] + 1 for score in scores)


@mistake(
    "You took the absolute value. A class that is far *below* the right one then costs much, and it should cost "
    "nothing."
)
def takes_the_absolute_value(scores, label):
    return sum(map(abs, _margins(scores, label)))


@mistake(
    "Two things: the right class has a turn in your sum, and the sum is divided by the number of classes. Leave both "
    "out."
)
def counts_the_right_class_and_averages(scores, label):
    return (solution(scores, label) + 1) / len(scores)


@mistake(
    "You took the largest margin as it is, even below 0. Two things: a class that keeps its distance costs 0, and "
    "every class that comes too close counts, not only the worst."
)
def takes_the_largest_margin(scores, label):
    return max(_margins(scores, label))


@mistake("Only the last class is left in your loss: `loss = ...` replaces what was there. Add up with `loss += ...`.")
def keeps_the_last_class(scores, label):
    return max(0, _margins(scores, label)[-1])


@mistake("Your loss ends with the first wrong class: the `return` is inside the loop.")
def returns_after_the_first(scores, label):
    return max(0, _margins(scores, label)[0])


@mistake(
    "You counted the right class only, and its margin against itself is always 1. The classes that cost something are "
    "the *others*: `!=` instead of `==`."
)
def counts_only_the_right_class(scores, label):
    return 1


@mistake(
    "You left out every class that scores the same as the right one. Compare the *numbers of the classes*, `j` and "
    "`label`, not their scores."
)
def compares_the_scores(scores, label):
    return sum(max(0, score - scores[label] + 1) for score in scores if score != scores[label])


@mistake(
    "You compared the scores with `label` itself. `label` is the *number* of the right class; its score is "
    "`scores[label]`."
)
def compares_with_the_label(scores, label):
    return sum(max(0, score - label + 1) for j, score in enumerate(scores) if j != label)


@mistake(
    "Two things: `label` is the *number* of the right class, its score is `scores[label]`; and the right class itself "
    "should have no turn."
)
def compares_all_with_the_label(scores, label):
    return sum(max(0, score - label + 1) for score in scores)


@mistake(
    "Your loss ends with class 0: the `return` stands inside the loop, and it comes whether that class was counted or "
    "not."
)
def returns_after_class_0(scores, label):
    return solution([scores[label], scores[0]], 0) if label else 0


@mistake("You counted only the classes behind the right one. Those before it count as well: every class but `label`.")
def counts_the_classes_behind(scores, label):
    return solution(scores[label:], 0)


@mistake(
    "Two things: you looked at the strongest class only, and the right one itself may be that, which costs 1. Add up, "
    "over all *other* classes."
)
def takes_the_strongest_of_all(scores, label):
    return max(0, max(scores) - scores[label] + 1)


@mistake(
    "You compared `j`, the number of a class, with `scores[label]`, a score. The right class is left out by its "
    "number: `j != label`."
)
def compares_a_number_with_a_score(scores, label):
    return sum(max(0, score - scores[label] + 1) for j, score in enumerate(scores) if j != scores[label])


@mistake("You counted the classes from 1. `label` is an index, and the first class has index 0.")
def counts_from_one(scores, label):
    return sum(max(0, score - scores[label - 1] + 1) for j, score in enumerate(scores) if j != label - 1)


def examples():
    return [
        (([3, 5, 1], 0), 3),
        (([3, 5, 1], 1), 0),
        (([3, 5, 1], 2), 8),
        (([0, 0, 0, 0], 3), 3),
        (([2.5, 2, -1], 0), 0.5),
    ]


def probes():
    return [
        *(([1, 2, 4], 1), ([4, 2, 1], 2), ([-3, -1, -2.5, 0.5], 3), ([10, 2, 9.5, -7, 9.25], 0)),
        *(([0.5, 0, -0.25], 0), ([2, 2.5, 3, 9], 2), ([-8, 1, 1, -1], 1), ([6, -5, 3, 2, 1], 4)),
    ]


def draw(random):
    classes = random.randint(2, 6)
    return [random.randint(-16, 16) / 4 for _ in range(classes)], random.randrange(classes)


EXERCISE = Exercise(
    id="hinge-loss",
    title="The hinge loss",
    chapter="08-same-loop-new-block",
    order=7,
    prompt=(
        "The other loss of step 2, for one image. Write `hinge_loss`. `scores` is a list of numbers, one for each "
        "class; "
        "`label` says which class is right, counted from 0. Every *wrong* class should score at least 1 less than the "
        "right one. If it does, it costs nothing; if not, it costs what is missing. Return the sum of the costs."
    ),
    hints=(
        "Take scores 3, 5 and 1, and let class 0 be right. Class 1 should be at 2 at most; it is at 5. What is "
        "missing? And for class 2?",
        "Go through all classes but the right one. `max(0, number)` turns everything negative into 0.",
    ),
    wanted="a number",
    insight="Once every wrong class keeps its distance the loss is 0, and this image has nothing more to teach.",
    starter=hinge_loss,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
)
