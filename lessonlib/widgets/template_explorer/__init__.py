"""The template explorer: a digit to drag over the weights of a linear model, and the sums that it makes there."""
