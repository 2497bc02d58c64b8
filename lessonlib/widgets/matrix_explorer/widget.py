"""The matrix explorer: a convolution as a matrix times the flattened picture, its weights free, local or shared."""

import anywidget
import ipywidgets
import numpy as np
import traitlets

from lessonlib.nn.checks import whole_number
from lessonlib.nn.conv import conv2d
from lessonlib.nn.geometry import output_size
from lessonlib.widgets.kit.arguments import check_controls, check_fit, check_picture
from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.proxy import forward
from lessonlib.widgets.kit.svg import CELL, Still, draw_outline, draw_pixels, draw_signed, draw_svg, draw_text, short
from lessonlib.widgets.kit.toolbar import Framed, check_key
from lessonlib.widgets.matrix_explorer.choice import first_choice
from lessonlib.widgets.matrix_explorer.still import draw_weights

SHARINGS = ("any", "local", "shared")
CONTROLS = ("sharing", "change")
SETTINGS = ("image", "filter", "stride", "sharing")
MOST_PIXELS = 64  # columns of the matrix that fit on a page
TOP = 32


def matrix_explorer(image, filter, *, stride=1, sharing="any", controls=CONTROLS, key=""):
    """Show a convolution as a linear layer: a matrix times the picture in one line.

    Choose a number of the output and see its row of the matrix, a weight of the filter and see its cells. Choose
    which weights the layer has: any (a fully connected layer), local (each output its own patch) or shared (every
    patch the same). It works in the built page without Python and in Jupyter with it.

    Parameters
    ----------
    image : array_like
        (H, W) integers or real numbers, at most 64 pixels in all: each is a column of the matrix.
    filter : array_like
        (FH, FW) integers or real numbers, no larger than the image.
    stride : int
        As in `lessonlib.output_size`, which must come out whole. There is no padding.
    sharing : {"any", "local", "shared"}
        Which weights there are to begin with.
    controls : list of {"sharing", "change"}
        What to show: the choice of `sharing`, the buttons that change the chosen weight.
    key : str
        What the widget is called in its page's address; see `lessonlib.widgets.kit.toolbar`.

    Returns
    -------
    MatrixExplorer

    Raises
    ------
    TypeError, ValueError
        If an argument is none of these; the message names it, says what came and what is needed.

    Examples
    --------
    >>> explorer = matrix_explorer([[0, 0, 1, 1], [0, 0, 1, 1]], [[-1, 1]], sharing="local")
    >>> explorer
    MatrixExplorer(2x4 image, 1x2 filter, stride 1, local: 12 weights)
    >>> explorer.matrix.shape, (explorer.matrix @ [0, 0, 1, 1, 0, 0, 1, 1]).tolist()
    ((6, 8), [0, 1, 0, 0, 1, 0])
    """
    return MatrixExplorer(image, filter, stride=stride, sharing=sharing, controls=controls, key=key)


