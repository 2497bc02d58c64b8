// The aliasing explorer: nudge a picture by a pixel; its map at stride 2 flickers, and blurred first it does not.
import { fixed } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { createMover, movePicture, sayMove } from "../kit/mover.js";
import { createRamp, paint, paintPlanes } from "../kit/canvas_paint.js";
import { paletteColours, watchTheme } from "../kit/theme.js";
import { addFrame } from "../kit/toolbar.js";
import { followTraits } from "../kit/traits.js";
import { bothMaps, total } from "./both_maps.js";
import { createTrace } from "./trace.js";
/** @import { Move } from "../kit/mover.js" */
/** @import { Model } from "../kit/traits.js" */
/** @import { ThinMap } from "./both_maps.js" */

/**
 * @typedef {{ picture: number[][], filter: number[][], reach: number, key: string } & Move} Traits
 * @typedef {keyof typeof MAPS} Name of a map
 */

/** @type {(keyof Move)[]} */
const PLACE = ["down", "right"];
const WHAT = ["picture", "filter", "reach"];
const FULL = 0.5; // of the most that a map gives: from there on its colour is full, or most of it would be pale
const MAPS = { strided: "Stride 2", blurred: "Blurred first, then stride 2" };

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const surface = element("div", { className: "lesson-aliasing-picture", "data-part": "picture" }, [canvas]);
  const where = element("p", { className: "lesson-note", "data-part": "where" });
  const todo = element("p", {
    className: "lesson-to-do",
    text: "Nudge the image by one pixel, a few times, and watch both maps.",
  });
  // Object.entries gives plain strings.
  const maps = /** @type {[Name, string][]} */ (Object.entries(MAPS)).map(([name, title]) => {
    const map = element("canvas", { className: "lesson-aliasing-map", "aria-hidden": "true" });
    const trace = createTrace(name);
    const label = element("div", { className: "lesson-title", text: title });
    const note = element("p", { className: "lesson-note", text: "Its sum, nudge by nudge:" });
    const root = element("div", { className: "lesson-aliasing-part", "data-part": name }, [
      label,
      map,
      note,
      trace.root,
    ]);
    return { name, map, trace, root };
  });
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  live.setAttribute("aria-live", "polite");
  /** @type {(to: Move, done: boolean) => void} */
  const write = ({ down, right }, done) => {
    place.set({ down, right }); // one move, one point of each line
    if (done) say();
  };
  let side = 1; // of the picture on the screen
  const mover = createMover({
    surface,
    write,
    read: () => ({ down: model.get("down"), right: model.get("right") }),
    reach: () => model.get("reach"),
    pixel: () => side / model.get("picture")[0].length,
  });
  const title = element("div", { className: "lesson-title", text: "The image" });
  const own = element("div", { className: "lesson-aliasing-part" }, [title, surface, where, mover.pad]);
  const stage = element("div", { className: "lesson-aliasing-stage" }, [own, ...maps.map(({ root }) => root)]);
  const named = { className: "lesson-view lesson-aliasing", role: "group", "aria-label": "Aliasing explorer" };
  const root = element("div", named, [todo, stage, live]);
  keepKeys(root);
  let [largest, most] = [1, 1];
  /** @type {Uint8Array | null} */
  let ramp = null;
  /** @type {string[]} */
  let said = [];

  // What full colour and the top of a line stand for: the most that the picture gives anywhere near.
  function build() {
    const [picture, filter] = [model.get("picture"), model.get("filter")];
    const near = [0, 1].flatMap((down) => [0, 1].map((right) => bothMaps(movePicture(picture, down, right), filter)));
    /** @type {ThinMap[]} */
    const all = near.flatMap(Object.values);
    largest = Math.max(1e-9, ...all.map(({ values }) => Math.max(...values)));
    most = 1.15 * Math.max(1e-9, ...all.map(total));
    for (const { trace } of maps) trace.reset();
    draw();
  }

  function draw() {
    const [down, right] = PLACE.map((name) => model.get(name));
    const found = look(down, right);
    const changes = maps.map(({ name, trace }) => trace.add(total(found[name]), most));
    where.textContent = down || right ? `Moved ${sayMove(down, right)}` : "In the middle";
    mover.name(`The image, ${where.textContent.toLowerCase()}`);
    said = maps.map(
      ({ name }, i) => `${MAPS[name]}: ${fixed(total(found[name]), 2)}${changes[i] && `, ${changes[i]}`}`,
    );
  }

  /** Paint the picture and both maps, as they are. @param {number} down @param {number} right */
  function look(down, right) {
    const moved = movePicture(model.get("picture"), down, right);
    const found = bothMaps(moved, model.get("filter"));
    const [height, width] = [moved.length, moved[0].length];
    const greys = moved.flat().map((value) => Math.round(48 + 202 * Math.max(0, Math.min(1, value))));
    paintPlanes(canvas, { height, width, pixels: greys });
    ramp ??= readRamp();
    for (const { name, map } of maps) paint(map, found[name], FULL * largest, ramp);
    return found;
  }

  const readRamp = () => {
    return createRamp(true, paletteColours(root, ["background", "positive", "negative"]));
  };
  const repaint = () => {
    ramp = null;
    look(model.get("down"), model.get("right"));
  };
  const say = () => (live.textContent = `${where.textContent}. ${said.join(". ")}.`);

  const place = followTraits(model, PLACE, draw);
  for (const name of WHAT) model.on(`change:${name}`, build);
  el.append(root);
  build();
  const isPlace = (/** @type {number} */ value) => Number.isInteger(value) && Math.abs(value) <= model.get("reach");
  const frame = addFrame({ model, root, state: PLACE, accepts: (values) => PLACE.every((at) => isPlace(values[at])) });
  const stopWatching = watchTheme(repaint);
  const observer = new ResizeObserver(() => {
    side = canvas.clientWidth || 1;
  });
  observer.observe(surface);
  return () => {
    observer.disconnect();
    stopWatching();
    frame.remove();
    place.stop();
    for (const name of WHAT) model.off(`change:${name}`, build);
  };
}

export default { render };
