// Numbers in cells that are narrow: how they are written, and how large.
import { brief, short } from "../kit/format.js";

const whole = (/** @type {number} */ value) => short(Math.round(value));
const thousands = (/** @type {number} */ value) => `${short(Math.round(value / 1000))}k`;

/** The most precise text of at most four characters. @param {number} value */
export const writeTight = (value) => ([brief, whole].find((write) => write(value).length <= 4) ?? thousands)(value);

export const GAP = 10; // pixels between grids, as in widget.css
const WEIGHT = 44; // a weight can be hit with a finger
const TIGHT_CHARACTER = 0.55; // of the size of its letters, set tight as in widget.css

/**
 * The image beside the filter, three maps below them: [cell, font] of the image, of the filter and of a map, in pixels.
 * One size of digits for all: a sign, two digits and a decimal point stay clear of their neighbours in a map.
 * @param {number} across for all of them
 * @returns {{ picture: number[], filter: number[], map: number[] }}
 */
export function sizesOfCells(across) {
  const map = Math.min(44, Math.floor((across - 2 * GAP - 3) / 9));
  const pixel = Math.min(map < 44 ? 36 : 44, Math.floor((across - GAP - 3 * WEIGHT - 2) / 5));
  const font = Math.min(14, Math.floor((map - 4) / (4 * TIGHT_CHARACTER)));
  return { picture: [pixel, font], filter: [WEIGHT, font], map: [map, font] };
}
