// What the output panel says when there is no output: why, and the nearest settings that work.
import { explain, listSettings, nearestForSides, nearestSettings, outputSize } from "../math/conv.js";
import { sizeDeadEnds, sizeProblem } from "../math/conv.js";
import { capital, typeset } from "./format.js";
import { element } from "./grid.js";

// sides: {rows: [W, F], columns: [W, F]}. One entry for each side with a problem; a square picture has one, not two.
export function findProblems({ rows, columns }, stride, padding) {
  const square = String(rows) === String(columns);
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

// The changes a button can make: [{name, value, rows, columns}]. most: {stride: 4, ...}, the sliders that are there and
// where they end.
export function findOffers({ rows, columns }, stride, padding, most) {
  return Object.keys(most).flatMap((name) =>
    nearestForSides(name, [rows, columns], stride, padding, most[name]).map((value) => {
      const changed = { stride, padding, [name]: value };
      const size = (side) => outputSize(...side, changed.stride, changed.padding);
      return { name, value, rows: size(rows), columns: size(columns) };
    }),
  );
}

export function writeProblem(problems, offers, take) {
  const reasons = problems.map(({ side, problem }) => element("p", {}, unbroken(typeset(side + problem))));
  const buttons = offers.map(({ name, value, rows, columns }) => {
    const text = `${name.replace("_", " ")} ${value} gives ${rows}×${columns}`;
    const target = { "data-name": name, "data-value": value };
    const button = element("button", { className: "lesson-button", type: "button", ...target, text });
    button.addEventListener("click", () => take(name, value));
    return button;
  });
  const taken = new Set(offers.map(({ name, value }) => `${name} ${value}`));
  const others = problems.flatMap(({ side, near, deadEnds }) => {
    const rest = listSettings(near.filter(([name, value]) => !taken.has(`${name} ${value}`)));
    const works = rest ? [`${side}${offers.length ? "also works" : "what works, changing one thing"}: ${rest}.`] : [];
    return [...works, ...deadEnds].map((text) =>
      element("p", { className: "lesson-note", text: capital(typeset(text).replaceAll("_size", " size")) }),
    );
  });
  const choices = { className: "lesson-choices", role: "group", "aria-label": "Settings that work" };
  return [...reasons, ...(buttons.length ? [element("div", choices, buttons)] : []), ...others];
}

// The text with its formulas kept on one line each.
function unbroken(text) {
  const pieces = text.split(/((?:\([\d +\u2212]+\)|\d+)\/\d+ \+ 1(?: = [\d.]*\d)?)/);
  return pieces.map((piece, i) => (i % 2 ? element("span", { className: "lesson-unbroken", text: piece }) : piece));
}
