"""Layers: each turns a batch into another (`forward`) and a loss's gradient back into one (`backward`).

A layer remembers its last forward pass; `backward` returns the gradient with respect to that input and leaves the
gradient of each of its parameters in ``parameter.grad``. Weights start as in He et al. (2015): normal with
variance 2 / (numbers that enter one sum), which keeps the size of the signal through ReLUs. Biases start at 0.
"""

from math import prod

import numpy as np

from lessonlib.nn.arrays import as_gradient, as_numbers, as_pair, common_dtype
from lessonlib.nn.checks import whole_number
from lessonlib.nn.conv import conv2d, conv2d_backward, output_shape
from lessonlib.nn.im2col import add_windows, crop, pad, padded_shape, windows
from lessonlib.nn.layer_base import Layer, Parameter, Weighted

__all__ = [
    "Conv2d",
    "Flatten",
    "GlobalMaxPool2d",
    "Layer",
    "Linear",
    "LocallyConnected2d",
    "MaxPool2d",
    "Parameter",
    "ReLU",
    "Sequential",
]


class Linear(Weighted):
    """Every output is a weighted sum of all inputs, plus a bias: ``inputs @ weights.T + bias``.

    Parameters
    ----------
    inputs, outputs : int
        Numbers in and out for each picture. Weights are (outputs, inputs), biases (outputs,).
    seed : int or numpy.random.Generator, default 0
        What the starting weights are drawn from. Hand one generator to all layers of a model.
    dtype : default numpy.float32

    Examples
    --------
    >>> Linear(150_528, 100).count()
    15052900
    """

    def __init__(self, inputs, outputs, *, seed=0, dtype=np.float32):
        inputs, outputs = whole_number("inputs", inputs, 1), whole_number("outputs", outputs, 1)
        self._start((outputs, inputs), outputs, inputs, seed, dtype)

    def forward(self, inputs):
        inputs = as_numbers("inputs", inputs, "(N, inputs)", "Flatten turns pictures into rows")
        wanted = self.weights.value.shape[1]
        if inputs.shape[1] != wanted:
            raise ValueError(f"inputs must be (N, {wanted}) for this Linear layer; got {inputs.shape}")
        self._inputs = inputs = inputs.astype(common_dtype(inputs, self.weights.value), copy=False)
        return inputs @ self.weights.value.T + self.bias.value  # (N, outputs)

    def backward(self, grad_output):
        grad_output = as_gradient(grad_output, (len(self._inputs), len(self.weights.value)))
        self.weights.grad = grad_output.T @ self._inputs  # (outputs, inputs)
        self.bias.grad = grad_output.sum(axis=0)  # (outputs,)
        return grad_output @ self.weights.value  # (N, inputs)


class Conv2d(Weighted):
    """One small filter for each output map, used at every position: `lessonlib.conv2d` with weights that learn.

    Parameters
    ----------
    in_channels, filters : int
        C and K.
    filter_size, stride, padding : int or (height, width) pair
    seed, dtype
        As for `Linear`.

    Examples
    --------
    >>> layer = Conv2d(3, 96, 11, stride=4)
    >>> layer.forward(np.zeros((1, 3, 227, 227), np.float32)).shape, layer.count()
    ((1, 96, 55, 55), 34944)
    """

    def __init__(self, in_channels, filters, filter_size, *, stride=1, padding=0, seed=0, dtype=np.float32):
        FH, FW = as_pair("filter_size", filter_size, 1)
        C, K = whole_number("in_channels", in_channels, 1), whole_number("filters", filters, 1)
        self.stride, self.padding = as_pair("stride", stride, 1), as_pair("padding", padding, 0)
        self._start((K, C, FH, FW), K, C * FH * FW, seed, dtype)

    def forward(self, inputs):
        self._inputs = inputs
        return conv2d(inputs, self.weights.value, self.bias.value, self.stride, self.padding)  # (N, K, OH, OW)

    def backward(self, grad_output):
        grad_inputs, self.weights.grad, self.bias.grad = conv2d_backward(
            grad_output, self._inputs, self.weights.value, self.stride, self.padding
        )
        return grad_inputs  # (N, C, H, W)


