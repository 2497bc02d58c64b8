// Cells that run in the page: "Run" under those of a chapter, "Solve here" under exercises. Nothing loads before a press:
// then the editor and Python, in a worker, from this site's own files.
import { forget, recall, remember } from "../../../lessonlib/widgets/kit/storage.js";
import { keepPython } from "../offline.js";
import { CHANGED, keptProgress, recordOf, records } from "../records.js";
import { about, button, cells, codeOf, headingOf, imports, keyOf, lacking, make, nameOf, ofKind } from "./cells.js";
import { makeHelp } from "./help.js";
import { loadedPackages, PYTHON_MB, tell } from "./loading.js";
import { messageOf } from "./message.js";
import { download, notebookOf } from "./notebook.js";
import { keptText } from "./kept_text.js";
import { hasFailed, hasFigure, setPrinted, show } from "./outputs.js";
import { Python, Stopped } from "./python.js";
/** @import { Editor } from "./editor.js" */
/** @import { Output, Told } from "./outputs.js" */

/**
 * What belongs to a cell that is offered. `written`: the book's code; `check`: the code of an exercise's check.
 * @typedef {Record<"cell" | "input" | "bar" | "note", HTMLElement> & {
 *   id: string | undefined, doing: "run" | "check", written: string, check?: string,
 *   busy?: boolean, dropped?: boolean, isLost?: boolean,
 *   start?: HTMLElement, editor?: Editor, stop?: HTMLButtonElement,
 * }} Entry
 * @typedef {Entry & Required<Pick<Entry, "start" | "editor" | "stop">>} Opened
 */

const HERE = /** @type {HTMLScriptElement} */ (document.currentScript).src;
const FOLDER = new URL("python/", HERE);
const HOW_ELSE = new URL("../index.html#how-to-use-this-book", HERE);
const SLOW = 5000; // milliseconds after which a run says that it is still running
const LOADED = "python-loaded";
const NOT_KEPT =
  "This browser does not keep what you write here: its storage is full or blocked. Copy it before you leave the page.";
const AS_A_FILE = [
  "This page was opened as a file, and browsers start no Python from files. Open the book over http: on its site, or with ",
  make("code", { textContent: "make serve" }),
  ".",
];

const python = new Python(FOLDER, PYTHON_PACKAGES, (file) => loading(tell(file)));
/** @type {Map<HTMLElement, Entry>} */
const entries = new Map();
/** @type {Map<HTMLElement, string>} */
const ran = new Map(); // the code of the chapter's cells that ran well, and in which Python
let loading = (/** @type {string} */ _text) => {}; // tells the running cell what Python loads for it
let turn = Promise.resolve(); // one cell after the other

function offer(/** @type {HTMLElement} */ cell) {
  const note = make("span", { className: "lesson-run-note" });
  const bar = make("div", { className: "lesson-run-bar" });
  const input = /** @type {HTMLElement} */ (cell.querySelector(".cell_input"));
  const fold = input.closest("details"); // of the code, or of more than the cell
  /** @type {Element} */ (cell.contains(fold) ? fold : input).after(bar);
  const { id, kind, long } = about(cell);
  const help = /** @type {ReturnType<typeof makeHelp> | undefined} */ (id && makeHelp(cell)); // no id is empty
  if (help) bar.after(help.place);
  const missing = lacking(cell);
  if (missing) {
    note.setAttribute("role", "note"); // it stays when the other notes have said enough
    note.append(`Not in this page: it needs ${missing}. `, elsewhere());
    return bar.append(...(help?.buttons ?? []), note);
  }
  const written = codeOf(cell);
  /** @type {Entry} */
  const entry = { cell, id, input, bar, note, written, doing: kind === "starter" ? "check" : "run" };
  entries.set(cell, entry);
  entry.start = button(id ? "Solve here" : long ? "Compute it again" : "Run", () =>
    id ? open(entry, true) : act(entry),
  );
  entry.start.setAttribute("aria-label", `${entry.start.textContent}: ${nameOf(cell)}`);
  const told = [
    entries.size > 1 || recall(LOADED) || `loads Python first: ${PYTHON_MB} MB, once`, // said once a page
    keptText(keyOf(cell)) && "what you wrote is kept",
  ];
  note.textContent = told.filter((text) => typeof text === "string").join("; ");
  bar.append(entry.start, ...(help?.buttons ?? []), ...(id ? [solvedMark(id)] : []), note);
  if (long) entry.start.after(make("span", { className: "lesson-run-long", textContent: `about ${long} s` }));
  const own = id && keptText(keyOf(cell)); // shown as the reader left it, without a press
  if (own) /** @type {Element} */ (input.querySelector("pre")).textContent = `${own}\n`;
}

