"""The colours, once: figures, widgets and the site all take them from here.

Grey is for pixels. Blue and orange are for signed numbers (positive and negative): the pair stays apart
for every common kind of colour blindness, and a sign is always written as well. One accent marks the
patch that is being looked at. Text colours reach a contrast of 4.5 to 1 on their background.
"""

LIGHT = {
    "background": "#ffffff",
    "surface": "#f4f5f7",
    "ink": "#1c2024",
    "muted": "#5b6470",
    "line": "#c9ced6",
    "positive": "#1f66b0",
    "negative": "#b8500b",
    "accent": "#a3188f",
    "accent-soft": "#f7e3f4",
    "right": "#1b7340",
    "wrong": "#b3261e",
}

DARK = {
    "background": "#14181e",
    "surface": "#1e242c",
    "ink": "#e8eaee",
    "muted": "#a3acb8",
    "line": "#3d4651",
    "positive": "#74b3f5",
    "negative": "#f4a062",
    "accent": "#f08be0",
    "accent-soft": "#42203d",
    "right": "#6fce95",
    "wrong": "#f2938c",
}

# What figures are drawn with. In the site each becomes the colour of that name above (svg.py); in a notebook, whose
# background may be either, it stays: 4.0 to 1 on white, 4.4 to 1 on the dark page, for text that is drawn large.
FIGURE = {
    "ink": "#7a7f87",
    "positive": "#3f8ad6",
    "negative": "#d9772b",
    "accent": "#c64bb3",
}


def css_variables(colours):
    """The declarations that make ``colours`` available to a stylesheet.

    Parameters
    ----------
    colours : dict of str to str
        Colour names and their hexadecimal values, such as ``LIGHT``.

    Returns
    -------
    str
        One ``--lesson-name: value;`` for each colour.

    Examples
    --------
    >>> css_variables({"ink": "#1c2024"})
    '--lesson-ink: #1c2024;'
    """
    return " ".join(f"--lesson-{name}: {value};" for name, value in colours.items())
