"""Binder, rehearsed: build what repo2docker would build, start it, and work in every chapter as a reader would.

What needs other hosts or another user is left out: the system's packages, conda's Python (this Python takes its
place), and PyTorch's own index where it cannot be reached. Everything else is done as the Dockerfile says.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from indexes import reachable
from lab import Lab
from launch_links import ROOT, build, launch_links
from reader import Reader

FOLDER = ROOT / "_build" / "rehearse" / "binder"
REPOSITORY, ENVIRONMENT = FOLDER / "repository", FOLDER / "environment"
LARGEST_ENVIRONMENT = 1.5e9  # bytes
MOST_MEMORY = 1.2e9  # bytes
NOT_A_READERS = ("LESSONLIB_PROGRESS", "LESSONLIB_SHORT", "VIRTUAL_ENV")  # a reader's run is the full one


def main():
    export_commit()
    dockerfile = render()
    environment = install(dockerfile)
    size = sum(path.lstat().st_size for path in ENVIRONMENT.rglob("*"))
    print(f"environment: {size / 1e9:.2f} GB (limit {LARGEST_ENVIRONMENT / 1e9} GB)")
    assert size < LARGEST_ENVIRONMENT
    start = shell_value(dockerfile, "R2D_ENTRYPOINT", environment)
    with tempfile.TemporaryDirectory() as home, Lab(start, REPOSITORY, environment, Path(home)) as lab:
        print(f"JupyterLab answers after {lab.seconds_to_start:.1f} s")
        with Reader(lab) as reader:
            for path in chapters():
                report = reader.work_through(path)
                print(f"{path}: {report}", flush=True)
                assert report.memory < MOST_MEMORY, path
            reader.lose_nothing(chapters()[0])
    print("Binder: all chapters ran.")


def export_commit(folder=FOLDER):
    """The files of the commit, as Binder clones them, in a folder `repository` of an empty one."""
    shutil.rmtree(folder, ignore_errors=True)
    repository = folder / "repository"
    repository.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "--extract", "--directory", repository], input=archive, check=True)


def render():
    """The Dockerfile that repo2docker makes of the commit."""
    repo2docker = ROOT / "_build" / "rehearse" / "tools" / "bin" / "jupyter-repo2docker"
    done = subprocess.run(
        [repo2docker, "--no-build", "--debug", "."],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    text = done.stdout + done.stderr
    (FOLDER / "Dockerfile").write_text(text, encoding="utf-8")
    wanted = re.search(r"Building conda environment for python=(\S+)", text)[1]
    here = ".".join(map(str, sys.version_info[:2]))
    assert wanted == here, f"Binder uses Python {wanted}, this is {here}: rehearse with make PYTHON=python{wanted}"
    return text


def install(dockerfile):
    """Carry out the Dockerfile's steps that follow the copy of the repository; return the environment's variables."""
    subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
    environment = {name: value for name, value in os.environ.items() if name not in NOT_A_READERS} | {
        "KERNEL_PYTHON_PREFIX": str(ENVIRONMENT),
        "NB_PYTHON_PREFIX": str(ENVIRONMENT),
        "REPO_DIR": str(REPOSITORY),
        "PATH": f"{ENVIRONMENT}/bin:{os.environ['PATH']}",
        # What Binder tells the server about where the notebooks come from.
        "BINDER_REPO_URL": "https://github.com/Teacher/a-course",
    }
    leave_out_unreachable_indexes(REPOSITORY / ".binder" / "requirements.txt")
    steps = re.findall(r"^RUN (.*)$", dockerfile.split("COPY --chown=0:0 src/ ${REPO_DIR}/")[1], flags=re.M)
    assert any("pip install" in step for step in steps), "the Dockerfile no longer installs with pip after the copy"
    for step in steps:
        started = time.perf_counter()
        shell = ["/bin/bash", "-c", step]
        done = subprocess.run(
            shell, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
        )
        assert done.returncode == 0, f"{step}\n{done.stdout}\n{done.stderr}"
        print(f"{time.perf_counter() - started:.0f} s: {step}", flush=True)
    return environment


def leave_out_unreachable_indexes(path):
    """Take an index out of the copied file that this machine cannot reach."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("--extra-index-url") or line.split()[1] in reachable()]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def shell_value(dockerfile, name, environment):
    """The value that the Dockerfile gives an environment variable."""
    value = re.search(rf'^ENV {name}="(.*)"$', dockerfile, flags=re.M)[1]
    return re.sub(r"\$\{(\w+)\}", lambda found: environment[found[1]], value)


def chapters():
    """The paths at which the launch links of the book's pages open the chapters."""
    with tempfile.TemporaryDirectory() as folder:
        pages = build(Path(folder))
        links = [launch_links(path).get("mybinder.org") for path in sorted((pages / "book").glob("*.html"))]
    return [parse_qs(urlsplit(link).query)["urlpath"][0] for link in links if link]


if __name__ == "__main__":
    main()
