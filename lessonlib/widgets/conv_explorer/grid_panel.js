// One of the explorer's three grids under its title: cells of text, or a picture where they would be too many.
import { createGrid, createOutline, element, fitGrid, paintPixel, paintSigned, writeCell } from "../kit/grid.js";
import { dragByFinger } from "../kit/drag_mark.js";
import { short } from "../kit/format.js";
import { moveInGrid } from "../kit/keyboard.js";
import { runs } from "../math/coverage.js";
import { createPixmap } from "./canvas_grid.js";
/** @import { Grid, GridOptions } from "../kit/grid.js" */
/** @import { Box, Place } from "../math/dependencies.js" */
/** @import { Point } from "./canvas_grid.js" */
/** @import { Name } from "./state.js" */

const MOST_CELLS = 24; // along a side: more are a picture
const MOST_KEPT = 12; // grids

/** @param {number} rows @param {number} columns */
export function isPicture(rows, columns) {
  return Math.max(rows, columns) > MOST_CELLS;
}

/**
 * @typedef {ReturnType<typeof createPixmap>} Pixmap
 * @typedef {{ [Key in keyof Omit<Pixmap, "frame">]?: undefined }} NoPixmap
 * @typedef {(Grid & NoPixmap) | (Pixmap & { cells?: undefined })} Cells
 * @typedef {{ choosable?: boolean, padding?: number, headers?: boolean }} ShowOptions
 * choosable: its cells can be chosen; padding: the rings of zeros around it; headers: row and column numbers
 * @typedef {ReturnType<typeof createPanel>} Panel
 * @typedef {Record<Name | "gradients", Panel>} Panels
 */

/**
 * What the reader does with the cells, where they can be chosen.
 * @typedef {object} Heard
 * @property {(place: Place) => void} choose
 * @property {(place: Place) => void} preview
 * @property {(event: KeyboardEvent) => void} [type]
 * @property {(place: Place) => void} [drag] over cells that cannot be chosen
 */

