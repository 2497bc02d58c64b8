"""The four steps of training, for a model of one weight."""

from lessonlib.exercises import Exercise, mistake
from lessonlib.exercises.bank._one_weight import gradient_of, loss_of, mean, trained, wrong_by


def four_steps(weight, batches, learning_rate):
    # your lines go here
    ...


def solution(weight, batches, learning_rate):
    losses = []
    for inputs, goals in batches:
        size = len(inputs)
        outputs = [weight * x for x in inputs]  # 1. forward
        wrong = [outputs[i] - goals[i] for i in range(size)]
        losses.append(sum(w * w for w in wrong) / size)  # 2. loss
        slopes = [2 * wrong[i] * inputs[i] for i in range(size)]
        gradient = sum(slopes) / size  # 3. backward
        weight = weight - learning_rate * gradient  # 4. step
    return weight, losses


@mistake(
    "Your losses come too late: each is measured after the step, with the new weight. In the loop the loss belongs to "
    "the outputs of the forward pass, before anything has moved."
)
def measures_after_the_step(weight, batches, learning_rate):
    losses = []
    for batch in batches:
        weight = weight - learning_rate * gradient_of(weight, *batch)
        losses.append(loss_of(weight, *batch))
    return weight, losses


@mistake(
    "The gradient of each batch is added to the earlier ones: it is never reset to 0. In PyTorch `zero_grad` is the "
    "line for that. A batch should be followed by its own gradient."
)
def never_resets_the_gradient(weight, batches, learning_rate):
    losses, gradient = [], 0
    for batch in batches:
        losses.append(loss_of(weight, *batch))
        gradient += gradient_of(weight, *batch)
        weight = weight - learning_rate * gradient
    return weight, losses


@mistake(
    "You stepped before the backward pass: every step uses the gradient of the batch before. First the gradient of "
    "this batch, then the step."
)
def steps_with_the_old_gradient(weight, batches, learning_rate):
    losses, gradient = [], 0
    for batch in batches:
        losses.append(loss_of(weight, *batch))
        before, gradient = gradient, gradient_of(weight, *batch)
        weight = weight - learning_rate * before
    return weight, losses


@mistake(
    "Your forward pass uses the weight from the start for every batch. After a step, the next batch should meet the "
    "*new* weight."
)
def keeps_the_first_weight_in_forward(weight, batches, learning_rate):
    start, losses = weight, []
    for batch in batches:
        losses.append(loss_of(start, *batch))
        weight = weight - learning_rate * gradient_of(start, *batch)
    return weight, losses


@mistake(
    "The weight that you return is the one you started with, though the losses are right. Return what it has become."
)
def returns_the_first_weight(weight, batches, learning_rate):
    return weight, solution(weight, batches, learning_rate)[1]


@mistake("There is one step only, after the last batch. The step belongs inside the loop: a step for every batch.")
def steps_once_at_the_end(weight, batches, learning_rate):
    losses = [loss_of(weight, *batch) for batch in batches]
    return weight - learning_rate * gradient_of(weight, *batches[-1]), losses


@mistake("Your weight never moves: the loop has a forward pass and a loss, but no step that changes the weight.")
def never_steps(weight, batches, learning_rate):
    return weight, [loss_of(weight, *batch) for batch in batches]


@mistake("You climbed: the weight goes along the gradient, and the loss grows. Watch the sign in the step.")
def climbs(weight, batches, learning_rate):
    return solution(weight, batches, -learning_rate)


@mistake(
    "You left the input out of the gradient. If the weight grows by a little, an output grows by that little *times "
    "its input*: with an input of 0 it does not move at all."
)
def leaves_the_input_out(weight, batches, learning_rate):
    return trained(weight, batches, learning_rate, gradient=lambda *batch: 2 * mean(wrong_by(*batch)))


@mistake(
    "The factor 2 of the gradient is missing, so your steps are half as long as they should be. It comes from the "
    "square in the loss."
)
def forgets_the_2(weight, batches, learning_rate):
    return solution(weight, batches, learning_rate / 2)


@mistake(
    "You summed the gradient over the batch instead of taking its mean. The loss is a mean, so its gradient is one "
    "too; otherwise a larger batch makes larger steps."
)
def adds_up_the_gradient(weight, batches, learning_rate):
    return trained(weight, batches, learning_rate, gradient=lambda *batch: gradient_of(*batch) * len(batch[1]))


@mistake(
    "You added up the squares and forgot to divide: the loss of a batch is the *mean* of its squared differences. Your "
    "steps are right."
)
def adds_up_the_loss(weight, batches, learning_rate):
    new, losses = solution(weight, batches, learning_rate)
    return new, [loss * len(inputs) for loss, (inputs, _) in zip(losses, batches, strict=True)]


@mistake(
    "Each input makes a step of its own, inside the batch. Go through the whole batch with one weight first; then take "
    "one step, by the mean."
)
def steps_for_every_input(weight, batches, learning_rate):
    losses = []
    for inputs, goals in batches:
        losses.append(loss_of(weight, inputs, goals))
        for x, goal in zip(inputs, goals, strict=True):
            weight = weight - learning_rate * gradient_of(weight, [x], [goal])
    return weight, losses


@mistake(
    "Each input makes a step of its own, and so the rest of the batch already meets another weight, in the loss as "
    "well. Go through the whole batch with one weight; then take one step, by the mean."
)
def steps_and_measures_for_every_input(weight, batches, learning_rate):
    losses = []
    for inputs, goals in batches:
        loss = 0
        for x, goal in zip(inputs, goals, strict=True):
            loss += (weight * x - goal) ** 2
            weight = weight - learning_rate * gradient_of(weight, [x], [goal])
        losses.append(loss / len(inputs))
    return weight, losses


