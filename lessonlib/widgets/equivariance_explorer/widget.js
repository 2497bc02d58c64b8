// The equivariance explorer: conv(shift x), shift(conv x), their difference, and what makes it more than 0; or a
// picture and its map alone.
import { compareWays, mapProblem, sayWhy } from "./both_orders.js";
import { short, typeset } from "../kit/format.js";
import { addFrame } from "../kit/toolbar.js";
import { createGrid, element, fitGrids, paintPixel, paintSigned, writeCell } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { createMover, sayMove } from "../kit/mover.js";
import { followTraits, readTraits } from "../kit/traits.js";
/** @import { Grid } from "../kit/grid.js" */
/** @import { Move } from "../kit/mover.js" */
/** @import { Model } from "../kit/traits.js" */
/** @import { Setup, Ways } from "./both_orders.js" */

/**
 * @typedef {"background" | "padding" | "stride" | "pooling" | "linear"} Switch
 * @typedef {Omit<Setup, "image" | "filter">} View what a link carries
 * @typedef {Setup & { reach: number, compare: boolean, controls: (Switch | keyof Move)[], key: string }} Traits
 *
 * @typedef {(row: number, column: number) => boolean} CellTest
 * @typedef {{ entered?: CellTest, differs?: CellTest, grey?: boolean }} Looks entered and differs: whether to hatch a
 * cell as a zero that came in, or to frame it as one where the two ways differ
 * @typedef {{ root: HTMLDivElement, note: HTMLDivElement, body: HTMLDivElement }} PanelNodes
 * @typedef {PanelNodes & { grid?: Grid, show: (values: number[][], looks: Looks) => void }} Panel without a grid before
 * the first show
 * @typedef {Panel & { grid: Grid }} ShownPanel
 */

