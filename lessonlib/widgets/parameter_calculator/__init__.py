"""The parameter calculator: what a linear and a convolutional layer cost, side by side."""
