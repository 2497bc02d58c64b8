// A wall: noise, and objects on it; as lessonlib.pictures.walls draws it.

/**
 * @typedef {[row: number, column: number]} Spot on the wall
 * @typedef {[kind: number, row: number, column: number]} WallObject by the row and the column of its middle
 * @typedef {{ top: number, left: number, bottom: number, right: number }} Area up to `bottom` and `right`, without them
 * @typedef {{ height: number, width: number }} Size
 * @typedef {{ stamps: number[][][], seed: number, noise: number } & Size} WallSettings
 */

/**
 * Numbers around 0 with standard deviation 1, from a hash of each place.
 * @param {number} height
 * @param {number} width
 * @param {number} seed
 */
export function groundNoise(height, width, seed) {
  const noise = new Float64Array(height * width);
  const start = Math.imul(seed, 0x9e3779b9) >>> 0;
  const spread = Math.sqrt((4 * (256 ** 2 - 1)) / 12);
  for (let i = 0; i < noise.length; i += 1) {
    let mixed = (i + start) >>> 0;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    mixed ^= mixed >>> 15;
    const total = (mixed & 255) + ((mixed >>> 8) & 255) + ((mixed >>> 16) & 255) + (mixed >>> 24);
    noise[i] = (total - 510) / spread;
  }
  return noise;
}

/** The wall's pixels, 0 to 1, and a function that draws in them. @param {WallSettings} settings */
export function createWall({ height, width, stamps, seed, noise }) {
  const ground = groundNoise(height, width, seed).map((value) => noise * value);
  const pixels = new Float64Array(height * width);
  const reach = (stamps[0].length - 1) / 2;
  /** Draw an area again. @param {WallObject[]} objects @param {Area} area */
  const draw = (objects, { top, left, bottom, right }) => {
    for (let row = top; row < bottom; row += 1) pixels.fill(0, row * width + left, row * width + right);
    for (const [kind, middle, across] of objects) {
      const [from, to] = [Math.max(top, middle - reach), Math.min(bottom, middle + reach + 1)];
      const [first, last] = [Math.max(left, across - reach), Math.min(right, across + reach + 1)];
      for (let row = from; row < to; row += 1) {
        const line = stamps[kind][row - middle + reach];
        for (let column = first; column < last; column += 1) {
          const at = row * width + column;
          pixels[at] = Math.max(pixels[at], line[column - across + reach]);
        }
      }
    }
    for (let row = top; row < bottom; row += 1) {
      for (let at = row * width + left; at < row * width + right; at += 1) {
        pixels[at] = Math.max(0, Math.min(1, pixels[at] + ground[at]));
      }
    }
  };
  return { pixels, draw };
}

/**
 * The pixels that an object covers.
 * @param {WallObject} object
 * @param {number} reach
 * @param {number} height
 * @param {number} width
 */
export function areaOf([, row, column], reach, height, width) {
  const [top, left] = [Math.max(0, row - reach), Math.max(0, column - reach)];
  return { top, left, bottom: Math.min(height, row + reach + 1), right: Math.min(width, column + reach + 1) };
}
