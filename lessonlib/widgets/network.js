// A trained model's forward pass: what lessonlib.layers computes for one picture. Weights come from network.py.
// A tensor is {shape, data}: shape [C, H, W] or [N], data flat, row after row.

const READ = { conv: readNumbers, linear: readNumbers };
const APPLY = {
  conv: convolve,
  linear: multiply,
  "max-pool": maxPool,
  "global-max-pool": globalMaxPool,
  relu: ({ shape, data }) => ({ shape, data: data.map((value) => (value > 0 ? value : 0)) }),
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

function convolve({ shape: [C, H, W], data }, { shape: [K, , FH, FW], weights, bias, stride, padding }) {
  const [OH, OW] = [places(H, FH, stride[0], padding[0]), places(W, FW, stride[1], padding[1])];
  const output = new Float64Array(K * OH * OW);
  let at = 0;
  for (let k = 0; k < K; k += 1) {
    for (let top = -padding[0]; top < -padding[0] + OH * stride[0]; top += stride[0]) {
      for (let left = -padding[1]; left < -padding[1] + OW * stride[1]; left += stride[1]) {
        const [first, last] = [Math.max(0, -left), Math.min(FW, W - left)];
        let sum = bias[k];
        for (let c = 0; c < C; c += 1) {
          for (let i = Math.max(0, -top); i < Math.min(FH, H - top); i += 1) {
            const weight = ((k * C + c) * FH + i) * FW;
            const pixel = (c * H + top + i) * W + left;
            for (let j = first; j < last; j += 1) sum += weights[weight + j] * data[pixel + j];
          }
        }
        output[at] = sum;
        at += 1;
      }
    }
  }
  return { shape: [K, OH, OW], data: output };
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
