"""The receptive field explorer: a stack of layers, and what one of its units sees."""
