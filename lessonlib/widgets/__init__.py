"""Widgets that work in the built page without Python and in Jupyter with it, one folder each."""
