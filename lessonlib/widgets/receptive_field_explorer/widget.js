// The receptive field explorer: a stack of layers, and what one unit of it sees of the picture.
import { createRadios } from "../kit/selection.js";
import { dragByFinger } from "../kit/drag_mark.js";
import { drawCone, drawField, marginOf } from "./cone.js";
import { listSettings, sizeDeadEnds, sizeFormula } from "../math/conv.js";
import { typeset } from "../kit/format.js";
import { addFrame } from "../kit/toolbar.js";
import { element } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { createLayerEditor, MOST } from "./layer_editor.js";
import { growth, layerOffers, layerProblem, sayField, sayFloored, stackSizes, trace } from "./recurrence.js";
import { readTraits } from "../kit/traits.js";
/** @import { Model } from "../kit/traits.js" */
/** @import { Setting } from "../math/conv.js" */
/** @import { Settings } from "./layer_editor.js" */
/** @import { Layer, Level } from "./recurrence.js" */

/**
 * @typedef {"presets" | "layers" | "floor"} Control
 * @typedef {Pick<Settings, "input_size" | "layers" | "floor">} Preset
 * @typedef {[name: keyof Settings, value: Settings[keyof Settings]]} Change to Object.entries the name is any text
 * @typedef {Settings & { presets: Record<string, Preset>, picture: string, controls: Control[], key: string }} Traits
 * picture: its address
 */

