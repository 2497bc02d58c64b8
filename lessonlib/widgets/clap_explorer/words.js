// What there is to say of the two peaks: those that were found, or all once the map is shown.
import { fixed, percent } from "../kit/format.js";

const NAMES = ["the clap", "its echo"];

/**
 * @param {Float64Array} scores
 * @param {number[]} peaks the clap, and its echo if there is one
 * @param {number[]} found
 * @param {boolean} isWhole
 * @param {number[]} passed the peaks that the clap slid past without staying
 */
export function sayFound(scores, peaks, found, isWhole, passed = []) {
  const scored = (/** @type {number} */ peak) => `${fixed(scores[peak], 2)} at sample ${peak.toLocaleString("en")}`;
  const had = peaks.filter((peak) => found.includes(peak));
  if (had.length === peaks.length) {
    const part =
      peaks.length > 1 ? ` The echo scores ${percent(scores[peaks[1]] / scores[peaks[0]])} of the clap.` : "";
    return `You found ${peaks.map((peak, i) => `${NAMES[i]}, ${scored(peak)}`).join(", and ")}.${part}`;
  }
  if (isWhole) return `The highest scores: ${peaks.map(scored).join(", and ")}.`;
  if (!had.length) return passed.length ? "You slid past a place with a far higher score. Go back, slowly." : "";
  const other = /** @type {number} */ (peaks.find((peak) => peak !== had[0])); // not all were found
  const ahead = had[0] === peaks[0] ? "The echo is fainter. Slide on, slowly." : "Where is the clap itself?";
  const rest = passed.includes(other) ? `You slid past ${NAMES[peaks.indexOf(other)]}. Go back, slowly.` : ahead;
  return `You found ${NAMES[peaks.indexOf(had[0])]}, ${scored(had[0])}. ${rest}`;
}
