// Lines of a chart, and its words: inside the drawing, and clear of the lines where there is room.

/**
 * @typedef {[x: number, y: number]} Point
 * @typedef {{ x: number, y: number, anchor: "start" | "middle" | "end" }} Spot y: the baseline
 * @typedef {{ left: number, right: number, top: number, bottom: number }} Box
 */

const EDGE = 2; // pixels to the edges of the drawing
const AIR = 4; // pixels to a line
const TALL = 12; // of a line of text, above its baseline
const WIDE = 8; // of a character, where the text has no font yet
/** @type {WeakMap<SVGElement, string>} */
const fonts = new WeakMap();
/** @type {CanvasRenderingContext2D | null} */
let pen = null; // measures the texts

/**
 * How wide a text is. To ask the page, even for the font alone, would style the page once more at each move.
 * @param {SVGElement} node
 * @param {string} text
 */
function textWidth(node, text) {
  const font = fonts.get(node) ?? fontOf(node);
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen || !font) return WIDE * text.length;
  fonts.set(node, font);
  pen.font = font;
  return pen.measureText(text).width;
}

// Empty for a node that is not in the page yet. Where figures are tabular, the shorthand is empty for all.
function fontOf(/** @type {SVGElement} */ node) {
  const { fontWeight, fontSize, fontFamily } = getComputedStyle(node);
  return fontSize && `${fontWeight} ${fontSize} ${fontFamily}`;
}

/**
 * At the first spot that no line crosses, or at the first of all. Words that would leave the drawing are moved into it.
 * @param {SVGElement} node a text
 * @param {string} text
 * @param {Spot[]} spots the best first
 * @param {number} width of the drawing
 * @param {Point[][]} lines each from point to point
 */
export function placeWords(node, text, spots, width, lines = []) {
  if (node.textContent !== text) node.textContent = text;
  const across = textWidth(node, text);
  const boxes = spots.map(({ x, y, anchor }) => {
    const wanted = x - { start: 0, middle: across / 2, end: across }[anchor];
    const left = Math.max(EDGE, Math.min(width - EDGE - across, wanted));
    const baseline = Math.max(TALL + EDGE, y);
    return { left, right: left + across, top: baseline - TALL, bottom: baseline };
  });
  const box = boxes.find((one) => !lines.some((line) => crosses(line, one))) ?? boxes[0];
  node.setAttribute("x", box.left.toFixed(1));
  node.setAttribute("y", box.bottom.toFixed(1));
  return box;
}

/** From point to point. @param {SVGElement} path @param {Point[]} points */
export function drawLine(path, points) {
  path.setAttribute("d", `M${points.map((point) => point.map((at) => at.toFixed(1)).join(" ")).join("L")}`);
}

/** The border of a box, to keep other words out. @type {(box: Box) => Point[]} */
export const borderOf = ({ left, right, top, bottom }) => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
  [left, top],
];

/** @param {Point[]} line @param {Box} box */
function crosses(line, { left, right, top, bottom }) {
  const [from, to] = [
    [left - AIR, top - AIR],
    [right + AIR, bottom + AIR],
  ];
  return line.some((end, i) => {
    const start = line[Math.max(0, i - 1)];
    // The part of the segment that lies in the box, from 0 to 1, cut once along each axis.
    let [first, last] = [0, 1];
    for (const axis of [0, 1]) {
      const way = end[axis] - start[axis];
      if (way === 0) {
        if (start[axis] < from[axis] || start[axis] > to[axis]) return false;
        continue;
      }
      const cuts = [(from[axis] - start[axis]) / way, (to[axis] - start[axis]) / way];
      first = Math.max(first, Math.min(...cuts));
      last = Math.min(last, Math.max(...cuts));
    }
    return first <= last;
  });
}
