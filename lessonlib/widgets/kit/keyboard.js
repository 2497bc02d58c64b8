// Keys: which belong to a widget, and moving in a grid of cells, as the ARIA grid pattern has it.
/** @import { Place } from "../math/dependencies.js" */

/**
 * What is pressed in a widget is for the widget. JupyterLab listens further up, and would take the arrow keys of a
 * slider and the Enter of a button for its own shortcuts. Escape, and what is pressed with Ctrl or Cmd, goes on.
 * @param {HTMLElement} root
 */
export function keepKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && !event.ctrlKey && !event.metaKey) event.stopPropagation();
  });
}

/**
 * Focus what a pointer took hold of, without the frame that shows the keyboard's place (base.css): a script's focus()
 * may show it. The next key brings the frame back.
 * @param {HTMLElement} node
 */
export function focusByPointer(node) {
  const isPointed = "pointed" in node.dataset; // then it already listens for what ends this
  node.dataset.pointed = "";
  node.focus({ preventScroll: true });
  if (isPointed) return;
  const ended = new AbortController();
  const end = () => {
    delete node.dataset.pointed;
    ended.abort();
  };
  for (const kind of ["keydown", "blur"]) node.addEventListener(kind, end, { signal: ended.signal });
}

/**
 * Where the key leads from a place; null for a key that is none of ours.
 * @param {{ key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean }} event
 * @param {Place} from
 * @param {number} rows
 * @param {number} columns
 */
export function moveInGrid({ key, ctrlKey = false, metaKey = false, altKey = false }, { row, column }, rows, columns) {
  if (altKey) return null;
  const far = ctrlKey || metaKey;
  /** @type {Record<string, [row: number, column: number]>} */
  const moves = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [far ? 0 : row, 0],
    End: [far ? rows - 1 : row, columns - 1],
  };
  if (!Object.hasOwn(moves, key) || (far && key.startsWith("Arrow"))) return null;
  const [toRow, toColumn] = moves[key];
  return { row: clamp(toRow, rows), column: clamp(toColumn, columns) };
}

/** The nearest of `count` places, from 0 on. @param {number} place @param {number} count */
export function clamp(place, count) {
  return Math.max(0, Math.min(count - 1, place));
}
