// Whether an answer to a prediction is right, and what to reply: what Prediction.reply_to computes in Python.

/**
 * @typedef {string | number | number[]} Given what a reader answers: a choice, a number, or a cell as [row, column]
 * @typedef {{ answer: Given, reply: string, right: boolean }} Known
 * @typedef {{ smaller: string, larger: string }} BySize the replies to other numbers
 * @typedef {{ answers: Known[], otherwise: string | BySize, tolerance: number }} Question
 */

/** @param {Question} question @param {Given} given */
export function judge({ answers, otherwise, tolerance }, given) {
  const known = answers.find(({ answer, right }) => {
    if (right && typeof given === "number")
      return Math.abs(given - /** @type {number} */ (answer)) <= tolerance * (1 + 1e-9);
    return String(answer) === String(given);
  });
  if (known) return { right: known.right, reply: known.reply };
  if (typeof otherwise === "string") return { right: false, reply: otherwise };
  const [{ answer }] = answers.filter(({ right }) => right);
  return { right: false, reply: given < answer ? otherwise.smaller : otherwise.larger };
}
