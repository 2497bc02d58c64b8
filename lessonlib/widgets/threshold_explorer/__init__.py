"""The threshold explorer: a map, a bias to lower, and what ReLU leaves of it."""
