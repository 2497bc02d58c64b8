"""The page on paper: its stylesheet, and which links show their address as their text already."""

from docutils import nodes


def mark_addresses(app, doctree, docname):
    for link in doctree.findall(nodes.reference):
        if link.get("refuri") == link.astext():
            link["classes"].append("lesson-address")


def setup(app):
    app.add_css_file("print.css", media="print", priority=910)
