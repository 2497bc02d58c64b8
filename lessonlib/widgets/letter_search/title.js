// A title as a picture: its lines, its letters at whole pixels, and the ink that they leave.
/** @import { Box } from "../math/dependencies.js" */
/** @import { Print } from "../math/template_search.js" */

const LINE = 1.1; // from one line to the next, in font sizes
const RISE = 0.94; // from the top of a line to its baseline
// The size of the letters and their lines, by the width of the page, in pixels: the same over a range of widths, so
// that the height of the title is known before it is drawn.
const SIZES = [
  { from: 1020, size: 88, lines: 2 },
  { from: 560, size: 64, lines: 2 },
];
const NARROW = { size: 46, lines: 3 };
const MARGIN = 1; // around the ink of a letter, in pixels

/**
 * @typedef {{ at: number, letter: string, line: number, x: number, baseline: number, box: Box }} Letter
 * `at`: its place in the title
 * @typedef {ReturnType<typeof layTitle>} Layout
 * @typedef {(text: string, size: number) => TextMetrics} Measure what a canvas says of a text in this font
 */

/**
 * Every letter stands at a whole pixel, so that two of a kind are the same pixels.
 * @param {string} title
 * @param {number} width
 * @param {Measure} measure
 */
export function layTitle(title, width, measure) {
  const lines = breakTitle(title, width - 2, measure);
  const size = lines.size;
  /** @type {Letter[]} */
  const letters = [];
  const all = [...title];
  let at = 0; // in the title
  lines.texts.forEach((text, line) => {
    const baseline = Math.round(size * (LINE * line + RISE));
    [...text].forEach((letter, i, among) => {
      while (all[at] === " ") at += 1;
      if (letter === " ") return;
      const before = measure(among.slice(0, i + 1).join(""), size).width - measure(letter, size).width; // with its kerning
      const x = 1 + Math.round(before);
      letters.push({ at, letter, line, x, baseline, box: boxOf(measure(letter, size), x, baseline) });
      at += 1;
    });
  });
  const height = Math.ceil(size * (LINE * lines.texts.length + 0.16));
  const cut = letters.map(({ box, ...letter }) => ({ ...letter, box: cutBox(box, height, width) }));
  return { size, width, height, letters: cut };
}

/**
 * The title in lines of about equal length, as few as it needs; its letters are smaller only where a word would not
 * fit.
 * @param {string} title
 * @param {number} width
 * @param {Measure} measure
 */
function breakTitle(title, width, measure) {
  const sizes = SIZES.find(({ from }) => width >= from) ?? NARROW;
  const words = title.split(" ").filter(Boolean);
  const long = (/** @type {string} */ text) => measure(text, sizes.size).width / sizes.size;
  const size = Math.max(8, Math.min(sizes.size, Math.floor(width / Math.max(...words.map(long)))));
  for (let count = Math.min(sizes.lines, words.length); ; count += 1) {
    const texts = splitEvenly(words, count, (text) => (long(text) * size <= width ? long(text) ** 2 : Infinity));
    if (texts || count === words.length) return { size, texts: texts ?? words };
  }
}

/** @typedef {{ sum: number, lines: number[] }} Way to break it: its cost, how many words each line ends after */

/**
 * Words as so many lines at the least cost, the sum over the lines; null where every way costs Infinity.
 * @param {string[]} words
 * @param {number} count
 * @param {(text: string) => number} cost
 */
function splitEvenly(words, count, cost) {
  /** @type {Way[]} */
  let best = words.map((_, last) => ({ sum: cost(words.slice(0, last + 1).join(" ")), lines: [last + 1] }));
  for (let line = 1; line < count; line += 1) {
    best = words.map((_, last) => {
      const ways = best.slice(0, last).map(({ sum, lines }, before) => ({
        sum: sum + cost(words.slice(before + 1, last + 1).join(" ")),
        lines: [...lines, last + 1],
      }));
      return ways.reduce((least, way) => (way.sum < least.sum ? way : least), { sum: Infinity, lines: [] });
    });
  }
  const { sum, lines } = /** @type {Way} */ (best.at(-1)); // a title has a word
  return sum < Infinity ? lines.map((end, i) => words.slice(lines[i - 1] ?? 0, end).join(" ")) : null;
}

/** @param {TextMetrics} measured @param {number} x @param {number} y @returns {Box} */
function boxOf(measured, x, y) {
  const left = Math.floor(x - measured.actualBoundingBoxLeft);
  const right = Math.ceil(x + measured.actualBoundingBoxRight);
  const top = Math.floor(y - measured.actualBoundingBoxAscent);
  const bottom = Math.ceil(y + measured.actualBoundingBoxDescent);
  return {
    row: top - MARGIN,
    column: left - MARGIN,
    rows: bottom - top + 2 * MARGIN,
    columns: right - left + 2 * MARGIN,
  };
}

/** @param {Box} box @param {number} height @param {number} width @returns {Box} */
function cutBox({ row, column, rows, columns }, height, width) {
  const [top, left] = [Math.max(0, row), Math.max(0, column)];
  return {
    row: top,
    column: left,
    rows: Math.min(height, row + rows) - top,
    columns: Math.min(width, column + columns) - left,
  };
}

/**
 * The letter nearest to a point of the picture, in the line nearest to it.
 * @param {Pick<Layout, "letters" | "size">} layout
 * @param {number} x
 * @param {number} y
 */
export function letterAt({ letters, size }, x, y) {
  const distance = (/** @type {Letter} */ { box, baseline }) => {
    const beside = Math.max(box.column - x, 0, x - box.column - box.columns);
    return Math.abs(baseline - 0.35 * size - y) * 100 + beside;
  };
  return letters.reduce((best, letter) => (distance(letter) < distance(best) ? letter : best));
}

/**
 * The letter that a key leads to; null for a key that is none of ours.
 * @param {Layout} layout
 * @param {Letter} letter
 * @param {KeyboardEvent} event
 */
export function nextLetter({ letters, size }, letter, { key, altKey, ctrlKey, metaKey }) {
  if (altKey || ctrlKey || metaKey) return null;
  const place = letters.indexOf(letter);
  const line = size * LINE;
  const middle = letter.box.column + letter.box.columns / 2;
  /** @type {Record<string, () => Letter | undefined>} */
  const moves = {
    ArrowLeft: () => letters[Math.max(0, place - 1)],
    ArrowRight: () => letters[Math.min(letters.length - 1, place + 1)],
    ArrowUp: () => letterAt({ letters, size }, middle, letter.baseline - 0.35 * size - line),
    ArrowDown: () => letterAt({ letters, size }, middle, letter.baseline - 0.35 * size + line),
    Home: () => letters[0],
    End: () => letters.at(-1),
  };
  return Object.hasOwn(moves, key) ? moves[key]() : null;
}

/** Draw its letters, in the colour that is set. @param {CanvasRenderingContext2D} context @param {Layout} layout */
export function drawLetters(context, { letters }) {
  context.textBaseline = "alphabetic";
  for (const { letter, x, baseline } of letters) context.fillText(letter, x, baseline);
}

/** The layout as a picture. @param {Layout} layout @param {string} font @returns {Print} */
export function inkOf(layout, font) {
  const { width, height } = layout;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.font = font;
  context.fillStyle = "#000";
  drawLetters(context, layout);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, ink: Uint8Array.from({ length: width * height }, (_, i) => 255 - data[4 * i]) };
}
