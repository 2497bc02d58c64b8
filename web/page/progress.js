// How much of the book is done: quiet marks in the contents, on the cards of the first page, and on *Where you stand*.
// A question counts when it has an answer, an exercise when it is solved. Before the first of them nothing is counted.
import { CHANGED, recordOf, records } from "./records.js";
import { kept } from "./storage.js";

/** @typedef {{ attempts: unknown[], revealed?: unknown }} Answer as kept of a question; `revealed`: true, or not */

/** @param {string} name of a question */
export function hasAnswer(name) {
  try {
    const { attempts } = JSON.parse(/** @type {string} */ (kept(name))); // or null, which gives null: it throws
    return Array.isArray(attempts) && attempts.length > 0;
  } catch {
    return false;
  }
}

/** @param {HTMLElement} link @param {"questions" | "exercises"} kind */
const namesIn = (link, kind) => link.dataset[kind]?.split(" ") ?? [];
/** @param {number} number @param {number} all */
const words = (number, all) => (number ? `${number} of ${all} done` : "");

export function showProgress() {
  const links = /** @type {HTMLElement[]} */ ([
    ...document.querySelectorAll("a:is([data-questions], [data-exercises])"),
  ]);
  const standing = document.querySelector("[data-standing]");
  const sums = document.querySelectorAll("[data-sum]");

  async function draw() {
    const found = await records();
    const total = { questions: 0, answered: 0, exercises: 0, solved: 0 };
    for (const link of links) {
      const [questions, exercises] = [namesIn(link, "questions"), namesIn(link, "exercises")];
      const answered = questions.filter(hasAnswer).length;
      const solved = exercises.filter((id) => recordOf(found, id).right).length;
      const all = questions.length + exercises.length;
      const done = answered + solved;
      link.dataset.share = done === all ? "all" : done ? "some" : "none";
      for (const part of [link, /** @type {HTMLElement} */ (link.closest(".lesson-stand > li"))])
        part?.style.setProperty("--share", String(done / all));
      for (const part of link.querySelectorAll("[data-done]")) part.textContent = done ? `, ${words(done, all)}` : "";
      const beside = link.closest("li")?.querySelector("[data-answered], [data-count]");
      if (beside) beside.textContent = words(done, all);
      if (!link.closest(".lesson-toc")) continue; // the contents count it, too
      for (const [name, number] of Object.entries({
        questions: questions.length,
        answered,
        exercises: exercises.length,
        solved,
      }))
        total[/** @type {keyof typeof total} */ (name)] += number; // entries gives plain strings
    }
    const all = total.questions + total.exercises;
    const done = total.answered + total.solved;
    if (standing) standing.textContent = done ? `${words(done, all)}, kept in this browser only` : "";
    for (const sum of sums)
      sum.textContent = `${done} of ${all} done: ${total.answered} of ${total.questions} questions answered, ${total.solved} of ${total.exercises} exercises solved.`;
  }

  // A question stores its answer as it handles the event.
  for (const kind of ["submit", "click"]) document.addEventListener(kind, () => setTimeout(draw));
  document.addEventListener(CHANGED, draw);
  addEventListener("storage", draw);
  addEventListener("pageshow", draw);
  draw();
}
