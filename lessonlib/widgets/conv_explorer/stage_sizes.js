// How large the cells of the three grids are.
import { cellSizes } from "../kit/grid.js";
import { pixelSizes } from "./canvas_grid.js";
import { isPicture } from "./grid_panel.js";
/** @import { State } from "./state.js" */

const MESSAGE_COLUMNS = 7; // the room that a message needs in place of an output
const LEAST_CELL = 19; // pixels of a cell to look at: rings of zeros do not drive the filter from beside the input

/**
 * @param {number} width
 * @param {State} state
 * @param {object} use
 * @param {boolean} use.changes sliders change the output
 * @param {boolean} use.taps each cell of the input can be chosen
 */
export function stageSizes(width, { image, filter, padding, output }, { changes, taps }) {
  const [input, weights] = [image[0].length + 2 * padding, filter[0].length];
  // Room for the largest output or a message, so that no slider but the padding's changes the cells.
  const room = !output || changes ? Math.max(MESSAGE_COLUMNS, input - weights + 1) : output[0].length;
  const columns = [input, weights, room];
  const isLarge = isPicture(image.length + 2 * padding, input) || isPicture(output?.length ?? 0, room);
  if (isLarge) return pixelSizes(width, columns);
  return cellSizes(width, columns, changes && !taps ? LEAST_CELL : undefined);
}
