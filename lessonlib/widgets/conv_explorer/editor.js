// Changing the explorer's numbers: a field for the chosen pixel or weight, and a list of filters.
import { createNumberField } from "../kit/fields.js";
import { element } from "../kit/grid.js";

const LIMITS = { least: -1000000, most: 1000000 };
const OWN = "your own";

/**
 * A field for the number of a cell.
 * @param {object} heard
 * @param {(value: number) => void} heard.change hears what the reader typed for the cell
 * @param {() => void} heard.back hears that the reader is done and returns to it
 */
export function createEditor({ change, back }) {
  const limits = { name: "", ...LIMITS };
  const message = element("p", { className: "lesson-message", role: "status", "data-part": "edit-message" });
  const name = element("span", { className: "lesson-edit-name" });
  const { field, write } = createNumberField(limits, message, ({ value, problem }) => {
    message.textContent = problem ?? "";
    if (!problem) change(/** @type {number} */ (value));
  });
  field.setAttribute("inputmode", "text"); // a telephone's pad of digits has no minus sign
  const hint = element("span", { className: "lesson-note", text: "Choose a pixel or a weight to change it." });
  const line = element("span", { className: "lesson-edit-line" }, [name, field]);
  const node = element("div", { className: "lesson-edit", "data-part": "edit" }, [hint, line, message]);
  let [shown, present] = ["", 0];

  /** The cell to change, by its name and value; none without a name. @param {string} label @param {number} value */
  function show(label, value = 0) {
    hint.hidden = Boolean(label);
    line.hidden = !label;
    if (label !== shown) {
      message.textContent = "";
      field.value = "";
    }
    if (!label) message.textContent = "";
    [shown, present] = [label, value];
    limits.name = label;
    name.textContent = `${label} =`;
    field.setAttribute("aria-label", label);
    if (label && !message.textContent) write(value);
  }

  function restore() {
    message.textContent = "";
    field.value = String(present);
    write(present);
  }

  field.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") restore();
    if (key === "Escape" || key === "Enter") back();
  });
  /**
   * A key on a cell that begins a number begins it in the field, once `aim` has made that cell the one to change.
   * @param {KeyboardEvent} event
   * @param {() => void} aim
   */
  function type(event, aim) {
    const opens = event.key === "Enter" || event.key === "F2";
    if (event.ctrlKey || event.metaKey || event.altKey || !(opens || /^[-\d.,]$/.test(event.key))) return false;
    if (opens) event.preventDefault();
    aim();
    field.focus();
    field.select();
    return true;
  }
  return { node, show, type };
}

/**
 * A list of filters by their names.
 * @param {Record<string, number[][]>} filters
 * @param {(weights: number[][]) => void} pick hears the choice
 */
export function createFilterList(filters, pick) {
  const names = Object.keys(filters);
  const options = [...names, OWN].map((name) => element("option", { value: name, text: name }));
  const select = element("select", { className: "lesson-select", "data-action": "filter" }, options);
  const node = element("label", { className: "lesson-choice" }, [element("span", { text: "Choose a filter" }), select]);
  select.addEventListener("change", () => filters[select.value] && pick(filters[select.value]));
  const show = (/** @type {number[][]} */ filter) => {
    const known = names.find((name) => JSON.stringify(filters[name]) === JSON.stringify(filter));
    options[names.length].disabled = Boolean(known);
    select.value = known ?? OWN;
  };
  return { node, show };
}
