// The links of a convolution - output, weight, pixel - followed from the pixel and from the weight: the backward pass.

/** @import { Sides } from "./coverage.js" */
/** @import { Sizes } from "./conv.js" */

/**
 * @typedef {{ row: number, column: number }} Place
 * @typedef {readonly [rows: number, columns: number]} Shape
 * @typedef {{ row: number, column: number, rows: number, columns: number }} Box a rectangle: its first place, its size
 */

/**
 * The outputs that read a pixel, each through one weight (i, j), in reading order.
 * @param {Place} pixel
 * @param {Shape} filterShape
 * @param {Shape} outputShape
 * @param {number} stride
 * @param {number} padding
 */
export function outputsOf({ row, column }, filterShape, outputShape, stride, padding) {
  /** @type {(place: number, filterSize: number, outputSize: number) => number[][]} */
  const meets = (place, filterSize, outputSize) =>
    Array.from({ length: outputSize }, (_, output) => [output, place + padding - output * stride]).filter(
      ([, weight]) => weight >= 0 && weight < filterSize,
    );
  const columns = meets(column, filterShape[1], outputShape[1]);
  return meets(row, filterShape[0], outputShape[0]).flatMap(([toRow, i]) =>
    columns.map(([toColumn, j]) => ({ row: toRow, column: toColumn, i, j })),
  );
}

/**
 * The pixels that a weight meets, a row of them for each row of the output. Zeros lie outside the image.
 * @param {Place} weight
 * @param {number[][]} image
 * @param {Shape} outputShape
 * @param {number} stride
 * @param {number} padding
 */
export function pixelsOf({ row, column }, image, outputShape, stride, padding) {
  return Array.from({ length: outputShape[0] }, (_, i) => {
    const pixels = image[i * stride - padding + row] ?? [];
    return Array.from({ length: outputShape[1] }, (_, j) => pixels[j * stride - padding + column] ?? 0);
  });
}

/**
 * What each weight's gradient is if every output's is 1: the sum of the pixels that the weight meets.
 * @param {number[][]} image
 * @param {Shape} filterShape
 * @param {Shape} outputShape
 * @param {number} stride
 * @param {number} padding
 */
export function weightGradients(image, filterShape, outputShape, stride, padding) {
  return Array.from({ length: filterShape[0] }, (_, row) =>
    Array.from({ length: filterShape[1] }, (_, column) => {
      let sum = 0;
      for (let i = 0; i < outputShape[0]; i += 1) {
        const pixels = image[i * stride - padding + row];
        if (!pixels) continue;
        const [from, end] = [column - padding, Math.min(outputShape[1] * stride, pixels.length + padding - column)];
        for (let j = 0; j < end; j += stride) if (from + j >= 0) sum += pixels[from + j];
      }
      return sum;
    }),
  );
}

/**
 * How many rows and columns are left over at the end of the padded image, once the size is rounded down.
 * @param {Sides} sides
 * @param {number} stride
 * @param {number} padding
 */
export function leftOver({ rows, columns }, stride, padding) {
  const left = (/** @type {Sizes} */ [inputSize, filterSize]) => (inputSize - filterSize + 2 * padding) % stride;
  return { rows: left(rows), columns: left(columns) };
}

/**
 * The rectangle around places; null around none.
 * @param {Place[]} places
 */
export function hull(places) {
  if (!places.length) return null;
  const [rows, columns] = [places.map(({ row }) => row), places.map(({ column }) => column)];
  const [row, column] = [Math.min(...rows), Math.min(...columns)];
  return { row, column, rows: Math.max(...rows) - row + 1, columns: Math.max(...columns) - column + 1 };
}
