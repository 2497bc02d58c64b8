"""A long line of code or output wraps on a telephone as Python reads it: further in than it begins, between its parts.

Each line that may not fit there is an element of its own (web/css/cells.css), so that it can hang. What is copied or
run is the same text.
"""

import re
from html import unescape

NARROW = 34  # characters: what fits on the narrowest telephone
DEEPEST = 12  # spaces before a line that still count
BLOCK = re.compile(r"(<pre[^>]*><span></span>)(.*?)(</pre>)", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
# A break after an opening bracket or a comma, or before a dot; the highlighter puts these into spans.
AFTER = re.compile(r'(<span class="p">[^<]*[(\[{,]</span>)')
BEFORE = re.compile(r'(<span class="o">\.</span>)')


def hang(line):
    """A line of HTML, with its own element if it is long."""
    text = unescape(TAG.sub("", line))
    if len(text) <= NARROW:
        return line
    depth = min(len(text) - len(text.lstrip(" ")), DEEPEST) // 4
    parted = BEFORE.sub(r"<wbr>\1", AFTER.sub(r"\1<wbr>", line))
    return f'<span class="lesson-code-line" data-depth="{depth}">{parted}\n</span>'


def hang_lines(html):
    """HTML whose blocks of code have their long lines in elements."""

    def rewrite(match):
        start, code, end = match.groups()
        lines = [hang(line) for line in code.removesuffix("\n").split("\n")]
        joined = "".join(line if line.endswith("\n</span>") else f"{line}\n" for line in lines)
        return f"{start}{joined}{end}"

    return BLOCK.sub(rewrite, html)


def write(app, pagename, templatename, context, doctree):
    if "body" in context:
        context["body"] = hang_lines(context["body"])