/** Says that an exercise is solved, as soon as it is, and after a reload. @param {string} id */
function solvedMark(id) {
  const solved = make("span", { className: "lesson-run-solved" });
  const draw = async () => {
    solved.textContent = recordOf(await records(), id).right ? "Solved" : "";
  };
  document.addEventListener(CHANGED, draw);
  addEventListener("storage", draw);
  draw();
  return solved;
}

function say(/** @type {Entry} */ { note }, /** @type {(Node | string)[]} */ ...parts) {
  note.setAttribute("role", "status");
  note.replaceChildren(...parts);
}

// Where it runs instead: behind a launch link of this page, if the book knows its address; else on the reader's machine.
function elsewhere() {
  /** @type {HTMLAnchorElement | null} */
  const link = document.querySelector("a[href*='mybinder.org'], a[href*='colab.']");
  if (!link) return make("a", { href: HOW_ELSE.href, textContent: "Run the chapter in your own Jupyter" });
  const where = link.href.includes("colab.") ? "in Colab" : "on Binder";
  return make("a", { href: link.href, textContent: `Open the chapter ${where}` });
}

/** @returns {Promise<typeof import("./editor.js")>} */
async function loadEditor() {
  const address = new URL("editor.js", FOLDER).href;
  return import(address).catch(() => import(`${address}?again=${Date.now()}`)); // a failure is remembered by its address
}

/** Puts the editor in place of the code; true if that went well. @param {Entry} entry @param {boolean} [focused] */
async function open(entry, focused) {
  if (entry.editor) return true;
  if (location.protocol === "file:")
    return say(entry, ...AS_A_FILE.map((part) => /** @type {Node} */ (part).cloneNode?.(true) ?? part));
  say(entry, "Loading …");
  try {
    const { makeEditor } = await loadEditor();
    if (!entry.editor) fill(/** @type {Opened} */ (entry), makeEditor); // which makes it one
  } catch {
    return say(
      entry,
      "The editor could not be loaded. Is the site complete, and are you online? Press again to try again.",
    );
  }
  for (const other of document.querySelectorAll(".lesson-run-note:not([role])")) other.textContent = ""; // it is stated, once
  say(entry);
  if (focused) /** @type {Opened} */ (entry).editor.focus();
  return true;
}

function fill(/** @type {Opened} */ entry, /** @type {typeof import("./editor.js").makeEditor} */ makeEditor) {
  const { cell, id, input, bar, written } = entry;
  const place = make("div", { className: "lesson-run-editor" });
  input.after(place);
  input.hidden = true;
  const check = id && cells.find((other) => about(other).kind === "check" && about(other).id === id);
  entry.check = check && codeOf(check);
  entry.editor = makeEditor(place, keptText(keyOf(cell)) ?? written, {
    label: `Python: ${nameOf(cell)}`,
    changed: (text) => keepCode(entry, text),
    run: () => act(entry),
  });
  if (id) entry.start.replaceWith(button("Check", () => act(entry)));
  entry.stop = button("Stop", stop);
  entry.stop.disabled = true;
  entry.note.before(
    entry.stop,
    button("Start over", () => startOver(entry)),
  );
  if (id) entry.note.before(button("Save my answers", save));
  (cell.querySelector(".lesson-run-help") ?? bar).after(placeOf(cell));
}

// Where a cell's outputs go: beside those that the book was printed with, which stay until there are others.
function placeOf(/** @type {HTMLElement} */ cell) {
  const there = /** @type {HTMLElement | null} */ (cell.querySelector(".lesson-run-output"));
  if (there) return there;
  const place = make("div", { className: "lesson-run-output" });
  place.setAttribute("role", "status");
  cell.append(place);
  return place;
}

async function tellOutputs(/** @type {HTMLElement} */ cell, /** @type {Output[]} */ ...outputs) {
  const shown = show(placeOf(cell), ...outputs);
  setPrinted(cell, false);
  await shown;
}

function keepCode(/** @type {Entry} */ entry, /** @type {string} */ text) {
  remember(keyOf(entry.cell), text);
  const isLost = keptText(keyOf(entry.cell)) !== text;
  if (isLost && !entry.isLost) say(entry, NOT_KEPT);
  entry.isLost = isLost;
}

function startOver(/** @type {Opened} */ { cell, editor, note, written }) {
  if (editor.text !== written && !confirm("Put the book's code back in place of yours?")) return;
  editor.text = written;
  forget(keyOf(cell));
  note.replaceChildren();
  cell.classList.remove("lesson-run-failed");
  show(placeOf(cell)).then(() => setPrinted(cell, true));
}

