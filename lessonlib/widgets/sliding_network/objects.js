// Objects on the wall as things to take hold of: by mouse, finger and keyboard.
import { contextOf } from "../kit/canvas_paint.js";
import { element } from "../kit/grid.js";
import { clamp } from "../kit/keyboard.js";
/** @import { Area, Size, Spot, WallObject } from "./wall.js" */

/**
 * @typedef {{ target: HTMLElement, pointerId: number, clientX: number, clientY: number }} Grip a pointer's, as it began
 * @typedef {["pointermove" | "pointerup" | "pointercancel", (now: PointerEvent) => void][]} Heard
 * @typedef {ReturnType<typeof createHandles>} Handles
 */

/** @type {Record<string, Spot>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const FAR = 8; // pixels, with Shift
const OUT = 24; // pixels of the screen beyond the wall: let go there, an object is gone

const CLEAR = 25; // pixels of the wall from one middle to the next: no window holds two
const EDGE = 12; // pixels of the wall from a middle to the wall's edge

/**
 * Handles for the objects, none until they are drawn.
 * @param {object} wall
 * @param {HTMLElement} wall.layer what lies over the wall
 * @param {() => string[]} wall.names of the kinds
 * @param {() => WallObject[]} wall.read
 * @param {(objects: WallObject[], held: number, done: boolean) => void} wall.write
 * held: the place in the list of the one in hand; done: once it is let go
 * @param {() => Size} wall.size
 * @param {() => number} wall.pixel how wide a pixel of the wall is on the screen
 * @param {(row: number, column: number) => string} wall.say what the network says there
 */
export function createHandles({ layer, names, read, write, size, pixel, say }) {
  /** @type {HTMLElement[]} */
  let handles = [];
  /** @type {Set<{ i: number, end: () => void }>} */
  const grips = new Set(); // the objects in hand, one for each finger: their places in the list

  /** @type {(kind: number, row: number, column: number) => WallObject} */
  const within = (kind, row, column) => [kind, clamp(row, size().height), clamp(column, size().width)];
  /** @type {(i: number, object: WallObject, done: boolean) => void} */
  const replace = (i, object, done) => {
    const objects = read().slice();
    const same = String(objects[i]) === String(object);
    objects[i] = object;
    if (!same || done) write(objects, i, done);
  };

  /** @param {number} i */
  function remove(i) {
    for (const grip of grips) {
      if (grip.i === i) grip.end();
      else if (grip.i > i) grip.i -= 1;
    }
    write(
      read().filter((_, n) => n !== i),
      -1,
      true,
    );
    (handles[Math.min(i, handles.length - 1)] ?? layer).focus({ preventScroll: true });
  }

  /** Its place in the list; -1 where the wall is full. @param {number} kind @param {number} row @param {number} column */
  function add(kind, row, column) {
    const i = read().length;
    write([...read(), within(kind, row, column)], i, false);
    return read().length > i ? i : -1;
  }

  function create() {
    const node = element("div", { className: "lesson-handle", role: "application", tabindex: 0 });
    const at = () => handles.indexOf(node);
    node.addEventListener("keydown", (event) => {
      const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
      if (altKey || ctrlKey || metaKey) return;
      const [kind, row, column] = read()[at()];
      if (Object.hasOwn(STEPS, key)) {
        const [down, right] = STEPS[key].map((way) => way * (shiftKey ? FAR : 1));
        replace(at(), within(kind, row + down, column + right), true);
      } else if (key === "Delete" || key === "Backspace") remove(at());
      else return;
      event.preventDefault();
    });
    node.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      node.focus({ preventScroll: true });
      hold(at(), /** @type {PointerEvent & { target: HTMLElement }} */ (event)); // a handle has no parts to hit
    });
    node.addEventListener("focus", () => write(read(), at(), false));
    return node;
  }

  /** Take object i in hand; the pointer is captured by what it went down on. @param {number} i @param {Grip} event */
  function hold(i, event) {
    if (i < 0) return;
    const [, row, column] = read()[i];
    const zoom = layer.getBoundingClientRect().width / layer.offsetWidth || 1; // of a view that fills the screen
    const { target, pointerId, clientX: x, clientY: y } = event;
    target.setPointerCapture(pointerId);
    const end = () => {
      for (const [name, act] of /** @type {Heard} */ (Object.entries(heard))) target.removeEventListener(name, act);
      grips.delete(grip);
    };
    const grip = { i, end };
    grips.add(grip);
    const move = (/** @type {PointerEvent} */ now) => {
      const [down, right] = [now.clientY - y, now.clientX - x].map((way) => Math.round(way / (pixel() * zoom)));
      replace(grip.i, within(read()[grip.i][0], row + down, column + right), false);
    };
    const drop = (/** @type {PointerEvent} */ now) => {
      end();
      const box = layer.getBoundingClientRect();
      /** @type {(at: number, from: number, to: number) => boolean} */
      const isIn = (at, from, to) => at > from - OUT && at < to + OUT;
      const inside = isIn(now.clientX, box.left, box.right) && isIn(now.clientY, box.top, box.bottom);
      if (now.type === "pointerup" && !inside) remove(grip.i);
      else write(read(), grip.i, true);
    };
    const heard = { pointermove: move, pointerup: drop, pointercancel: drop };
    for (const [name, act] of /** @type {Heard} */ (Object.entries(heard))) target.addEventListener(name, act);
  }

  // As many handles as objects, each over its own.
  function draw() {
    const objects = read();
    while (handles.length > objects.length) /** @type {HTMLElement} */ (handles.pop()).remove();
    while (handles.length < objects.length) {
      handles = [...handles, create()];
      layer.append(/** @type {HTMLElement} */ (handles.at(-1)));
    }
    const { height, width } = size();
    objects.forEach(([kind, row, column], i) => {
      const { style } = handles[i];
      style.top = `${(100 * (row + 0.5)) / height}%`;
      style.left = `${(100 * (column + 0.5)) / width}%`;
      const what = `${names()[kind]}, row ${row}, column ${column}${say(row, column)}`;
      handles[i].setAttribute("aria-label", `${what}. Arrow keys move it, Shift moves it far, Delete takes it away.`);
    });
  }

  return { draw, add, hold, focus: (/** @type {number} */ i) => handles[i]?.focus({ preventScroll: true }) };
}

