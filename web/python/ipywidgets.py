"""Widgets for Python in the page: as much of ipywidgets as lessonlib uses. They have no kernel to talk to: what one
shows is told once, as the models that the page draws (web/page/widgets/manager.js)."""

from uuid import uuid4

from traitlets import Any, HasTraits, Int, List, Unicode

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
CONTROLS, BASE = "@jupyter-widgets/controls", "@jupyter-widgets/base"


class Widget(HasTraits):
    """What the page has a model of: `_model_name` names its class there, without the ending."""

    _model_module, _model_name = BASE, "Widget"

    def __init__(self, **values):
        super().__init__(**values)
        self.model_id = uuid4().hex

    def get_state(self):
        """The values that the page gets."""
        traits = {name: getattr(type(self), name) for name in dir(type(self))}
        return {name: getattr(self, name) for name, trait in traits.items() if getattr(trait, "synced", False)}

    def _related(self):
        """The widgets that it is not whole without."""
        return [value for value in self.get_state().values() if isinstance(value, Widget)]

    def _repr_mimebundle_(self, **ignored):
        models, waiting = {}, [self]
        while waiting:
            widget = waiting.pop()
            if widget.model_id not in models:
                models[widget.model_id] = widget._as_model()
                waiting += widget._related()
        return {
            "text/plain": repr(self),
            VIEW: {"version_major": 2, "version_minor": 0, "model_id": self.model_id},
            STATE: {"version_major": 2, "version_minor": 0, "state": models},
        }

    def _as_model(self):
        return {
            "model_name": f"{self._model_name}Model",
            "model_module": self._model_module,
            "model_module_version": "*",
            "state": {name: _packed(value) for name, value in self.get_state().items()},
        }


class _Look(Widget):
    """Sizes and the like, whichever are given; the page has the others."""

    def __init__(self, **given):
        super().__init__()
        self.given = given

    def get_state(self):
        return self.given


class Layout(_Look):
    _model_name = "Layout"


class SliderStyle(_Look):
    _model_module, _model_name = CONTROLS, "SliderStyle"


class DOMWidget(Widget):
    layout = Any().tag(sync=True)

    def __init__(self, **values):
        super().__init__(**{"layout": Layout(), **values})


class VBox(DOMWidget):
    _model_module, _model_name = CONTROLS, "VBox"

    children = List().tag(sync=True)

    def __init__(self, children=(), **values):
        super().__init__(children=children, **values)

    def _related(self):
        return [*super()._related(), *self.children]


class IntSlider(DOMWidget):
    _model_module, _model_name = CONTROLS, "IntSlider"

    value = Int().tag(sync=True)
    min = Int(0).tag(sync=True)
    max = Int(100).tag(sync=True)
    step = Int(1).tag(sync=True)
    description = Unicode("").tag(sync=True)
    style = Any().tag(sync=True)

    def __init__(self, style=(), **values):
        super().__init__(style=SliderStyle(**dict(style)), **values)
        self.links = []

    def _related(self):
        return [*super()._related(), *self.links]


class Link(Widget):
    """A value of a slider and one of another widget that are the same, in the browser."""

    _model_module, _model_name = CONTROLS, "Link"

    source = List().tag(sync=True)
    target = List().tag(sync=True)


def jslink(source, target):
    link = Link(source=source, target=target)
    source[0].links.append(link)
    return link


def _packed(value):
    """A value as the page reads it: a widget by the id of its model."""
    if isinstance(value, Widget):
        return f"IPY_MODEL_{value.model_id}"
    if isinstance(value, list | tuple):
        return [_packed(one) for one in value]
    return value
