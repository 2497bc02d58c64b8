// The clap explorer: slide a known sound along a recording; it is heard and scored where it lies.
import { fixed } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { clamp, focusByPointer, keepKeys } from "../kit/keyboard.js";
import { svgElement } from "../kit/svg.js";
import { addFrame } from "../kit/toolbar.js";
import { drawBars, drawMap, drawSticks, drawWave } from "./drawing.js";
import { createPlayer } from "./player.js";
import { askedBetween, productsOf, scoreMap, settle, twoPeaks, unpackSound } from "./scoring.js";
import { sayFound } from "./words.js";
/** @import { Model } from "../kit/traits.js" */

/**
 * @typedef {{ recording: string, template: string, rate: number }} Sounds in base64, and their samples a second
 * @typedef {Sounds & { place: number, found: number[], whole: boolean, key: string }} Traits found: of the two peaks
 */

const WHAT = ["recording", "template", "rate"];
/** @type {"place"[]} */
const STATE = ["place"];
const FLOOR = 88; // where zero lies in the map, of 100
const MAGNET = 4; // pixels of the screen around a peak
const LEAD = 0.1; // seconds that are heard before and after the stretch under the clap
const TICKS = 4;
/** @type {Record<string, number>} */
const KEYS = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -100, PageUp: 100 };

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const todo = element("p", {
    className: "lesson-to-do",
    text: "Slide the clap along the recording. Where does the score jump?",
  });
  const wave = createStrip("lesson-clap-wave");
  const clapWave = createStrip("lesson-clap-own");
  const box = element("div", { className: "lesson-clap-box", "data-part": "box" }, [clapWave.svg]);
  const surface = element("div", {
    className: "lesson-clap-surface",
    role: "slider",
    tabindex: "0",
    "data-part": "surface",
  });
  surface.append(wave.svg, box);
  const map = createStrip("lesson-clap-map", 2);
  const needle = element("div", { className: "lesson-clap-needle", "aria-hidden": "true" });
  const marks = element("div", { className: "lesson-clap-marks" });
  const strip = element("div", { className: "lesson-clap-strip", "data-part": "map" }, [map.svg, needle, marks]);
  const ticks = element("div", { className: "lesson-clap-ticks lesson-note", "aria-hidden": "true" });
  const number = element("output", { className: "lesson-clap-score", "data-part": "score" });
  const where = element("span", { className: "lesson-note", "data-part": "where" });
  const bars = createStrip("lesson-clap-bars", 2);
  const barsNote = element("p", { className: "lesson-note", "data-part": "sides" });
  /** @type {Record<string, HTMLButtonElement>} */
  const buttons = {};
  const row = element("div", { className: "lesson-choices" });
  /** @type {[name: string, text: string, label: string, act: () => void][]} */
  const actions = [
    ["left", "←", "One sample to the left", () => step(-1)],
    ["right", "→", "One sample to the right", () => step(1)],
    ["here", "Hear it here", "", () => hear(recording.subarray(...stretch()))],
    ["clap", "Hear the clap", "", () => hear(template)],
    ["whole", "Show the whole map", "", () => showWhole()],
  ];
  for (const [name, text, label, act] of actions) {
    const button = element("button", { className: "lesson-button", type: "button", "data-action": name, text });
    if (label) button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    buttons[name] = button;
    row.append(button);
  }
  const found = element("p", { className: "lesson-clap-found", role: "status", "data-part": "found" });
  const title = (/** @type {string} */ text) => element("div", { className: "lesson-title", text });
  const score = element("div", { className: "lesson-clap-sum" }, [
    element("div", {}, [title("Score"), number, where]),
    element("div", { className: "lesson-clap-products" }, [title("Each sample’s product"), bars.svg, barsNote]),
  ]);
  const named = { className: "lesson-view lesson-clap", role: "group", "aria-label": "Clap explorer" };
  const parts = [
    todo,
    title("The recording"),
    surface,
    title("The map, where you asked"),
    strip,
    ticks,
    score,
    row,
    found,
  ];
  const root = element("div", named, parts);
  const mapTitle = parts[3];
  keepKeys(root);
  const player = createPlayer();
  const none = new Float64Array(0);
  let [recording, template, scores, asked, most] = [none, none, none, /** @type {Set<number>} */ (new Set()), 1];
  /** @type {number[]} */
  let peaks = [];
  /** @type {Set<number>} */
  let passed = new Set(); // peaks that the clap slid past
  const hear = (/** @type {Float64Array} */ samples) => player.play(samples, model.get("rate"));
  const scale = () => ({ count: recording.length, floor: FLOOR, most });

  function stretch() {
    const lead = Math.round(LEAD * model.get("rate"));
    return [Math.max(0, model.get("place") - lead), model.get("place") + template.length + lead];
  }

  function build() {
    [recording, template] = /** @type {const} */ (["recording", "template"]).map((name) =>
      unpackSound(model.get(name)),
    );
    scores = scoreMap(recording, template);
    peaks = twoPeaks(scores, template.length);
    most = Math.max(1e-9, scores[peaks[0]]);
    [asked, passed] = [new Set(), new Set()];
    const loudest = recording.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-9);
    wave.paths[0].setAttribute("d", drawWave(recording, loudest));
    clapWave.paths[0].setAttribute("d", drawWave(template, loudest));
    box.style.width = `${(100 * template.length) / recording.length}%`;
    surface.setAttribute("aria-label", "The clap on the recording");
    surface.setAttribute("aria-valuemin", 0);
    surface.setAttribute("aria-valuemax", scores.length - 1);
    const numbers = Array.from({ length: TICKS + 1 }, (_, i) => Math.round((i * recording.length) / TICKS));
    const tick = (/** @type {number} */ at) => {
      const node = element("span", { text: at ? at.toLocaleString("en") : "sample 0" });
      node.style.left = `${(100 * at) / recording.length}%`;
      return node;
    };
    ticks.replaceChildren(...numbers.map(tick));
    draw();
  }

  function draw() {
    const place = clamp(model.get("place"), scores.length);
    asked.add(place);
    const left = `${(100 * place) / recording.length}%`;
    for (const node of [box, needle]) node.style.left = left;
    const said = fixed(scores[place], 2);
    number.textContent = said;
    number.dataset.value = String(scores[place]);
    where.textContent = `at sample ${place.toLocaleString("en")}`;
    surface.setAttribute("aria-valuenow", place);
    surface.setAttribute("aria-valuetext", `sample ${place}, score ${said}`);
    const products = productsOf(recording, template, place);
    const largest = template.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
    const loudest = recording.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-9);
    drawBars(products, largest * loudest).forEach((path, i) => bars.paths[i].setAttribute("d", path));
    const [above, below] = [1, -1].map((sign) => products.reduce((sum, value) => sum + Math.max(0, sign * value), 0));
    barsNote.textContent = `Blue adds up to ${fixed(above, 2)}, orange to ${fixed(-below, 2)}.`;
    if (peaks.includes(place) && !model.get("found").includes(place)) {
      model.set("found", [...model.get("found"), place]);
      if (peaks.every((peak) => model.get("found").includes(peak))) model.set("whole", true);
      model.save_changes();
    }
    drawScores();
  }

  /** The scores that were asked for, or all; and what has been found. */
  function drawScores() {
    const whole = model.get("whole");
    map.paths[0].setAttribute("d", whole ? drawMap(scores, scale()) : "");
    map.paths[1].setAttribute("d", whole ? "" : drawSticks(scores, [...asked], scale()));
    mapTitle.textContent = whole ? "The whole map" : "The map, where you asked";
    buttons.whole.style.visibility = whole ? "hidden" : ""; // its place stays: nothing below moves
    const shown = peaks.filter((peak) => model.get("found").includes(peak) || whole);
    marks.replaceChildren(
      ...shown.map((peak) => {
        const mark = element("span", { text: `${peak.toLocaleString("en")}: ${fixed(scores[peak], 2)}` });
        mark.style.left = `${(100 * peak) / recording.length}%`;
        mark.style.top = `${FLOOR - ((FLOOR - 4) * scores[peak]) / most}%`;
        return mark;
      }),
    );
    const words = sayFound(scores, peaks, model.get("found"), whole, [...passed]);
    if (found.textContent !== words) found.textContent = words;
  }

  /** @param {number} place */
  function go(place) {
    const to = clamp(place, scores.length);
    if (to !== model.get("place")) {
      model.set("place", to);
      model.save_changes();
    }
  }

  /** From where it lies: what lies between has been slid past. @param {number} place */
  function slide(place) {
    const [from, to] = [model.get("place"), clamp(place, scores.length)];
    for (const peak of peaks) if ((peak - from) * (peak - to) < 0) passed.add(peak);
    go(to);
  }

  /** A quick hand skips places between two events: their scores are asked for, too. @param {number} place */
  function sweep(place) {
    const pixel = Math.max(1, Math.floor(recording.length / (surface.clientWidth || 1)));
    const to = clamp(place, scores.length);
    for (const at of askedBetween(scores, model.get("place"), to, pixel)) asked.add(at);
    slide(to);
  }

  const step = (/** @type {number} */ by) => slide(model.get("place") + by);

  function showWhole() {
    model.set("whole", true);
    model.save_changes();
    surface.focus({ preventScroll: true });
  }

  surface.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey) return;
    if (key === "Home") go(0);
    else if (key === "End") go(scores.length - 1);
    else if (Object.hasOwn(KEYS, key)) step(KEYS[key]);
    else return;
    event.preventDefault();
  });

  let held = false;
  /**
   * The middle of the clap goes to the pointer; where a match is nearer than a finger can tell, it settles there.
   * @type {(event: PointerEvent, act: (place: number) => void) => void}
   */
  const follow = (event, act) => {
    const bounds = surface.getBoundingClientRect();
    const pixel = recording.length / bounds.width;
    const place = Math.round((event.clientX - bounds.left) * pixel - template.length / 2);
    act(settle(clamp(place, scores.length), peaks, Math.ceil(MAGNET * pixel)));
  };
  surface.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    focusByPointer(surface);
    surface.setPointerCapture(event.pointerId);
    held = true;
    follow(event, go);
  });
  surface.addEventListener("pointermove", (event) => held && follow(event, sweep));
  for (const end of ["pointerup", "pointercancel"]) surface.addEventListener(end, () => (held = false));

  /** @type {Record<string, () => void>} */
  const heard = { place: draw, found: drawScores, whole: drawScores };
  for (const name of WHAT) heard[name] = build;
  for (const [name, act] of Object.entries(heard)) model.on(`change:${name}`, act);
  build();
  el.append(root);
  const isPlace = (/** @type {number} */ place) => Number.isInteger(place) && place >= 0 && place < scores.length;
  const frame = addFrame({ model, root, state: STATE, accepts: ({ place }) => isPlace(place) });
  return () => {
    player.close();
    frame.remove();
    for (const [name, act] of Object.entries(heard)) model.off(`change:${name}`, act);
  };
}

/** A drawing as wide as its place, of one path or more. @param {string} className @param {number} count */
function createStrip(className, count = 1) {
  const paths = Array.from({ length: count }, () => svgElement("path"));
  const shape = { class: `lesson-clap-svg ${className}`, viewBox: "0 0 1000 100", preserveAspectRatio: "none" };
  return { svg: svgElement("svg", { ...shape, "aria-hidden": "true" }, paths), paths };
}

export default { render };
