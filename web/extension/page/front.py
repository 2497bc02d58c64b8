"""The first page as a front: its table of chapters as cards, and the button that starts the book.

`index.md` stays a page that reads well anywhere: a table of number, chapter and what there is to see. Here each row
becomes a card with a drawing (signatures.py), the minutes that the chapter itself promises, and room for what the
reader has done there (web/page/progress.js).
"""

from html import escape

from docutils import nodes

from . import signatures
from .navigation import NUMBER, tasks


def target(reference):
    """The name of the page that a link leads to."""
    return reference.get("refuri", "").partition("#")[0].removesuffix(".html")


def chapters(table):
    """[(name of the page, address, title, what there is to see)] of the rows of a table that link to a chapter."""
    found = []
    for row in table.findall(nodes.row):
        link = next(row.findall(nodes.reference), None)
        if link is not None:
            found.append((target(link), link["refuri"], link.astext(), row.children[-1].astext()))
    return found


def card(row, about):
    """A chapter as an item of a list: its row, and what navigation.py noted of it."""
    name, address, title, seen = row
    number = NUMBER.match(name.rpartition("/")[2])
    told = tasks(about)
    done = '<span class="lesson-hidden" data-done></span>' if told else ""
    minutes = f"<span>{about['minutes']} min</span>" if about.get("minutes") else ""
    return (
        f'<li class="lesson-card"><div class="lesson-signature">{signatures.draw(name)}</div>'
        f'<p class="lesson-card-title"><a href="{escape(address)}"{told}>'
        f'<span class="lesson-number">{number[1] if number else ""}</span> <span>{escape(title)}{done}</span></a></p>'
        f'<p class="lesson-card-seen">{escape(seen)}</p>'
        f'<p class="lesson-card-foot">{minutes}<span data-answered></span></p></li>'
    )


def cards(env, rows):
    found = (card(row, env.metadata[row[0]].get("lesson", {})) for row in rows if row[0] in env.found_docs)
    return nodes.raw("", f'<ol class="lesson-cards">{"".join(found)}</ol>', format="html")


def is_start(paragraph):
    """Whether a paragraph is nothing but a link, as that which starts the book."""
    return len(paragraph.children) == 1 and isinstance(paragraph.children[0], nodes.reference)


def arrange(app, doctree, docname):
    """Cards in place of the table of chapters, and the minutes of its chapter on the button."""
    if docname != app.config.root_doc or app.builder.format != "html":
        return
    for table in list(doctree.findall(nodes.table)):
        if rows := chapters(table):
            table.parent.replace(table, cards(app.env, rows))
    for paragraph in filter(is_start, doctree.findall(nodes.paragraph)):
        link = paragraph.children[0]
        about = app.env.metadata[target(link)].get("lesson", {}) if target(link) in app.env.found_docs else {}
        if about.get("minutes"):
            link += [nodes.Text(" "), nodes.inline("", f"({about['minutes']} min)", classes=["lesson-together"])]
        paragraph["classes"].append("lesson-start")


def place(page):
    is_first = page.name == page.app.config.root_doc
    page.context["lesson_front"] = is_first and page.body.find(class_="lesson-cards") is not None