/** @param {string} part @param {string} label @param {Heard | Record<string, never>} heard */
export function createPanel(part, label, heard) {
  const title = element("div", { className: "lesson-title" });
  const note = element("div", { className: "lesson-note" });
  const body = element("div", { className: "lesson-panel-body" });
  const panel = element("div", { className: "lesson-panel", "data-part": part }, [title, body, note]);
  const unread = element("div", { className: "lesson-unreads", "aria-hidden": "true" });
  let [ring, shape] = [0, ""];
  /** @type {number[][]} */
  let values = [];
  /** @type {Cells | null} */
  let grid = null;
  /** @type {HTMLElement | null} */
  let chosen = null;
  /** @type {(place: Box | null) => void} */
  let outline = (_place) => {};
  /** @type {Map<string, { grid: Cells, outline: (place: Box | null) => void }>} */
  const made = new Map(); // the grids of the shapes that were shown: a slider goes to and fro

  /**
   * Show nested lists, in grey or, signed, in two colours.
   * @param {number[][]} numbers
   * @param {ShowOptions & { signed: boolean }} how
   */
  function show(numbers, { signed, choosable, padding = 0, headers = true }) {
    const [rows, columns] = [numbers.length + 2 * padding, numbers[0].length + 2 * padding];
    const picture = isPicture(rows, columns);
    /** @type {GridOptions} */
    const options = { role: choosable ? "grid" : "table", label, rows, columns, first: -padding, headers };
    [values, ring] = [numbers, padding];
    if (!grid || shape !== JSON.stringify(options)) {
      shape = JSON.stringify(options);
      const kept = made.get(shape) ?? build(options, picture);
      made.set(shape, kept);
      ({ grid, outline } = kept);
      chosen = null;
      outline(null);
      grid.frame.append(unread);
      body.replaceChildren(grid.frame);
    }
    if (grid.write) grid.write(withRing(numbers, padding), signed);
    else if (signed) writeSigned(grid.cells, numbers);
    else writePixels(grid.cells, numbers, padding);
  }

  /** @param {GridOptions} options @param {boolean} picture */
  function build(options, picture) {
    if (made.size === MOST_KEPT) made.clear();
    /** @type {Cells} */
    const fresh = picture ? createPixmap(options) : createGrid(options);
    return { grid: fresh, outline: createOutline(fresh.frame) };
  }

  /** Anything else in place of the grid. @param {HTMLElement} node */
  function replace(node) {
    [values, shape, grid, chosen] = [[], "", null, null];
    outline = (_place) => {};
    body.replaceChildren(node);
  }

  /**
   * Mark the cell that Tab reaches.
   * @param {Place} place
   * @param {boolean} isChosen it is what the whole explorer looks at
   */
  function choose(place, isChosen) {
    if (!grid) return;
    if (grid.choose) {
      chosen = grid.choose(place, isChosen);
      return;
    }
    const cell = cellAt(grid.cells, place);
    if (!chosen) for (const other of grid.cells.flat()) choosableCell(other);
    if (chosen && chosen !== cell) choosableCell(chosen);
    chosen = cell;
    cell.tabIndex = 0;
    cell.setAttribute("aria-selected", isChosen);
  }

  /** @param {HTMLElement} cell */
  function choosableCell(cell) {
    cell.tabIndex = -1;
    cell.setAttribute("aria-selected", false);
  }

  /** @type {(cells: HTMLElement[][], place: Place) => HTMLElement} */
  const cellAt = (cells, { row, column }) => cells[row + ring][column + ring];

  /**
   * Mark cells with a class; in a picture they would be too small.
   * @param {string} className
   * @param {Place[]} places
   */
  function markAll(className, places) {
    for (const cell of body.querySelectorAll(`.${className}`)) cell.classList.remove(className);
    if (grid?.cells) for (const place of places) cellAt(grid.cells, place).classList.add(className);
  }

  /**
   * Hatch rows and columns, counted from the first, that no window reads.
   * @param {{ rows: number[], columns: number[] }} found
   */
  function hatch(found) {
    const strips = Object.entries(found).flatMap(([side, lines]) =>
      runs(lines).map(([from, count]) => {
        const strip = element("div", { className: "lesson-unread", "data-side": side });
        strip.style.setProperty("--lesson-from", from);
        strip.style.setProperty("--lesson-count", count);
        return strip;
      }),
    );
    unread.style.setProperty("--lesson-rows", values.length + 2 * ring);
    unread.style.setProperty("--lesson-columns", values[0].length + 2 * ring);
    unread.replaceChildren(...strips);
  }

  /** @type {(place: Place | null) => Place | null} */
  const inside = (place) => (!place || values[place.row]?.[place.column] === undefined ? null : place);
  const placeAt = (/** @type {MouseEvent | KeyboardEvent} */ event) => {
    if (!grid) return null;
    if (grid.placeAt) {
      return event.type.startsWith("key") ? placeOf(chosen) : inside(grid.placeAt(/** @type {MouseEvent} */ (event)));
    }
    /** @type {HTMLElement | null} */
    const cell = /** @type {Element} */ (event.target).closest?.("[role=gridcell]");
    return cell && inside(placeOf(cell));
  };
  /** @type {(cell: HTMLElement | null) => Place | null} */
  const placeOf = (cell) => cell && { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
  const isChoosable = () => grid && JSON.parse(shape).role === "grid";

  // Listeners on our own nodes go when the nodes go.
  const look = (/** @type {PointerEvent} */ event) => {
    const place = event.pointerType !== "touch" && isChoosable() && placeAt(event);
    if (place) heard.preview(place);
  };
  body.addEventListener("pointerover", look);
  body.addEventListener("pointermove", (event) => grid?.placeAt && look(event));
  body.addEventListener("click", (event) => {
    const place = isChoosable() && placeAt(event);
    if (place) heard.choose(place);
    else if (grid?.cells && !isChoosable() && event.target !== body && !swept) sweep(event); // no drag ends here
  });
  body.addEventListener("keydown", (event) => {
    const from = /** @type {Element} */ (event.target).matches("[role=gridcell]") && placeAt(event);
    if (!from) return;
    const place = moveInGrid(event, from, values.length, values[0].length);
    if (place) {
      event.preventDefault();
      heard.choose(place);
    } else heard.type?.(event);
  });

  // Dragging: by a mouse what is marked among cells that cannot be chosen (others show what it points at); by a finger.
  let swept = "";
  /** @param {Point} point */
  function sweep({ clientX, clientY }) {
    const under = document.elementsFromPoint(clientX, clientY).find((node) => node.matches(".lesson-cell"));
    const place = under && body.contains(under) && placeOf(/** @type {HTMLElement} */ (under));
    if (!place || swept === JSON.stringify(place)) return;
    swept = JSON.stringify(place);
    if (!isChoosable()) heard.drag?.(place);
    else if (inside(place)) heard.choose(place);
  }
  const marked = (/** @type {Event} */ { target }) =>
    /** @type {Element} */ (target).closest("[aria-selected=true], .lesson-outline"); // a pointer is always on one
  /** @type {{ x: number, y: number } | null} */
  let grip = null; // from the mouse to the middle of the window that it holds
  body.addEventListener("pointerdown", (event) => {
    swept = "";
    if (event.pointerType === "touch" || event.button || !grid?.cells || isChoosable() || !marked(event)) return;
    const { left, top, width, height } = /** @type {Element} */ (marked(event)).getBoundingClientRect();
    grip = { x: left + width / 2 - event.clientX, y: top + height / 2 - event.clientY };
    body.setPointerCapture(event.pointerId);
  });
  body.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (grip) sweep({ clientX: clientX + grip.x, clientY: clientY + grip.y });
  });
  for (const end of ["pointerup", "pointercancel"]) body.addEventListener(end, () => (grip = null));
  dragByFinger(body, { held: marked, move: sweep });

  return {
    panel,
    title,
    note,
    body,
    show,
    replace,
    choose,
    mark: (/** @type {Place[]} */ places) => markAll("lesson-met", places), // with a ring of their own
    stamp: (/** @type {Place[]} */ places) => markAll("lesson-stamp", places),
    glow: (/** @type {Place[]} */ places) => markAll("lesson-glow", places),
    hatch,
    outline: (/** @type {Box | null} */ place) => outline(place),
    focus: () => chosen?.focus({ preventScroll: true }),
    // What has come in the place of an offer that was taken is read out; the next Tab leads into it.
    focusTitle: () => {
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
    },
    fit: (/** @type {number} */ size) => {
      if (!grid) return;
      if (grid.cells) fitGrid(grid, size);
      else grid.frame.style.setProperty("--lesson-cell", `${size}px`);
    },
    longest: () => Math.max(...(grid?.cells ?? []).flat().map((cell) => cell.textContent.length)),
    repaint: () => grid?.repaint?.(),
  };
}

