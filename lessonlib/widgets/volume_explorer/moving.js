// Moving over a grid: the frame over the pixels of a channel, and a finger over the numbers of a map.
import { clamp } from "../kit/keyboard.js";
import { dragByFinger } from "../kit/drag_mark.js";

// The cell at a point of the screen, counted from the grid's first one; beyond the grid its nearest.
function cellAt(cells, { clientX, clientY }) {
  const [first, last] = [cells[0][0], cells.at(-1).at(-1)].map((cell) => cell.getBoundingClientRect());
  const at = (from, to, count, point) => clamp(Math.floor(((point - from) / (to - from)) * count), count);
  return {
    row: at(first.top, last.bottom, cells.length, clientY),
    column: at(first.left, last.right, cells[0].length, clientX),
  };
}

// What is pointed at, tapped or dragged by its frame over `body`: look(cell or null) hears what passes, choose(cell)
// where it ends. `cells()` gives the grid's cells as they are now.
export function listenToFrame(body, { cells, look, choose }) {
  let seen = "";
  /** @type {ReturnType<typeof cellAt> | null} */
  let dragged = null;
  const pass = (event) => {
    const cell = cellAt(cells(), event);
    if (seen === JSON.stringify(cell)) return;
    seen = JSON.stringify(cell);
    dragged = cell;
    look(cell);
  };
  const isOver = ({ target }) => target.closest(".lesson-cell, .lesson-outline");
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

// A finger that goes over a map chooses each number that it comes to.
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