class MatrixExplorerView(Framed, anywidget.AnyWidget):
    """The part of the explorer that computes and draws, in the browser."""

    _esm = join_script("matrix_explorer/widget.js")
    _css = join_styles(
        "kit/base.css",
        "kit/chips.css",
        "kit/selection.css",
        "kit/figure.css",
        "matrix_explorer/widget.css",
        "kit/toolbar.css",
    )

    image = traitlets.TraitType().tag(sync=True)
    filter = traitlets.TraitType().tag(sync=True)
    stride = traitlets.TraitType(1).tag(sync=True)
    sharing = traitlets.TraitType("any").tag(sync=True)
    selected = traitlets.TraitType([0, 0]).tag(sync=True)
    changes = traitlets.Dict().tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __init__(self, **settings):
        super().__init__(**settings)
        self.observe(self._settle, SETTINGS)

    @property
    def names(self):
        """The name of the weight in each cell of the matrix, as weight_sharing.js has it; "" for a cell without one."""
        height, width = len(self.filter), len(self.filter[0])
        numbers = np.arange(1, height * width + 1).reshape(height, width)
        taps = _unrolled(numbers, self.image, self.stride) - 1
        if self.sharing == "shared":
            return np.where(taps >= 0, taps.astype(str), "")
        cells = np.array([[f"{row},{column}" for column in range(taps.shape[1])] for row in range(taps.shape[0])])
        return cells if self.sharing == "any" else np.where(taps >= 0, cells, "")

    @property
    def matrix(self):
        """The (OH * OW, H * W) array on screen; 0 also where there is no weight."""
        matrix = _unrolled(self.filter, self.image, self.stride)
        if not self.changes:
            return matrix
        return matrix + np.array([[self.changes.get(name, 0) for name in row] for row in self.names])

    @property
    def output(self):
        """The (OH, OW) array: matrix times picture."""
        columns = output_size(len(self.image[0]), len(self.filter[0]), self.stride)
        return (self.matrix @ np.ravel(self.image)).reshape(-1, columns)

    def __repr__(self):
        image, filter = (f"{len(values)}x{len(values[0])}" for values in (self.image, self.filter))
        weights = f"{self.sharing}: {_count(self.names)} weights"
        return f"MatrixExplorerView({image} image, {filter} filter, stride {self.stride}, {weights})"

    @traitlets.validate(*SETTINGS)
    def _check_setting(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        if name in ("image", "filter"):
            value = check_picture(name, value)
        elif name == "stride":
            value = whole_number("stride", value, 1)
        settings = {other: getattr(self, other) for other in SETTINGS}
        _check_together(**{**settings, name: value})
        return value

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        place = proposal["value"]
        if not isinstance(place, (tuple, list)) or len(place) != 2:
            raise TypeError(f"selected must be a pair (row, column) of the matrix; got {place!r}")
        place = [whole_number("selected row", place[0]), whole_number("selected column", place[1])]
        rows, columns = self.names.shape
        if place[0] >= rows or place[1] >= columns:
            raise ValueError(f"selected must lie in the {rows}x{columns} matrix, counted from 0; got {tuple(place)}")
        return place

    @traitlets.validate("changes")
    def _check_changes(self, proposal):
        known = set(self.names.ravel()) - {""}
        for name, value in proposal["value"].items():
            if name not in known:
                raise ValueError(f"changes must name weights, such as {str(min(known))!r}; got {name!r}")
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not np.isfinite(value):
                raise ValueError(f"changes must be finite numbers; got {value!r} for {name!r}")
        return proposal["value"]

    def _settle(self, change):
        """Keep what still has a place: the chosen cell, the changed weights."""
        names = self.names
        known = set(names.ravel())
        self.changes = {name: value for name, value in self.changes.items() if name in known}
        self.selected = [min(place, size - 1) for place, size in zip(self.selected, names.shape, strict=True)]


class MatrixExplorer(ipywidgets.VBox):
    """The explorer; its settings can be read and assigned.

    Parameters
    ----------
    image, filter, stride, sharing, controls, key
        As in `matrix_explorer`.

    Attributes
    ----------
    image, filter : list of list of float
        What is shown; assign nested lists or arrays to change it.
    stride : int
    sharing : {"any", "local", "shared"}
    selected : [int, int]
        Row and column of the chosen cell of the matrix.
    changes : dict of str to float
        What the reader added to weights, by their names: ``"row,column"`` of the matrix or, where weights are shared,
        the number of the filter's weight, counted row by row.
    matrix : numpy.ndarray
        (OH * OW, H * W), as it stands on screen; 0 also where there is no weight.
    output : numpy.ndarray
        (OH, OW): `matrix` times the picture.
    weights : int
        How many there are to choose.
    view : MatrixExplorerView
        The widget that draws.
    """

    def __init__(self, image, filter, *, stride=1, sharing="any", controls=CONTROLS, key=""):
        image, filter = check_picture("image", image), check_picture("filter", filter)
        stride = whole_number("stride", stride, 1)
        _check_together(image, filter, stride, sharing)
        controls = check_controls(controls, CONTROLS)
        settings = {"image": image, "filter": filter, "stride": stride, "sharing": sharing}
        selected = first_choice(image, filter, stride)
        self.view = MatrixExplorerView(**settings, selected=selected, controls=controls, key=check_key(key))
        self._draw_still()
        self.view.observe(self._draw_still, [*SETTINGS, "selected", "changes"])
        super().__init__([self.view])

    image = forward("image")
    filter = forward("filter")
    stride = forward("stride")
    sharing = forward("sharing")
    selected = forward("selected")
    changes = forward("changes")
    matrix = property(lambda self: self.view.matrix)
    output = property(lambda self: self.view.output)
    weights = property(lambda self: _count(self.view.names))

    def still(self):
        """Draw the explorer as it stands.

        Returns
        -------
        Still
            An SVG and a sentence on what moves in the live widget.
        """
        image, filter, output, matrix = self.image, self.filter, self.output, self.matrix
        row = self.selected[0]
        place = divmod(row, output.shape[1])
        x_filter = 2 + (len(image[0]) + 1) * CELL
        x_output = x_filter + (len(filter[0]) + 1) * CELL
        y_line = TOP + max(len(image), len(filter), len(output)) * CELL + 44
        y_matrix = y_line + CELL + 44
        x_result = 2 + matrix.shape[1] * CELL + 12
        corner = [2 + place[1] * self.stride * CELL, TOP + place[0] * self.stride * CELL]
        sizes = [f"{len(values)}×{len(values[0])}" for values in (image, filter, output, matrix)]
        body = [
            draw_text(2, 20, f"Image {sizes[0]}", weight=600),
            draw_pixels(2, TOP, image),
            draw_outline(*corner, len(filter), len(filter[0])),
            draw_text(x_filter, 20, f"Filter {sizes[1]}", weight=600),
            draw_signed(x_filter, TOP, filter),
            draw_text(x_output, 20, f"Output {sizes[2]}", weight=600),
            draw_signed(x_output, TOP, output.tolist()),
            draw_outline(x_output + place[1] * CELL, TOP + place[0] * CELL, 1, 1),
            draw_text(2, y_line - 10, f"The image in one line: {matrix.shape[1]} pixels", weight=600),
            draw_pixels(2, y_line, [np.ravel(image).tolist()]),
            draw_text(2, y_matrix - 10, f"Matrix {sizes[3]}, {self.weights} weights", weight=600),
            draw_weights(2, y_matrix, matrix.tolist(), self.view.names),
            draw_text(x_result, y_matrix - 10, "=", weight=600),
            draw_signed(x_result, y_matrix, output.reshape(-1, 1).tolist()),
            draw_outline(2, y_matrix + row * CELL, 1, matrix.shape[1]),
            draw_outline(x_result, y_matrix + row * CELL, 1, 1),
        ]
        width = max(x_result + CELL, x_output + max(3, output.shape[1]) * CELL) + 2
        title = f"A {sizes[1]} filter on a {sizes[0]} image as a {sizes[3]} matrix, weights {self.sharing}"
        written = "; ".join(" ".join(short(value) for value in line) for line in output.tolist())
        described = (
            f"Matrix times image gives {written}. The matrix has {self.weights} weights. "
            f"Outlined: row {row} of the matrix, its output {place} and its patch of the image."
        )
        sentence = (
            "In the live page you choose a number of the output and see its row of the matrix, choose a weight of the "
            "filter and see its cells, and switch between any weights, local ones and shared ones while their number "
            "falls."
        )
        return Still(draw_svg(width, y_matrix + len(matrix) * CELL + 2, title, described, "".join(body)), sentence)

    def __repr__(self):
        return repr(self.view).replace("View", "", 1)

    def _draw_still(self, change=None):
        self.view.still = self.still()._asdict()


def _unrolled(filter, image, stride):
    """The convolution as a (OH * OW, H * W) matrix: what it makes of pictures with a single bright pixel."""
    height, width = len(image), len(image[0])
    units = np.eye(height * width, dtype=np.int64).reshape(-1, 1, height, width)
    maps = conv2d(units, np.array(filter)[None, None], stride=stride)  # (H * W, 1, OH, OW)
    return maps.reshape(height * width, -1).T


def _count(names):
    return len(set(names.ravel()) - {""})


def _check_together(image, filter, stride, sharing):
    if sharing not in SHARINGS:
        raise ValueError(f"sharing must be one of {', '.join(map(repr, SHARINGS))}; got {sharing!r}")
    pixels = len(image) * len(image[0])
    if pixels > MOST_PIXELS:
        size = f"{len(image)}x{len(image[0])}"
        raise ValueError(f"image must have at most {MOST_PIXELS} pixels, a column each; got {size} = {pixels}")
    check_fit(image, filter, 0)
    output_size(len(image), len(filter), stride)
    output_size(len(image[0]), len(filter[0]), stride)
