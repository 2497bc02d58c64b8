"""The network viewer: a trained network with the maps of its layers, alive in the page."""
