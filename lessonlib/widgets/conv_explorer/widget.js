// The convolution explorer: an image, a filter, their output, and the links between their numbers in each direction.
import { createCopy } from "./copy_button.js";
import { createEditor, createFilterList } from "./editor.js";
import { writeFormula } from "./formula.js";
import { short } from "../kit/format.js";
import { addFrame } from "../kit/toolbar.js";
import { element } from "../kit/grid.js";
import { clamp, keepKeys } from "../kit/keyboard.js";
import { clearMarks } from "./highlight.js";
import { createNudge } from "./arrow_buttons.js";
import { createPanel } from "./grid_panel.js";
import { keptHeight } from "./kept_height.js";
import { PARTS } from "./parts.js";
import { drawPlaces, saySize, task, windowOver } from "./places.js";
import { createPlayer } from "./player.js";
import { findOffers, writeProblem } from "../kit/size_error.js";
import { writePython } from "./python_code.js";
import { stageSizes } from "./stage_sizes.js";
import { isShowable, linkedTraits, readSettings } from "./state.js";
import { watchTheme } from "../kit/theme.js";
/** @import { Place } from "../math/dependencies.js" @import { Panel, Panels, ShowOptions } from "./grid_panel.js" */
/** @import { Computed, Control, Name, State, Traits, View } from "./state.js" */

const SETTINGS = ["image", "filter", "stride", "padding", "floor", "controls", "stride_max", "padding_max"];