/** @type {(keyof View)[]} */
const STATE = ["down", "right", "background", "padding", "stride", "pooling", "linear"];
const FIXED = ["image", "filter", "reach", "controls"];
/** @type {Record<Switch, [say: (value: number) => string, off: number | boolean, on: number | boolean]>} */
const SWITCHES = {
  background: [() => "Bright background, no blank margin", 0, 1],
  padding: [(value) => `Padding ${value || 1}`, 0, 1],
  stride: [(value) => `Stride ${Math.max(value, 2)}`, 1, 2],
  pooling: [() => "Max-pooling 3×3, stride 2", false, true],
  linear: [() => "Flatten + linear", false, true],
};
const NARROW = 600;
const LARGEST = { wide: 26, beside: 32, stacked: 24, difference: 26 }; // cells, in pixels of the screen

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const compares = model.get("compare");
  const panels = {
    moved: createPanel("moved", compares ? "Moved image" : "Image", "(drag it)"),
    mapOfMoved: createPanel("map-of-moved", compares ? "Moved, then convolved" : "Its map"),
    map: createPanel("map", "Map of the unmoved image"),
    movedMap: createPanel("moved-map", "Convolved, then moved"),
    difference: createPanel("difference", "Difference"),
  };
  const drawn = Object.values(panels).slice(0, compares ? 5 : 2);
  const sum = element("p", { className: "lesson-sum-up", "data-part": "sum" });
  const verdict = element("p", { className: "lesson-seen", "data-part": "seen" });
  const why = element("div", { className: "lesson-why", "data-part": "why" });
  panels.difference.root.append(sum);
  const problem = element("p", { className: "lesson-problem", "data-part": "problem" });
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  live.setAttribute("aria-live", "polite");
  const switches = element("div", { className: "lesson-switches", role: "group", "aria-label": "Switch on" });
  const mover = createMover({
    surface: panels.moved.body,
    read: () => ({ down: model.get("down"), right: model.get("right") }),
    write: (place) => state.set(place),
    reach: () => model.get("reach"),
    pixel: () => cell,
  });
  // Two ways as two rows; between them what they differ by.
  const arrows = ["then convolve it", "then move it"].map((text) =>
    element("div", { className: "lesson-way-arrow", "aria-hidden": "true" }, [element("span", { text }), "\u2192"]),
  );
  const maps = element("div", { className: compares ? "lesson-ways" : "lesson-ways lesson-one-way" }, [
    ...drawn.map((panel) => panel.root),
    ...(compares ? [...arrows, verdict] : []),
  ]);
  const named = { className: "lesson-view lesson-ways-view", role: "group" };
  const root = element("div", named, [switches, problem, mover.pad, maps, ...(compares ? [why] : []), live]);
  root.setAttribute("aria-label", compares ? "Equivariance explorer" : "Image and its map");
  keepKeys(root);
  let width = 640; // of the view, measured when it changes: to ask for it in a move would lay the page out
  let cell = 20; // a cell of the moved picture, in pixels of the screen
  let step = 1; // pixels of the image to a cell of the map
  /** @type {{ name: Switch, box: HTMLInputElement, text: HTMLElement }[]} */
  let boxes = []; // of the switches
  let silent = true; // until something changes

  function drawSwitches() {
    const shown = /** @type {Switch[]} */ (model.get("controls").filter((name) => Object.hasOwn(SWITCHES, name)));
    switches.hidden = !shown.length;
    boxes = shown.map((name) => {
      const [, off, on] = SWITCHES[name];
      const box = element("input", { type: "checkbox", "data-name": name });
      // A computed name has the type of all switches; it is one of them.
      box.addEventListener("change", () =>
        state.set(/** @type {Pick<Setup, typeof name>} */ ({ [name]: box.checked ? on : off })),
      );
      return { name, box, text: element("span") };
    });
    switches.replaceChildren(
      ...boxes.map(({ box, text }) => element("label", { className: "lesson-switch" }, [box, text])),
    );
  }

  function draw() {
    const setting = readTraits(model, [...STATE, "image", "filter"]);
    for (const { name, box, text } of boxes) {
      const [say, off] = SWITCHES[name];
      box.checked = setting[name] !== off;
      text.textContent = say(/** @type {number} */ (setting[name])); // the text of true or false does not use it
    }
    problem.textContent = mapProblem(setting);
    problem.hidden = !problem.textContent;
    root.dataset.valid = String(problem.hidden);
    if (!problem.hidden) {
      live.textContent = problem.textContent;
      return; // the last good picture stays
    }
    const ways = compareWays(setting);
    const { down, right } = setting;
    step = ways.step;
    mover.name(`Image, ${down || right ? `moved ${sayMove(down, right)}` : "in the middle"}`);
    if (compares) drawBoth(setting, ways);
    else drawOne(setting, ways);
    silent = false;
    fit();
  }

  /** @param {Setup} setting @param {Ways} ways */
  function drawOne(setting, { moved, mapOfMoved }) {
    const { down, right } = setting;
    panels.moved.show(moved, { grey: true });
    panels.mapOfMoved.show(mapOfMoved, {});
    const place = down || right ? `moved ${sayMove(down, right)}` : "in the middle";
    panels.moved.note.textContent = place;
    panels.mapOfMoved.note.textContent = `${mapOfMoved.length}\u00d7${mapOfMoved[0].length}, blue above 0, orange below`;
    if (!silent) live.textContent = `The image is ${place}, and its map with it.`;
  }

  /** @param {Setup} setting @param {Ways} ways */
  function drawBoth(setting, ways) {
    const { down, right, linear, pooling } = setting;
    const { cells, difference } = ways;
    /** @type {(rows: number[][], by: Move) => CellTest} */
    const entered = (rows, by) => (i, j) => rows[i - by.down]?.[j - by.right] === undefined;
    /** @type {CellTest} */
    const differs = (i, j) => difference[i][j] !== 0;
    panels.moved.show(ways.moved, { entered: entered(ways.picture, { down, right }), grey: true });
    panels.mapOfMoved.show(ways.mapOfMoved, { differs });
    panels.map.show(ways.map, {});
    panels.movedMap.show(ways.movedMap, { entered: entered(ways.map, cells), differs });
    panels.difference.show(difference, { differs });
    const f = ["conv", ...(pooling ? ["pool"] : []), ...(linear ? ["linear"] : [])].join(" + ");
    panels.mapOfMoved.note.textContent = `${f}(shift x)`;
    panels.map.note.textContent = `${f}(x)`;
    const by = cells.down || cells.right ? `by ${sayMove(cells.down, cells.right)}` : "by no cell";
    panels.movedMap.note.textContent = `shift(${f}(x)), ${by}`;
    panels.moved.note.textContent = down || right ? `x moved ${sayMove(down, right)}` : "x, not moved";
    sum.textContent = `Largest: ${short(ways.most)}`;
    root.dataset.most = String(ways.most);
    const [seen, ...reasons] = sayWhy(setting, ways);
    verdict.textContent = seen;
    why.replaceChildren(...reasons.map((text) => element("p", { text: typeset(text) })));
    root.dataset.exact = String(ways.most === 0);
    if (!silent) live.textContent = [`Largest difference ${short(ways.most)}.`, seen, ...reasons].join(" ");
  }

  function fit() {
    const columns = (/** @type {Panel} */ panel) => panel.grid?.cells[0].length ?? 1;
    const [input, map] = [columns(panels.moved), Math.max(columns(panels.mapOfMoved), 3)];
    const narrow = width < NARROW;
    const [gap, index] = [narrow ? 12 : 24, 20];
    /** @type {(most: number, space: number, across: number) => number} */
    const share = (most, space, across) => Math.min(most, Math.floor(space / across));
    // On a phone the image keeps its size whatever the map's, and a cell of the map is as wide as the pixels it is for.
    const half = (width - gap) / 2; // no room for counts: none are read where the numbers are not
    if (!compares && narrow) cell = share(LARGEST.stacked, width - index, input);
    else if (!compares) cell = share(LARGEST.beside, width - gap - 2 * index, input + map);
    else if (narrow) cell = share(LARGEST.wide, half, input);
    else cell = share(LARGEST.wide, width - 2 * gap - 3 * index, input + 2 * map);
    const small = compares && narrow;
    const sizeOf = (/** @type {Panel} */ panel) => {
      if (!small || panel === panels.moved) return cell;
      if (panel === panels.difference) return share(LARGEST.difference, width - index, map);
      return share(cell * step, half, map);
    };
    const shown = /** @type {ShownPanel[]} */ (drawn.filter(({ grid }) => grid));
    const isBare = (/** @type {Panel} */ panel) => small && panel !== panels.difference; // its colours alone
    /** @type {(some: ShownPanel[]) => [grid: Grid, size: number][]} */
    const sized = (some) => some.map((panel) => [panel.grid, sizeOf(panel)]);
    fitGrids(sized(shown.filter((panel) => !isBare(panel))), 17);
    fitGrids(sized(shown.filter(isBare)), Infinity);
    for (const panel of shown) panel.root.classList.toggle("lesson-bare", isBare(panel));
    maps.classList.toggle("lesson-narrow", narrow);
  }

  const rebuild = () => {
    drawSwitches();
    draw();
  };
  const state = followTraits(model, STATE, draw);
  for (const name of FIXED) model.on(`change:${name}`, rebuild);
  rebuild();
  el.append(root);
  /** @type {(view: View) => boolean} */
  const accepts = ({ down, right, background, padding, stride }) =>
    [down, right].every((way) => Number.isInteger(way) && Math.abs(way) <= model.get("reach")) &&
    [0, 1].includes(background) &&
    [0, 1, 2].includes(padding) &&
    [1, 2, 3].includes(stride);
  const frame = addFrame({ model, root, state: STATE, accepts });
  const observer = new ResizeObserver(() => {
    width = root.clientWidth || width;
    fit();
  });
  observer.observe(root);
  return () => {
    observer.disconnect();
    frame.remove();
    state.stop();
    for (const name of FIXED) model.off(`change:${name}`, rebuild);
  };
}

