// A part of an explorer: a title over a grid that is made anew only when its shape changes.
import { createGrid, createOutline, element } from "./grid.js";

export function createPart(name) {
  const title = element("div", { className: "lesson-title" });
  const body = element("div", { className: "lesson-part-body" });
  const root = element("div", { className: "lesson-part", "data-part": name }, [title, body]);
  return { root, title, body, grid: null, shape: "", outline: null };
}

// Show a grid with these options of createGrid under `title`; gives its cells.
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
