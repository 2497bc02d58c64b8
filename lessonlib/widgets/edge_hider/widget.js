// Hide the edge: drag the colour of the right half until the map of the edge reads 0.
import { contextOf } from "../kit/canvas_paint.js";
import { fillSigned } from "../kit/fill_grid.js";
import { fixed, short } from "../kit/format.js";
import { createGrid, element } from "../kit/grid.js";
import { clamp, focusByPointer, keepKeys } from "../kit/keyboard.js";
import { createRadios } from "../kit/selection.js";
import { createSlider } from "../kit/slider.js";
import { addFrame } from "../kit/toolbar.js";
import { FILTERS, hiding, isHidden, isSame, mapOf, response, seen, STAGES, STEPS } from "./colours.js";
/** @import { Colour } from "../kit/canvas_paint.js" */
/** @import { Model } from "../kit/traits.js" */
/** @import { FilterName, Stage } from "./colours.js" */

/**
 * @typedef {{ stage: Stage, right: Colour }} View what a link carries
 * @typedef {View & { left: Colour, hidden: Stage[], key: string }} Traits hidden: the stages solved so far
 */

/** @type {(keyof View)[]} */
const STATE = ["stage", "right"];
const WHO = [
  { value: "grey", text: "grey" },
  { value: "difference", text: "red − green" },
  { value: "both", text: "both" },
  { value: "three", text: "three filters" },
];
/** @type {Record<string, [red: number, green: number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
const PER_STEP = 12; // pixels of the field, as it is painted
const LARGEST = 3; // of a map that has the full colour

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const todo = element("p", { className: "lesson-to-do", "data-part": "to-do" });
  // A radio button gives its value as any text; here it is one of WHO.
  const who = createRadios("Hide the edge from", WHO, (stage) => set("stage", /** @type {Stage} */ (stage)));
  const halves = ["left", "right"].map((name) => element("div", { className: "lesson-edge-half", "data-part": name }));
  const picture = element("div", { className: "lesson-edge-picture", role: "img" }, halves);
  const named = ["left", "right"].map((name) => element("span", { "data-part": `${name}-name` }));
  const names = element("div", { className: "lesson-edge-names lesson-note" }, named);
  const field = element("canvas", { "aria-hidden": "true" });
  const handle = element("div", { className: "lesson-edge-handle", "aria-hidden": "true" });
  const surface = element("div", {
    className: "lesson-edge-field",
    role: "application",
    tabindex: "0",
    "data-part": "field",
  });
  surface.append(field, handle);
  const [across, up] = ["red →", "green ↑"].map((text) => element("span", { className: "lesson-note", text }));
  const blue = createSlider({
    name: "Blue",
    least: 0,
    most: STEPS,
    say: (value) => decimal(value),
    changed: (value, done) => choose([...model.get("right").slice(0, 2), value], done),
  });
  const axes = element("div", { className: "lesson-edge-axes", "aria-hidden": "true" }, [up, across]);
  const own = element("div", {}, [title("The image"), picture, names]);
  const pick = element("div", {}, [title("Colour on the right"), surface, axes]);
  const panels = element("div", { className: "lesson-edge-panels" });
  const verdict = element("p", { className: "lesson-edge-verdict", "data-part": "verdict" });
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  const stage = element("div", { className: "lesson-edge-stage" }, [own, pick, blue.node]);
  const body = element("div", { className: "lesson-edge-body" }, [stage, panels, verdict]);
  const label = { className: "lesson-view lesson-chips lesson-edge", role: "group", "aria-label": "Hide the edge" };
  const root = element("div", label, [todo, who.root, body, live]);
  keepKeys(root);
  /** @type {ReturnType<typeof createPanel>[]} */
  let shown = []; // a panel for each filter of the stage
  let painted = ""; // what the field shows: it is painted anew for another blue or other marks only

  /** @param {"stage"} name @param {Stage} value */
  function set(name, value) {
    model.set(name, value);
    model.save_changes();
    live.textContent = verdict.textContent;
  }

  /** @param {Colour} colour @param {boolean} done */
  function choose(colour, done) {
    const right = colour.map((value) => clamp(value, STEPS + 1));
    if (!isSame(right, model.get("right"))) {
      model.set("right", right);
      model.save_changes();
    }
    if (done) live.textContent = verdict.textContent;
  }

  function build() {
    who.show(model.get("stage"));
    shown = STAGES[model.get("stage")].map(createPanel);
    panels.replaceChildren(...shown.map(({ root }) => root));
    draw();
  }

  function draw() {
    const [left, right] = /** @type {const} */ (["left", "right"]).map((name) => model.get(name));
    const filters = STAGES[model.get("stage")];
    [left, right].forEach((colour, i) => {
      halves[i].style.backgroundColor = css(colour);
      named[i].textContent = `${i ? "right" : "left"} ${say(colour)}`;
    });
    picture.style.background = underBoth(css(left), css(right));
    picture.setAttribute("aria-label", `Left ${say(left)}; right ${say(right)}: red, green, blue`);
    surface.setAttribute(
      "aria-label",
      `Right side: red ${decimal(right[0])}, green ${decimal(right[1])}. Arrow keys change them.`,
    );
    handle.style.left = `${(100 * right[0]) / STEPS}%`;
    handle.style.bottom = `${(100 * right[1]) / STEPS}%`;
    handle.style.backgroundColor = css(right);
    blue.show(right[2]);
    for (const panel of shown) panel.write(left, right);
    if (isHidden(filters, left, right) && !model.get("hidden").includes(model.get("stage"))) {
      model.set("hidden", [...model.get("hidden"), model.get("stage")]);
      model.save_changes();
    }
    const isKnown = model.get("hidden").includes(model.get("stage"));
    const toPaint = JSON.stringify([left, right[2], isKnown && filters]);
    if (toPaint !== painted) paintField(field, right[2], isKnown ? hiding(filters, left, right[2]) : []);
    painted = toPaint;
    root.dataset.hidden = String(isHidden(filters, left, right));
    verdict.textContent = judge(filters, left, right, isKnown);
    todo.textContent = TO_DO[model.get("stage")];
  }

  const fieldKeys = (/** @type {KeyboardEvent} */ event) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey || !Object.hasOwn(KEYS, key)) return;
    event.preventDefault();
    const [red, green, rest] = model.get("right");
    choose([red + KEYS[key][0], green + KEYS[key][1], rest], true);
  };
  let held = false;
  const follow = (/** @type {PointerEvent} */ { clientX, clientY }) => {
    const box = surface.getBoundingClientRect();
    const red = Math.round((STEPS * (clientX - box.left)) / box.width);
    const green = Math.round((STEPS * (box.bottom - clientY)) / box.height);
    choose([red, green, model.get("right")[2]], false);
  };
  surface.addEventListener("keydown", fieldKeys);
  surface.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    focusByPointer(surface);
    surface.setPointerCapture(event.pointerId);
    held = true;
    follow(event);
  });
  surface.addEventListener("pointermove", (event) => held && follow(event));
  for (const end of ["pointerup", "pointercancel"]) {
    surface.addEventListener(end, () => {
      if (held) live.textContent = verdict.textContent;
      held = false;
    });
  }

  model.on("change:stage", build);
  for (const name of ["left", "right"]) model.on(`change:${name}`, draw);
  build();
  el.append(root);
  const isColour = (/** @type {Colour} */ colour) =>
    colour.length === 3 && colour.every((value) => Number.isInteger(value) && value >= 0 && value <= STEPS);
  const accepts = (/** @type {View} */ values) => Object.hasOwn(STAGES, values.stage) && isColour(values.right);
  const frame = addFrame({ model, root, state: STATE, accepts });
  return () => {
    frame.remove();
    model.off("change:stage", build);
    for (const name of ["left", "right"]) model.off(`change:${name}`, draw);
  };
}

