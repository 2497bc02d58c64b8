// The filter playground: a picture, a filter of the reader's own, and what the filter makes of the picture.
import { createRadios } from "../kit/selection.js";
import { productsAt } from "../math/conv.js";
import { plural, short } from "../kit/format.js";
import { addFrame } from "../kit/toolbar.js";
import { element } from "../kit/grid.js";
import { clamp, keepKeys, moveInGrid } from "../kit/keyboard.js";
import { createPhoto } from "../kit/canvas_figure.js";
import { createRamp, filterPicture, fromBase64, measure, paint, sumOf } from "../kit/canvas_paint.js";
import { sayProducts, writeProducts } from "../kit/dot_product.js";
import { dragByFinger } from "../kit/drag_mark.js";
import { createOwnPicture } from "../kit/own_picture.js";
import { paletteColours, watchTheme } from "../kit/theme.js";
import { createWeights, explainSum, LIMITS, resizeFilter } from "./weight_grid.js";
/** @import { Place } from "../math/dependencies.js" */
/** @import { Model } from "../kit/traits.js" */

/**
 * @typedef {{ size: number[], pixels: string }} Sample [height, width], and a byte a pixel in base64
 * @typedef {{ weights: number[][], chosen: number[] }} Chosen the filter, and a place of the result
 * @typedef {{ filters: Record<string, number[][]>, controls: ("filters" | "weights" | "file")[] }} Choices
 * @typedef {Sample & Chosen & Choices & { key: string }} Traits
 * @typedef {{ clientX: number, clientY: number }} Pointed where a pointer is, or the middle of what it drags
 */

