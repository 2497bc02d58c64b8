// A slider with its name before it and its value after it.
import { element } from "./grid.js";

// {node, input, show}. say(position) gives the value as text; changed(position, done) hears each move, and once more with
// done when the reader lets go. show(position) moves it from outside.
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
  const show = (position) => {
    input.value = position;
    write();
  };
  return { node, input, show };
}
