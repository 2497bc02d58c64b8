// The parameter calculator: what a linear, a locally connected and a convolutional layer cost for the same output.
import { compareLayers, drawCharts, sayOutput } from "./charts.js";
import { nearestSettings } from "../math/conv.js";
import { countLayers } from "./counts.js";
import { createNumberField } from "../kit/fields.js";
import { addFrame } from "../kit/toolbar.js";
import { element } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { findOffers, findProblems, writeProblem } from "../kit/size_error.js";
import { readTraits } from "../kit/traits.js";
/** @import { Model } from "../kit/traits.js" */
/** @import { Argument } from "../math/conv.js" */
/** @import { Sides } from "../math/coverage.js" */
/** @import { LayerName, SettingName, Settings, State } from "./counts.js" */

/**
 * @typedef {State & { layers: LayerName[], key: string }} Traits
 * @typedef {[legend: string, entries: SettingName[]]} Fieldset
 * @typedef {[text: string, least: number, most: number]} Limit
 * @typedef {ReturnType<typeof createNumberField> & { say: (name: SettingName, text?: string) => void }} Field
 */

/** @type {Fieldset[]} */
const FIELDS = [
  ["Image", ["height", "width", "channels"]],
  ["Layer", ["filters", "filter_size", "stride", "padding"]],
];
/** @type {Record<SettingName, Limit>} */
const LIMITS = {
  height: ["Height", 1, 100000],
  width: ["Width", 1, 100000],
  channels: ["Channels", 1, 100000],
  filters: ["Filters K", 1, 100000],
  filter_size: ["Size F", 1, 100000],
  stride: ["Stride S", 1, 1000],
  padding: ["Padding P", 0, 1000],
};
const STALE = "The last sizes that fit";
const SETTINGS = /** @type {SettingName[]} */ (Object.keys(LIMITS)); // plain strings
const LABELS = { filter_size: "Size F", stride: "Stride S", padding: "Padding P" }; // as LIMITS has them
const IN_UNITS = ["height", "width", "channels", "filters"]; // the settings of a linear layer alone
/** @type {[text: string, values: number[], isLinear: boolean][]} */
const EXAMPLES = [
  ["224×224×3 into 100 units", [224, 224, 3, 100, 224, 1, 0], true],
  ["One unit on 200×200×3", [200, 200, 3, 1, 200, 1, 0], true],
  ["AlexNet’s first layer", [227, 227, 3, 96, 11, 4, 0], false],
];

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const kind = model.get("kind");
  const shown = model.get("layers");
  /** @type {Partial<Record<SettingName, Field>>} */
  const fields = {};
  const problem = element("div", { className: "lesson-problem", "data-part": "problem", role: "status" });
  const output = element("p", { className: "lesson-note", "data-part": "output" });
  const weights = element("div", { className: "lesson-charts lesson-charts-weights", role: "group" });
  const multiplications = element("div", { className: "lesson-charts", role: "group" });
  const words = element("div", { className: "lesson-words", role: "status", "data-part": "words" });
  words.setAttribute("aria-live", "polite");
  const examples = EXAMPLES.filter(([, , isLinear]) => kind === "layers" || isLinear).map(([text, values]) => {
    const button = element("button", { className: "lesson-button", type: "button", text });
    button.addEventListener("click", () => set(Object.fromEntries(SETTINGS.map((name, i) => [name, values[i]]))));
    return { button, values };
  });
  const buttons = examples.map(({ button }) => button);
  const choices = element("div", { className: "lesson-choices", role: "group", "aria-label": "Examples" }, buttons);
  const form = element("div", { className: "lesson-fields" }, FIELDS.map(createFieldset));
  const parts = [choices, form, problem, output, weights, multiplications, words];
  const root = element("div", { className: "lesson-view lesson-calculator", role: "group" }, parts);
  root.setAttribute("aria-label", "Parameter calculator");
  keepKeys(root);

  /** @param {Fieldset} fieldset */
  function createFieldset([legend, entries]) {
    const message = element("p", { className: "lesson-message", role: "status" });
    /** @type {Map<SettingName, string>} */
    const wrong = new Map();
    /** @type {Field["say"]} */
    const say = (name, text = "") => {
      wrong.set(name, text);
      message.textContent = [...wrong.values()].filter(Boolean).join(" ");
    };
    const labels = entries
      .filter((name) => kind === "layers" || IN_UNITS.includes(name))
      .map((name) => {
        const [text, least, most] = LIMITS[name];
        const label = name === "filters" && kind === "units" ? "Units" : text;
        const field = createNumberField({ name: label, least, most, whole: true }, message, (read) => {
          say(name, read.problem);
          if (!read.problem) set({ [name]: read.value });
        });
        field.field.inputMode = "numeric";
        fields[name] = { ...field, say };
        return element("label", {}, [element("span", { text: label }), field.field]);
      });
    const row = element("div", { className: "lesson-fields-row" }, labels);
    return element("fieldset", {}, [element("legend", { text: legend }), row, message]);
  }

  /** @type {() => State} */
  const readState = () => readTraits(model, ["kind", ...SETTINGS]);
  let holding = false; // several settings change at once

  /** @param {Partial<Settings>} values */
  function set(values) {
    holding = true;
    for (const [name, value] of /** @type {[SettingName, number][]} */ (Object.entries(values))) model.set(name, value);
    holding = false;
    model.save_changes();
    draw();
  }

  function draw() {
    if (holding) return;
    const state = readState();
    for (const [name, { field, write, say }] of /** @type {[SettingName, Field][]} */ (Object.entries(fields))) {
      if (field === document.activeElement && field.getAttribute("aria-invalid")) continue; // another setting changed
      write(state[name]);
      say(name);
    }
    for (const { button, values } of examples) {
      button.setAttribute(
        "aria-pressed",
        SETTINGS.every((name, i) => !fields[name] || state[name] === values[i]),
      );
    }
    const { height, width, filter_size: size, stride, padding } = state;
    /** @type {Sides} */
    const sides = { rows: [height, size], columns: [width, size] };
    const problems = kind === "units" ? [] : findProblems(sides, stride, padding);
    markStale(problems.length > 0);
    if (problems.length) {
      const side = problems.length > 1 ? "Side" : problems[0].side.startsWith("Rows") ? "Height" : "Width";
      const names = { ...LABELS, input_size: height === width ? "Height and width" : side };
      problem.replaceChildren(...writeProblem(problems, offers(sides, stride, padding), take, names));
    } else drawCounts(state); // else the last good picture stays
  }

  /**
   * The last good picture steps back behind what is wrong, and says whose it is. On a phone the problem takes its
   * place.
   * @param {boolean} isStale
   */
  function markStale(isStale) {
    if (isStale && problem.hidden) root.style.setProperty("--lesson-bars", `${weights.offsetHeight}px`);
    problem.hidden = !isStale;
    for (const part of [output, weights, multiplications, words]) part.classList.toggle("lesson-stale", isStale);
    const isOld = isStale && output.textContent !== ""; // a figure may begin with sizes that do not fit
    for (const part of [weights, multiplications]) part.setAttribute("aria-label", isOld ? STALE : "Counts");
    if (isOld && !output.textContent.startsWith(STALE)) output.prepend(`${STALE}: `);
  }

  /**
   * The nearest settings, one click each; both sides of a square picture change together.
   * @param {Sides} sides
   * @param {number} stride
   * @param {number} padding
   */
  function offers(sides, stride, padding) {
    if (String(sides.rows) !== String(sides.columns)) {
      return findOffers(sides, stride, padding, { stride: stride + 20, padding: padding + 20 });
    }
    const near = nearestSettings(...sides.rows, stride, padding);
    const possible = near.filter(([name, value]) => value <= LIMITS[name === "input_size" ? "height" : name][2]);
    return possible.map(([name, value, size]) => ({ name, value, rows: size, columns: size }));
  }

  /** @type {(name: Argument, value: number) => void} */
  const take = (name, value) => set(name === "input_size" ? { height: value, width: value } : { [name]: value });

  /** @param {State} state */
  function drawCounts(state) {
    const counted = countLayers(state);
    output.textContent = sayOutput(state, counted);
    const charts = drawCharts(shown, { ...counted, kind });
    weights.replaceChildren(...charts.weights);
    multiplications.replaceChildren(...charts.multiplications);
    words.replaceChildren(...compareLayers(shown, state, counted).map((text) => element("p", { text })));
  }

  for (const name of SETTINGS) model.on(`change:${name}`, draw);
  draw();
  el.append(root);
  /** @type {(value: number, limit: Limit) => boolean} */
  const isPossible = (value, [, least, most]) => Number.isInteger(value) && value >= least && value <= most;
  /** @type {(values: Settings) => boolean} */
  const accepts = (values) => SETTINGS.every((name) => isPossible(values[name], LIMITS[name]));
  const frame = addFrame({ model, root, state: SETTINGS, accepts });
  return () => {
    frame.remove();
    for (const name of SETTINGS) model.off(`change:${name}`, draw);
  };
}

export default { render };
