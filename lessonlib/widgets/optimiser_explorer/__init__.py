"""The optimiser explorer: find a filter by hand, by nine votes, and by gradient descent."""
