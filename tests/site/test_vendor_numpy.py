"""NumPy for Python in the page: only the wheel that Pyodide's lock file names, whole, or nothing."""

import hashlib

import pytest
import vendor_numpy

NAME = "numpy-0.0-test.whl"
CONTENT = bytes(range(256)) * 300
EXPECTED = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def source(tmp_path, serve):
    """A folder that is served, and its address."""
    folder = tmp_path / "served"
    folder.mkdir()
    return folder, f"{serve(folder)}/"


def test_the_right_wheel_is_kept_and_not_fetched_again(source, tmp_path):
    folder, address = source
    (folder / NAME).write_bytes(CONTENT)
    target = vendor_numpy.fetch(address, NAME, EXPECTED, tmp_path / "vendor")
    assert target.read_bytes() == CONTENT
    (folder / NAME).unlink()
    assert vendor_numpy.fetch(address, NAME, EXPECTED, tmp_path / "vendor") == target


@pytest.mark.parametrize("content", [CONTENT[:-1] + b"!", CONTENT[:-100], None], ids=["changed", "cut", "missing"])
def test_nothing_else_is_kept_and_an_older_one_stays(source, tmp_path, content):
    folder, address = source
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / NAME).write_bytes(b"an older wheel")
    if content is not None:
        (folder / NAME).write_bytes(content)
    with pytest.raises(SystemExit, match=f"{NAME} (has SHA-256|could not be fetched)"):
        vendor_numpy.fetch(address, NAME, EXPECTED, vendor)
    assert [(path.name, path.read_bytes()) for path in vendor.iterdir()] == [(NAME, b"an older wheel")]


def test_without_a_network_it_says_that_the_book_can_do_without(tmp_path):
    with pytest.raises(SystemExit, match="can be built without it"):
        vendor_numpy.fetch("http://127.0.0.1:9/", NAME, EXPECTED, tmp_path / "vendor")
    assert list((tmp_path / "vendor").iterdir()) == []


def test_wheel_and_address_are_those_of_pyodide():
    name, expected = vendor_numpy.wheel()
    assert name.startswith("numpy-")
    assert len(expected) == 64
    assert vendor_numpy.address().startswith("https://")
    assert "$" not in vendor_numpy.address()
