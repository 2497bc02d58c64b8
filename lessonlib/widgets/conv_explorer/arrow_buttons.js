// Four buttons that move the chosen cell, for fingers where the cells are too small to tap (widget.css shows them
// where a finger is what points).
import { element } from "../kit/grid.js";

/** @type {[arrow: string, name: string, down: number, right: number][]} */
const MOVES = [
  ["←", "Left", 0, -1],
  ["↑", "Up", -1, 0],
  ["↓", "Down", 1, 0],
  ["→", "Right", 0, 1],
];

/** @param {(by: { down: number, right: number }) => void} move */
export function createNudge(move) {
  const buttons = MOVES.map(([arrow, name, down, right]) => {
    const button = element("button", { className: "lesson-button", type: "button", "aria-label": name, text: arrow });
    button.addEventListener("click", () => move({ down, right }));
    return button;
  });
  return element("div", { className: "lesson-nudge", role: "group", "aria-label": "Move the chosen cell" }, buttons);
}
