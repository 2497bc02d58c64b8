// Training on typed arrays: layers as in lessonlib.nn.layers, the loss and the step. Each function stands by itself, so
// that its text can go to a worker. A batch of n pictures is one Float32Array; n is given with it.

/**
 * @typedef {(() => number) & { normal: () => number }} Random
 * @typedef {{ value: Float32Array, grad: Float32Array, velocity: Float32Array }} Parameter
 * @typedef {{
 *   forward: (values: Float32Array, n: number) => Float32Array,
 *   backward: (gradient: Float32Array, n: number) => Float32Array | null,
 *   parameters: Parameter[],
 * }} Layer
 */

/**
 * Numbers from a seed: random() is uniform from 0 to 1 (mulberry32), random.normal() has mean 0 and deviation 1.
 * @param {number} seed
 * @returns {Random}
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  random.normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return random;
}

/**
 * Numbers that training changes: weights start with variance 2 / fanIn (He et al. 2015), biases at 0.
 * @param {number} size
 * @param {number} fanIn 0 for biases
 * @param {Random} random
 * @returns {Parameter}
 */
export function createParameter(size, fanIn, random) {
  const value = new Float32Array(size);
  if (fanIn) for (let i = 0; i < size; i += 1) value[i] = Math.sqrt(2 / fanIn) * random.normal();
  return { value, grad: new Float32Array(size), velocity: new Float32Array(size) };
}

/**
 * Every output is a weighted sum of all inputs, plus a bias: (n, inputs) to (n, outputs).
 * @param {number} inputs
 * @param {number} outputs
 * @param {Random} random
 * @returns {Layer}
 */
export function createLinear(inputs, outputs, random) {
  const weights = createParameter(outputs * inputs, inputs, random); // (outputs, inputs)
  const bias = createParameter(outputs, 0, random);
  /** @type {Float32Array} */
  let batch;
  /** @type {Layer["forward"]} */
  function forward(values, n) {
    batch = values;
    const result = new Float32Array(n * outputs);
    for (let row = 0; row < n; row += 1) {
      for (let k = 0; k < outputs; k += 1) {
        let sum = bias.value[k];
        for (let i = 0; i < inputs; i += 1) sum += weights.value[k * inputs + i] * values[row * inputs + i];
        result[row * outputs + k] = sum;
      }
    }
    return result;
  }
  /** @type {Layer["backward"]} */
  function backward(gradient, n) {
    const below = new Float32Array(n * inputs);
    weights.grad.fill(0);
    bias.grad.fill(0);
    for (let row = 0; row < n; row += 1) {
      for (let k = 0; k < outputs; k += 1) {
        const slope = gradient[row * outputs + k];
        if (slope === 0) continue;
        bias.grad[k] += slope;
        for (let i = 0; i < inputs; i += 1) {
          weights.grad[k * inputs + i] += slope * batch[row * inputs + i];
          below[row * inputs + i] += slope * weights.value[k * inputs + i];
        }
      }
    }
    return below;
  }
  return { forward, backward, parameters: [weights, bias] };
}

/**
 * Filters of size x size over grey pictures, stride 1, no padding: (n, height, width) to (n, filters, rows, columns).
 * It is the first layer of its network, so nobody asks for the gradient of the pictures: it is null.
 * @param {number} height
 * @param {number} width
 * @param {number} filters
 * @param {number} size
 * @param {Random} random
 * @returns {Layer}
 */
export function createConv(height, width, filters, size, random) {
  const [rows, columns] = [height - size + 1, width - size + 1];
  const weights = createParameter(filters * size * size, size * size, random); // (filters, size, size)
  const bias = createParameter(filters, 0, random);
  /** @type {Float32Array} */
  let batch;
  /** Weight by weight: each is added, times the pixels it meets, to a whole map. @type {Layer["forward"]} */
  function forward(pictures, n) {
    batch = pictures;
    const maps = new Float32Array(n * filters * rows * columns);
    for (let map = 0; map < n * filters; map += 1) {
      const [start, k] = [Math.floor(map / filters) * height * width, map % filters];
      const first = map * rows * columns;
      maps.fill(bias.value[k], first, first + rows * columns);
      for (let tap = 0; tap < size * size; tap += 1) {
        const weight = weights.value[k * size * size + tap];
        const offset = start + Math.floor(tap / size) * width + (tap % size);
        for (let row = 0; row < rows; row += 1) {
          const [to, from] = [first + row * columns, offset + row * width];
          for (let column = 0; column < columns; column += 1) maps[to + column] += weight * pictures[from + column];
        }
      }
    }
    return maps;
  }
  /** One weight, many places: its gradient is the sum of what each place adds. @type {Layer["backward"]} */
  function backward(gradient, n) {
    weights.grad.fill(0);
    bias.grad.fill(0);
    for (let at = 0; at < n * filters * rows * columns; at += 1) {
      const slope = gradient[at];
      if (slope === 0) continue;
      const map = Math.floor(at / (rows * columns));
      const place = at % (rows * columns);
      const k = map % filters;
      const patch =
        Math.floor(map / filters) * height * width + Math.floor(place / columns) * width + (place % columns);
      bias.grad[k] += slope;
      for (let tap = 0; tap < size * size; tap += 1) {
        weights.grad[k * size * size + tap] += slope * batch[patch + Math.floor(tap / size) * width + (tap % size)];
      }
    }
    return null;
  }
  return { forward, backward, parameters: [weights, bias] };
}

