// The loss as a column: a block for each place of the map, one on the other, and the number on top.
import { brief, short } from "../kit/format.js";
import { svgElement } from "../kit/svg.js";
import { borderOf, placeWords } from "./labels.js";
/** @import { Point, Spot } from "./labels.js" */
/** @import { Place } from "../math/dependencies.js" */

/**
 * @typedef {object} Stack what a column shows
 * @property {number[][]} blocks what each place adds to the loss
 * @property {number[][] | null} errors null where the blocks are of several pictures and have no sign
 * @property {number} loss
 * @property {Place | null} place the one that is looked at
 */

export const HEADROOM = 34; // pixels above the tallest column: its loss is written there

const ABOVE = 18; // pixels from the column to the number above it: the ring at the bottom fits between

/** @param {number} across its width in pixels */
export function createColumn(across) {
  const rects = Array.from({ length: 9 }, () => svgElement("rect", { class: "lesson-block", width: across }));
  const text = svgElement("text", { class: "lesson-chart-strong" });
  const node = svgElement("g", { "data-part": "column" }, [...rects, text]);

  /**
   * The number stands beside the top on that `side`, or on top, wherever no line crosses it. Gives the box it fills.
   * @param {Stack} stack
   * @param {number} x where the column stands
   * @param {(loss: number) => number} y gives heights
   * @param {number} width of the chart
   * @param {Point[][]} lines of the chart
   * @param {number} side 1 (right), -1 (left) or 0
   */
  function draw({ blocks, errors, loss, place }, x, y, width, lines, side = 0) {
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
    node.dataset.loss = String(loss);
    const [top, floor] = [y(below), y(0)];
    const column = borderOf({ left: x - across / 2, right: x + across / 2, top, bottom: floor });
    const written = `loss ${loss < 100 ? short(loss) : brief(loss)}`;
    return placeWords(text, written, spots(x, top, floor, side), width, [...lines, column]);
  }

  /** @type {(x: number, top: number, floor: number, side: number) => Spot[]} */
  function spots(x, top, floor, side) {
    /** @type {(way: number, away: number, y: number) => Spot} */
    const spot = (way, away, y) => ({ x: x + way * away, y, anchor: way > 0 ? "start" : "end" });
    /** @type {Spot} */
    const above = { x, y: top - ABOVE, anchor: "middle" };
    const beside = across / 2 + 10;
    const low = Math.min(top + 18, floor - 6);
    if (!side) return [above, spot(1, beside, low), spot(1, 8, top - 8), spot(-1, beside, floor - 6)];
    const inner = [spot(-side, 8, top - 8), above, spot(-side, beside, floor - 6), spot(-side, 8, top - 30)];
    return [spot(side, beside, low), ...inner];
  }

  return { node, draw };
}
