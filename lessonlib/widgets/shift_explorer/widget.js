// The shift explorer: a picture to drag about, and what trained models say to it.
import { contextOf } from "../kit/canvas_paint.js";
import { addFrame } from "../kit/toolbar.js";
import { element } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { createMover, movePicture, sayMove } from "../kit/mover.js";
import { followTraits } from "../kit/traits.js";
import { applyLayer, readNetwork, softmax, toTensor } from "../math/forward_pass.js";
import { createAnswer, first } from "../kit/scores.js";
/** @import { Move } from "../kit/mover.js" */
/** @import { Model } from "../kit/traits.js" */
/** @import { Layer, StoredLayer } from "../math/forward_pass.js" */

/**
 * @typedef {{ name: string, layers: StoredLayer[], parameters: number }} Network
 * @typedef {Move & {
 *   picture: number[][], networks: Network[], classes: string[],
 *   question: keyof typeof WORDS, reach: number, key: string,
 * }} Traits
 * @typedef {ReturnType<typeof createAnswer> & { name: string, network: Layer[], before: number, said?: string }} Panel
 * a model: its layers, what it says in the middle (before) and in words (said) where the picture now stands
 */

/** @type {(keyof Move)[]} */
const PLACE = ["down", "right"];
const WHAT = ["picture", "networks", "classes", "reach", "question"];
// What the models are asked: what stands there, whose right answer stays, or in which quarter it stands.
const WORDS = {
  what: { start: "In the middle, as in training", legend: "Dashed: where it stood in training." },
  where: { start: "Where it began", legend: "Dashed: where it began." },
};

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const mark = element("div", { className: "lesson-shift-mark", "aria-hidden": "true" });
  const surface = element("div", { className: "lesson-surface", "data-part": "picture" }, [canvas, mark]);
  const where = element("p", { className: "lesson-where", "data-part": "where" });
  const legend = element("p", { className: "lesson-note" });
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
    pixel: () => surface.clientWidth / model.get("picture")[0].length,
  });
  const answers = element("div", { className: "lesson-answers" });
  const paper = element("div", { className: "lesson-paper" }, [surface, where, mover.pad, legend]);
  const stage = element("div", { className: "lesson-shift" }, [paper, answers]);
  const named = { className: "lesson-view lesson-shift-view", role: "group", "aria-label": "Shift explorer" };
  const root = element("div", named, [stage, live]);
  keepKeys(root);
  /** @type {Panel[]} */
  let panels = []; // one for each model

  // The models and the picture are new: the weights are unpacked here and nowhere else.
  function build() {
    const picture = model.get("picture");
    const classes = model.get("classes");
    canvas.height = picture.length;
    canvas.width = picture[0].length;
    surface.style.aspectRatio = `${canvas.width} / ${canvas.height}`;
    markBox(mark, picture);
    legend.textContent = WORDS[model.get("question")].legend;
    panels = model.get("networks").map(({ name, layers, parameters }) => {
      const network = readNetwork(layers);
      const panel = createAnswer(name, classes, `${parameters.toLocaleString("en")} parameters`);
      return { ...panel, name, network, before: first(answer(network, picture)) };
    });
    answers.replaceChildren(...panels.map((panel) => panel.root));
    draw();
  }

  function draw() {
    const [down, right] = PLACE.map((name) => model.get(name));
    const classes = model.get("classes");
    const moved = movePicture(model.get("picture"), down, right);
    paintGrey(canvas, moved);
    const asksWhere = model.get("question") === "where";
    const quarter = quarterOf(moved);
    where.textContent = down || right ? `Moved ${sayMove(down, right)}` : WORDS[model.get("question")].start;
    if (asksWhere) where.textContent += `: ${classes[quarter]}`;
    mover.name(`Image, ${down || right ? `moved ${sayMove(down, right)}` : "in the middle"}`);
    for (const panel of panels) {
      const parts = answer(panel.network, moved);
      const right = asksWhere ? quarter : panel.before;
      const changed = first(parts) !== right;
      panel.said = panel.write(parts);
      panel.root.dataset.changed = String(changed);
      if (asksWhere) panel.note.textContent = changed ? `Wrong: it is ${classes[right]}.` : "Right.";
      else panel.note.textContent = changed ? `Not ${classes[right]} as in the middle.` : "The same as in the middle.";
    }
  }

  function say() {
    live.textContent = [where.textContent, ...panels.map(({ name, said }) => `${name} ${said}`)].join("; ");
  }

  const place = followTraits(model, PLACE, draw);
  for (const name of WHAT) model.on(`change:${name}`, build);
  build();
  el.append(root);
  const accepts = (/** @type {Move} */ values) => PLACE.every((name) => Math.abs(values[name]) <= model.get("reach"));
  const isWhole = (/** @type {Move} */ values) => PLACE.every((name) => Number.isInteger(values[name]));
  const frame = addFrame({ model, root, state: PLACE, accepts: (values) => isWhole(values) && accepts(values) });
  return () => {
    frame.remove();
    place.stop();
    for (const name of WHAT) model.off(`change:${name}`, build);
  };
}

/**
 * The quarter in which the middle of all brightness lies: 0 top left, 1 top right, 2 bottom left, 3 bottom right.
 * @param {number[][]} picture
 */
function quarterOf(picture) {
  let [total, down, across] = [0, 0, 0];
  picture.forEach((row, i) =>
    row.forEach((value, j) => {
      total += value;
      down += value * (i + 0.5);
      across += value * (j + 0.5);
    }),
  );
  return 2 * Number(down > (total * picture.length) / 2) + Number(across > (total * picture[0].length) / 2);
}

/** @param {Layer[]} network @param {number[][]} picture */
function answer(network, picture) {
  return softmax(Array.from(network.reduce((tensor, layer) => applyLayer(layer, tensor), toTensor(picture)).data));
}

/**
 * Grey pixels, dark for 0 and light for 1, as grids paint them.
 * @param {HTMLCanvasElement} canvas
 * @param {number[][]} picture
 */
function paintGrey(canvas, picture) {
  const context = contextOf(canvas);
  const image = context.createImageData(canvas.width, canvas.height);
  picture.flat().forEach((value, i) => {
    image.data.fill(Math.round(48 + 202 * Math.max(0, Math.min(1, value))), 4 * i, 4 * i + 3);
    image.data[4 * i + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}

/**
 * The dashed rectangle around everything that is not 0 in the unmoved picture.
 * @param {HTMLElement} mark
 * @param {number[][]} picture
 */
function markBox(mark, picture) {
  const [height, width] = [picture.length, picture[0].length];
  const rows = [...picture.keys()].filter((i) => picture[i].some(Boolean));
  const columns = [...picture[0].keys()].filter((j) => picture.some((row) => row[j]));
  mark.hidden = !rows.length;
  if (mark.hidden) return;
  mark.style.top = `${(100 * rows[0]) / height}%`;
  mark.style.bottom = `${100 - (100 * (rows[rows.length - 1] + 1)) / height}%`;
  mark.style.left = `${(100 * columns[0]) / width}%`;
  mark.style.right = `${100 - (100 * (columns[columns.length - 1] + 1)) / width}%`;
}

export default { render };
