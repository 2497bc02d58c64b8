// The sliding network: drag shapes over a wall; the network, trained on stamps, says at every place what it sees.
import { element } from "../kit/grid.js";
import { clamp, keepKeys } from "../kit/keyboard.js";
import { createAnswer, first } from "../kit/scores.js";
import { createRadios } from "../kit/selection.js";
import { addFrame } from "../kit/toolbar.js";
import { findPatches, partsAt, shine } from "./glow.js";
import { createLook } from "./look.js";
import { createHandles, createTray, findRoom } from "./objects.js";
import { createPicture } from "./picture.js";
import { readTraits } from "../kit/traits.js";
/** @import { Model } from "../kit/traits.js" */
/** @import { Given, Look, Said } from "./look.js" */
/** @import { Area, Spot, WallObject } from "./wall.js" */

/** @typedef {Given & { names: string[], objects: WallObject[], lit: number, nothing: boolean, key: string }} Traits */
/** @typedef {ReturnType<typeof createRadios>} Radios */

const STATE = /** @type {(keyof Traits)[]} */ (["objects", "lit", "nothing"]);
const WHAT = ["networks", "names", "stamps", "height", "width", "window", "seed", "noise"];
const ALL = -1; // lit: every class but "nothing"
const NARROW = 600; // pixels: below that the wall stands upright
const LEAST = 40; // windows side by side that count as one find
const MOST = 12; // objects, and names on the wall

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const picture = createPicture();
  const todo = element("p", {
    className: "lesson-to-do",
    text: "Drag the shapes. Wherever the network sees one, the wall lights up. Press the bare wall to move the window.",
  });
  const answer = element("div", { className: "lesson-sliding-answer" });
  const stamp = element("canvas", { className: "lesson-sliding-stamp", "aria-hidden": "true" });
  const stampTitle = element("div", { className: "lesson-title" });
  const stampNote = element("p", { className: "lesson-note" });
  const side = element("div", { className: "lesson-sliding-side", "data-part": "window" }, [
    element("div", {}, [stampTitle, stamp, stampNote]),
    answer,
  ]);
  const choices = element("div", { className: "lesson-sliding-choices" });
  const trays = element("div", { className: "lesson-sliding-trays" });
  const above = element("div", { className: "lesson-sliding-above" }); // the wall, on a narrow page
  const found = element("p", { className: "lesson-sliding-found", "data-part": "found" });
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  live.setAttribute("aria-live", "polite");
  const stage = element("div", { className: "lesson-sliding-stage" }, [picture.root, side]);
  const named = { role: "group", "aria-label": "Sliding network" };
  const root = element("div", { className: "lesson-view lesson-chips lesson-sliding", ...named }, [
    todo,
    above,
    stage,
    found,
    trays,
    choices,
    live,
  ]);
  keepKeys(root);
  root.setAttribute("aria-busy", "true"); // until the reader is near, the page keeps the room for its answers
  const again = element("button", { className: "lesson-button", type: "button", text: "Start again" });
  const begun = model.get("objects");
  let [turned, seen] = [false, false]; // upright on a narrow page; near the reader at last
  let looks = /** @type {Look | null} */ (null); // the wall and what the networks say, once the reader is near
  let eye = /** @type {ReturnType<Look["look"]> | null} */ (null); // what the chosen network says
  let /** @type {ReturnType<typeof createAnswer> & { said?: string }} */ panel;
  let /** @type {Radios} */ lights, /** @type {Radios} */ kinds;
  let at = /** @type {Spot} */ ([0, 0]); // the middle of the window that is looked at
  let across = 1; // how wide the wall is on the screen; measured when it changes, for in a move that is slow

  const size = () => {
    const [height, width] = [model.get("height"), model.get("width")];
    return turned ? { height: width, width: height } : { height, width };
  };
  /** @type {(objects: WallObject[]) => WallObject[]} */
  const turn = (objects) => (turned ? objects.map(([kind, row, column]) => [kind, column, row]) : objects);
  const read = () => turn(model.get("objects"));
  const classes = () => (model.get("nothing") ? [...model.get("names"), "nothing"] : model.get("names"));
  const lack = () => (model.get("nothing") ? model.get("names").length : -1); // the class "nothing"

  const handles = createHandles({
    layer: picture.layer,
    names: () => model.get("names"),
    read,
    write,
    size,
    pixel: () => across / size().width,
    say: (row, column) => (eye ? `: the network says ${classes()[winnerAt(eye, row, column)]}` : ""),
  });

  /** @param {WallObject[]} objects @param {number} held @param {boolean} done */
  function write(objects, held, done) {
    if (held >= 0 && objects[held]) at = /** @type {Spot} */ (objects[held].slice(1));
    if (objects.length <= MOST && JSON.stringify(objects) !== JSON.stringify(read())) {
      model.set("objects", turn(objects));
      model.save_changes();
    } else showWindow();
    if (done) say();
  }

  function build() {
    const names = model.get("names");
    stampTitle.textContent = "The window";
    stampNote.textContent = `${model.get("window")}×${model.get("window")} pixels, like each stamp that it was trained on`;
    panel = createAnswer("The network there", classes());
    answer.replaceChildren(panel.root);
    lights = createRadios(
      "Light up",
      [{ value: ALL, text: "all shapes" }, ...names.map((text, value) => ({ value, text }))],
      (value) => choose("lit", Number(value)),
    );
    kinds = createRadios(
      "A network trained",
      [
        { value: true, text: "with a class \u201cnothing\u201d" },
        { value: false, text: "without that class" },
      ],
      (value) => choose("nothing", value === "true"),
    );
    const tray = createTray({ names, stamps: model.get("stamps"), handles, place });
    const bring = [element("span", { text: "Bring in another:" }), tray];
    // On a narrow page the wall is as high as the screen: what changes it stands above it.
    above.replaceChildren(...(turned ? [kinds.root, lights.root, ...bring] : []));
    trays.replaceChildren(...(turned ? [] : bring), again);
    choices.replaceChildren(...(turned ? [] : [lights.root, kinds.root]));
    at = /** @type {Spot} */ (read()[0]?.slice(1) ?? [size().height, size().width].map((side_) => side_ / 2));
    [looks, eye] = [null, null];
    if (seen) begin();
    else picture.fit(size(), model.get("window"));
    handles.draw();
  }

  // The wall and what is said of it are new.
  function begin() {
    const names = /** @type {const} */ (["networks", "stamps", "seed", "noise", "window"]);
    looks = createLook({ ...size(), ...readTraits(model, names) }, read());
    picture.fit(size(), model.get("window"));
    picture.paintWall(looks.pixels, looks.whole);
    lookAgain();
    root.removeAttribute("aria-busy");
  }

  // Another network or another class to light up.
  function lookAgain() {
    if (!looks) return;
    eye = look(looks);
    light(eye, { top: 0, left: 0, bottom: eye.search.rows, right: eye.search.columns });
    show(eye);
  }

  // Objects have moved.
  function move() {
    if (!looks) return handles.draw();
    for (const area of looks.move(read())) picture.paintWall(looks.pixels, area);
    eye = look(looks);
    for (const area of eye.areas) light(eye, area);
    return show(eye);
  }

  const look = (/** @type {Look} */ wall) => wall.look(model.get("nothing") ? 0 : 1);

  /** @param {Said} said @param {Area} area */
  function light(said, area) {
    shine(said.search, area, model.get("lit"), lack(), said.light, said.winners);
    picture.paintLight(said.light, area);
  }

  /** @param {Said} said */
  function show({ search, winners }) {
    const patches = findPatches(winners, search.rows, search.columns, lack(), LEAST);
    const names = classes();
    const lit = model.get("lit");
    picture.name(
      patches
        .filter(({ kind }) => lit === ALL || kind === lit)
        .slice(0, MOST)
        .map(({ kind, row, column }) => ({ text: names[kind], row, column })),
    );
    const counts = names.map((_, kind) => patches.filter((patch) => patch.kind === kind).length);
    const shares = new Float64Array(names.length);
    for (const one of winners) shares[one] += 1 / winners.length;
    const places = (search.rows * search.columns).toLocaleString("en");
    const listed = names.filter((_, kind) => kind !== lack()).map((name, kind) => `${name} ${counts[kind]}`);
    const most = shares.indexOf(Math.max(...shares));
    found.textContent = model.get("nothing")
      ? `Found: ${listed.join(", ")}. At ${wholePercent(shares[lack()])} of ${places} places it says “nothing”.`
      : `It has a name for every one of ${places} places, and at ${wholePercent(shares[most])} of them that is ${names[most]}.`;
    root.dataset.found = String(counts);
    lights.show(lit);
    kinds.show(model.get("nothing"));
    showWindow();
  }

  // The window under the finger: what the network was trained on is as large as this.
  function showWindow() {
    if (!looks || !eye) return;
    const window = model.get("window");
    const [row, column] = windowAt(eye, ...at);
    picture.mark(row, column);
    picture.paintStamp(stamp, looks.pixels, row, column, window);
    panel.said = panel.write(partsAt(eye.search, row, column));
    handles.draw();
  }

  /** @type {(said: Said, row: number, column: number) => Spot} */
  const windowAt = ({ search }, row, column) => {
    const half = model.get("window") / 2;
    return [clamp(row - half, search.rows), clamp(column - half, search.columns)];
  };
  /** @type {(said: Said, row: number, column: number) => number} */
  const winnerAt = (said, row, column) => first(partsAt(said.search, ...windowAt(said, row, column)));

  function say() {
    if (!eye) return;
    live.textContent = `Row ${at[0]}, column ${at[1]}: the network ${panel.said}. ${found.textContent}`;
  }

  /** @param {"lit" | "nothing"} name @param {number | boolean} value */
  function choose(name, value) {
    model.set(name, value);
    model.save_changes();
    say();
  }

  /**
   * Where the pointer is on the wall, null outside; without one, where there is room, near the middle of what is seen.
   * @param {MouseEvent | null} event @returns {Spot | null}
   */
  function place(event) {
    const { height, width } = size();
    const box = picture.layer.getBoundingClientRect();
    const toWall = (/** @type {number} */ pixels) => Math.floor((pixels * width) / box.width);
    if (event) {
      const [row, column] = [toWall(event.clientY - box.top), toWall(event.clientX - box.left)];
      return row >= 0 && row < height && column >= 0 && column < width ? [row, column] : null;
    }
    const [top, bottom] = [clamp(toWall(-box.top), height), clamp(toWall(innerHeight - box.top), height)];
    return findRoom(read(), { top, bottom: bottom > top ? bottom : height, right: width });
  }

  // A touch on the bare wall looks there.
  picture.layer.addEventListener("click", (event) => {
    if (event.target !== picture.layer) return;
    at = place(event) ?? at;
    showWindow();
    say();
  });
  again.addEventListener("click", () => write(turn(begun), 0, true));

  const networkChanged = () => {
    panel = createAnswer("The network there", classes());
    answer.replaceChildren(panel.root);
    lookAgain();
  };
  /** @type {Record<string, () => void>} */
  const heard = { objects: move, lit: lookAgain, nothing: networkChanged };
  for (const name of WHAT) heard[name] = build;
  for (const [name, act] of Object.entries(heard)) model.on(`change:${name}`, act);
  el.append(root);
  across = picture.layer.clientWidth || 1;
  turned = root.clientWidth > 0 && root.clientWidth < NARROW;
  build();
  const frame = addFrame({ model, root, state: STATE, accepts });
  const resized = new ResizeObserver(() => {
    across = picture.layer.clientWidth || 1;
    const narrow = root.clientWidth < NARROW;
    if (!root.clientWidth || narrow === turned) return;
    turned = narrow;
    build();
  });
  resized.observe(root);
  const arrival = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      arrival.disconnect();
      seen = true;
      begin();
    },
    { rootMargin: "300px" },
  );
  arrival.observe(root);
  return () => {
    arrival.disconnect();
    resized.disconnect();
    frame.remove();
    for (const [name, act] of Object.entries(heard)) model.off(`change:${name}`, act);
  };

  /** @param {Traits} values */
  function accepts({ objects, lit }) {
    /** @type {(value: number, count: number) => boolean} */
    const within = (value, count) => Number.isInteger(value) && value >= 0 && value < count;
    const isObject = (/** @type {WallObject} */ [kind, row, column]) =>
      within(kind, model.get("names").length) && within(row, model.get("height")) && within(column, model.get("width"));
    return objects.length <= MOST && objects.every(isObject) && (lit === ALL || within(lit, model.get("names").length));
  }
}

const wholePercent = (/** @type {number} */ share) => `${Math.round(100 * share)}%`;

export default { render };
