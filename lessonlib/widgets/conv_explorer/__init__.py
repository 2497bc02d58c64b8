"""The convolution explorer: an image, a filter, their map, and the products behind every number of it."""
