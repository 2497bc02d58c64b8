// A convolution as a matrix on the flattened picture: which weight each cell of the matrix holds.
import { outputSize } from "../math/conv.js";
/** @import { Model } from "../kit/traits.js" */
/** @import { Products } from "../math/conv.js" */
/** @import { Shape } from "../math/dependencies.js" */

/**
 * @typedef {"any" | "local" | "shared"} Sharing
 * @typedef {Record<string, number>} Changes what the reader added to weights, by their names
 * @typedef {{ selected: [row: number, column: number], sharing: Sharing, changes: Changes }} Chosen by the reader
 * @typedef {{ image: number[][], filter: number[][], stride: number, controls: ("sharing" | "change")[] }} Given
 * @typedef {Given & Chosen & { key: string }} Traits
 * @typedef {[weight: number, pixel: number, name: string]} Entry of a row of the matrix
 * @typedef {ReturnType<typeof readMatrix>} State what is on screen: the settings and what follows from them
 */

/**
 * taps[output][pixel]: the filter's weight, counted row by row, that meets this pixel for this output; -1 if none does.
 * @param {Shape} imageShape
 * @param {Shape} filterShape
 * @param {number} stride
 */
export function findTaps([height, width], [filterHeight, filterWidth], stride = 1) {
  const rows = outputSize(height, filterHeight, stride);
  const columns = outputSize(width, filterWidth, stride);
  return Array.from({ length: rows * columns }, (_, output) => {
    const [top, left] = [Math.floor(output / columns) * stride, (output % columns) * stride];
    return Array.from({ length: height * width }, (_, pixel) => {
      const [i, j] = [Math.floor(pixel / width) - top, (pixel % width) - left];
      return i >= 0 && i < filterHeight && j >= 0 && j < filterWidth ? i * filterWidth + j : -1;
    });
  });
}

/**
 * The name of the weight in each cell, "" for a cell without one. Cells with one name hold one weight.
 * @param {number[][]} taps
 * @param {Sharing} sharing
 */
export function nameWeights(taps, sharing) {
  return taps.map((line, output) =>
    line.map((tap, pixel) => {
      if (sharing === "any") return `${output},${pixel}`;
      if (tap < 0) return "";
      return sharing === "local" ? `${output},${pixel}` : `${tap}`;
    }),
  );
}

/** @param {string[][]} names */
export const countWeights = (names) => new Set(names.flat().filter(Boolean)).size;

/**
 * The matrix that computes the convolution, with what the reader added.
 * @param {number[][]} taps
 * @param {string[][]} names
 * @param {number[][]} filter
 * @param {Changes} changes
 */
export function fillMatrix(taps, names, filter, changes = {}) {
  const weights = filter.flat();
  return taps.map((line, output) =>
    line.map((tap, pixel) => (weights[tap] ?? 0) + (changes[names[output][pixel]] ?? 0)),
  );
}

/** Matrix times vector. @param {number[][]} matrix @param {number[]} vector */
export function multiply(matrix, vector) {
  return matrix.map((line) => line.reduce((sum, weight, i) => sum + weight * vector[i], 0));
}

/** Everything that follows from a model's settings. @param {Pick<Model<Traits>, "get">} model */
export function readMatrix(model) {
  const [image, filter, stride] = [model.get("image"), model.get("filter"), model.get("stride")];
  const [sharing, added] = [model.get("sharing"), model.get("changes")];
  const taps = findTaps([image.length, image[0].length], [filter.length, filter[0].length], stride);
  const names = nameWeights(taps, sharing);
  const matrix = fillMatrix(taps, names, filter, added);
  const across = outputSize(image[0].length, filter[0].length, stride);
  const products = multiply(matrix, image.flat());
  const output = Array.from({ length: matrix.length / across }, (_, i) => products.slice(i * across, (i + 1) * across));
  const own = (/** @type {number} */ i) => (sharing === "shared" ? (added[i] ?? 0) : 0);
  const weights = filter.map((line, i) => line.map((weight, j) => weight + own(i * line.length + j)));
  return { image, filter, stride, sharing, added, taps, names, matrix, across, output, weights };
}

/** What one row of the matrix has in the place of the filter. @param {State} state @param {number} row */
export function weightsOfRow({ filter, taps, matrix }, row) {
  return filter.map((line, i) => line.map((_, j) => matrix[row][taps[row].indexOf(i * line.length + j)]));
}

/**
 * The dot product of one row with the picture, as productsAt gives it: a line for each row of the picture that counts.
 * @param {State} state
 * @param {number} row
 * @returns {Products}
 */
export function rowProducts({ image, names, matrix }, row) {
  const width = image[0].length;
  const rows = image
    .map((pixels, i) =>
      pixels.map(/** @returns {Entry} */ (pixel, j) => [matrix[row][i * width + j], pixel, names[row][i * width + j]]),
    )
    .map((line) =>
      line
        .filter(([, , name]) => name !== "")
        .map(/** @returns {[number, number]} */ ([weight, pixel]) => [weight, pixel]),
    )
    .filter((terms) => terms.length)
    .map((terms) => ({ terms, sum: terms.reduce((sum, [weight, pixel]) => sum + weight * pixel, 0) }));
  return { rows, total: rows.reduce((sum, line) => sum + line.sum, 0) };
}

/** Whether a page's address may set these. @param {Pick<State, "taps">} state @param {Chosen} values */
export function fitsMatrix({ taps }, { sharing, selected, changes }) {
  const known = new Set(nameWeights(taps, sharing).flat().filter(Boolean));
  return (
    ["any", "local", "shared"].includes(sharing) &&
    selected.length === 2 &&
    selected.every((place) => Number.isInteger(place) && place >= 0) &&
    Object.entries(changes).every(([name, value]) => known.has(name) && Number.isFinite(value))
  );
}
