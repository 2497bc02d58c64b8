"""Sizes and counts: against the lesson's numbers, against trying every value, and against torch."""

import ast
import doctest
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lessonlib.nn import checks, geometry
from lessonlib.nn.geometry import conv_parameters, linear_parameters, nearest_settings, output_size, receptive_field

SIZES = st.integers(1, 20)
STRIDES = st.integers(1, 7)
PADDINGS = st.integers(0, 4)
NAMES = ("input_size", "filter_size", "stride", "padding")


@pytest.mark.parametrize(("module", "examples"), [(geometry, 7), (checks, 1)])
def test_the_examples_in_the_docstrings(module, examples):
    results = doctest.testmod(module)
    assert results.attempted >= examples
    assert results.failed == 0


@pytest.mark.parametrize("module", [geometry, checks])
def test_it_needs_the_standard_library_only(module):
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported
    assert imported <= {*sys.stdlib_module_names, "lessonlib.nn.checks"}


@pytest.mark.parametrize(
    ("setting", "size"),
    [
        ((5, 3), 3),
        ((7, 3), 5),
        ((7, 3, 2), 3),
        ((227, 11, 4), 55),
        ((5, 3, 1, 1), 5),
        ((3, 5, 1, 1), 1),
        ((9, 4, 5), 2),
    ],
)
def test_sizes_worked_by_hand(setting, size):
    assert output_size(*setting) == size
    assert type(output_size(*map(np.int16, setting))) is int


@given(SIZES, SIZES, STRIDES, PADDINGS)
def test_floor_is_what_torch_does(input_size, filter_size, stride, padding):
    if filter_size > input_size + 2 * padding:
        with pytest.raises(ValueError, match="does not fit"):
            output_size(input_size, filter_size, stride, padding, rounding="floor")
        return
    layer = torch.nn.Conv2d(1, 1, (filter_size, 1), stride=(stride, 1), padding=(padding, 0))
    with torch.no_grad():
        rows = layer(torch.zeros(1, 1, input_size, 1)).shape[2]
    assert output_size(input_size, filter_size, stride, padding, rounding="floor") == rows


@given(SIZES, SIZES, STRIDES, PADDINGS)
def test_exact_counts_the_places_and_refuses_the_rest(input_size, filter_size, stride, padding):
    places = _places(input_size, filter_size, stride, padding)
    if places:
        assert output_size(input_size, filter_size, stride, padding) == places
    else:
        with pytest.raises(ValueError, match="What works"):
            output_size(input_size, filter_size, stride, padding)


@given(SIZES, SIZES, STRIDES, PADDINGS)
def test_nearest_settings_are_those_found_by_trying_every_value(input_size, filter_size, stride, padding):
    setting = dict(zip(NAMES, (input_size, filter_size, stride, padding), strict=True))
    found = []
    for name, value in setting.items():
        least = 0 if name == "padding" else 1
        tried = [(other, _places(**{**setting, name: other})) for other in range(least, 70)]
        works = [(name, other, places) for other, places in tried if places and other != value]
        found += [change for change in works if change[1] < value][-1:]
        found += [change for change in works if change[1] > value][:1]
    assert nearest_settings(**setting) == found


def test_224_with_alexnets_filter_says_why_and_what_works():
    with pytest.raises(ValueError, match="must be whole") as caught:
        output_size(224, 11, stride=4)
    message = str(caught.value)
    assert "(224 - 11 + 0)/4 + 1 = 54.25" in message
    assert "213/4 + 1" in message
    assert "input_size 223 or 227; filter_size 8 or 12; stride 3 or 71." in message
    assert "No equal padding on both sides helps" in message
    assert "224 - 11, which is odd" in message


def test_a_fraction_that_never_ends_is_cut_not_rounded():
    with pytest.raises(ValueError, match="must be whole") as caught:
        output_size(7, 3, stride=3)
    assert "(7 - 3 + 0)/3 + 1 = 2.33..., which is 4/3 + 1" in str(caught.value)
    assert "padding 1." in str(caught.value)
    with pytest.raises(ValueError, match=r"\+ 1 = 1\.99\.\.\., which is 999/1003 \+ 1"):
        output_size(1000, 1, stride=1003)


