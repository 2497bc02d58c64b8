"""What is folded: code that only imports, and what gives an answer away before a reader had a guess.

A cell tagged `guess` follows a question. It and the text after it, up to the next heading, question or cell without the
tag, open when the reader says so. The section that a cell tagged `takeaways` begins with gets a frame.
"""

import ast
import functools

from docutils import nodes
from myst_nb.core.render import MditRenderMixin
from sphinx.errors import ExtensionError

from .callouts import callout
from .cells import code_cells

_render_markdown = MditRenderMixin.render_nb_cell_markdown


def only_imports(source):
    """Whether a cell does nothing but import."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a line for IPython
        return False
    return bool(body) and all(isinstance(line, ast.Import | ast.ImportFrom) for line in body)


def fold_cells(app, document):
    """Fold the cells that do nothing but import, and say of every fold what is in it."""
    for cell in code_cells(document):
        if cell.get("hide_mode"):
            if cell["hide_mode"] == "all":
                cell["prompt_show"] = "Show the code and its result"
                cell["prompt_hide"] = "Hide the code and its result"
            continue
        code = cell.next_node(nodes.literal_block)
        if code and "cell_input" in code.parent["classes"] and only_imports(code.astext()):
            cell.update_basic_atts({"classes": ["tag_hide-input"]})
            cell["hide_mode"] = "input"
            cell["prompt_show"] = "Show the set-up"
            cell["prompt_hide"] = "Hide the set-up"


class guess(nodes.General, nodes.Element):
    """What a reader opens after having guessed."""


def fold_guesses(app, document):
    """Fold what follows a question."""
    for cell in code_cells(document):
        if is_guess(cell) and not isinstance(cell.parent, guess):
            parent, begin = cell.parent, cell.parent.index(cell)
            end = next((i for i in range(begin + 1, len(parent)) if ends(parent[i])), len(parent))
            inside = parent.children[begin:end]
            del parent[begin:end]
            parent.insert(begin, guess("", *inside))


def is_guess(node):
    return node.get("nb_element") == "cell_code" and "tag_guess" in node["classes"]


def ends(node):
    """Whether a node is not part of the answer: the next section, question or cell."""
    is_cell = node.get("nb_element") == "cell_code"
    return isinstance(node, nodes.section | callout) or (is_cell and not is_guess(node))


def open_guess(self, node):
    self.body.append('<details class="lesson-guess"><summary>I have my guess: show me</summary>\n')


def close_guess(self, node):
    self.body.append("</details>\n")


@functools.wraps(_render_markdown)
def render_markdown(self, token):
    """Render a cell of text; myst-nb drops the tags of such a cell."""
    earlier = set(self.document.findall(nodes.section))
    _render_markdown(self, token)
    if "takeaways" in token.meta["metadata"].get("tags", ()):
        new = [section for section in self.document.findall(nodes.section) if section not in earlier]
        if not new:
            place = f"{self.document['source']}, cell {token.meta['index']}"
            raise ExtensionError(f"{place}: a cell tagged takeaways begins with a heading; this one has none.")
        new[0]["classes"].append("lesson-takeaways")


def setup(app):
    app.add_node(guess, html=(open_guess, close_guess))
    MditRenderMixin.render_nb_cell_markdown = render_markdown
