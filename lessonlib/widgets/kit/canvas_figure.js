// A picture on a canvas with its title, its scale and an outline.
import { createOutline, element } from "./grid.js";
/** @import { Box } from "../math/dependencies.js" */

/**
 * The figure's nodes and two functions.
 * @param {string} part its name
 */
export function createPhoto(part) {
  const title = element("div", { className: "lesson-title" });
  const canvas = element("canvas", { "aria-hidden": "true" });
  const frame = element("div", { className: "lesson-photo-frame" }, [canvas]);
  const scale = element("div", { className: "lesson-scale", "aria-hidden": "true" });
  const note = element("p", { className: "lesson-note" });
  const node = element("div", { className: "lesson-photo", "data-part": part }, [title, frame, scale, note]);
  const outline = createOutline(frame);
  /**
   * Outline these pixels of a picture of this size, drawn so large that a picture of the size `whole` fills its place.
   * @param {Box | null} place
   * @param {{ width: number, height?: number }} size
   * @param {{ width: number, height: number }} whole
   */
  const mark = (place, size, whole) => {
    const { width } = size;
    frame.style.width = `${(100 * width) / Math.max(whole.width, whole.height)}%`;
    frame.style.setProperty("--lesson-cell", `calc(100cqw / ${width})`);
    outline(place);
  };
  /** @param {string[]} marks @param {boolean} signed */
  const drawScale = (marks, signed) => {
    scale.classList.toggle("lesson-scale-signed", signed);
    scale.replaceChildren(...marks.map((text) => element("span", { text })));
  };
  return { node, title, frame, canvas, note, mark, drawScale };
}
