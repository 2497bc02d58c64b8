"""The equivariance explorer: a picture moved and then convolved, beside convolved and then moved."""
