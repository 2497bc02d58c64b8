"""Python in the page, in Firefox: a NumPy cell, a hint, an exercise, a figure and *Where you stand*.

`python rehearse/firefox.py` serves _build/html on loopback and drives Firefox without a window, over WebDriver BiDi,
which it speaks by itself. Any error in the console, any request to another host, and a machine without a
Firefox are failures.
"""

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile

import websocket
from built import SITE
from gzipped import serve

from lessonlib.exercises import find
from lessonlib.exercises.checking.text import solution_text

PATIENCE = 300  # seconds
PORT = 9333
EXERCISE = find("layer-parameters")
CONTROL, ENTER, DELETE = "\ue009", "\ue007", "\ue017"
HELPERS = """
const until = async (found) => {
  for (const start = Date.now(); !found(); ) {
    if (Date.now() - start > 240_000) throw new Error(`waited in vain for ${found}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const press = (cell, name) => {
  [...cell.querySelectorAll("button")].find((one) => one.textContent.startsWith(name)).click();
};
const run = async (cell, name) => {
  press(cell, name);
  await until(() => cell.dataset.running === "yes");
  await until(() => cell.dataset.running === "no");
  return cell.querySelector(".lesson-run-output");
};
const starter = document.querySelector(".run-kind--starter.run-id--EXERCISE");
const cells = [...document.querySelectorAll(".run-kind--cell:not([class*='run-long'])")];
""".replace("EXERCISE", EXERCISE.id)


class Firefox:
    """One page of a Firefox that was started for it."""

    def __init__(self, address, port, folder):
        self.address, self.faults, self._number = address, [], 0
        command = [shutil.which("firefox-esr") or shutil.which("firefox"), "--headless", "--no-remote"]
        command += ["--profile", folder, f"--remote-debugging-port={port}"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
        for line in self.process.stderr:
            if "WebDriver BiDi listening" in line:
                break
        url = f"ws://127.0.0.1:{port}/session"
        self.socket = websocket.create_connection(url, timeout=PATIENCE, suppress_origin=True)
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.context = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method, **params):
        self._number += 1
        self.socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            told = json.loads(self.socket.recv())
            if told.get("id") == self._number:
                if told["type"] == "error":
                    raise RuntimeError(told["message"])
                return told["result"]
            self._note(told.get("method"), told.get("params"))

    def _note(self, event, params):
        if event == "log.entryAdded" and params["level"] in ("error", "warn"):
            self.faults.append(params["text"])
        if event == "network.beforeRequestSent":
            url = params["request"]["url"]
            if not url.startswith((self.address, "data:", "blob:")):
                self.faults.append(f"request to another host: {url}")

    def open(self, name):
        url = f"{self.address}/book/{name}.html"
        self.call("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def ask(self, script):
        """What an async script of the page returns."""
        told = self.call(
            "script.evaluate",
            expression=f"(async () => {{{HELPERS}{script}}})()",
            target={"context": self.context},
            awaitPromise=True,
        )
        if told["type"] == "exception":
            raise RuntimeError(told["exceptionDetails"]["text"])
        return told["result"].get("value")

    def keys(self, *keys, held=()):
        actions = [{"type": "keyDown", "value": key} for key in held]
        actions += [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        actions += [{"type": "keyUp", "value": key} for key in held]
        source = {"type": "key", "id": "keys", "actions": actions}
        self.call("input.performActions", context=self.context, actions=[source])

    def close(self):
        self.process.terminate()
        self.process.wait(20)


def rehearse(firefox):
    """What a reader does: yields what was tried, what the page showed, and what it should begin with."""
    firefox.open(EXERCISE.chapter)
    grid = "cells.find((cell) => cell.querySelector('.cell_output .lesson-array'))"
    yield "a NumPy cell", firefox.ask(f"return (await run({grid}, 'Run')).firstChild.getAttribute('class')"), "lesson-"
    press_hint = "press(starter, 'Hint'); await until(() => starter.querySelector('[data-hint]'));"
    yield "a hint", firefox.ask(f"{press_hint} return starter.querySelector('[data-hint]').innerText"), "Hint 1 of"
    firefox.ask(
        "press(starter, 'Solve here'); let typed; await until(() => typed ="
        " starter.querySelector('.lesson-run-editor')?.shadowRoot.querySelector('.cm-content')); typed.focus()"
    )
    firefox.keys("a", held=[CONTROL])
    firefox.keys(DELETE)
    for line in solution_text(EXERCISE).splitlines():
        firefox.keys(*line.strip(), ENTER)  # the editor indents by itself
    firefox.keys(ENTER, held=[CONTROL])
    told = "await until(() => starter.querySelector('.lesson-feedback, .lesson-run-error'));"
    yield "an exercise", firefox.ask(f"{told} return starter.querySelector('.lesson-run-output').innerText"), "Right"
    again = "const start = performance.now(); await run(starter, 'Check'); return performance.now() - start"
    yield "a check after that", f"{firefox.ask(again):.0f} ms", ""
    firefox.open("07-equivariance")
    opened = "for (const one of document.querySelectorAll('details')) one.open = true;"
    figure = "cells.find((cell) => cell.querySelector('.cell_output svg.lesson-figure'))"
    yield "a figure", firefox.ask(f"{opened} return (await run({figure}, 'Run')).firstChild.tagName"), "svg"
    firefox.open("where-you-stand")
    summed = "const sum = document.querySelector('[data-sum]'); await until(() => sum.textContent);"
    yield "where you stand", firefox.ask(f"{summed} return sum.textContent"), "1 of"


def main():
    if not (shutil.which("firefox-esr") or shutil.which("firefox")):
        sys.exit("A Firefox is needed. Debian's package is `firefox-esr`; Ubuntu's and Fedora's is `firefox`.")
    failed = []
    with (
        serve(SITE) as address,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        contextlib.closing(Firefox(address, PORT, folder)) as firefox,
    ):
        for what, shown, start in rehearse(firefox):
            print(f"{what}: {shown}", flush=True)
            failed += [] if shown.startswith(start) else [f"{what}: this should begin with {start!r}"]
        failed += firefox.faults
    print("\n".join(failed) or "no error, no request to another host")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
