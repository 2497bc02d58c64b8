// A trained model's forward pass: what lessonlib.nn.layers computes for one picture. Weights come
// from forward_pass.py.

/**
 * @typedef {{ shape: number[], data: Float64Array }} Tensor shape [C, H, W] or [N], data flat, row after row
 * @typedef {[down: number, across: number]} Pair
 */

/**
 * A convolution; its numbers are a list or, as it comes, a text.
 * @template {ArrayLike<number> | string} [Numbers=ArrayLike<number>]
 * @typedef {{ kind: "conv", shape: number[], weights: Numbers, bias: Numbers, stride: Pair, padding: Pair }} Conv
 * shape: [K, C, FH, FW]
 */
/**
 * @template {ArrayLike<number> | string} [Numbers=ArrayLike<number>]
 * @typedef {{ kind: "linear", shape: number[], weights: Numbers, bias: Numbers }} Linear shape: [outputs, inputs]
 */
/**
 * @typedef {{ kind: "max-pool", size: Pair, stride: Pair }} MaxPool
 * @typedef {{ kind: "global-max-pool" | "relu" | "flatten" }} Plain
 * @typedef {Conv<string> | Linear<string> | MaxPool | Plain} StoredLayer
 * @typedef {Conv | Linear | MaxPool | Plain} Layer
 */

/**
 * The layers with their numbers unpacked.
 * @param {StoredLayer[]} layers
 * @returns {Layer[]}
 */
export function readNetwork(layers) {
  return layers.map((layer) => (layer.kind === "conv" || layer.kind === "linear" ? readNumbers(layer) : layer));
}

/**
 * What a layer makes of a tensor.
 * @param {Layer} layer
 * @param {Tensor} tensor
 * @returns {Tensor}
 */
export function applyLayer(layer, tensor) {
  const { shape, data } = tensor;
  switch (layer.kind) {
    case "conv":
      return convolve(tensor, layer);
    case "linear":
      return multiply(tensor, layer);
    case "max-pool":
      return maxPool(tensor, layer);
    case "global-max-pool":
      return globalMaxPool(tensor);
    case "relu":
      return { shape, data: data.map((value) => Math.max(value, 0)) };
    case "flatten":
      return { shape: [data.length], data };
  }
}

/**
 * What every layer makes of the input, the input first.
 * @param {Layer[]} layers
 * @param {Tensor} input
 */
export function trace(layers, input) {
  const tensors = [input];
  for (const layer of layers) tensors.push(applyLayer(layer, tensors[tensors.length - 1]));
  return tensors;
}

/**
 * The same from layers as they come, with plain lists in place of typed ones.
 * @param {StoredLayer[]} layers
 * @param {Tensor} input
 */
export function tracePlain(layers, input) {
  return trace(readNetwork(layers), input).map(({ shape, data }) => ({ shape, data: Array.from(data) }));
}

/**
 * Scores of a grey picture as a plain list.
 * @param {StoredLayer[]} layers
 * @param {number[][]} picture
 */
export function scorePicture(layers, picture) {
  return Array.from(readNetwork(layers).reduce((tensor, layer) => applyLayer(layer, tensor), toTensor(picture)).data);
}

/** @param {number[][]} picture @returns {Tensor} */
export function toTensor(picture) {
  return { shape: [1, picture.length, picture[0].length], data: Float64Array.from(picture.flat()) };
}

/**
 * A tensor with one channel as nested lists.
 * @param {Tensor} tensor
 */
export function toRows({ shape, data }) {
  const [rows, columns] = shape.slice(-2);
  return Array.from({ length: rows }, (_, row) => Array.from(data.slice(row * columns, (row + 1) * columns)));
}

/** @param {number[]} scores */
export function softmax(scores) {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** @param {string} text base64 of little-endian 16-bit floats */
export function decodeHalves(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return Float64Array.from({ length: bytes.length / 2 }, (_, i) => fromHalf(bytes[2 * i] + 256 * bytes[2 * i + 1]));
}

/** @param {number} bits of one 16-bit float */
function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  return sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
}

