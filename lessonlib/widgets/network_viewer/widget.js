// The network viewer: a trained network, one picture, and every map that the network makes of it.
import { createRadios } from "../kit/selection.js";
import { plural, short } from "../kit/format.js";
import { addFrame } from "../kit/toolbar.js";
import { element } from "../kit/grid.js";
import { clamp, keepKeys } from "../kit/keyboard.js";
import { createCloser } from "./closer.js";
import { evenColumns } from "./even_columns.js";
import { createMaps, fullColourAt, paintMaps, sayRange } from "./feature_maps.js";
import { applyLayer, readNetwork, softmax } from "../math/forward_pass.js";
import { createPhoto } from "../kit/canvas_figure.js";
import { createRamp, fromBase64, paintPlanes } from "../kit/canvas_paint.js";
import { createOwnPicture } from "../kit/own_picture.js";
import { patchOf, sayPatch, scaled, sizeOf } from "./receptive_patch.js";
import { createAnswer } from "../kit/scores.js";
import { paletteColours, watchTheme } from "../kit/theme.js";
import { createVerdicts } from "./verdicts.js";
/** @import { Layer, StoredLayer, Tensor } from "../math/forward_pass.js" */
/** @import { Fill } from "../kit/image_upload.js" */
/** @import { Model } from "../kit/traits.js" */
/** @import { MapColours } from "./feature_maps.js" */
/** @import { MapLayer } from "./receptive_patch.js" */
/** @import { Other } from "./verdicts.js" */

/**
 * @typedef {{ picture: number, layer: number, map: number }} Chosen
 * @typedef {{ layers: StoredLayer[], shapes: number[][], classes: string[], others: Other[] }} Models
 * layers: the network's, and the shape of what each makes
 * @typedef {{ pictures: string[], names: string[], size: number[], mean: number, spread: number }} Pictures
 * as base64, plane by plane, each of the size [C, H, W]
 * @typedef {Chosen & Models & Pictures & { key: string }} Traits
 */

/** @type {(keyof Chosen)[]} */
const STATE = ["picture", "layer", "map"];
const WHAT = ["layers", "shapes", "pictures", "names", "classes", "size", "mean", "spread", "others"];
const WIDE_VIEW = 620; // pixels
const LEAST_MAP = 46; // pixels, wide enough for a finger
const LEAST_COLUMNS = 4;
const MOST_COLUMNS = 8;
const TURN = 12; // milliseconds of work before the page has its turn

/** @type {(name: string, children?: Node[]) => HTMLElement} */
const block = (name, children = []) => element("div", { className: `lesson-viewer-${name}` }, children);
const pause = () => new Promise((resolve) => setTimeout(resolve));
/** @type {Record<string, (layer: MapLayer) => string>} */
const NAMES = {
  conv: ({ shape }) => `conv ${sizeOf(shape.slice(2))}`,
  relu: () => "ReLU",
  "max-pool": ({ size }) => `max-pool ${sizeOf(size)}`,
};

