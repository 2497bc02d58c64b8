// How far the exercises are: the text of progress that Jupyter reads and writes too
// (lessonlib/exercises/checking/records.py), without Python. What is read is untrusted input.
import { pack, unpack } from "./packed.js";
import { recall, remember } from "../../lessonlib/widgets/kit/storage.js";

/**
 * @typedef {{ attempts: number, right: boolean, hints: number, first: number, last: number }} ExerciseRecord
 * `first`, `last`: seconds since 1970; 0 where they are not known
 * @typedef {Record<string, ExerciseRecord>} Records by the ids of exercises
 */

const NAME = "progress-text";
const PREFIX = "lesson:";
const LONGEST = 20_000; // characters; all exercises need a few hundred
const MOST = 1_000_000; // attempts or hints
const LATEST = 253_402_300_799; // the last second of the year 9999
const NOTHING = { attempts: 0, right: false, hints: 0, first: 0, last: 0 };

export function keptProgress() {
  const kept = recall(NAME);
  return typeof kept === "string" ? kept : (window.lessonProgress ?? "");
}

/** @param {string} text */
export function keepProgress(text) {
  window.lessonProgress = text; // stands in where the browser keeps nothing
  remember(NAME, text);
}

// The casts: Number.isInteger narrows no type.
const isCount = (/** @type {unknown} */ value) =>
  Number.isInteger(value) && /** @type {number} */ (value) >= 0 && /** @type {number} */ (value) <= MOST;
const isTime = (/** @type {unknown} */ value) =>
  Number.isInteger(value) && /** @type {number} */ (value) >= 0 && /** @type {number} */ (value) <= LATEST;
const isShort = (/** @type {unknown} */ kept) =>
  Array.isArray(kept) &&
  [3, 5].includes(kept.length) && // without times, or with them
  isCount(kept[0]) &&
  isCount(kept[2]) &&
  kept.slice(3).every(isTime);

/** The records of a text; throws where it is not whole. @param {string} text @returns {Promise<Records>} */
export async function fromText(text) {
  const word = text
    .replace(/\s/g, "")
    .replace(/^ll\.progress\(restore=(.*)\)$/, "$1")
    .replace(/^["']+|["']+$/g, "");
  if (!word.startsWith(PREFIX) || word.length > LONGEST) throw new Error("not a progress text");
  const short = await unpack(word.slice(PREFIX.length));
  if (typeof short !== "object" || short === null || Array.isArray(short)) throw new Error("not a progress text");
  const good = Object.entries(short).filter(([, kept]) => isShort(kept));
  return Object.fromEntries(
    good.map(([id, [attempts, right, hints, first = 0, last = 0]]) => [
      id,
      { attempts, right: Boolean(right), hints, first, last },
    ]),
  );
}

/** @param {Records} records */
export async function asText(records) {
  const short = Object.entries(records).map(([id, { attempts, right, hints, first, last }]) => [
    id,
    [attempts, Number(right), hints, ...(last ? [first, last] : [])],
  ]);
  return PREFIX + (await pack(Object.fromEntries(short.sort())));
}

/** The further of two records for each exercise. @param {Records} one @param {Records} other */
export function joined(one, other) {
  const both = { ...other };
  for (const [id, record] of Object.entries(one)) {
    const { attempts, right, hints, first, last } = recordOf(other, id);
    both[id] = {
      attempts: Math.max(record.attempts, attempts),
      right: record.right || right,
      hints: Math.max(record.hints, hints),
      first: Math.min(record.first || first, first || record.first),
      last: Math.max(record.last, last),
    };
  }
  return both;
}

/** @param {Records} records @param {string} id */
export const recordOf = (records, id) => (Object.hasOwn(records, id) ? records[id] : NOTHING);

/** @returns {Promise<Records>} */
export async function records() {
  return fromText(keptProgress()).catch(() => ({}));
}

/**
 * Brings records in beside those that are kept. What another tab, or Python, writes meanwhile is not lost.
 * @param {Records} found
 */
export async function bringIn(found) {
  for (;;) {
    const before = keptProgress();
    const text = await asText(joined(found, await fromText(before).catch(() => ({}))));
    if (before !== keptProgress()) continue;
    keepProgress(text);
    document.dispatchEvent(new Event(CHANGED));
    return;
  }
}

export const CHANGED = "lesson-progress";
