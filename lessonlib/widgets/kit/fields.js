// Fields for numbers: what a reader typed as a number, or a message that says what is needed instead.
import { element } from "./grid.js";

/**
 * @typedef {{ value: number, problem?: undefined } | { problem: string, value?: undefined }} Read
 * @typedef {{ name: string, least: number, most: number, whole?: boolean }} Limits of what a field takes
 */

/**
 * The number in a text. Takes a real minus sign, a decimal comma and fractions, as books write them; in a whole number
 * commas stand between thousands.
 * @param {string} text
 * @param {Limits} limits
 * @returns {Read}
 */
export function readNumber(text, { name, least, most, whole = false }) {
  const signed = text.trim().replace("\u2212", "-");
  const plain = whole ? signed.replace(/,(?=\d{3}(?!\d))/g, "") : signed.replace(",", ".");
  const [above, below = "1", ...rest] = plain.split("/").map((part) => part.trim());
  const isNumber = (/** @type {string} */ part) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(part);
  const value = isNumber(above) && isNumber(below) && !rest.length ? Number(above) / Number(below) : NaN;
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return { value };
  const shown = text.trim().length > 24 ? `${text.trim().slice(0, 24)}...` : text.trim();
  const need = `${whole ? "a whole number" : "a number"} from ${least} to ${most}`.replaceAll("-", "\u2212");
  return { problem: `${name} must be ${need}; got ${shown || "nothing"}.` };
}

/**
 * A text field with a name for screen readers.
 * @param {Limits} limits
 * @param {HTMLElement} message beside the field; the caller shows the problem in it
 * @param {(read: Read) => void} heard hears each change
 */
export function createNumberField(limits, message, heard) {
  const field = element("input", { className: "lesson-field", type: "text", autocomplete: "off", spellcheck: "false" });
  field.setAttribute("aria-label", limits.name);
  message.id ||= `lesson-message-${Math.random().toString(36).slice(2)}`;
  const mark = (/** @type {Partial<Read>} */ { problem }) => {
    if (problem) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    field.setAttribute("aria-describedby", problem ? message.id : "");
  };
  field.addEventListener("input", () => {
    const read = readNumber(field.value, limits);
    mark(read);
    heard(read);
  });
  /**
   * Writing a number from outside ends a problem; what the reader is typing stays as it is.
   * @param {number} value
   * @param {string} text
   */
  const write = (value, text = String(value)) => {
    const read = readNumber(field.value, limits);
    if (document.activeElement !== field || read.problem || read.value !== value) {
      if (field.value !== text) field.value = text;
    }
    mark({});
  };
  return { field, write };
}
