"""Every known mistake of every exercise, told in the page's own Python in the words of a notebook.

`python rehearse/mistakes.py` opens the built site, starts the worker of its pages in Chromium and checks each mistake
there and here, by the same session (lessonlib/exercises/checking/page.py).
"""

import inspect
import json
import os
import sys
import tempfile

from browser import ARGUMENTS, HOW, find
from built import SITE
from gzipped import serve
from playwright.sync_api import sync_playwright

from lessonlib.exercises import all_exercises
from lessonlib.exercises.checking.page import Session

# `ask(message)` resolves to what the worker tells of it.
START = """
async (packages) => {
  const worker = new Worker("_static/python/worker.js", { type: "module" });
  let number = 0;
  window.ask = (message) => new Promise((resolve, reject) => {
    const mine = ++number;
    worker.addEventListener("message", function hear({ data }) {
      if (data.number !== mine || data.loading) return;
      worker.removeEventListener("message", hear);
      if (data.failed === undefined) resolve(data.told);
      else reject(new Error(data.failed));
    });
    worker.postMessage({ ...message, number: mine });
  });
  await ask({ start: { packages, progress: "" } });
}
"""


def requests():
    """(what it is, what a page asks) for each mistake that a page can check."""
    for exercise in all_exercises(without=("torch",)):
        for mistake in exercise.mistakes:
            example = ".example()" if exercise.judge else ""
            numpy = "import numpy\n" if "import numpy" in inspect.getsource(mistake) else ""  # as an answer would
            code = f"{numpy}import {mistake.__module__} as bank\n{exercise.name} = bank.{mistake.__name__}{example}"
            yield f"{exercise.id}: {mistake.__name__}", {"do": "check", "id": exercise.id, "code": code}


def shown(told):
    """What a reader is told of an answer; progress apart, which counts the attempts."""
    return [output["text"] for output in json.loads(told)["outputs"]]


def main():
    path = find() or sys.exit(f"A Chromium is needed. {HOW}")
    here, different, count = Session(), [], 0
    with serve(SITE) as address, sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=path, args=ARGUMENTS).new_page()
        page.goto(f"{address}/index.html")
        packages = json.loads((SITE / "_static" / "python" / "pyodide-lock.json").read_text(encoding="utf-8"))
        page.evaluate(START, list(packages["packages"]))
        for name, request in requests():
            count += 1
            there = page.evaluate("(request) => ask({ request })", request)
            if shown(there) != shown(here.answer(json.dumps(request))) or json.loads(there)["right"]:
                different.append(name)
                print(
                    f"{name}\n  here:  {shown(here.answer(json.dumps(request)))}\n  there: {shown(there)}", flush=True
                )
    print(f"{count} mistakes, {len(different)} told otherwise than in a notebook")
    sys.exit(bool(different) or not count)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LESSONLIB_PROGRESS"] = f"{folder}/progress.json"
        main()
