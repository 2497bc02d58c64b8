// A slider with its name before it and its value after it.
import { element } from "./grid.js";

/**
 * A slider; show(position) moves it from outside.
 * @param {object} slider
 * @param {string} slider.name
 * @param {number} slider.least
 * @param {number} slider.most
 * @param {number} [slider.step]
 * @param {(position: number) => string} slider.say gives the value as text
 * @param {(position: number, done: boolean) => void} slider.changed
 * hears each move, and once more with done when the reader lets go
 */
export function createSlider({ name, least, most, step = 1, say, changed }) {
  const input = element("input", { type: "range", min: least, max: most, step, "aria-label": name });
  const value = element("output", { className: "lesson-slider-value" });
  const label = element("span", { className: "lesson-slider-name", text: name, "aria-hidden": "true" });
  const node = element("div", { className: "lesson-slider" }, [label, input, value]);
  const write = () => {
    const text = say(Number(input.value));
    value.textContent = text;
    input.setAttribute("aria-valuetext", text);
  };
  input.addEventListener("input", () => {
    write();
    changed(Number(input.value), false);
  });
  input.addEventListener("change", () => changed(Number(input.value), true));
  const show = (/** @type {number} */ position) => {
    input.value = String(position);
    write();
  };
  return { node, input, show };
}
