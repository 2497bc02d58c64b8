// Dragging a small mark over a picture with a finger, where the page scrolls under fingers too (touch-action: pan-y).

const SIDEWAYS = 6; // pixels that a finger goes before the mark comes to it

/** @typedef {PointerEvent & { target: Element }} Press */

/**
 * Held, the mark keeps its distance to the finger and goes every way (it has touch-action: none). Elsewhere it comes to
 * a finger that goes sideways; up and down a finger scrolls the page.
 * @param {HTMLElement} surface
 * @param {object} mark
 * @param {(event: Press) => Element | null | undefined} mark.held gives the mark if the finger takes hold of it
 * @param {(middle: { clientX: number, clientY: number }) => void} mark.move hears where its middle is to go
 * @param {() => void} [mark.done] hears that the finger has let go
 */
export function dragByFinger(surface, { held, move, done = () => {} }) {
  /** @type {{ x: number, y: number } | null} */
  let from = null; // where the finger went down
  /** @type {{ x: number, y: number } | null} */
  let grip = null; // from the finger to where it holds the mark
  surface.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || !event.isPrimary) return;
    const { clientX: x, clientY: y } = event;
    [from, grip] = [{ x, y }, null];
    const mark = held(/** @type {Press} */ (event)); // a pointer is always on an element
    if (!mark) return;
    const { left, top, width, height } = mark.getBoundingClientRect();
    grip = { x: left + width / 2 - x, y: top + height / 2 - y };
  });
  surface.addEventListener("pointermove", ({ clientX: x, clientY: y }) => {
    if (!from) return;
    if (!grip && Math.abs(x - from.x) > Math.max(SIDEWAYS, Math.abs(y - from.y))) grip = { x: 0, y: 0 };
    if (grip) move({ clientX: x + grip.x, clientY: y + grip.y });
  });
  for (const end of ["pointerup", "pointercancel"]) {
    surface.addEventListener(end, () => {
      if (grip) done();
      [from, grip] = [null, null];
    });
  }
}
