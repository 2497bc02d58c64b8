"""The score of a template at every place of a recording, and its two highest peaks, as ``scoring.js`` has them."""

import base64

import numpy as np

LOUDEST = 32767  # a sample of 1, in 16 bits


def pack(samples):
    """A sound of -1 to 1 as 16 bits a sample, in base64.

    Examples
    --------
    >>> unpack(pack([0, 1, -0.5])).round(4).tolist()
    [0.0, 1.0, -0.5]
    """
    return base64.b64encode(np.round(np.asarray(samples) * LOUDEST).astype("<i2").tobytes()).decode()


def unpack(text):
    """The samples of such a text: (samples,) float64."""
    return np.frombuffer(base64.b64decode(text), "<i2") / LOUDEST


def score_map(recording, template):
    """The dot product of the template with the recording at every place: (R - T + 1,) float64.

    Examples
    --------
    >>> score_map([0, 1, -1, 0], [1, -1]).tolist()
    [-1.0, 2.0, -1.0]
    """
    return np.correlate(np.asarray(recording, float), np.asarray(template, float), "valid")


def two_peaks(scores, apart):
    """The places of the highest score, and of the highest that is at least ``apart`` samples away from it.

    Examples
    --------
    >>> two_peaks([0, 9, 8, 1, 5], 2)
    [1, 4]
    >>> two_peaks([3], 2)
    [0]
    """
    scores = np.array(scores, float)
    first = int(scores.argmax())
    away = np.abs(np.arange(scores.size) - first) >= apart
    return [first, int(np.where(away, scores, -np.inf).argmax())] if away.any() else [first]
