// The loss, step by step, and the nine blocks that it is made of walking along with it.
import { element } from "../kit/grid.js";
import { svgElement } from "../kit/svg.js";
import { writeTight } from "./cells.js";
import { drawLine } from "./labels.js";
import { createColumn, HEADROOM } from "./column.js";
/** @import { Stack } from "./column.js" */
/** @import { Point } from "./labels.js" */

const LEFT = 44; // pixels, for the numbers
const FLOOR = HEADROOM + 200; // where a loss of 0 lies
const BLOCKS = 26; // the width of the column
const FEWEST = 20; // steps on the axis

export function createLossChart() {
  const axis = svgElement("path", { class: "lesson-axis-line" });
  const names = ["start", "end"].map((anchor) => svgElement("text", { "text-anchor": anchor, y: FLOOR + 20 }));
  const most = svgElement("text", { "text-anchor": "end", x: LEFT - 6 });
  const zero = svgElement("text", { "text-anchor": "end", x: LEFT - 6, y: FLOOR + 4, text: "0" });
  const ticks = svgElement("g", { class: "lesson-ticks" }, [axis, ...names, most, zero]);
  const curve = svgElement("path", { class: "lesson-curve" });
  const column = createColumn(BLOCKS);
  const svg = svgElement("svg", { class: "lesson-chart-svg", "aria-hidden": "true" }, [ticks, curve, column.node]);
  const node = element("div", { className: "lesson-loss-chart", "data-part": "losses" }, [svg]);

  /**
   * @param {Omit<Stack, "loss"> & { losses: number[] }} now losses: before the first step, after it, ...
   * @param {number} width
   */
  function draw({ losses, blocks, errors, place }, width) {
    const steps = Math.max(FEWEST, 2 ** Math.ceil(Math.log2((losses.length - 1) * 1.2 || 1)));
    const highest = Math.max(...losses) || 1;
    const right = width - BLOCKS - 8;
    const x = (/** @type {number} */ step) => LEFT + (step / steps) * (right - LEFT);
    const y = (/** @type {number} */ loss) => FLOOR - (loss / highest) * (FLOOR - HEADROOM);
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${FLOOR + 26}`, width, height: FLOOR + 26 })) {
      svg.setAttribute(name, value);
    }
    axis.setAttribute("d", `M${LEFT} ${HEADROOM}V${FLOOR}H${right}M${LEFT} ${y(highest)}h-4`);
    most.textContent = writeTight(highest);
    most.setAttribute("y", y(highest) + 4);
    names[0].textContent = "step 0";
    names[0].setAttribute("x", LEFT);
    names[1].textContent = `step ${steps}`;
    names[1].setAttribute("x", right);
    const points = losses.map((loss, step) => /** @type {Point} */ ([x(step), y(loss)]));
    drawLine(curve, points);
    const last = losses.length - 1;
    const loss = losses[last];
    column.draw({ blocks, errors, loss, place }, x(last) + BLOCKS / 2, y, width, [points]);
  }

  return { node, draw };
}
