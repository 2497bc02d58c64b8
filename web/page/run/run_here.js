// "Run here" under cells that can run in the page: exercises, and cells of the chapter that need no more than Python.
// Nothing loads before it is asked for: then Python, in a worker, from this site's own files.
import { forget, recall, remember } from "../../../lessonlib/widgets/kit/storage.js";
import { download, notebookOf } from "./notebook.js";
import { Python, Stopped } from "./python.js";

const FOLDER = new URL("python/", document.currentScript.src);
const HOW_ELSE = new URL("../index.html#how-to-use-this-book", document.currentScript.src);
const SLOW = 5000; // milliseconds after which a run says that it is still running
const AS_A_FILE =
  "This page was opened as a file, and browsers start no Python from files. Open the book over http: on its site, or with `make serve`.";

const about = (cell) =>
  Object.fromEntries(
    [...cell.classList].filter((name) => name.startsWith("run-")).map((name) => name.slice(4).split("--")),
  );
const codeOf = (cell) => cell.querySelector(".cell_input pre").textContent.replace(/\n$/, "");
const cells = [...document.querySelectorAll(".cell[class*='run-kind--']")];
const imports = cells
  .filter((cell) => about(cell).kind === "imports")
  .map(codeOf)
  .join("\n");
const python = new Python(FOLDER, PYTHON_PACKAGES, tellLoading);
const open = []; // the cells that were opened, in the order of the page, with what is typed in each
const ran = new Map(); // cells of the chapter that were run as they stand, and in which Python
let loading = () => {}; // shows the running cell what Python loads for it

