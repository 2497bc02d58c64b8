// The training race: a bet, then three networks trained in the page, side by side on the same pictures.
import { createRamp, paint } from "../kit/canvas_paint.js";
import { element } from "../kit/grid.js";
import { keepKeys } from "../kit/keyboard.js";
import { createRadios } from "../kit/selection.js";
import { createSlider } from "../kit/slider.js";
import { recall, remember } from "../kit/storage.js";
import { paletteColours, watchTheme } from "../kit/theme.js";
import { addFrame } from "../kit/toolbar.js";
import { createLines } from "./lines.js";
import { drawObjects, readObjects } from "./objects.js";
import { startRace } from "./race.js";
import { createRows } from "./rows.js";
import { sayBet, sayStanding } from "./words.js";
/** @import { Model } from "../kit/traits.js" */
/** @import { Point } from "./lines.js" */
/** @import { Standing } from "./race.js" */
/** @import { Name } from "./words.js" */

/**
 * @typedef {keyof typeof SPREAD} Track
 * @typedef {object} Traits
 * @property {string} train objects as objects.py packs them
 * @property {string} fresh as train
 * @property {string[]} classes
 * @property {Record<Name, number>} parameters how many numbers each network trains
 * @property {Track} track
 * @property {number} count
 * @property {number} seed
 * @property {Partial<Record<Track, Name>>} bets
 * @property {string} key
 */

/** @type {("track" | "count" | "seed")[]} */
const STATE = ["track", "count", "seed"];
/** @type {Name[]} */
const MODELS = ["linear", "MLP", "CNN"];
const SPREAD = { anywhere: 1, middle: 0.11 }; // in the middle: within half a pixel of it
const TRACKS = [
  { value: "anywhere", text: "anywhere" },
  { value: "middle", text: "always in the middle" },
];
const BATCH = 20;
const SETTINGS = { batch: BATCH, rate: 0.05, momentum: 0.9 };
const STEPS = 5; // between two points of the lines
const FINISH = 4000; // pictures seen
const BET = 500;
const PACE = 140; // milliseconds from point to point, at least: 36 steps a second
const NO_WORKER =
  "The race trains in a worker of the browser, and this browser allows none here. The cells below do the same in Python.";
