// Light over a picture: where a map peaks the picture shines, the stronger the higher the peak.

export const COPY = 0.97; // of the filter's response to its own box: from here on a place is a copy
const DARK = 0.8; // below that it stays dark

// From 0 (dark) to 1 (a copy): steep, so that what merely resembles the filter hardly shines.
export function brightness(score) {
  return Math.max(0, Math.min(1, (score - DARK) / (COPY - DARK))) ** 6;
}

// Light each peak [{row, column, light}] on a canvas that reaches `bleed` pixels beyond the picture, in a colour [red,
// green, blue]; scale: pixels of the canvas to a pixel of the picture. box {rows, columns}: the filter.
export function drawGlow(context, peaks, { rows, columns }, colour, { scale, bleed = 0 }) {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  const tone = colour.join(" ");
  for (const { row, column, light } of peaks) {
    const [x, y] = [(bleed + column + columns / 2) * scale, (bleed + row + rows / 2) * scale];
    const reach = Math.max(rows, 0.85 * columns, 24) * scale;
    const gradient = context.createRadialGradient(x, y, 0, x, y, reach);
    gradient.addColorStop(0, `rgb(${tone} / ${0.6 * light})`);
    gradient.addColorStop(0.35, `rgb(${tone} / ${0.36 * light})`);
    gradient.addColorStop(0.7, `rgb(${tone} / ${0.09 * light})`);
    gradient.addColorStop(1, `rgb(${tone} / 0)`);
    context.fillStyle = gradient;
    context.fillRect(x - reach, y - reach, 2 * reach, 2 * reach);
  }
}

// Tint what is drawn on a canvas (the ink, on nothing) below each peak.
export function tintInk(context, peaks, { rows, columns }, colour, scale) {
  context.save();
  context.globalCompositeOperation = "source-atop";
  for (const { row, column, light } of peaks) {
    context.fillStyle = `rgb(${colour.join(" ")} / ${light})`;
    context.fillRect(column * scale, row * scale, columns * scale, rows * scale);
  }
  context.restore();
}
