// An ipywidgets slider has role=slider and no accessible name. Its description is the name.
function prototypeWith(prototype, method) {
  while (prototype && !Object.hasOwn(prototype, method)) prototype = Object.getPrototypeOf(prototype);
  return prototype;
}

export function nameSliders(controls) {
  const named = new Set();
  for (const View of Object.values(controls)) {
    const prototype = typeof View === "function" && prototypeWith(View.prototype, "createSlider");
    if (!prototype || named.has(prototype)) continue;
    named.add(prototype);
    const { createSlider } = prototype;
    prototype.createSlider = function () {
      createSlider.call(this);
      const handles = this.$slider.querySelectorAll(".noUi-handle");
      const ends = handles.length > 1 ? [", from", ", to"] : [""];
      handles.forEach((handle, end) => handle.setAttribute("aria-label", this.model.get("description") + ends[end]));
    };
  }
}
