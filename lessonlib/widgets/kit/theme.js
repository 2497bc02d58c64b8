// The page's palette for canvases, which know nothing of custom properties, and word of its change.

// [red, green, blue] of a palette colour where `node` stands.
export function paletteColour(node, name) {
  const hex = getComputedStyle(node).getPropertyValue(`--lesson-${name}`).trim();
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}

// Call `changed` when the page turns light or dark; gives a function that stops it.
export function watchTheme(changed) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(changed);
  const attributeFilter = ["data-theme", "data-jp-theme-light"];
  for (const node of [document.documentElement, document.body]) observer.observe(node, { attributeFilter });
  system.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", changed);
  };
}
