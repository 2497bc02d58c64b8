// The permutation explorer: what digit is this? The reader guesses, the machine answers, the pixels go home.
import { fixed } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { first } from "../kit/scores.js";
import { recall, remember } from "../kit/storage.js";
import { paletteColours, watchTheme } from "../kit/theme.js";
import { addFrame } from "../kit/toolbar.js";
import { fromBase64 } from "../kit/canvas_paint.js";
import { readNetwork } from "../math/forward_pass.js";
import { createSquares, greyOf, signedColour } from "./canvas.js";
import { placePixels, readingOrder, scorePixels } from "./pixels.js";
/** @import { Model } from "../kit/traits.js" */
/** @import { Linear } from "../math/forward_pass.js" */

/**
 * @typedef {object} Traits
 * @property {Linear<string>} layer
 * @property {string[]} pictures in base64
 * @property {number[]} labels
 * @property {number[]} order as placePixels takes it
 * @property {number} size of a side
 * @property {{ right: number, total: number }} accuracy
 * @property {string} memory the name under which the browser remembers the guesses
 * @property {(number | null)[]} guesses by example
 * @property {number} example
 * @property {number} home how far the pixels are on their way home, 0 to 1
 * @property {string} key
 */

/** @type {(keyof Traits)[]} */
const STATE = ["example", "home"];
const WHAT = ["layer", "pictures", "labels", "order", "size"];
const NOISE = -1; // the guess "I see only noise"
const STEPS = { smooth: 200, few: 4 }; // of the slider, from scrambled to home

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const picture = createSquares("picture");
  const template = createSquares("weights");
  const ask = element("p", { className: "lesson-permutation-ask", text: "Which digit is it?" });
  const buttons = [...Array(10).keys(), NOISE].map((digit) => {
    const text = digit === NOISE ? "I see only noise" : String(digit);
    const button = element("button", { className: "lesson-button", type: "button", "data-guess": digit, text });
    button.addEventListener("click", () => guess(digit));
    return button;
  });
  const keys = element("div", { className: "lesson-permutation-keys", role: "group", "aria-label": "Your guess" }, [
    ...buttons,
  ]);
  const question = element("div", { className: "lesson-permutation-question", "data-part": "question" }, [ask, keys]);
  const stage = element("div", { className: "lesson-permutation-stage" }, [picture.root, question, template.root]);
  const verdict = element("p", { className: "lesson-permutation-verdict", role: "status", "data-part": "verdict" });
  const slider = element("input", { type: "range", className: "lesson-permutation-slider", min: 0, max: 1 });
  const label = element("label", { className: "lesson-permutation-way" }, [
    element("span", { text: "Bring every pixel home, and its weight with it" }),
    slider,
  ]);
  const scores = Array.from({ length: 10 }, (_, k) => createScore(k));
  const table = element(
    "div",
    { className: "lesson-permutation-scores", role: "table", "aria-label": "The machine's ten scores" },
    scores.map(({ node }) => node),
  );
  const still = element("p", { className: "lesson-permutation-change", "data-part": "change" });
  const how = element("p", {
    className: "lesson-note",
    text: "Added up again wherever the slider stands, row by row as the pixels then lie.",
  });
  const next = element("button", { className: "lesson-button", type: "button", text: "Another image" });
  const tally = element("p", { className: "lesson-note", "data-part": "tally" });
  const after = element("div", { className: "lesson-permutation-after", "data-part": "after" }, [
    verdict,
    label,
    still,
    table,
    how,
    element("div", { className: "lesson-choices" }, [next]),
    tally,
  ]);
  const todo = element("p", { className: "lesson-to-do" });
  const named = { className: "lesson-view lesson-permutation-view", role: "group", "aria-label": "Read this" };
  const root = element("div", named, [todo, stage, after]);
  keepKeys(root);
  const few = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {Linear<Float64Array>} */
  let layer;
  /** @type {Uint8Array[]} */
  let pictures = [];
  let side = 1; // of a picture on the screen
  /** @type {{ greys: string[], signs: string[], dimFirst: number[], faintFirst: number[], ground: string }} */
  let shown; // of the picture at hand: its colours, and the order to paint them in
  /** @type {number[]} */
  let begun = []; // its scores as they were before the first move

  const size = () => model.get("size");
  const example = () => model.get("example");
  const guessed = () => model.get("guesses")[example()];
  const isAnswered = () => Number.isInteger(guessed());

  // The weights and pictures are unpacked here and nowhere else.
  function build() {
    layer = /** @type {Linear<Float64Array>} */ (readNetwork([model.get("layer")])[0]);
    pictures = model.get("pictures").map(fromBase64);
    todo.textContent = `A digit. Its ${size() ** 2} pixels have been scrambled, in every image in the same way.`;
    turn();
  }

  // Another picture, another answer, or another colour scheme.
  function turn() {
    const pixels = pictures[example()];
    begun = scorePixels(layer, pixels, [...pixels.keys()]);
    const said = first(begun);
    const palette = paletteColours(root, ["background", "positive", "negative"]);
    const own = layer.weights.slice(said * pixels.length, (said + 1) * pixels.length);
    const largest = own.reduce((found, weight) => Math.max(found, Math.abs(weight)), 1e-9);
    /** @type {(values: Uint8Array | Float64Array) => number[]} */
    const by = (values) => [...values.keys()].sort((a, b) => Math.abs(values[a]) - Math.abs(values[b]));
    shown = {
      greys: Array.from(pixels, greyOf),
      signs: Array.from(own, (weight) => signedColour(weight, largest, palette)),
      dimFirst: by(pixels),
      faintFirst: by(own),
      ground: `rgb(${palette.background})`,
    };
    template.title.textContent = `Its weights for ${said}`;
    sayAnswer(said);
    draw();
  }

  /** @param {number} said by the machine */
  function sayAnswer(said) {
    const answered = isAnswered();
    root.dataset.answered = String(answered);
    question.hidden = answered;
    template.root.hidden = after.hidden = !answered;
    if (!answered) {
      verdict.textContent = "";
      return;
    }
    const truth = model.get("labels")[example()];
    const yours = guessed() === NOISE ? "You saw only noise." : `You said ${guessed()}.`;
    verdict.textContent = `${yours} The machine says ${said}. It is ${truth === 8 ? "an" : "a"} ${truth}.`;
    const all = model.get("guesses");
    const done = [...all.keys()].filter((i) => Number.isInteger(all[i]));
    const [you, machine] = [
      done.filter((i) => all[i] === model.get("labels")[i]).length,
      done.filter((i) => answerTo(i) === model.get("labels")[i]).length,
    ];
    const count = model.get("accuracy");
    tally.textContent =
      `Right so far, of ${done.length}: you ${you}, the machine ${machine}. ` +
      `Of ${count.total.toLocaleString("en")} new images scrambled like these it names ${count.right}.`;
    next.hidden = pictures.length < 2;
  }

  /** @type {(i: number) => number} */
  const answerTo = (i) => first(scorePixels(layer, pictures[i], [...pictures[i].keys()]));

  function draw() {
    const width = Math.max(size(), Math.round(side * Math.min(2, window.devicePixelRatio)));
    const share = isAnswered() ? model.get("home") : 0;
    const places = placePixels(model.get("order"), size(), share);
    picture.title.textContent = share === 1 ? "The image, at home" : share ? "On the way home" : "The image";
    picture.paint(width, size(), places, shown.greys, shown.dimFirst, greyOf(0));
    slider.step = String(1 / (few.matches ? STEPS.few : STEPS.smooth));
    slider.value = String(share);
    slider.setAttribute("aria-valuetext", `${Math.round(100 * share)}% of the way home`);
    if (!isAnswered()) return;
    template.paint(width, size(), places, shown.signs, shown.faintFirst, shown.ground);
    const found = scorePixels(layer, pictures[example()], readingOrder(places));
    const winner = first(found);
    scores.forEach(({ write }, k) => write(found[k], k === winner));
    const change = Math.max(...found.map((score, k) => Math.abs(score - begun[k])));
    root.dataset.change = String(change);
    still.textContent = `Largest change of a score since the start: ${change}.`;
  }

  /** @param {number} digit */
  function guess(digit) {
    const all = [...model.get("guesses")];
    all[example()] = digit;
    const kept = Array.from(all, (one) => one ?? null);
    model.set("guesses", kept);
    model.save_changes();
    remember(model.get("memory"), { attempts: kept });
    slider.focus({ preventScroll: true });
  }

  function step() {
    const guesses = model.get("guesses");
    const later = [...pictures.keys()].map((i) => (example() + 1 + i) % pictures.length);
    const to = later.find((i) => !Number.isInteger(guesses[i])) ?? later[0];
    model.set("home", 0);
    model.set("example", to);
    model.save_changes();
    if (isAnswered()) next.focus({ preventScroll: true });
    else buttons[0].focus({ preventScroll: true });
  }

  slider.addEventListener("input", () => {
    model.set("home", Number(slider.value));
    model.save_changes();
  });
  next.addEventListener("click", step);

  // What this browser remembers, unless somebody has guessed since.
  const attempts = recall(model.get("memory"))?.attempts;
  /** @type {(digit: number | null) => boolean} */
  const isGuess = (digit) => digit === null || (Number.isInteger(digit) && digit >= NOISE && digit <= 9);
  const isKept = Array.isArray(attempts) && attempts.length <= model.get("pictures").length && attempts.every(isGuess);
  if (!model.get("guesses").length && isKept) {
    model.set("guesses", attempts);
    model.save_changes();
  }
  const heard = { example: turn, guesses: turn, home: draw, ...Object.fromEntries(WHAT.map((name) => [name, build])) };
  for (const [name, act] of Object.entries(heard)) model.on(`change:${name}`, act);
  const fit = () => {
    side = picture.canvas.clientWidth || 1;
    draw();
  };
  el.append(root);
  side = picture.canvas.clientWidth || 1;
  build();
  /** @type {(values: Pick<Traits, "example" | "home">) => boolean} */
  const accepts = ({ example: at, home }) => Number.isInteger(at) && at >= 0 && at < pictures.length && isShare(home);
  const frame = addFrame({ model, root, state: STATE, accepts });
  const stopWatching = watchTheme(turn);
  few.addEventListener("change", draw);
  const observer = new ResizeObserver(fit);
  observer.observe(stage);
  return () => {
    observer.disconnect();
    few.removeEventListener("change", draw);
    stopWatching();
    frame.remove();
    for (const [name, act] of Object.entries(heard)) model.off(`change:${name}`, act);
  };
}

const isShare = (/** @type {number} */ value) => Number.isFinite(value) && value >= 0 && value <= 1;

/** @param {number} k */
function createScore(k) {
  const text = element("span", { role: "cell" });
  const head = element("span", { className: "lesson-permutation-digit", role: "rowheader", text: String(k) });
  const node = element("div", { className: "lesson-permutation-score", role: "row" }, [head, text]);
  /** @type {(score: number, isFirst: boolean) => void} */
  const write = (score, isFirst) => {
    text.textContent = fixed(score, 4);
    node.dataset.value = String(score);
    node.classList.toggle("lesson-winner", isFirst);
  };
  return { node, write };
}

export default { render };
