// The volume explorer: a picture of several channels, filters as deep as it is, a map for each filter.
import { fillPixels, fillSigned, pixelRange } from "../kit/fill_grid.js";
import { createRadios, listenToCells, markChosen } from "../kit/selection.js";
import { deepConv2d, deepProductsAt } from "./multichannel.js";
import { bracketed, plural, short } from "../kit/format.js";
import { addFrame } from "../kit/toolbar.js";
import { element, fitGrids } from "../kit/grid.js";
import { clamp, keepKeys } from "../kit/keyboard.js";
import { createPart, setPart } from "../kit/titled_grid.js";
import { writeProducts } from "../kit/dot_product.js";
import { inColour, inGrey } from "./thumbnail.js";
import { listenToFrame, sweepCells } from "./moving.js";
import { readTraits } from "../kit/traits.js";
/** @import { Products } from "../math/conv.js" */
/** @import { Place } from "../math/dependencies.js" */
/** @import { Grid } from "../kit/grid.js" */
/** @import { Part } from "../kit/titled_grid.js" */
/** @import { Model } from "../kit/traits.js" */
/** @import { Volume } from "./multichannel.js" */

/**
 * @typedef {number[]} Unit one number of the output: its filter, row and column
 * @typedef {{
 *   image: Volume, filters: Volume[], bias: number[], stride: number, padding: number,
 *   channels: string[], names: string[], selected: Unit, key: string,
 * }} Traits channels and names: what the channels and the filters are called
 * @typedef {Pick<Traits, typeof SHAPE[number]> & {
 *   output: number[][][], digits: number, isBrief: boolean,
 *   radios: ReturnType<typeof createRadios>, maps: Part[], layers: ReturnType<typeof createLayer>[],
 * }} State
 */

const SHAPE = /** @type {const} */ (["image", "filters", "bias", "stride", "padding", "channels", "names"]);
const COLOURS = "red,green,blue";
/**
 * The lightest pixel of a channel by the channel's name: its own colour, light enough for black numbers.
 * @type {Record<string, number[] | undefined>}
 */
const TINTS = { red: [250, 112, 112], green: [112, 230, 112], blue: [134, 168, 255] };
const INDEX_WIDTH = 20; // pixels, as in base.css
const WIDE_VIEW = 720; // pixels
const UNDER_VIEW = 840; // pixels: each sum stands under its channel
const ANSWER_WIDTH = 184; // pixels, as in widget.css
const ANSWER_GAP = 24; // pixels, as in widget.css
const GAPS = { true: 12, false: 5 }; // pixels between channels, in a wide view or not; as in widget.css
const LEAST_CELL = { true: 20, false: 14 }; // where no more channels stand side by side
const FILTER_CELL = { true: 24, false: 27 }; // pixels: of a weight with its sign

