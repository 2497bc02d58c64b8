// What a run told (lessonlib/exercises/checking/page.py), as elements.
import { make } from "./cells.js";

export function show(place, ...outputs) {
  place.replaceChildren(...outputs.map(element));
}

export const hasFailed = (told) => told.outputs.some((output) => output.kind === "error");

function element({ kind, text, svg }) {
  if (kind === "picture") return drawing(svg) ?? make("p", { textContent: text });
  const made = make(kind === "html" ? "div" : "pre", { className: `lesson-run-${kind}` });
  if (kind === "html")
    made.innerHTML = text; // from our own checker, or from what the reader's own code shows
  else made.textContent = text;
  return made;
}

/** A figure, or nothing where the text is no SVG. */
function drawing(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return root instanceof SVGSVGElement && !root.querySelector("parsererror") ? document.importNode(root, true) : null;
}
