// Touch a letter: the title is the picture, the letter is the filter, and the title shines wherever the letter is.
import { contextOf } from "../kit/canvas_paint.js";
import { paintFilter } from "../kit/filter_tile.js";
import { plural } from "../kit/format.js";
import { brightness, drawGlow, tintInk } from "../kit/glow.js";
import { element } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { createSearch } from "../kit/search_worker.js";
import { isFirstInVisit } from "../kit/storage.js";
import { paletteColour, watchTheme } from "../kit/theme.js";
import { addFrame } from "../kit/toolbar.js";
import { paintMap, passedPart, reduceMap, sizeMap } from "./feature_map.js";
import { createSweep } from "./sweep.js";
import { drawLetters, inkOf, layTitle, letterAt, nextLetter } from "./title.js";
/** @import { Model } from "../kit/traits.js" */
/** @import { Box } from "../math/dependencies.js" */
/** @import { Peak, Print, Question } from "../math/template_search.js" */
/** @import { SmallMap } from "./feature_map.js" */
/** @import { Layout, Letter } from "./title.js" */

/**
 * @typedef {{ text: string, chosen: number, size: number[], pixels: string, box: number[], key: string }} Traits
 * @typedef {{ peaks: Peak[], map: SmallMap }} Answer
 * @typedef {{ width: number, height: number }} Size
 */

