// The loss along one weight: a handle on its axis, the nine blocks that stand on it, the curve that their top has
// traced, and the votes as arrows, each beginning where the one before it ends.
import { short } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { focusByPointer } from "../kit/keyboard.js";
import { svgElement } from "../kit/svg.js";
import { createColumn, HEADROOM } from "./column.js";
import { borderOf, drawLine, placeWords } from "./labels.js";
/** @import { Stack } from "./column.js" */
/** @import { Point, Spot } from "./labels.js" */
/** @import { Bottom } from "./descent.js" */

const SIDE = 24; // pixels beside the axis: the handle is not cut off
const PLOT = 240;
const AXIS = HEADROOM + PLOT;
const KNOB = 24; // below the axis: the middle of the handle
const BELOW = 62; // the axis, the handle and the numbers
const LANE = 12; // of an arrow
const RING = 8; // its radius

/**
 * @typedef {object} Frame the axis and the curve over it, for as long as the other eight weights stay
 * @property {number[]} axis from, to
 * @property {number} most the loss at the top
 * @property {(at: number) => number} parabola
 * @property {Bottom} bottom
 * @property {number[]} seen from, to: what the reader has seen of the curve
 * @property {Bottom} found the bottom, once the reader was there
 *
 * @typedef {Frame & Stack & { value: number, name: string, shares: number[][] | null }} Now what is drawn;
 * shares: each place's share of the gradient, where they are shown
 */

