// The matrix explorer: a convolution as a matrix times the flattened picture, its weights free, local or shared.
import { createRadios, listenToCells, markChosen } from "../kit/selection.js";
import { fillPixels, fillSigned, pixelRange } from "../kit/fill_grid.js";
import { plural, short } from "../kit/format.js";
import { addFrame } from "../kit/toolbar.js";
import { element, fitGrids, paintSigned, writeCell } from "../kit/grid.js";
import { clamp, keepKeys } from "../kit/keyboard.js";
import { describeChange, describeSharing, describeWeight } from "./captions.js";
import { createPart, setPart } from "../kit/titled_grid.js";
import { sayProducts, writeProducts } from "../kit/dot_product.js";
import { fitsMatrix, readMatrix, rowProducts, weightsOfRow } from "./weight_sharing.js";
/** @import { Place } from "../math/dependencies.js" */
/** @import { GridOptions } from "../kit/grid.js" */
/** @import { Part } from "../kit/titled_grid.js" */
/** @import { Model } from "../kit/traits.js" */
/** @import { Chosen, State, Traits } from "./weight_sharing.js" */

const SHAPE = ["image", "filter", "stride", "controls"];
const NUMBERS = ["sharing", "changes"];
const CHOICES = [
  { value: "any", text: "Any", note: "every pixel" },
  { value: "local", text: "Local", note: "its own patch" },
  { value: "shared", text: "Shared", note: "one filter for all" },
];
const PARTS = /** @type {const} */ (["picture", "filter", "map", "strip", "matrix", "result"]);
/** @typedef {(typeof PARTS)[number]} PartName */
const INDEX = 20; // pixels, as in kit/base.css
const GAP = 8; // between the matrix and its result
const PADDING = 5; // around the matrix, as in widget.css
const NARROW = 600;
const LEAST_CELL = 24; // pixels of a cell that a finger can hit; where so many do not fit, the matrix scrolls sideways

