// Counts as bars on a logarithmic scale, each with its number, and in words what they say about the layers.
import { grouped, nameOfPower, powerOfTen, scaleFor, timesAsMuch } from "./counts.js";
import { element } from "../kit/grid.js";
/** @import { Counts, LayerName, State } from "./counts.js" */

/**
 * @typedef {keyof typeof MEASURES} Measure
 * @typedef {ReturnType<typeof import("./counts.js").countLayers>} Counted
 */

const LAYERS = {
  linear: ["Linear", "each reads the whole image"],
  local: ["Locally connected", "one patch each, own weights"],
  conv: ["Convolution", "one patch each, shared weights"],
};
const BOTH = "Weights, and as many multiplications";
const MEASURES = { weights: "Weights", multiplications: "Multiplications for one image" };

/**
 * What each measure shows, on one scale. A linear layer alone multiplies once with each weight: one chart says both.
 * @param {LayerName[]} layers
 * @param {{ kind: State["kind"], counts: Counts }} counted
 */
export function drawCharts(layers, { kind, counts }) {
  const measures = /** @type {Measure[]} */ (Object.keys(MEASURES)); // plain strings
  const all = layers.flatMap((layer) => measures.map((measure) => counts[layer][measure]));
  const scale = scaleFor(/** @type {bigint} */ (all.sort((a, b) => Number(a - b)).at(-1))); // there is a layer
  const step = grouped(10n ** BigInt(scale.ticks[1]));
  const text = `The bars are logarithmic: \u00d7${step} from tick to tick.`;
  const [weights, multiplications] = measures.map((measure) => {
    const title = kind === "units" ? BOTH : MEASURES[measure];
    return drawChart(measure, title, layers, counts, scale);
  });
  return {
    weights: [element("p", { className: "lesson-note", text }), weights],
    multiplications: kind === "units" ? [] : [multiplications],
  };
}

/**
 * @param {Measure} measure
 * @param {string} title
 * @param {LayerName[]} layers
 * @param {Counts} counts
 * @param {ReturnType<typeof scaleFor>} scale
 */
function drawChart(measure, title, layers, counts, { most, ticks }) {
  const rows = layers.map((layer) => {
    const { [measure]: count, biases } = counts[layer];
    const [text, note] = LAYERS[layer];
    const explains = layers.length > 1 && measure === "weights";
    const name = explains ? [text, " ", element("span", { className: "lesson-note", text: note })] : [text];
    const bar = element("div", { className: "lesson-bar", role: "presentation" });
    bar.style.setProperty("--lesson-share", (powerOfTen(count) / most).toFixed(4));
    /** @type {(HTMLElement | string)[]} */
    const value = [
      element("span", { className: "lesson-count", "data-count": String(count) }, breakable(grouped(count))),
    ];
    if (measure === "weights") {
      const text = ` + ${grouped(biases)} ${biases === 1n ? "bias" : "biases"}`;
      value.push(element("span", { className: "lesson-note", text }));
    }
    const first = counts[layers[0]][measure];
    if (20n * first > 21n * count) {
      const text = `${timesAsMuch(first, count)} times fewer`; // bars of logarithms do not show it
      value.push(" ", element("span", { className: "lesson-note lesson-fewer", text }));
    }
    return element("div", { className: "lesson-chart-row", role: "row", "data-layer": layer }, [
      element("div", { className: "lesson-chart-name", role: "rowheader" }, name),
      element("div", { className: "lesson-chart-value", role: "cell" }, value),
      bar,
    ]);
  });
  const marks = ticks.map((power) => {
    const mark = element("span", { text: nameOfPower(power) });
    mark.style.setProperty("--lesson-share", (power / most).toFixed(4));
    return mark;
  });
  return element("div", { className: "lesson-chart", "data-measure": measure }, [
    element("div", { className: "lesson-title", text: title }),
    element("div", { role: "table", "aria-label": MEASURES[measure] }, rows),
    element("div", { className: "lesson-axis", "aria-hidden": "true" }, marks),
  ]);
}

/** A long number may break after a comma. @param {string} text has digits: it matches */
const breakable = (text) =>
  /** @type {string[]} */ (text.match(/\d+,?/g)).flatMap((part, i) => (i ? [element("wbr"), part] : [part]));

/** @param {State} state @param {Counted} counted */
export function sayOutput(state, { output, counts }) {
  const { kind, height, width, channels, filter_size: size, stride, padding, filters } = state;
  const input = `${height}×${width}×${channels}`;
  if (kind === "units") return `${input} into ${filters === 1 ? "1 unit" : `${filters} units`}`;
  const stack = `${filters} ${filters === 1 ? "filter" : "filters"} ${size}×${size}`;
  const total = grouped(counts.linear.biases); // one for each number of the output
  const makes = `the output is ${output.join("×")}, ${total} ${total === "1" ? "number" : "numbers"}`;
  return `${input}, ${stack}, stride ${stride}, padding ${padding}: ${makes}, from every layer below.`;
}

/**
 * What follows from the counts: from the whole picture to one patch, and from own weights to shared ones.
 * @param {LayerName[]} layers
 * @param {State} state
 * @param {Counted} counted
 */
export function compareLayers(layers, { kind, height, width, channels, padding }, { output, counts }) {
  /** @type {(...names: LayerName[]) => boolean} */
  const has = (...names) => names.every((name) => layers.includes(name));
  if (kind === "units") {
    const { linear } = counts;
    const each = grouped(linear.weights / linear.biases);
    return [`Each unit has ${height}×${width}×${channels} = ${each} weights, one for each number of the image.`];
  }
  const said = [];
  if (has("linear") && layers.length > 1) {
    const [whole, patch] = [counts.linear.multiplications, counts.local.multiplications];
    const saved = has("local") ? "weights and multiplications" : "multiplications";
    const fewer = `${timesAsMuch(whole, patch)} times fewer ${saved}`;
    if (whole === patch) said.push("The filter covers the whole image: there is nothing to leave out.");
    else if (whole > patch && 20n * whole < 21n * patch) said.push("The filter covers nearly the whole image.");
    else if (whole > patch) said.push(`Reading one patch instead of the whole image: ${fewer}.`);
    else said.push(`The filter reaches beyond the image: ${timesAsMuch(patch, whole)} times more multiplications.`);
  }
  if (has("local", "conv")) {
    const [rows, columns] = output;
    const times = timesAsMuch(counts.local.weights, counts.conv.weights);
    const sharing = `Sharing the weights among ${rows}×${columns} places: ${times} times fewer weights`;
    if (rows * columns === 1) said.push("There is one place for the filter: nothing to share.");
    else said.push(`${sharing}, and not one multiplication fewer.`);
  } else if (has("linear", "conv")) {
    said.push(`And ${timesAsMuch(counts.linear.weights, counts.conv.weights)} times fewer weights.`);
  }
  if (padding && layers.some((layer) => layer !== "linear")) {
    said.push("Multiplications by the zeros of the padding are counted.");
  }
  return said;
}