class LocallyConnected2d(Weighted):
    """A convolution without weight sharing: filters just as small, but other ones at every position.

    Parameters
    ----------
    image_shape : (C, H, W) triple of int
        Needed here, as each of the OH x OW positions has its own weights.
    filters, filter_size, stride, padding, seed, dtype
        As for `Conv2d`. Weights are (OH, OW, K, C, FH, FW), biases (OH, OW, K).

    Examples
    --------
    >>> LocallyConnected2d((1, 5, 5), filters=1, filter_size=3).weights.value.size
    81
    """

    def __init__(self, image_shape, filters, filter_size, *, stride=1, padding=0, seed=0, dtype=np.float32):
        if np.shape(image_shape) != (3,):
            raise ValueError(f"image_shape must be three numbers, (C, H, W); got {image_shape!r}")
        C, H, W = (whole_number("image_shape", size, 1) for size in image_shape)
        K = whole_number("filters", filters, 1)
        FH, FW = as_pair("filter_size", filter_size, 1)
        self.stride, self.padding = as_pair("stride", stride, 1), as_pair("padding", padding, 0)
        OH, OW = output_shape((H, W), (FH, FW), self.stride, self.padding)
        self.image_shape = (C, H, W)
        self._start((OH, OW, K, C, FH, FW), (OH, OW, K), C * FH * FW, seed, dtype)

    def forward(self, inputs):
        inputs = as_numbers("inputs", inputs, "(N, C, H, W)")
        if inputs.shape[1:] != self.image_shape:
            raise ValueError(f"inputs must be (N, C, H, W) with (C, H, W) == {self.image_shape}; got {inputs.shape}")
        OH, OW, _, C, FH, FW = self.weights.value.shape
        self._inputs = inputs = inputs.astype(common_dtype(inputs, self.weights.value), copy=False)
        patches = windows(pad(inputs, self.padding), (FH, FW), self.stride)  # (N, C, FH, FW, OH, OW)
        self._patches = patches.transpose(4, 5, 0, 1, 2, 3).reshape(OH, OW, len(inputs), C * FH * FW)
        maps = self._patches @ self._matrices().swapaxes(2, 3) + self.bias.value[:, :, None]  # (OH, OW, N, K)
        return maps.transpose(2, 3, 0, 1)  # (N, K, OH, OW)

    def backward(self, grad_output):
        patches = self._patches
        OH, OW, K, C, FH, FW = self.weights.value.shape
        grad_output = as_gradient(grad_output, (len(self._inputs), K, OH, OW))
        grad = grad_output.transpose(2, 3, 0, 1)  # (OH, OW, N, K)
        self.weights.grad = (grad.swapaxes(2, 3) @ patches).reshape(self.weights.value.shape)
        self.bias.grad = grad.sum(axis=2)  # (OH, OW, K)
        grad_patches = (grad @ self._matrices()).reshape(OH, OW, -1, C, FH, FW)
        grad_padded = np.zeros_like(grad_patches, shape=padded_shape(self._inputs, self.padding))
        add_windows(grad_padded, grad_patches.transpose(2, 3, 4, 5, 0, 1), self.stride)
        return crop(grad_padded, self.padding)  # (N, C, H, W)

    def _matrices(self):
        """The weights as one matrix a position: (OH, OW, K, C * FH * FW)."""
        return self.weights.value.reshape(*self.weights.value.shape[:3], -1)


class ReLU(Layer):
    """Negative numbers become 0.

    Examples
    --------
    >>> ReLU().forward(np.array([-3, 0, 3]))
    array([0, 0, 3])
    """

    def forward(self, inputs):
        inputs = np.asarray(inputs)
        self._passed = inputs > 0
        return np.maximum(inputs, 0)

    def backward(self, grad_output):
        return np.where(self._passed, as_gradient(grad_output, self._passed.shape), 0)


