// The convolution explorer: an image, a filter, their output, and the dot product behind one number of the output.
import { conv2d, productsAt, sizeFormula } from "./conv.js";
import { plural, short } from "./format.js";
import { cellSizes, createGrid, createOutline, element, fitGrid, paintPixel, paintSigned, writeCell } from "./grid.js";
import { clamp, moveInGrid } from "./keyboard.js";
import { findOffers, findProblems, writeProblem } from "./problem.js";
import { sayProducts, writeProducts } from "./products.js";

const SETTINGS = ["image", "filter", "stride", "padding", "controls", "stride_max", "padding_max"];
const MESSAGE_COLUMNS = 7; // the room that a message needs in place of an output

function render({ model, el }) {
  const panels = { input: createPanel("input"), filter: createPanel("filter"), output: createPanel("output") };
  const stage = element("div", { className: "lesson-stage" }, Object.values(panels).map(({ panel }) => panel));
  const formula = element("p", { className: "lesson-note", "data-part": "formula" });
  const products = element("div", { className: "lesson-products", role: "group", "data-part": "products" });
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  live.setAttribute("aria-live", "polite");
  const root = element("div", { className: "lesson-view", role: "group" }, [formula, stage, products, live]);
  root.setAttribute("aria-label", "Convolution explorer");
  root.setAttribute("data-lm-suppress-shortcuts", "true"); // or JupyterLab takes the arrow keys for itself
  let state = null; // what is on screen: the settings and what follows from them
  let preview = null; // the output cell under the mouse

  function readState() {
    const [image, filter, stride, padding] = ["image", "filter", "stride", "padding"].map((name) => model.get(name));
    const sides = { rows: [image.length, filter.length], columns: [image[0].length, filter[0].length] };
    const problems = findProblems(sides, stride, padding);
    const output = problems.length ? null : conv2d(image, filter, stride, padding);
    return { image, filter, stride, padding, sides, problems, output };
  }

  function selected() {
    const [row, column] = model.get("selected");
    return { row: clamp(row, state.output.length), column: clamp(column, state.output[0].length) };
  }

  function drawAll() {
    const focused = panels.output.panel.contains(document.activeElement); // what is focused may be replaced
    state = readState();
    preview = null;
    drawFormula();
    drawInput();
    drawFilter();
    if (state.output) drawOutput();
    else drawProblem();
    fit();
    drawPlace();
    if (focused && state.output) focusSelected();
  }

  function drawInput() {
    const { image, padding } = state;
    const [rows, columns] = [image.length, image[0].length];
    const flat = image.flat();
    const [least, most] = [Math.min(0, ...flat), Math.max(...flat)];
    const shape = { rows: rows + 2 * padding, columns: columns + 2 * padding, first: -padding };
    const { cells } = setGrid(panels.input, { role: "table", label: "Input", ...shape });
    panels.input.title.textContent = `Input ${rows}×${columns}`;
    panels.input.note.textContent = padding ? `${plural(padding, "ring")} of zeros around it` : "";
    for (const cell of cells.flat()) {
      const value = image[cell.dataset.row]?.[cell.dataset.column];
      cell.classList.toggle("lesson-pad", value === undefined);
      writeCell(cell, short(value ?? 0), value ?? 0);
      paintPixel(cell, value ?? 0, least, most);
    }
  }

  function drawFilter() {
    const { filter } = state;
    const shape = { rows: filter.length, columns: filter[0].length, headers: false };
    const { cells } = setGrid(panels.filter, { role: "table", label: "Filter", ...shape });
    panels.filter.title.textContent = `Filter ${filter.length}×${filter[0].length}`;
    writeSigned(cells, filter);
  }

  function drawOutput() {
    const { output } = state;
    const shape = { rows: output.length, columns: output[0].length };
    const { cells } = setGrid(panels.output, { role: "grid", label: "Output", ...shape });
    panels.output.title.textContent = `Output ${output.length}×${output[0].length}`;
    writeSigned(cells, output);
  }

  // The size formula with its numbers, once there is a slider that changes them.
  function drawFormula() {
    const { sides, stride, padding } = state;
    const formulas = new Set([sides.rows, sides.columns].map((side) => sizeFormula(...side, stride, padding)));
    const pieces = ["Output size: (W - F + 2P)/S + 1", ...[...formulas].map((text) => `= ${text}`)];
    const spans = pieces.map((text) => element("span", { className: "lesson-unbroken", text }));
    formula.replaceChildren(...spans.flatMap((span) => [span, " "]));
    formula.hidden = model.get("controls").length === 0;
  }

  function drawProblem() {
    const { problems, sides, stride, padding } = state;
    const most = Object.fromEntries(model.get("controls").map((name) => [name, model.get(`${name}_max`)]));
    panels.output.title.textContent = "No output";
    const message = writeProblem(problems, findOffers(sides, stride, padding, most), (name, value) => {
      model.set(name, value);
      model.save_changes();
    });
    panels.output.grid = null;
    const problem = element("div", { className: "lesson-problem", "data-part": "problem" }, message);
    panels.output.body.replaceChildren(problem);
  }

  // Mark the output cell in question, its patch in the input, and write out its products.
  function drawPlace() {
    products.classList.toggle("lesson-absent", !state.output);
    if (!state.output) {
      panels.input.outline(null);
      return;
    }
    const { image, filter, stride, padding } = state;
    const chosen = selected();
    const { row, column } = preview ?? chosen;
    const patch = { rows: filter.length, columns: filter[0].length };
    panels.input.outline({ row: row * stride, column: column * stride, ...patch });
    panels.output.outline({ row, column, rows: 1, columns: 1 });
    for (const cell of panels.output.grid.cells.flat()) {
      const isChosen = Number(cell.dataset.row) === chosen.row && Number(cell.dataset.column) === chosen.column;
      cell.tabIndex = isChosen ? 0 : -1;
      cell.setAttribute("aria-selected", isChosen);
    }
    const dot = productsAt(image, filter, row, column, stride, padding);
    products.setAttribute("aria-label", `Products for output (${row}, ${column})`);
    const title = `Output (${row}, ${column}): filter · patch`;
    const heading = element("p", { className: "lesson-products-title", text: title });
    products.replaceChildren(heading, ...writeProducts(dot));
    products.dataset.total = dot.total;
  }

  // The panel's grid, made anew only if its shape has changed.
  function setGrid(part, options) {
    const shape = JSON.stringify(options);
    if (!part.grid || part.shape !== shape) {
      part.grid = createGrid(options);
      part.shape = shape;
      part.outline = createOutline(part.grid.frame);
      part.outline(null);
      part.body.replaceChildren(part.grid.frame);
    }
    return part.grid;
  }

  function fit() {
    const { image, filter, padding, output } = state;
    const [input, weights] = [image[0].length + 2 * padding, filter[0].length];
    // Room for the largest output or a message, so that no slider but the padding's changes the cells.
    const movable = !output || model.get("controls").length;
    const room = movable ? Math.max(MESSAGE_COLUMNS, input - weights + 1) : output[0].length;
    const { sizes, filterIndent } = cellSizes(root.clientWidth || 640, [input, weights, room]);
    stage.style.setProperty("--lesson-filter-indent", `${filterIndent}px`);
    [panels.input, panels.filter, panels.output].forEach(({ grid }, i) => grid && fitGrid(grid, sizes[i]));
  }

  function choose({ row, column }) {
    preview = null;
    model.set("selected", [row, column]);
    model.save_changes();
    drawPlace();
    const { image, filter, stride, padding } = state;
    const dot = productsAt(image, filter, row, column, stride, padding);
    live.textContent = `Output row ${row}, column ${column}: ${sayProducts(dot)}`;
    focusSelected();
  }

  function focusSelected() {
    const { row, column } = selected();
    panels.output.grid.cells[row][column].focus({ preventScroll: true });
  }

  function settingChanged() {
    drawAll();
    const { output, problems } = state;
    const size = output && `Output is now ${output.length} by ${output[0].length}`;
    live.textContent = size ?? problems.map(({ side, explanation }) => side + explanation).join(" ");
  }

  const cellAt = ({ target }) => {
    const cell = target.closest?.("[role=gridcell]");
    return cell && { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
  };
  const showPreview = (place) => {
    preview = place;
    if (state.output) drawPlace();
  };
  // Listeners on our own nodes go when the nodes go.
  const { body } = panels.output;
  body.addEventListener("pointerover", (event) => event.pointerType !== "touch" && showPreview(cellAt(event)));
  body.addEventListener("pointerleave", () => preview && showPreview(null));
  body.addEventListener("click", (event) => {
    const place = cellAt(event);
    if (place) choose(place);
  });
  body.addEventListener("keydown", (event) => {
    const from = cellAt(event);
    const place = from && moveInGrid(event, from, state.output.length, state.output[0].length);
    if (!place) return;
    event.preventDefault();
    choose(place);
  });

  const selectionChanged = () => state.output && drawPlace();
  for (const name of SETTINGS) model.on(`change:${name}`, settingChanged);
  model.on("change:selected", selectionChanged);
  drawAll();
  el.append(root);
  const observer = new ResizeObserver(fit);
  observer.observe(root);
  return () => {
    observer.disconnect();
    for (const name of SETTINGS) model.off(`change:${name}`, settingChanged);
    model.off("change:selected", selectionChanged);
  };
}

function createPanel(part) {
  const title = element("div", { className: "lesson-title" });
  const note = element("div", { className: "lesson-note" });
  const body = element("div", { className: "lesson-panel-body" });
  const panel = element("div", { className: "lesson-panel", "data-part": part }, [
    title,
    body,
    note,
  ]);
  return { panel, title, note, body, grid: null, shape: "", outline: null };
}

function writeSigned(cells, values) {
  const largest = Math.max(...values.flat().map(Math.abs));
  cells.forEach((line, i) =>
    line.forEach((cell, j) => {
      cell.classList.add("lesson-signed");
      writeCell(cell, short(values[i][j]), values[i][j]);
      paintSigned(cell, values[i][j], largest);
    }),
  );
}

export default { render };
