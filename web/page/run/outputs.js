// What a run told (lessonlib/exercises/checking/page.py), as elements.
import { make } from "./cells.js";

export function show(place, ...outputs) {
  place.replaceChildren(...outputs.map(element));
}

export const hasFailed = (told) => told.outputs.some((output) => output.kind === "error");

function element({ kind, text, png, width }) {
  if (kind === "picture")
    return make("img", { className: "lesson-run-picture", src: `data:image/png;base64,${png}`, alt: text, width });
  const made = make(kind === "html" ? "div" : "pre", { className: `lesson-run-${kind}` });
  if (kind === "html")
    made.innerHTML = text; // from our own checker, or from what the reader's own code shows
  else made.textContent = text;
  return made;
}
