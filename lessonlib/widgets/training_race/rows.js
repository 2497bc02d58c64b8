// A row for each network: its name, its size, its loss and accuracy, and its first layer as it forms.
import { contextOf, paint } from "../kit/canvas_paint.js";
import { short } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { shareOf } from "./words.js";
/** @import { Network } from "./race.js" */
/** @import { Name } from "./words.js" */

/** @type {Record<Name, [count: number, side: number]>} */
const SHOWN = { linear: [4, 16], MLP: [12, 16], CNN: [14, 5] }; // how many filters, and how wide
const LAYER = {
  linear: "four templates, as large as the image",
  MLP: "12 of 33 templates, as large as the image",
  CNN: "14 filters of 5×5, used at every place",
};

/** The rows, and a function that draws them. @param {Name[]} names @param {Record<Name, number>} parameters of each */
export function createRows(names, parameters) {
  const rows = names.map((name) => {
    const [count, size] = SHOWN[name];
    const canvases = Array.from({ length: count }, () => element("canvas", { width: size, height: size }));
    const label = { role: "img", "aria-label": `First layer of the ${name}: ${LAYER[name]}` };
    const tiles = element("div", { className: "lesson-race-tiles", "data-model": name, ...label }, canvases);
    const accuracy = element("span", { className: "lesson-race-accuracy" });
    const loss = element("span", { className: "lesson-note" });
    const title = element("div", { className: "lesson-race-name", "data-model": name }, [
      element("strong", { text: name }),
      element("span", { className: "lesson-note", text: `${parameters[name].toLocaleString("en")} numbers` }),
      accuracy,
      loss,
    ]);
    const note = element("p", { className: "lesson-note" });
    const node = element("div", { className: "lesson-race-row" }, [title, tiles, note]);
    return { node, canvases, accuracy, loss, note };
  });
  const node = element(
    "div",
    { className: "lesson-race-rows", "data-part": "rows" },
    rows.map((row) => row.node),
  );

  /**
   * The networks as they are now, or before they begin.
   * @param {Network[] | undefined} models
   * @param {Uint8Array} ramp from createRamp
   */
  function draw(models, ramp) {
    node.dataset.begun = String(Boolean(models));
    rows.forEach(({ canvases, accuracy, loss, note }, i) => {
      const now = models?.[i];
      note.textContent = `${now ? "" : "Here will form: "}${LAYER[names[i]]}`;
      accuracy.textContent = now ? shareOf(now.accuracy) : "";
      loss.textContent = now ? `loss ${short(now.loss)}` : "";
      const side = SHOWN[names[i]][1];
      if (!now) {
        for (const canvas of canvases) {
          // Never null: see contextOf in canvas_paint.js.
          contextOf(canvas).clearRect(0, 0, side, side);
        }
        return;
      }
      const values = now.filters.subarray(0, canvases.length * side * side);
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      canvases.forEach((canvas, n) => {
        paint(
          canvas,
          { height: side, width: side, values: values.subarray(n * side * side, (n + 1) * side * side) },
          largest,
          ramp,
        );
      });
    });
  }

  return { node, draw };
}
