"""The aliasing explorer: a picture to nudge, its map at stride 2, and the same map blurred before the stride."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.widgets.aliasing_explorer.both_maps import both_maps, thin_three, vertical_line
from lessonlib.widgets.kit.arguments import check_fit, check_picture
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.mover import check_shift, move_picture, say_move
from lessonlib.widgets.kit.png import grey_png, signed_png
from lessonlib.widgets.kit.svg import Still, draw_image, draw_svg, draw_text, fixed
from lessonlib.widgets.kit.toolbar import Framed, check_key

REACH = 4
SIDE = 250  # of a picture in the still, in its units


def aliasing_explorer(picture=None, filter=None, *, shift=(0, 0), key=""):
    """Show what a nudge by one pixel does to a map at stride 2, and to the same map blurred before the stride.

    Both maps are a convolution, ReLU, and every second place of it; the second is blurred in between, with weights
    1 2 1 along both axes (Zhang 2019). Below each runs the sum of its numbers. It works in the built page without
    Python and in Jupyter with it, by mouse, touch and keyboard.

    Parameters
    ----------
    picture : array_like, optional
        (H, W), 0 (dark) to 1 (bright), at most 64 along a side. Zeros enter where it moves away from a border.
        Default: a 3 with thin strokes.
    filter : array_like, optional
        (FH, FW) numbers. Default: one for vertical lines.
    shift : (down, right) pair of int, default (0, 0)
        Where it stands at first, in pixels, at most 4 either way.
    key : str, optional
        Its name in a page's address, for links that last.

    Returns
    -------
    AliasingExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> explorer = aliasing_explorer()
    >>> explorer
    AliasingExplorer(25x25 picture, moved 0 down, 0 right)
    >>> [round(float(map.sum()), 1) for map in explorer.maps()]
    [15.3, 10.2]
    >>> explorer.shift = (0, 1)
    >>> [round(float(map.sum()), 1) for map in explorer.maps()]
    [5.6, 10.2]
    """
    return AliasingExplorer(picture, filter, shift=shift, key=key)


class AliasingExplorerView(Framed, anywidget.AnyWidget):
    """The part of the explorer that computes and draws, in the browser."""

    _esm = join_script("aliasing_explorer/widget.js")
    _css = join_styles("kit/base.css", "kit/mover.css", "aliasing_explorer/widget.css", "kit/toolbar.css")

    picture = traitlets.List().tag(sync=True)
    filter = traitlets.List().tag(sync=True)
    down = traitlets.Int(0).tag(sync=True)
    right = traitlets.Int(0).tag(sync=True)
    reach = traitlets.Int(REACH).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        size = f"{len(self.picture)}x{len(self.picture[0])}"
        return f"AliasingExplorerView({size} picture, moved {self.down} down, {self.right} right)"


class AliasingExplorer(ipywidgets.VBox):
    """A picture to nudge and its two maps.

    Parameters
    ----------
    picture, filter, shift, key
        As in `aliasing_explorer`.

    Attributes
    ----------
    shift : (down, right) pair of int
        Where the picture stands; assign to move it.
    view : AliasingExplorerView
        The widget that draws.
    """

    def __init__(self, picture=None, filter=None, *, shift=(0, 0), key=""):
        picture = check_picture("picture", thin_three() if picture is None else picture)
        filter = check_picture("filter", vertical_line() if filter is None else filter)
        check_fit(picture, filter, 0)
        self.view = AliasingExplorerView(picture=picture, filter=filter, key=check_key(key))
        self.shift = shift
        self._draw_still()
        self.view.observe(self._draw_still, ["down", "right"])
        super().__init__([self.view])

    @property
    def shift(self):
        return self.view.down, self.view.right

    @shift.setter
    def shift(self, place):
        self.view.down, self.view.right = check_shift(place, REACH)

    def moved_picture(self):
        """The picture as it now stands: (H, W)."""
        return move_picture(np.array(self.view.picture, float), *self.shift)

    def maps(self):
        """The two maps of it: at stride 2, and blurred first."""
        return both_maps(self.moved_picture(), np.array(self.view.filter, float))

    def still(self):
        """Draw the explorer as it stands.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        picture, (strided, blurred) = self.moved_picture(), self.maps()
        largest = max(strided.max(), blurred.max(), 1e-9)
        drawn = {
            "The image": (grey_png(48 + 202 * picture.clip(0, 1)), picture, None),
            "Stride 2": (signed_png(strided, largest), strided, strided.sum()),
            "Blurred first, then stride 2": (signed_png(blurred, largest), blurred, blurred.sum()),
        }
        body = []
        for i, (title, (address, values, total)) in enumerate(drawn.items()):
            x = 2 + i * (SIDE + 24)
            height = SIDE * values.shape[0] / values.shape[1]
            body += [draw_text(x, 18, title, weight=600), draw_image(x, 28, (SIDE, height), address)]
            if total is not None:
                body.append(draw_text(x, 28 + height + 26, f"All its numbers: {fixed(total, 2)}", weight=600))
        described = (
            f"An image and two maps of it. The numbers of the map at stride 2 add up to {fixed(strided.sum(), 2)}, "
            f"those of the map that was blurred first to {fixed(blurred.sum(), 2)}."
        )
        tall = max(values.shape[0] / values.shape[1] for _, values, _ in drawn.values()) * SIDE
        svg = draw_svg(3 * SIDE + 52, round(28 + tall + 36), say_move(*self.shift), described, "".join(body))
        return Still(svg, "In the live page you nudge the image by single pixels, and the two sums follow.")

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()
