// Choosing: a cell of a grid by mouse, touch and keyboard; one of a few by radio buttons.
import { element } from "./grid.js";
import { moveInGrid } from "./keyboard.js";
/** @import { Place } from "../math/dependencies.js" */

/** @param {Event} event @returns {Place | null} */
const cellUnder = ({ target }) => {
  /** @type {HTMLElement | null} */
  const cell = target instanceof Element ? target.closest("[role=gridcell]") : null;
  return cell && { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
};

/**
 * Hear what is chosen in a grid.
 * @param {HTMLElement} body
 * @param {object} heard
 * @param {() => HTMLElement[][]} heard.cells gives the grid's cells as they are now
 * @param {(place: Place) => void} heard.choose is called for a click, a tap and a key that moves
 * @param {(place: Place | null) => void} heard.preview is called while a mouse is over the cells
 */
export function listenToCells(body, { cells, choose, preview }) {
  body.addEventListener("click", (event) => {
    const place = cellUnder(event);
    if (place) choose(place);
  });
  body.addEventListener("keydown", (event) => {
    const from = cellUnder(event);
    const place = from && moveInGrid(event, from, cells().length, cells()[0].length);
    if (!place) return;
    event.preventDefault();
    choose(place);
    cells()[place.row][place.column].focus({ preventScroll: true });
  });
  body.addEventListener("pointerover", (event) => event.pointerType !== "touch" && preview(cellUnder(event)));
  body.addEventListener("pointerleave", () => preview(null));
}

/**
 * The chosen cell is the one that Tab reaches; without a place the first one is.
 * @param {HTMLElement[][]} cells
 * @param {Place | null} place
 */
export function markChosen(cells, place) {
  cells.forEach((line, row) =>
    line.forEach((cell, column) => {
      const chosen = Boolean(place && row === place.row && column === place.column);
      cell.tabIndex = chosen || (!place && row === 0 && column === 0) ? 0 : -1;
      cell.setAttribute("aria-selected", chosen);
    }),
  );
}

/**
 * Radio buttons; show(value) marks one. Their form keeps them apart from those of another widget.
 * @param {string} legend
 * @param {{ value: string | number | boolean, text: string, note?: string }[]} options
 * @param {(value: string) => void} choose
 */
export function createRadios(legend, options, choose) {
  const inputs = options.map(({ value }) => element("input", { type: "radio", name: "choice", value }));
  const labels = options.map(({ text, note }, i) => {
    const words = [element("span", { text }), element("span", { className: "lesson-radio-note", text: note ?? "" })];
    return element("label", { className: "lesson-radio" }, [inputs[i], ...words]);
  });
  const title = element("legend", { className: "lesson-note", text: legend });
  const root = element("form", { className: "lesson-radios" }, [element("fieldset", {}, [title, ...labels])]);
  root.addEventListener("submit", (event) => event.preventDefault());
  for (const input of inputs) input.addEventListener("change", () => choose(input.value));
  const show = (/** @type {string | number | boolean} */ value) =>
    inputs.forEach((input) => (input.checked = input.value === String(value)));
  return { root, show };
}