function stop() {
  for (const entry of entries.values()) entry.dropped = entry.busy;
  python.stop();
}

async function act(/** @type {Entry} */ entry, doing = entry.doing) {
  if (entry.busy) return;
  entry.busy = true;
  entry.cell.dataset.running = "yes";
  entry.dropped = false;
  try {
    if (!(await open(entry))) return;
    /** @type {Opened} */ (entry).stop.disabled = false;
    say(entry, "Waiting for the cell that is running …");
    turn = turn.catch(() => {}).then(() => perform(/** @type {Opened} */ (entry), doing));
    await turn;
  } catch (reason) {
    if (reason instanceof Stopped) say(entry, "Stopped. Python ended with it; the next run starts it again.");
    else {
      say(
        entry,
        button("Try again", () => act(entry, doing)),
      );
      tellOutputs(entry.cell, { kind: "error", text: `Python could not run this: ${messageOf(reason)}.` });
    }
  } finally {
    entry.busy = false;
    entry.cell.dataset.running = "no";
    if (entry.stop) entry.stop.disabled = true;
  }
}

async function perform(/** @type {Opened} */ entry, /** @type {Entry["doing"]} */ doing) {
  if (entry.dropped) throw new Stopped();
  const { cell, id } = entry;
  const code = entry.editor.text;
  say(entry, python.running ? "Running …" : "Starting Python …");
  loading = (text) => text && say(entry, text);
  const slow = setTimeout(() => say(entry, "Still running. Press Stop to end it."), python.running ? SLOW : 4 * SLOW);
  try {
    await python.start(); // what ran in an earlier one is gone
    let failed = /** @type {HTMLElement[]} */ ([]);
    if (doing === "run" || (doing === "check" && (await python.ask({ do: "needs", id, code, imports })).earlier))
      failed = await catchUp(cell);
    const told = await python.ask({ do: doing, id, code, imports, cell: cell.id });
    remember(LOADED, true);
    keepPython(loadedPackages());
    if (doing === "run") note(cell, code, told);
    await tellOutputs(
      cell,
      ...(told.outputs.length
        ? told.outputs
        : [{ kind: /** @type {const} */ ("text"), text: "Done; it printed nothing." }]),
    );
    say(
      entry,
      ...blame(failed),
      ...(hasFigure(told) ? ["The figure is drawn again."] : []),
      entry.isLost ? NOT_KEPT : "",
    );
  } finally {
    clearTimeout(slow);
    loading = () => {};
  }
}

// What the cells before this one would have run in a notebook, each as it stands or as the reader changed it: from the
// first on that has not run like this. Returns those that failed.
async function catchUp(/** @type {HTMLElement} */ cell) {
  const failed = [];
  let anew = false;
  for (const before of ofKind("cell", "before").filter((other) => cells.indexOf(other) < cells.indexOf(cell))) {
    const editor = entries.get(before)?.editor;
    const isWhole = about(before).kind === "cell" && (editor || about(before).shows !== "widget");
    const code = editor?.text ?? codeOf(before);
    anew ||= ran.get(before) !== stamp(code);
    if (!anew) continue;
    const told = await python.ask({ do: "run", code, imports, cell: before.id, quiet: !isWhole });
    note(before, code, told);
    if (hasFailed(told)) failed.push(before);
    if (hasFailed(told) || (editor && isWhole)) await tellOutputs(before, ...told.outputs);
  }
  return failed;
}

const stamp = (/** @type {string} */ code) => `${python.starts}: ${code}`;

// A cell that ended with an error has not run, and is marked.
function note(/** @type {HTMLElement} */ cell, /** @type {string} */ code, /** @type {Told} */ told) {
  cell.classList.toggle("lesson-run-failed", hasFailed(told));
  if (hasFailed(told)) ran.delete(cell);
  else ran.set(cell, stamp(code));
}

function blame(/** @type {HTMLElement[]} */ failed) {
  if (!failed.length) return [];
  const link = make("a", { href: `#${failed[0].id}`, textContent: "a cell above" });
  return ["First ", link, " ended with an error."];
}

function save() {
  const answers = /** @type {(Opened & { check: string })[]} */ (
    [...entries.values()].filter((entry) => entry.editor && entry.check)
  ).map((entry) => ({ title: headingOf(entry.cell), code: entry.editor.text, check: entry.check }));
  const title = document.querySelector("h1")?.firstChild?.textContent?.trim() ?? document.title;
  const page = location.pathname.replace(/.*\//, "").replace(/\.html$/, "");
  download(notebookOf(title, answers, keptProgress()), `my-answers-${page || "index"}.ipynb`);
}

for (const cell of ofKind("cell", "starter", "elsewhere")) offer(cell);
