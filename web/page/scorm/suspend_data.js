// A learner's work as cmi.suspend_data, which has room for 4,096 characters. What does not fit is left out in this order:
// code, the longest first; when an exercise was tried; all answers to a question but the last. Which questions are
// answered and which exercises solved always fits.
import { pack, unpack } from "../packed.js";
/** @import { Work } from "./work.js" */

/**
 * Work as it is packed. `counts`: attempts, right, hints, first, last.
 * @typedef {{
 *   e: [id: string, ...counts: number[]][],
 *   q: [name: string, attempts: unknown[], revealed: number][],
 *   c: Work["code"],
 * }} Short
 */

const ROOM = 4096; // characters
const FORMAT = "lesson1:";

/** @type {(work: Work) => Short} */
const short = ({ records, answers, code }) => ({
  e: Object.entries(records).map(([id, { attempts, right, hints, first, last }]) => [
    id,
    ...[attempts, Number(right), hints, first, last],
  ]),
  q: Object.entries(answers).map(([name, { attempts, revealed }]) => [name, attempts, Number(revealed === true)]),
  c: code,
});

/** @type {(work: Work) => Work} */
const withoutTimes = (work) => {
  const bare = Object.entries(work.records).map(([id, record]) => [id, { ...record, first: 0, last: 0 }]);
  return { ...work, records: Object.fromEntries(bare) };
};
/** @type {(work: Work) => Work} */
const withLastAnswers = (work) => {
  const last = Object.entries(work.answers).map(([name, one]) => [name, { ...one, attempts: one.attempts.slice(-1) }]);
  return { ...work, answers: Object.fromEntries(last) };
};

const write = async (/** @type {Work} */ work) => FORMAT + (await pack(short(work)));

/** The text, and how many pieces of code are not in it. @param {Work} work */
export async function fit(work, room = ROOM) {
  const codes = Object.entries(work.code).sort(([, one], [, other]) => one.length - other.length);
  for (let count = codes.length; count >= 0; count -= 1) {
    const text = await write({ ...work, code: Object.fromEntries(codes.slice(0, count)) });
    if (text.length <= room) return { text, left: codes.length - count };
  }
  const bare = withoutTimes({ ...work, code: {} });
  const text = await write(bare);
  return { text: text.length <= room ? text : await write(withLastAnswers(bare)), left: codes.length };
}

const isObject = (/** @type {unknown} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (/** @type {unknown} */ value) => Number.isInteger(value) && /** @type {number} */ (value) >= 0;

/** The work that a text holds; none where it is not one of ours. @param {string} text @returns {Promise<Work>} */
export async function read(text) {
  try {
    if (!text?.startsWith(FORMAT)) throw new Error("another format");
    // The text is untrusted input: of what is in it, the form is checked below, or where it is brought in (work.js).
    const { e, q, c } = /** @type {Short} */ (await unpack(text.slice(FORMAT.length)));
    const records = e.filter((one) => typeof one[0] === "string" && one.slice(1).every(isCount));
    return {
      records: Object.fromEntries(
        records.map(([id, attempts, right, hints, first, last]) => [
          id,
          { attempts, right: Boolean(right), hints, first, last },
        ]),
      ),
      answers: Object.fromEntries(
        q.map(([name, attempts, revealed]) => [name, { attempts, revealed: revealed === 1 }]),
      ),
      code: isObject(c) ? c : {},
    };
  } catch {
    return { records: {}, answers: {}, code: {} };
  }
}
