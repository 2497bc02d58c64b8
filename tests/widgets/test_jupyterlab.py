"""Widgets in JupyterLab with a kernel: Python sees what the reader does, and the page sees what Python does."""

import inspect
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from paths import ROOT
from playwright.sync_api import expect

from lessonlib.exercises import find
from lessonlib.exercises.checking.cells import parts
from lessonlib.exercises.checking.text import solution_text

CHAPTER = "05-depth-stride-padding.ipynb"
READ = "print('Python sees', explorer.stride, explorer.padding)"
WRITE = "explorer.stride = 4; print('Python wrote')"

# widget: what makes it, what the reader clicks (role, name), what Python then reads, what Python sets, what then shows
WIDGETS = {
    "matrix": (
        "ll.matrix_explorer(ll.images.edge(), ll.filters.vertical_edge())",
        ("radio", "Shared"),
        ("sharing", "shared"),
        ("sharing = 'local'", "81 weights"),
    ),
    "volume": (
        "ll.volume_explorer(preset='red-green')",
        ("radio", "red to green"),
        ("selected[0]", "1"),
        ("selected = [0, 2, 1]", "Output (2, 1)"),
    ),
    "shift": (
        "ll.shift_explorer(ll.digit_models('linear'))",
        ("button", "Move right"),
        ("shift", "(0, 1)"),
        ("shift = (2, 0)", "2 down"),
    ),
    "equivariance": (
        "ll.equivariance_explorer()",
        ("button", "Move down"),
        ("shift", "(1, 0)"),
        ("padding = 1", "Padding 1"),
    ),
    "clap": (
        "ll.clap_explorer([0, 0.5, -0.5, 0, 0.1, -0.1], [0.5, -0.5], 8000)",
        ("button", "One sample to the right"),
        ("found", "[1]"),
        ("place = 4", "0.10 at sample 4"),
    ),
    "depth": (
        "ll.depth_explorer(112)",
        ("radio", "2"),
        ("field", "255"),
        ("stride = 3", "237 × 237"),
    ),
    "edge hider": (
        "ll.edge_hider()",
        ("radio", "both"),
        ("stage", "both"),
        ("right = (0.6, 0.2, 0.6)", "Hidden: these 2 filters"),
    ),
    "threshold": (
        "ll.threshold_explorer([[0, 0, 1, 1]] * 4, [[-1, 1]])",
        ("slider", "Bias"),
        ("bias", "-0.5"),
        ("bias = -0.75", "4 of 12 responses are above 0.75"),
    ),
    "playground": (
        "ll.filter_playground()",
        ("radio", "box blur"),
        ("filter.max() < 1", "True"),
        ("filter = [[0, 1], [-1, 0]]", "Filter 2×2"),
    ),
    "letters": (
        "ll.letter_search('Going deep')",
        ("application", "Going deep"),
        ("picture is not None", "True"),
        ("letter = 'G'", "G fits at 1 place"),
    ),
    "receptive field": (
        "ll.receptive_field_explorer('two 3×3')",
        ("radio", "VGG-16"),
        ("layer", "18"),
        ("layer = 1", "Layer 1 of 18"),
    ),
    "parameters": (
        "ll.parameter_calculator()",
        ("button", "One unit on 200×200×3"),
        ("counts['linear'].weights", "120000"),
        ("filters = 2", "240,000"),
    ),
    "network": (
        "ll.network_viewer(ll.Sequential(ll.Conv2d(3, 4, 5, padding=2), ll.ReLU(), ll.Flatten(), "
        "ll.Linear(4096, 10)), ll.shapes10.pictures(3)[0], ll.shapes10.CLASS_NAMES)",
        ("radio", "picture 2"),
        ("picture", "1"),
        ("layer = 1", "ReLU: 4 maps"),
    ),
    "optimiser": (
        "ll.optimiser_explorer()",
        ("radio", "Nine votes"),
        ("stage", "votes"),
        ("stage = 'all'", "Learning rate"),
    ),
    "race": (
        "ll.training_race(key='lab')",
        ("radio", "CNN"),
        ("bets['anywhere']", "CNN"),
        ("track = 'middle'", "Place your bet first."),
    ),
    "question": (
        "ll.predict('Which?', choices={'this': 'Yes.', 'that': 'Not that.'}, answer='this', id='lab')",
        ("radio", "this"),
        ("answered", "False"),
        ("attempts = ['this']", "Yes."),
    ),
}


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def lab(tmp_path):
    """JupyterLab in an empty folder: ``lab(notebook)`` gives the address at which it opens."""
    settings = tmp_path / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    # Cells out of sight are drawn too.
    (settings / "tracker.jupyterlab-settings").write_text(json.dumps({"windowingMode": "none"}), encoding="utf-8")
    root = tmp_path / "root"
    root.mkdir()
    port = free_port()
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.root_dir": root,
        "IdentityProvider.token": "",
        "ServerApp.allow_root": True,
        "LabApp.news_url": "",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    settings_folder = str(tmp_path / "settings")
    folders = {"HOME": str(tmp_path), "JUPYTER_CONFIG_DIR": settings_folder, "JUPYTERLAB_SETTINGS_DIR": settings_folder}
    log = (tmp_path / "lab.log").open("w", encoding="utf-8")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", *(f"--{name}={value}" for name, value in options.items())],
        stdout=log,
        stderr=subprocess.STDOUT,
        env=os.environ | folders,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=1).close()
            break
        except OSError:
            assert server.poll() is None, (tmp_path / "lab.log").read_text(encoding="utf-8")
            time.sleep(0.5)

    def place(notebook):
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, root / "notebook.ipynb")
        return f"{address}/lab/tree/notebook.ipynb?reset"

    yield place
    server.terminate()
    server.wait(timeout=30)
    log.close()


