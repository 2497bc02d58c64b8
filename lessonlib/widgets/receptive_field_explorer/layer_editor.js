// The fields of one layer of a stack, the buttons that add and remove layers, and the size of the input.
import { createNumberField } from "../kit/fields.js";
import { element } from "../kit/grid.js";
/** @import { Layer } from "./recurrence.js" */

/**
 * @typedef {{ input_size: number, layers: Layer[], floor: boolean, layer: number, unit: number }} Settings
 * layer: counted from 1; unit: along its row, counted from 0, or -1, the middle one
 */

export const MOST = { input_size: 1024, filter_size: 512, stride: 64, padding: 64, layers: 40 };

/** @type {[text: string, name: "filter_size" | "stride" | "padding", least: number][]} */
const FIELDS = [
  ["Filter", "filter_size", 1],
  ["Stride", "stride", 1],
  ["Padding", "padding", 0],
];

/**
 * The node, and a function that writes the settings into it.
 * @param {(changes: Partial<Settings>) => void} set hears what the reader changes
 * @param {() => Settings} read gives the settings as they are
 */
export function createLayerEditor(set, read) {
  const message = element("p", { className: "lesson-message", role: "status", "data-part": "layer-message" });
  /** @type {Map<string, string>} */
  const problems = new Map(); // by the names of the fields
  /** @type {(part: number, value: Layer[number]) => void} */
  const change = (part, value) => {
    const { layers, layer } = read();
    set({
      layers: layers.map((line, i) =>
        i === layer - 1 ? /** @type {Layer} */ (line.map((old, j) => (j === part ? value : old))) : line,
      ),
    });
  };
  /** @param {string} name @param {number} least @param {number} most @param {(value: number) => void} take */
  const createField = (name, least, most, take) => {
    const limits = { name, least, most, whole: true };
    return createNumberField(limits, message, ({ value, problem }) => {
      if (problem) problems.set(name, problem);
      else problems.delete(name);
      message.textContent = [...problems.values()].join(" ");
      if (!problem) take(/** @type {number} */ (value)); // without a problem there is one
    });
  };
  /** @type {(text: string, field: HTMLElement) => HTMLElement} */
  const label = (text, field) => element("label", {}, [element("span", { text, "aria-hidden": "true" }), field]);
  const input = createField("Input size", 1, MOST.input_size, (value) => set({ input_size: value, unit: -1 }));
  const kinds = ["conv", "pool"].map((value) => element("option", { value, text: value }));
  const kind = element("select", { "aria-label": "Kind of layer" }, kinds);
  kind.addEventListener("change", () => change(0, /** @type {Layer[0]} */ (kind.value)));
  const fields = FIELDS.map(([text, name, least], i) =>
    createField(text, least, MOST[name], (value) => change(i + 1, value)),
  );
  const remove = element("button", { className: "lesson-button", type: "button", "data-action": "remove" });
  const add = element("button", { className: "lesson-button", type: "button", "data-action": "add" });
  remove.addEventListener("click", () => {
    const { layers, layer } = read();
    set({ layers: layers.filter((_, i) => i !== layer - 1), layer: Math.max(1, layer - 1), unit: -1 });
    if (remove.disabled) add.focus();
  });
  add.addEventListener("click", () => {
    const { layers, layer } = read();
    const present = layers[layer - 1];
    /** @type {Layer} */
    const copy = present[0] === "conv" && present[2] === 1 ? present : ["conv", 3, 1, 1];
    set({ layers: layers.toSpliced(layer, 0, copy), layer: layer + 1, unit: -1 });
  });
  const title = element("b", { className: "lesson-editor-title" });
  const row = element("div", { className: "lesson-editor", role: "group" }, [
    label("Kind", kind),
    ...fields.map(({ field }, i) => label(FIELDS[i][0], field)),
    remove,
    add,
  ]);
  /** @param {number} inputSize @param {Layer[]} layers @param {number} layer */
  const write = (inputSize, layers, layer) => {
    const [kindNow, ...settings] = layers[layer - 1];
    problems.clear();
    message.textContent = "";
    row.setAttribute("aria-label", `Layer ${layer}`);
    title.textContent = `Layer ${layer} of ${layers.length}`;
    input.write(inputSize);
    kind.value = kindNow;
    fields.forEach(({ write: writeField }, i) => writeField(settings[i]));
    remove.textContent = `Remove layer ${layer}`;
    remove.disabled = layers.length === 1;
    add.textContent = "Add a layer after it";
    add.disabled = layers.length === MOST.layers;
  };
  const whole = element("div", { className: "lesson-editor" }, [label("Input size", input.field)]);
  const fieldsOfBoth = element("div", { className: "lesson-editors" }, [row, whole]);
  return { node: element("div", { "data-part": "editor" }, [title, fieldsOfBoth, message]), write };
}
