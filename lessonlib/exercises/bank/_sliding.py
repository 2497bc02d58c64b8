"""What wrong convolutions are made of; no exercise."""


def padded(images, padding, mode="constant"):
    import numpy as np

    return np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode)


def map_size(images, filters, stride, padding=0):
    sides = zip(images.shape[2:], filters.shape[2:], strict=True)
    return [(side - filter_side + 2 * padding) // stride + 1 for side, filter_side in sides]


def slid(images, filters, stride, size, number=lambda patch, filter: (patch * filter).sum()):
    """A map of ``size`` whose numbers are ``number(patch, filter)``."""
    import numpy as np

    output = np.zeros((len(images), len(filters), *size))
    _, _, FH, FW = filters.shape
    for n, k, oh, ow in np.ndindex(output.shape):
        top, left = oh * stride, ow * stride
        output[n, k, oh, ow] = number(images[n, :, top : top + FH, left : left + FW], filters[k])
    return output


def inside(padded, images, padding):
    """What is left once the ring is cut off."""
    _, _, H, W = images.shape
    return padded[:, :, padding : padding + H, padding : padding + W]


def of_windows_inside(grad_output, images, filters, stride, padding):
    """The gradient of a map with 0 at every place whose window reaches into the ring."""
    import numpy as np

    rows, columns = (
        np.array([padding <= place * stride <= padding + side - filter_side for place in range(places)])
        for side, filter_side, places in zip(images.shape[2:], filters.shape[2:], grad_output.shape[2:], strict=True)
    )
    return grad_output * rows[:, None] * columns


def gradient_case(numbers, N, C, K, FH, FW, OH, OW, stride, padding):
    """The arguments of `input_gradient`: arrays of halves whose shapes fit together."""
    H, W = (OH - 1) * stride + FH - 2 * padding, (OW - 1) * stride + FW - 2 * padding
    shapes = (N, K, OH, OW), (N, C, H, W), (K, C, FH, FW)
    return *(numbers.integers(-4, 5, shape) / 2 for shape in shapes), stride, padding
