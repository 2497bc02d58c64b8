"""One chapter in JupyterLab with a kernel: the sliders move, Python sees them, and the page sees Python."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from conftest import ROOT
from nbformat.v4 import new_code_cell
from playwright.sync_api import expect

CHAPTER = "05-depth-stride-padding.ipynb"
READ = "print('Python sees', explorer.stride, explorer.padding)"
WRITE = "explorer.stride = 4; print('Python wrote')"


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def lab(tmp_path):
    """JupyterLab on a copy of the chapter whose last explorer is kept, with two more cells at its end."""
    notebook = nbformat.read(ROOT / "book" / CHAPTER, as_version=4)
    shown = next(cell for cell in notebook.cells if '"padding"' in cell.source and "conv_explorer" in cell.source)
    shown.source = shown.source.replace("ll.conv_explorer", "explorer = ll.conv_explorer") + "\nexplorer"
    first_cells = notebook.cells[: notebook.cells.index(shown) + 1]
    notebook.cells = [*first_cells, new_code_cell(READ), new_code_cell(WRITE)]
    nbformat.write(notebook, tmp_path / CHAPTER)

    port = free_port()
    settings = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.root_dir": tmp_path,
        "IdentityProvider.token": "",
        "ServerApp.allow_root": True,
        "LabApp.news_url": "",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    log = (tmp_path / "lab.log").open("w")
    options = [f"--{name}={value}" for name, value in settings.items()]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", *options],
        stdout=log,
        stderr=subprocess.STDOUT,
        env={**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "HOME": str(tmp_path)},
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=1).close()
            break
        except OSError:
            assert server.poll() is None, (tmp_path / "lab.log").read_text()
            time.sleep(0.5)
    yield address
    server.terminate()
    server.wait(timeout=30)
    log.close()
    shutil.rmtree(tmp_path, ignore_errors=True)


def run_cell(page, source):
    """Put the cursor into the cell with this source and run it."""
    page.locator(".jp-CodeCell", has_text=source).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")


def test_a_chapter_with_a_kernel(lab, chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(60_000)
    page.goto(f"{lab}/lab/tree/{CHAPTER}?reset")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()

    page.get_by_text("Python wrote", exact=True).wait_for()
    # In JupyterLab an ipywidgets slider has a label beside it, and no accessible name.
    explorer = page.locator(".lm-Widget.widget-vbox", has=page.locator(".widget-label", has_text="Padding"))
    cells = explorer.get_by_role("gridcell")
    stride, padding = (
        explorer.locator(".widget-hslider", has_text=name).locator(".noUi-handle") for name in ("Stride", "Padding")
    )
    expect(cells).to_have_count(4)  # padding 1, and stride 4 from Python: two places along a side

    stride.press("Home")
    stride.press("ArrowRight")
    expect(cells).to_have_count(9)  # stride 2
    padding.press("ArrowLeft")
    expect(cells).to_have_count(4)  # padding 0
    run_cell(page, "Python sees")
    page.get_by_text("Python sees 2 0", exact=True).wait_for()
    page.close()
