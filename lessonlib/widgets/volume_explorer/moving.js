// Moving over a grid: the frame over the pixels of a channel, and a finger over the numbers of a map.
import { clamp } from "../kit/keyboard.js";
import { dragByFinger } from "../kit/drag_mark.js";
/** @import { Place } from "../math/dependencies.js" */

/**
 * The cell at a point of the screen, counted from the grid's first one; beyond the grid its nearest.
 * @param {HTMLElement[][]} cells
 * @param {{ clientX: number, clientY: number }} point
 */
function cellAt(cells, { clientX, clientY }) {
  const [first, last] = [cells[0][0], /** @type {HTMLElement[]} */ (cells.at(-1)).at(-1)].map(
    (cell) => /** @type {HTMLElement} */ (cell).getBoundingClientRect(), // no grid is empty
  );
  /** @type {(from: number, to: number, count: number, point: number) => number} */
  const at = (from, to, count, point) => clamp(Math.floor(((point - from) / (to - from)) * count), count);
  return {
    row: at(first.top, last.bottom, cells.length, clientY),
    column: at(first.left, last.right, cells[0].length, clientX),
  };
}

/**
 * Hear what is pointed at, tapped or dragged by its frame over `body`.
 * @param {HTMLElement} body
 * @param {object} heard
 * @param {() => HTMLElement[][]} heard.cells gives the grid's cells as they are now
 * @param {(cell: Place | null) => void} heard.look hears what passes
 * @param {(cell: Place) => void} heard.choose hears where it ends
 */
export function listenToFrame(body, { cells, look, choose }) {
  let seen = "";
  /** @type {Place | null} */
  let dragged = null;
  const pass = (/** @type {{ clientX: number, clientY: number }} */ point) => {
    const cell = cellAt(cells(), point);
    if (seen === JSON.stringify(cell)) return;
    seen = JSON.stringify(cell);
    dragged = cell;
    look(cell);
  };
  const isOver = (/** @type {Event} */ { target }) =>
    /** @type {Element} */ (target).closest(".lesson-cell, .lesson-outline"); // a pointer is always on an element
  body.addEventListener("click", (event) => isOver(event) && choose(cellAt(cells(), event)));
  body.addEventListener("pointermove", (event) => event.pointerType !== "touch" && isOver(event) && pass(event));
  body.addEventListener("pointerleave", ({ pointerType }) => {
    seen = "";
    if (pointerType !== "touch") look(null);
  });
  dragByFinger(body, {
    held: ({ target }) => target.closest(".lesson-outline"),
    move: pass,
    done: () => {
      seen = "";
      if (dragged) choose(dragged);
      dragged = null;
    },
  });
}

/**
 * A finger that goes over a map chooses each number that it comes to.
 * @param {HTMLElement} body
 * @param {{ cells: () => HTMLElement[][], choose: (cell: Place) => void }} heard
 */
export function sweepCells(body, { cells, choose }) {
  let seen = "";
  dragByFinger(body, {
    held: ({ target }) => target.closest("[aria-selected=true]"),
    move: (point) => {
      const cell = cellAt(cells(), point);
      if (seen === JSON.stringify(cell)) return;
      seen = JSON.stringify(cell);
      choose(cell);
    },
    done: () => (seen = ""),
  });
}
