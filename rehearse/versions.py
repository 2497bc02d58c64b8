"""The oldest and the newest versions that pyproject.toml claims: every chapter runs from first to last cell in each.

Outputs are not compared: printed forms differ between versions, and the pinned versions are tested all the same.
`python rehearse/versions.py newest-torch` takes the newest PyTorch too, which pyproject.toml does not claim to work.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from indexes import reachable
from launch_links import ROOT
from nbclient import NotebookClient

# How uv chooses; an override says in place of pyproject.toml what a package may be.
CHOICES = {
    "oldest": ("lowest-direct", ""),
    "newest": ("highest", ""),
    "newest-torch": ("highest", "torch"),
}
FOLDER = ROOT / "_build" / "rehearse" / "versions"
UV = Path(sys.executable).with_name("uv")
SHOWN = ("numpy", "torch", "matplotlib", "ipywidgets", "anywidget", "ipykernel")


def main(names):
    for name in names:
        folder = FOLDER / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        python = install(folder, *CHOICES[name])
        for chapter in sorted((ROOT / "book").glob("*.ipynb")):
            execute(chapter, folder, python)
        print(f"{name}: all chapters ran.", flush=True)


def install(folder, resolution, override):
    """An environment with the library and what it needs, at one end of the ranges; return its Python."""
    indexes = [word for address in reachable() for word in ("--extra-index-url", address)]
    version = "{}.{}".format(*sys.version_info)
    pinned, overrides = folder / "requirements.txt", folder / "overrides.txt"
    overrides.write_text(f"{override}\n", encoding="utf-8")
    compile_options = ["--resolution", resolution, "--override", overrides, "--python-version", version]
    compile_options += ["--no-annotate", "--no-header"]
    call(UV, "pip", "compile", *compile_options, *indexes, "pyproject.toml", "--output-file", pinned)
    call(sys.executable, "-m", "venv", folder / "environment")
    python = folder / "environment" / "bin" / "python"
    pip = (python, "-m", "pip", "install", "--disable-pip-version-check")
    call(*pip, *indexes, "--requirement", pinned)
    call(*pip, "--no-deps", "--editable", ".")
    lines = pinned.read_text(encoding="utf-8").splitlines()
    print(folder.name, *(line for line in lines if line.split("==")[0] in SHOWN), flush=True)
    return python


def execute(chapter, folder, python):
    """Run a chapter with this Python; what raises in it raises here, and names the cell."""
    kernel = folder / "data" / "kernels" / folder.name
    kernel.mkdir(parents=True, exist_ok=True)
    start = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (kernel / "kernel.json").write_text(
        json.dumps({"argv": start, "display_name": folder.name, "language": "python"}), encoding="utf-8"
    )
    os.environ |= {"JUPYTER_PATH": str(folder / "data"), "LESSONLIB_SHORT": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    os.environ["PYTHONFAULTHANDLER"] = "1"  # a kernel that crashes says where; one that is killed for memory is silent
    notebook = nbformat.read(chapter, as_version=4)
    resources = {"metadata": {"path": chapter.parent}}
    NotebookClient(notebook, timeout=600, kernel_name=folder.name, resources=resources).execute()
    print(f"{folder.name}: {chapter.name}", flush=True)


def call(*words):
    quiet = [] if "venv" in words else ["--quiet"]
    subprocess.run([*words, *quiet], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1:] or ["oldest", "newest"])
