// The pictures of the race: the book's objects, drawn from where they stand as lessonlib.pictures draws them, with
// noise. drawObjects and addNoise stand by themselves, so that their texts can go to a worker.
/** @import { Random } from "../math/training.js" */

/** @typedef {{ labels: number[], centres: number[], brightness: number[] }} Objects centres: down and right in turn */

/** From base64 (objects.py), six bytes a picture. @param {string} text @returns {Objects} */
export function readObjects(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  /** @type {<Value>(read: (at: number) => Value) => Value[]} */
  const each = (read) => Array.from({ length: bytes.length / 6 }, (_, n) => read(6 * n));
  return {
    labels: each((at) => view.getUint8(at)),
    centres: each((at) => [view.getUint16(at + 1, true) / 4096, view.getUint16(at + 3, true) / 4096]).flat(),
    brightness: each((at) => 0.6 + (0.4 * view.getUint8(at + 5)) / 255),
  };
}

/**
 * (count, 16, 16) without noise.
 * @param {Objects} objects
 * @param {number} spread 1 leaves the objects where they are, 0 puts them all in the middle
 */
export function drawObjects({ labels, centres, brightness }, spread) {
  const size = 16;
  const radius = 2.5;
  const pictures = new Float32Array(labels.length * size * size);
  /** @type {(x: number, y: number, fromX: number, fromY: number, toX: number, toY: number) => number} */
  const toSegment = (x, y, fromX, fromY, toX, toY) => {
    const [dx, dy] = [toX - fromX, toY - fromY];
    const along = Math.max(0, Math.min(1, ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(x - fromX - along * dx, y - fromY - along * dy);
  };
  const [low, high] = [-radius, radius];
  /** @type {((x: number, y: number) => number)[]} */
  const distances = [
    (x, y) => Math.min(toSegment(x, y, low, 0, high, 0), toSegment(x, y, 0, low, 0, high)), // plus
    (x, y) => Math.min(toSegment(x, y, low, low, high, high), toSegment(x, y, low, high, high, low)), // cross
    (x, y) => Math.abs(Math.hypot(x, y) - radius), // ring
    (x, y) => Math.abs(Math.max(Math.abs(x), Math.abs(y)) - radius), // square
  ];
  for (let n = 0; n < labels.length; n += 1) {
    const [down, right] = [centres[2 * n], centres[2 * n + 1]].map((at) => size / 2 + spread * (at - size / 2));
    for (let at = 0; at < size * size; at += 1) {
      const [y, x] = [Math.floor(at / size) + 0.5 - down, (at % size) + 0.5 - right];
      const ink = Math.max(0, Math.min(1, 1 - distances[labels[n]](x, y))); // strokes a pixel wide, soft over a pixel
      pictures[n * size * size + at] = ink * brightness[n];
    }
  }
  return pictures;
}

/**
 * Noise on every pixel, in place; pictures stay from 0 to 1.
 * @param {Float32Array} pictures
 * @param {number} deviation
 * @param {Random} random
 */
export function addNoise(pictures, deviation, random) {
  for (let i = 0; i < pictures.length; i += 1) {
    pictures[i] = Math.max(0, Math.min(1, pictures[i] + deviation * random.normal()));
  }
  return pictures;
}
