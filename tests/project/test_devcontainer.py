"""The container for Codespaces and editors: the format's own keys, the files of Binder, the Python of the pins."""

import json
import subprocess

import pytest
from paths import ROOT

PATH = ROOT / ".devcontainer" / "devcontainer.json"
# Of the keys of a container made from an image (containers.dev, "Dev Container metadata reference"), those used here
# and the kind of their values. No registry has the format's schema as a package.
KINDS = {
    "name": str,
    "image": str,
    "postCreateCommand": str,
    "containerEnv": dict,
    "hostRequirements": dict,
    "portsAttributes": dict,
    "customizations": dict,
}


@pytest.fixture(scope="module")
def container():
    return json.loads(PATH.read_text(encoding="utf-8"))


def test_every_key_is_one_of_the_format(container):
    assert {key: type(value) for key, value in container.items()} == KINDS
    assert all(isinstance(value, str) for value in container["containerEnv"].values())
    assert set(container["hostRequirements"]) <= {"cpus", "memory", "storage", "gpu"}
    assert isinstance(container["hostRequirements"]["cpus"], int)
    assert container["hostRequirements"]["memory"].removesuffix("gb").isdecimal()
    assert all(port.isdecimal() and set(about) == {"label"} for port, about in container["portsAttributes"].items())


def test_it_installs_what_binder_installs_and_nothing_else(container):
    install, after = container["postCreateCommand"].split(" && ")
    assert install == "pip install --requirement .binder/requirements.txt"
    assert after == ".binder/postBuild"
    modes = subprocess.run(
        ["git", "ls-files", "--stage", after], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert modes.stdout.startswith("100755")


def test_its_python_is_binders(container):
    version = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    assert container["image"].startswith(f"python:{version}-")


def test_it_opens_a_chapter_that_is_there(container):
    opened = container["customizations"]["codespaces"]["openFiles"]
    assert opened
    assert all((ROOT / path).is_file() for path in opened)
