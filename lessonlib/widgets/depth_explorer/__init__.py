"""The depth explorer: how much of a photograph a unit may see, and where most of its paths start."""
