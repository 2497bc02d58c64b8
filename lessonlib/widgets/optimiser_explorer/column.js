// The loss as a column: a block for each place of the map, one on the other, and the number on top.
import { brief, short } from "../kit/format.js";
import { svgElement } from "../kit/svg.js";
/** @import { Place } from "../math/dependencies.js" */

/**
 * @typedef {object} Stack what a column shows
 * @property {number[][]} blocks what each place adds to the loss
 * @property {number[][] | null} errors null where the blocks are of several pictures and have no sign
 * @property {number} loss
 * @property {Place | null} place the one that is looked at
 */

export const HEADROOM = 34; // pixels above the tallest column: its loss is written there

const BESIDE = 88; // pixels for the number beside the column
const ABOVE = 18; // pixels from the column to the number above it: the ring at the bottom fits between

/** @param {number} across its width in pixels */
export function createColumn(across) {
  const rects = Array.from({ length: 9 }, () => svgElement("rect", { class: "lesson-block", width: across }));
  const text = svgElement("text", { class: "lesson-chart-strong" });
  const node = svgElement("g", { "data-part": "column" }, [...rects, text]);

  /**
   * The number stands on top, or beside its top where `side` is given and there is room.
   * @param {Stack} stack
   * @param {number} x where the column stands
   * @param {(loss: number) => number} y gives heights
   * @param {number} width of the chart
   * @param {number} side 1 (right), -1 (left) or 0
   */
  function draw({ blocks, errors, loss, place }, x, y, width, side = 0) {
    let below = 0;
    blocks.flat().forEach((block, i) => {
      const [bottom, top] = [y(below), y(below + block)];
      const [row, column] = [Math.floor(i / blocks[0].length), i % blocks[0].length];
      const error = errors?.[row][column] ?? 0;
      rects[i].setAttribute("x", (x - across / 2).toFixed(1));
      rects[i].setAttribute("y", top.toFixed(2));
      rects[i].setAttribute("height", Math.max(0, bottom - top).toFixed(2));
      rects[i].dataset.sign = !errors ? "none" : error > 0 ? "positive" : "negative";
      rects[i].classList.toggle("lesson-looked-at", place?.row === row && place?.column === column);
      below += block;
    });
    text.textContent = `loss ${loss < 100 ? short(loss) : brief(loss)}`;
    node.dataset.loss = String(loss);
    if (side && (side > 0 ? width - x : x) - across / 2 > BESIDE) {
      text.setAttribute("text-anchor", side > 0 ? "start" : "end");
      text.setAttribute("x", x + side * (across / 2 + 10));
      text.setAttribute("y", Math.min(y(below) + 18, y(0) - 6));
      return;
    }
    const isLeft = x < 40;
    const isRight = x > width - 40;
    text.setAttribute("text-anchor", isLeft ? "start" : isRight ? "end" : "middle");
    text.setAttribute("x", isLeft ? 2 : isRight ? width - 2 : x);
    text.setAttribute("y", Math.max(14, y(below) - ABOVE));
  }

  return { node, draw };
}