/** @param {(value: number, done: boolean) => void} moved hears how the reader moves the handle */
export function createWeightChart(moved) {
  const ticks = svgElement("g", { class: "lesson-ticks" });
  const curve = svgElement("path", { class: "lesson-curve" });
  const tangent = svgElement("path", { class: "lesson-tangent" });
  const column = createColumn(48);
  const bottomMark = svgElement("circle", { class: "lesson-bottom", r: RING });
  const bottomText = svgElement("text", { class: "lesson-chart-strong" });
  const guides = svgElement("path", { class: "lesson-guides" });
  const arrows = Array.from({ length: 9 }, () => svgElement("path", { class: "lesson-vote" }));
  const sum = svgElement("path", { class: "lesson-vote lesson-vote-sum" });
  const sumText = svgElement("text", { class: "lesson-chart-strong" });
  const votesText = svgElement("text", { class: "lesson-chart-note" });
  const votes = svgElement("g", {}, [...arrows, sum, sumText, votesText]);
  const svg = svgElement("svg", { class: "lesson-chart-svg", "aria-hidden": "true" }, [
    ...[guides, ticks, curve, tangent, column.node, bottomMark, bottomText, votes],
  ]);
  const knob = element("div", { className: "lesson-knob", role: "slider", tabindex: "0" }, [
    element("span", { className: "lesson-knob-face", "aria-hidden": "true" }),
  ]);
  const node = element("div", { className: "lesson-weight-chart", "data-part": "chart" }, [svg, knob]);
  /** @type {Now} */
  let view;
  let width = 0; // in pixels; with the axis it says where the ticks are
  let drawnTicks = "";

  const x = (/** @type {number} */ value) =>
    SIDE + ((value - view.axis[0]) / (view.axis[1] - view.axis[0])) * (width - 2 * SIDE);
  const y = (/** @type {number} */ loss) => AXIS - (loss / view.most) * PLOT;
  const valueAt = (/** @type {number} */ left) => {
    const [from, to] = view.axis;
    return Math.max(from, Math.min(to, from + ((left - SIDE) / (width - 2 * SIDE)) * (to - from)));
  };

  /**
   * @param {Now} next
   * @param {number} nextWidth
   */
  function draw(next, nextWidth) {
    [view, width] = [next, nextWidth];
    const { axis, value, loss, parabola, bottom, seen, shares } = view;
    const height = AXIS + BELOW + (shares ? 9 * LANE + 66 : 0);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("height", height);
    svg.setAttribute("width", width);
    if (drawnTicks !== `${axis},${width}`) drawTicks();
    const [from, to] = seen;
    const points = Array.from({ length: 65 }, (_, i) => {
      const at = from + ((to - from) * i) / 64;
      return /** @type {Point} */ ([x(at), y(parabola(at))]);
    });
    drawLine(curve, points);
    curve.setAttribute("visibility", to > from ? "visible" : "hidden"); // or its start is a speck
    const slope = shares ? slopeLine(shares.flat().reduce((all, share) => all + share, 0)) : [];
    if (shares) drawLine(tangent, slope);
    const side = bottom ? (value < bottom.at ? -1 : 1) : 0; // there the curve is higher: it and the bottom stay clear
    const words = column.draw(view, x(value), y, width, [points, slope, markBottom()], side);
    nameBottom([points, slope, borderOf(words)]);
    knob.style.left = `${x(value)}px`;
    knob.style.top = `${AXIS + KNOB}px`;
    const named = { label: view.name, valuemin: axis[0], valuemax: axis[1], valuenow: value };
    for (const [name, text] of Object.entries(named)) knob.setAttribute(`aria-${name}`, text);
    knob.setAttribute("aria-valuetext", `${short(value)}, loss ${short(loss)}`);
    for (const part of [votes, guides, tangent]) part.setAttribute("visibility", shares ? "visible" : "hidden");
    if (shares) drawVotes(shares);
  }

  // A ring around the bottom, once it was found. Gives the square that it fills.
  function markBottom() {
    const { found } = view;
    bottomMark.setAttribute("visibility", found ? "visible" : "hidden");
    if (!found) return [];
    const [left, top] = [x(found.at), y(found.loss)];
    bottomMark.setAttribute("cx", left);
    bottomMark.setAttribute("cy", top);
    return borderOf({ left: left - RING, right: left + RING, top: top - RING, bottom: top + RING });
  }

  // Its name, where the column is not near.
  function nameBottom(/** @type {Point[][]} */ lines) {
    const { found, value } = view;
    const isNamed = found && Math.abs(x(found.at) - x(value)) > 90;
    bottomText.setAttribute("visibility", isNamed ? "visible" : "hidden");
    if (!isNamed) return;
    /** @type {(up: number) => Spot} */
    const spot = (up) => ({ x: x(found.at), y: y(found.loss) - up, anchor: "middle" });
    placeWords(bottomText, "the bottom", [16, 22, 28].map(spot), width, lines);
  }

  // The slope of the curve is the gradient: a piece of the tangent, of one length whatever its slope, inside the chart.
  function slopeLine(/** @type {number} */ gradient) {
    const { axis, most, value, loss } = view;
    const rise = (gradient * PLOT * (axis[1] - axis[0])) / most / (width - 2 * SIDE); // pixels up for a pixel to the right
    const half = Math.min(60 / Math.hypot(1, rise), x(value), width - x(value));
    return [-half, half].map((at) => /** @type {Point} */ ([x(value) + at, y(loss) - rise * at]));
  }

  function drawTicks() {
    const [from, to] = view.axis;
    drawnTicks = `${view.axis},${width}`;
    const whole = Array.from({ length: Math.floor(to) - Math.ceil(from) + 1 }, (_, i) => Math.ceil(from) + i);
    const texts = whole.map((at) =>
      svgElement("text", { x: x(at), y: AXIS + BELOW - 4, "text-anchor": "middle", text: short(at) }),
    );
    const lines = whole.map((at) => `M${x(at)} ${AXIS}v6`).join("");
    ticks.replaceChildren(svgElement("path", { d: `M${x(from)} ${AXIS}H${x(to)}${lines}` }), ...texts);
  }

  /** @param {number[][]} shares */
  function drawVotes(shares) {
    const { axis, value, bottom, place } = view;
    const flat = shares.flat();
    const total = flat.reduce((all, share) => all + share, 0);
    const perUnit = (width - 2 * SIDE) / (axis[1] - axis[0]);
    const scale = bottom ? perUnit / (2 * bottom.bend) : 0; // at this scale the sum of the votes ends at the bottom
    const first = AXIS + BELOW + 26;
    let at = x(value);
    flat.forEach((share, i) => {
      const next = at - share * scale;
      drawArrow(arrows[i], at, next, first + i * LANE, -share);
      const isPlace = place && place.row * shares[0].length + place.column === i;
      arrows[i].classList.toggle("lesson-looked-at", Boolean(isPlace));
      at = next;
    });
    const last = first + 9 * LANE + 10;
    drawArrow(sum, x(value), at, last, -total, 8);
    guides.setAttribute("d", `M${x(value)} ${AXIS + KNOB + 18}V${last}M${at} ${first + 8 * LANE}V${last}`);
    placeWords(sumText, `sum ${short(-total)}`, [{ x: (x(value) + at) / 2, y: last + 23, anchor: "middle" }], width);
    /** @type {(way: number) => Spot} */
    const besideLine = (way) => ({ x: x(value) + 8 * way, y: first - 12, anchor: way > 0 ? "start" : "end" });
    /** @type {Point[]} */
    const dotted = [
      [x(value), AXIS],
      [x(value), last],
    ];
    placeWords(votesText, "nine votes", [besideLine(1), besideLine(-1)], width, [dotted]);
  }

  /** Where it is, in pixels of the chart: on the whole screen it is drawn larger. @param {PointerEvent} pointer */
  function under({ clientX, clientY }) {
    const box = node.getBoundingClientRect();
    const zoom = box.width / node.offsetWidth || 1;
    return { left: (clientX - box.left) / zoom, top: (clientY - box.top) / zoom };
  }
  const point = (/** @type {PointerEvent} */ event) => moved(valueAt(under(event).left), false);
  let held = false;
  node.addEventListener("pointerdown", (event) => {
    if (event.button || under(event).top > AXIS + BELOW) return;
    event.preventDefault();
    held = true;
    node.setPointerCapture(event.pointerId);
    focusByPointer(knob);
    point(event);
  });
  node.addEventListener("pointermove", (event) => held && point(event));
  const drop = () => {
    if (held) moved(view.value, true);
    held = false;
  };
  node.addEventListener("pointerup", drop);
  node.addEventListener("pointercancel", drop);
  knob.addEventListener("keydown", (event) => {
    /** @type {Record<string, number>} */
    const steps = { ArrowLeft: -0.05, ArrowDown: -0.05, ArrowRight: 0.05, ArrowUp: 0.05, PageDown: -0.5, PageUp: 0.5 };
    /** @type {Record<string, number>} */
    const ends = { Home: view.axis[0], End: view.axis[1] };
    const isOurs = Object.hasOwn(steps, event.key) || Object.hasOwn(ends, event.key);
    if (!isOurs || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = ends[event.key] ?? view.value + steps[event.key];
    moved(Math.max(view.axis[0], Math.min(view.axis[1], next)), true);
  });
  return { node, draw };
}

/**
 * An arrow along a line from one x to another; too short for a head, it is a dot.
 * @param {SVGPathElement} path
 * @param {number} from
 * @param {number} to
 * @param {number} y
 * @param {number} vote
 * @param {number} half the height of its head
 */
function drawArrow(path, from, to, y, vote, half = 5) {
  const length = Math.abs(to - from);
  const way = Math.sign(to - from);
  const head = Math.min(2 * half, length) * way;
  const shaft = half / 3;
  const left = from.toFixed(1);
  path.setAttribute(
    "d",
    length < 1
      ? `M${left} ${y - 1.5}a1.5 1.5 0 1 0 .01 0z`
      : `M${left} ${y - shaft}H${(to - head).toFixed(1)}V${y - half}L${to.toFixed(1)} ${y}L${(to - head).toFixed(1)} ${y + half}V${y + shaft}H${left}z`,
  );
  path.dataset.sign = vote > 0 ? "positive" : vote < 0 ? "negative" : "zero";
  path.dataset.value = String(vote);
}
