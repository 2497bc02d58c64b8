// What a learner did: the answers to questions, the records of exercises, the code that was written. It is what the pages
// keep in the browser (records.js, the widgets' kit/storage.js); here all of it is read, written and put away at once.
import { asText, fromText, joined, keepProgress, keptProgress } from "../records.js";
import { forget, keep, kept } from "../storage.js";
/** @import { Answer } from "../progress.js" */
/** @import { Records } from "../records.js" */

/** @typedef {{ records: Records, answers: Record<string, Answer>, code: Record<string, string> }} Work by names */

const CODE = /^answer:[\w-]{1,80}$/;
const PREFIX = "lesson:";

/** @param {string} name */
function parsed(name) {
  try {
    return JSON.parse(/** @type {string} */ (kept(name))); // or null, which gives null
  } catch {
    return null;
  }
}

/** @param {Partial<Answer> | null} value @returns {value is Answer} */
const isAnswer = (value) => Array.isArray(value?.attempts) && value.attempts.length > 0;
const isCode = (/** @type {unknown} */ value) => typeof value === "string";
const codeNames = () => {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length))
      .filter((name) => CODE.test(name));
  } catch {
    return [];
  }
};
/**
 * @template Value
 * @param {string[]} names
 * @param {(value: Value | null) => value is Value} isGood
 * @returns {Record<string, Value>}
 */
const valuesOf = (names, isGood) =>
  Object.fromEntries(names.map((name) => [name, parsed(name)]).filter(([, value]) => isGood(value)));

/** @param {string[]} questions the names of all questions @returns {Promise<Work>} */
export async function readWork(questions) {
  return {
    records: await fromText(keptProgress()).catch(() => ({})),
    answers: valuesOf(questions, isAnswer),
    code: valuesOf(codeNames(), isCode),
  };
}

/**
 * Brings work in. What is here already stays, and of two records the further one counts.
 * @param {Work | null} found
 * @param {string[]} questions
 */
export async function bringWork(found, questions) {
  if (!found) return;
  const { records, answers, code } = found;
  const here = await readWork(questions);
  for (const [name, value] of Object.entries(answers))
    if (questions.includes(name) && isAnswer(value) && !here.answers[name]) keep(name, JSON.stringify(value));
  for (const [name, value] of Object.entries(code))
    if (CODE.test(name) && isCode(value) && !here.code[name]) keep(name, JSON.stringify(value));
  if (Object.keys(records).length) keepProgress(await asText(joined(records, here.records)));
}

/** @param {string[]} questions */
export function clearWork(questions) {
  for (const name of [...questions, ...codeNames(), "progress-text"]) forget(name);
  window.lessonProgress = undefined;
}
