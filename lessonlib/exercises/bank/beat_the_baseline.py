"""Beat the linear model on its own budget of parameters: judged from a finished run."""

from lessonlib.exercises import Exercise, mistake
from lessonlib.exercises.bank import _wrong_networks
from lessonlib.exercises.bank._finished_run import facts_of

AHEAD = 0.25  # of the test images, more than the linear model
CHANCE = 0.1  # ten classes
LINEAR = 0.45  # a linear model gets less than this on these images
SLOW = 5  # epochs at the last one's pace: what takes more than these, more epochs alone will hardly bring


def my_run():
    return ...


def solution():
    import lessonlib as ll

    model = ll.cifar.plain_cnn(filters=(16, 32, 48))
    # history = ll.cifar.train(model, data, epochs=8, learning_rate=0.015)
    # One such run, and the linear one, gave (rounded):
    history = ll.cifar.History(
        train_accuracy=[0.424, 0.596, 0.656, 0.692, 0.716, 0.731, 0.746, 0.758],
        test_accuracy=[0.519, 0.622, 0.624, 0.684, 0.703, 0.699, 0.689, 0.706],
    )
    baseline = ll.cifar.History(
        train_accuracy=[0.369, 0.401, 0.412, 0.414],
        test_accuracy=[0.385, 0.390, 0.393, 0.389],
    )
    return {"model": model, "history": history, "baseline": baseline}


def _reaches(facts, share):
    """Whether an accuracy is far enough above the linear model's."""
    return round(share - facts["linear"][-1], 6) >= AHEAD


def _missing(facts):
    """How far the last test is from what is asked for."""
    return facts["linear"][-1] + AHEAD - facts["test"][-1]


def _gain(facts):
    """What the last epoch brought."""
    return facts["test"][-1] - facts["test"][-2]


def right(facts):
    return bool(facts["test"]) and facts["parameters"] <= facts["budget"] and _reaches(facts, facts["test"][-1])


def says(facts):
    text = f"Your model has {facts['parameters']:,} parameters; the linear one has {facts['budget']:,}."
    if not facts["test"]:
        return text
    needed = facts["linear"][-1] + AHEAD
    return (
        f"{text} When it was last tested it classified {facts['test'][-1]:.1%} of the test images correctly; the "
        f"baseline {facts['linear'][-1]:.1%}, and 25 points more are {needed:.1%}."
    )


def _example(test, train=None, *, filters=(16, 32, 48), linear=(0.38, 0.4), layers=None):
    """An answer that makes a mistake: a model, and histories written by hand."""

    def make():
        import lessonlib as ll

        model = layers() if layers else ll.cifar.plain_cnn(filters=filters)
        history = ll.cifar.History(train_accuracy=list(train or test), test_accuracy=list(test))
        baseline = ll.cifar.History(train_accuracy=list(linear), test_accuracy=list(linear))
        return {"model": model, "history": history, "baseline": baseline}

    return make


@mistake(
    "No epoch of this run was finished and tested, so there is nothing to judge yet. Was it stopped early, or did it "
    "never start? Let it come to the end of one epoch at least.",
    example=_example([]),
)
def has_no_epoch(facts):
    return not facts["test"]


@mistake(
    "Both histories are the same. Train *your* model and keep what `ll.cifar.train` returns under a name of its own.",
    example=_example([0.38, 0.4]),
)
def gives_one_history_twice(facts):
    return facts["test"] == facts["linear"]


@mistake(
    "Your model is only a little over the budget. Biases are parameters, too. A few filters fewer in a late layer "
    "are enough.",
    example=_example([0.5, 0.66], filters=(16, 32, 56)),
)
def is_just_over(facts):
    return facts["budget"] < facts["parameters"] <= 1.02 * facts["budget"]


@mistake(
    "Your model costs too much, and most of it is in the linear layers. Such a layer pays for the number of maps times "
    "their height and width: halve their size once more, or make fewer maps.",
    example=_example([0.5, 0.7], filters=(4, 8, 160)),
)
def pays_for_the_linear_layer(facts):
    return facts["parameters"] > facts["budget"] and facts["in_linear"] > facts["parameters"] / 2


@mistake(
    "Your model costs too much, and most of it is in the filters. Each filter is as deep as there are maps before it, "
    "so with half as many filters everywhere much less than half is left.",
    example=_example([0.5, 0.71], layers=_wrong_networks.all_filters),
)
def pays_for_the_filters(facts):
    return facts["parameters"] > facts["budget"]


@mistake(
    "Your model guesses: its accuracy is that of a blind choice among ten. The usual reason is a learning rate that is "
    "far too high, or so low that nothing has moved yet.",
    example=_example([0.1, 0.1]),
)
def guesses(facts):
    return facts["test"][-1] <= CHANCE + 0.02


@mistake(
    "The two histories look swapped: the one that you called `baseline` is far ahead of the one that you called "
    "`history`.",
    example=_example([0.38, 0.4], linear=(0.5, 0.66)),
)
def swaps_the_histories(facts):
    return facts["linear"][-1] >= max(LINEAR, facts["test"][-1] + AHEAD)


@mistake(
    "The baseline that you gave is better than the linear model ever gets. Is it the history of another model? The "
    "linear model's is `linear_history`.",
    example=_example([0.5, 0.66], linear=(0.46, 0.497)),
)
def takes_another_baseline(facts):
    return facts["linear"][-1] >= LINEAR


