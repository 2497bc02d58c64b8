// What is on screen as lines of Python, for lessonlib and for PyTorch.
import { sizeProblem } from "../math/conv.js";
import { leftOver } from "../math/dependencies.js";
/** @import { Sides } from "../math/coverage.js" */
/** @import { State } from "./state.js" */

/** @param {State} state */
export function writePython({ image, filter, stride, padding, floor }) {
  /** @type {Sides} */
  const sides = { rows: [image.length, filter.length], columns: [image[0].length, filter[0].length] };
  const suits = (/** @type {number} */ step) =>
    Object.values(sides).every((side) => !sizeProblem(...side, step, padding));
  const isWhole = suits(stride);
  const isShown = isWhole || (floor && suits(1)); // at stride 1, a filter that fits is all it takes
  const settings = `stride=${stride}, padding=${padding}`;
  const strict = `output = ll.conv2d(image[None, None], filter[None, None], ${settings})[0, 0]`;
  const imports = ["import lessonlib as ll", "import numpy as np", ...(isShown ? ["import torch"] : [])];
  const arrays = [`image = ${writeArray(image)}  # (H, W)`, `filter = ${writeArray(filter)}  # (FH, FW)`];
  const refused = ["# Raises a ValueError, which says why and what would work.", strict];
  const computed = isWhole ? [strict] : cutFirst(sides, stride, padding);
  const torch = [
    "",
    ...(isWhole ? [] : ["# PyTorch rounds the size down by itself."]),
    "pixels, weights = (torch.tensor(array[None, None], dtype=torch.float64) for array in (image, filter))",
    `output_of_torch = torch.nn.functional.conv2d(pixels, weights, ${settings})[0, 0]`,
    "print(output_of_torch)",
  ];
  const lines = isShown ? [...computed, "print(output)", ...torch] : refused;
  return `${[...imports, "", ...arrays, "", ...lines].join("\n")}\n`;
}

/**
 * lessonlib refuses a size that is not whole: it gets the image without the rows and columns that are left over.
 * @param {Sides} sides
 * @param {number} stride
 * @param {number} padding
 */
function cutFirst(sides, stride, padding) {
  const left = leftOver(sides, stride, padding);
  const [rows, columns] = /** @type {const} */ (["rows", "columns"]).map(
    (side) => sides[side][0] + 2 * padding - left[side],
  );
  return [
    `read = np.pad(image, ${padding})[:${rows}, :${columns}]  # without the rows and columns left over at the end`,
    `output = ll.conv2d(read[None, None], filter[None, None], stride=${stride})[0, 0]`,
  ];
}

/** @param {number[][]} values */
function writeArray(values) {
  return `np.array([\n${values.map((line) => `    [${line.join(", ")}],`).join("\n")}\n])`;
}
