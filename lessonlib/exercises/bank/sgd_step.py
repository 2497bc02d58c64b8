"""One step of gradient descent: every weight a little against its gradient."""

from lessonlib.exercises import Exercise, mistake


def sgd_step(weights, gradients, learning_rate):
    # your lines go here
    ...


def solution(weights, gradients, learning_rate):
    pairs = zip(weights, gradients, strict=True)
    return [weight - learning_rate * gradient for weight, gradient in pairs]


def _new(weights, gradients, number):
    return [number(weight, gradient) for weight, gradient in zip(weights, gradients, strict=True)]


@mistake("You went uphill. The gradient says which way the loss *grows*; where do you want it to go?")
def goes_uphill(weights, gradients, learning_rate):
    return _new(weights, gradients, lambda weight, gradient: weight + learning_rate * gradient)


@mistake(
    "Your step does not depend on the learning rate: you went the whole length of the gradient. It is a direction that "
    "holds for a little way only."
)
def forgets_the_learning_rate(weights, gradients, learning_rate):
    return _new(weights, gradients, lambda weight, gradient: weight - gradient)


@mistake("You divided by the learning rate. A small learning rate should make small steps, and yours get larger.")
def divides(weights, gradients, learning_rate):
    return _new(weights, gradients, lambda weight, gradient: weight - gradient / learning_rate)


@mistake("You returned the steps, not the weights after them. Where does each weight start from?")
def returns_the_steps(weights, gradients, learning_rate):
    return _new(weights, gradients, lambda weight, gradient: -learning_rate * gradient)


@mistake(
    "You multiplied the weight by the learning rate as well, so a weight whose gradient is 0 shrinks. The learning "
    "rate belongs to the gradient alone: mind the brackets."
)
def scales_the_weight_too(weights, gradients, learning_rate):
    return _new(weights, gradients, lambda weight, gradient: learning_rate * (weight - gradient))


@mistake(
    "You took the learning rate away from the weight and then multiplied by the gradient: the brackets are in the "
    "wrong place. Multiplication comes first."
)
def puts_brackets_wrong(weights, gradients, learning_rate):
    return _new(weights, gradients, lambda weight, gradient: (weight - learning_rate) * gradient)


@mistake(
    "All your steps have the same length: you used the sign of the gradient only. A weight that matters more to the "
    "loss has a larger gradient, and moves further."
)
def uses_the_sign_only(weights, gradients, learning_rate):
    def sign(number):
        return (number > 0) - (number < 0)

    return _new(weights, gradients, lambda weight, gradient: weight - learning_rate * sign(gradient))


@mistake("You made all steps from one gradient, their mean. Each weight has a gradient of its own, and follows that.")
def uses_the_mean_gradient(weights, gradients, learning_rate):
    mean = sum(gradients) / len(gradients)
    return [weight - learning_rate * mean for weight in weights]


@mistake(
    "You made the step longer for weights that are large: you multiplied by the weight too. How far a weight goes "
    "depends on its gradient and on the learning rate."
)
def multiplies_by_the_weight(weights, gradients, learning_rate):
    return _new(weights, gradients, lambda weight, gradient: weight - learning_rate * gradient * weight)


@mistake("The subtraction is the wrong way round: you subtracted the weight from the step. Start from the old weight.")
def turns_the_difference(weights, gradients, learning_rate):
    return _new(weights, gradients, lambda weight, gradient: learning_rate * gradient - weight)


@mistake(
    "Your list goes back to where it came from: these are the old weights. Did the new ones get lost in a variable of "
    "the loop? `for weight in weights` gives you a copy of each number."
)
def returns_the_old_weights(weights, gradients, learning_rate):
    return list(weights)


@mistake("Only one weight came back, the first. Is the `return` inside the loop? It ends the function at once.")
def returns_too_early(weights, gradients, learning_rate):
    return solution(weights[:1], gradients[:1], learning_rate)


@mistake(
    "Only one number came back: the new weight of the last pass through the loop. "
    "Collect them in a list on the way, and return the "
    "list."
)
def returns_the_last_weight(weights, gradients, learning_rate):
    return solution(weights, gradients, learning_rate)[-1]


@mistake("You took the learning rate off, without the gradient. It says how far along the *gradient* a step goes.")
def forgets_the_gradient(weights, gradients, learning_rate):
    return [weight - learning_rate for weight in weights]


@mistake("Weights and gradients have changed places: start from the weight, and take some of its gradient off.")
def exchanges_weights_and_gradients(weights, gradients, learning_rate):
    return solution(gradients, weights, learning_rate)


@mistake(
    "You went through every weight with every gradient: two `for` in one list make all pairs. Weight and gradient of "
    "the same place belong together: `zip`."
)
def steps_every_pair(weights, gradients, learning_rate):
    return [weight - learning_rate * gradient for weight in weights for gradient in gradients]


@mistake(
    "Two things: two `for` in one list make all pairs, where each weight has one gradient (`zip`); and the learning "
    "rate is missing."
)
def steps_every_pair_in_full(weights, gradients, learning_rate):
    return steps_every_pair(weights, gradients, 1)


@mistake("You returned what is taken off, not what is left. The new weight is the old one minus that.")
def returns_what_is_taken_off(weights, gradients, learning_rate):
    return [learning_rate * gradient for gradient in gradients]


@mistake("You made every step from the sum of all gradients. Each weight follows the gradient of its own.")
def uses_the_sum_of_gradients(weights, gradients, learning_rate):
    return [weight - learning_rate * sum(gradients) for weight in weights]


def examples():
    return [
        (([1, 2], [10, -10], 0.1), [0, 3]),
        (([0, 0, 0], [3, 6, 9], 0.5), [-1.5, -3, -4.5]),
        (([5, -4, 2], [0, 0, 0], 0.25), [5, -4, 2]),
    ]


def probes():
    return [
        *(([1, -2], [4, 2], 0.5), ([0.5, -1.5, 3, 2], [-2, 6, 1, 0], 0.25), ([3, 7, -5], [2, -3, 4], 2)),
        (([-1, 0, 1, 2, 3], [8, -8, 2, 1, -4], 0.125)),
    ]


def draw(random):
    count = random.randint(2, 5)
    weights, gradients = ([random.randint(-20, 20) / 4 for _ in range(count)] for _ in range(2))
    return weights, gradients, random.choice([0.01, 0.1, 0.25, 0.5, 1.5])


EXERCISE = Exercise(
    id="sgd-step",
    title="One step downhill",
    chapter="08-same-loop-new-block",
    order=2,
    prompt=(
        "Step 4 of the loop. Write `sgd_step`. `weights` and `gradients` are lists of numbers of the same length; "
        "`learning_rate` is a number above 0. Return a new list: the weights after one step. Leave the lists that you "
        "were given as they are."
    ),
    hints=(
        "If the gradient of a weight is above 0, the loss grows when the weight grows. Which way should it go?",
        "Go through both lists side by side: `for weight, gradient in zip(weights, gradients)`. Put each new number "
        "at the end of a new list with `append`.",
    ),
    wanted="a list of numbers, as long as `weights`",
    insight="In plain gradient descent, this line is all that learning does to a network, whatever its layers.",
    starter=sgd_step,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
)
