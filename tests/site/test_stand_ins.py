"""Widgets of Python in the page: their stand-in packages (web/python) do what the real ones do, for every widget."""

import json
import subprocess
import sys

import ipywidgets
import pytest
from paths import ROOT

import lessonlib as ll

VIEW, STATE = (f"application/vnd.jupyter.widget-{part}+json" for part in ("view", "state"))

MAKE = {
    "aliasing": "ll.aliasing_explorer(shift=(1, 0))",
    "clap": "ll.clap_explorer([0, 0, 0.5, -0.5, 0, 0.2, -0.2, 0], [0.5, -0.5], 8000)",
    "conv": "ll.conv_explorer(ll.images.edge(), ll.filters.vertical_edge(), controls=['stride', 'padding', 'edit'])",
    "depth": "ll.depth_explorer(7, 2, controls=['depth'])",
    "edges": "ll.edge_hider()",
    "equivariance": "ll.equivariance_explorer(controls=['right', 'down', 'stride'])",
    "filters": "ll.filter_playground()",
    "letters": "ll.letter_search('How machines see', letter='s')",
    "matrix": "ll.matrix_explorer(ll.images.edge(), ll.filters.vertical_edge())",
    "optimiser": "ll.optimiser_explorer('blur', weight=(1, 1))",
    "parameters": "ll.parameter_calculator(20, 30, 3, layers=['conv', 'local'])",
    "patches": "ll.patch_search()",
    "prediction": "ll.predict('How many?', number=5, replies={5: 'Yes.', 7: 'No.'}, otherwise='Count.', id='places')",
    "field": "ll.receptive_field_explorer('three 3×3')",
    "shift": "ll.shift_explorer({'linear': ll.Sequential(ll.Flatten(), ll.Linear(576, 10))})",
    "template": "ll.template_explorer(ll.Sequential(ll.Flatten(), ll.Linear(576, 10)), 3)",
    "threshold": "ll.threshold_explorer(bias=-0.3)",
    "race": "ll.training_race(count=100, seed=2)",
    "volume": "ll.volume_explorer(preset='red-green')",
}
CHANGE = {
    "aliasing": "made.shift = (0, 1)",
    "clap": "made.place = 2",
    "conv": "made.stride = 2; made.floor = True; made.selected = (0, 0)",
    "depth": "made.stride = 3",
    "equivariance": "made.shift = (2, -1)",
    "field": "made.layers = [(3, 2), (5, 1)]",
    "filters": "made.picture = [[0, 0.5] * 8] * 16; made.filter = [[1, 2]]",
    "letters": "made.letter = 'm'",
    "matrix": "made.sharing = 'shared'; made.changes = {'3': 0.5}; made.filter = [[1, 2]]",
    "optimiser": "made.task = 'edge'; made.weights = [[0, 1, 0]] * 3",
    "parameters": "made.stride = 3",
    "volume": "made.selected = (1, 0, 0); made.stride = 2",
}
WRONG = {
    "clap": "made.place = -1",
    "conv": "made.filter = [['a']]",
    "depth": "made.depth = 200",
    "edges": "made.view.stage = 'nowhere'",
    "equivariance": "made.view.down = 'far'",
    "matrix": "made.changes = {'300': 1}",
    "optimiser": "made.view.rate = 'quick'",
    "prediction": "made.view.answers = 3",
    "race": "made.count = 31",
    "threshold": "made.view.bias = []",
    "volume": "made.selected = (9, 0, 0)",
}

IN_THE_PAGE = """
import json, sys
sys.path.insert(0, "STAND_INS")
import bundle
sys.modules["lessonlib.widgets.kit.bundle"] = bundle
import lessonlib as ll
made = MAKE
told = [made._repr_mimebundle_()]
CHANGE
told.append(made._repr_mimebundle_())
try:
    WRONG
    wrong = ""
except Exception as error:
    wrong = f"{type(error).__name__}: {error}"
assert not [name for name in sys.modules if name in ("IPython", "comm", "psygnal")]
print(json.dumps([*told, wrong]))
"""


def in_the_page(name):
    """What a widget tells when it is made and when it is changed, and how it refuses what is wrong, with stand-ins."""
    code = IN_THE_PAGE.replace("STAND_INS", (ROOT / "web" / "python").as_posix()).replace("MAKE", MAKE[name])
    code = code.replace("CHANGE", CHANGE.get(name, "")).replace("WRONG", WRONG.get(name, "pass"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", cwd=ROOT)
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


def told(bundle):
    return whole(bundle[VIEW]["model_id"], lambda id: bundle[STATE]["state"][id]["state"])


def whole(id, state_of):
    """The state of a widget, with those that it names in their places."""

    def put(value):
        if isinstance(value, list | tuple):
            return [put(one) for one in value]
        named = isinstance(value, str) and value.startswith("IPY_MODEL_")
        return whole(value.removeprefix("IPY_MODEL_"), state_of) if named else value

    return {name: put(value) for name, value in state_of(id).items()}


def in_jupyter(made):
    widgets = ipywidgets.widgets.widget._instances
    return json.loads(json.dumps(whole(made.model_id, lambda id: widgets[id].get_state())))


def part_of(whole, told):
    """Of the real state, what the other one tells; it leaves out what the page has by itself."""
    if isinstance(told, dict) and isinstance(whole, dict):
        return {name: part_of(whole.get(name, "missing"), told[name]) for name in told}
    if isinstance(told, list) and isinstance(whole, list) and len(whole) == len(told):
        return [part_of(*pair) for pair in zip(whole, told, strict=True)]
    return whole


@pytest.mark.parametrize("name", MAKE)
def test_a_widget_tells_the_state_that_it_has_in_jupyter(name):
    *bundles, refused = in_the_page(name)
    first, changed = map(told, bundles)
    space = {"ll": ll}
    exec(f"made = {MAKE[name]}", space)
    made = space["made"]
    assert first == part_of(in_jupyter(made), first)
    exec(CHANGE.get(name, ""), space)
    assert changed == part_of(in_jupyter(made), changed)
    assert (first == changed) == (name not in CHANGE)
    view = first["children"][-1]
    assert {name for name in type(made.view).class_trait_names(sync=True) if name[0] != "_"} - set(view) <= UNSAID
    wrong = ""
    try:
        exec(WRONG.get(name, ""), space)
    except Exception as error:
        wrong = f"{type(error).__name__}: {error}"
    assert refused == wrong
    assert bool(wrong) == (name in WRONG)


UNSAID = {"comm", "tabbable", "tooltip"}  # of every widget, and as the page has them


def test_every_widget_of_the_library_is_among_them():
    homes = {home for home in ll._HOME.values() if home.startswith("widgets.")}
    made = {ll._HOME[code.removeprefix("ll.").partition("(")[0]] for code in MAKE.values()}
    slow = {"widgets.permutation_explorer.widget", "widgets.sliding_network.widget"}  # they train; a chapter has them
    assert homes - made == {*slow, "widgets.network_viewer.widget"}


def test_sliders_and_their_links_go_along():
    _, changed, _ = in_the_page("conv")
    sliders = told(changed)["children"][:-1]
    assert [(slider["description"], slider["value"]) for slider in sliders] == [("Stride", 2), ("Padding", 0)]
    models = changed[STATE]["state"]
    links = [model["state"] for model in models.values() if model["model_name"] == "LinkModel"]
    assert sorted(link["target"][1] for link in links) == ["padding", "stride"]
    assert {link[end][0].removeprefix("IPY_MODEL_") for link in links for end in ("source", "target")} <= models.keys()
