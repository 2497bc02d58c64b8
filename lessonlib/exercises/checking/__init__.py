"""The checker: standard library only, so that it also runs in the page."""
