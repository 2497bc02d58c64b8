// Once, unprompted: a box crosses the title, line by line, and each copy lights as the box passes.
/** @import { Box, Place } from "../math/dependencies.js" */
/** @import { Layout, Letter } from "./title.js" */

/** @typedef {{ layout: Layout, box: Box }} Shown box: of one of its letters */

const PACE = 3000; // milliseconds for the whole title
const FADE = 250;

/**
 * It is ahead until it has run. `end` leaves it if it runs; `cancel` also if it has not begun.
 * @param {object} title
 * @param {HTMLElement} title.surface
 * @param {HTMLElement} title.mark the box
 * @param {() => void} title.draw paints, and asks `light` of each peak and of each place of the map
 */
export function createSweep({ surface, mark, draw }) {
  let [began, frame] = [0, 0];
  /** @type {((place: Place) => number) | null} */
  let passes = null; // when the box comes by a place of the title
  /** @type {IntersectionObserver | null} */
  let observer = null;

  const isRunning = () => passes !== null;
  const isAhead = () => observer !== null || isRunning();

  /** From 0 (not passed yet) to 1. @param {Place} place */
  function light(place) {
    if (!passes) return isAhead() ? 0 : 1;
    return Math.max(0, Math.min(1, (performance.now() - began - passes(place)) / FADE));
  }

  /** @param {Shown} shown */
  function start({ layout, box }) {
    const lines = [...Map.groupBy(layout.letters, ({ line }) => line).values()].map((letters) => {
      const [first, last] = [letters[0].box, /** @type {Letter} */ (letters.at(-1)).box]; // no line is empty
      return { from: first.column, to: last.column + last.columns - box.columns, baseline: letters[0].baseline };
    });
    const lengths = lines.map(({ from, to }) => Math.max(1, to - from));
    const whole = lengths.reduce((sum, length) => sum + length, 0);
    const own = /** @type {Letter} */ (layout.letters.find((letter) => letter.box === box));
    const starts = lengths.map((_, i) => (PACE * lengths.slice(0, i).reduce((sum, one) => sum + one, 0)) / whole);
    const lineOf = (/** @type {number} */ row) => {
      const distances = lines.map(({ baseline }) => Math.abs(baseline - own.baseline + box.row - row));
      return distances.indexOf(Math.min(...distances));
    };
    passes = ({ row, column }) => {
      const line = lineOf(row);
      return starts[line] + (PACE * (column - lines[line].from)) / whole;
    };
    began = performance.now();
    mark.classList.add("lesson-letter-sweeping");
    Object.assign(mark.style, { width: `${box.columns}px`, height: `${box.rows}px` });

    function step() {
      const now = performance.now() - began;
      if (now > PACE + FADE) return end();
      const line = Math.max(
        0,
        starts.findLastIndex((from) => from <= now),
      );
      const along = Math.min(lengths[line], ((now - starts[line]) * whole) / PACE);
      const top = box.row - own.baseline + lines[line].baseline;
      mark.style.translate = `${lines[line].from + along}px ${top}px`;
      draw();
      frame = requestAnimationFrame(step);
    }
    step();
  }

  function end() {
    if (!passes) return;
    cancelAnimationFrame(frame);
    mark.classList.remove("lesson-letter-sweeping");
    [passes, observer] = [null, null];
    draw();
  }

  function cancel() {
    const wasAhead = isAhead();
    observer?.disconnect();
    observer = null;
    cancelAnimationFrame(frame);
    if (passes) end();
    else if (wasAhead) draw();
  }

  return {
    isRunning,
    isAhead,
    light,
    end,
    cancel,
    /** @param {() => Shown | false | null} state not there at first */
    startWhenSeen(state) {
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
      observer = new IntersectionObserver(
        ([{ isIntersecting }]) => {
          if (!isIntersecting) return;
          observer?.disconnect();
          const wait = () => {
            if (!observer) return; // cancelled meanwhile
            const now = state();
            if (now) start(now);
            else frame = requestAnimationFrame(wait);
          };
          wait();
        },
        { threshold: 0.9 },
      );
      observer.observe(surface);
    },
  };
}