/** @param {Conv<string> | Linear<string>} layer */
function readNumbers(layer) {
  return { ...layer, weights: decodeHalves(layer.weights), bias: decodeHalves(layer.bias) };
}

/**
 * At how many places a window stands along one side.
 * @param {number} size
 * @param {number} window
 * @param {number} stride
 * @param {number} padding
 */
function places(size, window, stride, padding = 0) {
  return Math.floor((size - window + 2 * padding) / stride) + 1;
}

/**
 * Weight by weight: each is added, times the pixels it meets, to a whole map, which a browser does fastest.
 * @param {Tensor} tensor
 * @param {Conv} layer
 */
function convolve({ shape: [C, H, W], data }, { shape: [K, , FH, FW], weights, bias, stride, padding }) {
  const [OH, OW] = [places(H, FH, stride[0], padding[0]), places(W, FW, stride[1], padding[1])];
  const output = new Float64Array(K * OH * OW);
  for (let k = 0; k < K; k += 1) {
    output.fill(bias[k], k * OH * OW, (k + 1) * OH * OW);
    for (let c = 0; c < C; c += 1) {
      for (let i = 0; i < FH; i += 1) {
        const [top, bottom] = inside(H, OH, stride[0], padding[0], i);
        for (let j = 0; j < FW; j += 1) {
          const [left, right] = inside(W, OW, stride[1], padding[1], j);
          const weight = weights[((k * C + c) * FH + i) * FW + j];
          for (let row = top; row < bottom; row += 1) {
            const line = (k * OH + row) * OW;
            let pixel = (c * H + row * stride[0] - padding[0] + i) * W + left * stride[1] - padding[1] + j;
            for (let at = line + left; at < line + right; at += 1) {
              output[at] += weight * data[pixel];
              pixel += stride[1];
            }
          }
        }
      }
    }
  }
  return { shape: [K, OH, OW], data: output };
}

/**
 * The places [from, to) of a window whose pixel number `offset` lies in the picture and not in the padding.
 * @param {number} size
 * @param {number} count
 * @param {number} stride
 * @param {number} padding
 * @param {number} offset
 */
function inside(size, count, stride, padding, offset) {
  const from = Math.max(0, Math.ceil((padding - offset) / stride));
  return [from, Math.max(from, Math.min(count, Math.floor((size - 1 + padding - offset) / stride) + 1))];
}

/** @param {Tensor} tensor @param {Linear} layer */
function multiply({ data }, { shape: [outputs, inputs], weights, bias }) {
  const output = Float64Array.from(bias);
  for (let k = 0; k < outputs; k += 1) {
    for (let i = 0; i < inputs; i += 1) output[k] += weights[k * inputs + i] * data[i];
  }
  return { shape: [outputs], data: output };
}

/** @param {Tensor} tensor @param {MaxPool} layer */
function maxPool({ shape: [C, H, W], data }, { size, stride }) {
  const [OH, OW] = [places(H, size[0], stride[0]), places(W, size[1], stride[1])];
  const output = new Float64Array(C * OH * OW).fill(-Infinity);
  output.forEach((_, at) => {
    const [c, row, column] = [Math.floor(at / (OH * OW)), Math.floor(at / OW) % OH, at % OW];
    for (let i = 0; i < size[0]; i += 1) {
      const first = (c * H + row * stride[0] + i) * W + column * stride[1];
      for (let j = 0; j < size[1]; j += 1) output[at] = Math.max(output[at], data[first + j]);
    }
  });
  return { shape: [C, OH, OW], data: output };
}

/** @param {Tensor} tensor */
function globalMaxPool({ shape: [C, H, W], data }) {
  const maps = Array.from({ length: C }, (_, c) => data.subarray(c * H * W, (c + 1) * H * W));
  return { shape: [C], data: Float64Array.from(maps, (map) => map.reduce((a, b) => Math.max(a, b), -Infinity)) };
}
