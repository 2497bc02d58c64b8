// Sounds and scores as paths, 1000 units wide and 100 high.

/** @typedef {{ count: number, floor: number, most: number }} Scale its places; where zero lies; what is at the top */

const COLUMNS = 800;

/**
 * A sound: from its lowest to its highest sample in each column, or as a line where it is short.
 * @param {Float64Array} samples
 * @param {number} most at the edge
 */
export function drawWave(samples, most) {
  const columns = Math.min(COLUMNS, samples.length);
  const isShort = columns === samples.length;
  const parts = Array.from({ length: columns }, (_, at) => {
    const inside = samples.slice(
      Math.floor((at * samples.length) / columns),
      Math.floor(((at + 1) * samples.length) / columns),
    );
    const [low, high] = [Math.min(...inside), Math.max(...inside)].map((value) => 50 - (48 * value) / most);
    const move = at && isShort ? "L" : "M";
    return `${move}${round((1000 * (at + 0.5)) / columns)} ${round(low + 0.3)}V${round(high - 0.3)}`;
  });
  return parts.join("");
}

/** A stick at each of these places, the first one inside the frame. @param {Float64Array} scores @param {number[]} places @param {Scale} scale */
export function drawSticks(scores, places, { count, floor, most }) {
  return places
    .map(
      (place) =>
        `M${round(Math.max(2, (1000 * place) / count))} ${floor}V${round(floor - ((floor - 4) * scores[place]) / most)}`,
    )
    .join("");
}

/** The whole map: its lowest and its highest score in each column. @param {Float64Array} scores @param {Scale} scale */
export function drawMap(scores, { count, floor, most }) {
  const height = (/** @type {number} */ value) => floor - ((floor - 4) * value) / most;
  let path = "";
  for (let at = 0; at < COLUMNS; at += 1) {
    const inside = scores.slice(Math.floor((at * count) / COLUMNS), Math.floor(((at + 1) * count) / COLUMNS));
    if (!inside.length) break;
    const ends = [Math.min(0, ...inside), Math.max(0, ...inside)].map((value) => round(height(value)));
    path += `M${round((1000 * (at + 0.5)) / COLUMNS)} ${ends[0]}V${ends[1]}`;
  }
  return path;
}

/**
 * Bars up for what is above 0, down for what is below: [up, down].
 * @param {Float64Array} values
 * @param {number} most at the edge
 */
export function drawBars(values, most) {
  const paths = ["", ""];
  values.forEach((value, i) => {
    if (value === 0) return;
    paths[value > 0 ? 0 : 1] += `M${round((1000 * (i + 0.5)) / values.length)} 50V${round(50 - (48 * value) / most)}`;
  });
  return paths;
}

const round = (/** @type {number} */ value) => Math.round(10 * value) / 10;
