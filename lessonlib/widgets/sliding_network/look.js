// A wall, and for each network what it says at every place. Where objects move, only what they touch is done again.
import { readNetwork } from "../math/forward_pass.js";
import { createSearch } from "./search.js";
import { areaOf, createWall } from "./wall.js";
/** @import { StoredLayer } from "../math/forward_pass.js" */
/** @import { Search, StampNetwork } from "./search.js" */
/** @import { Area, WallObject, WallSettings } from "./wall.js" */

/**
 * @typedef {{ search: Search, winners: Uint8Array, light: Float32Array }} Said what a network has said
 * @typedef {Said & { seen: WallObject[] | null }} Eye a network, and the objects that it saw last
 * @typedef {{ networks: StoredLayer[][], window: number } & WallSettings} Given by Python
 * @typedef {ReturnType<typeof createLook>} Look
 */

/** The wall drawn, and networks that have not looked yet. @param {Given} settings @param {WallObject[]} objects */
export function createLook({ height, width, window, networks, ...setting }, objects) {
  const wall = createWall({ height, width, ...setting });
  const whole = { top: 0, left: 0, bottom: height, right: width };
  const reach = (setting.stamps[0].length - 1) / 2;
  /** @type {(Eye | null)[]} */
  const eyes = networks.map(() => null); // made when a network first looks
  /** @type {(before: WallObject[], after: WallObject[]) => Area[]} */
  const between = (before, after) => changes(before, after).map((object) => areaOf(object, reach, height, width));
  let drawn = objects;
  wall.draw(drawn, whole);

  /** Draw the objects; gives the areas of the wall that have changed. @param {WallObject[]} next */
  function move(next) {
    const areas = between(drawn, next);
    drawn = next;
    for (const area of areas) wall.draw(drawn, area);
    return areas;
  }

  /** @param {StoredLayer[]} network @returns {Eye} */
  function open(network) {
    const layers = /** @type {StampNetwork} */ (readNetwork(network)); // as stamp_network has them
    const search = createSearch(layers, height, width, window);
    const count = search.rows * search.columns;
    return { search, winners: new Uint8Array(count), light: new Float32Array(count), seen: null };
  }

  /** Let network i catch up; `areas` are of the windows for which it has new scores. @param {number} i */
  function look(i) {
    const eye = eyes[i] ?? open(networks[i]);
    eyes[i] = eye;
    const areas = eye.seen ? between(eye.seen, drawn) : [whole];
    eye.seen = drawn;
    return { ...eye, areas: areas.map((area) => eye.search.update(wall.pixels, area)) };
  }

  return { pixels: wall.pixels, whole, move, look };
}

/**
 * The objects that are in one list and not at the same place of the other.
 * @param {WallObject[]} before
 * @param {WallObject[]} after
 */
function changes(before, after) {
  const longest = Math.max(before.length, after.length);
  return Array.from({ length: longest }, (_, i) => [before[i], after[i]])
    .filter(([old, now]) => String(old) !== String(now))
    .flat()
    .filter(Boolean);
}
