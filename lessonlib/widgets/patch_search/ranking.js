// What the filter found, as small cuts of the page: copies from the strongest to the weakest, and the nearest misses.
import { contextOf } from "../kit/canvas_paint.js";
import { element } from "../kit/grid.js";
/** @import { Colour } from "../kit/canvas_paint.js" */
/** @import { Box } from "../math/dependencies.js" */
/** @import { Peak, Print, Question } from "../math/template_search.js" */

/** @typedef {Question & { peaks: Peak[] }} Answer its peaks from the strongest on */

const BEST = 7;
const MISSES = 4;
const HIGH = 34; // pixels of a cut
const AROUND = 4; // pixels of the page around a box
const FAINT = 0.35; // of their ink

export function createRanking() {
  const lists = [writeTitle(0), "Nearest misses"].map((name, i) => {
    const cuts = Array.from({ length: i ? MISSES : BEST }, () => {
      const canvas = element("canvas", { "aria-hidden": "true" });
      const score = element("span");
      return { canvas, score, node: element("li", { className: "lesson-patch-cut" }, [canvas, score]) };
    });
    const list = element(
      "ol",
      { "aria-label": name },
      cuts.map(({ node }) => node),
    );
    const title = element("p", { className: "lesson-note", text: name });
    return { cuts, title, list, node: element("div", { className: "lesson-patch-list" }, [title, list]) };
  });
  const node = element(
    "div",
    { className: "lesson-patch-ranking", "data-part": "ranking" },
    lists.map((list) => list.node),
  );

  /**
   * @param {Print} picture
   * @param {Answer} answer
   * @param {number} copy the score from which on a peak is a copy
   * @param {Colour} colour of the ink
   */
  function show(picture, { peaks, box }, copy, colour) {
    const count = peaks.filter(({ score }) => score >= copy).length;
    const apart = Math.max(1, (count - 1) / (BEST - 1)); // so that the first and the last are among them
    const copies = Array.from({ length: Math.min(BEST, count) }, (_, i) => peaks[Math.round(i * apart)]);
    const [{ title, list }] = lists;
    title.textContent = writeTitle(count);
    list.setAttribute("aria-label", title.textContent);
    [copies, peaks.slice(count, count + MISSES)].forEach((found, i) => {
      lists[i].node.hidden = !found.length;
      lists[i].cuts.forEach((cut, k) => {
        cut.node.hidden = !found[k];
        if (!found[k]) return;
        cut.score.textContent = i ? writeMiss(found[k].score, copy) : found[k].score.toFixed(2);
        drawCut(cut.canvas, picture, { ...box, ...found[k] }, colour);
      });
    });
  }
  return { node, show };
}

/**
 * The score of a miss: two decimals, or as many as keep it below `copy` once it is rounded.
 * @param {number} score
 * @param {number} copy
 */
export function writeMiss(score, copy) {
  let decimals = 2;
  while (decimals < 17 && Number(score.toFixed(decimals)) >= copy) decimals += 1;
  return score.toFixed(decimals);
}

/** @param {number} count of the copies */
function writeTitle(count) {
  return `Found${count > BEST ? `, ${BEST} of ${count}:` : ","} from the strongest to the weakest`;
}

/**
 * The box in full ink, the page around it faintly.
 * @param {HTMLCanvasElement} canvas
 * @param {Print} picture
 * @param {Box} box
 * @param {Colour} colour
 */
function drawCut(canvas, { height, width, ink }, { row, column, rows, columns }, colour) {
  const [high, wide] = [rows + 2 * AROUND, columns + 2 * AROUND];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const image = new ImageData(wide, high);
  for (let i = 0; i < high; i += 1) {
    for (let j = 0; j < wide; j += 1) {
      const [y, x] = [row - AROUND + i, column - AROUND + j];
      const inside = y >= 0 && x >= 0 && y < height && x < width;
      const at = 4 * (i * wide + j);
      for (let c = 0; c < 3; c += 1) image.data[at + c] = colour[c];
      const isFound = y >= row && x >= column && y < row + rows && x < column + columns;
      image.data[at + 3] = inside ? ink[y * width + x] * (isFound ? 1 : FAINT) : 0;
    }
  }
  contextOf(canvas).putImageData(image, 0, 0);
  Object.assign(canvas.style, { height: `${HIGH}px`, width: `${(HIGH * wide) / high}px` });
}
