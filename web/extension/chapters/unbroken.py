"""A short shape, as (N, C, H, W), and a short row of numbers, as 3 3 −3, stay on one line: each is read as one."""

import re

from docutils import nodes

from .inline_code import LONGEST
from .minus import MINUS, is_verbatim

NUMBER = rf"[{MINUS}-]?\d{{1,2}}"
WHOLE = re.compile(rf"\((?:[A-Z]{{1,2}}, )+[A-Z]{{1,2}}\)|(?<![\w.,{MINUS}-]){NUMBER}(?: {NUMBER}){{2,}}(?!\w)")
SPACE = "\N{NO-BREAK SPACE}"


def join(text):
    return WHOLE.sub(lambda found: found[0].replace(" ", SPACE) if len(found[0]) <= LONGEST else found[0], text)


def keep_whole(app, document):
    """Put spaces that do not break into short shapes and rows of numbers."""
    for text in list(document.findall(nodes.Text)):
        found = join(text.astext())
        if found != text.astext() and not is_verbatim(text.parent):
            text.parent.replace(text, nodes.Text(found))
