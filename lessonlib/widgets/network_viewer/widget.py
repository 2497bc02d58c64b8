"""The network viewer: a trained network, one picture, and every map that the network makes of it."""

import base64
import json

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.nn.checks import whole_number
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.png import colour_png, signed_png
from lessonlib.widgets.kit.svg import Still, draw_image, draw_scores, draw_svg, draw_text, percent
from lessonlib.widgets.kit.toolbar import Framed, check_key
from lessonlib.widgets.math.forward_pass import export_network, rounded, trace
from lessonlib.widgets.network_viewer.from_torch import from_torch, is_torch

MOST_BYTES = 170_000  # of weights and pictures, as a page carries them
MOST_PICTURES = 12
SIDES = (8, 64)  # of a picture
SHOWN = 220  # a picture in the still


def network_viewer(model, pictures, classes, *, names=None, mean=0.0, spread=1.0, others=None, key=""):
    """Show every map that a trained network makes of a picture, and what it says to it.

    It works in the built page without Python and in Jupyter with it, by mouse, touch and keyboard. The network runs in
    the page, from its weights rounded to 16 bits. A picture that the reader chooses stays in the browser.

    Parameters
    ----------
    model : torch.nn.Sequential or lessonlib.Sequential
        A trained network of ``Conv2d``, ``ReLU``, ``MaxPool2d``, ``Flatten`` and ``Linear``, a convolution first. It
        takes (N, C, H, W) and gives (N, classes).
    pictures : ndarray of uint8, (N, C, H, W)
        One to 12 pictures to choose from, grey (C = 1) or red, green and blue, 8 to 64 pixels along a side.
    classes : sequence of str
        A name for each score.
    names : sequence of str, optional
        What the pictures are called. Default: picture 1, picture 2, ...
    mean, spread : float
        The network takes ``(picture / 255 - mean) / spread``.
    others : dict of str to model, optional
        Other models of the same pictures and classes, by name. A page has only what they say to these pictures.
    key : str
        What the viewer is called in its page's address.

    Returns
    -------
    NetworkViewer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these, or more than a page can carry; the message says what came and what is needed.

    Examples
    --------
    >>> from lessonlib.nn.layers import Conv2d, Flatten, Linear, ReLU, Sequential
    >>> model = Sequential(Conv2d(3, 4, 3), ReLU(), Flatten(), Linear(4 * 6 * 7, 2))
    >>> network_viewer(model, np.zeros((5, 3, 8, 9), np.uint8), ["cat", "dog"])
    NetworkViewer(4 layers, 450 numbers; 5 pictures of 3x8x9)
    """
    return NetworkViewer(model, pictures, classes, names=names, mean=mean, spread=spread, others=others, key=key)


class NetworkViewerView(Framed, anywidget.AnyWidget):
    """The part of the viewer that computes and draws, in the browser."""

    _esm = join_script("network_viewer/widget.js")
    _css = join_styles(
        "kit/base.css",
        "kit/chips.css",
        "kit/canvas_figure.css",
        "kit/scores.css",
        "network_viewer/widget.css",
        "kit/toolbar.css",
    )

    layers = traitlets.List().tag(sync=True)
    shapes = traitlets.List().tag(sync=True)
    pictures = traitlets.List().tag(sync=True)
    names = traitlets.List().tag(sync=True)
    classes = traitlets.List().tag(sync=True)
    size = traitlets.List().tag(sync=True)
    mean = traitlets.Float(0.0).tag(sync=True)
    spread = traitlets.Float(1.0).tag(sync=True)
    others = traitlets.List().tag(sync=True)
    picture = traitlets.Int(0).tag(sync=True)
    layer = traitlets.Int(0).tag(sync=True)
    map = traitlets.Int(0).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        numbers = sum(int(np.prod(layer["shape"])) + layer["shape"][0] for layer in self.layers if "shape" in layer)
        shown = f"{len(self.pictures)} pictures of {'x'.join(map(str, self.size))}"
        return f"NetworkViewerView({len(self.layers)} layers, {numbers:,} numbers; {shown})"


