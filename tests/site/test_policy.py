"""Every page under the strict Content-Security-Policy that the build writes beside it: no violation, and all works."""

import functools
import http.server
import re
import threading

import pytest
from extension.assets import policy
from extension.page.tree import parse, write
from pages import ALL_START, PAGES, touch_every_widget, wait_for_widgets
from paths import ROOT
from playwright.sync_api import expect

from lessonlib.figures import array_grid

MORE = ["search", "404"]


@pytest.fixture(scope="module")
def header(site):
    """The policy, as a host reads it."""
    return re.search(r"Content-Security-Policy: (.+)", (site / "_headers").read_text(encoding="utf-8"))[1]


@pytest.fixture(scope="module")
def strict(site, header):
    """The address of the book on a host that sends the policy."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self):
            self.send_header("Content-Security-Policy", header)
            super().end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("page", [*PAGES, *MORE])
def test_a_page_breaks_no_rule_of_the_policy(page, strict, open_page):
    opened = open_page(f"{strict}/{page}.html{ALL_START}")  # a violation is an error in the console
    if page in PAGES:
        wait_for_widgets(page, opened)
    touch_every_widget(opened)


def test_the_race_trains_in_a_worker_under_the_policy(strict, open_page):
    page = open_page(f"{strict}/book/08-same-loop-new-block.html{ALL_START}")
    race = page.locator(".lesson-race")
    race.get_by_role("radio", name="CNN").check(force=True)
    race.get_by_role("button", name="Start the race").click()
    expect(race.locator(".lesson-race-line[data-model=CNN]")).to_have_attribute("d", re.compile("L"), timeout=120_000)


def test_python_in_the_page_breaks_none_and_its_feedback_keeps_its_look(strict, open_page):
    page = open_page(f"{strict}/book/05-depth-stride-padding.html")
    cell = page.locator(".run-kind--starter.run-id--output-size")
    cell.get_by_role("button", name="Solve here").click()
    cell.locator(".cm-content").click()
    # Chromium itself styles a text that takes the place of a selection; the policy forbids that, and nobody misses it.
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text("def output_size(input_size, filter_size, stride, padding):\n    return 2")
    cell.get_by_role("button", name="Check").click()
    feedback = cell.locator(".lesson-feedback.lesson-wrong")
    expect(feedback).to_be_visible(timeout=120_000)
    expect(feedback).to_have_css("border-left-width", "4px")


def test_numpy_and_a_figure_run_under_the_policy_and_below_a_path(site, header, open_page):
    class Below(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path):
            return super().translate_path(path.removeprefix("/a/course") if path.startswith("/a/course/") else "/none")

        def end_headers(self):
            self.send_header("Content-Security-Policy", header)
            super().end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Below, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = open_page(f"http://127.0.0.1:{server.server_port}/a/course/book/07-equivariance.html")
    cell = page.locator(".run-kind--cell:has(.cell_output svg.lesson-figure):not([class*='run-long'])").first
    cell.evaluate(
        "(cell) => { for (let at = cell; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true }"
    )
    cell.get_by_role("button", name="Run: ").click()
    expect(cell.locator(".lesson-run-output .lesson-figure").first).to_be_visible(timeout=180_000)
    server.shutdown()
    server.server_close()


def test_the_test_would_see_a_violation(strict, open_page):
    opened = open_page(f"{strict}/index.html")
    opened.evaluate("document.body.setAttribute('style', 'color: red')")
    assert any("Content Security Policy" in fault for fault in opened.faults)
    opened.faults.clear()


def test_scripts_come_from_the_site_from_a_widget_or_by_their_hash(header):
    rules = dict(rule.split(" ", 1) for rule in header.split("; "))
    assert rules["default-src"] == "'none'"
    one_inline = r"'self' blob: 'wasm-unsafe-eval' 'sha256-[\w+/]{43}='"
    assert re.fullmatch(one_inline, rules["script-src"])
    assert "unsafe-inline" not in header
    assert "https:" not in header


def test_the_readme_tells_the_policy(header):
    without_hashes = re.sub(r" 'sha256-[^']+'", "", header)
    told = re.sub(r" 'sha256-[^']+'", "", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert without_hashes in told


def plain(html):
    tree = parse(html)
    policy.make_plain(tree)
    return write(tree)


def test_styles_become_attributes():
    text = '<svg style="max-width: 400px; width: 100%"><rect style="fill: var(--a, #fff); stroke-width: 2"/></svg>'
    assert plain(text) == '<svg width="400"><rect fill="var(--a, #fff)" stroke-width="2"/></svg>'
    assert plain('<td style="color: red"></td>') == '<td style="color: red"></td>'
    assert plain('<mtd style="padding-left:0em; padding-right:0em"></mtd>') == "<mtd></mtd>"
    assert plain('<svg style="font-family: &quot;A&quot;"></svg>') == '<svg font-family="&quot;A&quot;"></svg>'
    assert plain(f"{array_grid.style()}<style>b {{}}</style>") == "<style>b {}</style>"


def test_what_stays_inline_is_in_the_policy_by_its_hash():
    of_scripts = 2  # the styles that come with the checker's feedback and with arrays
    assert policy.policy([]).count("sha256-") == of_scripts
    found = policy.policy(["<script>a()</script><style>b {}</style>", '<p style="c: d"></p>'])
    assert found.count("sha256-") == of_scripts + 3
    assert "'unsafe-hashes'" in found
    assert policy.policy(["<style>b {}</style>"] * 2).count("sha256-") == of_scripts + 1
    data = (
        '<script type="application/json">1</script><script src="a.js"></script><pre>&lt;style&gt;b&lt;/style&gt;</pre>'
    )
    assert policy.policy([data]).count("sha256-") == of_scripts
    quoted = policy.policy(['<p style="font-family: &quot;A&quot;"></p>'])
    assert policy.hashes(['font-family: "A"']) in quoted, "a browser compares the text of the attribute"
