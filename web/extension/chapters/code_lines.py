"""A long line of code or output wraps on a telephone as Python reads it: further in than it begins, between its parts.

Each line that may not fit there is an element of its own (web/css/cells.css), so that it can hang. What is copied or
run is the same text.
"""

from bs4 import NavigableString, PageElement, Tag

NARROW = 34  # characters: what fits on the narrowest telephone
DEEPEST = 12  # spaces before a line that still count
OPENING = ("(", "[", "{", ",")  # a line may break after these, and before a dot


def is_highlighted(block):
    """Whether Pygments wrote a block: it begins with an empty span, so that no line break is lost."""
    first = next(block.children, None)
    return isinstance(first, Tag) and first.name == "span" and not first.contents


def lines_of(nodes):
    """The nodes of each line of highlighted code, without its line break; no span reaches into a second line."""
    line: list[PageElement | str] = []
    for node in nodes:
        *ended, rest = node.split("\n") if isinstance(node, NavigableString) else (node,)
        for text in ended:
            yield [*line, text] if text else line
            line = []
        if rest:
            line.append(rest)
    if line:
        yield line


def text_of(line):
    return "".join(node if isinstance(node, str) else node.get_text() for node in line)


def parted(line, new_tag):
    """The nodes of a line, with a place to break it after an opening bracket or a comma, and before a dot."""
    for node in line:
        kind = (
            None if isinstance(node, str) else node.get("class")
        )  # as Pygments calls punctuation, p, or an operator, o
        if kind == ["o"] and node.get_text() == ".":
            yield new_tag("wbr")
        yield node
        if kind == ["p"] and node.get_text().endswith(OPENING):
            yield new_tag("wbr")


def hang(line, new_tag):
    """A line of code in an element of its own, which says how far in it begins."""
    text = text_of(line)
    depth = min(len(text) - len(text.lstrip(" ")), DEEPEST) // 4
    element = new_tag("span", attrs={"class": "lesson-code-line", "data-depth": str(depth)})
    element.extend([*parted(line, new_tag), "\n"])
    return element


def hang_lines(body):
    """Put the long lines of a page's code into elements."""
    for block in filter(is_highlighted, body.find_all("pre")):
        first, *nodes = block.contents
        lines = list(lines_of(nodes))
        block.clear()
        block.append(first)
        for line in lines:
            block.extend([hang(line, body.new_tag)] if len(text_of(line)) > NARROW else [*line, "\n"])


def write(page):
    hang_lines(page.body)