class NetworkViewer(ipywidgets.VBox):
    """The viewer; what it shows can be read and assigned.

    Parameters
    ----------
    model, pictures, classes, names, mean, spread, others, key
        As in `network_viewer`.

    Attributes
    ----------
    picture, layer, map : int
        What is looked at, each counted from 0; never the reader's own picture.
    model : lessonlib.Sequential
        The network with the weights that the page has.
    view : NetworkViewerView
        The widget that draws.
    """

    def __init__(self, model, pictures, classes, *, names=None, mean=0.0, spread=1.0, others=None, key=""):
        self.model = _taken("model", model)
        self._pictures = _check_pictures(pictures)
        mean, spread = _check_scale(mean, spread)
        layers = export_network("model", self.model)
        if not layers or layers[0]["kind"] != "conv":
            raise ValueError("model must start with a convolution, whose maps the viewer shows")
        batch = (self._pictures / 255 - mean) / spread
        try:
            self._made = trace(self.model, batch.astype(np.float32))
        except ValueError as error:
            raise ValueError(f"model must take pictures of shape {batch.shape[1:]}; {error}") from error
        self.view = NetworkViewerView(
            layers=layers,
            shapes=[list(values.shape[1:]) for values in self._made[1:]],
            pictures=[base64.b64encode(picture.tobytes()).decode() for picture in self._pictures],
            names=_check_names("names", names or [f"picture {i + 1}" for i in range(len(batch))], len(batch)),
            classes=_check_classes(classes, self._made[-1].shape),
            size=list(batch.shape[1:]),
            mean=mean,
            spread=spread,
            others=[_verdicts(name, other, batch, len(classes)) for name, other in (others or {}).items()],
            key=check_key(key),
        )
        carried = len(json.dumps([self.view.layers, self.view.pictures]))
        if carried > MOST_BYTES:
            raise ValueError(
                f"model and pictures must take at most {MOST_BYTES:,} bytes, to be carried by a page; these take "
                f"{carried:,}: show fewer pictures, or a model of fewer numbers"
            )
        self._draw_still()
        self.view.observe(self._draw_still, ["picture", "layer", "map"])
        super().__init__([self.view])

    picture = property(lambda self: self.view.picture, lambda self, place: self._choose("picture", place))
    layer = property(lambda self: self.view.layer, lambda self, place: self._choose("layer", place))
    map = property(
        lambda self: min(self.view.map, len(self.maps()) - 1), lambda self, place: self._choose("map", place)
    )

    def maps(self):
        """The maps of the chosen layer and picture: (K, H, W) float32, as the page computes them."""
        return self._made[self.layer + 1][self.picture]

    def scores(self):
        """What the network says to the chosen picture: one score a class, float32."""
        return self._made[-1][self.picture]

    def still(self):
        """Draw the viewer as it stands.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        view, maps, scores = self.view, self.maps(), self.scores()
        parts = _softmax(scores).tolist()
        first = int(np.argmax(parts))
        K, height, width = maps.shape
        named = f"{_name(view.layers[view.layer])}: {K} maps of {height}×{width}"
        said = f"The network says {view.classes[first]}, {percent(parts[first])}"
        sheet, beside = _sheet(maps), SHOWN + 26
        full = np.quantile(np.abs(maps), 0.98, method="inverted_cdf")  # as feature_maps.js has it
        wide = beside + max(152 + 8 * max(len(name) for name in view.classes), 9 * len(said))
        scale = (wide - 4) / sheet.shape[1]
        top, high = 32, SHOWN * view.size[1] / view.size[2]
        below = round(top + max(high, 24 * len(parts)) + 44)
        body = [
            draw_text(2, 20, view.names[view.picture], weight=600),
            draw_image(2, top, (SHOWN, high), self._png()),
            draw_text(beside, 20, said, weight=600),
            draw_scores(beside, top, view.classes, parts),
            draw_text(2, below - 12, named, weight=600),
            draw_image(2, below, (scale * sheet.shape[1], scale * sheet.shape[0]), signed_png(sheet, full)),
        ]
        bottom = round(below + scale * sheet.shape[0] + 4)
        title = f"{view.names[view.picture]}, and what a network makes of it"
        described = f"{said}. Below, {named}: blue above 0, orange below."
        sentence = (
            "In the live page you choose an image, or one of your own, and a layer, and see every map that the "
            "network makes of it; a map that you choose is shown larger, with the filter that made it."
        )
        return Still(draw_svg(wide, bottom, title, described, "".join(body)), sentence)

    def __repr__(self):
        return repr(self.view).replace("ViewerView", "Viewer", 1)

    def _png(self):
        return colour_png(np.broadcast_to(self._pictures[self.picture], (3, *self.view.size[1:])))

    def _choose(self, name, value):
        value = whole_number(name, value)
        view = self.view
        if name == "picture":
            count, of = len(view.pictures), "pictures"
        elif name == "layer":
            count, of = sum(len(shape) == 3 for shape in view.shapes), "layers with maps"
        else:
            count, of = view.shapes[view.layer][0], f"maps of layer {view.layer}"
        if value >= count:
            raise ValueError(f"{name} must be one of the {count} {of}, counted from 0; got {value}")
        setattr(view, name, value)
        view.map = self.map

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _taken(name, model):
    """A model of torch or of lessonlib with the weights that a page has."""
    return rounded(name, from_torch(name, model) if is_torch(model) else model)


def _verdicts(name, model, batch, classes):
    """What another model says to each picture, as the page shows it."""
    model = _taken(name, model)
    scores = trace(model, batch.astype(np.float32))[-1]
    if scores.shape != (len(batch), classes):
        raise ValueError(f"others must give {classes} scores a picture; {name!r} gives {scores.shape}")
    return {"name": name, "parameters": model.count(), "parts": _softmax(scores).round(4).tolist()}


def _softmax(scores):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _check_pictures(pictures):
    array = np.asarray(pictures)
    if array.dtype != np.uint8 or array.ndim != 4 or array.shape[1] not in (1, 3):
        raise ValueError(f"pictures must be uint8, (N, C, H, W) with C == 1 or 3; got {array.dtype}, {array.shape}")
    if not 1 <= len(array) <= MOST_PICTURES:
        raise ValueError(f"pictures must be 1 to {MOST_PICTURES}; got {len(array)}")
    if not all(SIDES[0] <= side <= SIDES[1] for side in array.shape[2:]):
        raise ValueError(f"pictures must be {SIDES[0]} to {SIDES[1]} pixels along a side; got shape {array.shape}")
    return array


def _check_scale(mean, spread):
    for name, value in (("mean", mean), ("spread", spread)):
        if isinstance(value, bool) or not isinstance(value, (int, float, np.number)) or not np.isfinite(value):
            raise TypeError(f"{name} must be a finite number; got {value!r}")
    if not spread > 0:
        raise ValueError(f"spread must be above 0; got {spread!r}")
    return float(mean), float(spread)


def _check_names(name, texts, count):
    if isinstance(texts, str) or not all(isinstance(text, str) and text for text in texts):
        raise TypeError(f"{name} must be a list of {count} texts; got {texts!r}")
    if len(texts) != count:
        raise ValueError(f"{name} must be {count} texts; got {len(texts)}")
    return list(texts)


def _check_classes(classes, shape):
    if len(shape) != 2:
        raise ValueError(f"model must end with one score a class, (N, classes); it gives {shape}")
    return _check_names("classes", classes, shape[1])


def _name(layer):
    sides = {"conv": layer.get("shape", [])[2:], "max-pool": layer.get("size", [])}.get(layer["kind"], [])
    return " ".join([layer["kind"].replace("relu", "ReLU"), "×".join(map(str, sides))]).strip()


def _sheet(maps):
    """(K, H, W) maps side by side, a pixel apart: one (rows, columns) array."""
    K, height, width = maps.shape
    columns = min(K, 12)
    rows = -(-K // columns)
    sheet = np.zeros((rows * (height + 1) - 1, columns * (width + 1) - 1), maps.dtype)
    for k, values in enumerate(maps):
        row, column = divmod(k, columns)
        top, left = row * (height + 1), column * (width + 1)
        sheet[top : top + height, left : left + width] = values
    return sheet
