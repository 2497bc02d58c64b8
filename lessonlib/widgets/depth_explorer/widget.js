// The depth explorer: drag the outline of what a unit may see; the light shows where its paths start.
import { contextOf } from "../kit/canvas_paint.js";
import { plural } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { createRadios } from "../kit/selection.js";
import { createSlider } from "../kit/slider.js";
import { addFrame } from "../kit/toolbar.js";
import { fieldOf, layersFor, mostLayers, pathRow, widthThatCounts } from "./paths.js";
/** @import { Model } from "../kit/traits.js" */

/**
 * @typedef {{ stride: number, depth: number }} Layers how many, and the stride of each
 * @typedef {{ photograph: string, side: number, controls: (keyof Layers)[] }} Photo its address, and its side once cut
 * @typedef {Layers & Photo & { key: string }} Traits
 */

/** @type {(keyof Layers)[]} */
const STATE = ["stride", "depth"];
const WHAT = ["photograph", "side", "controls"];
const STRIDES = [1, 2, 3];
const DIM = 0.35; // how much of a pixel is seen where no light falls
const SMALL = 24; // a side in pixels
const EDGE = 8; // pixels that the handle needs outside the outline
const SIDEWAYS = 6; // pixels that a finger goes before it takes hold beside the handle
const TO_DO = {
  depth: "Drag the outline from 1 layer to 112. What does the light do?",
  stride: "Choose stride 2, then 3. What does the light do now?",
};

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const photo = element("canvas", { "aria-hidden": "true" });
  const shade = element("canvas", { "aria-hidden": "true" });
  const field = element("div", { className: "lesson-depth-field", "data-part": "field" });
  const light = element("div", { className: "lesson-depth-light", "data-part": "light" });
  const surface = element("div", { className: "lesson-depth-surface", role: "img", "data-part": "picture" });
  surface.append(photo, shade, light, field);
  const todo = element("p", { className: "lesson-to-do" });
  const slider = createSlider({
    name: "Depth",
    least: 1,
    most: mostLayers(1),
    say: (depth) => plural(depth, "layer"),
    changed: (depth, done) => go(depth, done),
  });
  const strides = createRadios(
    "Stride of every layer",
    STRIDES.map((value) => ({ value, text: String(value) })),
    (value) => chooseStride(Number(value)),
  );
  const enough = element("p", { className: "lesson-depth-enough", "data-part": "enough" });
  const may = element("p", { className: "lesson-depth-number", "data-part": "may" });
  const mostly = element("p", { className: "lesson-depth-number", "data-part": "mostly" });
  const legend = element("p", {
    className: "lesson-note",
    text: "The brighter a pixel, the more paths lead from it to the unit.",
  });
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  live.setAttribute("aria-live", "polite");
  const panel = element("div", { className: "lesson-depth-panel" });
  const stage = element("div", { className: "lesson-depth-stage" }, [surface, panel]);
  const named = { className: "lesson-view lesson-chips lesson-depth", role: "group", "aria-label": "Depth explorer" };
  const root = element("div", named, [todo, stage, live]);
  keepKeys(root);
  let said = "";
  /** @type {Map<number, number>} */
  const last = new Map(); // the depth at each stride that was left

  const read = () => {
    const stride = model.get("stride");
    return { stride, depth: Math.min(model.get("depth"), mostLayers(stride)) };
  };

  /** @param {number} depth @param {boolean} done */
  function go(depth, done) {
    if (depth !== model.get("depth")) {
      model.set("depth", depth);
      model.save_changes();
    }
    if (done) live.textContent = said;
  }

  /** Each stride returns to its own last depth. @param {number} stride */
  function chooseStride(stride) {
    const now = read();
    last.set(now.stride, now.depth);
    model.set("depth", last.get(stride) ?? Math.min(now.depth, mostLayers(stride)));
    model.set("stride", stride);
    model.save_changes();
    live.textContent = said;
  }

  async function build() {
    const side = model.get("side");
    const has = (/** @type {keyof Layers} */ control) => model.get("controls").includes(control);
    const moves = [...(has("depth") ? [slider.node] : []), ...(has("stride") ? [strides.root, enough] : [])];
    panel.replaceChildren(...moves, may, mostly, legend);
    surface.classList.toggle("lesson-depth-handle", has("depth"));
    todo.textContent = TO_DO[has("stride") ? "stride" : "depth"];
    todo.hidden = !model.get("controls").length;
    for (const canvas of [photo, shade]) Object.assign(canvas, { width: side, height: side });
    draw();
    const image = new Image();
    image.src = model.get("photograph");
    await image.decode();
    const [left, top] = [image.naturalWidth, image.naturalHeight].map((whole) => Math.floor((whole - side) / 2));
    contextOf(photo).drawImage(image, left, top, side, side, 0, 0, side, side);
  }

  function draw() {
    const { stride, depth } = read();
    const row = pathRow(depth, stride);
    const counts = widthThatCounts(row);
    paintShade(shade, row);
    /** @type {[box: HTMLElement, side: number][]} */
    const boxes = [
      [field, row.length],
      [light, counts],
    ];
    for (const [box, side] of boxes) {
      box.style.setProperty("--lesson-side", `${(100 * side) / model.get("side")}%`);
      box.dataset.side = String(side);
    }
    field.dataset.small = String(row.length < SMALL);
    field.dataset.edge = String((model.get("side") - row.length) / 2 < EDGE);
    slider.input.max = String(mostLayers(stride));
    slider.show(depth);
    strides.show(stride);
    const most = plural(mostLayers(stride), "layer");
    enough.textContent = `Stride ${stride}: ${most} ${stride > 1 ? "are enough" : "are needed"} to see 224 pixels.`;
    const part = Math.round((100 * counts ** 2) / row.length ** 2);
    const square = (/** @type {number} */ side) => `${side} × ${side}`;
    may.replaceChildren("It may see ", element("strong", { text: square(row.length) }), " pixels.");
    mostly.replaceChildren(
      "95% of its paths start in ",
      element("strong", { text: square(counts) }),
      ` of them: ${part}% of the area.`,
    );
    said = `${plural(depth, "layer")} of stride ${stride}. ${may.textContent} ${mostly.textContent}`;
    surface.setAttribute("aria-label", `A photograph, lit in the middle. ${said}`);
  }

  // The outline goes as far in or out as the pointer does, wherever that went down.
  /** @type {number | null} */
  let held = null; // by how much the pointer is outside the outline, in pixels of the photograph
  /** @type {(event: PointerEvent) => number} */
  const reached = ({ clientX, clientY }) => {
    const box = surface.getBoundingClientRect();
    const away = Math.max(Math.abs(clientX - box.left - box.width / 2), Math.abs(clientY - box.top - box.height / 2));
    return (2 * away * model.get("side")) / box.width;
  };
  /** @type {{ x: number, y: number } | null} */
  let from = null; // where a finger came down beside the handle: up and down it scrolls the page
  const hold = (/** @type {PointerEvent} */ event) => {
    event.preventDefault();
    surface.setPointerCapture(event.pointerId);
    const { depth, stride } = read();
    held = reached(event) - fieldOf(depth, stride);
  };
  surface.addEventListener("pointerdown", (event) => {
    if (event.button || !model.get("controls").includes("depth")) return;
    if (event.pointerType === "mouse" || event.target === field) hold(event);
    else from = { x: event.clientX, y: event.clientY };
  });
  surface.addEventListener("pointermove", (event) => {
    if (from && held === null) {
      const [across, along] = [event.clientX - from.x, event.clientY - from.y].map(Math.abs);
      if (across > Math.max(SIDEWAYS, along)) hold(event);
    }
    if (held !== null) go(layersFor(reached(event) - held, model.get("stride")), false);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    surface.addEventListener(end, () => {
      if (held !== null) go(read().depth, true);
      [held, from] = [null, null];
    });
  }

  for (const name of STATE) model.on(`change:${name}`, draw);
  for (const name of WHAT) model.on(`change:${name}`, build);
  build();
  el.append(root);
  /** @type {(value: number, most: number) => boolean} */
  const isWithin = (value, most) => Number.isInteger(value) && value >= 1 && value <= most;
  /** @type {(layers: Layers) => boolean} */
  const accepts = ({ stride, depth }) => isWithin(stride, STRIDES.length) && isWithin(depth, mostLayers(stride));
  /** @type {(keyof Layers)[]} */
  const state = model.get("controls").includes("stride") ? STATE : ["depth"];
  const frame = addFrame({
    model,
    root,
    state,
    accepts: (/** @type {{ depth: number, stride?: number }} */ values) =>
      accepts({ stride: model.get("stride"), ...values }),
  });
  return () => {
    frame.remove();
    for (const name of STATE) model.off(`change:${name}`, draw);
    for (const name of WHAT) model.off(`change:${name}`, build);
  };
}

/**
 * Black over the photograph, clear where most paths start.
 * @param {HTMLCanvasElement} canvas
 * @param {Float64Array} row
 */
function paintShade(canvas, row) {
  const side = canvas.width;
  const first = (side - row.length) / 2;
  const most = Math.max(...row);
  const lit = Float64Array.from({ length: side }, (_, i) => (row[i - first] ?? 0) / most);
  const context = contextOf(canvas);
  const image = context.createImageData(side, side);
  for (let i = 0; i < side; i += 1) {
    for (let j = 0; j < side; j += 1) {
      image.data[4 * (i * side + j) + 3] = Math.round(255 * (1 - DIM) * (1 - lit[i] * lit[j]));
    }
  }
  context.putImageData(image, 0, 0);
}

export default { render };
