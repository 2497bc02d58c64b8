"""The way out of Jupyter Book: the book built by plain `sphinx-build`, with the newest Sphinx and MyST-NB.

Jupyter Book 1 pins older versions of both, and gets none of its own. `python rehearse/plain_sphinx.py` lets it write
its settings as a `conf.py`, installs the newest versions in a folder that comes before the environment's own, and
builds a copy of the book there, its cells not run. It may fail: then it tells what breaks, also in the summary of a run
on GitHub.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from launch_links import ROOT, files

FOLDER = ROOT / "_build" / "rehearse" / "sphinx"
NEWER = ("sphinx", "myst-nb", "myst-parser", "docutils", "sphinx-design")
ASK = f"from importlib.metadata import version; print(*(f'{{name}} {{version(name)}}' for name in {NEWER}), sep=', ')"
TOLD = 40  # lines


def call(*words, **options):
    """What a command printed, and whether it went well."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8", "check": False} | options
    done = subprocess.run(words, **options)
    return done.stdout, done.returncode == 0


def copy_book():
    """The files of the next commit, with a conf.py by Jupyter Book and what was built for the pages."""
    source = FOLDER / "book"
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name in files("--cached", "--others", "--exclude-standard"):
        if (ROOT / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    for built in ("web/node_modules", "web/dist", "web/vendor"):
        os.symlink(ROOT / built, source / built)
    said, is_well = call(Path(sys.executable).with_name("jupyter-book"), "config", "sphinx", source)
    assert is_well, said
    return source


def main():
    source, newer = copy_book(), FOLDER / "newer"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", newer]
    said, is_well = call(*install, *NEWER)
    assert is_well, said
    environment = os.environ | {"PYTHONPATH": f"{newer}{os.pathsep}{source / 'web'}"}
    versions, _ = call(sys.executable, "-c", ASK, env=environment)
    build = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-D", "nb_execution_mode=off"]
    said, is_well = call(*build, source, FOLDER / "html", env=environment)
    breaks = "\n".join(line for line in said.splitlines() if line.strip())[-6000:].splitlines()[-TOLD:]
    report = [f"With {versions.strip()}: {'the book builds.' if is_well else 'the book does not build.'}"]
    report += [] if is_well else ["", "```", *breaks, "```"]
    print("\n".join(report))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write("\n".join(report) + "\n")
    sys.exit(not is_well)


if __name__ == "__main__":
    main()
