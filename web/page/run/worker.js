// Python in a worker of the page: starts from our own files, then answers in JSON (lessonlib/exercises/checking/page.py).
import { loadPyodide } from "./pyodide.mjs";

const HERE = new URL("./", import.meta.url).href;
const START = `
import os, sys
sys.path.insert(0, "/lesson")
os.environ["LESSONLIB_PROGRESS"] = "/lesson/progress.json"
from lessonlib.exercises.checking.page import Session
Session(kept).answer
`;

async function start({ packages, progress }) {
  const python = await loadPyodide({ indexURL: HERE });
  await python.loadPackage(packages, { messageCallback: () => {} });
  const library = await fetch(`${HERE}lessonlib.zip`);
  if (!library.ok) throw new Error(`lessonlib.zip could not be loaded (${library.status})`);
  python.unpackArchive(await library.arrayBuffer(), "zip", { extractDir: "/lesson" });
  return python.runPython(START, { globals: python.toPy({ kept: progress }) });
}

let answer;
self.onmessage = async ({ data }) => {
  try {
    if (data.start) {
      answer = await start(data.start);
      self.postMessage({ ready: true });
    } else {
      self.postMessage({ number: data.number, told: answer(data.request) });
    }
  } catch (error) {
    self.postMessage({ number: data.number, failed: String(error?.message ?? error) });
  }
};
