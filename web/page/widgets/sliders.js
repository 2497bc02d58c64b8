// What the sliders of ipywidgets need in a page. One has role=slider and no accessible name: its description is the name.
// At each step it measures whether its number fits, and lays out the whole page for that; the numbers here always fit.
/** @import { WidgetModel } from "@jupyter-widgets/base" */

/**
 * A view of a slider, as far as it is mended here.
 * @typedef {{
 *   $slider: HTMLElement, model: WidgetModel, createSlider: () => void, readout_overflow: () => boolean,
 * }} SliderView
 */

/**
 * The one of a prototype and its own prototypes that brings the method; null if none does.
 * @param {SliderView | null} prototype or that of any other class, which has no such method
 * @param {keyof SliderView} method
 */
function prototypeWith(prototype, method) {
  while (prototype && !Object.hasOwn(prototype, method)) prototype = Object.getPrototypeOf(prototype);
  return prototype;
}

/** @param {Record<string, unknown>} controls classes, and more that their modules export */
export function mendSliders(controls) {
  const mended = new Set();
  for (const View of Object.values(controls)) {
    if (typeof View !== "function") continue;
    const measuring = prototypeWith(View.prototype, "readout_overflow");
    if (measuring) measuring.readout_overflow = () => false;
    const prototype = prototypeWith(View.prototype, "createSlider");
    if (!prototype || mended.has(prototype)) continue;
    mended.add(prototype);
    const { createSlider } = prototype;
    prototype.createSlider = function () {
      createSlider.call(this);
      const handles = this.$slider.querySelectorAll(".noUi-handle");
      const ends = handles.length > 1 ? [", from", ", to"] : [""];
      handles.forEach((handle, end) => handle.setAttribute("aria-label", this.model.get("description") + ends[end]));
    };
  }
}
