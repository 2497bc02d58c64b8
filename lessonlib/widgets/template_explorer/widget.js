// The template explorer: a digit's strokes over the weights of two classes, and the two sums that run with it.
import { fixed } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { createMover, sayMove } from "../kit/mover.js";
import { paletteColours, watchTheme } from "../kit/theme.js";
import { addFrame } from "../kit/toolbar.js";
import { followTraits } from "../kit/traits.js";
import { readNetwork } from "../math/forward_pass.js";
import { createPanel } from "./panel.js";
import { drawStrokes, findRival, sumProducts } from "./strokes.js";
/** @import { Move } from "../kit/mover.js" */
/** @import { Model } from "../kit/traits.js" */
/** @import { Linear } from "../math/forward_pass.js" */
/** @import { Palette, Panel } from "./panel.js" */
/** @import { Parts, Stroke } from "./strokes.js" */

/**
 * @typedef {Move & {
 *   layer: Linear<string>, strokes: Stroke[], radius: number, size: number, digit: number, reach: number, key: string
 * }} Traits
 */

/** @type {(keyof Move)[]} */
const PLACE = ["down", "right"];
const WHAT = ["layer", "strokes", "radius", "size", "digit"];
const GRAIN = 1 / 16; // of a pixel, by dragging

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const own = createPanel("shown");
  const other = createPanel("rival");
  const surface = element("div", { className: "lesson-templates", "data-part": "picture" }, [own.head, other.head]);
  const feet = element("div", { className: "lesson-templates" }, [own.foot, other.foot]);
  const says = element("p", { className: "lesson-template-says", "data-part": "says" });
  const strip = element("div", { className: "lesson-template-strip", role: "table", "aria-label": "All ten scores" });
  const legend = element("p", { className: "lesson-note", text: LEGEND });
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  live.setAttribute("aria-live", "polite");
  /** @type {(to: Move, done: boolean) => void} */
  const write = ({ down, right }, done) => {
    place.set({ down, right });
    if (done) say();
  };
  const mover = createMover({
    surface,
    write,
    read: () => ({ down: model.get("down"), right: model.get("right") }),
    reach: () => model.get("reach"),
    pixel: () => side / model.get("size"),
    grain: GRAIN,
  });
  const named = { className: "lesson-view lesson-template-view", role: "group", "aria-label": "Template explorer" };
  const todo = element("p", { className: "lesson-to-do" });
  const root = element("div", named, [todo, surface, feet, says, strip, mover.pad, legend, live]);
  keepKeys(root);
  /** @type {Linear<Float64Array>} */
  let layer; // class by class
  let next = ""; // to say
  let side = 1; // of a template on the screen; measured when it changes, for a measure in the middle of a move is slow
  let [largest, most] = [1, { part: 1, score: 1 }]; // most: what a bar as long as its place stands for
  /** @type {ReturnType<typeof createColumn>[]} */
  let columns = [];
  /** @type {Palette | null} */
  let colours = null;

  // The weights are unpacked here and nowhere else.
  function build() {
    layer = /** @type {Linear<Float64Array>} */ (readNetwork([model.get("layer")])[0]);
    largest = layer.weights.reduce((found, weight) => Math.max(found, Math.abs(weight)), 1e-9);
    const { scores, above, below } = sumProducts(layer, pixelsAt(0, 0));
    const greatest = (/** @type {number[]} */ numbers) => Math.max(...numbers.map(Math.abs), 1e-9);
    most = { part: 1.25 * greatest([...above, ...below]), score: greatest(scores) };
    todo.textContent = `Drag the ${model.get("digit")} down, and watch the two sums.`;
    columns = Array.from(layer.bias, (_, k) => createColumn(k));
    strip.replaceChildren(...columns.map(({ node }) => node));
    draw();
  }

  /** @param {number} down @param {number} right */
  function pixelsAt(down, right) {
    return drawStrokes(model.get("strokes"), model.get("radius"), model.get("size"), down, right);
  }

  function draw() {
    const [down, right] = PLACE.map((name) => model.get(name));
    const [size, digit] = [model.get("size"), model.get("digit")];
    const pixels = pixelsAt(down, right);
    const found = sumProducts(layer, pixels);
    const { winner, rival } = findRival(found.scores, digit);
    /** @type {(k: number) => Parts} */
    const of = (k) => ({ score: found.scores[k], above: found.above[k], below: found.below[k], bias: layer.bias[k] });
    const verdict = winner === rival ? "what the model says" : "the strongest rival";
    own.write(`Weights of ${digit}: what you see`, of(digit), most.part, winner === digit);
    other.write(`Weights of ${rival}: ${verdict}`, of(rival), most.part, winner === rival);
    colours ??= readColours();
    const width = Math.max(size, Math.round(side * Math.min(2, window.devicePixelRatio)));
    const [drawn, radius] = [model.get("strokes"), model.get("radius")];
    const strokes = { strokes: drawn, radius, size, down, right, colours, width };
    for (const [panel, k] of /** @type {[Panel, number][]} */ ([
      [own, digit],
      [other, rival],
    ])) {
      const weights = layer.weights.subarray(k * size * size, (k + 1) * size * size);
      panel.paint({ weights, pixels, largest, strokes });
    }
    says.textContent = `The model says ${winner}.`;
    root.dataset.winner = String(winner);
    root.dataset.fooled = String(winner !== digit);
    columns.forEach((column, k) => column.write(found.scores[k], most.score, k === winner));
    const where = down || right ? `moved ${sayMove(tenth(down), tenth(right))}` : "in the middle";
    mover.name(`The digit ${digit}, ${where}`);
    next = [
      `${where[0].toUpperCase()}${where.slice(1)}`,
      `score of ${digit} ${fixed(found.scores[digit], 2)}, of ${rival} ${fixed(found.scores[rival], 2)}`,
      says.textContent,
    ].join("; ");
  }

  const say = () => (live.textContent = next);
  const readColours = () => paletteColours(root, ["ink", "muted", "positive", "negative"]);
  const repaint = () => {
    colours = null;
    draw();
  };

  const place = followTraits(model, PLACE, draw);
  for (const name of WHAT) model.on(`change:${name}`, build);
  const fit = () => {
    side = own.picture.clientWidth || 1;
    draw();
  };
  el.append(root);
  side = own.picture.clientWidth || 1;
  build();
  const isPlace = (/** @type {number} */ value) => Number.isFinite(value) && Math.abs(value) <= model.get("reach");
  const frame = addFrame({ model, root, state: PLACE, accepts: (values) => PLACE.every((at) => isPlace(values[at])) });
  const stopWatching = watchTheme(repaint);
  const observer = new ResizeObserver(fit);
  observer.observe(surface);
  return () => {
    observer.disconnect();
    stopWatching();
    frame.remove();
    place.stop();
    for (const name of WHAT) model.off(`change:${name}`, build);
  };
}

const LEGEND =
  "Blue: brightness here speaks for the digit. Orange: against it. Faint: no stroke lies here. Dashed, after a move: " +
  "where the digit stood in training.";
const tenth = (/** @type {number} */ place) => Math.round(10 * place) / 10;

/**
 * A class of the strip: its score above its name, a bar up from the middle if above 0, else down.
 * @param {number} k
 */
function createColumn(k) {
  const text = element("span", { className: "lesson-template-score", role: "cell" });
  const bar = element("span", { className: "lesson-template-column-bar" });
  const track = element("span", { className: "lesson-template-track", "aria-hidden": "true" }, [bar]);
  const head = element("span", { className: "lesson-template-digit", role: "rowheader", text: String(k) });
  const node = element("div", { className: "lesson-template-column", role: "row" }, [head, track, text]);
  /** @type {(score: number, most: number, isFirst: boolean) => void} */
  const write = (score, most, isFirst) => {
    text.textContent = fixed(score, 1);
    node.dataset.value = String(score);
    node.classList.toggle("lesson-winner", isFirst);
    bar.dataset.sign = score < 0 ? "negative" : "positive";
    bar.style.height = `${Math.min(50, (50 * Math.abs(score)) / most)}%`;
  };
  return { node, write };
}

export default { render };
