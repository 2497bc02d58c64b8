// The three ways to answer a prediction: choose one of several, write a number, choose a cell of a grid.
import { short } from "../kit/format.js";
import { createGrid, createOutline, element, fitGrid, paintPixel, paintSigned, writeCell } from "../kit/grid.js";
import { moveInGrid } from "../kit/keyboard.js";
import { plainMarkup, writeMarkup } from "../kit/markup.js";
import { readAnswer } from "./numbers.js";
/** @import { Model } from "../kit/traits.js" */
/** @import { Given } from "./grading.js" */
/** @import { Traits } from "./widget.js" */

/**
 * How a question is answered; it is given only answers of its own kind.
 * @typedef {{
 *   node: HTMLElement,
 *   read(): { given: Given, problem?: undefined } | { given?: undefined, problem: string },
 *   write(given: Given | null): void,
 *   mark(marks: Mark[]): void,
 *   say(given: Given): string,
 *   knows(kept: unknown): boolean,
 *   focus(): void,
 *   complain(isWrong: boolean): void,
 *   fit(): void,
 * }} Input
 * @typedef {[given: Given, mark: keyof typeof MARKS]} Mark
 */

const MARKS = { right: "\u2713 right", wrong: "\u2717 not this" };

/** @param {Model<Traits>} model @param {HTMLElement} problem where it is said @returns {Input} */
export function createChoices(model, problem) {
  const labels = /** @type {string[]} */ (model.get("answers").map(({ answer }) => answer)); // a choice's are texts
  const options = labels.map((label, i) => {
    const radio = element("input", { type: "radio", name: "answer", value: i, "aria-describedby": problem.id });
    const words = element("span", {}, writeMarkup(label));
    const mark = element("span", { className: "lesson-option-mark" });
    return { radio, mark, row: element("label", { className: "lesson-option" }, [radio, words, mark]) };
  });
  return {
    node: element(
      "div",
      { className: "lesson-options" },
      options.map(({ row }) => row),
    ),
    read() {
      const chosen = options.findIndex(({ radio }) => radio.checked);
      return chosen < 0 ? { problem: "Choose an answer first." } : { given: labels[chosen] };
    },
    write: (given) => options.forEach(({ radio }, i) => (radio.checked = labels[i] === given)),
    mark(marks) {
      const byLabel = new Map(marks);
      options.forEach(({ row, mark }, i) => {
        row.dataset.mark = byLabel.get(labels[i]) ?? "";
        mark.textContent = MARKS[/** @type {Mark[1]} */ (byLabel.get(labels[i]))] ?? ""; // undefined: none
      });
    },
    say: plainMarkup,
    knows: (kept) => labels.includes(/** @type {string} */ (kept)),
    focus: () => (options.find(({ radio }) => radio.checked) ?? options[0]).radio.focus(),
    complain() {},
    fit() {},
  };
}

/** @param {Model<Traits>} model @param {HTMLElement} problem @returns {Input} */
export function createNumber(model, problem) {
  const field = element("input", { className: "lesson-field", type: "text", autocomplete: "off", spellcheck: "false" });
  field.setAttribute("aria-label", "Your answer, a number");
  field.setAttribute("aria-describedby", problem.id);
  const isWhole = model.get("answers").every(({ answer }) => Number.isInteger(answer));
  // A phone's keypad for decimals has no minus sign.
  if (model.get("answers").every(({ answer }) => /** @type {number} */ (answer) >= 0)) field.inputMode = "decimal";
  return {
    node: element("div", { className: "lesson-options" }, [field]),
    read() {
      const { problem: text, number } = readAnswer(field.value, isWhole);
      return text ? { problem: text } : { given: /** @type {number} */ (number) }; // no problem: a number
    },
    write: (/** @type {number | null} */ given) => (field.value = given === null ? "" : sayNumber(given)),
    mark() {},
    say: sayNumber,
    knows: (kept) => Number.isFinite(kept),
    focus: () => field.focus(),
    complain: (isWrong) => field.setAttribute("aria-invalid", isWrong),
    fit() {},
  };
}

/** @param {number} number */
const sayNumber = (number) => number.toLocaleString("en", { maximumSignificantDigits: 17 }).replace("-", "\u2212");