/** @param {number[][]} values @param {number} padding @returns {number[][]} */
function withRing(values, padding) {
  if (!padding) return values;
  const across = Array(values[0].length + 2 * padding).fill(0);
  const rows = Array.from({ length: padding }, () => across);
  const side = Array(padding).fill(0);
  return [...rows, ...values.map((line) => [...side, ...line, ...side]), ...rows];
}

/** @param {HTMLElement[][]} cells @param {number[][]} values @param {number} padding */
function writePixels(cells, values, padding) {
  const flat = values.flat();
  const [least, most] = [Math.min(0, ...flat), Math.max(...flat)];
  cells.forEach((line, i) =>
    line.forEach((cell, j) => {
      const value = values[i - padding]?.[j - padding];
      cell.classList.toggle("lesson-pad", value === undefined);
      writeCell(cell, short(value ?? 0), value ?? 0);
      paintPixel(cell, value ?? 0, least, most);
    }),
  );
}

/** @param {HTMLElement[][]} cells @param {number[][]} values */
function writeSigned(cells, values) {
  const largest = Math.max(...values.flat().map(Math.abs));
  cells.forEach((line, i) =>
    line.forEach((cell, j) => {
      cell.classList.add("lesson-signed");
      writeCell(cell, short(values[i][j]), values[i][j]);
      paintSigned(cell, values[i][j], largest);
    }),
  );
}
