// Accuracy on new pictures against pictures seen: a line for each network, named at its end.
import { element } from "../kit/grid.js";
import { svgElement } from "../kit/svg.js";
/** @import { Name } from "./words.js" */

/** @typedef {{ seen: number, accuracies: number[] }} Point of all lines: one accuracy a network */

const EDGES = { left: 46, right: 64, top: 34, bottom: 44 }; // pixels around the plot
const TALL = 260;
const APART = 16; // names, one below the other

/**
 * The chart, and a function that draws a course into it.
 * @param {Name[]} names
 * @param {object} marks
 * @param {number} marks.most pictures seen at the right end
 * @param {number} marks.bet where the bet is decided
 * @param {number} marks.chance the accuracy of guessing
 */
export function createLines(names, { most, bet, chance }) {
  const axes = svgElement("g", { class: "lesson-ticks" });
  const lines = names.map((name) => svgElement("path", { class: "lesson-race-line", "data-model": name }));
  const labels = names.map((name) => svgElement("text", { class: "lesson-line-name", "data-model": name, text: name }));
  const leads = names.map(() => svgElement("path", { class: "lesson-race-lead" }));
  const drawn = [axes, ...leads, ...lines, ...labels];
  const svg = svgElement("svg", { class: "lesson-chart-svg", "aria-hidden": "true" }, drawn);
  const node = element("div", { className: "lesson-race-chart", "data-part": "chart" }, [svg]);
  let drawnWidth = 0;
  const y = (/** @type {number} */ accuracy) => EDGES.top + (1 - accuracy) * TALL;
  /** @type {(seen: number, width: number) => number} */
  const x = (seen, width) => EDGES.left + (seen / most) * (width - EDGES.left - EDGES.right);

  /** @param {number} width */
  function drawAxes(width) {
    drawnWidth = width;
    const height = EDGES.top + TALL + EDGES.bottom;
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, width, height })) {
      svg.setAttribute(name, value);
    }
    const [start, end, floor] = [x(0, width), x(most, width), y(0)];
    const ticks = Array.from({ length: 5 }, (_, i) => (i * most) / 4);
    /** @type {(at: number, down: number, text: string, anchor?: string) => SVGElement} */
    const note = (at, down, text, anchor = "middle") =>
      svgElement("text", { x: at, y: down, "text-anchor": anchor, text });
    axes.replaceChildren(
      svgElement("path", { d: `M${start} ${EDGES.top}V${floor}H${end}` }),
      svgElement("path", { class: "lesson-chance", d: `M${start} ${y(chance)}H${end}` }),
      svgElement("path", { class: "lesson-bet-line", d: `M${x(bet, width)} ${EDGES.top}V${floor}` }),
      note(x(bet, width) + 6, floor - 8, "your bet", "start"),
      note(end, y(chance) + 16, "guessing", "end"),
      ...[0, 0.5, 1].map((part) => note(start - 8, y(part) + 5, `${100 * part}%`, "end")),
      ...ticks.map((seen) => note(x(seen, width), floor + 18, seen.toLocaleString("en"))),
      note(0, 14, "new images named correctly", "start"),
      note((start + end) / 2, floor + 38, "images seen in training"),
    );
  }

  /** @param {Point[]} course @param {number} width */
  function draw(course, width) {
    if (drawnWidth !== width) drawAxes(width);
    names.forEach((_, i) => {
      const points = course.map(
        ({ seen, accuracies }) => `${x(seen, width).toFixed(1)} ${y(accuracies[i]).toFixed(1)}`,
      );
      lines[i].setAttribute("d", points.length ? `M${points.join("L")}` : "");
    });
    placeLabels(course, width);
  }

  /**
   * The names stand at the right end, at least a line of text apart; a thin line leads from each to its own.
   * @param {Point[]} course
   * @param {number} width
   */
  function placeLabels(course, width) {
    const last = course.at(-1);
    const ends = names.map((_, i) => ({ i, at: last ? y(last.accuracies[i]) : 0 })).sort((a, b) => a.at - b.at);
    for (let i = 1; i < ends.length; i += 1) ends[i].at = Math.max(ends[i].at, ends[i - 1].at + APART);
    for (let i = ends.length - 1; i >= 0; i -= 1) {
      const below = i === ends.length - 1 ? y(0) - 2 : ends[i + 1].at - APART;
      ends[i].at = Math.min(ends[i].at, below);
    }
    for (const { i, at } of ends) {
      for (const one of [labels[i], leads[i]]) one.setAttribute("visibility", last ? "visible" : "hidden");
      if (!last) continue;
      labels[i].setAttribute("x", x(most, width) + 10);
      labels[i].setAttribute("y", at + 5);
      leads[i].setAttribute("d", `M${x(last.seen, width)} ${y(last.accuracies[i])}L${x(most, width) + 7} ${at}`);
    }
  }

  return { node, draw };
}
