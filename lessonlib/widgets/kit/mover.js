// Moving a picture: by dragging it, by arrow keys on it, by four buttons under it.
import { element } from "./grid.js";
import { clamp, focusByPointer } from "./keyboard.js";

/** @typedef {{ down: number, right: number }} Move from the middle, in pixels */

/** @type {Record<string, [down: number, right: number]>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const BUTTONS = [
  ["ArrowLeft", "←", "Move left"],
  ["ArrowUp", "↑", "Move up"],
  ["ArrowDown", "↓", "Move down"],
  ["ArrowRight", "→", "Move right"],
  ["Home", "Back", "Back to the middle"],
];

/**
 * Returns the buttons, and a function that names the surface for a screen reader. Keys and buttons go by whole pixels,
 * to the next whole one.
 * @param {object} mover
 * @param {HTMLElement} mover.surface the element to drag and to focus
 * @param {() => Move} mover.read
 * @param {(to: Move, done: boolean) => void} mover.write takes a new place, done once the move is over
 * @param {() => number} mover.reach how far it goes
 * @param {() => number} mover.pixel how wide a pixel of the picture is on the screen
 * @param {number} [mover.grain] a drag goes by multiples of so many pixels
 */
export function createMover({ surface, read, write, reach, pixel, grain = 1 }) {
  const within = (/** @type {number} */ place) => clamp(place + reach(), 2 * reach() + 1) - reach();
  /** @type {(place: number, way: number) => number} */
  const next = (place, way) => (way > 0 ? Math.floor(place) : way < 0 ? Math.ceil(place) : place) + way;
  /** @type {(down: number, right: number, done?: boolean) => void} */
  const go = (down, right, done = true) => {
    const [from, to] = [read(), { down: within(down), right: within(right) }];
    const moved = to.down !== from.down || to.right !== from.right;
    if (moved || done) write(to, done);
  };
  const step = (/** @type {string} */ key) => {
    const { down, right } = read();
    if (key === "Home") go(0, 0);
    else go(next(down, STEPS[key][0]), next(right, STEPS[key][1]));
  };

  const buttons = BUTTONS.map(([key, text, label]) => {
    const button = element("button", { className: "lesson-button", type: "button", "data-key": key, text });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => step(key));
    return button;
  });
  surface.tabIndex = 0;
  surface.setAttribute("role", "application");
  surface.classList.add("lesson-movable");
  surface.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey || !(key === "Home" || Object.hasOwn(STEPS, key))) return;
    event.preventDefault();
    step(key);
  });

  /** @type {({ x: number, y: number, zoom: number } & Move) | null} */
  let drag = null; // where the pointer went down, and where the picture then was
  surface.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    focusByPointer(surface);
    surface.setPointerCapture(event.pointerId);
    const zoom = surface.getBoundingClientRect().width / surface.offsetWidth || 1; // of a view that fills the screen
    drag = { x: event.clientX, y: event.clientY, zoom, ...read() };
  });
  surface.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const { zoom } = drag;
    const whole = (/** @type {number} */ way) => Math.round(way / (pixel() * zoom) / grain) * grain;
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y].map(whole);
    go(drag.down + y, drag.right + x, false);
  });
  const drop = () => {
    if (!drag) return;
    drag = null;
    const { down, right } = read();
    go(down, right);
  };
  surface.addEventListener("pointerup", drop);
  surface.addEventListener("pointercancel", drop);

  const pad = element("div", { className: "lesson-pad-buttons", role: "group", "aria-label": "Move it" }, buttons);
  const name = (/** @type {string} */ text) =>
    surface.setAttribute("aria-label", `${text}. Arrow keys move it, Home puts it back.`);
  return { pad, name };
}

/**
 * The picture moved by whole pixels; zeros enter, what leaves is cut off.
 * @param {number[][]} picture
 * @param {number} down
 * @param {number} right
 */
export function movePicture(picture, down, right) {
  return picture.map((row, i) => row.map((_, j) => picture[i - down]?.[j - right] ?? 0));
}

/** Where it is, in words: "4 right, 2 up". @param {number} down @param {number} right */
export function sayMove(down, right) {
  const across = right ? [`${Math.abs(right)} ${right > 0 ? "right" : "left"}`] : [];
  const along = down ? [`${Math.abs(down)} ${down > 0 ? "down" : "up"}`] : [];
  return [...across, ...along].join(", ") || "in the middle";
}