/** @type {(name: string, children?: (Node | string)[]) => HTMLElement} */
const block = (name, children = []) => element("div", { className: `lesson-volume-${name}` }, children);
const sizeOf = (/** @type {number[]} */ ...sizes) => sizes.join("\u00d7");

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const choice = block("choice");
  const colours = block("colours");
  const setting = element("p", { className: "lesson-note", "data-part": "setting" });
  const outputTitle = element("div", { className: "lesson-title lesson-volume-output", text: "Output" });
  const maps = block("maps");
  const sum = element("p", { "data-part": "sum" });
  const layers = block("layers");
  const workings = block("workings");
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  live.setAttribute("aria-live", "polite");
  const label = { role: "group", "aria-label": "Volume explorer" };
  const root = element("div", { className: "lesson-view lesson-chips lesson-volume", ...label }, [
    block("head", [block("settings", [choice, setting]), colours]),
    block("body", [layers, block("answer", [outputTitle, maps, sum]), workings]),
    live,
  ]);
  keepKeys(root);
  /** @type {State} */
  let state; // what is on screen: the settings, what follows from them, and the parts that show it
  /** @type {Unit | null} */
  let preview = null; // what the mouse points to

  /** @param {Unit} selected */
  function save(selected) {
    model.set("selected", selected);
    model.save_changes();
  }

  function selected() {
    const [k, row, column] = model.get("selected");
    const { output } = state;
    return [clamp(k, output.length), clamp(row, output[0].length), clamp(column, output[0][0].length)];
  }

  // Everything anew: the page itself changes none of this.
  function drawAll() {
    const focused = maps.contains(document.activeElement);
    preview = null;
    state = /** @type {State} */ (readTraits(model, SHAPE)); // the rest follows
    const { image, filters, bias, stride, padding, channels, names } = state;
    state.output = deepConv2d(image, filters, bias, stride, padding);
    const options = names.map((text, k) => ({ value: k, text, note: `bias ${short(bias[k])}` }));
    state.digits = digitsOfProducts(image, filters);
    state.isBrief = state.digits <= 2 && filters[0][0][0].length <= 4;
    state.radios = createRadios("Filter", options, (k) => choose([Number(k), ...selected().slice(1)]));
    choice.replaceChildren(state.radios.root);
    colours.replaceChildren(...(String(channels) === COLOURS ? [inColour(image), inGrey(image)] : []));
    const filterSize = sizeOf(filters[0].length, filters[0][0].length, filters[0][0][0].length);
    setting.textContent =
      `Input ${sizeOf(image.length, image[0].length, image[0][0].length)}` +
      `${padding ? ` in ${plural(padding, "ring")} of zeros` : ""}, ${plural(filters.length, "filter")} of ` +
      `${filterSize}, stride ${stride}: output ${sizeOf(names.length, state.output[0].length, state.output[0][0].length)}`;
    state.maps = names.map((name, k) => createMap(name, k));
    const range = pixelRange(image);
    state.layers = channels.map((channel, c) => createLayer(channel, image[c], filters[0][0], padding, range));
    maps.replaceChildren(...state.maps.map(({ root: map }) => map));
    layers.replaceChildren(
      ...state.layers.map(({ input, filter, terms, total }) =>
        block("layer", [input.root, filter.root, terms.root, total]),
      ),
    );
    workings.replaceChildren(...state.layers.map(({ products }) => products));
    for (const { input } of state.layers) listenToPixels(input);
    drawPlace();
    fit();
    if (focused) focusSelected();
  }

  /** @param {string} name @param {number} k */
  function createMap(name, k) {
    const part = createPart("output");
    const { output } = state;
    const shape = { rows: output[k].length, columns: output[k][0].length };
    const cells = setPart(part, name, { role: "grid", label: `Output, ${name}`, ...shape });
    fillSigned(cells, output[k], Math.max(...output.flat(2).map(Math.abs)));
    /** @type {{ cells: () => HTMLElement[][], choose: (place: Place) => void }} */
    const chosen = { cells: () => cells, choose: ({ row, column }) => choose([k, row, column]) };
    sweepCells(part.body, chosen);
    listenToCells(part.body, {
      ...chosen,
      preview: (place) => {
        preview = place && [k, place.row, place.column];
        drawPlace();
      },
    });
    return part;
  }

  /** A pixel stands for the place whose patch has it nearest to its middle. @param {Place} pixel */
  function placeAround({ row, column }) {
    const { filters, output, stride } = state;
    /** @type {(at: number, side: number, count: number) => number} */
    const nearest = (at, side, count) => clamp(Math.round((at - (side - 1) / 2) / stride), count);
    const across = nearest(column, filters[0][0][0].length, output[0][0].length);
    return [selected()[0], nearest(row, filters[0][0].length, output[0].length), across];
  }

  /** @param {Part} input */
  function listenToPixels({ body, grid }) {
    listenToFrame(body, {
      cells: () => grid.cells,
      choose: (cell) => choose(placeAround(cell)),
      look: (cell) => {
        preview = cell && placeAround(cell);
        drawPlace();
      },
    });
  }

  // Mark one output, its patch in every channel, and write out what each channel adds.
  function drawPlace() {
    const { image, filters, bias, stride, padding, channels, names } = state;
    const [k, row, column] = preview ?? selected();
    const { channels: parts, total } = deepProductsAt(image, filters[k], bias[k], row, column, stride, padding);
    const largest = Math.max(...filters[k].flat(2).map(Math.abs));
    const patch = { rows: filters[k][0].length, columns: filters[k][0][0].length };
    const most = largest * Math.max(...image.flat(2).map(Math.abs));
    state.layers.forEach(({ input, filter, terms, total: shown, products }, c) => {
      fillSigned(filter.grid.cells, filters[k][c], largest);
      fillSigned(terms.grid.cells, productsOf(parts[c]), most);
      input.outline({ row: row * stride, column: column * stride, ...patch });
      shown.textContent = `sum ${short(parts[c].total)}`;
      const title = `${channels[c]}: ${short(parts[c].total)}`;
      const heading = element("p", { className: "lesson-products-title", text: title });
      products.replaceChildren(heading, ...writeProducts(parts[c]));
    });
    const chosen = selected();
    state.maps.forEach((map, i) => {
      map.outline(i === k ? { row, column, rows: 1, columns: 1 } : null);
      markChosen(map.grid.cells, i === chosen[0] ? { row: chosen[1], column: chosen[2] } : null);
    });
    state.radios.show(k);
    const place = `Output (${row}, ${column}), ${names[k]}: `;
    const title = element("span", { className: "lesson-products-title", text: place });
    const terms = sumTerms(channels, parts, bias[k]).flatMap((term, i) => {
      const piece = element("span", { className: "lesson-unbroken", text: term });
      return i ? [" + ", piece] : [piece];
    });
    const result = element("strong", { className: "lesson-unbroken", text: `= ${short(total)}` });
    sum.replaceChildren(title, ...terms, " ", result);
    sum.dataset.total = String(total);
  }

  /** @param {Unit} place */
  function choose(place) {
    preview = null;
    save(place);
    live.textContent = sum.textContent;
  }

  function focusSelected() {
    const [k, row, column] = selected();
    state.maps[k].grid.cells[row][column].focus({ preventScroll: true });
  }

  // As many channels side by side as can be read.
  function fit() {
    const width = root.clientWidth || 640;
    const wide = width >= WIDE_VIEW;
    const { image, filters, output, padding } = state;
    const gap = GAPS[`${wide}`];
    const index = wide ? INDEX_WIDTH : 0;
    const [input, filter] = [image[0][0].length + 2 * padding, filters[0][0][0].length];
    const room = wide ? width - ANSWER_WIDTH - ANSWER_GAP : width;
    const most = Math.floor((room + gap) / (Math.max(input, filter) * LEAST_CELL[`${wide}`] + index + gap));
    const columns = Math.max(1, Math.min(image.length, most));
    const across = (room - gap * (columns - 1)) / columns - index - 1;
    const size = Math.min(30, Math.floor(across / input));
    const weight = Math.max(size, Math.min(FILTER_CELL[`${wide}`], Math.floor(across / filter)));
    const font = Math.min(17, (weight - 4) / (0.8 * (state.digits + 1)));
    const inCells = width < UNDER_VIEW && state.isBrief; // the products, too: each under its channel
    const inputs = state.layers.map(({ input: { grid } }) => /** @type {[Grid, number]} */ ([grid, size]));
    const ofFilters = state.layers.flatMap(({ filter: { grid }, terms }) => (inCells ? [grid, terms.grid] : [grid]));
    fitGrids([...inputs, ...ofFilters.map((grid) => /** @type {[Grid, number]} */ ([grid, weight]))]);
    // One size for all of them, whatever the products come to.
    if (inCells) {
      for (const { frame: box } of ofFilters) box.style.setProperty("--lesson-font", `${font}px`);
    }
    const toTap = (wide ? ANSWER_WIDTH : width) - INDEX_WIDTH;
    const ofMap = Math.min(wide ? 36 : 44, Math.floor(toTap / output[0][0].length));
    fitGrids(state.maps.map(({ grid }) => [grid, ofMap]));
    root.style.setProperty("--lesson-volume-columns", columns);
    root.classList.toggle("lesson-wide", wide);
    root.classList.toggle("lesson-volume-under", width >= UNDER_VIEW);
    root.classList.toggle("lesson-volume-brief", inCells);
  }

  const placeChanged = () => drawPlace();
  for (const name of SHAPE) model.on(`change:${name}`, drawAll);
  model.on("change:selected", placeChanged);
  drawAll();
  el.append(root);
  /** @type {(values: Pick<Traits, "selected">) => boolean} */
  const accepts = ({ selected: place }) => place.length === 3 && place.every((at) => Number.isInteger(at) && at >= 0);
  const frame = addFrame({ model, root, state: ["selected"], accepts });
  const observer = new ResizeObserver(fit);
  observer.observe(root);
  return () => {
    observer.disconnect();
    frame.remove();
    for (const name of SHAPE) model.off(`change:${name}`, drawAll);
    model.off("change:selected", placeChanged);
  };
}

