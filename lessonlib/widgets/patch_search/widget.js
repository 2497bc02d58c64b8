// Find it: drag a box over a page of print. What lies in it is the filter; the page glows where the filter responds.
import { contextOf } from "../kit/canvas_paint.js";
import { dragByFinger } from "../kit/drag_mark.js";
import { paintFilter } from "../kit/filter_tile.js";
import { plural, short } from "../kit/format.js";
import { brightness, drawGlow, tintInk } from "../kit/glow.js";
import { element } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { createSearch } from "../kit/search_worker.js";
import { createRadios } from "../kit/selection.js";
import { paletteColour, watchTheme } from "../kit/theme.js";
import { addFrame } from "../kit/toolbar.js";
import { boxOver, findGlyphs, glyphAt, glyphsIn, nearestTo } from "./glyphs.js";
import { createRanking, writeMiss } from "./ranking.js";
/** @import { Colour } from "../kit/canvas_paint.js" @import { Model } from "../kit/traits.js" */
/** @import { Box } from "../math/dependencies.js" @import { Print } from "../math/template_search.js" */
/** @import { Answer } from "./ranking.js" */

const COPY = 0.9; // of the filter’s response to its own box: letters of print stand between pixels
const LEAST = 0.5; // of the peaks that are told of
const TILE = 112; // pixels, the longer side of the filter as it is shown
const LOUPE = 72; // the same for what a finger covers
const MOST = 96; // pixels along a side of a box
const KINDS = [
  { value: "minus", text: "the patch minus its mean" },
  { value: "raw", text: "the patch as it is" },
];

