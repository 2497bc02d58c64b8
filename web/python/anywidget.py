"""A widget that draws itself with a script of its own, for Python in the page, which has that script already."""

from ipywidgets import DOMWidget


class AnyWidget(DOMWidget):
    _model_module, _model_name = "anywidget", "Any"
    _esm = _css = ""

    def _as_model(self):
        model = super()._as_model()
        id = f"{type(self).__module__}.{type(self).__name__}"
        state = {"_view_module": "anywidget", "_view_name": "AnyView", "_anywidget_id": id}
        return {**model, "state": {**state, **model["state"]}}