@pytest.fixture
def page(chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(60_000)
    yield page
    page.close()


def open_notebook(page, address):
    page.goto(address)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()


def run_cell(page, source):
    """Put the cursor into the cell with this source and run it."""
    page.locator(".jp-CodeCell", has_text=source).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")


def press(handle, key):
    handle.focus()
    expect(handle).to_be_focused()
    handle.press(key)


def test_a_chapter_with_a_kernel(lab, page):
    notebook = nbformat.read(ROOT / "book" / CHAPTER, as_version=4)
    shown = next(cell for cell in notebook.cells if "padding=1" in cell.source and "conv_explorer" in cell.source)
    shown.source = shown.source.replace("ll.conv_explorer", "explorer = ll.conv_explorer") + "\nexplorer"
    first_cells = notebook.cells[: notebook.cells.index(shown) + 1]
    notebook.cells = [*first_cells, new_code_cell(READ), new_code_cell(WRITE)]
    open_notebook(page, lab(notebook))
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.get_by_text("Python wrote", exact=True).wait_for()
    # In JupyterLab an ipywidgets slider has a label beside it, and no accessible name.
    explorer = page.locator(".lm-Widget.widget-vbox", has=page.locator(".widget-label", has_text="Padding")).last
    cells = explorer.get_by_role("gridcell")
    stride, padding = (
        explorer.locator(".widget-hslider", has_text=name).locator(".noUi-handle") for name in ("Stride", "Padding")
    )
    expect(cells).to_have_count(4)  # padding 1, and stride 4 from Python: two places along a side
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()  # until then JupyterLab moves the focus on, cell by cell

    press(stride, "Home")
    press(stride, "ArrowRight")
    expect(cells).to_have_count(9)  # stride 2
    press(padding, "ArrowLeft")
    expect(cells).to_have_count(4)  # padding 0
    run_cell(page, "Python sees")
    page.get_by_text("Python sees 2 0", exact=True).wait_for()


def test_every_other_widget_with_a_kernel(lab, page):
    made = [f"w{i} = {make}\nw{i}" for i, (make, *_) in enumerate(WIDGETS.values())]
    read = [f"print('read {i}:', w{i}.{seen})" for i, (_, _, (seen, _), _) in enumerate(WIDGETS.values())]
    write = [f"w{i}.{change}" for i, (*_, (change, _)) in enumerate(WIDGETS.values())]
    sources = ["import lessonlib as ll", *made, "\n".join(read), "\n".join(write)]
    open_notebook(page, lab(new_notebook(cells=[new_code_cell(source) for source in sources])))
    run_cell(page, sources[0])
    for i in range(len(WIDGETS)):
        run_cell(page, f"w{i} = ")
    views = page.locator(".lesson-view")
    expect(views).to_have_count(len(WIDGETS), timeout=60_000)

    for i, (_, (role, name), _, _) in enumerate(WIDGETS.values()):
        views.nth(i).get_by_role(role, name=name).first.click()
    run_cell(page, "print('read 0:'")
    for i, (_, _, (_, value), _) in enumerate(WIDGETS.values()):
        page.get_by_text(f"read {i}: {value}").last.wait_for()
    run_cell(page, f"w0.{write[0].removeprefix('w0.')}")
    for i, (*_, (_, text)) in enumerate(WIDGETS.values()):
        expect(views.nth(i)).to_contain_text(text, timeout=20_000)


@pytest.fixture
def progress_beside_the_notebook(monkeypatch):
    monkeypatch.delenv("LESSONLIB_PROGRESS")


def type_into(page, cell, source):
    """Replace the text of a cell, as pasting does, and run it."""
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source)
    page.keyboard.press("Control+Enter")


