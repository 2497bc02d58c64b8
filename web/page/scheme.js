// The button for light and dark: automatic, light, dark. The choice is kept in this browser (first.js reads it).
import { part } from "./part.js";
import { forget, keep, kept } from "./storage.js";

/** @type {Record<string, string | undefined>} */
const NAMES = { light: "light", dark: "dark" };

export function offerSchemes() {
  const button = part("[data-scheme]");
  const system = matchMedia("(prefers-color-scheme: dark)");

  function draw() {
    const chosen = /** @type {string} */ (kept("scheme")); // null before a choice: that has no name either
    document.documentElement.dataset.theme = NAMES[chosen] ?? (system.matches ? "dark" : "light");
    part("[data-scheme-name]", button).textContent = NAMES[chosen] ?? "automatic";
  }

  button.addEventListener("click", () => {
    const order = [null, "light", "dark"];
    const chosen = order[(order.indexOf(kept("scheme")) + 1) % order.length];
    if (chosen) keep("scheme", chosen);
    else forget("scheme");
    draw();
  });
  system.addEventListener("change", draw);
  draw();
}
