// Convolution over channels: a filter as deep as its input, the channels' sums added up. image: [channel][row][column].
import { outputSize, productsAt } from "../math/conv.js";

// {channels, bias, total}: for each channel its products as productsAt gives them, and all sums and the bias together.
export function deepProductsAt(image, filter, bias, row, column, stride = 1, padding = 0) {
  const channels = image.map((plane, c) => productsAt(plane, filter[c], row, column, stride, padding));
  return { channels, bias, total: channels.reduce((sum, { total }) => sum + total, bias) };
}

// One map for each filter: [filter][row][column].
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