@pytest.mark.usefixtures("progress_beside_the_notebook")
def test_an_exercise_answered_wrongly_then_rightly(lab, page, tmp_path):
    exercise = find("output-size")
    texts = parts(exercise)
    sources = ["import lessonlib as ll", texts["starter"], texts["check"], "ll.progress()"]
    open_notebook(page, lab(new_notebook(cells=[new_code_cell(source) for source in sources])))
    cells = page.locator(".jp-CodeCell")
    run_cell(page, sources[0])

    def check():
        """Run the check and the table; the cells below the import are starter, check and table."""
        run_cell(page, "ll.check(")
        run_cell(page, "ll.progress()")

    run_cell(page, "# your lines go here")
    check()
    expect(cells.nth(2)).to_contain_text("Not attempted yet.")
    row = re.compile(rf" - +05 +{exercise.title}")
    expect(cells.nth(3)).to_contain_text(row)

    wrong = next(mistake for mistake in exercise.mistakes if mistake.__name__ == "pads_one_side")
    type_into(page, cells.nth(1), inspect.getsource(wrong).partition("\n)\n")[2].replace(wrong.__name__, exercise.name))
    check()
    expect(cells.nth(2)).to_contain_text(f"Not yet. {wrong.message}")
    expect(cells.nth(2)).to_contain_text("A case that fails")
    expect(cells.nth(3)).to_contain_text(re.compile(rf" 1 tried +05 +{exercise.title}"))

    type_into(page, cells.nth(1), solution_text(exercise))
    check()
    expect(cells.nth(2)).to_contain_text(exercise.insight)
    expect(cells.nth(3)).to_contain_text(re.compile(rf" solved +05 +{exercise.title}"))
    assert (
        json.loads((tmp_path / "root" / ".lesson-progress.json").read_text(encoding="utf-8"))[exercise.id]["right"]
        is True
    )


def test_keys_in_a_widget_are_its_own(lab, page):
    # JupyterLab would fold headings with the arrow keys, and begin to edit the cell with Enter.
    made = ["import lessonlib as ll", "field = ll.receptive_field_explorer('three 3×3')\nfield"]
    asked = WIDGETS["question"][0]
    cells = [new_code_cell(source) for source in (*made, f"question = {asked}\nquestion")]
    seen = new_code_cell("print('Python sees layer', field.layer, question.attempts)")
    open_notebook(page, lab(new_notebook(cells=[*cells, new_markdown_cell("## A heading to fold"), seen])))
    for cell in cells:
        run_cell(page, cell.source.splitlines()[0])
    layer = page.get_by_role("slider", name="Layer")
    layer.focus()
    page.keyboard.press("ArrowLeft")
    expect(layer).to_have_value("2")
    expect(layer).to_be_focused()
    page.get_by_role("radio", name="this").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Check my answer").focus()
    page.keyboard.press("Enter")
    run_cell(page, "print('Python sees layer'")
    page.get_by_text("Python sees layer 2 ['this']", exact=True).wait_for()
