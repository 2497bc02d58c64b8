"""The matrix explorer: a convolution written as a matrix, with shared weights or its own at every place."""
