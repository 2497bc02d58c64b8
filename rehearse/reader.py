"""A reader in a browser, in JupyterLab: runs a chapter, moves, solves, leaves without losing anything."""

import re
import time
import zipfile
from dataclasses import dataclass
from urllib.parse import urlsplit

import nbformat
from browser import ARGUMENTS, HOW, find
from playwright.sync_api import sync_playwright

from lessonlib.exercises.checking.registry import find as find_exercise
from lessonlib.exercises.checking.text import solution_text

SLIDERS = ".jp-OutputArea .noUi-handle:visible, .jp-OutputArea input[type=range]:visible"
LONGEST_CHAPTER = 1200  # seconds
SAVED_EVERY = 10  # seconds, by .binder/overrides.json


@dataclass
class Report:
    """What a chapter took, seconds and peak memory in bytes, what was done in it, and which pictures it trained on."""

    seconds: float
    memory: int
    slider: str
    exercise: str
    pictures: str

    def __str__(self):
        done = f"{self.slider}, {self.exercise}" + f" ({self.pictures})" * bool(self.pictures)
        return f"{self.seconds:.0f} s, at most {self.memory / 1e9:.2f} GB, {done}"


class Reader:
    """A fresh browser for a running `lab.Lab`."""

    def __init__(self, lab):
        self.lab = lab

    def __enter__(self):
        path = find()
        assert path, f"The rehearsal needs a Chromium. {HOW}"
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        self.context = self.browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        self.foreign = set()
        self.context.on("request", self.notice)
        return self

    def __exit__(self, *error):
        self.browser.close()
        self.playwright.stop()

    def notice(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.hostname != "127.0.0.1":
            self.foreign.add(parts.hostname)

    def open(self, path):
        """The page at a launch link's path, with its kernel ready."""
        page = self.context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{self.lab.address}/{path}?reset")  # no tab of the chapter before: each launch is a new server
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        assert page.locator(".jp-Dialog").count() == 0, "JupyterLab asks something at its start"
        return page

    def notebook(self, path):
        """The file behind a launch link's path."""
        return self.lab.root / path.removeprefix("lab/tree/")

    def work_through(self, path):
        """Open a chapter, run all of it, move a slider, solve an exercise, take the work away; return a `Report`."""
        began = time.perf_counter()
        page = self.open(path)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        before = self.notebook(path).stat().st_mtime_ns
        page.get_by_text("Run All Cells", exact=True).click()
        self.wait_until_run(page, path, before)
        seconds = time.perf_counter() - began
        self.check_outputs(path)
        moved = self.move_a_slider(page)
        solved = self.solve_an_exercise(page, path)
        self.take_away(page, path)
        memory = self.lab.memory()
        page.close(run_before_unload=False)
        self.lab.end_kernels()
        assert not self.foreign, f"{path} asked other hosts: {self.foreign}"
        return Report(seconds, memory, moved, solved, self.pictures(path))

    def wait_until_run(self, page, path, before):
        """Until the saved notebook has all its numbers; JupyterLab takes it away from a cell that waits for its turn.

        JupyterLab saves by itself, but forgets a cell that ends while a save is under way. So a key press saves what
        has lain still for longer. It must not come sooner: during another save JupyterLab asks which file to keep.
        """
        began = saved = time.time()
        while True:
            assert page.locator(".jp-Dialog").count() == 0, page.locator(".jp-Dialog").first.inner_text()
            if self.lab.is_idle():
                if self.saved_since(path, before) and self.all_numbered(path):
                    return
                saved = max(saved, self.notebook(path).stat().st_mtime)
                if time.time() - saved > 2 * SAVED_EVERY:
                    saved = time.time()
                    page.locator(".jp-Notebook").click(position={"x": 2, "y": 2})
                    page.keyboard.press("Control+s")
            assert time.time() - began < LONGEST_CHAPTER, f"{path} did not come to an end"
            page.wait_for_timeout(1000)

    def all_numbered(self, path):
        return all(cell.execution_count for cell in self.code_cells(path))

    def code_cells(self, path):
        """The saved cells with code in them."""
        cells = nbformat.read(self.notebook(path), as_version=4).cells
        return [cell for cell in cells if cell.cell_type == "code" and re.sub(r"#.*", "", cell.source).strip()]

    def saved_since(self, path, before):
        """Whether the file was written after that time, and to its end."""
        notebook = self.notebook(path)
        return notebook.stat().st_mtime_ns != before and notebook.read_text(encoding="utf-8").endswith("}\n")

    def wait_for_change(self, page, path, before):
        for _ in range(300):
            if self.saved_since(path, before):
                return
            page.wait_for_timeout(100)
        raise AssertionError(f"{path} was not saved within 30 seconds")

    def check_outputs(self, path):
        for cell in self.code_cells(path):
            errors = [output for output in cell.outputs if output.output_type == "error"]
            assert not errors, f"{path}: {errors[0].ename}: {errors[0].evalue}\nin\n{cell.source}"

    def pictures(self, path):
        """What the chapter prints on where its pictures came from; nothing if it loads none."""
        printed = "".join(output.get("text", "") for cell in self.code_cells(path) for output in cell.outputs)
        found = re.search(r"^(?:CIFAR-10|shapes10), .*", printed, flags=re.M)
        return found[0] if found else ""

    def scroll_to(self, page, what):
        """Scroll down until such a thing is there, since JupyterLab draws what is near; False at the end."""
        scroller = page.locator(".jp-WindowedPanel-outer").first
        scroller.evaluate("outer => outer.scrollTo(0, 0)")
        while what.count() == 0:
            if scroller.evaluate("(o) => { const y = o.scrollTop; o.scrollBy(0, 400); return o.scrollTop === y; }"):
                return False
            page.wait_for_timeout(300)
        what.scroll_into_view_if_needed()
        return True

    def move_a_slider(self, page):
        """Move the first slider of the chapter by one step; say from where to where."""
        page.keyboard.press("Escape")
        slider = page.locator(SLIDERS).first
        if not self.scroll_to(page, slider):
            return "no slider"
        before = self.value(slider)
        slider.focus()
        for key in ("ArrowRight", "ArrowLeft"):  # one of them, if the slider stands at an end
            slider.press(key)
            for _ in range(30):
                page.wait_for_timeout(100)
                if (after := self.value(slider)) != before:
                    return f"a slider went from {before} to {after}"
        raise AssertionError(f"a slider stays at {before}")

    def value(self, slider):
        return slider.evaluate("handle => handle.getAttribute('aria-valuetext') || handle.value")

    def solve_an_exercise(self, page, path):
        """Type a solution into the first exercise of the chapter, run it and its check; say which one it was."""
        cells = nbformat.read(self.notebook(path), as_version=4).cells
        marks = [cell.metadata.get("exercise", {}) for cell in cells]
        first = next((mark["id"] for mark in marks if mark.get("part") == "starter"), None)
        if first is None:
            return "no exercise"
        starter = next(cell for cell, mark in zip(cells, marks, strict=True) if mark.get("part") == "starter")
        cell = page.locator(".jp-CodeCell", has_text=starter.source.splitlines()[0]).first
        assert self.scroll_to(page, cell), f"{path}: {first} is not there"
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(solution_text(find_exercise(first)))
        page.keyboard.press("Shift+Enter")  # runs it and goes on to its check
        page.keyboard.press("Shift+Enter")
        page.locator(".jp-OutputArea", has_text=re.compile(r"Right[.,: ]")).first.wait_for()
        return f"{first} solved"

    def take_away(self, page, path):
        """The last cell's link gives a file with the chapter in it."""
        link = page.locator("a[download]").last
        assert self.scroll_to(page, link), f"{path}: its last cell shows no link"
        with page.expect_download() as fetched:
            link.click()
        with zipfile.ZipFile(fetched.value.path()) as packed:
            assert self.notebook(path).name in packed.namelist()

    def lose_nothing(self, path):
        """What is typed is saved by itself; leaving unsaved work is warned of; a notebook outlives its server."""
        page = self.open(path)
        before = self.notebook(path).stat().st_mtime_ns
        self.type(page, "# typed first")
        began = time.perf_counter()
        self.wait_for_change(page, path, before)
        assert "# typed first" in self.notebook(path).read_text(encoding="utf-8")
        print(f"typed lines are on the server's disk after {time.perf_counter() - began:.0f} s, without a key pressed")

        self.type(page, "# typed last")
        with page.expect_event("dialog") as asked:
            page.close(run_before_unload=True)
        assert asked.value.type == "beforeunload"
        asked.value.dismiss()
        print("the browser asks before it leaves unsaved work")

        told = page.locator(".jp-Dialog").first  # sooner or later JupyterLab says that it misses the server
        page.add_locator_handler(told, self.put_away, no_wait_after=True)  # one may follow another
        self.lab.end()
        page.get_by_role("button", name="Download", exact=False).first.wait_for()
        with page.expect_download() as fetched:
            page.get_by_title("Download").first.click()
        assert "# typed last" in fetched.value.path().read_text(encoding="utf-8")
        print("with the server gone, the Download button still gives the notebook as typed")

    def put_away(self, dialog):
        """Close a dialog, for good where it offers that."""
        for box in dialog.get_by_role("checkbox").all():
            box.check()
        dialog.get_by_role("button", name="Close").click()

    def type(self, page, text):
        page.locator(".jp-CodeCell .cm-content").first.click()
        page.keyboard.press("Control+End")
        page.keyboard.type(f"\n{text}")
