// One class's template with a digit's strokes over it: every product glows where it is made; its sum stands below.
import { contextOf } from "../kit/canvas_paint.js";
import { fixed } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { roundParts, traceStrokes } from "./strokes.js";
/** @import { Colour } from "../kit/canvas_paint.js" */
/** @import { Parts, Stroke } from "./strokes.js" */

/**
 * @typedef {ReturnType<typeof createPanel>} Panel
 * @typedef {Record<"ink" | "muted" | "positive" | "negative", Colour>} Palette
 * @typedef {object} Drawn strokes, moved
 * @property {Stroke[]} strokes
 * @property {number} radius
 * @property {number} size
 * @property {number} down
 * @property {number} right
 * @property {Palette} colours
 * @property {number} width of the canvas, in its own pixels
 */

const FAINT = 0.5; // how strong weights are that no stroke touches, against those under one

/** @param {string} part its name */
export function createPanel(part) {
  const title = element("div", { className: "lesson-title" });
  // The browser lays them over each other and scales them: all numbers together, the products as a glow, the edge.
  const layers = ["cells", "glow", "edge"].map((name) => element("canvas", { className: `lesson-template-${name}` }));
  const [cells, glow, edge] = layers;
  const picture = element("div", { className: "lesson-template-picture", "aria-hidden": "true" }, layers);
  const sum = element("output", { className: "lesson-template-sum", "data-part": `${part}-sum` });
  const bars = ["above", "below"].map((sign) => element("span", { className: `lesson-template-bar lesson-${sign}` }));
  const parts = element("p", { className: "lesson-note", "data-part": `${part}-parts` });
  const head = element("div", { className: "lesson-template", "data-part": part }, [title, picture]);
  const foot = element("div", { className: "lesson-template-foot" }, [
    sum,
    element("div", { className: "lesson-template-bars", "aria-hidden": "true" }, bars),
    parts,
  ]);

  /**
   * @param {string} text
   * @param {Parts} parts
   * @param {number} most what a bar as long as its place stands for
   * @param {boolean} isFirst whether no score is higher
   */
  function write(text, { score, above, below, bias }, most, isFirst) {
    title.textContent = text;
    sum.textContent = fixed(score, 2);
    sum.dataset.value = String(score);
    sum.classList.toggle("lesson-winner", isFirst);
    bars[0].style.width = `${(100 * above) / most}%`;
    bars[1].style.width = `${(-100 * below) / most}%`;
    const sign = bias < 0 ? "\u2212" : "+";
    const part = roundParts({ score, above, below, bias });
    const [blue, orange, own] = [part.above, -part.below, Math.abs(part.bias)].map((value) => fixed(value, 2));
    parts.textContent = `blue ${blue} \u2212 orange ${orange} ${sign} bias ${own}`;
  }

  /**
   * Weights and pixels, size x size.
   * @param {{ weights: Float64Array, pixels: Float64Array, largest: number, strokes: Drawn }} picture
   * largest: the weight with full colour
   */
  function paint({ weights, pixels, largest, strokes }) {
    const products = weights.map((weight, i) => (weight * pixels[i]) / (0.7 * largest));
    const together = weights.map((weight, i) => {
      const under = (FAINT * weight) / largest;
      return under + (1 - Math.abs(under)) * products[i];
    });
    fill(cells, together, strokes.size, strokes.colours);
    fill(glow, products, strokes.size, strokes.colours);
    drawEdge(edge, strokes);
  }

  return { head, foot, picture, write, paint };
}

/**
 * Blue and orange with as much of the colour as the number is large, -1 to 1; clear at 0.
 * @param {HTMLCanvasElement} canvas
 * @param {Float64Array} values
 * @param {number} size
 * @param {Palette} palette
 */
function fill(canvas, values, size, { positive, negative }) {
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const context = contextOf(canvas);
  const image = context.createImageData(size, size);
  for (let i = 0; i < values.length; i += 1) {
    image.data.set(values[i] < 0 ? negative : positive, 4 * i);
    image.data[4 * i + 3] = 255 * Math.min(1, Math.abs(values[i]));
  }
  context.putImageData(image, 0, 0);
}

/**
 * The edge of the strokes as one line around all of them (drawn thick, then hollowed out), and dashed where they stood.
 * @param {HTMLCanvasElement} canvas
 * @param {Drawn} drawn
 */
function drawEdge(canvas, { strokes, radius, size, down, right, colours, width }) {
  if (canvas.width !== width) canvas.width = canvas.height = width;
  const context = contextOf(canvas);
  const scale = width / size;
  const thick = (2 * radius + 1) * scale;
  context.globalCompositeOperation = "source-over";
  context.clearRect(0, 0, width, width);
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = `rgb(${colours.ink})`;
  traceStrokes(context, strokes, size, scale, down, right);
  context.lineWidth = thick + Math.max(2, 0.24 * scale);
  context.stroke();
  context.globalCompositeOperation = "destination-out";
  context.lineWidth = thick;
  context.stroke();
  if (!down && !right) return;
  context.globalCompositeOperation = "source-over";
  context.setLineDash([0.5 * scale, 0.7 * scale]);
  context.lineWidth = Math.max(1, 0.12 * scale);
  context.strokeStyle = `rgb(${colours.muted})`;
  traceStrokes(context, strokes, size, scale, 0, 0);
  context.stroke();
  context.setLineDash([]);
}