def test_a_filter_that_does_not_fit_is_told_so():
    with pytest.raises(ValueError, match="filter_size must be at most the padded input, 5 \\+ 2 = 7; got 9") as caught:
        output_size(5, 9, padding=1)
    assert "input_size 7; filter_size 7; padding 2. No stride helps." in str(caught.value)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("value", "error", "said"),
    [
        (1.5, TypeError, r"got 1\.5 \(float\); try 1 or 2"),
        ("3", TypeError, r"got '3' \(str\); try 3"),
        (None, TypeError, r"got None \(NoneType\)"),
        (True, TypeError, r"got True \(bool\); try 1"),
        (np.True_, TypeError, r"got np\.True_ \(bool\); try 1"),
        (float("nan"), TypeError, r"got nan \(float\)"),
        (float("inf"), TypeError, r"got inf \(float\)"),
        ([3], TypeError, r"got \[3\] \(list\)"),
        (-1, ValueError, r"got -1; the nearest that works is [01]"),
    ],
)
def test_a_bad_value_is_named(name, value, error, said):
    setting = {"input_size": 5, "filter_size": 3, "stride": 1, "padding": 0, name: value}
    for function in (output_size, nearest_settings):
        with pytest.raises(error, match=f"{name} must be a whole number, [01] or more; {said}"):
            function(**setting)


@pytest.mark.parametrize("name", ["input_size", "filter_size", "stride"])
def test_zero_is_too_small_for_all_but_padding(name):
    with pytest.raises(
        ValueError, match=f"{name} must be a whole number, 1 or more; got 0; the nearest that works is 1"
    ):
        output_size(**{"input_size": 5, "filter_size": 3, name: 0})


@pytest.mark.parametrize("rounding", ["ceil", None, ["floor"]])
def test_rounding_is_one_of_two_words(rounding):
    with pytest.raises(ValueError, match='rounding must be "exact" or "floor"; got'):
        output_size(5, 3, rounding=rounding)


def test_large_sizes_take_no_time():
    start = perf_counter()
    for setting in [(10**6, 7, 10**5 + 3, 0), (10**6 + 3, 10**3, 2**19, 10**6), (1, 10**6, 10**6, 3)]:
        nearest_settings(*setting)
    assert perf_counter() - start < 1


def test_parameters_of_the_lesson():
    assert conv_parameters(3, 3, 1) == (27, 1)
    assert conv_parameters(5, 3, 1) == (75, 1)
    assert conv_parameters(3, 8, 16) == (1152, 16)
    assert sum(conv_parameters(11, 3, 96)) == 34_944
    assert linear_parameters(224 * 224 * 3, 100) == (15_052_800, 100)
    assert linear_parameters(200 * 200 * 3, 1) == (120_000, 1)


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4))
def test_parameters_are_those_torch_makes(height, width, channels, filters):
    layer = torch.nn.Conv2d(channels, filters, (height, width))
    assert conv_parameters((height, width), channels, filters) == (layer.weight.numel(), layer.bias.numel())
    layer = torch.nn.Linear(channels, filters)
    assert linear_parameters(channels, filters) == (layer.weight.numel(), layer.bias.numel())


def test_bad_counts_are_named():
    with pytest.raises(ValueError, match="in_channels must be a whole number, 1 or more; got 0"):
        conv_parameters(3, 0, 8)
    with pytest.raises(TypeError, match="filter_size must be a whole number"):
        conv_parameters((3, 3, 3), 1, 8)
    with pytest.raises(TypeError, match=r"outputs must be a whole number, 1 or more; got 2\.5"):
        linear_parameters(3, 2.5)
    with pytest.raises(TypeError, match=r"layers\[1\] must be a pair"):
        receptive_field([(3, 1), 3])
    with pytest.raises(ValueError, match=r"layers\[0\] stride must be a whole number, 1 or more; got 0"):
        receptive_field([(3, 0)])


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3)), max_size=4))
def test_a_receptive_field_is_the_input_that_makes_one_output(layers):
    size = 1
    for filter_size, stride in reversed(layers):  # the input that gives exactly `size` places
        size = (size - 1) * stride + filter_size
    assert receptive_field(layers) == size


def _places(input_size, filter_size, stride, padding):
    """The number of places by standing the filter on each; 0 where it does not end flush with the border."""
    last = input_size + 2 * padding - filter_size
    starts = list(range(0, last + 1, stride))
    return len(starts) if starts and starts[-1] == last else 0
