// The glyphs of a page of print: its connected pieces of ink, in lines, so that a box can snap to them.
/** @import { Box } from "../math/dependencies.js" */
/** @import { Print } from "../math/template_search.js" */

/** @typedef {{ top: number, left: number, bottom: number, right: number }} Piece bottom and right lie outside it */

const INK = 40; // of 255: fainter pixels join nothing
const MARGIN = 1; // pixels of paper around a glyph's ink, if there is room

/**
 * For each line of print the boxes of its glyphs, from left to right. A piece larger than `most` along a side is none.
 * @param {Print} print
 * @param {number} most
 */
export function findGlyphs({ height, width, ink }, most) {
  const pieces = findPieces({ height, width, ink });
  /** @type {{ bottom: number, pieces: Piece[] }[]} */
  const lines = [];
  for (const piece of pieces.sort((one, other) => one.top - other.top)) {
    const line = lines.find((other) => piece.top < other.bottom);
    if (line) {
      line.pieces.push(piece);
      line.bottom = Math.max(line.bottom, piece.bottom);
    } else lines.push({ bottom: piece.bottom, pieces: [piece] });
  }
  const fits = (/** @type {Box} */ { rows, columns }) => rows <= most && columns <= most;
  return lines
    .map((line) =>
      joinDots(line.pieces)
        .map((piece) => boxAround(piece, height, width))
        .filter(fits),
    )
    .filter((line) => line.length);
}

/**
 * The pieces of ink: runs of each row, joined where they touch, also by a corner (union-find).
 * @param {Print} print
 */
function findPieces({ height, width, ink }) {
  /** @type {number[]} */
  const parents = [];
  /** @type {{ row: number, from: number, to: number }[]} */
  const runs = [];
  const root = (/** @type {number} */ i) => {
    let at = i;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  };
  let above = 0; // the first run of the row above
  let start = 0; // the first of this row
  for (let row = 0; row < height; row += 1) {
    let candidate = above;
    for (let x = 0; x < width; x += 1) {
      if (ink[row * width + x] < INK) continue;
      const from = x;
      while (x < width && ink[row * width + x] >= INK) x += 1;
      const i = runs.push({ row, from, to: x }) - 1;
      parents.push(i);
      while (candidate < start && runs[candidate].to < from) candidate += 1;
      for (let k = candidate; k < start && runs[k].from <= x; k += 1) parents[root(k)] = root(i);
    }
    [above, start] = [start, runs.length];
  }
  /** @type {Map<number, Piece>} */
  const pieces = new Map(); // by their roots
  runs.forEach(({ row, from, to }, i) => {
    const found = pieces.get(root(i));
    if (!found) pieces.set(root(i), { top: row, left: from, bottom: row + 1, right: to });
    else {
      found.bottom = row + 1;
      found.left = Math.min(found.left, from);
      found.right = Math.max(found.right, to);
    }
  });
  return [...pieces.values()];
}

/**
 * A dot belongs to the stem below it, a colon's two dots to each other: pieces of a line one above the other are one.
 * @param {Piece[]} pieces
 */
function joinDots(pieces) {
  /** @type {Piece[]} */
  const joined = [];
  for (const piece of pieces.sort((one, other) => one.left - other.left)) {
    const before = joined.at(-1);
    const shared = before ? Math.min(before.right, piece.right) - piece.left : 0;
    const narrower = before ? Math.min(before.right - before.left, piece.right - piece.left) : 1;
    const isApart = before && (before.bottom <= piece.top || piece.bottom <= before.top);
    if (!isApart || shared < 0.6 * narrower) joined.push({ ...piece });
    else {
      before.top = Math.min(before.top, piece.top);
      before.bottom = Math.max(before.bottom, piece.bottom);
      before.right = Math.max(before.right, piece.right);
    }
  }
  return joined;
}

/** @param {Piece} piece @param {number} height @param {number} width of the picture @returns {Box} */
function boxAround({ top, left, bottom, right }, height, width) {
  const [row, column] = [Math.max(0, top - MARGIN), Math.max(0, left - MARGIN)];
  return {
    row,
    column,
    rows: Math.min(height, bottom + MARGIN) - row,
    columns: Math.min(width, right + MARGIN) - column,
  };
}

/**
 * The box over `count` glyphs of a line from `first`, moved so that the line has as many, or over as many of them as fit
 * into `most` pixels along a side.
 * @param {Box[]} line
 * @param {number} first
 * @param {number} count
 * @param {number} most
 * @returns {Box}
 */
export function boxOver(line, first, count, most) {
  const held = Math.max(1, Math.min(line.length, count));
  const begin = Math.max(0, Math.min(line.length - held, first));
  for (let length = held; ; length -= 1) {
    const boxes = line.slice(begin, begin + length);
    const row = Math.min(...boxes.map((box) => box.row));
    const column = boxes[0].column;
    const rows = Math.max(...boxes.map((box) => box.row + box.rows)) - row;
    const columns = Math.max(...boxes.map((box) => box.column + box.columns)) - column;
    if (Math.max(rows, columns) <= most || length === 1) return { row, column, rows, columns };
  }
}

/**
 * Which glyphs a box holds, by their middles, or the one nearest to it: their line, the place of the first, how many.
 * @param {Box[][]} lines
 * @param {Box} box
 */
export function glyphsIn(lines, { row, column, rows, columns }) {
  const near = glyphAt(lines, column + columns / 2, row + rows / 2);
  if (!near) return null;
  const isIn = (/** @type {Box} */ glyph) =>
    Math.abs(glyph.column + glyph.columns / 2 - column - columns / 2) < columns / 2;
  const inside = lines[near.line].filter(isIn).length;
  return { line: near.line, first: inside ? lines[near.line].findIndex(isIn) : near.at, count: Math.max(1, inside) };
}

/**
 * The place of the glyph of a line whose middle lies nearest to that of another glyph.
 * @param {Box} glyph
 * @param {Box[]} line
 */
export function nearestTo(glyph, line) {
  const middle = (/** @type {Box} */ { column, columns }) => column + columns / 2;
  const distances = line.map((other) => Math.abs(middle(other) - middle(glyph)));
  return distances.indexOf(Math.min(...distances));
}

/**
 * The glyph nearest to a point of the picture; null if it lies further away than a line is high.
 * @param {Box[][]} lines
 * @param {number} x
 * @param {number} y
 */
export function glyphAt(lines, x, y) {
  /** @type {(value: number, from: number, length: number) => number} */
  const outside = (value, from, length) => Math.max(from - value, 0, value - from - length);
  let best = { line: 0, at: 0, distance: Infinity, far: 0 };
  lines.forEach((boxes, line) => {
    boxes.forEach(({ row, column, rows, columns }, at) => {
      const distance = outside(x, column, columns) + 2 * outside(y, row, rows);
      if (distance < best.distance) best = { line, at, distance, far: 2 * Math.max(rows, 24) };
    });
  });
  return best.distance <= best.far ? { line: best.line, at: best.at } : null;
}