/** @param {Model<Traits>} model @param {HTMLElement} problem @returns {Input} */
export function createCells(model, problem) {
  const values = model.get("grid");
  const [rows, columns] = [values.length, values[0].length];
  const grid = createGrid({ role: "grid", label: "Choose a cell", rows, columns });
  const outline = createOutline(grid.frame);
  const known = values.flat().filter((value) => value !== null);
  const [least, most, largest] = [Math.min(0, ...known), Math.max(0, ...known), Math.max(0, ...known.map(Math.abs))];
  const say = (/** @type {number[]} */ [row, column]) => `row ${row}, column ${column}`;
  const written = values.map((line) => line.map((value) => (value === null ? "empty" : short(value))));
  const describe = (/** @type {number[]} */ [row, column]) => `${say([row, column])}: ${written[row][column]}`;
  /** @type {number[] | null} */
  let picked = null;
  /** @type {Element} */ (grid.frame.firstElementChild).setAttribute("aria-describedby", problem.id);
  grid.cells.forEach((line, row) =>
    line.forEach((cell, column) => {
      const value = values[row][column];
      if (value === null) return;
      writeCell(cell, short(value), value);
      if (model.get("signed")) {
        cell.classList.add("lesson-signed");
        paintSigned(cell, value, largest);
      } else paintPixel(cell, value, least, most);
    }),
  );
  /** @param {number[] | null} place */
  function pick(place) {
    picked = place;
    outline(place && { row: place[0], column: place[1], rows: 1, columns: 1 });
    const [toRow, toColumn] = place ?? [0, 0];
    for (const cell of grid.cells.flat()) {
      const isHere = Number(cell.dataset.row) === toRow && Number(cell.dataset.column) === toColumn;
      cell.tabIndex = isHere ? 0 : -1;
      cell.setAttribute("aria-selected", Boolean(place) && isHere);
    }
  }
  /** @type {(event: Event) => HTMLElement | null} */
  const cellAt = ({ target }) => /** @type {Element} */ (target).closest?.("[role=gridcell]"); // not a text or a window
  const placeOf = (/** @type {HTMLElement} */ { dataset }) => [Number(dataset.row), Number(dataset.column)];
  const choose = (/** @type {number[]} */ place) => {
    pick(place);
    grid.cells[place[0]][place[1]].focus({ preventScroll: true });
    grid.frame.dispatchEvent(new Event("input", { bubbles: true }));
  };
  grid.frame.addEventListener(
    "click",
    (event) => cellAt(event) && choose(placeOf(/** @type {HTMLElement} */ (cellAt(event)))),
  );
  grid.frame.addEventListener("keydown", (event) => {
    const cell = cellAt(event);
    if (!cell) return;
    const [row, column] = placeOf(cell);
    // widget.js puts it in a form.
    if (event.key === "Enter" && picked) return /** @type {HTMLFormElement} */ (cell.closest("form")).requestSubmit();
    const picks = event.key === " " || event.key === "Enter";
    const moved = picks ? { row, column } : moveInGrid(event, { row, column }, rows, columns);
    if (!moved) return;
    event.preventDefault();
    choose([moved.row, moved.column]);
  });
  pick(null);
  const node = element("div", { className: "lesson-options" }, [grid.frame]);
  return {
    node,
    read: () => (picked ? { given: picked } : { problem: "Choose a cell first." }),
    write: pick,
    mark(marks) {
      /** @type {Map<string, Mark[1]>} */
      const byPlace = new Map();
      for (const [place, mark] of marks) byPlace.set(String(place), mark);
      for (const cell of grid.cells.flat()) {
        const mark = byPlace.get(String(placeOf(cell))) ?? "";
        cell.dataset.mark = mark;
        cell.setAttribute("aria-label", describe(placeOf(cell)) + (mark && `, ${MARKS[mark].slice(2)}`));
      }
    },
    say,
    knows: (given) =>
      Array.isArray(given) &&
      given.length === 2 &&
      given.every(Number.isInteger) &&
      Number.isFinite(values[given[0]]?.[given[1]]),
    focus() {
      for (const cell of grid.cells.flat()) if (cell.tabIndex === 0) cell.focus();
    },
    complain() {},
    fit() {
      const room = Math.floor((node.clientWidth - 21) / columns); // 21: the row's number, a border
      fitGrid(grid, Math.max(24, Math.min(44, room)));
    },
  };
}
