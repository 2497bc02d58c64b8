// The wall as a picture: its pixels, the light over them, the names of what was found, and the window looked at.
import { contextOf } from "../kit/canvas_paint.js";
import { element } from "../kit/grid.js";
/** @import { Place } from "../math/dependencies.js" */
/** @import { Area, Size } from "./wall.js" */

const LIGHT = [96, 170, 255]; // on dark pixels in either scheme
const STRENGTH = 180; // of 255

export function createPicture() {
  const canvas = element("canvas", { className: "lesson-sliding-wall" });
  const glow = element("canvas", { className: "lesson-sliding-glow" });
  const labels = element("div", { className: "lesson-sliding-names" });
  const frame = element("div", { className: "lesson-sliding-window" });
  const seen = element("div", { "aria-hidden": "true" }, [canvas, glow, labels, frame]);
  const layer = element("div", { className: "lesson-sliding-layer", tabindex: -1 });
  const root = element("div", { className: "lesson-sliding-picture", "data-part": "wall" }, [seen, layer]);
  let [size, window] = [{ height: 1, width: 1 }, 1];
  /** @type {ImageData[]} */
  let images = [];

  /** Take the size of a wall and the side of a window. @param {Size} wall @param {number} side */
  function fit(wall, side) {
    [size, window] = [wall, side];
    root.style.aspectRatio = `${size.width} / ${size.height}`;
    Object.assign(canvas, size);
    Object.assign(glow, { height: size.height - window + 1, width: size.width - window + 1 });
    images = [canvas, glow].map((one) => contextOf(one).createImageData(one.width, one.height));
    // A window's light lies on its middle.
    const { style } = glow;
    style.top = `${(100 * (window / 2 - 0.5)) / size.height}%`;
    style.left = `${(100 * (window / 2 - 0.5)) / size.width}%`;
    style.width = `${(100 * glow.width) / size.width}%`;
    style.height = `${(100 * glow.height) / size.height}%`;
    frame.style.width = `${(100 * window) / size.width}%`;
    frame.style.height = `${(100 * window) / size.height}%`;
  }

  /**
   * Each place of an area, as its index in pixels that lie row by row.
   * @param {Area} area
   * @param {number} width
   * @param {(at: number) => void} write
   */
  function each({ top, left, bottom, right }, width, write) {
    for (let row = top; row < bottom; row += 1) {
      for (let at = row * width + left; at < row * width + right; at += 1) write(at);
    }
  }

  /** @type {(one: HTMLCanvasElement, image: ImageData, area: Area) => void} */
  const put = (one, image, { top, left, bottom, right }) =>
    contextOf(one).putImageData(image, 0, 0, left, top, right - left, bottom - top);

  /** @param {Float64Array} pixels @param {Area} area */
  function paintWall(pixels, area) {
    const { data } = images[0];
    each(area, size.width, (at) => {
      data[4 * at] = data[4 * at + 1] = data[4 * at + 2] = Math.round(48 + 202 * pixels[at]);
      data[4 * at + 3] = 255;
    });
    put(canvas, images[0], area);
  }

  /** @param {Float32Array} light @param {Area} area of windows */
  function paintLight(light, area) {
    const { data } = images[1];
    each(area, glow.width, (at) => {
      [data[4 * at], data[4 * at + 1], data[4 * at + 2]] = LIGHT;
      data[4 * at + 3] = STRENGTH * light[at];
    });
    put(glow, images[1], area);
  }

  /** Names below what was found. @param {(Place & { text: string })[]} found the places are of windows */
  function name(found) {
    for (const label of [...labels.children].slice(found.length)) label.remove();
    while (labels.childElementCount < found.length) labels.append(element("span"));
    found.forEach(({ text, row, column }, i) => {
      const label = /** @type {HTMLElement} */ (labels.children[i]); // a span
      if (label.textContent !== text) label.textContent = text;
      label.style.top = `${(100 * (row + window / 2 + 9)) / size.height}%`;
      label.style.left = `${(100 * (column + window / 2)) / size.width}%`;
    });
  }

  /** @param {number} row @param {number} column */
  function mark(row, column) {
    frame.style.top = `${(100 * row) / size.height}%`;
    frame.style.left = `${(100 * column) / size.width}%`;
  }

  /**
   * Paint what one window sees.
   * @param {HTMLCanvasElement} stamp
   * @param {Float64Array} pixels
   * @param {number} row
   * @param {number} column
   * @param {number} side
   */
  function paintStamp(stamp, pixels, row, column, side) {
    if (stamp.width !== side) stamp.width = stamp.height = side;
    const context = contextOf(stamp);
    const image = context.createImageData(side, side);
    for (let i = 0; i < side * side; i += 1) {
      const at = (row + Math.floor(i / side)) * size.width + column + (i % side);
      image.data.fill(Math.round(48 + 202 * pixels[at]), 4 * i, 4 * i + 3);
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }

  return { root, layer, fit, paintWall, paintLight, name, mark, paintStamp };
}
