"""Hide the edge: choose the colour of one half so that a filter sees no edge."""
