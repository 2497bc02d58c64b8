// The threshold explorer: lower the bias, and watch what ReLU leaves of a map.
import { createRamp, filterPicture, fromBase64, paint, paintPlanes } from "../kit/canvas_paint.js";
import { fixed, percent } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { createSlider } from "../kit/slider.js";
import { paletteColours, watchTheme } from "../kit/theme.js";
import { addFrame } from "../kit/toolbar.js";
import { threshold } from "./threshold.js";
/** @import { Model } from "../kit/traits.js" */

/**
 * @typedef {object} Traits
 * @property {[height: number, width: number]} size
 * @property {string} pixels in base64
 * @property {number[][]} filter
 * @property {number} lowest bias that can be chosen
 * @property {number} bias
 * @property {string} key
 */

const WHAT = ["size", "pixels", "filter", "lowest"];
const STEP = 0.05;
// Of the largest response that there can be: from there on the colour is full, so that smaller ones are seen.
const FULL = 0.6;
const TITLES = { picture: "Image", map: "Map", left: "Map + bias, then ReLU" };

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const todo = element("p", { className: "lesson-to-do", text: "Lower the bias. What goes first, and what stays?" });
  const canvases = Object.fromEntries(
    Object.keys(TITLES).map((name) => [name, element("canvas", { "aria-hidden": "true" })]),
  );
  const panels = Object.entries(TITLES).map(([name, text]) => {
    const title = element("div", { className: "lesson-title", text });
    return element("div", { className: "lesson-threshold-part", "data-part": name }, [title, canvases[name]]);
  });
  const slider = createSlider({
    name: "Bias",
    least: model.get("lowest"),
    most: 0,
    step: STEP,
    say: (bias) => fixed(bias, 2),
    changed: (bias, done) => {
      model.set("bias", bias);
      model.save_changes();
      if (done) live.textContent = said.textContent;
    },
  });
  const said = element("p", { className: "lesson-threshold-said", "data-part": "said" });
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  const stage = element("div", { className: "lesson-threshold-stage" }, panels);
  const named = { className: "lesson-view lesson-threshold", role: "group", "aria-label": "Threshold explorer" };
  const root = element("div", named, [todo, stage, slider.node, said, live]);
  keepKeys(root);
  /** @type {ReturnType<typeof filterPicture>} */
  let map;
  let largest = 1; // of the responses, before the bias
  /** @type {Uint8Array} */
  let ramp;

  function build() {
    const [height, width] = model.get("size");
    const picture = { height, width, pixels: fromBase64(model.get("pixels")) };
    const filtered = filterPicture(picture, model.get("filter"));
    map = { ...filtered, values: filtered.values.map((value) => value / 255) };
    largest = map.values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    slider.input.min = String(model.get("lowest"));
    paintPlanes(canvases.picture, picture);
    paintMap();
    draw();
  }

  function paintMap() {
    ramp = createRamp(true, paletteColours(root, ["background", "positive", "negative"]));
    paint(canvases.map, map, FULL * largest, ramp);
  }

  function draw() {
    const { values, kept } = threshold(map.values, model.get("bias"));
    const most = Math.max(largest + model.get("bias"), STEP);
    paint(canvases.left, { ...map, values }, FULL * most, ramp);
    slider.show(model.get("bias"));
    const count = (/** @type {number} */ number) => number.toLocaleString("en");
    const all = values.length;
    const above = model.get("bias") ? `above ${fixed(-model.get("bias"), 2)}` : "above 0";
    said.textContent = `${count(kept)} of ${count(all)} responses are ${above}: ${percent(kept / all)} of the map.`;
    root.dataset.kept = String(kept);
  }

  const repaint = () => {
    paintMap();
    draw();
  };
  for (const name of WHAT) model.on(`change:${name}`, build);
  model.on("change:bias", draw);
  el.append(root);
  build();
  const isBias = (/** @type {number} */ bias) => Number.isFinite(bias) && bias >= model.get("lowest") && bias <= 0;
  const frame = addFrame({ model, root, state: ["bias"], accepts: ({ bias }) => isBias(bias) });
  const stopWatching = watchTheme(repaint);
  return () => {
    stopWatching();
    frame.remove();
    for (const name of WHAT) model.off(`change:${name}`, build);
    model.off("change:bias", draw);
  };
}

export default { render };