@mistake(
    "There is no convolution in your model. On this budget, layers that look at all pixels at once can hardly be any "
    "better than the linear model: use the block that this book is about.",
    example=_example([0.4, 0.43], layers=_wrong_networks.mlp),
)
def does_without_convolution(facts):
    return facts["convolutions"] == 0


@mistake(
    "There is no ReLU in your model. It has no parameters, but without it only max pooling keeps convolutions in a "
    "row from amounting to a single one.",
    example=_example([0.5, 0.61], layers=_wrong_networks.without_relu),
)
def leaves_the_relu_out(facts):
    return facts["without_relu"]


@mistake(
    "Your model ends with a softmax: it gives shares that add up to 1. `ll.cifar.train` wants the scores, since the "
    "cross-entropy takes the softmax itself. A second one flattens the gradient, and the model learns slowly.",
    example=_example([0.4, 0.5], layers=_wrong_networks.ends_with_softmax),
)
def ends_with_a_softmax(facts):
    return facts["shares"]


@mistake(
    "One of your epochs was good enough, but the run went on and ended lower. What you have is the model of "
    "the *last* epoch, and an epoch chosen by its test accuracy would flatter the model. If the training accuracy went "
    "on rising, plan fewer epochs; if the curve swings, take a smaller learning rate.",
    example=_example([0.5, 0.66, 0.6]),
)
def ends_lower(facts):
    return _reaches(facts, max(facts["test"]))


@mistake(
    "Your model is good enough on the images it was trained on, but not on new ones: it has begun to memorise. "
    "More epochs make that worse. Fewer weights, where there are most, may help.",
    example=_example([0.5, 0.6, 0.6], [0.5, 0.62, 0.68]),
)
def learns_by_heart(facts):
    return bool(facts["train"]) and _reaches(facts, facts["train"][-1])


@mistake(
    "Your curve was still going up when the run ended. Give it more epochs before you change anything else.",
    example=_example([0.42, 0.5, 0.56]),
)
def stops_too_early(facts):
    return len(facts["test"]) == 1 or _gain(facts) >= max(0.01, _missing(facts) / SLOW)


@mistake(
    "With all its convolutions your model is no better than the linear one. Is there a ReLU after each? Without it, "
    "convolutions in a row amount to a single one. And is the learning rate that of the chapter's CNN?",
    example=_example([0.39, 0.395]),
)
def is_no_better(facts):
    return facts["test"][-1] <= facts["linear"][-1] + 0.02


@mistake(
    "Your curve still goes up, but too slowly for what is missing: more epochs alone will hardly bring it. Change "
    "something else: more filters in the late layers, where the maps are small, or another learning rate. Compare on "
    "held-back training images.",
    example=_example([0.45, 0.5, 0.514]),
)
def climbs_too_slowly(facts):
    return _gain(facts) >= 0.01


@mistake(
    "Your model is better than the linear one, but by less than 25 points, and its curve has flattened. You have room "
    "for a change: more filters in the late layers, where the maps are small, or another learning rate. Compare on "
    "held-back training images.",
    example=_example([0.5, 0.6, 0.605]),
)
def is_not_far_enough(facts):
    return not _reaches(facts, facts["test"][-1])


def examples():
    return [
        (_example([0.55, 0.65])(), True),
        (_example([0.3, 0.45], linear=(0.18, 0.2))(), True),
        (_example([0.5, 0.7], filters=(24, 32, 64))(), False),
        (_example([0.5, 0.64])(), False),
        (_example([0.68, 0.62])(), False),
        (_example([float("nan"), 0.66])(), True),
        (_example([0.5, 0.7], layers=_wrong_networks.all_filters)(), False),
    ]


EXERCISE = Exercise(
    id="beat-the-baseline",
    title="Beat the linear model on its own budget",
    chapter="11-train-on-cifar",
    order=1,
    needs=("numpy", "torch"),
    prompt=(
        "Build a model that has *no more parameters than the linear model* and classifies at least 25 percentage "
        "points more of the test images correctly. A model is its layers in order, with ten scores at the end: "
        "`torch.nn.Sequential(first, second, ...)`, where `torch.nn.Flatten()` is a layer, for instance. The table of "
        "this chapter names the layers of the CNN. Train it with `history = ll.cifar.train(model, data, ...)`, with "
        "any settings you like; that takes about as long as for the CNN of this chapter. Choose the settings without "
        "the test images. Then hand in the model and both histories:\n\n"
        '`my_run = {"model": model, "history": history, "baseline": linear_history}`\n\n'
        "What counts is the last test of each. Nothing is trained when you check."
    ),
    hints=(
        "`ll.cifar.count_parameters(model)` says what a model costs. The CNN of this chapter is a little too large: "
        "look at the table of its layers for where its parameters are.",
        "`ll.cifar.plain_cnn` takes `filters`, three numbers; or put layers of your own into a `torch.nn.Sequential`. "
        "The third convolution and the linear layer cost most, so save there.",
        "The settings of this chapter's CNN are a good start for one that is a bit smaller. To choose between "
        "settings, hold back some training images: with `dataclasses.replace(data, ...)`, as in this chapter, "
        "train on the first four fifths and let the last fifth be the test images. Then train the best once more, on "
        "all of `data`.",
    ),
    wanted='a dict: {"model": ..., "history": ..., "baseline": ...}',
    insight="Fewer weights do far more, with most of them shared by all places and ReLU between the layers.",
    starter=my_run,
    solution=solution,
    examples=examples,
    judge=facts_of,
    right=right,
    says=says,
)
