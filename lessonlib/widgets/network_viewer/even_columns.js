// How the layers to choose from stand in lines.

const LAYER = { least: 92, gap: 8 }; // pixels: the width of a layer among the others

/**
 * As many layers to a line as fit, and as many on the last line as on the others, or nearly.
 * @param {number} count
 * @param {number} width in pixels
 */
export function evenColumns(count, width) {
  const most = Math.max(1, Math.floor((width + LAYER.gap) / (LAYER.least + LAYER.gap)));
  return Math.ceil(count / Math.ceil(count / most));
}
