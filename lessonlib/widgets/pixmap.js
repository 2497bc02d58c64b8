// A grid with too many numbers for text, as a picture: it looks and answers like a grid of grid.js. Where its cells can
// be chosen, one cell of text lies over the picture, at the chosen place: the keyboard and screen readers have that one.
import { createRamp, paint } from "./picture.js";
import { short } from "./format.js";
import { element } from "./grid.js";
import { paletteColour } from "./theme.js";

const MOST_PIXEL = 12; // a picture's pixel is at most so many of the screen's
const NARROW = 640;

export function createPixmap({ role, label, rows, columns, first = 0 }) {
  const canvas = element("canvas", { className: "lesson-pixmap" });
  const shape = { "aria-rowcount": rows, "aria-colcount": columns };
  const cell = element("div", { className: "lesson-cell lesson-lone", role: "gridcell" });
  const line = element("div", { className: "lesson-row", role: "row" }, [cell]);
  const grid = element("div", { className: "lesson-lone-grid", role: "grid", "aria-label": label, ...shape }, [line]);
  const chosen = role === "grid";
  const frame = element("div", { className: "lesson-frame lesson-picture" }, chosen ? [canvas, grid] : [canvas]);
  if (!chosen) canvas.setAttribute("role", "img");
  for (const [name, count] of Object.entries({ rows, columns })) frame.style.setProperty(`--lesson-${name}`, count);
  let [values, signed] = [[], false];

  const at = ({ row, column }) => values[row - first]?.[column - first];

  function repaint() {
    if (!frame.isConnected || !values.length) return; // the palette is known in the page only
    const flat = Float64Array.from(values.flat());
    const [least, most] = ends(flat);
    const colours = Object.fromEntries(
      ["background", "positive", "negative"].map((name) => [name, signed ? paletteColour(frame, name) : [0, 0, 0]]),
    );
    const low = signed ? 0 : Math.min(0, least);
    const size = { height: rows, width: columns };
    if (low) flat.forEach((value, i) => (flat[i] = value - low));
    paint(canvas, { ...size, values: flat }, signed ? Math.max(-least, most) : most - low, createRamp(signed, colours));
  }

  // `rows` lines of numbers.
  function write(numbers, isSigned) {
    [values, signed] = [numbers, isSigned];
    repaint();
    const [least, most] = ends(values.flat());
    canvas.setAttribute("aria-label", `${label}, ${rows} by ${columns} numbers from ${short(least)} to ${short(most)}`);
  }

  function choose(place, isChosen) {
    for (const [name, value] of Object.entries(place)) {
      cell.dataset[name] = value;
      cell.style.setProperty(`--lesson-${name}`, value - first);
    }
    cell.textContent = short(at(place));
    cell.dataset.value = at(place);
    cell.tabIndex = 0;
    cell.setAttribute("aria-selected", isChosen);
    line.setAttribute("aria-rowindex", place.row - first + 1);
    cell.setAttribute("aria-colindex", place.column - first + 1);
    return cell;
  }

  // The place under the mouse or finger; null beside the picture.
  function placeAt({ clientX, clientY }) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const place = {
      row: Math.floor(((clientY - top) / height) * rows) + first,
      column: Math.floor(((clientX - left) / width) * columns) + first,
    };
    return at(place) === undefined ? null : place;
  }

  return { frame, write, choose, placeAt, repaint };
}

// Like cellSizes of grid.js, where one of the three is a picture: input and output alike, side by side if there is room.
export function pixelSizes(width, [input, filter, output]) {
  const [gap, index, cell] = [20, 20, 28];
  const beside = (width - 2 * gap - 3 * index - 4 - Math.min(filter, 9) * cell) / (input + output);
  const stacked = (width - index - 2) / Math.max(input, output);
  const pixel = Math.min(MOST_PIXEL, width < NARROW ? stacked : beside);
  return { sizes: [pixel, filter > 9 ? (9 * cell) / filter : cell, pixel], filterIndent: index };
}

function ends(numbers) {
  let [least, most] = [Infinity, -Infinity];
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > most) most = number;
  }
  return [least, most];
}
