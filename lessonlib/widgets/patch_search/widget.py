"""Find it: a box on a page of print is the filter, and the page glows wherever its patch is found again."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.nn.arrays import as_numbers
from lessonlib.nn.checks import true_or_false, whole_number
from lessonlib.nn.conv import conv2d
from lessonlib.pictures import print_page
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.png import bytes_png, grey_png
from lessonlib.widgets.kit.svg import Still, colour, draw_image, draw_svg, draw_text
from lessonlib.widgets.kit.toolbar import Framed, check_key

SIDES = (32, 1200)  # of a picture
MOST = 96  # of a box
COPY = 0.9  # of the response to the box itself
FIRST = [41, 104, 22, 20]  # the e of Alice


def patch_search(picture=None, box=None, *, minus_mean=True, key=""):
    """Make a patch of a page the filter, and light every place of the page that responds to it.

    It works in the built page without Python and in Jupyter with it, by mouse, touch and keyboard. The reader's box
    snaps to letters.

    Parameters
    ----------
    picture : array_like, optional
        (H, W) ink, 32 to 1200 along a side: 0 (paper) to 1, or whole numbers to 255. Default: `lessonlib.images.
        print_page`.
    box : (row, column, rows, columns), optional
        The patch at first, at most 96 along a side, with ink in it. Default: an *e* of the page.
    minus_mean : bool, default True
        Whether the filter is the patch minus its mean, or the patch as it is.
    key : str, optional
        Its name in a page's address, for links that last.

    Returns
    -------
    PatchSearch

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> search = patch_search()
    >>> search
    PatchSearch(502x840 picture, 22x20 patch minus its mean)
    >>> int((search.map > 0.9 * search.map.max()).sum()) >= 25
    True
    """
    return PatchSearch(picture, box, minus_mean=minus_mean, key=key)


class PatchSearchView(Framed, anywidget.AnyWidget):
    """The part that draws the page and searches it, in the browser."""

    _esm = join_script("patch_search/widget.js")
    _css = join_styles("kit/base.css", "kit/chips.css", "kit/fields.css", "patch_search/widget.css", "kit/toolbar.css")

    picture = traitlets.Unicode().tag(sync=True)
    size = traitlets.List().tag(sync=True)
    box = traitlets.List().tag(sync=True)
    minus_mean = traitlets.Bool(True).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        (height, width), (_, _, rows, columns) = self.size, self.box
        kind = " minus its mean" if self.minus_mean else ""
        return f"PatchSearchView({height}x{width} picture, {rows}x{columns} patch{kind})"


class PatchSearch(ipywidgets.VBox):
    """The page and its search; what the reader chose can be read and assigned.

    Parameters
    ----------
    picture, box, minus_mean, key
        As in `patch_search`.

    Attributes
    ----------
    picture : numpy.ndarray, (H, W), float64
        The ink, 0 (paper) to 1.
    box : tuple of int
        Row, column, rows and columns of the patch.
    minus_mean : bool
    filter : numpy.ndarray, (FH, FW), float64
        The patch, minus its mean if so chosen.
    map : numpy.ndarray, (H - FH + 1, W - FW + 1), float64
        `lessonlib.conv2d` of picture and filter.
    view : PatchSearchView
        The widget that draws.
    """

    def __init__(self, picture=None, box=None, *, minus_mean=True, key=""):
        if picture is None:
            self.picture, address = print_page.print_page(), print_page.address()
        else:
            self.picture = _check_ink(picture)
            address = bytes_png(255 - np.round(255 * self.picture).astype(np.uint8))
        if box is None and picture is not None:
            raise TypeError("box must be (row, column, rows, columns) for a picture of your own; got None")
        self.view = PatchSearchView(
            picture=address, size=list(self.picture.shape), box=self._check_box(box or FIRST), key=check_key(key)
        )
        self.minus_mean = minus_mean
        self._draw_still()
        self.view.observe(self._draw_still, ["box", "minus_mean"])
        super().__init__([self.view])

    @property
    def box(self):
        return tuple(self.view.box)

    @box.setter
    def box(self, box):
        self.view.box = self._check_box(box)

    @property
    def minus_mean(self):
        return self.view.minus_mean

    @minus_mean.setter
    def minus_mean(self, chosen):
        self.view.minus_mean = true_or_false("minus_mean", chosen)

    @property
    def filter(self):
        row, column, rows, columns = self.box
        patch = self.picture[row : row + rows, column : column + columns]
        return patch - patch.mean() if self.minus_mean else patch

    @property
    def map(self):
        return conv2d(self.picture[None, None], self.filter[None, None])[0, 0]

    def still(self):
        """Draw the page with the box and a light on each copy.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        height, width = self.picture.shape
        scale = 640 / width
        row, column, rows, columns = self.box
        copies = _peaks(self.map, self.box)
        half = self.picture[: height // 2 * 2, : width // 2 * 2].reshape(height // 2, 2, width // 2, 2).mean((1, 3))
        lights = "".join(
            f'<ellipse cx="{(x + columns / 2) * scale:.0f}" cy="{(y + rows / 2) * scale:.0f}" '
            f'rx="{columns * scale * 0.8:.0f}" ry="{rows * scale * 0.8:.0f}"/>'
            for y, x in copies
        )
        place = [round(side * scale, 1) for side in (column - 2, row - 2, columns + 4, rows + 4)]
        mark = '<rect x="{}" y="{}" width="{}" height="{}" rx="2" '.format(*place)
        count = f"{len(copies)} place{'' if len(copies) == 1 else 's'}"
        body = [
            draw_image(0, 0, (width * scale, height * scale), grey_png(255 * (1 - half))),
            f'<g style="fill: {colour("positive")}; fill-opacity: 0.35">{lights}</g>',
            f'{mark}style="fill: none; stroke: {colour("accent")}; stroke-width: 2"/>',
            draw_text(2, height * scale + 26, f"{count} like the patch in the box", weight=600),
        ]
        described = f"A page of print with a box around one patch; {count} of the page respond like it and are lit."
        sentence = "In the live page you drag the box from letter to letter, and every place like it lights up."
        return Still(draw_svg(640, round(height * scale) + 40, "Find it", described, "".join(body)), sentence)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _check_box(self, box):
        if not isinstance(box, tuple | list | np.ndarray) or len(box) != 4:
            raise TypeError(f"box must be (row, column, rows, columns); got {box!r}")
        names = ("row", "column", "rows", "columns")
        row, column, rows, columns = (
            whole_number(f"{name} of box", side, int(name.endswith("s"))) for name, side in zip(names, box, strict=True)
        )
        height, width = self.picture.shape
        if row + rows > height or column + columns > width:
            raise ValueError(f"box must lie in the picture, {height}x{width}; got {(row, column, rows, columns)}")
        if max(rows, columns) > MOST:
            raise ValueError(f"box must be at most {MOST} along a side; got {rows}x{columns}")
        if not self.picture[row : row + rows, column : column + columns].any():
            raise ValueError(f"box must hold some ink; got {(row, column, rows, columns)}, all paper")
        return [row, column, rows, columns]

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _check_ink(picture):
    """``picture`` as (H, W) ink from 0 to 1, or a message that says what it is instead."""
    array = as_numbers("picture", picture, "(H, W)", hint="A page here is grey, without channels or a batch")
    if not all(SIDES[0] <= side <= SIDES[1] for side in array.shape):
        raise ValueError(f"picture must be {SIDES[0]} to {SIDES[1]} pixels along each side; got shape {array.shape}")
    most = 255 if array.dtype.kind == "i" else 1
    if not (array.min() >= 0 and array.max() <= most):  # so that NaN is refused as well
        raise ValueError(f"picture must lie from 0 to {most}; got {array.min()} to {array.max()}")
    return np.round(array * (255 / most)) / 255


def _peaks(map, box):
    """The places of the copies, strongest first, no two nearer than half the box: as ``findPeaks`` finds them."""
    row, column, rows, columns = box
    left = map >= COPY * map[row, column]
    kept = []
    for y, x in sorted(np.argwhere(left).tolist(), key=lambda place: -map[tuple(place)]):
        if all(2 * abs(y - other) >= rows or 2 * abs(x - beside) >= columns for other, beside in kept):
            kept.append((y, x))
    return kept
