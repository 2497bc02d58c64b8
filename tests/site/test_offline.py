"""The book without a network: kept after one visit, replaced as a whole, left out where a host does not want it."""

import contextlib
import functools
import gzip
import http.server
import json
import math
import re
import shutil
import threading
import time

import pytest
from extension.assets import offline
from pages import ALL_START, PAGES, wait_for_widgets
from paths import ROOT
from PIL import Image, ImageChops
from playwright.sync_api import expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

PATIENCE = 180_000  # milliseconds
CHAPTER = "book/05-depth-stride-padding"


class Host:
    """A server for a folder that can stop, come back at the same address, and fall silent."""

    def __init__(self, folder, path="/", policy=None, short=False):
        self.folder, self.path, self.policy, self.short = folder, path, policy, short
        self.asked, self.speaks, self.port = [], threading.Event(), 0
        self.speaks.set()
        self.start()

    def start(self):
        host = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def do_GET(self):
                host.asked.append(self.path)
                host.speaks.wait()
                if host.short and self.path.endswith(".html"):
                    self.send_response(308)
                    self.send_header("Location", self.path.removesuffix(".html").removesuffix("index"))
                    self.end_headers()
                elif self.path.startswith(host.path):
                    self.path = "/" + self.path.removeprefix(host.path)
                    if host.short and "." not in self.path and not self.path.endswith("/"):
                        self.path += ".html"
                    super().do_GET()
                else:
                    self.send_error(404)

            def end_headers(self):
                self.send_header("Cache-Control", "no-store")  # what comes without a server comes from the copy
                if host.policy:
                    self.send_header("Content-Security-Policy", host.policy)
                super().end_headers()

            def log_message(self, *args):
                pass

        handler = functools.partial(Handler, directory=str(self.folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.address = f"http://127.0.0.1:{self.port}{self.path}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.speaks.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def host():
    with contextlib.ExitStack() as stack:

        def start(folder, **options):
            found = Host(folder, **options)
            stack.callback(found.stop)
            return found

        yield start


@pytest.fixture
def book(site, tmp_path):
    """A copy of the built site, to change."""
    return shutil.copytree(site, tmp_path / "html", ignore=shutil.ignore_patterns("_sources", "*.zip", "pdf"))


def until(page, condition):
    """Wait until an expression of JavaScript, which may await, is true in a page."""
    wait = f"""async (patience) => {{
      let late = false;
      const seen = async () => {{
        while (!late && !({condition})) await new Promise((done) => setTimeout(done, 50));
      }};
      const over = new Promise((_, fail) => setTimeout(() => {{
        late = true;
        fail(new Error("waited in vain"));
      }}, patience));
      await Promise.race([seen(), over]); // what a condition awaits may never come
    }}"""
    page.evaluate(wait, PATIENCE)


def asks_for_worker(server, page, patience):
    """Whether a visit asks the server for the worker, within so many milliseconds."""
    end = time.monotonic() + patience / 1000
    while f"/{offline.WORKER}" not in server.asked and time.monotonic() < end:
        page.wait_for_timeout(50)
    return f"/{offline.WORKER}" in server.asked


def keeping(page):
    """Wait until the worker has its copy, and this page."""
    until(page, "navigator.serviceWorker.controller")


def version(folder):
    return re.search(r'VERSION = "(\w+)"', (folder / offline.WORKER).read_text(encoding="utf-8"))[1]


def has_version(page, wanted):
    """Wait until this version of the book, and no other, is kept."""
    until(page, f"(await caches.keys()).join().split(' ').at(-1) === '{wanted}' && (await caches.keys()).length === 1")


def change(book, old, new, pages=("index", CHAPTER)):
    """Another build of the book: other words in some pages."""
    for name in pages:
        path = book / f"{name}.html"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    offline.refresh(book)


FOOT = "The authors of this book</p>"
NEW = "The authors of the next build</p>"


def foot(page):
    return page.locator(".lesson-foot")


def run_numpy(page):
    """Run a cell that shows an array; `slide` and `picture` come from far above it."""
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    cell = page.locator(".cell.run-kind--cell").last
    cell.get_by_role("button", name="Run: ").click()
    expect(cell.locator(".lesson-run-output .lesson-array").first).to_be_visible(timeout=PATIENCE)


def test_after_one_visit_every_page_opens_without_a_server_and_its_figures_move(site, host, open_page):
    server = host(site)
    page = open_page(f"{server.address}index.html", keeps=True)
    keeping(page)
    server.stop()
    for name in PAGES:
        page.goto(f"{server.address}{name}.html{ALL_START}")
        assert page.locator("article h1").count() == 1
        wait_for_widgets(name, page)
        page.wait_for_function("[...document.images].every((image) => image.complete && image.naturalWidth)")
    page.goto(f"{server.address}search.html?q=stride")
    expect(page.locator("#search-results .context").first).to_be_visible()


def test_python_runs_without_a_server_once_it_ran_with_one(site, host, open_page):
    server = host(site)
    page = open_page(f"{server.address}book/03-convolution-by-hand.html", keeps=True)
    keeping(page)
    assert not [path for path in server.asked if "/python/" in path]
    run_numpy(page)
    python = site / "_static" / "python"
    (numpy,) = (path.name for path in python.glob("numpy-*.whl"))
    for name in (numpy, "python_stdlib.zip", "pyodide.asm.wasm", "lessonlib.zip", "editor.js", "worker.js"):
        until(page, f"await caches.match('../_static/python/{name}')")
    (drawing,) = (path.name for path in python.glob("matplotlib-*.whl"))
    assert not page.evaluate(f"caches.match('../_static/python/{drawing}').then(Boolean)"), "nobody asked for it"
    server.stop()
    page.reload()
    run_numpy(page)


def test_a_new_build_is_shown_at_once_and_kept_as_a_whole(book, host, open_page):
    server = host(book)
    page = open_page(f"{server.address}index.html", keeps=True)
    keeping(page)
    old = version(book)
    change(book, FOOT, NEW)
    assert version(book) != old
    server.asked.clear()
    page.reload()
    expect(foot(page)).to_contain_text("next build")
    has_version(page, version(book))
    fetched = [path for path in server.asked if path.endswith((".html", ".js")) and offline.WORKER not in path]
    assert sorted(set(fetched)) == [f"/{CHAPTER}.html", "/index.html"], "what has not changed is not fetched again"
    server.stop()
    page.goto(f"{server.address}{CHAPTER}.html")
    expect(foot(page)).to_contain_text("next build")


def test_half_a_build_is_not_kept(book, host, open_page):
    server = host(book)
    page = open_page(f"{server.address}index.html", keeps=True)
    keeping(page)
    old = version(book)
    change(book, FOOT, NEW)
    (book / f"{CHAPTER}.html").write_text("half a page", encoding="utf-8")
    ends = """async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      const worker = registration.installing;
      while (worker && worker.state !== "redundant") await new Promise((done) => { worker.onstatechange = done });
    }"""
    page.evaluate(ends)
    server.stop()
    page.goto(f"{server.address}{CHAPTER}.html")
    expect(foot(page)).to_contain_text("of this book")
    assert page.evaluate("caches.keys()")[0].endswith(old)


def test_where_a_host_falls_silent_the_copy_is_shown(site, host, open_page):
    server = host(site)
    page = open_page(f"{server.address}index.html", keeps=True)
    keeping(page)
    server.speaks.clear()
    page.goto(f"{server.address}{CHAPTER}.html{ALL_START}")
    wait_for_widgets(CHAPTER, page)


def test_a_host_that_wants_none_leaves_readers_without(book, host, open_page):
    server = host(book)
    page = open_page(f"{server.address}index.html", keeps=True)
    keeping(page)
    for path in book.rglob("*.html"):
        path.write_text(path.read_text(encoding="utf-8").replace(' data-offline=""', ""), encoding="utf-8")
    offline.refresh(book)
    page.reload()
    until(page, "!(await caches.keys()).length && !(await navigator.serviceWorker.getRegistrations()).length")
    server.asked.clear()
    fresh = open_page(f"{server.address}index.html", keeps=True)
    fresh.wait_for_load_state("networkidle")
    assert fresh.locator("link[rel=manifest]").count() == 0
    assert fresh.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_a_finished_site_is_switched_off_by_one_word(book, host, open_page):
    server = host(book)
    page = open_page(f"{server.address}index.html", keeps=True)
    keeping(page)
    path = book / offline.WORKER
    text = path.read_text(encoding="utf-8")
    assert text.startswith("const KEPT = true;")
    path.write_text(text.replace("true", "false", 1), encoding="utf-8")
    page.reload()
    gone = "!(await caches.keys()).length && !(await navigator.serviceWorker.getRegistrations()).length"
    until(page, gone)
    server.asked.clear()
    end = time.monotonic() + PATIENCE / 1000
    page.reload()
    # Where the browser is still taking the worker away, a visit gets that one, and asks for none: another one, then.
    while not asks_for_worker(server, page, PATIENCE / 10):
        assert time.monotonic() < end, "No visit asked for the worker again."
        page.reload()
    until(page, gone)


@pytest.mark.parametrize("wanted", [True, False])
def test_the_setting_decides(small_book, wanted):
    path = small_book.folder / "_config.yml"
    text = path.read_text(encoding="utf-8")
    assert "lesson_offline: true" in text
    path.write_text(text.replace("lesson_offline: true", f"lesson_offline: {str(wanted).lower()}"), encoding="utf-8")
    done = small_book()
    assert done.returncode == 0, done.stdout
    built = small_book.folder / "_build" / "html"
    assert ("data-offline" in (built / "index.html").read_text(encoding="utf-8")) == wanted
    assert (built / offline.MANIFEST).exists() == wanted
    worker = (built / offline.WORKER).read_text(encoding="utf-8")
    assert worker.startswith(f"const KEPT = {str(wanted).lower()};")
    assert ('"index.html"' in worker) == wanted


COUNTS = "window.registered = 0; ServiceWorkerContainer.prototype.register = () => { window.registered += 1 }"

SAVES = "Object.defineProperty(NetworkInformation.prototype, 'saveData', {{ value: {} }})"


def leap(page):
    """Turn the clock on by a minute once the widget lives: one that still starts would take the leap for a time-out."""
    page.wait_for_selector(".lesson-widget[data-live]")
    page.clock.fast_forward(60_000)


def test_nothing_of_it_from_a_file(site, open_page):
    page = open_page("about:blank", keeps=True)
    page.add_init_script(COUNTS)
    page.clock.install()
    page.goto((site / "index.html").as_uri())
    leap(page)
    assert page.locator("link[rel=manifest]").count() == 0
    assert page.evaluate("window.registered") == 0


BLOCKED = "Object.defineProperty(Navigator.prototype, 'serviceWorker', {get() { throw new Error('blocked') }})"
FULL = "caches.open = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));\n"


def test_where_the_browser_refuses_workers_the_page_is_as_before(address, open_page):
    page = open_page("about:blank", keeps=True)
    page.add_init_script(BLOCKED)
    page.goto(f"{address}/{CHAPTER}.html{ALL_START}")
    wait_for_widgets(CHAPTER, page)
    page.wait_for_load_state("networkidle")


def test_where_the_browser_refuses_room_the_page_is_as_before(book, host, open_page):
    path = book / offline.WORKER
    path.write_text(FULL + path.read_text(encoding="utf-8"), encoding="utf-8")
    server = host(book)
    page = open_page(f"{server.address}{CHAPTER}.html{ALL_START}", keeps=True)
    wait_for_widgets(CHAPTER, page)
    assert asks_for_worker(server, page, PATIENCE)
    until(page, "!(await navigator.serviceWorker.getRegistrations()).length")


def test_it_is_kept_after_the_page_has_loaded_and_not_where_a_reader_asks_for_few_bytes(site, host, open_page):
    server = host(site)
    for saves in (False, True):
        page = open_page("about:blank", keeps=True)
        page.add_init_script(f"{COUNTS}; {SAVES.format(str(saves).lower())}")
        page.clock.install()
        page.goto(f"{server.address}index.html")
        page.wait_for_load_state("load")
        assert page.evaluate("window.registered") == 0
        leap(page)
        assert page.evaluate("window.registered") == int(not saves)


def test_below_a_path_and_under_the_policy(site, host, open_page):
    policy = re.search(r"Content-Security-Policy: (.+)", (site / "_headers").read_text(encoding="utf-8"))[1]
    server = host(site, path="/a/course/", policy=policy)
    page = open_page(f"{server.address}", keeps=True)
    keeping(page)
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["url"] == f"{server.address}{offline.MANIFEST}"
    assert found["errors"] == []
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors] == ["in-incognito"], "as every profile of a test is"
    server.stop()
    page.goto(f"{server.address}{CHAPTER}.html{ALL_START}")
    wait_for_widgets(CHAPTER, page)
    told = page.evaluate("fetch(location.href).then(({ headers }) => headers.get('Content-Security-Policy'))")
    assert told == policy
    page.goto(server.address)
    assert page.locator(".lesson-cards").count() == 1


def test_on_a_host_that_leaves_html_out_of_addresses(site, host, open_page):
    """As Cloudflare Pages does; a browser takes no redirected answer for a page."""
    server = host(site, short=True)
    page = open_page(f"{server.address}index.html", keeps=True)
    assert page.url == server.address
    keeping(page)
    server.stop()
    for name in (CHAPTER, f"{CHAPTER}.html"):
        page.goto(f"{server.address}{name}{ALL_START}")
        wait_for_widgets(CHAPTER, page)


def test_books_of_one_host_leave_each_other_their_copies(book, host, open_page, tmp_path):
    shutil.copytree(book, tmp_path / "host" / "one")
    shutil.copytree(book, tmp_path / "host" / "two")
    change(tmp_path / "host" / "two", FOOT, NEW)
    server = host(tmp_path / "host")
    page = open_page(f"{server.address}one/index.html", keeps=True)
    keeping(page)
    page.goto(f"{server.address}two/index.html")
    keeping(page)
    assert len(page.evaluate("caches.keys()")) == 2
    server.stop()
    page.goto(f"{server.address}one/index.html")
    expect(foot(page)).to_contain_text("of this book")


def test_the_icons_have_the_sizes_that_the_manifest_names(site):
    told = json.loads((site / offline.MANIFEST).read_text(encoding="utf-8"))
    assert told["name"].startswith(told["short_name"])
    assert len(told["short_name"]) <= 12
    for icon in told["icons"]:
        with Image.open(site / icon["src"]) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
            ground = picture.convert("RGB").getpixel((0, 0))
            assert ground == (0x14, 0x18, 0x1E)
    (cut,) = (icon["src"] for icon in told["icons"] if icon.get("purpose") == "maskable")
    with Image.open(site / cut) as picture:
        box = ImageChops.difference(picture.convert("RGB"), Image.new("RGB", picture.size, ground)).getbbox()
    corners = [(x - 256, y - 256) for x in box[::2] for y in box[1::2]]
    assert max(math.hypot(*corner) for corner in corners) <= 0.4 * 512, "a phone cuts a circle out"


def gzipped(site, paths):
    texts = (".html", ".css", ".js", ".json", ".svg")
    contents = {path: (site / path).read_bytes() for path in paths}
    return sum(len(gzip.compress(one) if path.endswith(texts) else one) for path, one in contents.items())


def test_a_visit_brings_as_much_as_the_readme_says(site):
    book, python = offline.lists(site)
    assert {f"{page}.html" for page in PAGES} | {"search.html", "searchindex.js"} <= set(book)
    assert not [path for path in book if "python/" in path or path.endswith((".zip", ".pdf", ".ipynb"))]
    assert {f"_static/python/{name}" for name in ("worker.js", "editor.js", "lessonlib.zip")} <= set(python)
    told = float(re.search(r"([\d.]+) MB \(gzipped\)", (ROOT / "README.md").read_text(encoding="utf-8"))[1])
    assert gzipped(site, book) / 1e6 == pytest.approx(told, abs=0.15)
