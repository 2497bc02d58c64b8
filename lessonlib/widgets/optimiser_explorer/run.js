// Play, step, restart and the learning rate.
import { short } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { createSlider } from "../kit/slider.js";

const PAUSE = 90; // milliseconds between steps
const AT_ONCE = 100; // steps, for a reader who asked for less motion
const DECADES = 20; // positions of the slider for a factor of ten, from 0.01

const rateAt = (/** @type {number} */ position) => Number((0.01 * 10 ** (position / DECADES)).toPrecision(2));
const positionOf = (/** @type {number} */ rate) => Math.round(DECADES * Math.log10(rate / 0.01));

/**
 * @param {object} acts
 * @param {() => boolean} acts.step one step, whether there is more to gain; it changes the weights and draws nothing
 * @param {() => void} acts.restart
 * @param {() => void} acts.another
 * @param {(rate: number) => void} acts.setRate
 */
export function createRun({ step, restart, another, setRate }) {
  /** @type {(action: string, text: string) => HTMLButtonElement} */
  const button = (action, text) =>
    element("button", { className: "lesson-button", type: "button", "data-action": action, text });
  const [play, once] = [button("play", "Play"), button("step", "Step")];
  const [back, fresh] = [button("restart", "Restart"), button("another", "Another start")];
  const slider = createSlider({
    name: "Learning rate",
    least: 0,
    most: 2 * DECADES,
    say: (position) => short(position === positionOf(rate) ? rate : rateAt(position)),
    changed: (position) => setRate(rateAt(position)),
  });
  const group = { className: "lesson-choices", role: "group", "aria-label": "Gradient descent" };
  const buttons = element("div", group, [play, once, back, fresh]);
  const node = element("div", { className: "lesson-descent-run", "data-part": "run" }, [slider.node, buttons]);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {number | null} */
  let timer = null;
  /** @type {{ draw: () => void, saved: () => void, said: () => void }} */
  let heard;
  let shown = { isOver: false, isDone: false };
  let rate = 0.1;

  const isAtEnd = () => shown.isOver || shown.isDone;

  function name() {
    play.textContent = timer !== null ? "Pause" : calm.matches ? `${AT_ONCE} steps` : "Play";
  }

  function stop() {
    if (timer === null) return;
    clearInterval(timer);
    timer = null;
    name();
    heard.saved();
    heard.said();
  }

  function tick() {
    const isMore = node.isConnected && step();
    heard.draw();
    if (!isMore) stop();
  }

  play.addEventListener("click", () => {
    if (timer !== null) return stop();
    if (isAtEnd()) restart();
    if (calm.matches) {
      for (let i = 0; i < AT_ONCE && step(); i += 1);
      finish();
      return;
    }
    timer = setInterval(tick, PAUSE);
    name();
    tick();
  });
  once.addEventListener("click", () => {
    stop();
    step();
    finish();
  });
  back.addEventListener("click", () => {
    stop();
    restart();
  });
  fresh.addEventListener("click", () => {
    stop();
    another();
  });

  function finish() {
    heard.draw();
    heard.saved();
    heard.said();
  }

  /**
   * @param {{ rate: number, steps: number, isOver: boolean, isDone: boolean }} now
   * isOver: the steps diverged; isDone: nothing is left to gain
   */
  function show({ rate: now, steps, isOver, isDone }) {
    shown = { isOver, isDone };
    rate = now;
    slider.show(positionOf(rate));
    once.disabled = isAtEnd();
    play.disabled = isOver;
    back.disabled = !steps;
    name();
  }

  const watch = (/** @type {typeof heard} */ listeners) => (heard = listeners);
  return { node, show, stop, watch };
}
