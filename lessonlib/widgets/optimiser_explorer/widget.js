// The optimiser explorer: find a filter by hand, by nine votes, and by gradient descent.
import { fillPixels, fillSigned, pixelRange } from "../kit/fill_grid.js";
import { element } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { createRadios, listenToCells, markChosen } from "../kit/selection.js";
import { createPart, setPart } from "../kit/titled_grid.js";
import { addFrame } from "../kit/toolbar.js";
import { pixelsOf } from "../math/dependencies.js";
import { sizesOfCells, writeTight } from "./cells.js";
import { axisFor, bottomOf, CONVERGED, evaluate, hasDiverged, put, sharesOf, slopes, stepDown } from "./descent.js";
import { withGoals } from "./descent.js";
import { createLossChart } from "./loss_chart.js";
import { createRun } from "./run.js";
import { createWeightChart } from "./weight_chart.js";
import { NINE_PIXELS, sayAll, sayPlace, sayVotes, sayWeight, STAGES, TO_DO } from "./words.js";
/** @import { Model } from "../kit/traits.js" @import { Place } from "../math/dependencies.js" */
/** @import { Stage, State, Task, Traits } from "./descent.js" @import { Frame } from "./weight_chart.js" */

/** @type {(keyof State)[]} */
const STATE = ["task", "stage", "weight", "weights", "rate"];
const PARTS = ["picture", "filter", "map", "goal", "errors", "gradient"];
const NEAR = 0.06; // of the bottom: found

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const tasks = model.get("tasks").map(withGoals);
  const parts = Object.fromEntries(PARTS.map((name) => [name, createPart(name)]));
  const stages = createRadios("In three steps", STAGES, (stage) => set({ stage: /** @type {Stage} */ (stage) }));
  const choices = tasks.map(({ name, text }) => ({ value: name, text }));
  const chooseTask = createRadios("What to find", choices, (task) => set({ task, weights: model.get("start") }));
  const toDo = element("p", { className: "lesson-to-do", "data-part": "to-do" });
  const grids = element(
    "div",
    { className: "lesson-optimiser-grids" },
    PARTS.map((name) => parts[name].root),
  );
  const weightChart = createWeightChart(moveWeight);
  const lossChart = createLossChart();
  const words = element("p", { className: "lesson-optimiser-words", "data-part": "words" });
  const placeWords = element("p", { className: "lesson-note", "data-part": "place" });
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  live.setAttribute("aria-live", "polite");
  const run = createRun({ step, restart, another, setRate: (rate) => set({ rate }) });
  const told = [weightChart.node, lossChart.node, words, placeWords];
  const charts = element("div", { className: "lesson-optimiser-charts" }, told);
  const stage = element("div", { className: "lesson-optimiser-stage" }, [grids, charts]);
  const root = element("div", { className: "lesson-view lesson-chips lesson-optimiser", role: "group" }, [
    ...[stages.root, toDo, run.node, stage, chooseTask.root, live],
  ]);
  root.setAttribute("aria-label", "Be the optimiser");
  keepKeys(root);
  let start = model.get("start"); // where a restart leads
  let losses = /** @type {number[]} */ ([]); // of every step since then
  let frame = /** @type {(Frame & { others: string }) | null} */ (null); // as long as the other eight weights stay
  let place = /** @type {Place | null} */ (null); // of the map: looked at
  let width = 640;
  let holding = false; // several traits change at once
  /** @type {ReturnType<typeof read> & { shares?: number[][] | null }} */
  let state;
  let drawn = ""; // the picture and the goal on screen

  /** @type {typeof model.get} */ const get = (name) => model.get(name);
  const chosen = () => ({ row: get("weight")[0], column: get("weight")[1] });
  const isAll = () => get("stage") === "all";

  function set(/** @type {Partial<State>} */ values) {
    holding = true;
    for (const [name, value] of /** @type {[keyof State, State[keyof State]][]} */ (Object.entries(values)))
      model.set(name, value);
    holding = false;
    model.save_changes();
    changed(Object.keys(values));
  }

  function moveWeight(/** @type {number} */ value, /** @type {boolean} */ isDone) {
    const rounded = Math.round(value * 100) / 100;
    if (rounded !== state.value) set({ weights: put(get("weights"), chosen(), rounded) });
    if (isDone) live.textContent = words.textContent;
  }

  // One step with all nine weights. Whether there is more to gain.
  function step() {
    holding = true;
    model.set("weights", stepDown(state.task, get("weights"), get("rate")));
    holding = false;
    losses.push(evaluate(state.task, get("weights")).loss);
    const isOver =
      /** @type {number} */ (losses.at(-1)) < CONVERGED ||
      hasDiverged(/** @type {number} */ (losses.at(-1)), losses[0]);
    return !isOver;
  }

  function restart() {
    set({ weights: start });
    live.textContent = words.textContent;
  }

  function another() {
    start = start.map((line) => line.map(() => Math.round(10 * normal()) / 10));
    restart();
  }

  // What the reader, an address or Python changed: a course of steps begins again.
  function changed(/** @type {string[]} */ names) {
    if (holding) return;
    if (names.some((name) => ["task", "weights"].includes(name))) losses = [];
    if (names.some((name) => ["task", "stage", "weights"].includes(name))) run.stop();
    draw();
  }

  function read() {
    const task = /** @type {Task} */ (tasks.find(({ name }) => name === get("task"))); // its name was checked
    const weights = get("weights");
    const now = evaluate(task, weights);
    if (!losses.length) losses = [now.loss];
    const shown = isAll() ? (losses.length - 1) % task.pictures.length : 0; // of several pictures, another at each step
    const value = weights[chosen().row][chosen().column];
    const errors = now.maps[shown].map((line, i) => line.map((mapped, j) => mapped - task.goals[shown][i][j]));
    const largest = Math.max(1, ...task.goals.flat(2).map(Math.abs)); // of the colours of maps
    const errorsOfAll = task.pictures.length > 1 ? null : errors;
    return { ...now, task, weights, shown, value, errors, errorsOfAll, largest };
  }

  function draw() {
    state = read();
    const stage = get("stage");
    stages.show(stage);
    chooseTask.show(get("task"));
    toDo.textContent = TO_DO[stage];
    drawGrids();
    weightChart.node.hidden = isAll();
    lossChart.node.hidden = !isAll();
    parts.gradient.root.hidden = !isAll();
    run.node.hidden = !isAll();
    if (isAll()) drawLosses();
    else drawWeight();
    drawPlace();
  }

  // What does not follow from the weights is drawn once for each picture.
  function drawPicture() {
    const { task, shown } = state;
    if (drawn === `${task.name},${shown}`) return;
    drawn = `${task.name},${shown}`;
    const [picture, goal, many] = [task.pictures[shown], task.goals[shown], task.pictures.length];
    fillPixels(show("picture", "table", "Image", picture), picture, pixelRange(task.pictures));
    parts.picture.title.textContent = many > 1 ? `Image ${shown + 1} of ${many}` : "Image";
    fillSigned(show("goal", "table", "Goal", goal), goal, state.largest, writeTight);
  }

  /** @type {(name: string, role: "grid" | "table", label: string, values: number[][]) => HTMLElement[][]} */
  function show(name, role, label, values) {
    return setPart(parts[name], label, { role, label, rows: values.length, columns: values[0].length, headers: false });
  }

  function drawGrids() {
    const { task, shown, weights, maps, errors, largest } = state;
    drawPicture();
    fillSigned(show("filter", "grid", "Filter", weights), weights, 2, writeTight);
    fillSigned(show("map", "table", "Map", maps[shown]), maps[shown], largest, writeTight);
    fillSigned(show("errors", "grid", "Map − goal", errors), errors, largest, writeTight);
    if (isAll()) {
      const gradient = slopes(task, state);
      fillSigned(show("gradient", "table", "Gradient", gradient), gradient, 4, writeTight);
    }
    const { row, column } = chosen();
    const isOne = !isAll();
    parts.filter.outline(isOne ? { row, column, rows: 1, columns: 1 } : null);
    markChosen(parts.filter.grid.cells, { row, column });
    parts.picture.outline(isOne ? { row, column, rows: maps[0].length, columns: maps[0][0].length } : null);
  }

  function drawWeight() {
    const { task, weights, value, loss } = state;
    const { row, column } = chosen();
    const others = JSON.stringify([get("task"), row, column, put(weights, { row, column }, 0)]);
    if (frame?.others !== others || value < frame.axis[0] || value > frame.axis[1]) {
      const bottom = bottomOf(task, weights, { row, column });
      const axis = axisFor(value, bottom);
      const parabola = (/** @type {number} */ at) =>
        bottom ? bottom.loss + bottom.bend * (at - bottom.at) ** 2 : loss;
      const most = Math.max(...axis.map(parabola), 1e-3);
      frame = { others, bottom, axis, parabola, most, seen: [value, value], found: null };
    }
    const { bottom, seen } = frame;
    frame.seen = [Math.min(seen[0], value), Math.max(seen[1], value)];
    const isThere = bottom !== null && Math.abs(value - bottom.at) < NEAR;
    if (isThere) frame.found = bottom;
    const shares = get("stage") === "votes" ? sharesOf(task, state, { row, column }) : null;
    state.shares = shares;
    const view = { ...frame, ...state, errors: state.errorsOfAll, place, shares, name: `Weight (${row}, ${column})` };
    weightChart.draw(view, width);
    const said = { value, loss, found: frame.found, isThere, bottom, shares };
    words.textContent = shares ? sayVotes(/** @type {typeof said & { shares: number[][] }} */ (said)) : sayWeight(said);
  }

  function drawLosses() {
    const { task, weights, loss } = state;
    const isOver = hasDiverged(loss, losses[0]);
    lossChart.draw({ ...state, losses, errors: state.errorsOfAll, place }, width);
    run.show({ rate: get("rate"), steps: losses.length - 1, isOver, isDone: loss < CONVERGED });
    words.textContent = sayAll({ losses, weights, filter: task.filter, rate: get("rate"), hasDiverged: isOver });
  }

  // A place of the map: its patch, its block, its vote.
  function drawPlace() {
    const { maps, task, shown, errors, shares } = state;
    const outline = place && { ...place, rows: 1, columns: 1 };
    for (const name of ["map", "goal", "errors"]) parts[name].outline(outline);
    markChosen(parts.errors.grid.cells, place);
    if (!place) {
      placeWords.textContent = isAll() ? "" : NINE_PIXELS;
      return;
    }
    const { row, column } = place;
    const pixel = pixelsOf(chosen(), task.pictures[shown], [maps[0].length, maps[0][0].length], 1, 0)[row][column];
    const vote = shares ? -shares[row][column] : null;
    placeWords.textContent = sayPlace({ place, error: errors[row][column], pixel, vote });
  }

  const look = (/** @type {Place} */ next, /** @type {boolean} */ isSaid) => {
    if (JSON.stringify(next) === JSON.stringify(place)) return;
    place = next;
    draw();
    if (isSaid) live.textContent = placeWords.textContent;
  };

  function fit() {
    width = charts.clientWidth || width;
    const sizes = sizesOfCells(grids.clientWidth || 320);
    for (const name of PARTS) {
      const [cell, font] = sizes[name === "picture" || name === "filter" ? name : "map"];
      parts[name].root.style.setProperty("--lesson-cell", `${cell}px`);
      parts[name].root.style.setProperty("--lesson-font", `${font}px`);
    }
    draw();
  }

  listenToCells(parts.filter.body, {
    cells: () => parts.filter.grid.cells,
    choose: ({ row, column }) => set({ weight: [row, column] }),
    preview: () => {},
  });
  listenToCells(parts.errors.body, {
    cells: () => parts.errors.grid.cells,
    choose: (next) => look(next, true),
    preview: (next) => next && look(next, false),
  });
  // The same places in the map and in the goal, and those of the nine pixels that the weight meets.
  for (const name of ["picture", "map", "goal"]) {
    const lookAt = (/** @type {Event} */ { target }) => {
      const from = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest(".lesson-cell"))?.dataset;
      if (!from) return;
      const { row, column } = name === "picture" ? chosen() : { row: 0, column: 0 };
      const next = { row: Number(from.row) - row, column: Number(from.column) - column };
      if (Math.min(next.row, next.column) >= 0 && Math.max(next.row, next.column) < 3) look(next, false);
    };
    for (const event of ["pointerover", "click"]) parts[name].body.addEventListener(event, lookAt);
  }

  /** @type {[event: string, listener: () => void][]} */
  const listeners = STATE.map((name) => [`change:${name}`, () => changed([name])]);
  for (const [event, listener] of listeners) model.on(event, listener);
  run.watch({ draw, saved: () => model.save_changes(), said: () => (live.textContent = words.textContent) });
  draw();
  el.append(root);
  const accepts = (/** @type {State} */ values) => {
    const isWeight = (/** @type {number} */ value) => Number.isFinite(value) && Math.abs(value) < 1e3;
    return (
      tasks.some(({ name }) => name === values.task) &&
      STAGES.some(({ value }) => value === values.stage) &&
      values.weight.length === 2 &&
      values.weight.every((at) => Number.isInteger(at) && at >= 0 && at < 3) &&
      values.weights.length === 3 &&
      values.weights.every((line) => line.length === 3 && line.every(isWeight)) &&
      values.rate >= 0.01 &&
      values.rate <= 1
    );
  };
  const toolbar = addFrame({ model, root, state: STATE, accepts });
  const observer = new ResizeObserver(fit);
  observer.observe(root);
  return () => {
    run.stop();
    toolbar.remove();
    observer.disconnect();
    for (const [event, listener] of listeners) model.off(event, listener);
  };
}

// A number as a filter starts with: mean 0, standard deviation 1 (Box and Muller).
const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());

export default { render };
