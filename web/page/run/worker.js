// Python in a worker of the page: starts from our own files, then answers in JSON (lessonlib/exercises/checking/page.py).
// Every message that asks has a number; what comes back has the same. In between it tells what is loading, and how much.
import { loadPyodide } from "./pyodide.mjs";
/** @import { PyodideInterface } from "pyodide" */
/** @import { Message, PythonRequest, Start } from "./python.js" */

const HERE = new URL("./", import.meta.url).href;
const START = `
import os, sys
sys.path.insert(0, "/lesson")
os.environ["LESSONLIB_PROGRESS"] = "/lesson/progress.json"
os.environ["LESSONLIB_CACHE"] = "/lesson/kept"
os.environ["LESSONLIB_CACHE_ONLY"] = "1"
os.environ["MPLBACKEND"] = "agg"
os.environ["MPLCONFIGDIR"] = "/lesson/settings"
from lessonlib.exercises.checking.page import Session
Session(kept).answer
`;

// Pyodide's matplotlib looks for the list of its fonts in its own folder, and takes seconds to make one.
const FONTS = `
import shutil
from importlib.util import find_spec
shutil.copy("/lesson/figures/fontlist.json", find_spec("matplotlib").submodule_search_locations[0])
`;

const load = self.fetch.bind(self);
/** @type {number} */
let number; // of what is being answered

// Every file is asked for twice before it is given up, and counted as it comes.
self.fetch = async (url, options) => {
  const name = String(url instanceof Request ? url.url : url).replace(/.*\//, "");
  for (let tries = 1; ; tries += 1) {
    try {
      const response = await load(url, options);
      if (!response.ok) throw new Error(`the server said ${response.status}`);
      count(name, response.clone());
      return response;
    } catch (error) {
      if (tries === 2) throw fail(name, error);
    }
  }
};

/** @param {string} name @param {Response} response */
async function count(name, response) {
  try {
    let done = 0;
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      done += part.value.length;
      self.postMessage({ loading: { name, done } });
    }
  } catch (error) {
    fail(name, error);
  }
}

/** @param {unknown} thrown mostly an Error; Pyodide also throws other objects that have a message */
const messageOf = (thrown) =>
  String(/** @type {{ message?: unknown } | null | undefined} */ (thrown)?.message ?? thrown);

/**
 * Pyodide keeps some failures to itself and waits for ever, so the page hears of them from here.
 * @param {string} name of a file
 * @param {unknown} error
 */
function fail(name, error) {
  const failure = new Error(`${name} could not be loaded: ${messageOf(error)}`);
  self.postMessage({ number, failed: failure.message });
  return failure;
}

let /** @type {PyodideInterface} */ python,
  /** @type {(request: string) => string | undefined} */ answer,
  /** @type {string[]} */ available;

/** @param {Start} given */
async function start({ packages, progress }) {
  available = packages;
  python = await loadPyodide({ indexURL: HERE });
  const library = await fetch(`${HERE}lessonlib.zip`);
  python.unpackArchive(await library.arrayBuffer(), "zip", { extractDir: "/lesson" });
  answer = python.runPython(START, { globals: python.toPy({ kept: progress }) });
}

/** @param {PythonRequest} request */
async function bring(request) {
  const { packages } = JSON.parse(
    /** @type {string} */ (answer(JSON.stringify({ imports: "", ...request, do: "needs" }))),
  );
  const isThere = (/** @type {string} */ name) =>
    Object.keys(python.loadedPackages).some((loaded) => loaded.toLowerCase() === name);
  for (const name of packages.filter((/** @type {string} */ one) => available.includes(one) && !isThere(one))) {
    await python.loadPackage(name, { messageCallback: () => {}, errorCallback: () => {} });
    if (!isThere(name)) throw new Error(`${name} could not be loaded`);
    if (name === "matplotlib") python.runPython(FONTS);
  }
}

/** @param {Message & { number: number }} data */
async function handle(data) {
  number = data.number;
  try {
    if (data.start) await start(data.start);
    else if (data.request.do !== "needs" && data.request.code) await bring(data.request);
    const told = data.start ? "" : answer(JSON.stringify(data.request));
    if (told === undefined) throw new Error("the code has ended Python itself, as `os._exit` does");
    self.postMessage({ number, told });
  } catch (error) {
    self.postMessage({ number, failed: messageOf(error) });
  }
}

let turn = Promise.resolve(); // one after the other
self.onmessage = ({ data }) => {
  turn = turn.then(() => handle(data));
};
