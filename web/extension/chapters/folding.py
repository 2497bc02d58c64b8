"""Code that only imports is folded, for nobody reads it; the three things to keep get a frame."""

import ast

from docutils import nodes
from sphinx.transforms import SphinxTransform

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


class FrameTakeaways(SphinxTransform):
    default_priority = 400

    def apply(self):
        for section in self.document.findall(nodes.section):
            if section.next_node(nodes.title).astext() == KEEP:
                section["classes"].append("lesson-takeaways")


def setup(app):
    app.add_transform(FoldImports)
    app.add_transform(FrameTakeaways)