const COPY = 0.97; // of the filter's response to its own box: letters at whole pixels are copies to the last pixel
const LEAST = 0.8; // peaks below are dark in any case
const BLEED = 32; // pixels that the light may reach beyond the title; as in widget.css
const TILES = { wide: 160, narrow: 112, from: 560 }; // pixels: the longer side of the filter as it is shown
const VISIT = "letter-search";

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const glow = element("canvas", { className: "lesson-letter-glow", "aria-hidden": "true" });
  const text = element("canvas", { "aria-hidden": "true" });
  const mark = element("div", { className: "lesson-letter-mark", "aria-hidden": "true" });
  const surface = element("div", { className: "lesson-letter-title", tabindex: "0", role: "application" });
  surface.append(element("div", { className: "lesson-letter-light" }, [glow]), text, mark);
  const tile = element("canvas", { "aria-hidden": "true" });
  const named = element("figcaption", { className: "lesson-note", text: "your filter" });
  const filter = element("figure", { className: "lesson-letter-filter" }, [
    element("div", { className: "lesson-letter-tile" }, [tile]),
    named,
  ]);
  const strip = element("canvas", { "aria-hidden": "true" });
  const mapNamed = element("figcaption", { className: "lesson-note", text: "its map: how well it fits at each place" });
  const map = element("figure", { className: "lesson-letter-map" }, [strip, mapNamed]);
  const first = [...model.get("text")][model.get("chosen")];
  const letterShown = element("strong", { className: "lesson-letter-shown", text: first });
  const count = element("span", { className: "lesson-letter-count", text: "\u00a0" });
  const said = element("p", { className: "lesson-letter-found" }, [letterShown, " ", count]);
  const hint = element("p", { className: "lesson-note", "data-part": "hint" });
  const words = element("div", { className: "lesson-letter-words" }, [said, hint]);
  const toDo = element("p", { className: "lesson-to-do", text: "Touch a letter. Every place like it lights up." });
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  const row = element("div", { className: "lesson-letter-row" }, [filter, words, map]);
  const root = element("div", { className: "lesson-view lesson-letters", role: "group" }, [surface, toDo, row, live]);
  root.setAttribute("aria-label", "Touch a letter");
  keepKeys(root);

  /** @type {Layout | null} */
  let layout = null;
  /** @type {Print} */
  let picture;
  let [font, long] = ["", 0];
  /** @type {Letter | null} */
  let shown = null; // the letter whose map is on the screen, or asked for
  let drawn = ""; // what is told of the letter
  let speak = false; // nothing is said before the reader does something
  /** @type {Map<number, Answer>} */
  const answers = new Map(); // of this layout, by the letter's place in the title
  const search = createSearch((found, /** @type {Question & { at: number }} */ { at }) => {
    answers.set(at, { peaks: found.peaks, map: reduceMap(found) });
    if (shown?.at === at) draw();
  });
  const sweep = createSweep({ surface, mark, draw });

  const chosen = (/** @type {Layout} */ { letters }) =>
    letters.find(({ at }) => at === model.get("chosen")) ?? letters[0];

  function layOut() {
    const width = Math.floor(surface.clientWidth);
    if (!width || layout?.width === width) return;
    const { fontFamily, fontWeight } = getComputedStyle(surface);
    const context = contextOf(text);
    const at = (/** @type {number} */ size) => `${fontWeight} ${size}px ${fontFamily}`;
    layout = layTitle(model.get("text"), width, (piece, size) => {
      context.font = at(size);
      return context.measureText(piece);
    });
    font = at(layout.size);
    long = measureTitle(context);
    picture = inkOf(layout, font);
    surface.style.height = `${layout.height}px`;
    sizeMap(strip, layout);
    answers.clear();
    sweep.end();
    search.setPicture(picture, Math.max(...layout.letters.map(({ box }) => Math.max(box.rows, box.columns))));
    show(chosen(layout));
    share(chosen(layout));
  }

  /**
   * How long the title is in one line. It changes if the page's face arrives after the letters were placed.
   * @param {CanvasRenderingContext2D} context
   */
  function measureTitle(context) {
    context.font = font;
    return context.measureText(model.get("text")).width;
  }

  function lookAgain() {
    const differs = layout !== null && measureTitle(contextOf(text)) !== long;
    if (differs) retitled();
    return differs;
  }

  /** Python can compute the same map from the same pixels. @param {Letter} letter */
  function share({ box }) {
    const bytes = Array.from(picture.ink, (value) => String.fromCharCode(value));
    model.set("size", [picture.height, picture.width]);
    model.set("pixels", btoa(bytes.join("")));
    shareBox(box);
  }

  /** @param {Box} box */
  function shareBox({ row, column, rows, columns }) {
    model.set("box", [row, column, rows, columns]);
    model.save_changes();
  }

  /** @param {Letter} letter */
  function show(letter) {
    if (shown === letter && answers.has(letter.at)) return;
    shown = letter;
    if (answers.has(letter.at)) draw();
    else search.ask({ at: letter.at, box: letter.box, minusMean: true, least: LEAST });
  }

  /** @param {Letter} letter */
  function choose(letter) {
    speak = true;
    sweep.cancel();
    if (letter.at !== model.get("chosen")) {
      model.set("chosen", letter.at);
      shareBox(letter.box);
    }
    show(letter);
    say(letter);
  }

  function draw() {
    const found = shown && answers.get(shown.at)?.peaks;
    if (!shown || !layout || !found || lookAgain()) return;
    const scale = window.devicePixelRatio || 1;
    setSize(text, layout, scale);
    setSize(glow, { width: layout.width + 2 * BLEED, height: layout.height + 2 * BLEED }, scale);
    const peaks = found.map((peak) => ({ ...peak, light: brightness(peak.score, COPY) * sweep.light(peak) }));
    const [ink, positive] = ["ink", "positive"].map((name) => paletteColour(root, name));
    drawGlow(contextOf(glow), peaks, shown.box, positive, { scale, bleed: BLEED });
    const context = contextOf(text);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, layout.width, layout.height);
    context.font = font;
    context.fillStyle = `rgb(${ink.join(" ")})`;
    drawLetters(context, layout);
    context.setTransform(1, 0, 0, 1, 0, 0);
    tintInk(context, peaks, shown.box, positive, scale);
    const copies = peaks.filter((peak) => peak.score >= COPY && sweep.light(peak) > 0);
    const { map } = /** @type {Answer} */ (answers.get(shown.at)); // which has the peaks found above
    const passed = sweep.isAhead() ? passedPart(map, (place) => sweep.light(place) > 0) : map;
    paintMap(strip, passed, positive, copies, shown.box);
    const painted = [shown.at, layout.width, copies.length, sweep.isAhead(), positive].join();
    if (sweep.isRunning() && painted === drawn) return; // only the light of the title and its map move
    drawn = painted;
    drawFilter(shown.box, layout.width);
    say(shown);
    if (!sweep.isRunning()) markBox(shown.box);
  }

  /** @param {Box} box */
  function markBox({ row, column, rows, columns }) {
    Object.assign(mark.style, { width: `${columns}px`, height: `${rows}px`, translate: `${column}px ${row}px` });
  }

  /** @param {Box} box @param {number} width of the title */
  function drawFilter(box, width) {
    paintFilter(tile, picture, box, true, width < TILES.from ? TILES.narrow : TILES.wide);
    const size = `${box.columns} × ${box.rows} pixels of the title`;
    hint.textContent = `Its weights: ${size}. Ink on blue counts for it, ink on orange against.`;
  }

  /** @param {Letter} letter */
  function say({ at, letter }) {
    const found = answers.get(at)?.peaks;
    const copies = found?.filter(({ score }) => score >= COPY).length ?? 0;
    letterShown.textContent = letter;
    const fits = `fits at ${plural(copies, "place")}`; // in another face it may fit where another letter is
    count.textContent = !found || sweep.isAhead() ? (sweep.isRunning() ? "fits at \u2026" : "\u00a0") : fits;
    if (found) Object.assign(root.dataset, { copies, shown: at });
    const text = `${letter} ${fits}`;
    const named = sweep.isRunning() ? letter : text;
    surface.setAttribute("aria-label", `${model.get("text")}. ${named}. Arrow keys choose a letter.`);
    if (speak && found) live.textContent = text;
  }

  /**
   * The letter under the pointer; null before the page's face has come, and with it the letters.
   * @param {MouseEvent} event
   */
  const pointed = ({ clientX, clientY }) => {
    if (!layout) return null;
    const box = surface.getBoundingClientRect();
    const zoom = box.width / layout.width;
    return letterAt(layout, (clientX - box.left) / zoom, (clientY - box.top) / zoom);
  };
  surface.addEventListener("click", (event) => {
    const letter = pointed(event);
    if (letter) choose(letter);
  });
  surface.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    sweep.cancel();
    const letter = pointed(event);
    if (letter) show(letter);
  });
  surface.addEventListener("pointerleave", () => layout && show(chosen(layout)));
  surface.addEventListener("keydown", (event) => {
    const letter = layout && nextLetter(layout, chosen(layout), event);
    if (!letter) return;
    event.preventDefault();
    choose(letter);
  });

  const changed = () => layout && show(chosen(layout));
  const retitled = () => {
    layout = null;
    layOut();
  };
  model.on("change:chosen", changed);
  model.on("change:text", retitled);
  el.append(root);
  const accepts = (/** @type {Traits} */ { chosen }) =>
    Number.isInteger(chosen) && /\S/.test([...model.get("text")][chosen] ?? " ");
  const frame = addFrame({ model, root, state: ["chosen"], accepts });
  const observer = new ResizeObserver(layOut);
  const stopWatching = watchTheme(() => layout && draw());
  let gone = false;
  document.fonts.addEventListener("loadingdone", lookAgain);
  const { fontFamily, fontWeight } = getComputedStyle(surface);
  const loaded = document.fonts.load(`${fontWeight} 40px ${fontFamily}`, model.get("text"));
  loaded.catch(Boolean).then(() => {
    if (gone) return; // a face that does not load is replaced by the next
    observer.observe(surface);
    const state = () => layout && shown && answers.has(shown.at) && { layout, box: shown.box };
    if (isFirstInVisit(VISIT)) sweep.startWhenSeen(state);
  });
  return () => {
    gone = true;
    document.fonts.removeEventListener("loadingdone", lookAgain);
    observer.disconnect();
    stopWatching();
    sweep.cancel();
    search.stop();
    frame.remove();
    model.off("change:chosen", changed);
    model.off("change:text", retitled);
  };
}

/** @param {HTMLCanvasElement} canvas @param {Size} size @param {number} scale */
function setSize(canvas, { width, height }, scale) {
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
}

export default { render };
