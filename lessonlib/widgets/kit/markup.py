"""Text with a little markup - code, strong, emphasis, links into the book - as ``markup.js`` reads it."""

import re

_ANY = re.compile(
    r"`([^`]+)`"
    r"|\*\*([^\s*](?:[^*]*[^\s*])?)\*\*"
    r"|\*([^\s*](?:[^*]*[^\s*])?)\*"
    r"|\[([^\]]+)\]\(([A-Za-z0-9_-][A-Za-z0-9_./-]*(?:#[A-Za-z0-9_-]+)?|#[A-Za-z0-9_-]+)\)"
)


def plain_markup(text):
    """``text`` without its marks.

    Examples
    --------
    >>> plain_markup("*One* patch, `3*3` weights: [see](03-convolution-by-hand.ipynb); 3*3*3 stays.")
    'One patch, 3*3 weights: see; 3*3*3 stays.'
    """

    def words(found):
        is_product = found[3] is not None and re.match("[A-Za-z0-9_]", text[max(0, found.start() - 1) : found.start()])
        return found[0] if is_product else next(filter(None, found.groups()))

    return _ANY.sub(words, text)
