// A wall, and for each network what it says at every place. Where objects move, only what they touch is done again.
import { readNetwork } from "../math/forward_pass.js";
/** @import { Conv, Layer, Linear } from "../math/forward_pass.js" */
import { createSearch } from "./search.js";
import { areaOf, createWall } from "./wall.js";

/** What a network has said. @typedef {{ search: ReturnType<typeof createSearch>, winners: Uint8Array, light: Float32Array }} Said */

// {pixels, move, look}. move(objects) draws them and gives the areas of the wall that have changed. look(i) lets network i
// catch up and gives {search, winners, light, areas}: the areas of windows for which it has new scores.
/** @param {Record<string, any>} settings the size of the wall, its networks and their window, and what the wall takes */
export function createLook({ height, width, window, networks, ...setting }, objects) {
  const wall = createWall({ height, width, ...setting });
  const whole = { top: 0, left: 0, bottom: height, right: width };
  const reach = (setting.stamps[0].length - 1) / 2;
  /** @type {((Said & { seen: any[] | null }) | null)[]} */
  const eyes = networks.map(() => null); // made when a network first looks
  const between = (before, after) => changes(before, after).map((object) => areaOf(object, reach, height, width));
  let drawn = objects;
  wall.draw(drawn, whole);

  function move(next) {
    const areas = between(drawn, next);
    drawn = next;
    for (const area of areas) wall.draw(drawn, area);
    return areas;
  }

  /** @returns {Said & { seen: any[] | null }} */
  function open(network) {
    const layers = /** @type {[Conv, Layer, Layer, Linear]} */ (readNetwork(network)); // as stamp_network has them
    const search = createSearch(layers, height, width, window);
    const count = search.rows * search.columns;
    return { search, winners: new Uint8Array(count), light: new Float32Array(count), seen: null };
  }

  function look(i) {
    const eye = eyes[i] ?? open(networks[i]);
    eyes[i] = eye;
    const areas = eye.seen ? between(eye.seen, drawn) : [whole];
    eye.seen = drawn;
    return { ...eye, areas: areas.map((area) => eye.search.update(wall.pixels, area)) };
  }

  return { pixels: wall.pixels, whole, move, look };
}

// The objects that are in one list and not at the same place of the other.
function changes(before, after) {
  const longest = Math.max(before.length, after.length);
  return Array.from({ length: longest }, (_, i) => [before[i], after[i]])
    .filter(([old, now]) => String(old) !== String(now))
    .flat()
    .filter(Boolean);
}
