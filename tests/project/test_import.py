"""``import lessonlib`` costs nothing: what it needs is loaded when it is used."""

import subprocess
import sys

import lessonlib


def modules_after(code):
    script = f"{code}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8"
        ).stdout.split()
    )


def test_importing_loads_none_of_the_large_packages():
    assert not modules_after("import lessonlib") & {"numpy", "matplotlib", "ipywidgets", "anywidget", "torch"}


def test_sizes_and_counts_need_the_standard_library_only():
    loaded = modules_after("import lessonlib as ll; ll.output_size(7, 3); ll.conv_parameters(3, 3, 8)")
    assert "lessonlib" in loaded
    assert not loaded & {"numpy", "matplotlib", "ipywidgets", "anywidget", "torch"}


def test_the_numerical_engine_needs_numpy_only():
    loaded = modules_after("import lessonlib as ll; ll.fit, ll.conv2d, ll.images, ll.filters, ll.experiments")
    assert "numpy" in loaded
    assert not loaded & {"matplotlib", "ipywidgets", "anywidget", "torch"}


def test_every_public_name_can_be_loaded():
    for name in lessonlib.__all__:
        assert getattr(lessonlib, name) is not None