function make(tag, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

function button(text, action) {
  return make("button", { type: "button", textContent: text, onclick: action });
}

function offer(cell) {
  const bar = make("div", { className: "lesson-run-bar" });
  const note = make("span", { className: "lesson-run-note" });
  cell.append(bar);
  const missing = lacking(cell);
  if (missing) {
    note.setAttribute("role", "note"); // it stays when the other notes have said enough
    note.append(`Not in this page: it needs ${missing}. `, elsewhere());
    return bar.append(note);
  }
  const start = button("Run here", () => begin(cell, bar, note));
  start.setAttribute("aria-label", `Run here: ${nameOf(cell)}`);
  const kept = recall(keyOf(cell)) !== null ? "; what you wrote is kept" : "";
  note.textContent = `loads Python, up to ${PYTHON_MB} MB, once${kept}`;
  bar.append(start, note);
}

const headingOf = (cell) => cell.closest("section")?.querySelector("h1, h2, h3")?.firstChild?.textContent.trim() ?? "";
const nameOf = (cell) =>
  about(cell).kind === "starter"
    ? `exercise ${headingOf(cell)}`
    : `cell ${cells.indexOf(cell) + 1}, ${headingOf(cell)}`;
const keyOf = (cell) => `answer:${about(cell).id ?? cell.id}`; // a cell of a chapter is named in its page; see cells.py

function lacking(cell) {
  const { numpy, torch } = about(cell);
  if (torch === "missing") return "PyTorch, which runs in no page";
  return numpy === "missing" && "NumPy, which this copy of the book does not carry";
}

async function begin(cell, bar, note) {
  if (location.protocol === "file:") return say(note, AS_A_FILE);
  say(note, "Loading …");
  try {
    const { makeEditor } = await import(new URL("editor.js", FOLDER));
    bar.remove();
    openCell(cell, makeEditor);
    for (const other of document.querySelectorAll(".lesson-run-note:not([role])")) other.textContent = ""; // it is stated, once
  } catch {
    say(note, "The editor could not be loaded. Is the site complete, and are you online?");
  }
}

function say(note, text) {
  note.setAttribute("role", "status");
  note.textContent = text;
}

// Where it runs instead: behind a launch link of this page, if the book knows its address; else on the reader's machine.
function elsewhere() {
  const link = document.querySelector("a[href*='mybinder.org'], a[href*='colab.']");
  if (!link) return make("a", { href: HOW_ELSE.href, textContent: "Run the chapter in your own Jupyter" });
  return make("a", {
    href: link.href,
    textContent: `Open the chapter ${link.href.includes("colab.") ? "in Colab" : "on Binder"}`,
  });
}

function openCell(cell, makeEditor) {
  const { id, kind } = about(cell);
  const written = codeOf(cell);
  const input = cell.querySelector(".cell_input");
  const [place, output, bar] = ["editor", "output", "bar"].map((part) =>
    make("div", { className: `lesson-run-${part}` }),
  );
  output.setAttribute("role", "status");
  input.after(place, bar, output);
  input.hidden = true;
  const printed = cell.querySelector(".cell_output");
  if (printed) printed.hidden = true;
  const check =
    kind === "starter" ? cells.find((other) => about(other).kind === "check" && about(other).id === id) : null;
  if (check) check.hidden = true;

  const entry = { cell, output, ran: null };
  entry.editor = makeEditor(place, recall(keyOf(cell)) ?? written, {
    label: `Python: ${nameOf(cell)}`,
    changed: (text) => remember(keyOf(cell), text),
    run: () => act(entry, id),
  });
  bar.append(button(id ? "Check" : "Run", () => act(entry, id)));
  if (id) bar.append(button("Hint", () => act(entry, id, "hint")));
  entry.stop = button("Stop", () => python.stop());
  entry.stop.disabled = true;
  bar.append(entry.stop);
  bar.append(
    button("Start over", () => {
      entry.editor.text = written;
      forget(keyOf(cell));
      output.replaceChildren();
    }),
  );
  if (id) bar.append(button("Save my answers", save));
  open.push(entry);
  open.sort((one, other) => cells.indexOf(one.cell) - cells.indexOf(other.cell));
  entry.check = check && codeOf(check);
  entry.editor.focus();
}

async function act(entry, id, doing = id ? "check" : "run") {
  if (!entry.stop.disabled) return; // it is running
  const code = entry.editor.text;
  entry.stop.disabled = false;
  show(entry, { kind: "text", text: python.running ? "Running …" : "Starting Python …" });
  loading = (text) => show(entry, { kind: "text", text });
  const slow = setTimeout(
    () => show(entry, { kind: "text", text: "Still running. `Stop` ends it." }),
    python.running ? SLOW : 4 * SLOW,
  );
  try {
    if (doing === "run" || (doing === "check" && (await python.ask({ do: "needs", id, code, imports })).earlier))
      await catchUp(entry.cell);
    const told = await python.ask({ do: doing, id, code, imports, cell: entry.cell.id });
    if (doing === "run") remembered(entry.cell, code, told);
    show(entry, ...(told.outputs.length ? told.outputs : [{ kind: "text", text: "Done; it printed nothing." }]));
  } catch (reason) {
    const stopped = reason instanceof Stopped;
    show(entry, {
      kind: "error",
      text: stopped
        ? "Stopped. Python ended with it; the next run starts it again."
        : `Python could not run this: ${reason.message}`,
    });
  } finally {
    clearTimeout(slow);
    entry.stop.disabled = true;
  }
}

// What the cells before this one would have run in a notebook, each as it stands or as the reader changed it: from the
// first on that has not run like this.
async function catchUp(cell) {
  let anew = false;
  for (const before of cells.slice(0, cells.indexOf(cell))) {
    const { kind } = about(before);
    if (kind !== "cell" && kind !== "before") continue;
    const code = open.find((entry) => entry.cell === before)?.editor.text ?? codeOf(before);
    anew ||= ran.get(before) !== stamp(code);
    if (!anew) continue;
    const told = await python.ask({ do: "run", code, imports, cell: before.id, quiet: kind === "before" });
    remembered(before, code, told);
  }
}

const stamp = (code) => `${python.starts}: ${code}`;

// A cell that ended with an error has not run.
function remembered(cell, code, told) {
  if (told.outputs.some((output) => output.kind === "error")) ran.delete(cell);
  else ran.set(cell, stamp(code));
}

// What is loading, how much of how much of it: Python's own files together, a package by itself.
const come = new Map();
function tellLoading({ name, done }) {
  come.set(name, done);
  const isPackage = name.endsWith(".whl");
  const names = Object.keys(PYTHON_BYTES).filter((one) => (isPackage ? one === name : !one.endsWith(".whl")));
  const sum = (one) => names.reduce((total, file) => total + (one(file) ?? 0), 0) / 1e6;
  const what = isPackage ? name.split("-")[0] : "Python";
  const all = sum((file) => PYTHON_BYTES[file]);
  const now = Math.min(
    all,
    sum((file) => come.get(file)),
  );
  if (all)
    loading(now < all ? `Loading ${what}, once: ${now.toFixed(1)} of ${all.toFixed(1)} MB` : `Starting ${what} …`);
}

function show(entry, ...outputs) {
  entry.output.replaceChildren(
    ...outputs.map((output) => {
      const { kind, text } = output;
      if (kind === "picture") return picture(output);
      const place = make(kind === "html" ? "div" : "pre", { className: `lesson-run-${kind}` });
      if (kind === "html")
        place.innerHTML = text; // from our own checker, or from what the reader's own code shows
      else place.textContent = text;
      return place;
    }),
  );
}

const picture = ({ png, text, width }) =>
  make("img", { className: "lesson-run-picture", src: `data:image/png;base64,${png}`, alt: text, width });

function save() {
  const answers = open
    .filter((entry) => entry.check)
    .map((entry) => ({ title: headingOf(entry.cell), code: entry.editor.text, check: entry.check }));
  const title = document.querySelector("h1")?.firstChild?.textContent.trim() ?? document.title;
  download(
    notebookOf(title, answers),
    `my-answers-${
      location.pathname
        .split("/")
        .pop()
        .replace(/\.html$/, "") || "index"
    }.ipynb`,
  );
}

for (const cell of cells) if (["cell", "starter"].includes(about(cell).kind)) offer(cell);