const sizeOfLargest = (/** @type {number[]} */ values) => Math.max(...values.map(Math.abs));
const asColumn = (/** @type {number[][]} */ values) => values.flat().map((value) => [value]);

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  // Object.fromEntries forgets the names.
  const parts = /** @type {Record<PartName, Part>} */ (
    Object.fromEntries(PARTS.map((name) => [name, createPart(name)]))
  );
  const { picture, filter, map, strip, matrix, result } = parts;
  /** @type {(name: string, children: Node[]) => HTMLElement} */
  const block = (name, children) => element("div", { className: `lesson-matrix-${name}` }, children);
  /** @type {(action: string, text: string) => HTMLButtonElement} */
  const button = (action, text) =>
    element("button", { className: "lesson-button", type: "button", "data-action": action, text });
  const radios = createRadios(
    "What an output has weights for",
    CHOICES,
    (sharing) => save(/** @type {Partial<Chosen>} */ ({ changes: {}, sharing })), // a value of CHOICES
  );
  const explanation = element("p", { "data-part": "explanation" });
  const products = element("div", { className: "lesson-products", role: "group", "data-part": "products" });
  const weight = element("p", { "data-part": "weight" });
  const changed = element("p", { "data-part": "changed" });
  const buttons = [button("less", "\u2212 1"), button("more", "+ 1"), button("back", "Put back")];
  const group = { className: "lesson-choices", role: "group", "aria-label": "Change this weight" };
  const changer = element("div", group, buttons);
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  live.setAttribute("aria-live", "polite");
  const whole = block("whole", [strip.root, block("rows", [matrix.root, result.root])]);
  const label = { role: "group", "aria-label": "Matrix explorer" };
  const root = element("div", { className: "lesson-view lesson-chips lesson-matrix", ...label }, [
    radios.root,
    explanation,
    block("top", [picture.root, filter.root, map.root, block("weight", [weight, changer, changed])]),
    whole,
    products,
    live,
  ]);
  keepKeys(root);
  /** @type {State} */
  let state;
  let depth = { weights: 1, outputs: 1 }; // the numbers that take the deepest colour
  /** @type {Place | null} */
  let preview = null; // the cell of the matrix that the mouse points to

  /** @param {Partial<Chosen>} values their names come out of Object.entries as plain strings */
  function save(values) {
    for (const [name, value] of Object.entries(values)) model.set(/** @type {keyof Chosen} */ (name), value);
    model.save_changes();
  }

  const selected = () => {
    const [row, column] = model.get("selected");
    return { row: clamp(row, state.matrix.length), column: clamp(column, state.matrix[0].length) };
  };
  /**
   * The cell of another row with the same weight of the filter, or of the same pixel if it has none.
   * @type {(row: number, tap: number, column: number) => Place}
   */
  const cellIn = (row, tap, column) => ({ row, column: tap < 0 ? column : state.taps[row].indexOf(tap) });
  const cellOfOutput = (/** @type {Place} */ { row, column }) => {
    const from = selected();
    return cellIn(row * state.across + column, state.taps[from.row][from.column], from.column);
  };
  const cellOfWeight = (/** @type {Place} */ { row, column }) =>
    cellIn(selected().row, row * state.filter[0].length + column, 0);

  function drawShape() {
    preview = null;
    state = readMatrix(model);
    const { image } = state;
    const [rows, columns] = [state.matrix.length, state.matrix[0].length];
    /** @param {PartName} name @param {GridOptions["role"]} role @param {string} label @param {number[][]} values */
    const show = (name, role, label, values, title = label, headers = true) =>
      setPart(parts[name], title, { role, label, rows: values.length, columns: values[0].length, headers });
    const size = (/** @type {number[][]} */ values) => `${values.length}\u00d7${values[0].length}`;
    const pixels = show("picture", "table", "Image", image, `Image ${size(image)}`);
    show("filter", "grid", "Filter", state.filter, `Filter ${size(state.filter)}`);
    show("map", "grid", "Output", state.output, `Output ${size(state.output)}`);
    const flat = [image.flat()];
    const line = show("strip", "table", "Flattened image", flat, `The image in one line: ${columns} pixels`, false);
    const cells = show("matrix", "grid", "Matrix", state.matrix, `Matrix ${rows}\u00d7${columns}`);
    show("result", "table", "Matrix times image", asColumn(state.output), "=", false);
    fillPixels(pixels, image, pixelRange(image));
    fillPixels(line, flat, pixelRange(image));
    for (const cell of [...line, ...cells].flat()) {
      const column = Number(cell.dataset.column);
      cell.classList.toggle("lesson-line-start", column > 0 && column % image[0].length === 0);
    }
    radios.root.hidden = !model.get("controls").includes("sharing");
    changer.hidden = changed.hidden = !model.get("controls").includes("change");
    // Twice what stands there now: a weight that is changed does not turn all others pale.
    depth = { weights: 2 * sizeOfLargest(model.get("filter").flat()), outputs: 2 * sizeOfLargest(state.output.flat()) };
    drawNumbers();
    fit();
  }

  function drawNumbers() {
    state = readMatrix(model);
    const { names, output } = state;
    const [largest, most] = deepest();
    matrix.grid.cells.forEach((line, row) =>
      line.forEach((cell, column) => {
        const [value, none] = [state.matrix[row][column], !names[row][column]];
        cell.classList.toggle("lesson-no-weight", none);
        cell.classList.toggle("lesson-signed", !none);
        if (none) cell.setAttribute("aria-label", "no weight");
        else cell.removeAttribute("aria-label");
        writeCell(cell, none ? "" : short(value), value);
        paintSigned(cell, value, largest);
      }),
    );
    fillSigned(map.grid.cells, output, most);
    fillSigned(result.grid.cells, asColumn(output), most);
    radios.show(state.sharing);
    const { count, text } = describeSharing(state);
    const number = element("strong", { "data-part": "count", text: plural(count, "weight") });
    explanation.replaceChildren(number, text);
    changed.textContent = describeChange(state);
    drawPlace();
  }

  const deepest = () => [
    Math.max(depth.weights, sizeOfLargest(state.matrix.flat())),
    Math.max(depth.outputs, sizeOfLargest(state.output.flat())),
  ];

  // Mark one cell of the matrix, the row it stands in, and all that belongs to the two.
  function drawPlace() {
    const { taps, names, across, stride } = state;
    const { row, column } = preview ?? selected();
    const [tap, name] = [taps[row][column], names[row][column]];
    const output = { row: Math.floor(row / across), column: row % across };
    const [height, width] = [state.filter.length, state.filter[0].length];
    const one = { rows: 1, columns: 1 };
    picture.outline({ row: output.row * stride, column: output.column * stride, rows: height, columns: width });
    map.outline({ ...output, ...one });
    const isShared = state.sharing === "shared";
    const [largest] = deepest();
    fillSigned(filter.grid.cells, isShared ? state.weights : weightsOfRow(state, row), largest);
    filter.title.textContent = `Filter ${height}\u00d7${width}${isShared ? "" : ` of row ${row}`}`;
    filter.outline(tap < 0 ? null : { row: Math.floor(tap / width), column: tap % width, ...one });
    matrix.outline({ row, column: 0, rows: 1, columns: taps[0].length });
    result.outline({ row, column: 0, ...one });
    strip.outline({ row: 0, column, ...one });
    matrix.grid.cells.forEach((line, i) =>
      line.forEach((cell, j) => {
        const same = i === row && j === column;
        cell.classList.toggle("lesson-same-weight", same || (name !== "" && names[i][j] === name));
        cell.classList.toggle("lesson-same-tap", !same && tap >= 0 && taps[i][j] === tap && names[i][j] !== name);
      }),
    );
    const from = selected();
    markChosen(matrix.grid.cells, from);
    markChosen(map.grid.cells, { row: Math.floor(from.row / across), column: from.row % across });
    const fromTap = taps[from.row][from.column];
    markChosen(filter.grid.cells, fromTap < 0 ? null : { row: Math.floor(fromTap / width), column: fromTap % width });
    const title = `Row ${row}, for output (${output.row}, ${output.column}): weights \u00b7 pixels`;
    const heading = element("p", { className: "lesson-products-title", text: title });
    products.setAttribute("aria-label", title);
    products.replaceChildren(heading, ...writeProducts(rowProducts(state, row)));
    weight.textContent = describeWeight(state, row, column);
    buttons[2].disabled = !Object.keys(model.get("changes")).length;
    buttons[0].disabled = buttons[1].disabled = names[from.row][from.column] === "";
  }

  function fit() {
    const width = root.clientWidth || 640;
    const narrow = width < NARROW;
    const { image, filter: weights, output, matrix: all } = state;
    /** @type {(columns: number, most: number) => number} */
    const share = (columns, most) => Math.min(most, Math.floor((width - INDEX) / columns));
    fitGrids([
      [picture.grid, share(image[0].length, narrow ? 32 : 36)],
      [filter.grid, share(weights[0].length, narrow ? 44 : 36)],
      [map.grid, share(output[0].length, narrow ? 44 : 36)],
    ]);
    const cell = Math.max(
      LEAST_CELL,
      Math.min(32, Math.floor(((whole.clientWidth - 2 * PADDING || width) - INDEX - GAP) / (all[0].length + 1))),
    );
    fitGrids([strip, matrix, result].map(({ grid }) => [grid, cell]));
  }

  /** Where the matrix scrolls: bring the chosen cell into view. @param {Place} place */
  function reveal({ row, column }) {
    const [cell, all] = [matrix.grid.cells[row][column], whole].map((node) => node.getBoundingClientRect());
    if (cell.left < all.left + INDEX) whole.scrollLeft += cell.left - all.left - 3 * INDEX;
    else if (cell.right > all.right) whole.scrollLeft += cell.right - all.right + 3 * INDEX;
  }

  /** @param {Place} place */
  function choose(place) {
    preview = null;
    save({ selected: [place.row, place.column] });
    reveal(place);
    const row = rowProducts(state, place.row);
    live.textContent = `Row ${place.row}: ${sayProducts(row)}. ${describeWeight(state, place.row, place.column)}`;
  }

  /** @param {number} step */
  function change(step) {
    const { row, column } = selected();
    const name = state.names[row][column];
    const { [name]: before = 0, ...others } = model.get("changes");
    save({ changes: before + step ? { ...others, [name]: before + step } : others });
    live.textContent = `The weight is ${short(state.matrix[row][column])}. ${describeChange(state)}`;
  }

  /**
   * Listeners on our own nodes go when the nodes go.
   * @type {(part: Part, cellFor: (place: Place) => Place) => void}
   */
  const listen = (part, cellFor) =>
    listenToCells(part.body, {
      cells: () => part.grid.cells,
      choose: (place) => choose(cellFor(place)),
      preview: (place) => {
        preview = place && cellFor(place);
        drawPlace();
      },
    });
  listen(matrix, (place) => place);
  listen(map, cellOfOutput);
  listen(filter, cellOfWeight);
  buttons[0].addEventListener("click", () => change(-1));
  buttons[1].addEventListener("click", () => change(1));
  buttons[2].addEventListener("click", () => {
    save({ changes: {} });
    live.textContent = "Every weight is as it was.";
  });

  const numbersChanged = () => {
    drawNumbers();
    live.textContent = `${explanation.textContent} ${changed.textContent}`;
  };
  const placeChanged = () => drawPlace();
  for (const name of SHAPE) model.on(`change:${name}`, drawShape);
  for (const name of NUMBERS) model.on(`change:${name}`, numbersChanged);
  model.on("change:selected", placeChanged);
  drawShape();
  el.append(root);
  const accepts = (/** @type {Chosen} */ values) => fitsMatrix(state, values);
  const frame = addFrame({ model, root, state: ["sharing", "selected", "changes"], accepts });
  const observer = new ResizeObserver(fit);
  observer.observe(root);
  return () => {
    observer.disconnect();
    frame.remove();
    for (const name of SHAPE) model.off(`change:${name}`, drawShape);
    for (const name of NUMBERS) model.off(`change:${name}`, numbersChanged);
    model.off("change:selected", placeChanged);
  };
}

export default { render };
