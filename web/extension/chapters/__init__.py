"""What becomes of a chapter: its cells, questions, exercises, formulas and outputs."""