/** @param {{ model: Model<Traits>, el: HTMLElement }} view */
function render({ model, el }) {
  const pictures = block("pictures");
  const layers = block("layers");
  const photo = createPhoto("picture");
  const answer = block("scores");
  const maps = createMaps(
    (index) => choose("map", index),
    () => closer.node.scrollIntoView({ block: "nearest" }),
  );
  const mapsTitle = element("div", { className: "lesson-title", "data-part": "maps-title" });
  const mapsNote = element("p", { className: "lesson-note", "data-part": "scale" });
  const closer = createCloser();
  const file = createOwnPicture({
    fill: () => /** @type {Fill} */ (model.get("size").slice(1)),
    describe: ({ width, height }) => `, cut and scaled to ${width} by ${height}`,
    changed: () => start(),
  });
  const verdicts = createVerdicts();
  const bench = block("maps", [mapsTitle, maps.root, mapsNote]);
  const live = element("div", { className: "lesson-hidden", role: "status", "data-part": "live" });
  live.setAttribute("aria-live", "polite");
  const named = { role: "group", "aria-label": "Network viewer" };
  const root = element("div", { className: "lesson-view lesson-chips lesson-viewer", ...named }, [
    pictures,
    block("stage", [photo.node, answer, verdicts.node]),
    file.node,
    layers,
    block("bench", [closer.node, bench]),
    live,
  ]);
  keepKeys(root);
  root.ariaBusy = "true"; // until there are maps, the page keeps the room for them
  let [run, seen] = [0, false];
  /** @type {Layer[]} */ let network = []; // layers with their numbers
  /** @type {Tensor[]} */ let tensors = []; // what each made of the picture, the picture first
  /** @type {ReturnType<typeof createAnswer>} */ let panel;
  /** @type {ReturnType<typeof createRadios>} */ let pictureChoice;
  /** @type {ReturnType<typeof createRadios>} */ let layerChoice;
  /** @type {HTMLCanvasElement[]} */ let thumbnails = [];
  /** @type {MapColours} */ let colours;
  let columns = MOST_COLUMNS;

  const withMaps = () => [...model.get("shapes").keys()].filter((i) => model.get("shapes")[i].length === 3);
  const pictureNow = () => clamp(model.get("picture"), model.get("pictures").length);
  const layerNow = () => clamp(model.get("layer"), withMaps().length);
  const mapNow = () => clamp(model.get("map"), model.get("shapes")[layerNow()][0]);
  const made = (/** @type {number} */ layer) => tensors[layer + 1];
  const nameOf = (/** @type {number} */ layer) =>
    NAMES[model.get("layers")[layer].kind](/** @type {MapLayer} */ (model.get("layers")[layer]));

  /** @param {number} index */
  function pixelsOf(index) {
    const [, height, width] = model.get("size");
    return { height, width, pixels: fromBase64(model.get("pictures")[index]) };
  }

  function ownPixels() {
    const own = file.get();
    return own && { ...own, pixels: model.get("size")[0] === 3 ? own.planes : own.pixels };
  }

  /** The network and the pictures are new. Its numbers are unpacked once the reader gets here. */
  function build() {
    [network, tensors] = [[], []];
    panel = createAnswer("The network", model.get("classes"));
    answer.replaceChildren(panel.root);
    const names = model.get("names").map((text, value) => ({ value, text }));
    pictureChoice = createRadios("Image", names, (value) => choose("picture", Number(value)));
    addCanvases(pictureChoice).forEach((canvas, i) => paintPlanes(canvas, pixelsOf(i)));
    const options = withMaps().map((layer) => {
      const [K, ...size] = model.get("shapes")[layer];
      return { value: layer, text: nameOf(layer), note: `${K} of ${sizeOf(size)}` };
    });
    layerChoice = createRadios("Layer", options, (value) => choose("layer", Number(value)));
    thumbnails = addCanvases(layerChoice);
    pictures.replaceChildren(pictureChoice.root);
    layers.replaceChildren(layerChoice.root);
    start();
  }

  /** @param {{ root: HTMLElement }} choice radio buttons */
  function addCanvases({ root: form }) {
    return [...form.querySelectorAll("label")].map((label) => {
      const canvas = element("canvas", { className: "lesson-viewer-thumbnail", "aria-hidden": "true" });
      label.prepend(canvas);
      return canvas;
    });
  }

  /** Layer by layer, giving way to the page; a newer picture ends it. */
  async function start() {
    if (!seen) return;
    run += 1;
    const mine = run;
    const own = ownPixels();
    const picture = own ?? pixelsOf(pictureNow());
    const title = own ? "Your picture" : model.get("names")[pictureNow()];
    colours = readColours();
    const now = [scaled(picture, model.get("size"), model.get("mean"), model.get("spread"))];
    let since = performance.now();
    for (const [i, layer] of model.get("layers").entries()) {
      network[i] ??= readNetwork([layer])[0];
      now.push(applyLayer(network[i], now[i]));
      paintThumbnail(i, now[i + 1]);
      if (performance.now() - since < TURN) continue;
      await pause();
      if (mine !== run) return;
      since = performance.now();
    }
    tensors = now;
    photo.title.textContent = title;
    paintPlanes(photo.canvas, picture);
    pictureChoice.show(own ? "" : pictureNow());
    const parts = softmax(Array.from(now[now.length - 1].data));
    const said = panel.write(parts);
    verdicts.write({
      others: model.get("others"),
      picture: own ? null : pictureNow(),
      name: title,
      parts,
      classes: model.get("classes"),
    });
    if (root.dataset.done) live.textContent = `${title}: the network ${said}`;
    drawLayer();
    [root.dataset.done, root.ariaBusy] = [String(mine), null];
  }

  function readColours() {
    const palette = paletteColours(root, ["background", "positive", "negative", "line"]);
    return { ramp: createRamp(true, palette), line: `rgb(${palette.line})` };
  }

  /** @param {number} layer @param {Tensor} tensor */
  function paintThumbnail(layer, tensor) {
    if (!thumbnails[layer]) return;
    const columns = Math.ceil(Math.sqrt(1.4 * tensor.shape[0])); // a little wider than high
    paintMaps(thumbnails[layer], tensor, fullColourAt(tensor), colours, columns);
  }

  function repaint() {
    if (!tensors.length) return;
    colours = readColours();
    for (const layer of thumbnails.keys()) paintThumbnail(layer, made(layer));
    drawLayer();
  }

  function drawLayer() {
    if (!tensors.length) return "";
    const [layer, tensor] = [layerNow(), made(layerNow())];
    const [K, ...size] = tensor.shape;
    layerChoice.show(layer);
    mapsTitle.textContent = `${nameOf(layer)}: ${plural(K, "map")} of ${sizeOf(size)}`;
    maps.write(`Maps of ${nameOf(layer)}`, K, columns);
    const full = fullColourAt(tensor);
    paintMaps(maps.canvas, tensor, full, colours, columns);
    mapsNote.textContent = `Blue is above 0, orange below; here the deepest colour begins at ${short(full)}.`;
    return drawMap();
  }

  /** One map larger, the patch behind its greatest number, and the filter that made it; gives it all in words. */
  function drawMap() {
    if (!tensors.length) return "";
    const [layer, k] = [layerNow(), mapNow()];
    const tensor = made(layer);
    const name = `Map ${k + 1} of ${tensor.shape[0]}`;
    const found = closer.drawMap(name, tensor, k, colours);
    maps.show(k, `${name}, ${sayRange(found)}`);
    const [, rows, across] = model.get("size");
    const shapes = [model.get("size"), ...model.get("shapes")];
    const patch = patchOf(model.get("layers").slice(0, layer + 1), shapes, found);
    photo.mark(found.most > 0 ? patch : null, { width: across }, { height: rows, width: across });
    photo.note.textContent = sayPatch(name.toLowerCase(), found, patch);
    closer.drawFilter(network, layer, k, colours);
    return `${name}, ${nameOf(layer)}. ${closer.words()}`;
  }

  /** @param {keyof Chosen} name @param {number} value */
  function choose(name, value) {
    const changed = model.get(name) !== value;
    model.set(name, value);
    model.save_changes();
    if (name === "picture" && !changed) showSample(); // back from the reader's own
    if (name !== "picture") live.textContent = drawMap();
  }

  function showSample() {
    file.forget();
    start();
  }

  function fit() {
    const width = root.clientWidth || 640;
    const wide = width >= WIDE_VIEW;
    root.classList.toggle("lesson-wide", wide);
    root.style.setProperty(
      "--lesson-layer-columns",
      evenColumns(layers.querySelectorAll("label").length, layers.clientWidth || width),
    );
    const room = bench.clientWidth || width;
    const now = Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, Math.floor(room / LEAST_MAP)));
    if (now === columns) return;
    columns = now;
    drawLayer();
  }

  const heard = {
    ...Object.fromEntries(WHAT.map((name) => [name, build])),
    picture: showSample,
    layer: drawLayer,
    map: drawMap,
  };
  for (const [name, act] of Object.entries(heard)) model.on(`change:${name}`, act);
  build();
  el.append(root);
  const isPlace = (/** @type {number} */ value) => Number.isInteger(value) && value >= 0;
  const frame = addFrame({
    model,
    root,
    state: STATE,
    accepts: (values) => STATE.every((name) => isPlace(values[name])),
    hasOwn: file.get,
  });
  const stopWatching = watchTheme(repaint);
  const resized = new ResizeObserver(fit);
  resized.observe(root);
  const arrival = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      arrival.disconnect();
      seen = true;
      start();
    },
    { rootMargin: "1500px" }, // its maps come at once, and take room: before they are in sight
  );
  arrival.observe(root);
  return () => {
    run += 1;
    file.stop();
    arrival.disconnect();
    resized.disconnect();
    stopWatching();
    frame.remove();
    for (const [name, act] of Object.entries(heard)) model.off(`change:${name}`, act);
  };
}

export default { render };
