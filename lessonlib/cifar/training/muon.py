"""Muon: steps that are equally long in every direction of a layer's weights (Jordan 2024b)."""

import torch

STEPS = 3  # of the Newton-Schulz iteration: rough, and enough to train with
COEFFICIENTS = (3.4445, -4.7750, 2.0315)  # of its polynomial, from the same source


def orthogonalise(matrix, *, steps=STEPS):
    """The orthogonal matrix nearest to a matrix, roughly: all its singular values come near 1.

    Parameters
    ----------
    matrix : torch.Tensor of float, shape (M, N)
        Any matrix but 0.
    steps : int
        More steps bring smaller singular values near 1.

    Returns
    -------
    torch.Tensor, shape (M, N)
        With a singular value decomposition ``matrix = U S V^T``, about ``U V^T``: singular values of 0.7 to 1.2 once
        there are steps enough. Each step applies ``a s + b s^3 + c s^5`` to every singular value, by products alone.
    """
    a, b, c = COEFFICIENTS
    wide = matrix if len(matrix) <= matrix.shape[1] else matrix.T  # (m, n), m <= n: the small product is m x m
    wide = wide / (wide.norm() + 1e-7)  # no singular value is above 1
    for _ in range(steps):
        square = wide @ wide.T  # (m, m)
        wide = a * wide + (b * square + c * square @ square) @ wide
    return wide if len(matrix) <= matrix.shape[1] else wide.T


class Muon(torch.optim.Optimizer):
    """Orthogonal steps for the filters, Nesterov's momentum for everything else.

    A gradient usually has a few strong directions and many weak ones. Plain descent follows the strong ones. Muon
    takes the momentum of a layer's filters as a matrix, one filter a row, and makes all its directions equally
    strong. As only directions count then, it also keeps the filters at a fixed size, which a batch normalisation
    after them makes up for.

    Parameters
    ----------
    model : torch.nn.Module
        Its parameters with four axes are filters; those that do not train are left out.
    learning_rate : float
        Of the filters.
    momentum : float
        Of the filters' gradients.
    other_rate, other_momentum : float
        Of everything else: biases and the last layer.
    """

    def __init__(self, model, *, learning_rate, momentum=0.6, other_rate=1.2, other_momentum=0.85):
        trained = [weights for weights in model.parameters() if weights.requires_grad]
        filters = {"params": [weights for weights in trained if weights.ndim == 4]}
        others = {"params": [weights for weights in trained if weights.ndim != 4]}
        groups = [
            filters | {"lr": learning_rate, "momentum": momentum, "orthogonal": True},
            others | {"lr": other_rate, "momentum": other_momentum, "orthogonal": False},
        ]
        super().__init__([group for group in groups if group["params"]], {})

    @torch.no_grad()
    def step(self):
        """Move every parameter once."""
        for group in self.param_groups:
            for weights in group["params"]:
                if weights.grad is None:
                    continue
                gradient, kept = weights.grad, self.state[weights]
                velocity = kept.setdefault("velocity", torch.zeros_like(gradient))
                velocity.mul_(group["momentum"]).add_(gradient)
                move = gradient.add(velocity, alpha=group["momentum"])  # Nesterov: as if one step ahead
                if group["orthogonal"]:
                    weights.mul_(len(weights) ** 0.5 / weights.norm())  # each filter has a norm of about 1
                    move = orthogonalise(move.flatten(1)).view_as(move)  # (K, C FH FW) and back
                weights.sub_(move, alpha=group["lr"])