/** @typedef {{ picture: string, size: number[], box: number[], minus_mean: boolean, key: string }} Traits */
/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const kinds = createRadios("Filter", KINDS, (kind) => set({ minus_mean: kind === "minus" }));
  const print = element("canvas", { "aria-hidden": "true" });
  const glow = element("canvas", { "aria-hidden": "true" });
  const mark = element("div", { className: "lesson-patch-mark", "aria-hidden": "true" });
  const surface = element("div", { className: "lesson-patch-page", tabindex: "0", role: "application" });
  const loupe = element("canvas", { className: "lesson-patch-loupe", "aria-hidden": "true", hidden: "" });
  surface.append(glow, print, mark, loupe);
  const tile = element("canvas", { "aria-hidden": "true" });
  const caption = element("figcaption", { className: "lesson-note", text: "your filter" });
  const filter = element("figure", { className: "lesson-patch-filter" }, [tile, caption]);
  const said = element("p", { className: "lesson-patch-found", "data-part": "found" });
  const ranking = createRanking();
  const problem = element("p", { className: "lesson-message", role: "status", "data-part": "problem" });
  /** @type {[action: string, text: string, by: number][]} */ const steps = [
    ["narrower", "Narrower box", -1],
    ["wider", "Wider box", 1],
  ];
  const buttons = steps.map(([action, text, by]) => {
    const button = element("button", { className: "lesson-button", type: "button", "data-action": action, text });
    button.addEventListener("click", () => widen(by));
    return button;
  });
  const sizes = element("div", { className: "lesson-choices", role: "group", "aria-label": "Box" }, buttons);
  // The buttons come first: what stands above them keeps its height while they are pressed.
  const row = element("div", { className: "lesson-patch-row" }, [sizes, problem, filter, said, ranking.node]);
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  const parts = [kinds.root, surface, row, live];
  const root = element("div", { className: "lesson-view lesson-chips lesson-patches", role: "group" }, parts);
  root.setAttribute("aria-label", "Find it");
  root.setAttribute("aria-busy", "true"); // until there is an answer, the page keeps the room for it
  keepKeys(root);

  /** @type {Print | null} */ let picture = null;
  /** @type {Box[][]} */ let lines = []; // of glyphs
  /** @type {Answer | null} */ let answer = null; // what is on the screen
  let speak = false;
  const search = createSearch((found, question) => {
    answer = { ...question, peaks: found.peaks };
    draw();
  });

  const box = () => {
    const [row, column, rows, columns] = model.get("box");
    return { row, column, rows, columns };
  };

  function set(/** @type {Partial<Traits>} */ values) {
    speak = true;
    for (const [name, value] of Object.entries(values)) model.set(/** @type {keyof Traits} */ (name), value);
    model.save_changes();
  }

  const choose = (/** @type {Box} */ { row, column, rows, columns }) => {
    problem.textContent = "";
    const next = [row, column, rows, columns];
    if (String(next) !== String(model.get("box"))) set({ box: next });
  };

  function ask() {
    if (!picture) return;
    markBox(picture);
    kinds.show(model.get("minus_mean") ? "minus" : "raw");
    search.ask({ box: box(), minusMean: model.get("minus_mean"), least: LEAST });
  }

  function markBox(/** @type {Print} */ { height, width, ink }) {
    const { row, column, rows, columns } = box();
    const part = (/** @type {number} */ value, /** @type {number} */ whole) => `${(100 * value) / whole}%`;
    Object.assign(mark.style, {
      top: part(row, height),
      left: part(column, width),
      width: part(columns, width),
      height: part(rows, height),
    });
    if (loupe.hidden) return;
    paintFilter(loupe, { width, ink }, box(), model.get("minus_mean"), LOUPE);
    Object.assign(loupe.style, { left: part(column + columns / 2, width), bottom: part(height - row, height) });
  }

  async function readPicture() {
    surface.style.aspectRatio = model.get("size").toReversed().join(" / ");
    const image = new Image();
    image.src = model.get("picture");
    await image.decode();
    const [height, width] = [image.naturalHeight, image.naturalWidth];
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const ink = new Uint8Array(width * height);
    for (let i = 0; i < ink.length; i += 1) ink[i] = 255 - data[4 * i];
    picture = { height, width, ink };
    inked = null;
    lines = findGlyphs(picture, MOST);
    for (const canvas of [print, glow]) Object.assign(canvas, { width, height });
    search.setPicture(picture, MOST);
    ask();
  }

  function draw() {
    if (!picture || !answer) return;
    const [ink, positive] = ["ink", "positive"].map((name) => paletteColour(root, name));
    const peaks = answer.peaks.map((peak) => ({ ...peak, light: brightness(peak.score, COPY) }));
    drawGlow(contextOf(glow), peaks, answer.box, positive, { scale: 1 });
    const context = contextOf(print);
    context.putImageData(inkImage(picture, ink), 0, 0);
    tintInk(context, peaks, answer.box, positive, 1);
    paintFilter(tile, picture, answer.box, answer.minusMean, TILE);
    ranking.show(picture, answer, COPY, ink);
    said.textContent = sayFound(answer, COPY);
    const copies = answer.peaks.filter(({ score }) => score >= COPY).length;
    root.removeAttribute("aria-busy");
    Object.assign(root.dataset, { copies, box: Object.values(answer.box), minus: answer.minusMean });
    surface.setAttribute(
      "aria-label",
      `A page of print. ${said.textContent} Arrow keys move the box, with Shift wider.`,
    );
    if (speak) live.textContent = said.textContent;
  }

  /** @type {{ colour: string, image: ImageData } | null} */
  let inked = null; // the print in the ink of a scheme
  function inkImage(/** @type {Print} */ { height, width, ink }, /** @type {Colour} */ colour) {
    if (inked?.colour === String(colour)) return inked.image;
    const image = new ImageData(width, height);
    for (let i = 0; i < ink.length; i += 1) {
      for (let c = 0; c < 3; c += 1) image.data[4 * i + c] = colour[c];
      image.data[4 * i + 3] = ink[i];
    }
    inked = { colour: String(colour), image };
    return image;
  }

  function widen(/** @type {number} */ by) {
    const now = glyphsIn(lines, box());
    if (now) choose(boxOver(lines[now.line], now.first, now.count + by, MOST));
  }

  /** @type {Record<string, [down: number, right: number]>} */
  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  surface.addEventListener("keydown", (event) => {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey || !Object.hasOwn(STEPS, key)) return;
    event.preventDefault();
    const now = glyphsIn(lines, box());
    const [down, right] = STEPS[key];
    if (!now) return;
    if (shiftKey && right) return widen(right);
    const line = Math.max(0, Math.min(lines.length - 1, now.line + down));
    const at = line === now.line ? now.first + right : nearestTo(lines[now.line][now.first], lines[line]);
    choose(boxOver(lines[line], at, now.count, MOST));
  });

  /** @param {Print} picture @param {{ clientX: number, clientY: number }} point @param {number} count of glyphs */
  function snap({ width }, { clientX, clientY }, count) {
    const place = surface.getBoundingClientRect();
    const scale = width / place.width;
    const near = glyphAt(lines, (clientX - place.left) * scale, (clientY - place.top) * scale);
    if (!near) {
      problem.textContent = "There is no ink here: drag the box onto a letter. The box before stays.";
      return;
    }
    choose(boxOver(lines[near.line], near.at - Math.floor((count - 1) / 2), count, MOST));
  }

  let dragged = 0; // how many glyphs the box holds while it is dragged
  surface.addEventListener("pointerdown", (event) => {
    if (event.button || !picture) return;
    dragged = glyphsIn(lines, box())?.count ?? 1;
    if (event.pointerType === "touch") return;
    surface.setPointerCapture(event.pointerId);
    snap(picture, event, dragged);
  });
  surface.addEventListener("pointermove", (event) => {
    if (picture && dragged && event.pointerType !== "touch") snap(picture, event, dragged);
  });
  dragByFinger(surface, {
    held: ({ target }) => (target === mark ? mark : null),
    move: (middle) => {
      if (!picture || !dragged) return;
      loupe.hidden = false;
      snap(picture, middle, dragged);
      markBox(picture);
    },
  });
  surface.addEventListener("click", (event) => picture && snap(picture, event, Math.max(1, dragged)));
  const drop = () => {
    dragged = 0;
    loupe.hidden = true;
  };
  surface.addEventListener("pointerup", () => setTimeout(drop)); // after the click
  surface.addEventListener("pointercancel", drop);

  model.on("change:box", ask);
  model.on("change:minus_mean", ask);
  model.on("change:picture", readPicture);
  el.append(root);
  const accepts = (/** @type {Traits} */ { box }) => {
    const [row, column, rows, columns] = box;
    const [height, width] = model.get("size");
    const whole = box.length === 4 && box.every((side) => Number.isInteger(side) && side >= 0);
    const inside = whole && row + rows <= height && column + columns <= width;
    if (!inside || rows < 1 || columns < 1 || Math.max(rows, columns) > MOST) return false;
    return !picture || hasInk(picture, { row, column, rows, columns });
  };
  function hasInk(/** @type {Print} */ { width, ink }, /** @type {Box} */ { row, column, rows, columns }) {
    for (let y = row; y < row + rows; y += 1) {
      if (ink.subarray(y * width + column, y * width + column + columns).some(Boolean)) return true;
    }
    return false;
  }
  const frame = addFrame({ model, root, state: ["box", "minus_mean"], accepts });
  const stopWatching = watchTheme(draw);
  readPicture();
  return () => {
    stopWatching();
    search.stop();
    frame.remove();
    model.off("change:box", ask);
    model.off("change:minus_mean", ask);
    model.off("change:picture", readPicture);
  };
}

/** What was found, in words. @param {Answer} answer @param {number} copy */
function sayFound({ peaks, minusMean }, copy) {
  const copies = peaks.filter(({ score }) => score >= copy);
  const miss = peaks.find(({ score }) => score < copy);
  const next = miss ? `The nearest miss reaches ${writeMiss(miss.score, copy)}.` : "";
  const places = `${plural(copies.length, "place")} ${copies.length === 1 ? "reaches" : "reach"}`;
  const found = `${places} ${copy} of the filter’s response to its own patch.`;
  const above = peaks.filter(({ score }) => score > 1.005).length;
  if (minusMean || !above) return `${found} ${next}`.trim();
  return `${found} ${above} of them respond more strongly than the patch itself, up to ${short(peaks[0].score)} times.`;
}

export default { render };
