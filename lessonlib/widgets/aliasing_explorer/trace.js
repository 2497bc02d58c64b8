// A number and how it ran with the last moves, as a line.
import { fixed } from "../kit/format.js";
import { element } from "../kit/grid.js";

const KEPT = 24; // moves
const SVG = "http://www.w3.org/2000/svg";
const WIDE = 240;
const HIGH = 132;

/** The number and its line, both empty. @param {string} part its name */
export function createTrace(part) {
  const number = element("output", { className: "lesson-trace-number", "data-part": `${part}-total` });
  const change = element("span", { className: "lesson-note", "data-part": `${part}-change` });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  const dot = document.createElementNS(SVG, "circle");
  dot.setAttribute("r", "4");
  svg.append(line, dot);
  const head = element("p", { className: "lesson-trace-head" }, [number, change]);
  const root = element("div", { className: "lesson-trace" }, [head, svg]);
  /** @type {number[]} */
  let values = [];

  /**
   * Write the number and draw the line, with `most` at its top; gives the change as text.
   * @param {number} value
   * @param {number} most
   */
  function add(value, most) {
    const before = values.at(-1);
    values = [...values, value].slice(-KEPT);
    number.textContent = fixed(value, 2);
    number.dataset.value = String(value);
    change.textContent = before === undefined ? "" : `last nudge: ${sayChange(before, value)}`;
    const x = (/** @type {number} */ i) => 5 + ((WIDE - 10) * i) / (KEPT - 1);
    const y = (/** @type {number} */ height) => HIGH - 5 - ((HIGH - 10) * height) / (most || 1);
    line.setAttribute("d", values.map((height, i) => `${i ? "L" : "M"}${x(i)} ${y(height)}`).join(""));
    dot.setAttribute("cx", String(x(values.length - 1)));
    dot.setAttribute("cy", String(y(value)));
    return change.textContent;
  }

  return { root, add, reset: () => (values = []) };
}

/** "+175%", "−64%", "0%". @param {number} before @param {number} after */
export function sayChange(before, after) {
  const share = before ? (100 * (after - before)) / before : after ? Infinity : 0;
  const whole = Math.round(share);
  if (!whole) return "0%";
  return `${whole > 0 ? "+" : ""}${fixed(whole, 0)}%`;
}