/**
 * A tray of objects to bring in: dragged from it, or by a click to where there is room.
 * @param {object} tray
 * @param {string[]} tray.names of the kinds
 * @param {number[][][]} tray.stamps
 * @param {Handles} tray.handles
 * @param {(event: MouseEvent | null) => Spot | null} tray.place of the pointer on the wall; without one, of room
 */
export function createTray({ names, stamps, handles, place }) {
  const buttons = names.map((name, kind) => {
    const icon = element("canvas", { className: "lesson-tray-icon", "aria-hidden": "true" });
    const label = element("span", { text: name });
    const button = element("button", { className: "lesson-button lesson-tray", type: "button" }, [icon, label]);
    button.setAttribute("aria-label", `Bring in a ${name}`);
    paintStamp(icon, stamps[kind]);
    let dragged = false;
    button.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      dragged = false;
      const begin = { x: event.clientX, y: event.clientY };
      button.setPointerCapture(event.pointerId);
      const move = (/** @type {PointerEvent} */ now) => {
        const at = place(now);
        if (!at || Math.hypot(now.clientX - begin.x, now.clientY - begin.y) < 6) return;
        dragged = true;
        stop();
        handles.hold(handles.add(kind, ...at), wrap(now, button));
      };
      const stop = () => {
        button.removeEventListener("pointermove", move);
        button.removeEventListener("pointerup", stop);
        button.removeEventListener("pointercancel", stop);
      };
      button.addEventListener("pointermove", move);
      button.addEventListener("pointerup", stop);
      button.addEventListener("pointercancel", stop);
    });
    button.addEventListener("click", () => {
      if (dragged) {
        dragged = false;
        return;
      }
      const i = handles.add(kind, .../** @type {Spot} */ (place(null)));
      handles.focus(i);
    });
    return button;
  });
  return element("div", { className: "lesson-trays", role: "group", "aria-label": "Bring in" }, buttons);
}

/**
 * Where to put another object in an area of the wall: clear of the others, and of such places the nearest to the area's
 * middle.
 * @param {WallObject[]} objects
 * @param {Omit<Area, "left">} area it begins at the left edge
 */
export function findRoom(objects, { top, bottom, right }) {
  /** @type {{ value: number, spot: Spot }} */
  let best = { value: -Infinity, spot: [Math.floor((top + bottom) / 2), Math.floor(right / 2)] };
  const [middle, centre] = best.spot;
  for (let row = top + EDGE; row <= bottom - EDGE; row += 4) {
    for (let column = EDGE; column <= right - EDGE; column += 4) {
      const apart = Math.min(CLEAR, ...objects.map(([, r, c]) => Math.max(Math.abs(r - row), Math.abs(c - column))));
      const value = 1000 * apart - Math.hypot(row - middle, column - centre);
      if (value > best.value) best = { value, spot: [row, column] };
    }
  }
  return best.spot;
}

/** @type {(event: PointerEvent, target: HTMLElement) => Grip} */
const wrap = ({ clientX, clientY, pointerId }, target) => ({ clientX, clientY, pointerId, target });

/** @param {HTMLCanvasElement} canvas @param {number[][]} stamp */
function paintStamp(canvas, stamp) {
  canvas.height = canvas.width = stamp.length;
  const context = contextOf(canvas);
  const image = context.createImageData(stamp.length, stamp.length);
  stamp.flat().forEach((value, i) => {
    image.data.fill(Math.round(48 + 202 * value), 4 * i, 4 * i + 3);
    image.data[4 * i + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}