const COUNTS = [30, 50, 100, 200, 300, 500, 1000];

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const [train, fresh] = /** @type {const} */ (["train", "fresh"]).map((name) => readObjects(model.get(name)));
  /** @type {Model<Traits>["get"]} */
  const get = (name) => model.get(name);
  const bets = createRadios(
    `Your bet: which is ahead after ${BET} images?`,
    MODELS.map((name) => ({ value: name, text: name === "linear" ? "linear model" : name })),
    (bet) => placeBet(/** @type {Name} */ (bet)),
  );
  const tracks = createRadios("Where the objects stand", TRACKS, (track) =>
    set({ track: /** @type {Track} */ (track) }),
  );
  const samples = element("div", { className: "lesson-race-samples" });
  const counts = createSlider({
    name: "Training images",
    least: 0,
    most: COUNTS.length - 1,
    say: (position) => COUNTS[position].toLocaleString("en"),
    changed: (position, isDone) => isDone && set({ count: COUNTS[position] }),
  });
  /** @type {(action: string, text: string) => HTMLButtonElement} */
  const button = (action, text) =>
    element("button", { className: "lesson-button", type: "button", "data-action": action, text });
  const [go, again] = [button("go", "Start the race"), button("again", "Again, from another start")];
  const buttons = element("div", { className: "lesson-choices", role: "group", "aria-label": "The race" }, [go, again]);
  const words = element("p", { className: "lesson-race-words", role: "status", "data-part": "words" });
  const lines = createLines(MODELS, { most: FINISH, bet: BET, chance: 1 / 4 });
  const rows = createRows(MODELS, get("parameters"));
  const steps = element(
    "ol",
    { className: "lesson-race-steps", "aria-label": `What each network does with every ${BATCH} images` },
    ["forward", "loss", "backward", "step"].map((text) => element("li", { text })),
  );
  const every = element("p", { className: "lesson-note", text: `Every ${BATCH} images, each of the three:` });
  const left = element("div", { className: "lesson-race-left" }, [lines.node, words]);
  const right = element("div", { className: "lesson-race-right" }, [every, steps, rows.node]);
  const stage = element("div", { className: "lesson-race-stage" }, [left, right]);
  const toDo = element("p", {
    className: "lesson-to-do",
    text: "Three models learn from the same images. Place your bet, then let them race.",
  });
  const place = element("div", { className: "lesson-race-tracks" }, [tracks.root, samples]);
  const root = element("div", { className: "lesson-view lesson-chips lesson-race", role: "group" }, [
    ...[toDo, place, counts.node, bets.root, buttons, stage],
  ]);
  root.setAttribute("aria-label", "Training race");
  keepKeys(root);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {ReturnType<typeof startRace> | null} */
  let race = null; // the worker that trains
  /** @type {Point[]} */
  let course = [];
  /** @type {Standing | null} */
  let latest = null; // what the worker said last
  let isRunning = false;
  let isSeen = true; // on screen
  /** @type {number | undefined} */
  let timer;
  let asked = 0; // when the worker was asked last
  let width = 480;
  let told = ""; // how the bet came out
  let holding = false;
  let hasNoWorker = false;

  const betKey = () => `race:${get("key")}:${get("track")}`;
  const bet = () => get("bets")[get("track")] ?? "";
  const isOver = () => latest !== null && latest.seen >= FINISH;

  /** @param {Partial<Traits>} values */
  function set(values) {
    holding = true;
    for (const [name, value] of Object.entries(values)) model.set(/** @type {keyof Traits} */ (name), value);
    holding = false;
    model.save_changes();
    if (STATE.some((name) => name in values)) reset();
    else draw();
  }

  /** @param {Name} name */
  function placeBet(name) {
    remember(betKey(), name);
    set({ bets: { ...get("bets"), [get("track")]: name } });
  }

  function reset() {
    if (holding) return;
    stop();
    [course, latest, told] = [[], null, ""];
    const kept = recall(betKey());
    if (MODELS.includes(kept) && bet() !== kept) {
      model.set("bets", { ...get("bets"), [get("track")]: kept });
      model.save_changes();
    }
    drawSamples();
    draw();
  }

  function stop() {
    race?.stop();
    clearTimeout(timer);
    [race, isRunning] = [null, false];
  }

  function begin() {
    isRunning = true;
    if (!race) {
      const setup = { train, fresh, spread: SPREAD[get("track")], count: get("count"), seed: get("seed"), ...SETTINGS };
      asked = performance.now();
      race = startRace(setup, hear, fail);
      if (hasNoWorker) stop();
    } else askSoon();
    draw();
  }

  const askSoon = () => {
    clearTimeout(timer);
    if (!isRunning || !isSeen || document.hidden || !race) return;
    timer = setTimeout(
      () => {
        asked = performance.now();
        race?.ask(STEPS);
      },
      Math.max(0, (calm.matches ? 0 : PACE) - (performance.now() - asked)),
    );
  };

  /** @param {Standing} said */
  function hear(said) {
    latest = said;
    course.push({ seen: said.seen, accuracies: said.models.map(({ accuracy }) => accuracy) });
    if (said.seen === BET) told = sayBet(said.models, /** @type {Name} */ (bet()), BET); // no race without one
    if (isOver()) stop();
    else askSoon();
    if (!calm.matches || isOver()) draw(); // less motion: the end alone
  }

  function fail() {
    hasNoWorker = true;
    stop();
    draw();
  }

  function draw() {
    tracks.show(get("track"));
    bets.show(bet());
    counts.show(Math.max(0, COUNTS.indexOf(get("count"))));
    const isFresh = !latest && !isRunning;
    for (const input of bets.root.querySelectorAll("input")) input.disabled = !isFresh && input.value !== bet();
    for (const input of [counts.input, ...tracks.root.querySelectorAll("input")]) input.disabled = isRunning;
    go.disabled = !bet() || hasNoWorker;
    const focused = [go, again].find((one) => one.matches(":focus")); // hiding it would drop the focus
    go.hidden = isOver();
    go.textContent = isRunning ? "Pause" : latest ? "Go on" : "Start the race";
    again.hidden = isFresh;
    if (focused?.hidden) (focused === go ? again : go).focus({ preventScroll: true });
    lines.draw(course, width);
    rows.draw(latest?.models, ramp);
    words.textContent = say();
  }

  function say() {
    if (hasNoWorker) return NO_WORKER;
    if (!bet()) return "Place your bet first.";
    if (!latest) return isRunning ? "The images are being drawn." : "Your bet is kept. Start the race.";
    const seen = latest.seen.toLocaleString("en");
    const now = `${isOver() ? "The end, after" : "Now, after"} ${seen} images: ${sayStanding(latest.models)}.`;
    return [told, told && latest.seen === BET ? "" : now].filter(Boolean).join(" ");
  }

  /** One of each kind, as the networks see them but without noise. */
  function drawSamples() {
    const kinds = get("classes").map((_, label) => train.labels.indexOf(label));
    const chosen = {
      labels: kinds.map((n) => train.labels[n]),
      centres: kinds.flatMap((n) => train.centres.slice(2 * n, 2 * n + 2)),
      brightness: kinds.map(() => 1),
    };
    const pictures = drawObjects(chosen, SPREAD[get("track")]);
    samples.replaceChildren(
      ...get("classes").map((name, n) => {
        const canvas = element("canvas", { role: "img", "aria-label": `An image of a ${name}` });
        paint(canvas, { height: 16, width: 16, values: pictures.subarray(n * 256, (n + 1) * 256) }, 1, grey);
        return element("figure", {}, [canvas, element("figcaption", { className: "lesson-note", text: name })]);
      }),
    );
  }

  const black = [0, 0, 0];
  const grey = createRamp(false, { background: black, positive: black, negative: black }); // what shows is never signed
  /** @type {Uint8Array} */
  let ramp;
  function readColours() {
    ramp = createRamp(true, paletteColours(root, ["background", "positive", "negative"]));
    rows.draw(latest?.models, ramp);
  }

  go.addEventListener("click", () => {
    if (!isRunning) return begin();
    isRunning = false;
    clearTimeout(timer);
    draw();
  });
  again.addEventListener("click", () => {
    set({ seed: get("seed") + 1 });
    begin();
  });
  /** @type {[event: string, heard: () => void][]} */
  const listeners = [...STATE, "bets"].map((name) => [
    `change:${name}`,
    name === "bets" ? () => holding || draw() : reset,
  ]);
  for (const [event, listener] of listeners) model.on(event, listener);
  document.addEventListener("visibilitychange", askSoon);
  const onScreen = new IntersectionObserver((entries) => {
    isSeen = entries[entries.length - 1].isIntersecting;
    askSoon();
  });
  el.append(root);
  readColours();
  reset();
  onScreen.observe(root);
  /** @type {(values: Pick<Traits, "track" | "count" | "seed">) => boolean} */
  const accepts = ({ track, count, seed }) =>
    track in SPREAD && COUNTS.includes(count) && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31;
  const toolbar = addFrame({ model, root, state: STATE, accepts });
  const sized = new ResizeObserver(() => {
    width = left.clientWidth || width;
    lines.draw(course, width);
  });
  sized.observe(left);
  const stopWatching = watchTheme(readColours);
  return () => {
    stop();
    stopWatching();
    toolbar.remove();
    onScreen.disconnect();
    sized.disconnect();
    document.removeEventListener("visibilitychange", askSoon);
    for (const [event, listener] of listeners) model.off(event, listener);
  };
}

export default { render };
