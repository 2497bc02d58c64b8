"""What the tests of convolution and its relatives share: drawn cases, torch's answers, and a comparison."""

from contextlib import contextmanager

import numpy as np
import torch
from hypothesis import assume
from hypothesis import strategies as st


@st.composite
def cases(draw):
    """Shapes and settings in which no two axes agree, so that a swapped pair cannot go unseen."""
    C, K, FH, FW, OH, OW = draw(st.permutations(range(1, 7)))
    N = draw(st.sampled_from([0, 1, 7]))
    SH, SW = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    PH, PW = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    H, W = (OH - 1) * SH + FH - 2 * PH, (OW - 1) * SW + FW - 2 * PW
    assume(H > 0 and W > 0 and H != W)
    return (N, C, H, W), (K, C, FH, FW), (N, K, OH, OW), (SH, SW), (PH, PW)


def drawn(*shapes, dtype=np.float64, seed=0):
    """Normally distributed arrays."""
    random = np.random.default_rng(seed)
    return [random.normal(size=shape).astype(dtype) for shape in shapes]


def assert_close(got, want, tolerance, scale=None):
    """No error above ``tolerance`` times the largest number that was wanted, or that ``scale`` has."""
    got, want = np.asarray(got), np.asarray(want)
    scale = want if scale is None else np.asarray(scale)
    assert got.shape == want.shape
    assert np.abs(got - want).max(initial=0) <= tolerance * np.abs(scale).max(initial=0)


@contextmanager
def one_torch_thread():
    """Small tensors on several threads cost more in waiting than in arithmetic, the more so on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def torch_conv2d(images, filters, bias, stride, padding):
    """What conv2d should give."""
    with one_torch_thread():
        return torch.nn.functional.conv2d(*map(torch.tensor, (images, filters, bias)), stride, padding)


def torch_gradients(grad_output, images, filters, stride, padding):
    """What conv2d_backward should give."""
    images, filters = torch.tensor(images, requires_grad=True), torch.tensor(filters, requires_grad=True)
    bias = torch.zeros(len(filters), dtype=filters.dtype, requires_grad=True)
    with one_torch_thread():
        torch.nn.functional.conv2d(images, filters, bias, stride, padding).backward(torch.tensor(grad_output))
    return images.grad, filters.grad, bias.grad


def convolutions(count):
    rng = np.random.default_rng(5)
    cases = []
    while len(cases) < count:
        height, width, stride, padding = *rng.integers(1, 9, 2), rng.integers(1, 4), rng.integers(0, 3)
        image = rng.integers(-9, 10, (height, width)) if len(cases) % 2 else rng.normal(size=(height, width))
        filter = (
            rng.integers(-3, 4, rng.integers(1, 5, 2)) if len(cases) % 3 else rng.normal(size=rng.integers(1, 5, 2))
        )
        if filter.shape[0] <= height + 2 * padding and filter.shape[1] <= width + 2 * padding:
            cases.append((image, filter, int(stride), int(padding)))
    return cases
