// The page's palette for canvases, which know nothing of custom properties, and word of its change.

/**
 * [red, green, blue] of a palette colour where `node` stands.
 * @param {Element} node
 * @param {string} name
 */
export function paletteColour(node, name) {
  const hex = getComputedStyle(node).getPropertyValue(`--lesson-${name}`).trim();
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}

/**
 * Several of them, by their names.
 * @template {string} Name
 * @param {Element} node
 * @param {Name[]} names
 * @returns {Record<Name, number[]>} red, green and blue
 */
export function paletteColours(node, names) {
  const found = /** @type {Record<Name, number[]>} */ ({}); // filled below
  for (const name of names) found[name] = paletteColour(node, name);
  return found;
}

/** Call `changed` when the page turns light or dark; gives a function that stops it. @param {() => void} changed */
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
