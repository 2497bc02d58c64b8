// *Where you stand*: the marks of questions and exercises, and the ways to take them along.
import { copy } from "./clipboard.js";
import { part } from "./part.js";
import { hasAnswer } from "./progress.js";
import { asText, bringIn, CHANGED, fromText, keptProgress, recordOf, records } from "./records.js";
import { keep, kept } from "./storage.js";
/** @import { Answer } from "./progress.js" */

const CODE = /^answer:[\w-]{1,80}$/;
const LONGEST = 200_000; // characters of an answer
/** @type {(name: string) => HTMLInputElement} of most only the text is used */
const find = (name) => part(`[data-${name}]`);
/** @typedef {HTMLElement & { dataset: { kind: string, name: string } }} Mark */
const marks = /** @type {Mark[]} */ ([...document.querySelectorAll("a.lesson-mark")]);
const questions = marks.filter((mark) => mark.dataset.kind === "question").map((mark) => mark.dataset.name);
const tell = (/** @type {string} */ text) => {
  find("told").textContent = text;
};

async function draw() {
  const found = await records();
  for (const mark of marks) {
    const { kind, name } = mark.dataset;
    const { right, attempts } = recordOf(found, name);
    const done = kind === "question" ? hasAnswer(name) : right;
    mark.dataset.state = done ? "done" : kind === "exercise" && attempts ? "tried" : "open";
    const word = { done: kind === "question" ? "answered" : "solved", tried: "tried", open: "open" }[
      mark.dataset.state
    ];
    part("[data-word]", mark).textContent = `, ${word}`;
  }
  find("line").value = `ll.progress(restore="${await asText(found)}")`;
}

async function bring() {
  try {
    await bringIn(await fromText(find("given").value));
  } catch {
    return tell("This is no line of progress, or not all of it. It begins with “lesson:”. Copy it whole.");
  }
  find("given").value = "";
  tell("It is in: what you solved there is marked here too.");
}

// Everything that the browser keeps of the book's questions and exercises.
function everything() {
  const names = [...questions, ...Object.keys(localStorage).map((key) => key.replace(/^lesson:/, ""))];
  const ours = names.filter((name) => questions.includes(name) || CODE.test(name));
  return Object.fromEntries(
    ours.filter((name) => kept(name) !== null).map((name) => [name, JSON.parse(/** @type {string} */ (kept(name)))]),
  );
}

function save() {
  let all;
  try {
    all = everything();
  } catch {
    all = {}; // a browser that keeps nothing has nothing but the progress of this page
  }
  const text = JSON.stringify({ lesson: 1, progress: keptProgress(), kept: all }, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "my-progress.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** @param {string} name @param {unknown} value */
const isCode = (name, value) => CODE.test(name) && typeof value === "string" && value.length <= LONGEST;
/** @param {string} name @param {Partial<Answer> | null} value */
const isAnswer = (name, value) =>
  questions.includes(name) &&
  Array.isArray(value?.attempts) &&
  value.attempts.length > 0 &&
  JSON.stringify(value).length < 2000;

/** What is here already stays: a file adds, and takes nothing away. @param {File} file */
async function open(file) {
  try {
    const { lesson, progress, kept: found } = JSON.parse(await file.text());
    if (lesson !== 1 || typeof found !== "object" || found === null) throw new Error("another file");
    for (const [name, value] of Object.entries(found))
      if (kept(name) === null && (isCode(name, value) || isAnswer(name, value))) keep(name, JSON.stringify(value));
    if (progress) await bringIn(await fromText(progress));
  } catch {
    return tell("This file is no progress that “Save a file” has written, or not all of it.");
  }
  document.dispatchEvent(new Event(CHANGED));
  tell("It is in. Where you had an answer here already, that one stays.");
}

find("copy").addEventListener("click", async () => {
  try {
    await copy(find("line").value);
    tell("Copied.");
  } catch {
    find("line").select();
    tell("Copy the line by hand: it is selected.");
  }
});
find("bring").addEventListener("click", bring);
find("save").addEventListener("click", save);
find("open").addEventListener("change", () => {
  const target = find("open");
  const [file] = /** @type {FileList} */ (target.files);
  if (file) open(file);
  target.value = "";
});
document.addEventListener(CHANGED, draw);
addEventListener("storage", draw);
addEventListener("pageshow", draw);
draw();