class MaxPool2d(Layer):
    """The largest number of each window, channel by channel; windows may overlap.

    The gradient goes to that number alone, to the first of equals; where windows overlap, it adds up.

    Parameters
    ----------
    size : int or (height, width) pair
    stride : int or (height, width) pair, optional
        Default: ``size``, windows side by side.

    Examples
    --------
    >>> MaxPool2d(3, stride=2).forward(np.arange(25).reshape(1, 1, 5, 5))[0, 0]
    array([[12, 14],
           [22, 24]])
    """

    def __init__(self, size, stride=None):
        self.size = as_pair("size", size, 1)
        self.stride = self.size if stride is None else as_pair("stride", stride, 1)

    def forward(self, inputs):
        self._inputs = inputs = as_numbers("inputs", inputs, "(N, C, H, W)")
        OH, OW = output_shape(inputs.shape[2:], self.size, self.stride)
        patches = windows(inputs, self.size, self.stride)  # (N, C, FH, FW, OH, OW)
        patches = patches.reshape(*inputs.shape[:2], self.size[0] * self.size[1], OH, OW)
        self._largest = patches.argmax(axis=2)[:, :, None]  # (N, C, 1, OH, OW)
        return np.take_along_axis(patches, self._largest, axis=2)[:, :, 0]  # (N, C, OH, OW)

    def backward(self, grad_output):
        N, C, _, OH, OW = self._largest.shape
        FH, FW = self.size
        grad_output = as_gradient(grad_output, (N, C, OH, OW))
        grad_patches = np.zeros_like(grad_output, shape=(N, C, FH * FW, OH, OW))
        np.put_along_axis(grad_patches, self._largest, grad_output[:, :, None], axis=2)
        grad_inputs = np.zeros_like(grad_output, shape=self._inputs.shape)
        add_windows(grad_inputs, grad_patches.reshape(N, C, FH, FW, OH, OW), self.stride)
        return grad_inputs  # (N, C, H, W)


class GlobalMaxPool2d(Layer):
    """The largest number of each map, wherever it stands: (N, C, H, W) to (N, C).

    Examples
    --------
    >>> GlobalMaxPool2d().forward(np.array([[[[0, 7], [1, 2]]]]))
    array([[7]])
    """

    def forward(self, inputs):
        inputs = as_numbers("inputs", inputs, "(N, C, H, W)")
        self._shape = N, C, H, W = inputs.shape
        maps = inputs.reshape(N, C, H * W)
        self._largest = maps.argmax(axis=2)[:, :, None]  # (N, C, 1)
        return np.take_along_axis(maps, self._largest, axis=2)[:, :, 0]  # (N, C)

    def backward(self, grad_output):
        N, C, H, W = self._shape
        grad_output = as_gradient(grad_output, (N, C))
        grad_maps = np.zeros_like(grad_output, shape=(N, C, H * W))
        np.put_along_axis(grad_maps, self._largest, grad_output[:, :, None], axis=2)
        return grad_maps.reshape(self._shape)


class Flatten(Layer):
    """Each picture as one row of numbers: (N, C, H, W) to (N, C * H * W).

    Examples
    --------
    >>> Flatten().forward(np.zeros((2, 3, 4, 5))).shape
    (2, 60)
    """

    def forward(self, inputs):
        inputs = as_numbers("inputs", inputs)
        self._shape = inputs.shape
        return inputs.reshape(len(inputs), prod(inputs.shape[1:]))

    def backward(self, grad_output):
        return as_gradient(grad_output, (self._shape[0], prod(self._shape[1:]))).reshape(self._shape)


class Sequential(Layer):
    """Layers one after another.

    Examples
    --------
    >>> model = Sequential(Flatten(), Linear(256, 10))
    >>> model.forward(np.zeros((3, 1, 16, 16), np.float32)).shape, model.count()
    ((3, 10), 2570)
    """

    def __init__(self, *layers):
        for layer in layers:
            if not hasattr(type(layer), "forward"):
                what = f"{layer.__name__} without brackets" if isinstance(layer, type) else type(layer).__name__
                raise TypeError(f"Sequential takes layers, one after another: Sequential(Flatten(), ...); got {what}")
        self.layers = layers

    def forward(self, inputs):
        for layer in self.layers:
            inputs = layer.forward(inputs)
        return inputs

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output

    def parameters(self):
        return [parameter for layer in self.layers for parameter in layer.parameters()]
