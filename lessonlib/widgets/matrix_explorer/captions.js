// What the matrix explorer says of its weights.
import { conv2d } from "../math/conv.js";
import { plural, short } from "../kit/format.js";
import { countWeights } from "./weight_sharing.js";
/** @import { State } from "./weight_sharing.js" */

/** How many weights there are to choose, and why. @param {State} state */
export function describeSharing(state) {
  const { sharing, names, taps, filter } = state;
  const [outputs, pixels, patch] = [taps.length, taps[0].length, filter.flat().length];
  const count = countWeights(names);
  const texts = {
    any:
      `: ${outputs} outputs × ${pixels} pixels, and each weight may be any number. With the filter’s weights, and ` +
      "0 where an output need not look, this layer computes the convolution. But nothing makes it choose them.",
    local:
      `: ${outputs} outputs × ${patch} weights, each output its own. An empty cell has no weight ` +
      "any more: an output sees its patch and nothing else.",
    shared: `: every row uses the same ${patch}, each in ${outputs} places. This is the convolution.`,
  };
  return { count, text: texts[sharing] };
}

/** What the reader's own numbers did; empty without any. @param {State} state */
export function describeChange({ added, names, image, filter, stride, output }) {
  const cells = names.flat().filter((name) => name in added).length;
  if (!cells) return "";
  const before = conv2d(image, filter, stride).flat();
  const moved = output.flat().filter((value, i) => Math.abs(value - before[i]) > 1e-9).length;
  return `Changed by you: ${plural(cells, "cell")} of the matrix, ${moved} of ${plural(before.length, "output")}.`;
}

/**
 * One cell of the matrix, in a sentence or two.
 * @param {State} state
 * @param {number} row
 * @param {number} column
 */
export function describeWeight({ sharing, names, taps, matrix, image, filter }, row, column) {
  const pixel = `pixel (${Math.floor(column / image[0].length)}, ${column % image[0].length})`;
  const [name, tap] = [names[row][column], taps[row][column]];
  const cell = `Row ${row}, column ${column}`;
  if (!name) return `${cell}: no weight. This output does not see ${pixel}.`;
  const count = countWeights(names);
  const held = `${cell}: weight ${short(matrix[row][column])} for ${pixel}`;
  if (sharing === "shared") {
    const place = `(${Math.floor(tap / filter[0].length)}, ${tap % filter[0].length})`;
    return `${held}. It is the filter’s weight ${place}: one number, used in ${plural(taps.length, "row")}.`;
  }
  const others = tap < 0 ? "" : " The cells with a dashed frame hold other weights, equal to begin with.";
  return `${held}: one of ${count}, in this cell only.${others}`;
}