/** @type {(keyof Settings)[]} */
const SETTINGS = ["input_size", "layers", "floor", "layer", "unit"];
const SOURCE = "https://doi.org/10.23915/distill.00021";
const ARGUMENTS = { filter_size: 1, stride: 2, padding: 3 };

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const has = (/** @type {Control} */ control) => model.get("controls").includes(control);
  /** @type {Model<Traits>["get"]} */
  const get = (name) => model.get(name);
  const presets = Object.keys(get("presets"));
  const choices = createRadios(
    "Stack",
    presets.map((value) => ({ value, text: value.replace("'", "\u2019") })),
    (name) => set({ ...get("presets")[name], layer: get("presets")[name].layers.length, unit: -1 }),
  );
  choices.root.hidden = !has("presets");
  const coneFrame = element("div", { className: "lesson-cone-frame", "data-part": "cone" });
  const field = element("div", { "data-part": "field" });
  const reach = element("div", { className: "lesson-reach" }, [coneFrame, field]);
  const layerSlider = createSlider("Layer", (layer) => set({ layer, unit: -1 }));
  const unitSlider = createSlider("Unit", (unit) => set({ unit }));
  const sliders = element("div", { className: "lesson-sliders" }, [...layerSlider.nodes, ...unitSlider.nodes]);
  const said = element("p", { role: "status", "data-part": "live" });
  said.setAttribute("aria-live", "polite");
  const editor = createLayerEditor(set, () => readTraits(model, SETTINGS));
  editor.node.hidden = !has("layers");
  const problem = element("div", { className: "lesson-problem", "data-part": "problem", role: "status" });
  const floorBox = element("input", { type: "checkbox" });
  const floor = element("label", { className: "lesson-floor" }, [floorBox, "Round sizes down, as PyTorch does"]);
  const floored = element("p", { className: "lesson-note", "data-part": "floored" });
  floor.hidden = !has("floor");
  floorBox.addEventListener("change", () => set({ floor: floorBox.checked }));
  const list = element("ol", { className: "lesson-layers", "data-part": "layers", "aria-label": "Layers" });
  const source = element("p", { className: "lesson-note" }, [
    "r: receptive field, in pixels. j: pixels from one unit to the next. In each layer r becomes r + (F \u2212 1)·j, then j becomes j·S (",
    element("a", { href: SOURCE, text: "Araujo, Norris and Sim, 2019" }),
    ").",
  ]);
  const parts = [choices.root, reach, sliders, said, editor.node, problem, floor, floored, list, source];
  const root = element("div", { className: "lesson-view lesson-chips lesson-receptive", role: "group" }, parts);
  root.setAttribute("aria-label", "Receptive field explorer");
  keepKeys(root);
  /** @type {ReturnType<typeof drawCone>["unitAt"]} */
  let unitAt = () => null;
  let busy = false;
  /** @type {ReturnType<typeof readState>} */
  let state; // what is on screen: the settings and what follows from them

  /** @param {Partial<Settings>} changes */
  function set(changes) {
    busy = true; // several settings change as one
    for (const [name, value] of /** @type {Change[]} */ (Object.entries(changes))) model.set(name, value);
    busy = false;
    model.save_changes();
    drawAll();
  }

  function readState() {
    const [inputSize, layers, isFloor] = [get("input_size"), get("layers"), get("floor")];
    const sizes = stackSizes(inputSize, layers, isFloor);
    const chosen = Math.max(1, Math.min(get("layer"), layers.length));
    const level = Math.min(chosen, sizes.length - 1); // the layer chosen, or the last one that fits
    const last = sizes[level] - 1;
    const unit = get("unit") < 0 ? Math.floor(last / 2) : Math.min(get("unit"), last);
    const traced = trace(sizes, layers, level, unit);
    return { inputSize, layers, isFloor, sizes, levels: growth(layers), chosen, level, last, unit, traced };
  }

  function drawAll() {
    if (busy) return;
    state = readState();
    const { inputSize, layers, isFloor, sizes, levels, chosen, level, last, unit, traced } = state;
    const same = (/** @type {Preset} */ { input_size: size, layers: others }) =>
      String([size, others]) === String([inputSize, layers]);
    choices.show(presets.find((name) => same(get("presets")[name])) ?? "");
    drawReach();
    layerSlider.write(level, sizes.length - 1, `${level} of ${layers.length}`, 1);
    unitSlider.write(unit, last, `${unit} (0 to ${last})`);
    const where = `Unit ${unit} of layer ${level} (${layers[level - 1]?.[0]}).`;
    const text = level ? `${where} ${sayField(traced[0], inputSize)}` : "The first layer does not fit the input.";
    if (said.textContent !== text) said.textContent = text;
    Object.assign(root.dataset, { field: levels[level].field, units: traced[0].units.length });
    editor.write(inputSize, layers, chosen);
    floorBox.checked = isFloor;
    floored.textContent = isFloor ? sayFloored(sizes, layers) : "";
    drawProblem(sizes, layers, isFloor);
    drawLayers(sizes, layers, levels, chosen);
  }

  function drawReach() {
    const { inputSize, layers, sizes, levels, level, last, traced } = state;
    const names = ["input", ...layers.map(([kind], i) => `${i + 1} ${kind}`)];
    const middle = trace(sizes, layers, level, Math.floor(last / 2))[0];
    const cone = drawCone({ sizes, names, levels, traced, width: coneFrame.clientWidth || 480 });
    unitAt = cone.unitAt;
    coneFrame.replaceChildren(cone.svg);
    const side = levels[level].field;
    const caption = element("p", {
      className: "lesson-note",
      text: `It may see ${side} × ${side} of ${inputSize} × ${inputSize} pixels`,
    });
    field.replaceChildren(drawField(get("picture"), inputSize, traced[0], middle, marginOf(sizes, levels)), caption);
  }

  /**
   * @param {number[]} sizes
   * @param {Layer[]} layers
   * @param {Level[]} levels
   * @param {number} chosen
   */
  function drawLayers(sizes, layers, levels, chosen) {
    const items = layers.map(([kind, filterSize, stride, padding], i) => {
      const settings = `${kind} ${filterSize}×${filterSize}, S ${stride}, P ${padding}`;
      const sums = [levels[i + 1].fieldText, levels[i + 1].stepText, saySize(sizes, i, layers[i])].map((text) => {
        const [start, end] = text.split(/ = (?!.*= )/);
        return element(
          "span",
          { className: "lesson-unbroken" },
          end ? [`${start} = `, element("b", { text: end })] : [text],
        );
      });
      const number = element("span", {}, [element("b", { text: `${i + 1} ` }), settings]);
      const item = element("li", { className: "lesson-layer", "data-layer": i + 1 }, [number, ...sums]);
      item.addEventListener("click", () => set({ layer: i + 1, unit: -1 }));
      if (i + 1 === chosen) item.setAttribute("aria-current", "true");
      return item;
    });
    list.replaceChildren(...items);
  }

  /**
   * The first layer that does not fit: why, and one click for each nearest setting that does.
   * @param {number[]} sizes
   * @param {Layer[]} layers
   * @param {boolean} isFloor
   */
  function drawProblem(sizes, layers, isFloor) {
    const number = sizes.length; // of the layer that broke off the stack
    problem.hidden = number > layers.length;
    if (problem.hidden) {
      problem.replaceChildren();
      return;
    }
    const [size, layer] = [/** @type {number} */ (sizes.at(-1)), layers[number - 1]];
    const offers = layerOffers(size, layer);
    const take = (/** @type {Setting} */ [name, value]) => {
      if (name === "input_size") return set({ input_size: value });
      const changed = /** @type {Layer} */ (layer.map((part, i) => (i === ARGUMENTS[name] ? value : part)));
      return set({ layers: layers.map((other, i) => (i === number - 1 ? changed : other)) });
    };
    const inReach = (/** @type {Setting} */ [name, value]) =>
      value <= MOST[name] && (number === 1 || name !== "input_size");
    const buttons = offers
      .filter(inReach)
      .map((offer) => createButton(`${offer[0]} ${offer[1]} gives ${offer[2]}`, () => take(offer)));
    if (!isFloor && has("floor") && !layerProblem(size, layer, true)) {
      buttons.push(createButton("Round down, as PyTorch does", () => set({ floor: true })));
    }
    const group = { className: "lesson-choices", role: "group", "aria-label": "Settings that work" };
    const others = listSettings(offers.filter((offer) => !inReach(offer)));
    const notes = others ? [`Also works: ${others}.`] : [];
    if (layerProblem(size, layer, true) === "") notes.push(...sizeDeadEnds(size, layer[1], layer[2], layer[3]));
    problem.replaceChildren(
      element("p", { text: typeset(`Layer ${number}: ${layerProblem(size, layer, isFloor)}`) }),
      ...(has("layers") && buttons.length ? [element("div", group, buttons)] : []),
      ...notes.map((text) => element("p", { className: "lesson-note", text: typeset(text) })),
    );
  }

  /**
   * A click and a tap choose the unit there; a finger that goes sideways, and a mouse that drags, one after the other
   * of the row where they came down.
   * @type {(point: { clientX: number, clientY: number }) => ReturnType<typeof unitAt>}
   */
  const under = ({ clientX, clientY }) => {
    const box = coneFrame.getBoundingClientRect();
    const across = ((clientX - box.left) / box.width) * coneFrame.clientWidth;
    return unitAt(across, ((clientY - box.top) / box.height) * coneFrame.clientHeight);
  };
  const choose = (/** @type {ReturnType<typeof unitAt>} */ found) => {
    const isNew = found?.level && (found.level !== state.level || found.unit !== state.unit);
    if (isNew) set({ layer: found.level, unit: found.unit });
  };
  let row = 0; // on the screen, where the pointer came down
  const drag = (/** @type {{ clientX: number }} */ { clientX }) => choose(under({ clientX, clientY: row }));
  coneFrame.addEventListener("pointerdown", ({ clientY }) => (row = clientY));
  coneFrame.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch" && event.buttons === 1) drag(event);
  });
  coneFrame.addEventListener("click", drag);
  dragByFinger(coneFrame, { held: () => null, move: drag });
  for (const name of SETTINGS) model.on(`change:${name}`, drawAll);
  el.append(root);
  drawAll();
  const frame = addFrame({ model, root, state: SETTINGS, accepts });
  const observer = new ResizeObserver(drawReach);
  observer.observe(coneFrame);
  return () => {
    observer.disconnect();
    frame.remove();
    for (const name of SETTINGS) model.off(`change:${name}`, drawAll);
  };
}

