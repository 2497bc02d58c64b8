"""Mathematics as MathML, written when the book is built: a page needs no script and no font for it.

TeX is read by Temml (in web/node_modules), one call of node for each page that has formulas.
"""

from docutils import nodes

from .. import node as programs


def prepare(app, doctree, docname):
    """Convert all formulas of one page at once and keep each with its node."""
    found = [*doctree.findall(nodes.math), *doctree.findall(nodes.math_block)]
    if found and app.builder.format == "html":
        formulas = [(node.astext(), isinstance(node, nodes.math_block)) for node in found]
        for node, mathml in zip(found, programs.run("mathml.mjs", formulas), strict=True):
            node["mathml"] = mathml


def visit_inline(self, node):
    self.body.append(node["mathml"])
    raise nodes.SkipNode


def visit_block(self, node):
    self.body.append(f'<div class="lesson-formula">{node["mathml"]}</div>\n')
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
