// A digit drawn from its strokes, as lessonlib.centred_digit draws it: by the distance to the nearest one.

/** @import { Linear } from "../math/forward_pass.js" */

/**
 * @typedef {[x: number, y: number][]} Stroke its points, in pixels from the middle
 * @typedef {{ score: number, above: number, below: number, bias: number }} Parts of a score: bias + above + below
 */

/**
 * How bright each pixel is, 0 to 1, row by row.
 * @param {Stroke[]} strokes
 * @param {number} radius
 * @param {number} size
 * @param {number} down
 * @param {number} right
 */
export function drawStrokes(strokes, radius, size, down, right) {
  // Each straight piece as its start, the way to its end, and the square of its length.
  const pieces = Float64Array.from(
    strokes.flatMap((points) =>
      points.slice(1).flatMap(([toX, toY], i) => {
        const [fromX, fromY] = points[i];
        return [fromX, fromY, toX - fromX, toY - fromY, (toX - fromX) ** 2 + (toY - fromY) ** 2 || 1];
      }),
    ),
  );
  const pixels = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    const y = i + 0.5 - size / 2 - down;
    for (let j = 0; j < size; j += 1) {
      const x = j + 0.5 - size / 2 - right;
      let least = Infinity; // the square of the distance
      for (let at = 0; at < pieces.length; at += 5) {
        const [overX, overY] = [x - pieces[at], y - pieces[at + 1]];
        const share = (overX * pieces[at + 2] + overY * pieces[at + 3]) / pieces[at + 4];
        const nearest = Math.max(0, Math.min(1, share));
        const [offX, offY] = [overX - nearest * pieces[at + 2], overY - nearest * pieces[at + 3]];
        least = Math.min(least, offX * offX + offY * offY);
      }
      pixels[i * size + j] = Math.max(0, Math.min(1, 0.5 + radius - Math.sqrt(least)));
    }
  }
  return pixels;
}

/**
 * Add the strokes to a canvas's path.
 * @param {CanvasRenderingContext2D} context
 * @param {Stroke[]} strokes
 * @param {number} size
 * @param {number} scale the width of a pixel there
 * @param {number} down
 * @param {number} right
 */
export function traceStrokes(context, strokes, size, scale, down, right) {
  context.beginPath();
  for (const points of strokes) {
    points.forEach(([x, y], i) => {
      /** @type {Stroke[number]} */
      const place = [(x + size / 2 + right) * scale, (y + size / 2 + down) * scale];
      if (i) context.lineTo(...place);
      else context.moveTo(...place);
    });
  }
}

/**
 * What every class makes of the pixels, a number each; a score is bias + above + below, and these are the sums of the
 * products above and below 0.
 * @param {Linear<Float64Array>} layer
 * @param {Float64Array} pixels
 */
export function sumProducts({ weights, bias }, pixels) {
  /** @type {Record<"scores" | "above" | "below", number[]>} */
  const sums = { scores: [], above: [], below: [] };
  bias.forEach((start, k) => {
    let [above, below] = [0, 0];
    for (let i = 0; i < pixels.length; i += 1) {
      const product = weights[k * pixels.length + i] * pixels[i];
      if (product > 0) above += product;
      else below += product;
    }
    sums.scores.push(start + above + below);
    sums.above.push(above);
    sums.below.push(below);
  });
  return sums;
}

/**
 * The class with the highest score, and the one with the highest of all others but `shown`.
 * @param {number[]} scores
 * @param {number} shown
 */
export function findRival(scores, shown) {
  const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
  return { winner: order[0], rival: /** @type {number} */ (order.find((k) => k !== shown)) }; // of ten, there is one
}

/**
 * A score's parts with two decimals, so that they add up to the score with two: what rounding leaves over goes to the
 * one of `above` and `below` that comes to lie closer to its true value.
 * @param {Parts} parts
 */
export function roundParts({ score, above, below, bias }) {
  const [total, up, down, start] = [score, above, below, bias].map((value) => Math.round(100 * value));
  const missing = total - up - down - start; // -1, 0 or 1
  const isAbove = (100 * above - up) * missing >= (100 * below - down) * missing;
  return {
    score: total / 100,
    above: (up + (isAbove ? missing : 0)) / 100,
    below: (down + (isAbove ? 0 : missing)) / 100,
    bias: start / 100,
  };
}
