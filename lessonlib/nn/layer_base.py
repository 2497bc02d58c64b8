"""What every layer has: a forward and a backward pass, and parameters that training changes."""

from dataclasses import dataclass

import numpy as np

from lessonlib.nn.arrays import as_generator


@dataclass(eq=False)
class Parameter:
    """Numbers that training changes, and the loss's gradient with respect to them after a backward pass."""

    value: np.ndarray
    grad: np.ndarray | None = None


class Layer:
    """A step from one batch to the next; the base class has no parameters."""

    def forward(self, inputs):
        """The layer's output for a batch."""
        raise NotImplementedError

    def backward(self, grad_output):
        """The gradient with respect to the last input, given that with respect to the last output, in its shape."""
        raise NotImplementedError

    def __getattr__(self, name):
        if name in ("_inputs", "_largest", "_passed", "_patches", "_shape"):
            kind = type(self).__name__
            raise AttributeError(f"{kind} has seen no batch yet: call forward with one, then backward")
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def parameters(self):
        """The layer's `Parameter` objects, in a fixed order."""
        return []

    def count(self):
        """How many numbers training can change."""
        return sum(parameter.value.size for parameter in self.parameters())


class Weighted(Layer):
    """A layer with weights and biases."""

    def _start(self, weights_shape, bias_shape, fan_in, seed, dtype):
        scale = np.sqrt(2 / fan_in)
        weights = as_generator("seed", seed).normal(scale=scale, size=weights_shape)
        self.weights = Parameter(weights.astype(dtype))
        self.bias = Parameter(np.zeros(bias_shape, dtype))

    def parameters(self):
        return [self.weights, self.bias]
