"""`{{ citation }}` in a page: how to cite the book, as CITATION.cff says, with its address where that is known."""

import repository


def reference(cited, home):
    """The book as an entry of a list of references, in Markdown."""
    authors = ", ".join(author["name"] for author in cited["authors"])
    text = f"{authors} ({cited['date-released'].year}). *{cited['title']}*, version {cited['version']}."
    return f"{text} <{home.site or home.address}>" if home else text


def offer(app, config):
    cited = repository.cited(app.srcdir)
    if cited:
        substitutions = {"citation": reference(cited, repository.find(app.srcdir))}
        config.myst_substitutions = substitutions | config.myst_substitutions
