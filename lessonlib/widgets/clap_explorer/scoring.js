// The score of a template at every place of a recording, and its two highest peaks, as scoring.py has them.

const LOUDEST = 32767; // a sample of 1, in 16 bits

/** The samples of a base64 text of 16 bits each, from -1 to 1. @param {string} text */
export function unpackSound(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 2 }, (_, i) => view.getInt16(2 * i, true) / LOUDEST);
}

/** @param {Float64Array} recording @param {Float64Array} template @param {number} place */
export function productsOf(recording, template, place) {
  return Float64Array.from(template, (value, i) => value * recording[place + i]);
}

/**
 * The dot product of the template with the recording at every place.
 * @param {Float64Array} recording
 * @param {Float64Array} template
 */
export function scoreMap(recording, template) {
  const scores = new Float64Array(recording.length - template.length + 1);
  for (let place = 0; place < scores.length; place += 1) {
    let sum = 0;
    for (let i = 0; i < template.length; i += 1) sum += template[i] * recording[place + i];
    scores[place] = sum;
  }
  return scores;
}

/**
 * The places of the highest score, and of the highest that is at least `apart` samples away from it.
 * @param {Float64Array} scores
 * @param {number} apart
 */
export function twoPeaks(scores, apart) {
  const highest = (/** @type {(at: number) => boolean} */ isAllowed) =>
    scores.reduce((best, score, at) => (isAllowed(at) && (best < 0 || score > scores[best]) ? at : best), -1);
  const first = highest(() => true);
  return [first, highest((at) => Math.abs(at - first) >= apart)].filter((at) => at >= 0);
}

/**
 * Where a clap lies that was dropped at `place`: on a peak within `reach` samples.
 * @param {number} place
 * @param {number[]} peaks
 * @param {number} reach
 */
export function settle(place, peaks, reach) {
  return peaks.find((peak) => Math.abs(peak - place) <= reach) ?? place;
}

/**
 * The places that a clap sliding from one place to another asks for on its way: of each `step` places the best.
 * @param {Float64Array} scores
 * @param {number} from
 * @param {number} to
 * @param {number} step
 */
export function askedBetween(scores, from, to, step) {
  const [first, end] = [Math.min(from, to) + 1, Math.max(from, to)];
  const found = [];
  for (let at = first; at < end; at += step) {
    let best = at;
    for (let other = at; other < Math.min(end, at + step); other += 1) if (scores[other] > scores[best]) best = other;
    found.push(best);
  }
  return found;
}