/**
 * One channel: its pixels, the filter's weights for it, what it adds, and the products of that sum.
 * @param {string} channel @param {number[][]} pixels @param {number[][]} weights
 * @param {number} padding @param {number[]} range of all pixels
 */
function createLayer(channel, pixels, weights, padding, range) {
  const [input, filter, terms] = ["input", "filter", "terms"].map(createPart);
  const total = element("p", { className: "lesson-products-title", "data-part": "channel-sum", "aria-hidden": "true" });
  const products = element("div", { className: "lesson-products", role: "group", "data-part": "products" });
  products.setAttribute("aria-label", `Products, ${channel}`);
  const ring = { rows: pixels.length + 2 * padding, columns: pixels[0].length + 2 * padding, first: -padding };
  const shape = { rows: weights.length, columns: weights[0].length, headers: false };
  const cells = setPart(input, channel, { role: "table", label: `Input, ${channel}`, ...ring });
  fillPixels(cells, pixels, range, padding, TINTS[channel]);
  setPart(filter, "\u00d7 filter", { role: "table", label: `Filter, ${channel}`, ...shape });
  setPart(terms, "= products", { role: "table", label: `Pixels times weights, ${channel}`, ...shape });
  return { input, filter, terms, total, products };
}

/** @param {Products} products */
const productsOf = ({ rows }) => rows.map(({ terms }) => terms.map(([weight, pixel]) => weight * pixel));

/**
 * The most digits that a product of a pixel and a weight has: of whole numbers, else without end.
 * @param {Volume} image
 * @param {Volume[]} filters
 */
function digitsOfProducts(image, filters) {
  const [pixels, weights] = [image, filters].map((numbers) => /** @type {number[]} */ (numbers.flat(Infinity)));
  if (![...pixels, ...weights].every(Number.isInteger)) return Infinity;
  return short(Math.max(...pixels.map(Math.abs)) * Math.max(...weights.map(Math.abs))).length;
}

/** ["red 3", "green (−1)", ..., "bias 0"] @param {string[]} channels @param {Products[]} parts @param {number} bias */
export function sumTerms(channels, parts, bias) {
  return [...channels.map((channel, c) => `${channel} ${bracketed(parts[c].total)}`), `bias ${bracketed(bias)}`];
}

export default { render };
