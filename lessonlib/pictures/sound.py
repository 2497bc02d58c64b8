"""Sounds as rows of numbers: a figure to see them, a player to hear them."""

import base64
import io
import wave

import numpy as np

from lessonlib.figures import palette, plots
from lessonlib.figures.display import display
from lessonlib.nn.checks import whole_number

_ROW = 1.25  # inches
_AXIS = 0.55  # inches below the rows


@plots.styled
def waves(rows, *, start=0, alt, title=None):
    """Show rows of numbers as lines, one below the other over the same samples, each to its own height.

    Parameters
    ----------
    rows : dict of str to array_like, shape (samples,)
        What stands above each line, and its finite numbers. The lines may differ in length; all begin at `start`.
    start : int
        The number of the first sample shown.
    alt, title : str
        See `lessonlib.plots.show`.

    Raises
    ------
    ValueError
        If there is no row, or one is empty, not a row or not of finite numbers.
    """
    found = {label: np.asarray(values, dtype=float) for label, values in rows.items()}
    if not found or any(values.ndim != 1 or not values.size for values in found.values()):
        shapes = {label: values.shape for label, values in found.items()}
        raise ValueError(f"rows must hold at least one row of numbers; got {shapes}")
    for label, values in found.items():
        if not np.isfinite(values).all():
            raise ValueError(f"rows must hold finite numbers; got others in {label!r}")

    height = len(found) * _ROW + _AXIS
    fig = plots.new_figure(plots.WIDTH, height)
    longest = max(map(len, found.values()))
    for number, (label, values) in enumerate(found.items()):
        bottom = _AXIS + (len(found) - 1 - number) * _ROW
        axes = fig.add_axes((0.03, bottom / height, 0.94, (_ROW - 0.4) / height))
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        axes.set_yticks([])
        axes.axhline(0, color=palette.FIGURE["ink"], alpha=0.3, linewidth=1)
        axes.plot(range(start, start + len(values)), values, color=palette.FIGURE["positive"], linewidth=1.5)
        axes.set_xlim(start, start + max(longest - 1, 1))
        axes.xaxis.get_major_locator().set_params(nbins=4, integer=True)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.tick_params(labelbottom=number == len(found) - 1)
        fig.text(0, (bottom + _ROW - 0.28) / height, label, ha="left")
    axes.set_xlabel("sample")
    plots.show(fig, alt, title)


def listen(samples, rate, *, title):
    """Display a player for a sound; it plays when the reader says so.

    Parameters
    ----------
    samples : array_like, shape (samples,)
        -1 to 1.
    rate : int
        Samples a second.
    title : str
        What is heard, for those who cannot see the player; shown where there is none.

    Raises
    ------
    TypeError
        If `rate` is not a whole number.
    ValueError
        If the samples are not one row of numbers from -1 to 1.
    """
    from html import escape

    samples = np.asarray(samples, dtype=float)
    if samples.ndim != 1 or not samples.size or not (np.abs(samples) <= 1).all():
        raise ValueError(f"samples must be one row of numbers from -1 to 1; got shape {samples.shape}")
    rate, file = whole_number("rate", rate, 1), io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)  # bytes
        sound.setframerate(rate)
        sound.writeframes(np.round(samples * 32767).astype("<i2").tobytes())
    address = "data:audio/wav;base64," + base64.b64encode(file.getvalue()).decode()
    player = f'<audio controls preload="metadata" aria-label="{escape(title)}" src="{address}"></audio>'
    display({"text/html": player, "text/plain": f"Sound: {title}"})