/**
 * The size of a layer, as a sum with its result.
 * @param {number[]} sizes
 * @param {number} i
 * @param {Layer} layer
 */
function saySize(sizes, i, [, ...setting]) {
  if (i + 1 >= sizes.length) return i < sizes.length ? "does not fit" : "has no input";
  const formula = typeset(`size ${sizeFormula(sizes[i], ...setting)}`);
  return formula.endsWith(`= ${sizes[i + 1]}`) ? formula : `${formula} → ${sizes[i + 1]}`;
}

/** @param {string} text @param {() => void} click */
function createButton(text, click) {
  const button = element("button", { className: "lesson-button", type: "button", text });
  button.addEventListener("click", click);
  return button;
}

/** @param {string} name @param {(place: number) => void} move */
function createSlider(name, move) {
  const input = element("input", { type: "range", min: 0, step: 1, "aria-label": name });
  const output = element("output", { "aria-hidden": "true" });
  input.addEventListener("input", () => move(Number(input.value)));
  /** @type {(value: number, most: number, text: string, least?: number) => void} */
  const write = (value, most, text, least = 0) => {
    Object.assign(input, { min: Math.min(least, most), max: most, value });
    input.setAttribute("aria-valuetext", text);
    output.textContent = text;
  };
  return { nodes: [element("span", { text: name, "aria-hidden": "true" }), input, output], write };
}

/** What an address may bring: a stack that the page could have made. @param {Settings} settings */
function accepts({ input_size: inputSize, layers, layer, unit }) {
  /** @type {(value: number, least: number, most: number) => boolean} */
  const within = (value, least, most) => Number.isInteger(value) && value >= least && value <= most;
  const isLayer = (/** @type {Layer} */ [kind, filterSize, stride, padding]) =>
    ["conv", "pool"].includes(kind) &&
    within(filterSize, 1, MOST.filter_size) &&
    within(stride, 1, MOST.stride) &&
    within(padding, 0, MOST.padding);
  const isStack = within(layers.length, 1, MOST.layers) && layers.every((line) => line.length === 4 && isLayer(line));
  return (
    within(inputSize, 1, MOST.input_size) &&
    isStack &&
    within(layer, 1, layers.length) &&
    within(unit, -1, MOST.input_size)
  );
}

export default { render };
