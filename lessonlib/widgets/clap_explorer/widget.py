"""The clap explorer: a known sound to slide by hand along a recording, heard and scored where it lies."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.nn.checks import whole_number
from lessonlib.widgets.clap_explorer.scoring import pack, score_map, two_peaks, unpack
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.svg import Still, colour, draw_svg, draw_text, fixed
from lessonlib.widgets.kit.toolbar import Framed, check_key

MOST = 20_000  # samples of a recording: the page scores it at every place
RATES = (8_000, 96_000)  # that every browser plays
WIDE, HIGH = 640, 110  # of the recording in the still, in its units
COLUMNS = 320


def clap_explorer(recording, template, rate, *, place=0, key=""):
    """Let the reader slide a known sound along a recording by hand, hear it there and see its score run.

    The score is the dot product of the sound with the stretch that it lies on. The map of all scores appears once
    its two highest peaks are found, or asked for. It works in the built page without Python and in Jupyter with it,
    by mouse, touch and keyboard; both sounds are rounded to 16 bits.

    Parameters
    ----------
    recording : array_like, (samples,)
        -1 to 1, at most 20,000 samples.
    template : array_like, (samples,)
        The sound that is looked for, -1 to 1 and no longer than the recording.
    rate : int
        Samples a second, 8,000 to 96,000.
    place : int, default 0
        The sample of the recording on which the sound begins at first.
    key : str, optional
        Its name in a page's address, for links that last.

    Returns
    -------
    ClapExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> explorer = clap_explorer([0, 0, 0.5, -0.5, 0, 0.2, -0.2, 0], [0.5, -0.5], 8000)
    >>> explorer
    ClapExplorer(2 of 8 samples, at 0)
    >>> explorer.place = 2
    >>> round(explorer.score, 2), explorer.scores().round(2).tolist()
    (0.5, [0.0, -0.25, 0.5, -0.25, -0.1, 0.2, -0.1])
    """
    return ClapExplorer(recording, template, rate, place=place, key=key)


class ClapExplorerView(Framed, anywidget.AnyWidget):
    """The part that scores, draws and plays, in the browser."""

    _esm = join_script("clap_explorer/widget.js")
    _css = join_styles("kit/base.css", "kit/figure.css", "clap_explorer/widget.css", "kit/toolbar.css")

    recording = traitlets.Unicode().tag(sync=True)
    template = traitlets.Unicode().tag(sync=True)
    rate = traitlets.Int().tag(sync=True)
    place = traitlets.Int(0).tag(sync=True)
    found = traitlets.List().tag(sync=True)
    whole = traitlets.Bool(False).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        size, whole = unpack(self.template).size, unpack(self.recording).size
        return f"ClapExplorerView({size:,} of {whole:,} samples, at {self.place:,})"


class ClapExplorer(ipywidgets.VBox):
    """A recording and the sound that slides along it.

    Parameters
    ----------
    recording, template, rate, place, key
        As in `clap_explorer`.

    Attributes
    ----------
    place : int
        The sample on which the sound begins; assign to move it.
    score : float
        The dot product there.
    found : list of int
        Which of the two highest peaks the reader has found.
    whole : bool
        Whether the whole map is shown; assign to change it.
    view : ClapExplorerView
        The widget that draws.
    """

    def __init__(self, recording, template, rate, *, place=0, key=""):
        recording, template = _check_sound("recording", recording), _check_sound("template", template)
        if recording.size > MOST:
            raise ValueError(f"recording must be at most {MOST:,} samples; got {recording.size:,}")
        if template.size > recording.size:
            raise ValueError(
                f"template must be no longer than the recording, {recording.size:,}; got {template.size:,} samples"
            )
        self.view = ClapExplorerView(
            recording=pack(recording),
            template=pack(template),
            rate=whole_number("rate", rate, *RATES),
            key=check_key(key),
        )
        self.place = place
        self._draw_still()
        self.view.observe(self._draw_still, ["place", "whole"])
        super().__init__([self.view])

    @property
    def place(self):
        return self.view.place

    @place.setter
    def place(self, place):
        self.view.place = whole_number("place", place, 0, self.scores().size - 1)

    score = property(lambda self: float(self.scores()[self.place]))
    found = property(lambda self: self.view.found)

    @property
    def whole(self):
        return self.view.whole

    @whole.setter
    def whole(self, shown):
        self.view.whole = shown

    def sounds(self):
        """The recording and the template, as the page has them: (samples,) float64 each."""
        return unpack(self.view.recording), unpack(self.view.template)

    def scores(self):
        """The score at every place: (recording - template + 1,) float64."""
        return score_map(*self.sounds())

    def still(self):
        """Draw the recording, the clap on it, and the map if it is shown.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        (recording, template), scores = self.sounds(), self.scores()
        x, width = (round(WIDE * size / recording.size, 1) for size in (self.place, template.size))
        said = f"Score {fixed(self.score, 2)} at sample {self.place:,}"
        body = [
            _draw_line(recording, 2, np.abs(recording).max() or 1, colour("muted")),
            f'<rect x="{2 + x:g}" y="2" width="{width:g}" height="{HIGH}" rx="3" '
            f'style="fill: none; stroke: {colour("accent")}; stroke-width: 2.5"/>',
            draw_text(2, HIGH + 28, said, 17, weight=600),
        ]
        described = f"A recording of {recording.size:,} samples, and a box of {template.size:,} on it. {said}."
        height = HIGH + 40
        if self.whole:
            padded = np.pad(scores, (0, recording.size - scores.size))
            body.append(_draw_line(padded, height, np.abs(scores).max() or 1, colour("positive")))
            peaks = ", ".join(f"{fixed(scores[at], 2)} at {at:,}" for at in two_peaks(scores, template.size))
            described += f" The highest scores: {peaks}."
            height += HIGH + 4
        svg = draw_svg(WIDE + 4, height, "A clap on a recording", described, "".join(body))
        return Still(svg, "In the live page you slide the clap along the recording, hear it and see its score run.")

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _check_sound(name, samples):
    array = np.asarray(samples, dtype=float)
    if array.ndim != 1 or not array.size:
        raise ValueError(f"{name} must be one row of numbers; got shape {array.shape}")
    if not (np.abs(array) <= 1).all():  # so that NaN is refused as well
        raise ValueError(f"{name} must be numbers from -1 to 1; got {array[~(np.abs(array) <= 1)][0]}")
    return array


def _draw_line(values, top, most, stroke):
    """A row of numbers as a line: its lowest and its highest number in each column."""
    middle, parts = top + HIGH / 2, []
    for at, column in enumerate(np.array_split(values, min(COLUMNS, values.size))):
        low, high = (middle - (HIGH / 2 - 2) * value / most for value in (column.min(), column.max()))
        parts.append(f"M{2 + (at + 0.5) * WIDE / min(COLUMNS, values.size):.1f} {low + 0.4:.1f}V{high - 0.4:.1f}")
    return f'<path d="{"".join(parts)}" style="fill: none; stroke: {stroke}; stroke-width: 1.2"/>'
