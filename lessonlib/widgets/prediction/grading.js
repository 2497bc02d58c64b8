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

// A typed number: {number}, or {problem}, a sentence that says what to write instead.
export function readAnswer(text) {
  const written = text.replace(/[\s\u00a0\u2009\u202f'_]/g, "").replace(/^[\u2212\u2013]/, "-");
  if (!written) return { problem: "Write a number first." };
  const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(written) ? written.replaceAll(",", "") : written;
  if (/^[+-]?\d+,\d+$/.test(grouped)) return { problem: `Write decimals with a point: ${grouped.replace(",", ".")}.` };
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(grouped)) {
    return { problem: `\u201c${shorten(text.trim())}\u201d is not a number. Write one such as 12 or 0.5.` };
  }
  const number = Number(grouped);
  if (!Number.isFinite(number)) return { problem: `${shorten(text.trim())} is too large a number to compute with.` };
  return { number: number === 0 ? 0 : number }; // no -0
}

const shorten = (text) => (text.length > 20 ? `${text.slice(0, 20)}...` : text);
