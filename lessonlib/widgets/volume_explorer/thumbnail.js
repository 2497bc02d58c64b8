// A picture of three channels as one sees it: in colour, and in grey, the mean of its channels.
import { contextOf } from "../kit/canvas_paint.js";
import { element } from "../kit/grid.js";
/** @import { Colour } from "../kit/canvas_paint.js" */
/** @import { Volume } from "./multichannel.js" */

const SIZE = 72; // pixels, of the longer side

/** @param {Volume} image */
export function inColour(image) {
  return draw("In colour", image, (channels) => channels);
}

/** @param {Volume} image */
export function inGrey(image) {
  return draw("In grey: the mean", image, (channels) => {
    const mean = channels.reduce((sum, value) => sum + value, 0) / channels.length;
    return channels.map(() => mean);
  });
}

/**
 * @param {string} caption
 * @param {Volume} image
 * @param {(channels: Colour) => Colour} colourOf a pixel
 */
function draw(caption, image, colourOf) {
  const [height, width] = [image[0].length, image[0][0].length];
  const label = { role: "img", "aria-label": caption };
  const canvas = element("canvas", { className: "lesson-thumbnail", width, height, ...label });
  const scale = SIZE / Math.max(height, width);
  canvas.style.width = `${width * scale}px`;
  canvas.style.height = `${height * scale}px`;
  const flat = image.flat(2);
  const [least, most] = [Math.min(0, ...flat), Math.max(...flat)];
  const context = contextOf(canvas);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const values = colourOf(image.map((channel) => channel[row][column]));
      const levels = values.map((value) => Math.round((255 * (value - least)) / (most - least || 1)));
      context.fillStyle = `rgb(${levels.join(", ")})`;
      context.fillRect(column, row, 1, 1);
    }
  }
  const text = element("figcaption", { className: "lesson-note", text: caption });
  return element("figure", { className: "lesson-thumbnail-figure" }, [canvas, text]);
}
