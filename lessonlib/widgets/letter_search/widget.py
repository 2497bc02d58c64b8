"""Touch a letter: the title of a page is the picture, one of its letters the filter, and its copies light up."""

import base64

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.nn.checks import whole_number
from lessonlib.nn.conv import conv2d
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.svg import Still, colour, draw_svg, draw_text
from lessonlib.widgets.kit.toolbar import Framed, check_key

MOST = 80  # characters of a title
LINE = 17  # of a line of the still


def letter_search(title, *, letter="", key=""):
    """Make a letter of a title the filter, and light every place of the title where it is found.

    It works in the built page without Python and in Jupyter with it, by mouse, touch and keyboard. The browser draws
    the title, so its pixels are known here once it has been shown.

    Parameters
    ----------
    title : str
        1 to 80 characters, not all of them spaces.
    letter : str, optional
        The letter that is the filter at first: where it stands first in the title. Default: the one with most copies.
    key : str, optional
        Its name in a page's address, for links that last.

    Returns
    -------
    LetterSearch

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> search = letter_search("How machines see local patterns", letter="s")
    >>> search
    LetterSearch('How machines see local patterns', 's')
    >>> search.letter = "o"
    >>> search.chosen
    1
    """
    return LetterSearch(title, letter=letter, key=key)


class LetterSearchView(Framed, anywidget.AnyWidget):
    """The part that draws the title and searches it, in the browser."""

    _esm = join_script("letter_search/widget.js")
    _css = join_styles("kit/base.css", "letter_search/widget.css", "kit/toolbar.css")

    text = traitlets.Unicode().tag(sync=True)
    chosen = traitlets.Int(0).tag(sync=True)
    size = traitlets.List().tag(sync=True)
    pixels = traitlets.Unicode().tag(sync=True)
    box = traitlets.List().tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        return f"LetterSearchView({self.text!r}, {self.text[self.chosen]!r})"


class LetterSearch(ipywidgets.VBox):
    """The title and its search; what the reader chose can be read and assigned.

    Parameters
    ----------
    title, letter, key
        As in `letter_search`.

    Attributes
    ----------
    title : str
    chosen : int
        Where the chosen letter stands in the title, counted from 0.
    letter : str
        The chosen letter.
    picture : numpy.ndarray, (H, W), uint8, or None
        The title as the browser drew it, 0 (paper) to 255 (ink); None before it did.
    filter : numpy.ndarray, (FH, FW), float64, or None
        The letter's box of the picture, minus its mean.
    map : numpy.ndarray, (H - FH + 1, W - FW + 1), float64, or None
        `lessonlib.conv2d` of the two.
    view : LetterSearchView
        The widget that draws.
    """

    def __init__(self, title, *, letter="", key=""):
        title = _check_title(title)
        letters = [one for one in title if one != " "]
        self.view = LetterSearchView(
            text=title,
            chosen=_find(title, letter or max(letters, key=letters.count)),
            key=check_key(key),
        )
        self._draw_still()
        self.view.observe(self._draw_still, ["text", "chosen"])
        super().__init__([self.view])

    @property
    def title(self):
        return self.view.text

    @property
    def chosen(self):
        return self.view.chosen

    @chosen.setter
    def chosen(self, place):
        place = whole_number("chosen", place)
        if place >= len(self.title) or self.title[place] == " ":
            raise ValueError(f"chosen must be the place of a letter in {self.title!r}, counted from 0; got {place}")
        self.view.chosen = place

    @property
    def letter(self):
        return self.title[self.chosen]

    @letter.setter
    def letter(self, letter):
        self.view.chosen = _find(self.title, letter)

    @property
    def picture(self):
        if not self.view.pixels:
            return None
        return np.frombuffer(base64.b64decode(self.view.pixels), np.uint8).reshape(self.view.size)

    @property
    def filter(self):
        if not self.view.pixels:
            return None
        row, column, rows, columns = self.view.box
        patch = self.picture[row : row + rows, column : column + columns].astype(float)
        return patch - patch.mean()

    @property
    def map(self):
        if not self.view.pixels:
            return None
        return conv2d(self.picture[None, None].astype(float), self.filter[None, None])[0, 0]

    def still(self):
        """Draw the title with the chosen letter and its copies in colour.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        lines, letter = _wrap(self.title), self.letter
        body = "".join(_draw_line(line, 66 + 74 * i, letter) for i, line in enumerate(lines))
        times = self.title.count(letter)
        count = f"fits at {times} place{'s' * (times > 1)}"
        height = 66 + 74 * len(lines)
        body += draw_text(2, height - 8, f"Your filter: {letter}. It {count}.", 20, "positive", weight=600)
        described = f"The title in large letters; {letter}, which {count}, is in colour."
        sentence = "In the live page you touch a letter, and every place like it lights up."
        return Still(draw_svg(600, height + 8, self.title, described, body), sentence)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _check_title(title):
    if not isinstance(title, str):
        raise TypeError(f"title must be a text; got {title!r}")
    if not title.strip() or len(title) > MOST:
        raise ValueError(f"title must have 1 to {MOST} characters, not all of them spaces; got {title!r}")
    return " ".join(title.split())


def _find(title, letter):
    if not isinstance(letter, str):
        raise TypeError(f"letter must be a letter of the title; got {letter!r}")
    if len(letter) != 1 or letter == " " or letter not in title:
        raise ValueError(f"letter must be one letter of {title!r}; got {letter!r}")
    return title.index(letter)


def _wrap(title):
    """The title in lines of about equal width."""
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if len(longer) <= LINE or not lines[-1] else [*lines, word]
    return lines


def _draw_line(line, y, letter):
    pieces = (
        f'<tspan style="fill: {colour("positive")}">{_escape(one)}</tspan>' if one == letter else _escape(one)
        for one in line
    )
    return (
        f'<text x="2" y="{y}" font-size="64" font-weight="600" font-family="Georgia, serif" '
        f'style="fill: {colour("ink")}">{"".join(pieces)}</text>'
    )


def _escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")
