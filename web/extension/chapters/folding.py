"""What is folded: code that only imports, and what gives an answer away before a reader had a guess.

A cell tagged `guess` follows a question. It and the text after it, up to the next heading, question or cell without the
tag, open when the reader says so. The three things to keep get a frame.
"""

import ast

from docutils import nodes
from sphinx.transforms import SphinxTransform

from .callouts import callout

KEEP = "Three things to keep"


def only_imports(source):
    """Whether a cell does nothing but import."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a line for IPython
        return False
    return bool(body) and all(isinstance(line, ast.Import | ast.ImportFrom) for line in body)


class FoldImports(SphinxTransform):
    default_priority = 400

    def apply(self):
        for cell in self.document.findall(nodes.container):
            if cell.get("nb_element") != "cell_code" or cell.get("hide_mode"):
                continue
            code = cell.next_node(nodes.literal_block)
            if code and "cell_input" in code.parent["classes"] and only_imports(code.astext()):
                cell.update_basic_atts({"classes": ["tag_hide-input"]})
                cell["hide_mode"] = "input"
                cell["prompt_show"] = "Show the set-up"
                cell["prompt_hide"] = "Hide the set-up"


class guess(nodes.General, nodes.Element):
    """What a reader opens after having guessed."""


class FoldGuesses(SphinxTransform):
    default_priority = 410  # after quotes have become callouts

    def apply(self):
        for cell in list(self.document.findall(nodes.container)):
            if is_guess(cell) and not isinstance(cell.parent, guess):
                parent, begin = cell.parent, cell.parent.index(cell)
                end = next((i for i in range(begin + 1, len(parent)) if ends(parent[i])), len(parent))
                inside = parent.children[begin:end]
                del parent[begin:end]
                parent.insert(begin, guess("", *inside))


def is_guess(node):
    return isinstance(node, nodes.container) and "tag_guess" in node["classes"]


def ends(node):
    """Whether a node is not part of the answer: the next section, question or cell."""
    is_cell = isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"
    return isinstance(node, nodes.section | callout) or (is_cell and not is_guess(node))


def open_guess(self, node):
    self.body.append('<details class="lesson-guess"><summary>I have my guess: show me</summary>\n')


def close_guess(self, node):
    self.body.append("</details>\n")


class FrameTakeaways(SphinxTransform):
    default_priority = 400

    def apply(self):
        for section in self.document.findall(nodes.section):
            if section.next_node(nodes.title).astext() == KEEP:
                section["classes"].append("lesson-takeaways")


def setup(app):
    app.add_node(guess, html=(open_guess, close_guess))
    app.add_transform(FoldGuesses)
    app.add_transform(FoldImports)
    app.add_transform(FrameTakeaways)
