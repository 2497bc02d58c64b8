// The page that an LMS opens (tools/scorm.py): the book in a frame, so that turning a page does not end the session, and
// the talk with the LMS. The pages know nothing of it: what they keep in the browser is read from there and reported.
import { part } from "../part.js";
import { hasAnswer } from "../progress.js";
import { forget, keep, kept } from "../storage.js";
import { clock, findApi, Session } from "./api.js";
import { fit, read } from "./suspend_data.js";
import { bringWork, clearWork, readWork } from "./work.js";

/** @typedef {{ kind: "question" | "exercise", name: string }} Task */

/** @type {{ pages: string[], questions: string[], core: Task[], complete: number }} complete: percent of the core */
const { pages, questions, core, complete } = JSON.parse(part("#tasks").textContent);
/** @type {HTMLIFrameElement} */
const frame = part("#book");
const folder = new URL("./", location.href).href;
const SETTLED = 1000; // milliseconds without a change, after which it is reported: code is kept at every key
const AGAIN = 15_000; // milliseconds until a report that failed is tried again
const OWNER = "scorm-owner";
const UNSENT = "scorm-unsent";
const FINAL = ["completed", "passed"]; // what the LMS has said, it keeps
/** @type {Record<string, string | undefined>} */
const KEEPS_LITTLE = { browse: "a preview", review: "review" }; // what an LMS calls it when it may not keep a report
const workOf = (/** @type {string} */ owner) => `scorm-work:${owner}`;

const start = Date.now();
const api = findApi();
const session = api && new Session(api); // null without an LMS: then nothing is taken over or reported
let place = pages[0];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} text */
function tell(text) {
  part("#told").textContent = text;
}

// Browsers are shared: what another learner did in this one is put away, and is there again when that learner is. A
// learner for whom the LMS begins anew begins anew here, unless the last report did not arrive.
async function takeOver() {
  const owner = /** @type {Session} */ (session).get("cmi.core.student_id");
  const before = kept(OWNER) ?? "";
  const isNew = /** @type {Session} */ (session).get("cmi.core.entry") === "ab-initio" && kept(UNSENT) !== owner;
  if (before !== owner) keep(workOf(before), JSON.stringify(await readWork(questions)));
  if (before !== owner || isNew) clearWork(questions);
  if (before !== owner && !isNew) await bringWork(JSON.parse(kept(workOf(owner)) ?? "null"), questions);
  keep(OWNER, owner);
  await bringWork(await read(/** @type {Session} */ (session).get("cmi.suspend_data")), questions);
}

async function report() {
  const work = await readWork(questions);
  const isDone = (/** @type {Task} */ { kind, name }) =>
    kind === "question" ? hasAnswer(name) : work.records[name]?.right;
  const done = core.filter(isDone).length;
  const { text, left } = await fit(work);
  const isComplete = done >= Math.ceil((complete / 100) * core.length);
  const before = /** @type {Session} */ (session).get("cmi.core.lesson_status");
  const status = isComplete ? "completed" : "incomplete";
  const isSent = /** @type {Session} */ (session).send({
    "cmi.core.lesson_location": place,
    "cmi.core.score.min": 0,
    "cmi.core.score.max": 100,
    "cmi.core.score.raw": Math.round((100 * done) / core.length),
    "cmi.core.lesson_status": FINAL.includes(before) ? before : status,
    "cmi.core.exit": "suspend",
    "cmi.suspend_data": text,
  });
  if (isSent) forget(UNSENT);
  else reportIn(AGAIN);
  tell(
    isSent
      ? sent(done, left)
      : "The LMS does not answer. Your answers stay in this browser, and are sent when it does.",
  );
}

/** @param {number} done @param {number} left */
function sent(done, left) {
  const room = left
    ? ` Your code of ${left} ${left === 1 ? "exercise" : "exercises"} has no room there and stays in this browser.`
    : "";
  const count = `${done} of ${core.length} core questions and exercises done`;
  const mode = KEEPS_LITTLE[/** @type {Session} */ (session).get("cmi.core.lesson_mode")];
  if (mode) return `${count}. Your course opened the book for ${mode}, and may not keep what you do now.`;
  return `${count}, and reported to your course.${room}`;
}

/** @param {number} milliseconds */
function reportIn(milliseconds) {
  clearTimeout(timer);
  if (session?.state === "open" || session?.state === "lost") timer = setTimeout(report, milliseconds);
}

function changed() {
  if (session) keep(UNSENT, /** @type {string} */ (kept(OWNER))); // "null" without one: no learner
  reportIn(SETTLED);
}

// Another page is in the frame. Links to other hosts open a window of their own: few of those can be shown in a frame.
function arrive() {
  const page = frame.contentDocument; // null where it is of another host
  const path = /** @type {string} */ (page?.location.href.replace(folder, "").replace(/[?#].*/, ""));
  if (!page || !pages.includes(path)) return;
  place = path;
  document.title = page.title;
  page.addEventListener("click", ({ target }) => {
    /** @type {HTMLAnchorElement | null} */
    const link = /** @type {Element} */ (target).closest("a[href^='http']");
    if (link && new URL(link.href).origin !== location.origin) link.setAttribute("target", "_blank");
  });
  reportIn(0);
}

function end() {
  if (session?.state !== "open" && session?.state !== "lost") return;
  session.send({ "cmi.core.session_time": clock(Date.now() - start) });
  session.end();
}

async function begin() {
  const isOpen = session?.state === "open";
  if (isOpen) await takeOver();
  const bookmark = /** @type {string} */ (isOpen && session.get("cmi.core.lesson_location")); // false: no page
  frame.addEventListener("load", arrive);
  frame.src = pages.includes(bookmark) ? bookmark : pages[0];
  if (session && !isOpen) tell("The LMS opened no session, so nothing is reported. Your answers stay in this browser.");
  addEventListener("storage", changed);
  addEventListener("online", () => reportIn(0));
  addEventListener("pagehide", end);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // its session is over
}

begin();
