// What a run told (lessonlib/exercises/checking/page.py), as elements.
import { make } from "./cells.js";
import { messageOf } from "./message.js";
/** @import { LiveWidget } from "../widgets/manager.js" */

/**
 * @typedef {LiveWidget & { kind: "widget", text: string, svg?: undefined }} Figure
 * @typedef {{ kind: "picture", text: string, svg: string, models?: undefined }} Drawing
 * @typedef {{ kind: "html" | "text" | "error", text: string, svg?: undefined, models?: undefined }} Words
 * @typedef {Figure | Drawing | Words} Output
 * @typedef {{ outputs: Output[], right?: boolean, progress: string }} Told `right`: of a check
 */

const figuresIn = (/** @type {Element} */ place) => place.querySelectorAll(".lesson-widget");

/**
 * Resolves when the widgets among the outputs are drawn. Those that stood here end before, so that two of them never
 * share a name; meanwhile their room is kept.
 * @param {HTMLElement} place
 * @param {Output[]} outputs
 */
export async function show(place, ...outputs) {
  const cell = /** @type {HTMLElement} */ (place.parentElement);
  const drawn = /** @type {Figure[]} */ (outputs.filter(({ kind }) => kind === "widget"));
  const height =
    /** @type {HTMLElement | null} */ (cell.querySelector(".cell_output"))?.offsetHeight || place.offsetHeight;
  place.style.minHeight = drawn.length ? `${height}px` : "";
  await window.lessonFigures?.end(figuresIn(cell));
  place.replaceChildren(...outputs.map(element));
  place.setAttribute("role", drawn.length ? "group" : "status"); // a figure is not read out as a message
  const widgets = figuresIn(place);
  await Promise.all(drawn.map((told, i) => draw(widgets[i], told)));
  place.style.minHeight = "";
}

/** @param {Element} widget @param {Figure} told */
async function draw(widget, told) {
  const figures = /** @type {NonNullable<Window["lessonFigures"]>} */ (window.lessonFigures); // every page of cells has some
  try {
    await figures.draw(widget, told);
  } catch (reason) {
    widget.replaceWith(element({ kind: "error", text: `The figure could not be drawn: ${messageOf(reason)}.` }));
  }
}

/**
 * The outputs that the book was printed with, in view or out of it.
 * @param {HTMLElement} cell
 * @param {boolean} shown
 */
export function setPrinted(cell, shown) {
  /** @type {HTMLElement | null} */
  const printed = cell.querySelector(".cell_output");
  if (!printed || printed.hidden === !shown) return;
  printed.hidden = !shown;
  if (shown) window.lessonFigures?.wake(figuresIn(printed));
}

export const hasFailed = (/** @type {Told} */ told) => told.outputs.some((output) => output.kind === "error");
export const hasFigure = (/** @type {Told} */ told) => told.outputs.some((output) => output.kind === "widget");

/** @param {Output} output */
function element({ kind, text, svg, models }) {
  if (kind === "widget") {
    const name = Object.values(models).find((model) => model.state._anywidget_id)?.state._anywidget_id;
    const made = make("div", { className: "lesson-widget" });
    made.dataset.kind = name?.replace(/.*\./, "") ?? "";
    return made;
  }
  if (kind === "picture") return drawing(svg) ?? make("p", { textContent: text });
  const made = make(kind === "html" ? "div" : "pre", { className: `lesson-run-${kind}` });
  if (kind === "html")
    made.innerHTML = text; // from our own checker, or from what the reader's own code shows
  else made.textContent = text;
  return made;
}

/** A figure, or nothing where the text is no SVG. @param {string} text */
function drawing(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return root instanceof SVGSVGElement && !root.querySelector("parsererror") ? document.importNode(root, true) : null;
}
