"""The network in NumPy: convolution, layers, losses, the training loop, gradient checks, sizes and counts."""
