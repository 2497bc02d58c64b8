"""The badges of README.md, between two marks: state of the tests, the site, Binder. `make notebooks` writes them."""

import re

import repository

from lessonlib.files import atomic_write

MARKED = re.compile(r"(?<=<!-- badges -->\n).*?(?=<!-- /badges -->)", re.DOTALL)


def with_badges(text, home):
    """The text of README.md with the badges of a repository between its marks, or with nothing there.

    Parameters
    ----------
    text : str
        With the lines ``<!-- badges -->`` and ``<!-- /badges -->``.
    home : repository.Repository or None
        Where the book lives.
    """
    lines = []
    if home and home.host == "github.com":
        place = home.address.removeprefix("https://github.com/")
        tests = f"{home.address}/actions/workflows/book.yml"
        binder = f"https://mybinder.org/v2/gh/{place}/HEAD?urlpath=lab/tree/book/01-where-we-start.ipynb"
        lines = [
            f"[![The tests]({tests}/badge.svg)]({tests})",
            f"[![Open on Binder](https://mybinder.org/badge_logo.svg)]({binder})",
            f"[Read the book]({home.site})",
        ]
    return MARKED.sub(lambda _: "".join(f"{line}\n" for line in lines), text, count=1)


if __name__ == "__main__":
    path = repository.ROOT / "README.md"
    written = with_badges(path.read_text(encoding="utf-8"), repository.find())
    with atomic_write(path) as file:
        file.write(written)
