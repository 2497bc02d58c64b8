// What the explorer outlines in its grids for the cell that is looked at: the two ends of its links.
import { hull } from "../math/dependencies.js";
import { linksOf } from "./explain.js";
/** @import { Place } from "../math/dependencies.js" */
/** @import { Panels } from "./grid_panel.js" */
/** @import { Computed } from "./state.js" */

const ONE = { rows: 1, columns: 1 };

/** @param {Panels} panels */
export function clearMarks(panels) {
  for (const panel of Object.values(panels)) {
    panel.mark([]);
    if (panel !== panels.output) panel.outline(null);
  }
}

/** An output and its patch. @param {Panels} panels @param {Computed} state @param {Place} place */
export function markOutput(panels, { filter, stride }, { row, column }) {
  const size = { rows: filter.length, columns: filter[0].length };
  panels.input.outline({ row: row * stride, column: column * stride, ...size });
  panels.output.outline({ row, column, ...ONE });
}

/**
 * A pixel, the outputs that read it, and the weights through which they do.
 * @param {Panels} panels
 * @param {Computed} state
 * @param {Place} place
 */
export function markInput(panels, state, { row, column }) {
  const found = linksOf(state, { row, column });
  panels.input.outline({ row: row + state.padding, column: column + state.padding, ...ONE });
  panels.filter.mark(found.map(({ i, j }) => ({ row: i, column: j })));
  panels.output.outline(hull(found));
}

/**
 * A weight, the pixels that it meets, and every output.
 * @param {Panels} panels
 * @param {Computed} state
 * @param {Place} place
 */
export function markWeight(panels, { output, stride, padding }, { row, column }) {
  const [rows, columns] = [output.length, output[0].length];
  const met = Array.from({ length: rows * columns }, (_, place) => ({
    row: Math.floor(place / columns) * stride + row - padding,
    column: (place % columns) * stride + column - padding,
  }));
  panels.filter.outline({ row, column, ...ONE });
  panels.gradients.outline({ row, column, ...ONE });
  panels.input.outline({ row, column, rows: (rows - 1) * stride + 1, columns: (columns - 1) * stride + 1 });
  panels.input.mark(met);
  panels.output.outline({ row: 0, column: 0, rows, columns });
}