/** Negative numbers become 0. @returns {Layer} */
export function createRelu() {
  /** @type {Float32Array} */
  let passed;
  /** @type {Layer["forward"]} */
  const forward = (values) => (passed = values.map((value) => Math.max(value, 0)));
  /** @type {Layer["backward"]} */
  const backward = (gradient) => gradient.map((slope, i) => (passed[i] > 0 ? slope : 0));
  return { forward, backward, parameters: [] };
}

/**
 * The largest number of each map, wherever it stands: (n, maps, size) to (n, maps). The gradient goes there alone.
 * @param {number} maps
 * @param {number} size
 * @returns {Layer}
 */
export function createGlobalMax(maps, size) {
  /** @type {Int32Array} */
  let largest;
  /** @type {Layer["forward"]} */
  function forward(values, n) {
    largest = new Int32Array(n * maps);
    const result = new Float32Array(n * maps);
    for (let map = 0; map < n * maps; map += 1) {
      let best = map * size;
      for (let at = best + 1; at < (map + 1) * size; at += 1) if (values[at] > values[best]) best = at;
      largest[map] = best;
      result[map] = values[best];
    }
    return result;
  }
  /** @type {Layer["backward"]} */
  function backward(gradient, n) {
    const below = new Float32Array(n * maps * size);
    for (let map = 0; map < n * maps; map += 1) below[largest[map]] = gradient[map];
    return below;
  }
  return { forward, backward, parameters: [] };
}

/**
 * Softmax cross-entropy, a mean over the batch, and its gradient; how many are right.
 * @param {Float32Array} scores (n, classes)
 * @param {ArrayLike<number>} labels
 * @param {number} n
 * @returns {{ loss: number, gradient: Float32Array, right: number }}
 */
export function crossEntropy(scores, labels, n) {
  const classes = scores.length / n;
  const gradient = new Float32Array(scores.length);
  let [loss, right] = [0, 0];
  for (let row = 0; row < n; row += 1) {
    const line = scores.subarray(row * classes, (row + 1) * classes);
    const most = Math.max(...line);
    const total = line.reduce((sum, score) => sum + Math.exp(score - most), 0);
    loss += (Math.log(total) + most - line[labels[row]]) / n;
    right += line.indexOf(most) === labels[row] ? 1 : 0;
    for (let k = 0; k < classes; k += 1) {
      gradient[row * classes + k] = (Math.exp(line[k] - most) / total - (k === labels[row] ? 1 : 0)) / n;
    }
  }
  return { loss, gradient, right };
}

/**
 * The scores of a network, a list of layers.
 * @param {Layer[]} layers
 * @param {Float32Array} batch
 * @param {number} n
 */
export function forwardAll(layers, batch, n) {
  return layers.reduce((values, layer) => layer.forward(values, n), batch);
}

/**
 * One step of training: forward, loss, backward, step. Gives the loss.
 * @param {Layer[]} layers
 * @param {Float32Array} batch
 * @param {ArrayLike<number>} labels
 * @param {number} n
 * @param {number} rate
 * @param {number} momentum
 */
export function trainStep(layers, batch, labels, n, rate, momentum) {
  const scores = forwardAll(layers, batch, n); // 1. forward
  const { loss, gradient } = crossEntropy(scores, labels, n); // 2. loss
  // 3. backward. Only the first layer gives null, and nothing asks it for more.
  layers.reduceRight((slopes, layer) => /** @type {Float32Array} */ (layer.backward(slopes, n)), gradient);
  for (const { value, grad, velocity } of layers.flatMap(({ parameters }) => parameters)) {
    for (let i = 0; i < value.length; i += 1) {
      velocity[i] = momentum * velocity[i] + grad[i];
      value[i] -= rate * velocity[i]; // 4. step
    }
  }
  return loss;
}
