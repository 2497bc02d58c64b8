// Output sizes and convolution on nested arrays: what lessonlib.nn.geometry and lessonlib.nn.conv compute.

/**
 * @typedef {[inputSize: number, filterSize: number]} Sizes along one side: W, F
 * @typedef {"input_size" | "filter_size" | "stride" | "padding"} Argument as Python names it
 * @typedef {[name: Argument, value: number, output: number]} Setting one argument changed, and the size it gives
 * @typedef {"exact" | "floor"} Rounding
 * @typedef {{ terms: [weight: number, pixel: number][], sum: number }} ProductsRow
 * @typedef {{ rows: ProductsRow[], total: number }} Products
 */

const LEAST = { stride: 1, padding: 0 };

/** @param {number} value @param {number} period */
const modulo = (value, period) => ((value % period) + period) % period;

/**
 * How far the filter can travel: W - F + 2P.
 * @param {number} inputSize
 * @param {number} filterSize
 * @param {number} padding
 */
const travel = (inputSize, filterSize, padding) => inputSize - filterSize + 2 * padding;

/**
 * Why there is no output size, as a sentence; empty if there is one.
 * @param {number} inputSize
 * @param {number} filterSize
 * @param {number} stride
 * @param {number} padding
 */
export function sizeProblem(inputSize, filterSize, stride, padding) {
  const span = travel(inputSize, filterSize, padding);
  if (span < 0) {
    return (
      `filter_size must be at most the padded input, ${inputSize} + ${2 * padding} = ${inputSize + 2 * padding}; ` +
      `got ${filterSize}: the filter does not fit even once.`
    );
  }
  if (span % stride) {
    return (
      `The output size must be whole: ${sizeFormula(inputSize, filterSize, stride, padding)}, ` +
      `which is ${span}/${stride} + 1, and ${stride} does not divide ${span}.`
    );
  }
  return "";
}

/**
 * The output size as a calculation with its result, whole or not.
 * @param {number} inputSize
 * @param {number} filterSize
 * @param {number} stride
 * @param {number} padding
 */
export function sizeFormula(inputSize, filterSize, stride, padding) {
  const span = travel(inputSize, filterSize, padding);
  return `(${inputSize} - ${filterSize} + ${2 * padding})/${stride} + 1 = ${decimal(span + stride, stride)}`;
}

/**
 * What does not help, as sentences.
 * @param {number} inputSize
 * @param {number} filterSize
 * @param {number} stride
 * @param {number} padding
 */
export function sizeDeadEnds(inputSize, filterSize, stride, padding) {
  const near = nearestSettings(inputSize, filterSize, stride, padding);
  const sentences = [];
  if (!near.some(([name]) => name === "stride")) sentences.push("No stride helps.");
  if (!near.some(([name]) => name === "padding")) {
    sentences.push(
      `No equal padding on both sides helps: it adds an even number to ${inputSize} - ${filterSize}, ` +
        `which is odd, and stride ${stride} needs an even sum.`,
    );
  }
  return sentences;
}

/**
 * Settings in words: "input_size 6 or 9; stride 2".
 * @param {Setting[]} settings from nearestSettings
 */
export function listSettings(settings) {
  const names = [...new Set(settings.map(([name]) => name))];
  const values = (/** @type {Argument} */ wanted) =>
    settings.filter(([name]) => name === wanted).map(([, value]) => value);
  return names.map((name) => `${name} ${values(name).join(" or ")}`).join("; ");
}

/**
 * The whole text of Python's ValueError for this setting; empty if the setting is valid.
 * @param {number} inputSize
 * @param {number} filterSize
 * @param {number} stride
 * @param {number} padding
 */
export function explain(inputSize, filterSize, stride, padding) {
  const problem = sizeProblem(inputSize, filterSize, stride, padding);
  if (!problem) return "";
  const works = listSettings(nearestSettings(inputSize, filterSize, stride, padding));
  const deadEnds = sizeDeadEnds(inputSize, filterSize, stride, padding);
  return [problem, `What works, changing one thing: ${works}.`, ...deadEnds].join(" ");
}

/**
 * The output size. Throws what explain says if there is none.
 * @param {number} inputSize
 * @param {number} filterSize
 * @param {number} stride
 * @param {number} padding
 * @param {Rounding} rounding
 */
export function outputSize(inputSize, filterSize, stride = 1, padding = 0, rounding = "exact") {
  const span = travel(inputSize, filterSize, padding);
  if (span < 0 || (rounding === "exact" && span % stride)) {
    throw new RangeError(explain(inputSize, filterSize, stride, padding));
  }
  return Math.floor(span / stride) + 1;
}

/**
 * The settings that work with one argument changed, each to the nearest smaller and the nearest larger value.
 * @param {number} inputSize
 * @param {number} filterSize
 * @param {number} stride
 * @param {number} padding
 * @returns {Setting[]}
 */
export function nearestSettings(inputSize, filterSize, stride = 1, padding = 0) {
  const setting = { input_size: inputSize, filter_size: filterSize, stride, padding };
  /** @type {Argument[]} */
  const names = ["input_size", "filter_size", "stride", "padding"];
  return names.flatMap((name) =>
    nearestValues(name, setting).map((value) => {
      const changed = { ...setting, [name]: value };
      return [name, value, outputSize(changed.input_size, changed.filter_size, changed.stride, changed.padding)];
    }),
  );
}

/**
 * The nearest values of one argument, at most `most`, that suit every side.
 * @param {"stride" | "padding"} name
 * @param {Sizes[]} sides
 * @param {number} stride
 * @param {number} padding
 * @param {number} most
 */
