"""One set of validators: what is a whole number or a bool is the same everywhere, and a refusal names the argument."""

import numpy as np
import pytest
from paths import ROOT

import lessonlib as ll

LABELS = [0, 1, 1]


@pytest.mark.parametrize("build", [ll.cifar.plain_cnn, ll.cifar.fast_cnn, ll.cifar.mlp])
def test_a_model_takes_any_whole_number_for_a_seed_and_nothing_else(build):
    assert build(seed=np.int64(3)) is not None
    for seed in (True, 1.5, "x", None):
        with pytest.raises(TypeError, match="seed must be a whole number, 0 to "):
            build(seed=seed)
    for seed in (-1, 10**30):
        with pytest.raises(ValueError, match="seed must be a whole number, 0 to "):
            build(seed=seed)


@pytest.mark.parametrize(("build", "name"), [(ll.cifar.plain_cnn, "filters"), (ll.cifar.fast_cnn, "widths")])
def test_a_model_takes_any_three_whole_numbers_for_its_filters(build, name):
    sizes = [layer.weight.shape for layer in build(**{name: np.array([4, 5, 6])}) if hasattr(layer, "weight")]
    assert sizes == [layer.weight.shape for layer in build(**{name: (4, 5, 6)}) if hasattr(layer, "weight")]
    for counts in ((4, 5), 5, "abc", None):
        with pytest.raises(ValueError, match=f"{name} must be three whole numbers from 1; got"):
            build(**{name: counts})
    for wrong in (True, 4.0, "4"):
        with pytest.raises(TypeError, match=rf"{name}\[1\] must be a whole number, 1 or more; got"):
            build(**{name: (4, wrong, 6)})
    with pytest.raises(ValueError, match=rf"{name}\[2\] must be a whole number, 1 or more; got 0"):
        build(**{name: (4, 5, 0)})


def test_batchnorm_is_true_or_false():
    assert ll.cifar.fast_cnn(batchnorm=np.False_) is not None
    with pytest.raises(TypeError, match="batchnorm must be True or False; got 1"):
        ll.cifar.fast_cnn(batchnorm=1)


def test_shapes10_names_what_is_wrong_with_a_count_or_a_seed():
    assert len(ll.shapes10.pictures(np.int64(2), seed=np.int64(1))[0]) == 2
    with pytest.raises(TypeError, match="count must be a whole number, 1 or more; got True"):
        ll.shapes10.pictures(True)
    with pytest.raises(TypeError, match=r"seed must be a whole number, 0 or more, or .*; got 1.5"):
        ll.shapes10.pictures(2, seed=1.5)


def test_a_confusion_matrix_refuses_labels_that_are_no_class():
    assert ll.confusion_matrix(LABELS, np.array(LABELS, np.int8), np.int64(2)).sum() == 3
    for name, wrong in (("labels", ([0, 2, 1], LABELS)), ("guesses", (LABELS, [0, -1, 1]))):
        with pytest.raises(ValueError, match=f"{name} must be from 0 to 1; got (2|-1) at index 1"):
            ll.confusion_matrix(*wrong, 2)
    with pytest.raises(TypeError, match="classes must be a whole number, 1 or more; got True"):
        ll.confusion_matrix(LABELS, LABELS, True)


@pytest.mark.parametrize(
    ("widget", "name"),
    [
        (lambda: ll.conv_explorer(ll.images.edge(), ll.filters.vertical_edge()), "floor"),
        (lambda: ll.receptive_field_explorer(), "floor"),
        (lambda: ll.predict("How many?", number=3, replies={3: "Yes."}, otherwise="Count.", id="count"), "revealed"),
    ],
)
def test_a_switch_of_a_widget_takes_a_bool_of_python_or_numpy_and_nothing_else(widget, name):
    made = widget()
    for value in (np.True_, np.False_, True):
        setattr(made, name, value)
        assert getattr(made, name) is bool(value)
    for wrong in (1, 0, None, "yes"):
        with pytest.raises(TypeError, match=f"{name} must be True or False; got {wrong!r}"):
            setattr(made, name, wrong)


def test_only_one_function_says_what_is_true_or_false():
    said = [path for path in (ROOT / "lessonlib").rglob("*.py") if "must be True or False" in path.read_text("utf-8")]
    assert [path.name for path in said] == ["checks.py"]
