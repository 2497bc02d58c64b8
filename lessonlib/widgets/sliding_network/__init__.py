"""The sliding network: shapes to drag over a wall, and what a network trained on stamps says at every place."""
