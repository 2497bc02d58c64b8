"""The networks that chapters 11 and 11b train."""
