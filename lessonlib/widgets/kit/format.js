// Numbers as a reader sees them: at most two decimals, and a real minus sign.

const MINUS = "\u2212";

/** @param {number} value */
export function short(value) {
  if (Number.isNaN(value)) return "?";
  const size = Math.abs(value);
  let text = size.toFixed(2).replace(/\.?0+$/, "");
  if (size >= 1e6) text = size.toExponential(2).replace(/\.?0*e\+/, "e");
  if (size === Infinity) text = "\u221e";
  return value < 0 && text !== "0" ? MINUS + text : text;
}

/** At most one decimal, none from 100 on: for small cells and for numbers that run. @param {number} value */
export const brief = (value) => short(Math.abs(value) < 99.95 ? Math.round(10 * value) / 10 : Math.round(value));

/**
 * As many decimals whatever the number, for numbers that run: nothing beside them moves.
 * @param {number} value
 * @param {number} decimals
 */
export function fixed(value, decimals) {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** A number inside a sum or a product: in brackets if it is negative. @param {number} value */
export function bracketed(value) {
  const text = short(value);
  return text.startsWith(MINUS) ? `(${text})` : text;
}

/**
 * A size formula as a book prints it; in Python's words, which a reader may search for, the minus is a hyphen.
 * @param {string} formula
 */
export const typeset = (formula) => formula.replaceAll(" - ", ` ${MINUS} `);

/** @param {string} text */
export const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** Whether short() leaves a part of the number out. @param {number} value */
export function isRounded(value) {
  return Math.abs(value) >= 1e6 || Math.abs(value - Math.round(value * 100) / 100) > 1e-9;
}

/** A part of 1, without decimals. @param {number} part */
export const percent = (part) => `${Math.round(100 * part)}%`;

/** @param {number} count @param {string} noun */
export function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
