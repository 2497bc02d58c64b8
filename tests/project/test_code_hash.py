"""A hash of code changes with what the code does, and with nothing else."""

import pytest

from lessonlib.code_hash import closure, hash_by_role, hash_of_imports

CODE = '''"""What it is for."""

import math
from os import path


def area(radius):
    """The area of a disc."""
    return math.pi * radius**2
'''


def hashed(folder, code, name="disc.py", role="disc"):
    (folder / name).write_text(code, encoding="utf-8")
    return hash_by_role({role: folder / name})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("What it is for", "Other words"),
        ("The area of", "How large is"),
        ("    return", "    # a reason\n    return"),
        ("from os import path", "from pathlib import Path"),
        ("(radius)", "(\n    radius\n)"),
    ],
    ids=["module docstring", "function docstring", "comment", "import", "layout"],
)
def test_what_decides_nothing_is_left_out(tmp_path, old, new):
    assert old in CODE
    assert hashed(tmp_path, CODE.replace(old, new)) == hashed(tmp_path, CODE)


@pytest.mark.parametrize(("old", "new"), [("**2", "**3"), ("math.pi", "math.tau"), ("radius", "diameter")])
def test_what_decides_is_in_it(tmp_path, old, new):
    assert hashed(tmp_path, CODE.replace(old, new)) != hashed(tmp_path, CODE)


def test_a_file_may_move_but_not_change_its_role(tmp_path):
    assert hashed(tmp_path, CODE, "moved.py") == hashed(tmp_path, CODE)
    assert hashed(tmp_path, CODE, role="ring") != hashed(tmp_path, CODE)


def test_a_closure_holds_what_is_imported_by_what_is_imported():
    found = closure("lessonlib.nn.conv")
    assert "lessonlib.nn.checks" in found  # by lessonlib.nn.geometry
    assert "lessonlib.nn.losses" not in found
    assert set(closure("lessonlib.nn.conv", without={"lessonlib.nn.geometry"})) < set(found)
    assert hash_of_imports("lessonlib.nn.conv") != hash_of_imports("lessonlib.nn.conv", without={"lessonlib.nn.checks"})
