// The discrete Fourier transform of a square, in place: radix 2 (Cooley and Tukey 1965), rows, then columns.

/** @typedef {{ forward: OnSquare, inverse: OnSquare }} Transform of a square of numbers, its real and imaginary part */
/**
 * @typedef {(re: Float64Array, im: Float64Array, rows?: number) => void} OnSquare
 * only the first `rows` rows of the numbers differ from 0 (forward), or are wanted (inverse: the others are left undone)
 */

/**
 * The transform of size × size numbers. A spectrum lies transposed: both ways leave out the last transposition, and so
 * they undo each other.
 * @param {number} size a power of two
 * @returns {Transform}
 */
export function createTransform(size) {
  const bits = Math.log2(size);
  const reversed = Uint32Array.from({ length: size }, (_, i) => {
    let to = 0;
    for (let bit = 0; bit < bits; bit += 1) to |= ((i >> bit) & 1) << (bits - 1 - bit);
    return to;
  });
  const cosines = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
  const sines = Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size));

  /**
   * One row of `size` numbers that begins at `from`; of `im` and `re` swapped it is the inverse, but for the scale.
   * @param {Float64Array} re
   * @param {Float64Array} im
   * @param {number} from
   */
  function row(re, im, from) {
    for (let i = 0; i < size; i += 1) {
      const j = reversed[i];
      if (j <= i) continue;
      const a = re[from + i];
      const b = im[from + i];
      re[from + i] = re[from + j];
      im[from + i] = im[from + j];
      re[from + j] = a;
      im[from + j] = b;
    }
    for (let near = from; near < from + size; near += 2) {
      const far = near + 1; // the first round, in which every factor is 1
      const x = re[far];
      const y = im[far];
      re[far] = re[near] - x;
      im[far] = im[near] - y;
      re[near] += x;
      im[near] += y;
    }
    for (let half = 2; half < size; half *= 2) {
      const step = size / (2 * half);
      for (let start = from; start < from + size; start += 2 * half) {
        for (let k = 0; k < half; k += 1) {
          const c = cosines[k * step]; // no destructuring in here: it is thirty times slower
          const s = sines[k * step];
          const near = start + k;
          const far = near + half;
          const x = re[far] * c - im[far] * s;
          const y = re[far] * s + im[far] * c;
          re[far] = re[near] - x;
          im[far] = im[near] - y;
          re[near] += x;
          im[near] += y;
        }
      }
    }
  }

  /** @param {Float64Array} values */
  function transpose(values) {
    for (let i = 1; i < size; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const kept = values[i * size + j];
        values[i * size + j] = values[j * size + i];
        values[j * size + i] = kept;
      }
    }
  }

  /** @type {(re: Float64Array, im: Float64Array, first: number, last: number) => void} */
  function both(re, im, first, last) {
    for (let i = 0; i < first; i += 1) row(re, im, i * size);
    transpose(re);
    transpose(im);
    for (let i = 0; i < last; i += 1) row(re, im, i * size);
  }

  return {
    forward: (re, im, rows = size) => both(re, im, rows, size),
    inverse(re, im, rows = size) {
      both(im, re, size, rows);
      for (let i = 0; i < rows * size; i += 1) {
        re[i] /= size * size;
        im[i] /= size * size;
      }
    },
  };
}
