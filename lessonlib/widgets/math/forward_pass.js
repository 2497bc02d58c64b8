// A trained model's forward pass: what lessonlib.nn.layers computes for one picture. Weights come
// from forward_pass.py.
// A tensor is {shape, data}: shape [C, H, W] or [N], data flat, row after row.

const READ = { conv: readNumbers, linear: readNumbers };
const APPLY = {
  conv: convolve,
  linear: multiply,
  "max-pool": maxPool,
  "global-max-pool": globalMaxPool,
  relu: ({ shape, data }) => ({ shape, data: data.map((value) => Math.max(value, 0)) }),
  flatten: ({ data }) => ({ shape: [data.length], data }),
};

// The layers with their numbers unpacked.
export function readNetwork(layers) {
  return layers.map((layer) => (READ[layer.kind] ? READ[layer.kind](layer) : layer));
}

export function applyLayer(layer, tensor) {
  return APPLY[layer.kind](tensor, layer);
}

// What every layer makes of the input, the input first: [tensor, ...].
export function trace(layers, input) {
  const tensors = [input];
  for (const layer of layers) tensors.push(applyLayer(layer, tensors.at(-1)));
  return tensors;
}

// The same from layers as they come, with plain lists in place of typed ones.
export function tracePlain(layers, input) {
  return trace(readNetwork(layers), input).map(({ shape, data }) => ({ shape, data: Array.from(data) }));
}

// Scores of a grey picture, nested lists, as a plain list.
export function scorePicture(layers, picture) {
  return Array.from(trace(readNetwork(layers), toTensor(picture)).at(-1).data);
}

export function toTensor(picture) {
  return { shape: [1, picture.length, picture[0].length], data: Float64Array.from(picture.flat()) };
}

// A tensor with one channel as nested lists.
export function toRows({ shape, data }) {
  const [rows, columns] = shape.slice(-2);
  return Array.from({ length: rows }, (_, row) => Array.from(data.slice(row * columns, (row + 1) * columns)));
}

export function softmax(scores) {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

// Base64 of little-endian 16-bit floats.
export function decodeHalves(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return Float64Array.from({ length: bytes.length / 2 }, (_, i) => fromHalf(bytes[2 * i] + 256 * bytes[2 * i + 1]));
}

function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  return sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
}

function readNumbers(layer) {
  return { ...layer, weights: decodeHalves(layer.weights), bias: decodeHalves(layer.bias) };
}

function places(size, window, stride, padding = 0) {
  return Math.floor((size - window + 2 * padding) / stride) + 1;
}

// Weight by weight: each is added, times the pixels it meets, to a whole map, which a browser does fastest.
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

// The places [from, to) of a window whose pixel number `offset` lies in the picture and not in the padding.
function inside(size, count, stride, padding, offset) {
  const from = Math.max(0, Math.ceil((padding - offset) / stride));
  return [from, Math.max(from, Math.min(count, Math.floor((size - 1 + padding - offset) / stride) + 1))];
}

function multiply({ data }, { shape: [outputs, inputs], weights, bias }) {
  const output = Float64Array.from(bias);
  for (let k = 0; k < outputs; k += 1) {
    for (let i = 0; i < inputs; i += 1) output[k] += weights[k * inputs + i] * data[i];
  }
  return { shape: [outputs], data: output };
}

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

function globalMaxPool({ shape: [C, H, W], data }) {
  const maps = Array.from({ length: C }, (_, c) => data.subarray(c * H * W, (c + 1) * H * W));
  return { shape: [C], data: Float64Array.from(maps, (map) => map.reduce((a, b) => Math.max(a, b), -Infinity)) };
}
