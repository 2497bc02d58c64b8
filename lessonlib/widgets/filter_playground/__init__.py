"""The filter playground: a photograph, a filter to edit, and what becomes of it."""
