// Play, pause and step. A reader who asked for less motion gets steps only (widget.css takes the button away).
import { element } from "../kit/grid.js";

const PAUSE = 800; // milliseconds at each place

/** @param {(how: { silent: boolean }) => boolean} step goes on by one place; false at the last one */
export function createPlayer(step) {
  const play = element("button", { className: "lesson-button", type: "button", "data-action": "play" });
  const next = element("button", { className: "lesson-button", type: "button", "data-action": "step", text: "Step" });
  const node = element("div", { className: "lesson-player", role: "group", "aria-label": "Slide the filter" }, [
    play,
    next,
  ]);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {number | undefined} */
  let timer;

  function stop() {
    clearInterval(timer);
    timer = undefined;
    play.textContent = "Play";
  }

  function tick() {
    if (calm.matches || !node.isConnected || !step({ silent: true })) stop();
  }

  play.addEventListener("click", () => {
    if (timer !== undefined) return stop();
    timer = setInterval(tick, PAUSE);
    play.textContent = "Pause";
    tick();
  });
  next.addEventListener("click", () => {
    stop();
    step({ silent: false });
  });
  stop();
  const enable = (/** @type {boolean} */ enabled) => {
    if (!enabled) stop();
    for (const button of [play, next]) button.disabled = !enabled;
  };
  return { node, stop, enable };
}
