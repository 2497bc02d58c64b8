"""The exercises, one module each."""
