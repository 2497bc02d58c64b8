// Whether an answer to a prediction is right, and what to reply: what Prediction.reply_to computes in Python.

// answers: [{answer, reply, right}, ...]; otherwise: a reply or {smaller, larger};
// given: a label, a number or [row, column].
export function judge({ answers, otherwise, tolerance }, given) {
  const known = answers.find(({ answer, right }) => {
    if (right && typeof given === "number") return Math.abs(given - answer) <= tolerance * (1 + 1e-9);
    return String(answer) === String(given);
  });
  if (known) return { right: known.right, reply: known.reply };
  if (typeof otherwise === "string") return { right: false, reply: otherwise };
  const [{ answer }] = answers.filter(({ right }) => right);
  return { right: false, reply: given < answer ? otherwise.smaller : otherwise.larger };
}
