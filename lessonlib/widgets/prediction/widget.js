// A question to answer before reading on: a choice, a number or a cell of a grid, and a reply to every answer.
import { element } from "../kit/grid.js";
import { createCells, createChoices, createNumber } from "./inputs.js";
import { judge } from "./grading.js";
import { keepKeys } from "../kit/keyboard.js";
import { writeMarkup } from "../kit/markup.js";
import { forget, recall, remember } from "../kit/storage.js";
import { readTraits } from "../kit/traits.js";
/** @import { Model } from "../kit/traits.js" */
/** @import { Given, Question } from "./grading.js" */
/** @import { Mark } from "./inputs.js" */

/**
 * @typedef {object} Asked
 * @property {string} question
 * @property {string} label
 * @property {"choice" | "number" | "cell"} kind
 * @property {(number | null)[][]} grid null where a cell is empty
 * @property {boolean} signed
 * @property {string} memory
 * @property {Given[]} attempts
 * @property {boolean} revealed
 * @typedef {Asked & Question} Traits
 */

/** @type {("attempts" | "revealed")[]} */
const STATE = ["attempts", "revealed"];

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const kind = model.get("kind");
  /** @type {Question} */
  const question = readTraits(model, ["answers", "otherwise", "tolerance"]);
  const rights = question.answers.filter(({ right }) => right).map(({ answer }) => answer);
  const problem = element("p", { className: "lesson-message", "data-part": "problem", role: "status" });
  problem.id = `lesson-problem-${Math.random().toString(36).slice(2)}`;
  const input = { choice: createChoices, number: createNumber, cell: createCells }[kind](model, problem);
  const label = element("strong", { className: "lesson-question-label", text: `${model.get("label")}.` });
  const legend = element("legend", {}, [label, " ", ...writeMarkup(model.get("question"))]);
  const fields = element("fieldset", {}, [legend, input.node, problem]);
  const check = createButton("check", "Check my answer", "submit");
  const reveal = createButton("reveal", "Show the answer");
  const again = createButton("again", "Ask me again");
  const after = element("div", { className: "lesson-choices" }, [reveal, again]);
  const verdict = element("div", { className: "lesson-verdict", role: "status", "data-part": "verdict" });
  verdict.setAttribute("aria-live", "polite");
  // A form of its own: radios of two questions keep apart.
  const form = element("form", { novalidate: "" }, [fields, check, verdict, after]);
  const root = element("div", { className: "lesson-view lesson-question", "data-kind": kind }, [form]);
  keepKeys(root);

  let saving = false; // attempts and revealed change together

  function draw() {
    const [attempts, revealed] = /** @type {[Given[], boolean]} */ (STATE.map((name) => model.get(name)));
    const last = /** @type {Given} */ (attempts.at(-1)); // it is needed only where there is one
    const judged = attempts.length ? judge(question, last) : null;
    reveal.hidden = !judged || judged.right || revealed;
    again.hidden = !attempts.length;
    after.hidden = !attempts.length;
    /** @type {Mark[]} */
    const tried = attempts.map((answer) => [answer, judge(question, answer).right ? "right" : "wrong"]);
    input.mark(revealed ? [...tried, ...rights.map(/** @returns {Mark} */ (answer) => [answer, "right"])] : tried);
    if (!judged) return verdict.replaceChildren();
    const { reply, right } = revealed ? { ...judge(question, rights[0]), right: true } : judged;
    verdict.dataset.verdict = right ? "right" : "wrong";
    const said = revealed ? `The answer: ${rights.map(input.say).join(", ")}.` : sayVerdict(right, last);
    const sign = element("span", { "aria-hidden": "true", text: right ? "\u2713 " : "\u2717 " });
    const heading = element("strong", {}, [sign, said]);
    verdict.replaceChildren(element("p", {}, [heading, " ", ...writeMarkup(reply)]));
  }

  /** @param {boolean} right @param {Given} given */
  function sayVerdict(right, given) {
    if (kind === "choice") return right ? "Right." : "Not this.";
    return right ? `Right: ${input.say(given)}.` : `Not ${input.say(given)}.`;
  }

  /** @param {Given[]} attempts @param {boolean} revealed */
  function save(attempts, revealed) {
    saving = true;
    model.set("attempts", attempts);
    model.set("revealed", revealed);
    saving = false;
    model.save_changes();
    if (attempts.length) remember(model.get("memory"), { attempts: attempts.map(toKept), revealed });
    stateChanged();
  }

  /** A choice is kept by its place, which stays when its words change. @param {Given} answer */
  function toKept(answer) {
    return kind === "choice" ? question.answers.findIndex((known) => known.answer === answer) : answer;
  }

  /** @param {unknown} place or the answer itself @returns {unknown} the answer, if `input` knows it */
  function fromKept(place) {
    if (kind !== "choice") return place;
    return Number.isInteger(place) ? question.answers[/** @type {number} */ (place)]?.answer : undefined;
  }

  // By the reader or from Python; no attempts left means to ask again.
  function stateChanged() {
    if (saving) return;
    if (!model.get("attempts").length) {
      forget(model.get("memory"));
      input.write(null);
    }
    draw();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { problem: text = "", given } = input.read();
    problem.textContent = text;
    input.complain(Boolean(text));
    if (text) {
      verdict.replaceChildren(); // what it said was of another answer
      return input.focus();
    }
    const attempts = model.get("attempts");
    const isSame = attempts.length && String(attempts.at(-1)) === String(given);
    save(isSame ? attempts : [...attempts, /** @type {Given} */ (given)], false); // no problem: it is given
  });
  form.addEventListener("input", () => {
    problem.textContent = "";
    input.complain(false);
  });
  reveal.addEventListener("click", () => {
    save(model.get("attempts"), true);
    again.focus({ preventScroll: true }); // this button is gone
  });
  again.addEventListener("click", () => {
    save([], false);
    input.focus();
  });

  // What this browser remembers, unless somebody has answered since, or the question is another one now.
  const kept = recall(model.get("memory"));
  const attempts = Array.isArray(kept?.attempts) ? kept.attempts.map(fromKept) : null;
  if (!model.get("attempts").length && attempts?.every(input.knows)) {
    model.set("attempts", /** @type {Given[]} */ (attempts)); // all are known
    model.set("revealed", Boolean(attempts.length && kept.revealed === true));
    model.save_changes();
  }
  if (model.get("attempts").length) input.write(/** @type {Given} */ (model.get("attempts").at(-1)));
  draw();
  for (const name of STATE) model.on(`change:${name}`, stateChanged);
  el.append(root);
  input.fit();
  const observer = new ResizeObserver(input.fit);
  observer.observe(root);
  return () => {
    observer.disconnect();
    for (const name of STATE) model.off(`change:${name}`, stateChanged);
  };
}

/** @param {string} action @param {string} text */
function createButton(action, text, type = "button") {
  return element("button", { className: "lesson-button", type, "data-action": action, text });
}

export default { render };
