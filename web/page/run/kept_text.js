// What the browser keeps of a reader, where it is text: anything else there is not ours, and counts as nothing.
import { recall } from "../../../lessonlib/widgets/kit/storage.js";

/** @param {string} name */
export function keptText(name) {
  const kept = recall(name);
  return typeof kept === "string" ? kept : null;
}
