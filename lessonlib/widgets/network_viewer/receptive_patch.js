// What a number of a network comes from: its pixels, and the weights that made it.

export const sizeOf = (sides) => sides.join("\u00d7");

// A picture of 0 to 255 as the network takes it: {shape, data}.
export function scaled({ pixels }, shape, mean, spread) {
  return { shape, data: Float64Array.from(pixels, (value) => (value / 255 - mean) / spread) };
}

// {row, column, rows, columns}: the pixels that the number at {row, column} of the last of these layers sees.
// shapes: [C, H, W] of what each layer reads, the picture first.
export function patchOf(layers, shapes, { row, column }) {
  const [top, bottom] = reach(layers, shapes, row, 0);
  const [left, right] = reach(layers, shapes, column, 1);
  return { row: top, column: left, rows: bottom - top + 1, columns: right - left + 1 };
}

// Backwards through the layers; what lies in the padding of one is no pixel of the layer before.
function reach(layers, shapes, place, axis) {
  let [first, last] = [place, place];
  for (const [i, { kind, shape, size, stride, padding = [0, 0] }] of [...layers.entries()].toReversed()) {
    if (kind === "relu") continue;
    const window = kind === "conv" ? shape[2 + axis] : size[axis];
    first = Math.max(0, first * stride[axis] - padding[axis]);
    last = Math.min(shapes[i][1 + axis] - 1, last * stride[axis] - padding[axis] + window - 1);
  }
  return [first, last];
}

// {conv, weights, bias, words}: the filter behind map k of a layer, {shape: [C, FH, FW], data}, the layer it stands in,
// and what the layers after it did to its map.
export function weightsOf(network, layer, k) {
  const conv = network.findLastIndex(({ kind }, i) => kind === "conv" && i <= layer);
  const { shape, weights, bias } = network[conv];
  const [, ...filter] = shape;
  const size = filter.reduce((product, side) => product * side, 1);
  const steps = network
    .slice(conv + 1, layer + 1)
    .map((after) =>
      after.kind === "relu"
        ? "negative numbers became 0"
        : `only the largest number of every ${sizeOf(after.size)} block was kept`,
    );
  const words = steps.length ? `Then ${steps.join(", and ")}.` : "";
  return { conv, weights: { shape: filter, data: weights.subarray(k * size, (k + 1) * size) }, bias: bias[k], words };
}
