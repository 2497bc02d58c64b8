// A loss and the backward pass of a convolution on nested arrays: what lessonlib's mean_squared_error and
// conv2d_backward compute for pictures of one channel and one filter.
import { pixelsOf } from "./dependencies.js";

/** @import { Place, Shape } from "./dependencies.js" */

/**
 * The mean squared error and its gradient, which is shaped like the maps.
 * @param {number[][][]} maps [picture][row][column]
 * @param {number[][][]} targets [picture][row][column]
 */
export function meanSquaredError(maps, targets) {
  const count = maps.length * maps[0].length * maps[0][0].length;
  let loss = 0;
  const gradient = maps.map((map, n) =>
    map.map((line, i) =>
      line.map((value, j) => {
        const difference = value - targets[n][i][j];
        loss += difference ** 2 / count;
        return (2 * difference) / count;
      }),
    ),
  );
  return { loss, gradient };
}

/**
 * Each place's share of one weight's gradient, [row][column] of the map: the output's gradient there times the pixel
 * that the weight meets there, added up over the pictures.
 * @param {number[][][]} gradient of the outputs, [picture][row][column]
 * @param {number[][][]} pictures [picture][row][column]
 * @param {Place} weight
 * @param {number} stride
 * @param {number} padding
 */
export function gradientShares(gradient, pictures, weight, stride = 1, padding = 0) {
  const [rows, columns] = [gradient[0].length, gradient[0][0].length];
  const shares = Array.from({ length: rows }, () => /** @type {number[]} */ (Array(columns).fill(0)));
  pictures.forEach((picture, n) => {
    const pixels = pixelsOf(weight, picture, [rows, columns], stride, padding);
    for (let i = 0; i < rows; i += 1) {
      for (let j = 0; j < columns; j += 1) shares[i][j] += gradient[n][i][j] * pixels[i][j];
    }
  });
  return shares;
}

/**
 * The gradient of every weight: the sum of its shares.
 * @param {number[][][]} gradient of the outputs, [picture][row][column]
 * @param {number[][][]} pictures [picture][row][column]
 * @param {Shape} shape of the filter
 * @param {number} stride
 * @param {number} padding
 */
export function filterGradient(gradient, pictures, [height, width], stride = 1, padding = 0) {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) =>
      gradientShares(gradient, pictures, { row, column }, stride, padding)
        .flat()
        .reduce((sum, share) => sum + share, 0),
    ),
  );
}
