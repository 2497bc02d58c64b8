// What the output panel says when there is no output: why, and the nearest settings that work.
import { explain, listSettings, nearestForSides, nearestSettings, outputSize } from "../math/conv.js";
import { sizeDeadEnds, sizeProblem } from "../math/conv.js";
import { capital, typeset } from "./format.js";
import { element } from "./grid.js";
/** @import { Argument, Setting, Sizes } from "../math/conv.js" */
/** @import { Sides } from "../math/coverage.js" */

const SETTING = /\b(?:input_size|filter_size|stride|padding)\b(?= \d| must)/g; // with its number, not in a sentence

/**
 * @typedef {{ side: string, problem: string, explanation: string, deadEnds: string[], near: Setting[] }} Problem
 * @typedef {{ name: Argument, value: number, rows: number, columns: number }} Offer a change that a button can make
 */

/**
 * One entry for each side with a problem; a square picture has one, not two.
 * @param {Sides} sides
 * @param {number} stride
 * @param {number} padding
 * @returns {Problem[]}
 */
export function findProblems({ rows, columns }, stride, padding) {
  const square = String(rows) === String(columns);
  /** @type {[side: string, sizes: Sizes][]} */
  const sides = square
    ? [["", rows]]
    : [
        ["Rows: ", rows],
        ["Columns: ", columns],
      ];
  return sides
    .map(([side, sizes]) => ({
      side,
      problem: sizeProblem(...sizes, stride, padding),
      explanation: explain(...sizes, stride, padding),
      deadEnds: sizeDeadEnds(...sizes, stride, padding),
      near: nearestSettings(...sizes, stride, padding),
    }))
    .filter(({ problem }) => problem);
}

/**
 * The changes that work.
 * @param {Sides} sides
 * @param {number} stride
 * @param {number} padding
 * @param {{ stride?: number, padding?: number }} most the sliders that are there and where they end
 * @returns {Offer[]}
 */
export function findOffers({ rows, columns }, stride, padding, most) {
  const ends = /** @type {["stride" | "padding", number][]} */ (Object.entries(most)); // plain strings
  return ends.flatMap(([name, end]) =>
    nearestForSides(name, [rows, columns], stride, padding, end).map((value) => {
      const changed = { stride, padding, [name]: value };
      const size = (/** @type {Sizes} */ side) => outputSize(...side, changed.stride, changed.padding);
      return { name, value, rows: size(rows), columns: size(columns) };
    }),
  );
}

/**
 * The problems in words, and a button for each offer.
 * @param {Problem[]} problems
 * @param {Offer[]} offers
 * @param {(name: Argument, value: number) => void} take makes one of the changes
 * @param {Partial<Record<Argument, string>>} labels of the settings, where a figure has other names for them
 */
export function writeProblem(problems, offers, take, labels = {}) {
  const named = (/** @type {string} */ text) =>
    text.replace(SETTING, (name) => labels[/** @type {Argument} */ (name)] ?? name);
  const reasons = problems.map(({ side, problem }) => element("p", {}, unbroken(typeset(side + named(problem)))));
  const buttons = offers.map(({ name, value, rows, columns }) => {
    const text = `${labels[name] ?? name.replace("_", " ")} ${value} gives ${rows}×${columns}`;
    const target = { "data-name": name, "data-value": value };
    const button = element("button", { className: "lesson-button", type: "button", ...target, text });
    button.addEventListener("click", () => take(name, value));
    return button;
  });
  const taken = new Set(offers.map(({ name, value }) => `${name} ${value}`));
  const others = problems.flatMap(({ side, near, deadEnds }) => {
    const rest = named(listSettings(near.filter(([name, value]) => !taken.has(`${name} ${value}`))));
    const works = rest ? [`${side}${offers.length ? "also works" : "what works, changing one thing"}: ${rest}.`] : [];
    return [...works, ...deadEnds].map((text) =>
      element("p", { className: "lesson-note", text: capital(typeset(text).replaceAll("_size", " size")) }),
    );
  });
  const choices = { className: "lesson-choices", role: "group", "aria-label": "Settings that work" };
  return [...reasons, ...(buttons.length ? [element("div", choices, buttons)] : []), ...others];
}

/** The text with its formulas kept on one line each. @param {string} text */
function unbroken(text) {
  const pieces = text.split(/((?:\([\d +\u2212]+\)|\d+)\/\d+ \+ 1(?: = [\d.]*\d)?)/);
  return pieces.map((piece, i) => (i % 2 ? element("span", { className: "lesson-unbroken", text: piece }) : piece));
}
