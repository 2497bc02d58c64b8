"""Training a single weight: what the mistakes of `four_steps` have in common."""


def mean(numbers):
    return sum(numbers) / len(numbers)


def wrong_by(weight, inputs, goals):
    return [weight * x - goal for x, goal in zip(inputs, goals, strict=True)]


def loss_of(weight, inputs, goals):
    return mean([wrong**2 for wrong in wrong_by(weight, inputs, goals)])


def gradient_of(weight, inputs, goals):
    return mean([2 * wrong * x for wrong, x in zip(wrong_by(weight, inputs, goals), inputs, strict=True)])


def trained(weight, batches, learning_rate, loss=loss_of, gradient=gradient_of):
    """The four steps with another loss to write down, or another gradient to step by."""
    losses = []
    for batch in batches:
        losses.append(loss(weight, *batch))
        weight = weight - learning_rate * gradient(weight, *batch)
    return weight, losses
