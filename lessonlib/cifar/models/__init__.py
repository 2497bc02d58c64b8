"""The networks that chapters 10 and 10b train."""