const TO_DO = {
  grey: "Drag the colour on the right until the grey map reads 0.",
  difference: "Now fool a filter that takes green away from red.",
  both: "Now both at once: grey, and red − green.",
  three: "Now three filters. Is there any colour left?",
};

/**
 * The sentence below the maps.
 * @param {FilterName[]} filters
 * @param {Colour} left
 * @param {Colour} right
 * @param {boolean} isKnown whether the field marks what hides the edge
 */
function judge(filters, left, right, isKnown) {
  const eyes = filters.length > 1 ? `these ${filters.length} filters` : "this filter";
  if (isSame(left, right)) return "Both halves have the same colour: there is no edge to hide.";
  if (isHidden(filters, left, right)) {
    return `Hidden: ${eyes} cannot tell the two halves apart. Every colour marked in the field hides the edge, too.`;
  }
  const finders = filters.filter((name) => response(name, left, right) !== 0);
  const rest = filters.length - finders.length;
  const some = rest ? ` ${rest} of ${filters.length} filters fooled.` : "";
  return `The edge shows: ${finders.map((name) => short(response(name, left, right))).join(" and ")}.${some}${
    isKnown ? " The colours marked in the field hide it." : ""
  }`;
}

/** What one filter sees: both halves as it weighs them, and its map. @param {FilterName} name */
function createPanel(name) {
  const halves = [0, 1].map(() => element("div", { className: "lesson-edge-half" }));
  const strip = element("div", { className: "lesson-edge-seen", "aria-hidden": "true" }, halves);
  const grid = createGrid({
    role: "table",
    label: `${FILTERS[name].title}, its map`,
    rows: 3,
    columns: 3,
    headers: false,
  });
  const arrow = element("span", { className: "lesson-note", text: "→", "aria-hidden": "true" });
  const row = element("div", { className: "lesson-edge-row" }, [strip, arrow, grid.frame]);
  const root = element("div", { className: "lesson-edge-panel", "data-part": name }, [title(FILTERS[name].title), row]);
  const [least, most] = [-1, 1].map((sign) => FILTERS[name].weights.reduce((sum, w) => sum + Math.max(0, sign * w), 0));
  /** @param {Colour} left @param {Colour} right */
  function write(left, right) {
    const values = mapOf(name, left, right);
    fillSigned(grid.cells, values, LARGEST, (value) => short(value));
    const greys = seen(name, left, right).map((value) => {
      const grey = Math.round((255 * (value / STEPS + least)) / (least + most));
      return `rgb(${grey}, ${grey}, ${grey})`;
    });
    halves.forEach((half, i) => (half.style.backgroundColor = greys[i]));
    strip.style.background = underBoth(greys[0], greys[1]);
    root.dataset.value = String(values[0][0]);
  }
  return { root, write };
}