@mistake(
    "You took the mean of the differences and the mean of the inputs, and multiplied the two. Each difference belongs "
    "with its own input: multiply first, then take the mean. Your losses are right."
)
def multiplies_the_means(weight, batches, learning_rate):
    return trained(weight, batches, learning_rate, gradient=lambda *batch: 2 * mean(wrong_by(*batch)) * mean(batch[1]))


@mistake("Only the last loss came back. Keep one for each batch, in a list, so that you can see it fall.")
def keeps_the_last_loss_only(weight, batches, learning_rate):
    new, losses = solution(weight, batches, learning_rate)
    return new, losses[-1]


@mistake("You returned the two in the other order. The weight comes first, then the list of losses.")
def swaps_the_two(weight, batches, learning_rate):
    return solution(weight, batches, learning_rate)[::-1]


@mistake(
    "The loop ends after the first batch. Is the `return` inside it? Move it to the left, under the `for`, so that it "
    "comes after all batches."
)
def returns_too_early(weight, batches, learning_rate):
    return solution(weight, batches[:1], learning_rate)


@mistake(
    "You added the losses of all batches into one number. One for each batch was asked for, in a list: a sum cannot "
    "show whether it falls."
)
def adds_the_batches_together(weight, batches, learning_rate):
    new, losses = solution(weight, batches, learning_rate)
    return new, sum(losses)


@mistake(
    "You added up where a mean was asked for, in the loss and in the gradient. Divide both by the number of inputs in "
    "the batch."
)
def adds_up_both(weight, batches, learning_rate):
    def added(mean):
        return lambda *batch: mean(*batch) * len(batch[1])

    return trained(weight, batches, learning_rate, added(loss_of), added(gradient_of))


@mistake(
    "Your loss is the mean of the differences, without the square. Then one that is too high and one that is too low "
    "cancel, and a loss of 0 says nothing. The steps are right."
)
def forgets_the_square(weight, batches, learning_rate):
    return trained(weight, batches, learning_rate, loss=lambda *batch: mean(wrong_by(*batch)))


@mistake(
    "You took the mean of the differences and squared that. Then one that is too high and one that is too low cancel: "
    "square each, and take the mean of the squares. The steps are right."
)
def squares_the_mean(weight, batches, learning_rate):
    return trained(weight, batches, learning_rate, loss=lambda *batch: mean(wrong_by(*batch)) ** 2)


@mistake("You divided by the number of batches. Each mean is taken over the inputs of one batch: `len(inputs)`.")
def divides_by_the_batches(weight, batches, learning_rate):
    def shared(mean):
        return lambda *batch: mean(*batch) * len(batch[1]) / len(batches)

    return trained(weight, batches, learning_rate, shared(loss_of), shared(gradient_of))


@mistake(
    "Each input makes a step and leaves a loss of its own. A batch is one: one loss, the mean of its squares, and one "
    "step, by the mean of its gradients."
)
def treats_inputs_as_batches(weight, batches, learning_rate):
    singles = [([x], [goal]) for inputs, goals in batches for x, goal in zip(inputs, goals, strict=True)]
    return solution(weight, singles, learning_rate)


@mistake(
    "You stepped by the loss itself. How large the loss is says nothing about the way down: that is what the gradient "
    "is for."
)
def steps_by_the_loss(weight, batches, learning_rate):
    return trained(weight, batches, learning_rate, gradient=loss_of)


def examples():
    return [
        ((0, [([1], [3])], 0.5), (3, [9])),
        ((0, [([1, 2], [2, 4])], 0.1), (1, [10])),
        ((1, [([1, 0], [2, 0]), ([2, 1], [4, 2])], 0.5), (2.75, [0.5, 0.625])),
    ]


def probes():
    return [
        (0.5, [([1, 2], [3, 1])], 0.25),
        (1, [([2, -1, 0.5], [1, 2, 3]), ([1, 0], [4, 5])], 0.1),
        (-2, [([1, 2], [2, 1]), ([0.5, -1, 3, 2], [1, 1, 2, 0]), ([3, 1, 1], [-1, 2, 4])], 0.05),
        (3, [([1, 1.5, 2, 0], [1, 0, 2, 1]), ([2, 2, 1], [0, 1, 1]), ([4], [2]), ([1, -2], [2, 2])], 0.02),
    ]


def draw(random):
    def numbers(count):
        return [random.randint(-6, 6) / 2 for _ in range(count)]

    counts = [random.randint(1, 4) for _ in range(random.randint(2, 4))]
    return random.randint(-6, 6) / 2, [(numbers(count), numbers(count)) for count in counts], random.choice([0.01, 0.1])


EXERCISE = Exercise(
    id="four-steps",
    title="The four steps, by yourself",
    chapter="08-same-loop-new-block",
    order=8,
    prompt=(
        "Write the whole loop, for the smallest filter there is: 1 by 1, so a single weight that every input is "
        "multiplied by. Write `four_steps`. `batches` is a list of pairs `(inputs, goals)`, two lists of numbers of "
        "the same length. For each batch, in order: compute the outputs; the loss, which is the mean of the squared "
        "differences from the goals; the gradient; and take a step.\n\n"
        "The gradient is a mean too: of 2 times (output − goal) times input. Return the pair `(weight, losses)`: the "
        "weight at the end, and a list with the loss of each batch."
    ),
    hints=(
        "Write the four steps as comments first: forward, loss, backward, step. Then put a line or two under each. All "
        "four belong inside the loop over the batches.",
        "In step 3 the gradient belongs to this batch alone, and to the weight that made these outputs. In step 4 the "
        "weight gets a new value, and the next batch meets that one.",
    ),
    wanted="a pair: the weight, and a list of the losses",
    insight="A large network has the same four steps in the same order; only the lines under them change.",
    starter=four_steps,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
)
