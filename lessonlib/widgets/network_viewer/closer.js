// One map larger, and the filter that made it.
import { createPhoto } from "../kit/canvas_figure.js";
import { paintPlanes } from "../kit/canvas_paint.js";
import { plural, short } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { largestOf, measureMap, paintMaps, sayRange, scaleOf } from "./feature_maps.js";
import { sizeOf, weightsOf } from "./receptive_patch.js";
/** @import { Layer, Tensor } from "../math/forward_pass.js" */
/** @import { MapColours } from "./feature_maps.js" */

/** Both figures, the functions that draw them, and what they say. */
export function createCloser() {
  const large = createPhoto("map");
  const filter = createPhoto("filter");
  const node = element("div", { className: "lesson-viewer-closer" }, [large.node, filter.node]);

  /**
   * Map k of a tensor; gives what measureMap says of it.
   * @param {string} name
   * @param {Tensor} tensor
   * @param {number} k
   * @param {MapColours} colours
   */
  function drawMap(name, tensor, k, colours) {
    const [, height, width] = tensor.shape;
    const found = measureMap(tensor, k);
    const data = tensor.data.subarray(k * height * width, (k + 1) * height * width);
    large.title.textContent = name;
    const alone = { shape: [1, height, width], data };
    paintMaps(large.canvas, alone, largestOf(alone), colours, 1);
    large.drawScale(scaleOf(largestOf(alone)), true);
    const greatest = { row: found.row, column: found.column, rows: 1, columns: 1 };
    large.mark(found.most > 0 ? greatest : null, { height, width }, { height, width });
    const where = `the greatest in row ${found.row}, column ${found.column}`;
    large.note.textContent = `Numbers ${sayRange(found)}; ${found.most > 0 ? where : "none is above 0"}.`;
    return found;
  }

  /**
   * The filter behind map k of a layer.
   * @param {Layer[]} network
   * @param {number} layer
   * @param {number} k
   * @param {MapColours} colours
   */
  function drawFilter(network, layer, k, colours) {
    const { conv, weights, bias, words } = weightsOf(network, layer, k);
    const [depth, height, width] = weights.shape;
    filter.title.textContent = `Its filter: ${sizeOf([height, width, depth])}`;
    const [inColour, all] = [depth === 3 && conv === 0, plural(weights.data.length, "weight")];
    const largest = largestOf(weights);
    const pixels = weights.data.map((weight) => 127.5 + (127.5 * weight) / (largest || 1));
    if (inColour) paintPlanes(filter.canvas, { height, width, pixels });
    else paintMaps(filter.canvas, weights, largest, colours, Math.ceil(Math.sqrt(depth)));
    const each = inColour ? `Its ${all} as a colour: grey is 0.` : `${all}, a square for each map of the layer before.`;
    filter.drawScale(inColour ? [] : scaleOf(largest), true);
    filter.mark(null, filter.canvas, filter.canvas);
    const ends = measureMap({ shape: [1, 1, weights.data.length], data: weights.data }, 0);
    filter.note.textContent = `${each} Weights ${sayRange(ends)}; bias ${short(bias)}. ${words}`;
  }

  const words = () => `${large.note.textContent} ${filter.note.textContent}`;
  return { node, drawMap, drawFilter, words };
}