/** A grid under its title. @param {string} part @param {string} label @param {string} hint */
function createPanel(part, label, hint = "") {
  const title = element("div", { className: "lesson-title", text: `${label} ${hint}`.trim() });
  const note = element("div", { className: "lesson-note" });
  const body = element("div", { className: "lesson-panel-body" });
  const root = element("div", { className: "lesson-way", "data-part": part }, [title, note, body]);
  const panel = /** @type {Panel} */ ({ root, note, body }); // show follows below
  /** @type {WeakMap<HTMLElement, string>} */
  const drawn = new WeakMap(); // how each cell looks
  panel.show = (values, { entered = (_row, _column) => false, differs = (_row, _column) => false, grey = false }) => {
    const [rows, columns] = [values.length, values[0].length];
    if (panel.grid?.cells.length !== rows || panel.grid.cells[0].length !== columns) {
      panel.grid = createGrid({ role: "table", label, rows, columns });
      body.replaceChildren(panel.grid.frame);
    }
    const flat = values.flat();
    const [least, most, largest] = [Math.min(0, ...flat), Math.max(...flat), Math.max(...flat.map(Math.abs))];
    const scale = [grey, least, most, largest];
    panel.grid.cells.forEach((line, i) =>
      line.forEach((cell, j) => {
        const look = [values[i][j], entered(i, j), differs(i, j), ...scale].join();
        if (drawn.get(cell) === look) return; // most of a map stays where it is
        drawn.set(cell, look);
        writeCell(cell, short(values[i][j]), values[i][j]);
        cell.classList.toggle("lesson-pad", entered(i, j));
        cell.classList.toggle("lesson-differs", differs(i, j));
        cell.classList.toggle("lesson-signed", !grey);
        if (grey) paintPixel(cell, values[i][j], least, most);
        else paintSigned(cell, values[i][j], largest);
      }),
    );
  };
  return panel;
}

export default { render };
