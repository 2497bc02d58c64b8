"""What a page says of itself to a search engine and to whoever shares it: a description, a card, icons for phones.

A picture for a card needs a whole address. Where the book's site is not known (launch.py sets `html_baseurl` from
repository.py), the card goes without a picture, and there is no map of the site.
"""

import html

from . import card
from .tree import parse

DESCRIPTION_LENGTH = 155
FIXED = {"search": "Search the chapters, the glossary and the exercises of this book on convolution."}


def first_words(body):
    """The first plain paragraph of some length, as text; nothing where none is that long."""
    texts = (" ".join(paragraph.get_text().split()) for paragraph in body.find_all("p", class_=False))
    return next((text for text in texts if len(text) >= 40), "")


def cut(text):
    """A text as long as a description may be, cut at a word."""
    return text if len(text) <= DESCRIPTION_LENGTH else text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"


def describe(page):
    """Add the tags to a page's head; a chapter is described by what a reader can do at its end."""
    app, context = page.app, page.context
    goals = app.env.metadata.get(page.name, {}).get("lesson", {}).get("goals")
    text = cut(FIXED.get(page.name) or goals or first_words(page.body))
    if not text:
        return
    site = app.config.html_baseurl
    title = parse(context.get("title") or app.config.html_title).get_text()
    properties = {
        "og:type": "website" if page.name == app.config.root_doc else "article",
        "og:site_name": app.config.html_title,
        "og:title": title,
        "og:description": text,
        "og:locale": "en_GB",
    }
    if site:
        properties |= {
            "og:url": context["pageurl"],
            "og:image": f"{site}_static/{card.CARD}",
            "og:image:width": str(card.CARD_SIZE[0]),
            "og:image:height": str(card.CARD_SIZE[1]),
            "og:image:alt": card.CARD_ALT,
        }
    names = {"description": text, "twitter:card": "summary_large_image" if site else "summary"}
    tags = [
        *(f'<meta name="{name}" content="{html.escape(value)}">' for name, value in names.items()),
        *(f'<meta property="{name}" content="{html.escape(value)}">' for name, value in properties.items()),
        f'<link rel="apple-touch-icon" href="{context["pathto"](f"_static/{card.ICON}", resource=True)}">',
    ]
    context["metatags"] = "\n".join(filter(None, [context.get("metatags"), *tags]))
