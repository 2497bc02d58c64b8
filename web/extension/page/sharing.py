"""What a page says of itself to a search engine and to whoever shares it: a description, a card, icons for phones.

A picture for a card needs a whole address. Where the book's site is not known (launch.py sets `html_baseurl` from
repository.py), the card goes without a picture, and there is no map of the site.
"""

import html
import re

from . import card

DESCRIPTION_LENGTH = 155
FIXED = {"search": "Search the chapters, the glossary and the exercises of this book on convolution."}


def description(body):
    """The first paragraph of some length, as plain text, without the minutes that open a chapter, cut at a word."""
    for paragraph in re.findall(r"<p>(.*?)</p>", body, re.S):
        text = html.unescape(" ".join(re.sub(r"<[^>]+>", "", paragraph).split()))
        text = re.sub(r"^\d+ minutes[^.]*\. ", "", text)
        if len(text) >= 40:
            return text if len(text) <= DESCRIPTION_LENGTH else text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"
    return None


def describe(app, pagename, templatename, context, doctree):
    """Add the tags to a page's head."""
    text = FIXED.get(pagename) or description(context.get("body") or "")
    if not text:
        return
    site = app.config.html_baseurl
    title = html.unescape(re.sub(r"<[^>]+>", "", context.get("title") or app.config.html_title))
    properties = {
        "og:type": "website" if pagename == app.config.root_doc else "article",
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
