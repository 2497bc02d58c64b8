"""Which cells of a chapter the page offers to run, and what it brings for them."""

import json
import zipfile
from types import SimpleNamespace

import pytest
from extension.chapters import cell_code, running
from paths import ROOT

from lessonlib.experiments import disk_cache

BOTH = ("numpy", "pillow")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("224 * 224 * 3", "cell"),
        ("picture = ll.images.edge()", "cell"),
        ("np.zeros(3).sum()", "cell"),
        ("ll.images.photo('cat').shape", "cell"),
        ("import json", "imports"),
        ("import numpy as np\nimport torch\nimport lessonlib as ll", "imports"),
        ("from math import ceil\nceil(2.5)", "cell"),
        ("size = 3\nll.conv_explorer(size)", "cell"),
        ("size = ll.parameter_calculator()\nsize", "cell"),
        ("size = 3\nll.cifar.load(size)", "before"),
        ("layer = torch.nn.Linear(2, 3)", ""),
        ("import torch\ntorch.zeros(3)", ""),
        ("nowhere + 1", ""),
        ("%matplotlib inline", ""),
        ("# nothing", ""),
        ("ll.cifar.load()", ""),
        ("try:\n    1 / 0\nexcept ZeroDivisionError as problem:\n    print(problem)", "cell"),
    ],
)
def test_a_cell_is_offered_if_all_that_it_needs_is_there(code, kind):
    assert cell_code.kind_of(code, {"np"}, BOTH)[0] == kind


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("ll.edge_hider()", True),
        ("size = 3\nll.parameter_calculator(size)", True),
        ("ll.parameter_calculator().counts", False),
        ("ll.show([1])", False),
        ("size = ll.parameter_calculator()", False),
        ("np.zeros(3)", False),
        ("# nothing", False),
    ],
)
def test_it_is_known_whether_a_cell_ends_in_a_widget(code, shows):
    assert cell_code.shows_widget(code) is shows


@pytest.mark.parametrize("code", ["np.zeros(3)", "ll.images.edge()", "ll.show([1])", "import numpy\nnumpy.pi"])
def test_without_numpy_only_the_standard_library_is_there(code):
    assert cell_code.kind_of(code, {"np"}, ())[0] == ""
    assert cell_code.kind_of("ll.output_size(7, 3)", set(), ())[0] == "cell"


def cell(code, *tags):
    """A code cell as `running.waits` takes it."""
    return {"cell_metadata": {"tags": tags}}, *cell_code.kind_of(code, set("abcd"), BOTH)


def test_a_cell_that_takes_long_says_how_long_and_so_do_those_that_wait_for_it():
    cells = [
        cell("a = 3", "guess", "takes-long-10s"),
        cell("b = 4", "takes-long-15s"),
        cell("c = 5"),
        cell("print(a)"),
        cell("d = a + b + c"),
        cell("a = c"),
        cell("print(a)"),
        cell("print(d)"),
    ]
    places = {id(one[0]): place for place, one in enumerate(cells)}
    told = {places[id(one)]: seconds for one, seconds in running.waits(cells)}
    assert told == {0: 10, 1: 15, 3: 10, 4: 25, 7: 25}


@pytest.mark.parametrize(
    "code",
    [
        "import torch",
        "from torch import nn",
        "import torchvision.models as m",
        "print(layer)",
        "ll.cifar.load()",
        "ll.accuracy_by_seconds(layer)",
    ],
)
def test_what_cannot_do_without_pytorch_is_known(code):
    assert cell_code.needs_torch(code, {"layer"})


@pytest.mark.parametrize("code", ["import numpy", "layer = 3", "ll.conv2d(x, w)", "ll.conv_explorer()", "torch_like"])
def test_what_can_do_without_pytorch_is_known_too(code):
    assert not cell_code.needs_torch(code, {"layer"})


def test_imports_give_the_names_that_can_be_had():
    assert cell_code.kind_of("import numpy as np\nimport torch\nimport inspect", set(), BOTH)[1] == {"np", "inspect"}


def test_what_experiments_found_goes_along_under_the_name_that_the_page_asks_for(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONLIB_CACHE", str(tmp_path))
    module = "lessonlib.experiments.shifts"
    disk_cache.remember("move-by-0", lambda: {"a": 1}, module)
    disk_cache.remember("of another module", lambda: 2, "lessonlib.nn.geometry")
    (found,) = running.results("2.0.2")
    assert found[0] == f"move-by-0-{disk_cache.code_of(module, '2.0.2')}.json"
    page = tmp_path / "page"
    page.mkdir()
    (page / found[0]).write_text(found[1], encoding="utf-8")
    monkeypatch.setenv("LESSONLIB_CACHE", str(page))
    monkeypatch.setenv("LESSONLIB_CACHE_ONLY", "1")
    monkeypatch.setattr("numpy.__version__", "2.0.2")
    assert disk_cache.remember("move-by-0", lambda: pytest.fail("it is there"), module) == {"a": 1}
    with pytest.raises(RuntimeError, match="takes minutes to compute"):
        disk_cache.remember("move-by-1", lambda: 3, module)


def test_the_archive_holds_modules_and_what_lies_beside_them(tmp_path):
    running.pack(SimpleNamespace(srcdir=ROOT), tmp_path)
    with zipfile.ZipFile(tmp_path / "python" / "lessonlib.zip") as archive:
        names = set(archive.namelist())
    assert {"lessonlib/figures/array_grid.css", "lessonlib/pictures/photographs/cat.webp"} <= names
    assert {"traitlets.py", "ipywidgets.py", "anywidget.py", "lessonlib/widgets/edge_hider/widget.py"} <= names
    assert not any("/cifar/" in name or "__pycache__" in name for name in names)
    assert not any("/widgets/" in name and not name.endswith(".py") for name in names)


def test_in_the_archive_no_script_is_joined(tmp_path):
    running.pack(SimpleNamespace(srcdir=ROOT), tmp_path)
    with zipfile.ZipFile(tmp_path / "python" / "lessonlib.zip") as archive:
        assert archive.namelist().count(running.BUNDLE) == 1
        assert b"read_text" not in archive.read(running.BUNDLE)


def test_a_build_without_a_lock_file_has_no_packages(tmp_path):
    assert running.shipped(SimpleNamespace(srcdir=tmp_path)) == {}
    place = tmp_path / "web" / "dist" / "python"
    place.mkdir(parents=True)
    (place / "pyodide-lock.json").write_text(json.dumps({"packages": {"numpy": {}}}), encoding="utf-8")
    assert list(running.shipped(SimpleNamespace(srcdir=tmp_path))) == ["numpy"]


def test_the_list_of_fonts_is_that_of_the_wheel(tmp_path):
    wheel = tmp_path / "matplotlib-3-test.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("matplotlib/font_manager.py", "class FontManager:\n    __version__ = 330\n")
        archive.writestr("matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf", "")
    found = json.loads(running.fonts(wheel))
    assert found["_version"] == 330
    assert [(font["fname"], font["name"]) for font in found["ttflist"]] == [("fonts/ttf/DejaVuSans.ttf", "DejaVu Sans")]
