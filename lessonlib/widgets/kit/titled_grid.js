// A part of an explorer: a title over a grid that is made anew only when its shape changes.
import { createGrid, createOutline, element } from "./grid.js";
/** @import { GridOptions } from "./grid.js" */

/** @typedef {ReturnType<typeof createPart>} Part its grid has no cells before setPart */

/** @param {string} name */
export function createPart(name) {
  const title = element("div", { className: "lesson-title" });
  const body = element("div", { className: "lesson-part-body" });
  const root = element("div", { className: "lesson-part", "data-part": name }, [title, body]);
  const grid = createGrid({ role: "table", label: "", rows: 0, columns: 0 });
  return { root, title, body, grid, shape: "", outline: createOutline(grid.frame) };
}

/**
 * Show a grid under a title; gives its cells.
 * @param {Part} part
 * @param {string} title
 * @param {GridOptions} options
 */
export function setPart(part, title, options) {
  part.title.textContent = title;
  const shape = JSON.stringify(options);
  if (part.shape !== shape) {
    part.shape = shape;
    part.grid = createGrid(options);
    part.outline = createOutline(part.grid.frame);
    part.outline(null);
    part.body.replaceChildren(part.grid.frame);
  }
  return part.grid.cells;
}
