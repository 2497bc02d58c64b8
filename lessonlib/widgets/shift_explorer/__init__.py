"""The shift explorer: a digit to move, and what trained models say to it."""
