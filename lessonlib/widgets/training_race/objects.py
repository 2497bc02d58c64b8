"""Where the objects of `lessonlib.images.objects` stand, in six bytes a picture: enough to draw them again."""

from base64 import b64encode

import numpy as np

from lessonlib.pictures.datasets import OBJECTS

SIZE = 16


def object_places(count, seed):
    """What `lessonlib.images.objects` draws with this seed, before the noise.

    Parameters
    ----------
    count : int
    seed : int

    Returns
    -------
    labels : numpy.ndarray, (count,), int64
        Indices into `lessonlib.images.OBJECTS`.
    centres : numpy.ndarray, (count, 2)
        Pixels down and right of the top left corner, 3.5 to 12.5.
    brightness : numpy.ndarray, (count,)
        0.6 to 1.

    Examples
    --------
    >>> labels, centres, brightness = object_places(8, seed=0)
    >>> np.bincount(labels).tolist(), centres.shape
    ([2, 2, 2, 2], (8, 2))
    """
    random = np.random.default_rng(seed)  # drawn in the order of lessonlib.pictures.datasets; a test compares
    labels = random.permutation(np.arange(count) % len(OBJECTS))
    centres = random.uniform(3.5, SIZE - 3.5, size=(count, 2))
    return labels, centres, random.uniform(0.6, 1.0, size=count)


def pack_objects(labels, centres, brightness):
    """As base64: for each picture its label, its centre in 4096ths of a pixel, its brightness in 255ths of 0.6 to 1.

    Examples
    --------
    >>> pack_objects(*object_places(1, seed=0))
    'ALmT2V4K'
    """
    packed = np.zeros(len(labels), np.dtype([("label", "u1"), ("centre", "<u2", 2), ("brightness", "u1")]))
    packed["label"] = labels
    packed["centre"] = np.round(np.asarray(centres) * 4096)
    packed["brightness"] = np.round((np.asarray(brightness) - 0.6) / 0.4 * 255)
    return b64encode(packed.tobytes()).decode("ascii")
