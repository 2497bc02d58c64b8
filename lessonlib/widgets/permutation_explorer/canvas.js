// Pixels as squares that may lie anywhere between two places.
import { contextOf } from "../kit/canvas_paint.js";
import { element } from "../kit/grid.js";
/** @import { Colour } from "../kit/canvas_paint.js" */
/** @import { Spot } from "./pixels.js" */

/** @param {string} part its name */
export function createSquares(part) {
  const title = element("div", { className: "lesson-title" });
  const canvas = element("canvas", { "aria-hidden": "true" });
  const root = element("div", { className: "lesson-permutation-picture", "data-part": part }, [title, canvas]);

  /**
   * @param {number} width of the canvas
   * @param {number} size of the picture
   * @param {Spot[]} places of its pixels
   * @param {string[]} colours one each
   * @param {number[]} order which are painted first
   * @param {string} ground what lies under them
   */
  const paint = (width, size, places, colours, order, ground) => {
    if (canvas.width !== width) canvas.width = canvas.height = width;
    const context = contextOf(canvas);
    const scale = width / size;
    const side = Math.ceil(scale);
    context.fillStyle = ground;
    context.fillRect(0, 0, width, width);
    for (const i of order) {
      context.fillStyle = colours[i];
      context.fillRect(Math.floor(places[i][0] * scale), Math.floor(places[i][1] * scale), side, side);
    }
  };
  return { root, title, canvas, paint };
}

/** @param {number} pixel */
export function greyOf(pixel) {
  const grey = Math.round(48 + (202 * pixel) / 255);
  return `rgb(${grey}, ${grey}, ${grey})`;
}

/**
 * From the page's own colour at 0 to blue (above) or orange.
 * @param {number} value
 * @param {number} largest
 * @param {Record<"background" | "positive" | "negative", Colour>} palette
 */
export function signedColour(value, largest, { background, positive, negative }) {
  const to = value < 0 ? negative : positive;
  const share = Math.min(1, Math.abs(value) / largest);
  return `rgb(${background.map((part, i) => Math.round(part + (to[i] - part) * share)).join(", ")})`;
}
