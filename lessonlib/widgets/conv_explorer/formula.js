// The size formula with its numbers, once there is a slider that changes them.
import { outputSize, sizeFormula } from "../math/conv.js";
import { leftOver } from "../math/dependencies.js";
import { typeset } from "../kit/format.js";
import { element } from "../kit/grid.js";
/** @import { State } from "./state.js" */

/** @param {State} state */
export function writeFormula({ sides, stride, padding, output }) {
  /** @type {Partial<Record<string, number>>} */
  const cut = output ? leftOver(sides, stride, padding) : {};
  const formulas = Object.entries(sides).map(([side, sizes]) => {
    const [size, filterSize] = sizes;
    const rounded = cut[side] ? `, rounded down to ${outputSize(size, filterSize, stride, padding, "floor")}` : "";
    return sizeFormula(size, filterSize, stride, padding) + rounded;
  });
  const pieces = ["Output size: (W - F + 2P)/S + 1", ...[...new Set(formulas)].map((text) => `= ${text}`)];
  const spans = pieces.map((text) => element("span", { className: "lesson-unbroken", text: typeset(text) }));
  return spans.flatMap((span) => [span, " "]);
}
