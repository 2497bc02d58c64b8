// A stack of layers as rows of units with the cone of what one unit depends on, and that field on a picture.
import { svgElement } from "../kit/svg.js";
/** @import { Level, Reach } from "./recurrence.js" */

const LABEL = 64; // pixels: the names beside the rows
const SIZE = 40; // the sizes
// How high a unit is, and from row to row: high enough for a finger, but for stacks that would fill the screen.
const HIGH = { cell: 22, row: 44 };
const LOW = { cell: 18, row: 28 };
// On a narrow page up to five layers share this height: what stands below does not move when there is one more.
const NARROW = { width: 480, height: 220 };
const WIDEST = 22; // a unit, unless a pixel is wider

/**
 * The drawing, and a function that gives the unit under a point of it.
 * @param {{ sizes: number[], names: string[], levels: Level[], traced: Reach[], width: number }} stack
 */
export function drawCone({ sizes, names, levels, traced, width }) {
  const { cell: tall, row, height } = rowsFor(sizes.length - 1, width);
  const margin = marginOf(sizes, levels);
  const scale = (width - LABEL - SIZE) / (sizes[0] + 2 * margin);
  /** @type {(level: number, unit: number) => number} */
  const middle = (level, unit) => LABEL + (margin + 0.5 + levels[level].start + unit * levels[level].step) * scale;
  const half = (/** @type {number} */ level) => Math.min(levels[level].step * scale, Math.max(WIDEST, scale)) / 2;
  const top = (/** @type {number} */ level) => 4 + level * row;
  const gap = (/** @type {number} */ level) => (half(level) > 2 ? 0.5 : 0); // between units that can be told apart
  /** @type {(level: number, units: number[]) => string[]} */
  const cells = (level, units) => {
    const [size, between] = [half(level), gap(level)];
    return runs(units, between || levels[level].step > 1).map(([from, to]) => {
      const [left, right] = [middle(level, from) - size + between, middle(level, to) + size - between];
      return `M${left.toFixed(1)} ${top(level)}H${right.toFixed(1)}v${tall}H${left.toFixed(1)}z`;
    });
  };
  const all = sizes.map((size, level) => cells(level, [...Array(size).keys()]).join("")).join("");
  const read = traced.map(({ units }, level) => cells(level, units).join("")).join("");
  const edges = traced.map(({ first, last }, level) => [
    middle(level, first) - half(level),
    middle(level, last) + half(level),
  ]);
  const cone = edges.slice(1).map(([left, right], i) => {
    const [[outerLeft, outerRight], [upper, lower]] = [edges[i], [top(i) + tall, top(i + 1)]];
    return `M${outerLeft} ${upper}H${outerRight}L${right} ${lower}H${left}z`;
  });
  const padding = edges.map(([left, right], i) => {
    const isInside = traced[i].first >= 0 && traced[i].last < sizes[i];
    return isInside ? "" : `M${left} ${top(i)}H${right}v${tall}H${left}z`;
  });
  const view = { x: LABEL, y: 0, width: width - LABEL - SIZE, height };
  const inner = svgElement("svg", { ...view, viewBox: `${LABEL} 0 ${view.width} ${height}` }, [
    svgElement("path", { class: "lesson-cone", d: cone.join("") }),
    svgElement("path", { class: "lesson-cone-padding", d: padding.join("") }),
    svgElement("path", { class: "lesson-units", d: all }),
    svgElement("path", { class: "lesson-units-read", d: read }),
  ]);
  const words = sizes.flatMap((size, level) => [
    svgElement("text", { x: 0, y: top(level) + tall / 2 + 5, text: names[level] }),
    svgElement("text", { x: width, y: top(level) + tall / 2 + 5, "text-anchor": "end", text: String(size) }),
  ]);
  const svg = svgElement("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, [
    inner,
    ...words,
  ]);
  /** @type {(x: number, y: number) => { level: number, unit: number } | null} */
  const unitAt = (x, y) => {
    const level = Math.round((y - 4 - tall / 2) / row);
    if (!(level >= 0 && level < sizes.length)) return null;
    const unit = Math.round((x - middle(level, 0)) / (levels[level].step * scale));
    return { level, unit: Math.max(0, Math.min(sizes[level] - 1, unit)) };
  };
  return { svg, unitAt };
}

/** How high a unit, a row and the whole drawing are. @param {number} layers @param {number} width */
function rowsFor(layers, width) {
  const { cell, row } = layers > 8 ? LOW : HIGH;
  const shared = layers > 8 || width >= NARROW.width ? 0 : NARROW.height;
  const far = Math.max(row, Math.min(shared / Math.max(1, layers), shared / 3));
  return { cell, row: far, height: Math.max(shared, layers * far) + cell + 8 };
}

/**
 * Pixels to leave on each side of the input for the padding that a field reaches into: none, if no field does.
 * @param {number[]} sizes
 * @param {Level[]} levels
 */
export function marginOf(sizes, levels) {
  const beyond = sizes.map((_, i) => (levels[i].field - 1) / 2 - levels[i].start);
  return Math.min(0.12 * sizes[0], Math.max(0, ...beyond));
}

/**
 * Units as runs [first, last] of neighbours.
 * @param {number[]} units
 * @param {number | boolean} apart whether each stands by itself
 */
function runs(units, apart) {
  const found = [];
  for (const unit of units) {
    if (!apart && found.length && /** @type {number[]} */ (found.at(-1))[1] === unit - 1)
      /** @type {number[]} */ (found.at(-1))[1] = unit;
    else found.push([unit, unit]);
  }
  return found;
}

/**
 * The input as a picture, with the field of a unit in the middle row: what lies outside it is veiled.
 * @param {string} picture its address
 * @param {number} size
 * @param {Reach} reach of the unit, along its row
 * @param {Reach} middleRow of the layer's middle unit: how far down that row lies
 * @param {number} margin
 */
export function drawField(picture, size, { first, last, units }, middleRow, margin) {
  const [top, side] = [middleRow.first, last - first + 1];
  const [left, right] = units.length ? [units[0], /** @type {number} */ (units.at(-1)) + 1] : [0, 0];
  const [upper, lower] = [Math.max(0, top), Math.min(size, top + side)];
  const hole = `M${left} ${upper}H${right}V${lower}H${left}z`;
  const box = [-margin, -margin, size + 2 * margin, size + 2 * margin].join(" ");
  const grid = size > 32 ? "" : [...Array(size + 1).keys()].map((i) => `M${i} 0V${size}M0 ${i}H${size}`).join("");
  return svgElement("svg", { viewBox: box, "aria-hidden": "true" }, [
    svgElement("image", { href: picture, width: size, height: size, preserveAspectRatio: "none" }),
    svgElement("path", { class: "lesson-pixel-lines", d: grid }),
    svgElement("path", { class: "lesson-veil", "fill-rule": "evenodd", d: `M0 0H${size}V${size}H0z${hole}` }),
    svgElement("rect", { class: "lesson-field-nominal", x: first, y: top, width: side, height: side }),
    svgElement("path", { class: "lesson-field-read", d: hole }),
  ]);
}