function render(/** @type {View} */ { model, el }) {
  const has = (/** @type {Control} */ control) => model.get("controls").includes(control);
  const hasSizes = () => /** @type {const} */ (["stride", "padding", "floor"]).some(has);
  const panels = /** @type {Panels} */ ({}); // filled below
  for (const [part, { label }] of /** @type {[Name, { label: string }][]} */ (Object.entries(PARTS))) {
    panels[part] = createPanel(part, label, {
      choose: (place) => choose(part, place),
      preview: (place) => showPreview(part, place),
      type: (event) => typeOn(part, event),
      drag: (pixel) => part === "input" && state.output && choose("output", windowOver(state, pixel), { focus: false }),
    });
  }
  const three = Object.values(panels).map(({ panel }) => panel);
  const stage = element("div", { className: "lesson-stage" }, three);
  panels.gradients = createPanel("gradients", "Gradient of every weight", {});
  const floor = element("input", { type: "checkbox", "data-action": "floor" });
  const floorText = element("span", { text: "Round the size down, as PyTorch does" });
  const floorLabel = element("label", { className: "lesson-choice" }, [floor, floorText]);
  const filters = createFilterList(model.get("filters"), (weights) => set("filter", weights));
  const player = createPlayer(step);
  const nudge = createNudge(({ down, right }) => {
    const part = active();
    if (!valuesOf(part)) return;
    const { row, column } = chosenIn(part);
    choose(part, { row: row + down, column: column + right }, { focus: false });
  });
  const editor = createEditor({ change: changeCell, back: () => panels[active()].focus() });
  const copy = createCopy(() => writePython(state));
  const wanted = (/** @type {[Control, HTMLElement][]} */ ...pairs) =>
    pairs.filter(([control]) => has(control)).map(([, node]) => node);
  const settings = wanted(["floor", floorLabel], ["edit", filters.node], ["play", player.node]);
  const controls = element("div", { className: "lesson-controls" }, settings);
  const formula = element("p", { className: "lesson-note", "data-part": "formula" });
  const products = element("div", { className: "lesson-products", role: "group", "data-part": "products" });
  const below = element("div", { className: "lesson-below" }, [products, panels.gradients.panel]);
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  live.setAttribute("aria-live", "polite");
  const middle = wanted(["edit", editor.node]);
  const parts = [formula, controls, stage, nudge, ...middle, below, live, ...wanted(["code", copy.bar])];
  const root = element("div", { className: "lesson-view", role: "group" }, parts);
  root.setAttribute("aria-label", "Convolution explorer");
  root.classList.toggle("lesson-stamped", model.get("stamps"));
  Object.assign(root.dataset, task(model.get("stamps") && hasSizes(), has("inputs")));
  keepKeys(root);
  /** @type {State} */ let state; // what is on screen: the settings and what follows from them
  /** @type {{ part: Name, place: Place } | null} */ let preview = null; // the part and place under the mouse
  let choosing = false; // several traits are being set, to be drawn together
  let width = 640; // of the view, measured when it changes: to ask for it while drawing would lay the page out twice

  const valuesOf = (/** @type {Name} */ part) => state[PARTS[part].values]; // null for an output that is not there
  const canChoose = (/** @type {Name} */ part) => part === "output" || has(PARTS[part].control) || has("edit");
  // The panel whose cell is chosen, and the one whose links are shown: a cell that is there to be edited has none.
  const active = () => (canChoose(model.get("direction")) ? model.get("direction") : "output");
  const explained = (/** @type {Name} */ part) => (part !== "output" && has(PARTS[part].control) ? part : "output");

  function chosenIn(/** @type {Name} */ part) {
    const [row, column] = model.get(PARTS[part].chosen);
    const values = /** @type {number[][]} */ (valuesOf(part)); // whoever asks knows that they are there
    return { row: clamp(row, values.length), column: clamp(column, values[0].length) };
  }

  function drawAll() {
    const focused = stage.contains(document.activeElement); // what is focused may be replaced
    const offered = document.activeElement?.closest(".lesson-problem"); // an offer that was taken is gone
    state = readSettings(model);
    preview = null;
    drawControls();
    formula.replaceChildren(...writeFormula(state));
    formula.hidden = !hasSizes();
    drawInput();
    drawNumbers(panels.filter, "Filter", state.filter, { choosable: canChoose("filter"), headers: false });
    if (state.output) drawNumbers(panels.output, "Output", state.output, { choosable: true });
    else drawProblem();
    drawPlaces(panels, state, model.get("stamps"));
    panels.gradients.panel.hidden = !state.gradients;
    if (state.gradients) drawNumbers(panels.gradients, "Gradients", state.gradients, { headers: false });
    panels.gradients.note.textContent = "of the weights, if every output’s is 1";
    fit();
    drawPlace();
    if (offered && state.output) panels.output.focusTitle();
    else if (focused && valuesOf(active())) panels[active()].focus();
  }

  function drawControls() {
    floor.checked = state.floor;
    filters.show(state.filter);
    player.enable(Boolean(state.output));
    copy.clear();
  }

  function drawInput() {
    const { image, padding } = state;
    panels.input.show(image, { signed: false, choosable: canChoose("input"), padding });
    panels.input.title.textContent = `Input ${image.length}×${image[0].length}`;
  }

  /** @param {Panel} panel @param {string} name @param {number[][]} values @param {ShowOptions} options */
  function drawNumbers(panel, name, values, options) {
    panel.show(values, { signed: true, ...options });
    panel.title.textContent = `${name} ${values.length}×${values[0].length}`;
  }

  function drawProblem() {
    const { problems, sides, padding } = state;
    const movable = /** @type {const} */ (["stride", "padding"]).filter(has);
    const most = Object.fromEntries(movable.map((name) => [name, model.get(`${name}_max`)]));
    const offers = findOffers(sides, state.floor ? 1 : state.stride, padding, most); // each of a trait
    panels.output.title.textContent = "No output";
    const message = writeProblem(problems, offers, /** @type {Parameters<typeof writeProblem>[2]} */ (set));
    panels.output.note.textContent = "";
    panels.output.replace(element("div", { className: "lesson-problem", "data-part": "problem" }, message));
  }

  // Mark the cell in question and what it is linked to, and write that out.
  function drawPlace() {
    const part = active();
    for (const other of /** @type {Name[]} */ (Object.keys(PARTS))) {
      if (canChoose(other) && valuesOf(other)) panels[other].choose(chosenIn(other), other === part);
    }
    drawEditor(part);
    clearMarks(panels);
    products.classList.toggle("lesson-absent", !state.output);
    if (!state.output) return;
    const shown = preview?.part ?? explained(part);
    const place = preview?.place ?? chosenIn(shown);
    PARTS[shown].mark(panels, /** @type {Computed} */ (state), place);
    explainPlace(shown, place);
  }

  function explainPlace(/** @type {Name} */ part, /** @type {Place} */ place) {
    const { title, label, nodes, total } = PARTS[part].look(/** @type {Computed} */ (state), place);
    products.setAttribute("aria-label", label);
    products.replaceChildren(element("p", { className: "lesson-products-title", text: title }), ...nodes);
    products.dataset.total = String(total);
  }

  // As high as the longest that a pointer can bring there, so that nothing below moves when it crosses the grids.
  function keepRoom() {
    products.style.minHeight = "";
    const heights = /** @type {const} */ (["output", "filter"]).map((part) => {
      if (state.output && explained(part) === part) explainPlace(part, chosenIn(part));
      return products.offsetHeight;
    });
    products.style.minHeight = `${Math.max(...heights)}px`;
    drawPlace();
  }

  function drawEditor(/** @type {Name} */ part) {
    if (!has("edit")) return;
    if (part === "output") editor.show("");
    else editor.show(cellName(part), valueAt(part));
  }

  const valueAt = (/** @type {Name} */ part, { row, column } = chosenIn(part)) =>
    /** @type {number[][]} */ (valuesOf(part))[row][column];
  const cellName = (/** @type {Name} */ part) => `${PARTS[part].cell} (${Object.values(chosenIn(part)).join(", ")})`;

  function fit() {
    const { sizes, filterIndent } = stageSizes(width, state, { changes: hasSizes(), taps: canChoose("input") });
    stage.style.setProperty("--lesson-filter-indent", `${filterIndent}px`);
    Object.keys(PARTS).forEach((part, i) => panels[/** @type {Name} */ (part)].fit(sizes[i]));
    panels.gradients.fit(
      Math.min(Math.floor((width - 20) / state.filter[0].length), panels.gradients.longest() > 4 ? 64 : 40),
    );
    nudge.hidden = !Object.keys(PARTS).some((part, i) => canChoose(/** @type {Name} */ (part)) && sizes[i] < 44);
  }
  const repaint = () => Object.values(panels).forEach((panel) => panel.repaint());

  function set(/** @type {keyof Traits} */ name, /** @type {Traits[keyof Traits]} */ value) {
    model.set(name, value);
    model.save_changes();
  }

  /** @param {Name} part @param {Place} place */
  function choose(part, { row, column }, { silent = false, focus = true } = {}) {
    if (!silent) player.stop();
    const values = /** @type {number[][]} */ (valuesOf(part));
    const place = { row: clamp(row, values.length), column: clamp(column, values[0].length) };
    preview = null;
    panels[part].choose(place, true);
    if (focus) panels[part].focus(); // before anything is drawn: it lays the page out
    choosing = true;
    model.set("direction", part);
    set(PARTS[part].chosen, [place.row, place.column]);
    choosing = false;
    drawPlace();
    if (!silent) say(part);
  }

  function say(/** @type {Name} */ part) {
    const isLinked = explained(part) === part && state.output;
    live.textContent = isLinked
      ? PARTS[part].look(/** @type {Computed} */ (state), chosenIn(part)).said
      : `${cellName(part)}: ${short(valueAt(part))}`;
  }

  // The next place of the filter, row by row, and after the last one the first. Whether there is one more.
  function step(/** @type {{ silent: boolean }} */ { silent }) {
    const values = /** @type {number[][]} */ (valuesOf("output"));
    const [rows, columns] = [values.length, values[0].length];
    const { row, column } = chosenIn("output");
    const next = (row * columns + column + 1) % (rows * columns);
    choose("output", { row: Math.floor(next / columns), column: next % columns }, { silent, focus: false });
    return next < rows * columns - 1;
  }

  // A key on a cell that moves nowhere: it begins a number, or chooses the cell that Tab led to.
  function typeOn(/** @type {Name} */ part, /** @type {KeyboardEvent} */ event) {
    const aim = () => choose(part, chosenIn(part), { silent: true, focus: false });
    if (part !== "output" && has("edit") && editor.type(event, aim)) return;
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(part, chosenIn(part));
  }

  function changeCell(/** @type {number} */ value) {
    const part = /** @type {"input" | "filter"} */ (active()); // the output has no field
    const { row, column } = chosenIn(part);
    set(
      PARTS[part].values,
      /** @type {number[][]} */ (valuesOf(part)).map((line, i) => (i === row ? line.with(column, value) : line)),
    );
    say(part);
  }

  function settingChanged() {
    drawAll();
    live.textContent = saySize(state);
  }

  function showPreview(/** @type {Name} */ part, /** @type {Place | null} */ place) {
    const next = place && explained(part) === part && state.output ? { part, place } : null;
    if (JSON.stringify(next) === JSON.stringify(preview)) return;
    preview = next;
    drawPlace();
  }

  const choiceChanged = () => choosing || drawPlace();
  const heard = /** @type {[event: string, listener: () => void][]} */ ([
    ...SETTINGS.map((name) => [`change:${name}`, settingChanged]),
    ...["direction", "selected", "pixel", "weight"].map((name) => [`change:${name}`, choiceChanged]),
  ]);
  floor.addEventListener("change", () => set("floor", floor.checked));
  for (const [event, listener] of heard) model.on(event, listener);
  drawAll();
  root.addEventListener("pointerleave", () => showPreview("output", null)); // not before: its products are to be read
  el.append(root);
  const accepts = (/** @type {Partial<Traits>} */ values) => isShowable(values, model);
  const frame = addFrame({ model, root, state: linkedTraits(model), accepts, links: has("share") });
  frame.bar.prepend(...wanted(["code", copy.bar]));
  root.append(...wanted(["code", copy.code]));
  let roomFor = ""; // what room was measured for: a width, a filter, and whether there was an output to measure
  const keepHeight = keptHeight(root, () => copy.code.offsetHeight);
  const observer = new ResizeObserver(() => {
    const now = [root.clientWidth, state.filter, roomFor.endsWith("true") || Boolean(state.output)].join();
    if (now !== roomFor) {
      [roomFor, width] = [now, root.clientWidth || width];
      fit();
      keepRoom();
      repaint();
    }
    if (hasSizes()) keepHeight(); // of what fits the width
  });
  observer.observe(root);
  const stopWatching = watchTheme(repaint);
  return () => {
    player.stop();
    frame.remove();
    stopWatching();
    observer.disconnect();
    for (const [event, listener] of heard) model.off(event, listener);
  };
}

export default { render };