const GREY_MARKS = ["0 black", "255 white"];
const OWN_SIZES = [3, 5];
const MOST_SIDE_OF_FILTER = 9;
const STRIDE_OF_SHIFT = 10; // pixels, for an arrow key with Shift

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const has = (/** @type {Choices["controls"][number]} */ control) => model.get("controls").includes(control);
  const names = Object.keys(model.get("filters"));
  const choices = createRadios(
    "Filter",
    names.map((text) => ({ value: text, text })),
    (name) => setWeights(model.get("filters")[name]),
  );
  choices.root.hidden = !has("filters");
  const before = createPhoto("picture");
  const after = createPhoto("result");
  after.frame.tabIndex = 0;
  after.frame.setAttribute("role", "application"); // or a screen reader keeps the arrow keys for itself
  const weights = createWeights(has("weights"), setWeights);
  const sizes = OWN_SIZES.map((size) => {
    const button = element("button", { className: "lesson-button", type: "button", text: `${size}×${size}` });
    button.addEventListener("click", () => setWeights(resizeFilter(model.get("weights"), size)));
    return button;
  });
  const sizeRow = element("div", { className: "lesson-choices", role: "group", "aria-label": "Filter size" }, sizes);
  if (has("weights")) weights.title.after(sizeRow); // above the grid, which grows away from the finger
  const sum = element("p", { "data-part": "sum" });
  const products = element("div", { className: "lesson-products", role: "group", "data-part": "products" });
  const text = element("div", { className: "lesson-bench-text" }, [sum, products]);
  const file = createOwnPicture({
    describe: ({ fullWidth, width }) => (fullWidth === width ? ", made grey" : ", scaled down and made grey"),
    changed: () => {
      drawAll();
      photos.scrollIntoView({ block: "nearest" }); // on a telephone they are above the screen
    },
  });
  file.node.hidden = !has("file");
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  live.setAttribute("aria-live", "polite");
  const photos = element("div", { className: "lesson-photos" }, [before.node, after.node]);
  const bench = element("div", { className: "lesson-bench" }, [weights.node, weights.message, text]);
  const parts = [choices.root, photos, bench, file.node, live];
  const root = element("div", { className: "lesson-view lesson-chips lesson-playground", role: "group" }, parts);
  root.setAttribute("aria-label", "Filter playground");
  keepKeys(root);
  let sample = readSample();
  /** @type {ReturnType<typeof filterPicture>} */
  let result;
  /** @type {Uint8Array[]} */
  let pixels = []; // of the picture, a row each
  /** @type {Place | null} */
  let preview = null;

  const shown = () => file.get() ?? sample;

  function readSample() {
    const [height, width] = model.get("size");
    return { height, width, pixels: fromBase64(model.get("pixels")) };
  }

  /** @param {number[][]} filter */
  function setWeights(filter) {
    model.set("weights", filter);
    model.save_changes();
  }

  function drawAll() {
    const [picture, filter] = [shown(), model.get("weights")];
    const name = names.find((other) => String(model.get("filters")[other]) === String(filter));
    choices.show(name ?? "");
    weights.write(filter);
    sizes.forEach((button, i) => button.setAttribute("aria-pressed", OWN_SIZES[i] === filter.length));
    result = filterPicture(picture, filter);
    pixels = Array.from({ length: picture.height }, (_, row) =>
      picture.pixels.subarray(row * picture.width, (row + 1) * picture.width),
    );
    const total = sumOf(filter);
    sum.textContent = explainSum(total);
    before.title.textContent = `${file.get() ? "Your picture" : "Image"} ${picture.height}×${picture.width}`;
    before.drawScale(GREY_MARKS, false);
    after.title.textContent = `Result ${result.height}×${result.width}`;
    const size = `${result.height} by ${result.width}`;
    after.frame.setAttribute("aria-label", `Result, ${size}. Arrow keys choose a pixel, with Shift ten further.`);
    paintAll();
    drawPlace();
    return `${name ?? "Your own filter"}. ${sum.textContent} ${after.note.textContent}`;
  }

  /** Zero or negative sum: the result is a signed answer, not a picture. */
  function paintAll() {
    const { least, most, below, above, largest } = measure(result);
    const signed = sumOf(model.get("weights")) <= 0;
    const colours = paletteColours(root, ["background", "positive", "negative"]);
    const picture = shown();
    paint(before.canvas, { ...picture, values: picture.pixels }, 255, createRamp(false, colours));
    paint(after.canvas, result, signed ? largest : 255, createRamp(signed, colours));
    after.drawScale(signed ? [-largest, 0, largest].map(short) : GREY_MARKS, signed);
    const range = `From ${short(least)} to ${short(most)}`;
    const beyond = [
      below ? `; ${plural(below, "value")} below 0: orange` : "",
      above ? `; ${plural(above, "value")} above 255: white` : "",
    ].join("");
    after.note.textContent = signed
      ? `Blue is above 0, orange below. ${range}.`
      : `Grey as in the image. ${range}${beyond}.`;
    Object.assign(root.dataset, { signed, largest });
  }

  function chosen() {
    const [row, column] = model.get("chosen");
    return { row: clamp(row, result.height), column: clamp(column, result.width) };
  }

  function drawPlace() {
    const { row, column } = preview ?? chosen();
    const filter = model.get("weights");
    const picture = shown();
    before.mark({ row, column, rows: filter.length, columns: filter[0].length }, picture, picture);
    after.mark({ row, column, rows: 1, columns: 1 }, result, picture);
    const dot = productsAt(pixels, filter, row, column);
    products.setAttribute("aria-label", `Products for result (${row}, ${column})`);
    const heading = element("p", {
      className: "lesson-products-title",
      text: `Result (${row}, ${column}): filter · patch`,
    });
    products.replaceChildren(heading, ...writeProducts(dot));
    products.dataset.total = String(dot.total);
    return `Result row ${row}, column ${column}: ${sayProducts(dot)}`;
  }

  /** @param {Place} place */
  function choose({ row, column }) {
    preview = null;
    model.set("chosen", [row, column]);
    model.save_changes();
    live.textContent = drawPlace();
  }

  /**
   * Both pictures lead the filter: in the image it comes with its middle to the pointer.
   * @param {{ frame: HTMLElement, canvas: HTMLCanvasElement }} photo
   * @param {() => number} firstRow
   * @param {() => number} firstColumn
   */
  function listenTo({ frame, canvas }, firstRow, firstColumn) {
    const placeAt = (/** @type {Pointed} */ { clientX, clientY }) => {
      const box = canvas.getBoundingClientRect();
      const row = Math.floor(((clientY - box.top) / box.height) * canvas.height) - firstRow();
      const column = Math.floor(((clientX - box.left) / box.width) * canvas.width) - firstColumn();
      return { row: clamp(row, result.height), column: clamp(column, result.width) };
    };
    const look = (/** @type {Pointed} */ event) => {
      preview = placeAt(event);
      drawPlace();
    };
    frame.addEventListener("pointermove", (event) => event.pointerType !== "touch" && look(event));
    frame.addEventListener("pointerleave", () => {
      preview = null;
      drawPlace();
    });
    frame.addEventListener("click", (event) => choose(placeAt(event)));
    dragByFinger(frame, {
      held: ({ target }) => target.closest(".lesson-outline"),
      move: look,
      done: () => preview && choose(preview),
    });
  }
  const half = (/** @type {number} */ side) => Math.floor((side - 1) / 2);
  listenTo(
    before,
    () => half(model.get("weights").length),
    () => half(model.get("weights")[0].length),
  );
  listenTo(
    after,
    () => 0,
    () => 0,
  );
  after.frame.addEventListener("keydown", (event) => {
    /** @type {ReturnType<typeof moveInGrid>} */
    let place = chosen();
    for (let step = 0; place && step < (event.shiftKey ? STRIDE_OF_SHIFT : 1); step += 1) {
      place = moveInGrid(event, place, result.height, result.width);
    }
    if (!place) return;
    event.preventDefault();
    choose(place);
  });

  const weightsChanged = () => (live.textContent = drawAll());
  const pictureChanged = () => {
    sample = readSample();
    file.forget();
    drawAll();
  };
  model.on("change:weights", weightsChanged);
  model.on("change:chosen", drawPlace);
  model.on("change:pixels", pictureChanged);
  el.append(root);
  drawAll();
  const frame = addFrame({ model, root, state: ["weights", "chosen"], accepts, hasOwn: file.get });
  const stopWatching = watchTheme(paintAll);
  return () => {
    file.stop();
    stopWatching();
    frame.remove();
    model.off("change:weights", weightsChanged);
    model.off("change:chosen", drawPlace);
    model.off("change:pixels", pictureChanged);
  };
}

/** What an address may bring: a filter that the page could have made, and a place. @param {Chosen} values */
function accepts({ weights, chosen }) {
  const columns = weights[0].length;
  const isWeight = (/** @type {unknown} */ weight) =>
    typeof weight === "number" && weight >= LIMITS.least && weight <= LIMITS.most;
  const isFilter = [weights.length, columns].every((side) => side >= 1 && side <= MOST_SIDE_OF_FILTER);
  const isGrid = weights.every((line) => line.length === columns && line.every(isWeight));
  return isFilter && isGrid && chosen.length === 2 && chosen.every((place) => Number.isInteger(place) && place >= 0);
}

export default { render };
