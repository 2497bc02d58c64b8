// Moving a picture: by dragging it, by arrow keys on it, by four buttons under it.
import { element } from "./grid.js";
import { clamp, focusByPointer } from "./keyboard.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const BUTTONS = [
  ["ArrowLeft", "←", "Move left"],
  ["ArrowUp", "↑", "Move up"],
  ["ArrowDown", "↓", "Move down"],
  ["ArrowRight", "→", "Move right"],
  ["Home", "Back", "Back to the middle"],
];

// surface: the element to drag and to focus; read() gives {down, right}; write({down, right}, done) takes a new place,
// done once the move is over; reach() how far it goes; pixel() how wide a pixel of the picture is on the screen. A drag
// goes by multiples of `grain` pixels; keys and buttons go by whole pixels, to the next whole one.
// Returns {pad, name}: the buttons, and a function that names the surface for a screen reader.
export function createMover({ surface, read, write, reach, pixel, grain = 1 }) {
  const within = (place) => clamp(place + reach(), 2 * reach() + 1) - reach();
  const next = (place, way) => (way > 0 ? Math.floor(place) : way < 0 ? Math.ceil(place) : place) + way;
  const go = (down, right, done = true) => {
    const [from, to] = [read(), { down: within(down), right: within(right) }];
    const moved = to.down !== from.down || to.right !== from.right;
    if (moved || done) write(to, done);
  };
  const step = (key) => {
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
    const whole = (way) => Math.round(way / (pixel() * drag.zoom) / grain) * grain;
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
  const name = (text) => surface.setAttribute("aria-label", `${text}. Arrow keys move it, Home puts it back.`);
  return { pad, name };
}

// The picture moved by whole pixels; zeros enter, what leaves is cut off.
export function movePicture(picture, down, right) {
  return picture.map((row, i) => row.map((_, j) => picture[i - down]?.[j - right] ?? 0));
}

// "4 right, 2 up": where it is, in words.
export function sayMove(down, right) {
  const across = right ? [`${Math.abs(right)} ${right > 0 ? "right" : "left"}`] : [];
  const along = down ? [`${Math.abs(down)} ${down > 0 ? "down" : "up"}`] : [];
  return [...across, ...along].join(", ") || "in the middle";
}