/**
 * All of red and green at one blue; a light dot on each place that hides the edge.
 * @param {HTMLCanvasElement} canvas
 * @param {number} blue
 * @param {number[][]} places each [red, green]
 */
function paintField(canvas, blue, places) {
  const side = PER_STEP * STEPS;
  if (canvas.width !== side) Object.assign(canvas, { width: side, height: side });
  const context = contextOf(canvas);
  const image = context.createImageData(side, side);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const at = 4 * (y * side + x);
      image.data[at] = (255 * x) / side;
      image.data[at + 1] = 255 * (1 - y / side);
      image.data[at + 2] = (255 * blue) / STEPS;
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  for (const [red, green] of places) {
    context.beginPath();
    context.arc(red * PER_STEP, side - green * PER_STEP, 3.5, 0, 2 * Math.PI);
    context.fillStyle = "#fff";
    context.strokeStyle = "#000";
    context.fill();
    context.stroke();
  }
}

/**
 * The halves once more, as one background: there is no seam where they meet between two pixels of the screen.
 * @type {(left: string, right: string) => string}
 */
const underBoth = (left, right) => `linear-gradient(to right, ${left} 40%, ${right} 40%)`;
const title = (/** @type {string} */ text) => element("div", { className: "lesson-title", text });
const decimal = (/** @type {number} */ twentieths) => fixed(twentieths / STEPS, 2);
const say = (/** @type {Colour} */ colour) => colour.map((value, c) => `${"RGB"[c]} ${decimal(value)}`).join("  ");
const css = (/** @type {Colour} */ colour) =>
  `rgb(${colour.map((value) => Math.round((255 * value) / STEPS)).join(", ")})`;

export default { render };