export function nearestForSides(name, sides, stride, padding, most) {
  const present = { stride, padding };
  const works = (/** @type {number} */ value) => {
    const tried = { ...present, [name]: value };
    return sides.every(([inputSize, filterSize]) => !sizeProblem(inputSize, filterSize, tried.stride, tried.padding));
  };
  let below = present[name] - 1;
  while (below >= LEAST[name] && !works(below)) below -= 1;
  let above = present[name] + 1;
  while (above <= most && !works(above)) above += 1;
  return [below, above].filter((value) => value >= LEAST[name] && value <= most);
}

/**
 * The filter over its place: of each of its rows the terms and their sum, and the total. Zeros lie outside the image.
 * @param {ArrayLike<number>[]} image
 * @param {number[][]} filter
 * @param {number} row of the output
 * @param {number} column of the output
 * @param {number} stride
 * @param {number} padding
 * @returns {Products}
 */
export function productsAt(image, filter, row, column, stride = 1, padding = 0) {
  const rows = filter.map((weights, i) => {
    const pixels = image[row * stride - padding + i] ?? [];
    /** @type {ProductsRow["terms"]} */
    const terms = weights.map((weight, j) => [weight, pixels[column * stride - padding + j] ?? 0]);
    return { terms, sum: terms.reduce((sum, [weight, pixel]) => sum + weight * pixel, 0) };
  });
  return { rows, total: rows.reduce((sum, line) => sum + line.sum, 0) };
}

/**
 * The output of a convolution, [row][column].
 * @param {number[][]} image
 * @param {number[][]} filter
 * @param {number} stride
 * @param {number} padding
 * @param {Rounding} rounding
 */
export function conv2d(image, filter, stride = 1, padding = 0, rounding = "exact") {
  const rows = outputSize(image.length, filter.length, stride, padding, rounding);
  const columns = outputSize(image[0].length, filter[0].length, stride, padding, rounding);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) =>
      dotAt(image, filter, row * stride - padding, column * stride - padding),
    ),
  );
}

/**
 * The total of productsAt without its list, of which a picture would need thousands.
 * @param {number[][]} image
 * @param {number[][]} filter
 * @param {number} top where the patch begins
 * @param {number} left where the patch begins
 */
function dotAt(image, filter, top, left) {
  let total = 0;
  for (let i = 0; i < filter.length; i += 1) {
    const pixels = image[top + i];
    if (!pixels) continue;
    const end = Math.min(filter[i].length, pixels.length - left);
    let sum = 0;
    for (let j = Math.max(0, -left); j < end; j += 1) sum += filter[i][j] * pixels[left + j];
    total += sum;
  }
  return total;
}

/**
 * A fraction as a decimal: in full if four places are enough, else cut after two with dots.
 * @param {number} numerator
 * @param {number} denominator
 */
function decimal(numerator, denominator) {
  const whole = Math.floor(numerator / denominator);
  const tenThousandths = (numerator - whole * denominator) * 10000;
  const places = Math.floor(tenThousandths / denominator);
  if (tenThousandths % denominator) return `${whole}.${String(Math.floor(places / 100)).padStart(2, "0")}...`;
  return `${whole}.${String(places).padStart(4, "0")}`.replace(/\.?0+$/, "");
}

/**
 * The nearest values of one argument, below and above, that work with the others.
 * @param {Argument} name
 * @param {Record<Argument, number>} setting
 */
function nearestValues(name, { input_size: inputSize, filter_size: filterSize, stride, padding }) {
  const padded = inputSize + 2 * padding;
  if (name === "input_size") {
    const need = filterSize - 2 * padding;
    return nearestCongruent(inputSize, need, stride, Math.max(1, need), Infinity);
  }
  if (name === "filter_size") return nearestCongruent(filterSize, padded, stride, 1, padded);
  if (name === "stride") return nearestDivisors(stride, padded - filterSize);
  const short = filterSize - inputSize; // 2P must equal this, give or take strides
  const least = Math.max(0, Math.ceil(short / 2));
  if (stride % 2) {
    const half = modulo(short, stride) * ((stride + 1) / 2); // (S + 1)/2 is the inverse of 2 modulo an odd S
    return nearestCongruent(padding, half, stride, least, Infinity);
  }
  return short % 2 ? [] : nearestCongruent(padding, short / 2, stride / 2, least, Infinity);
}

/**
 * The nearest numbers below and above `value` in residue + k * period, from `low` to `high`.
 * @param {number} value
 * @param {number} residue
 * @param {number} period
 * @param {number} low
 * @param {number} high
 */
function nearestCongruent(value, residue, period, low, high) {
  const start = Math.min(value - 1, high);
  const below = start - modulo(start - residue, period);
  const next = Math.max(value + 1, low);
  const above = next + modulo(residue - next, period);
  return [below, above].filter((found) => found >= low && found <= high);
}

/**
 * The nearest numbers below and above `value` that divide `number`.
 * @param {number} value
 * @param {number} number
 */
function nearestDivisors(value, number) {
  if (number < 0) return [];
  if (number === 0) return [value - 1, value + 1].filter((found) => found > 0); // everything divides it
  const small = [];
  for (let divisor = 1; divisor * divisor <= number; divisor += 1) {
    if (number % divisor === 0) small.push(divisor);
  }
  const divisors = [...small, ...small.map((divisor) => number / divisor).reverse()];
  const below = divisors.filter((divisor) => divisor < value).slice(-1);
  return [...below, ...divisors.filter((divisor) => divisor > value).slice(0, 1)];
}
