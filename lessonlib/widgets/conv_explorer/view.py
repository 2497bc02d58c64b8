"""The part of the convolution explorer that lives in the browser, and the state it shares with Python."""

import anywidget
import traitlets

from lessonlib.widgets.kit.bundle import join_script, join_styles
from lessonlib.widgets.kit.toolbar import Framed

PARTS = {"output": "selected", "input": "pixel", "filter": "weight"}  # what can be looked at, and its chosen cell


class ConvExplorerView(Framed, anywidget.AnyWidget):
    """The part of the explorer that computes and draws, in the browser."""

    _esm = join_script("conv_explorer/widget.js")
    _css = join_styles("kit/base.css", "conv_explorer/widget.css", "kit/fields.css", "kit/toolbar.css")

    image = traitlets.List().tag(sync=True)
    filter = traitlets.List().tag(sync=True)
    stride = traitlets.Int(1).tag(sync=True)
    padding = traitlets.Int(0).tag(sync=True)
    floor = traitlets.Bool(False).tag(sync=True)
    direction = traitlets.Enum(list(PARTS), "output").tag(sync=True)
    selected = traitlets.List([0, 0]).tag(sync=True)
    pixel = traitlets.List([0, 0]).tag(sync=True)
    weight = traitlets.List([0, 0]).tag(sync=True)
    filters = traitlets.Dict().tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    stride_max = traitlets.Int(1).tag(sync=True)
    padding_max = traitlets.Int(0).tag(sync=True)
    stamps = traitlets.Bool(False).tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __repr__(self):
        image, filter = (f"{len(values)}x{len(values[0])}" for values in (self.image, self.filter))
        floor = ", rounded down" * self.floor
        return f"ConvExplorerView({image} image, {filter} filter, stride {self.stride}, padding {self.padding}{floor})"
