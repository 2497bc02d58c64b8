// Convolution over channels: a filter as deep as its input, the channels' sums added up.
import { outputSize, productsAt } from "../math/conv.js";

/** @typedef {number[][][]} Volume [channel][row][column] */

/**
 * The products in each channel, and the total of all their sums and the bias.
 * @param {Volume} image
 * @param {Volume} filter
 * @param {number} bias
 * @param {number} row of the output
 * @param {number} column of the output
 * @param {number} stride
 * @param {number} padding
 */
export function deepProductsAt(image, filter, bias, row, column, stride = 1, padding = 0) {
  const channels = image.map((plane, c) => productsAt(plane, filter[c], row, column, stride, padding));
  return { channels, bias, total: channels.reduce((sum, { total }) => sum + total, bias) };
}

/**
 * One map for each filter: [filter][row][column].
 * @param {Volume} image
 * @param {Volume[]} filters
 * @param {number[]} bias one number a filter
 * @param {number} stride
 * @param {number} padding
 */
export function deepConv2d(image, filters, bias, stride = 1, padding = 0) {
  const rows = outputSize(image[0].length, filters[0][0].length, stride, padding);
  const columns = outputSize(image[0][0].length, filters[0][0][0].length, stride, padding);
  return filters.map((filter, k) =>
    Array.from({ length: rows }, (_, row) =>
      Array.from(
        { length: columns },
        (_, column) => deepProductsAt(image, filter, bias[k], row, column, stride, padding).total,
      ),
    ),
  );
}
