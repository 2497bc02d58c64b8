"""The container of .devcontainer, rehearsed without one: its steps as plain commands, then a chapter from start to end.

`python rehearse/devcontainer.py` exports the commit, makes an environment of the container's Python, runs there what
`postCreateCommand` says, and executes the chapter that Codespaces opens first. What needs another host is left out as
in binder.py. The editor and its extensions are not part of this.
"""

import json
import os
import subprocess
import sys
import time

import binder

FOLDER = binder.ROOT / "_build" / "rehearse" / "devcontainer"


def main():
    binder.export_commit(FOLDER)
    repository, environment = FOLDER / "repository", FOLDER / "environment"
    told = json.loads((repository / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    wanted = told["image"].partition(":")[2].partition("-")[0]
    here = ".".join(map(str, sys.version_info[:2]))
    assert wanted == here, f"the container has Python {wanted}, this is {here}: make PYTHON=python{wanted}"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    binder.leave_out_unreachable_indexes(repository / ".binder" / "requirements.txt")
    variables = {name: value for name, value in os.environ.items() if name not in binder.NOT_A_READERS}
    variables |= told["containerEnv"] | {"PATH": f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    first = told["customizations"]["codespaces"]["openFiles"][0]
    for step in (told["postCreateCommand"], f"jupyter execute {first}"):
        started = time.perf_counter()
        done = subprocess.run(
            ["/bin/sh", "-c", step],
            cwd=repository,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{step}\n{done.stdout}"
        print(f"{time.perf_counter() - started:.0f} s: {step}", flush=True)
    settings = environment / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    assert settings.exists(), "JupyterLab has not the settings that it has on Binder"
    print("The container: its steps ran, and the first chapter.")


if __name__ == "__main__":
    main()
