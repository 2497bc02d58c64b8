"""What several tests share: the built site, a server for it, a watched browser page."""

import atexit
import functools
import http.server
import os
import re
import shutil
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import nbval.plugin
import pytest
from browser import ARGUMENTS, HOW, find
from hypothesis import settings
from javascript import answers, node
from notebooks import read_chapter
from paths import SITE, TRACES
from playwright.sync_api import sync_playwright
from small_book import small_book
from widget_page import show, show_together

import lessonlib as ll

__all__ = ["answers", "node", "show", "show_together", "small_book"]  # fixtures of every test, besides those below

# Chapter 11 trains fully in the book build only; notebooks run by nbval take its short run.
os.environ["LESSONLIB_SHORT"] = "1"
os.environ["PYTHONIOENCODING"] = "utf-8"  # of what tests start and listen to, whatever the locale
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as in the Makefile; read when torch is imported

# How long an example takes says how busy the machine is, and nothing about the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

# Answers and progress in somebody's clone are theirs: tests see neither.
_folder = tempfile.mkdtemp(prefix="lesson-progress-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["LESSONLIB_PROGRESS"] = str(Path(_folder) / "progress.json")


class Restoring:
    """Stands in for nbformat in nbval's collector, which reads chapters by itself."""

    def __getattr__(self, name):
        return getattr(nbformat, name)

    def read(self, path, as_version):
        return read_chapter(path)


nbval.plugin.nbformat = Restoring()


def compare_text(cell, test, ref, skip_compare=None):
    """HTML and figures say what the text beside them says, and are not kept in a chapter."""
    skipped = (*(skip_compare or cell.parent.skip_compare), "text/html", "image/svg+xml")
    return compare_all(cell, test, ref, skipped)


compare_all = nbval.plugin.IPyNbCell.compare_outputs
nbval.plugin.IPyNbCell.compare_outputs = compare_text


@pytest.fixture(scope="session")
def site():
    """The folder of the built book."""
    assert (SITE / "index.html").exists(), "The book is not built. Build it first: make book"
    return SITE


@pytest.fixture(scope="session")
def cifar():
    """The real CIFAR-10, from LESSONLIB_DATA or the cache folder; generated pictures only where they are asked for."""
    pictures = ll.cifar.load(mirrors=[])
    if not pictures.is_real and os.environ.get("LESSONLIB_DATA") != "generated":
        pytest.fail(
            "This test needs the real CIFAR-10, which is neither where LESSONLIB_DATA says nor in the cache folder. "
            "`make book` fetches it where there is a network. To do without on purpose: LESSONLIB_DATA=generated."
        )
    return pictures


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def serve():
    """Serve a folder on loopback: ``serve(folder)`` gives its address."""
    servers = []

    def start(folder):
        handler = functools.partial(QuietHandler, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def served(serve, tmp_path_factory):
    """A folder and its address: what a browser remembers belongs to an address, and a file has none."""
    folder = tmp_path_factory.mktemp("served")
    return folder, serve(folder)


@pytest.fixture(scope="session")
def address(site, serve):
    """Where the built book is served."""
    return serve(site)


@pytest.fixture(scope="session")
def chromium():
    path = find()
    assert path, f"The browser tests need a Chromium. {HOW}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def watch(page):
    """Collect what a good page never does: errors, warnings, requests to another host."""
    page.faults = []
    page.on("console", lambda message: message.type in ("error", "warning") and page.faults.append(message.text))
    page.on("pageerror", lambda error: page.faults.append(f"uncaught: {error}"))

    def foreign(request):
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob", "file") and url.hostname != "127.0.0.1":
            page.faults.append(f"request to another host: {request.url}")

    page.on("request", foreign)
    return page


# As on a host without https, where browsers have none. What a test counts or answers itself would pass through it.
WITHOUT_SERVICE_WORKERS = "delete Navigator.prototype.serviceWorker"


@pytest.fixture
def open_page(chromium, request):
    """Open an address in a fresh browser profile; at the end of the test the page must be without fault.

    The profile keeps no book for reading without a network, unless ``keeps`` says so.
    """
    contexts = []
    traces = request.config.getoption("--traces")

    def start(url, *, width=1280, height=900, scheme="light", keeps=False, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        contexts.append(context)
        if traces:
            context.tracing.start(screenshots=True, snapshots=True, sources=True)
        if not keeps:
            context.add_init_script(WITHOUT_SERVICE_WORKERS)
        page = watch(context.new_page())
        page.goto(url)
        page.wait_for_selector("html:not([data-arriving])", state="attached")  # laid out to its end
        return page

    yield start
    faults = [fault for context in contexts for page in context.pages for fault in page.faults]
    name = re.sub(r"[^\w.-]+", "-", request.node.name)
    for number, context in enumerate(contexts, 1):
        if traces:
            context.tracing.stop(path=TRACES / f"{name}-{number}.zip")
        context.close()
    assert faults == []


MARKED_BY = {
    "chromium": "browser",
    "cifar": "cifar",
    "clone": "slow",
    **dict.fromkeys(("site", "small_book", "launched", "published"), "book"),
}
NOT_QUICK = ("book", "browser", "cifar", "slow")


def pytest_addoption(parser):
    parser.addoption(
        "--quick", action="store_true", help="only what needs neither a build, a browser nor a training: `make quick`"
    )
    parser.addoption("--traces", action="store_true", help="record every page that a test opens, into _build/traces")


def pytest_collection_modifyitems(config, items):
    """Mark tests by the fixtures that they use, and leave out with ``--quick`` what these marks say."""
    for item in items:
        for fixture, mark in MARKED_BY.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
    if config.getoption("--quick"):
        left_out = {item for item in items if any(map(item.get_closest_marker, NOT_QUICK))}
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]
