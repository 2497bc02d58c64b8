// Pictures of some thousand pixels: filtered in typed arrays, described, and painted on a canvas.

/**
 * @typedef {{ height: number, width: number, pixels: ArrayLike<number> }} Picture 0 to 255, row by row, plane by plane
 * @typedef {{ height: number, width: number, values: ArrayLike<number> & Iterable<number> }} FeatureMap row by row
 * @typedef {number[]} Colour red, green, blue
 */

/**
 * What draws on a canvas. It would be null where a canvas has a context of another kind; here, none has one.
 * @param {HTMLCanvasElement} canvas
 */
export function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/**
 * The bytes of a base64 text: a picture of 8 bits a pixel, as the page carries it.
 * @param {string} text
 */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/**
 * The filter at every place inside the picture.
 * @param {Picture} picture grey
 * @param {number[][]} filter
 */
export function filterPicture({ height, width, pixels }, filter) {
  const [rows, columns] = [height - filter.length + 1, width - filter[0].length + 1];
  const values = new Float64Array(rows * columns);
  filter.forEach((weights, i) =>
    weights.forEach((weight, j) => {
      if (weight === 0) return;
      for (let row = 0; row < rows; row += 1) {
        const from = (row + i) * width + j;
        const to = row * columns;
        for (let column = 0; column < columns; column += 1) values[to + column] += weight * pixels[from + column];
      }
    }),
  );
  return { height: rows, width: columns, values };
}

/** @param {number[][]} filter */
export function sumOf(filter) {
  const sum = filter.flat().reduce((total, weight) => total + weight, 0);
  const whole = Math.round(sum);
  return Math.abs(sum - whole) < 1e-9 ? whole + 0 : sum; // nine times 1/9 is 1; + 0: no minus zero
}

/**
 * What there is to say of a result: its ends, and how many values a grey picture has no grey for.
 * @param {Pick<FeatureMap, "values">} map
 */
export function measure({ values }) {
  let [least, most, below, above] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
    if (value < -1e-9) below += 1;
    if (value > 255 + 1e-9) above += 1;
  }
  return { least, most, below, above, largest: Math.max(Math.abs(least), Math.abs(most)) };
}

/**
 * The colours of -1 to 1 in 511 steps, as red, green, blue, red, ... Signed: from the page's own colour at 0 to blue
 * (positive) and orange (negative). Else grey, black to white, and orange for what is below 0.
 * @param {boolean} signed
 * @param {Record<"background" | "positive" | "negative", Colour>} palette
 */
export function createRamp(signed, { background, positive, negative }) {
  const ramp = new Uint8Array(3 * 511);
  for (let step = -255; step <= 255; step += 1) {
    const strength = Math.abs(step) / 255;
    const from = signed ? background : [0, 0, 0];
    const to = step < 0 ? negative : signed ? positive : [255, 255, 255];
    const share = !signed && step < 0 ? 0.35 + 0.65 * strength : strength; // a little below black is seen as well
    ramp.set(
      from.map((part, i) => Math.round(part + (to[i] - part) * share)),
      3 * (step + 255),
    );
  }
  return ramp;
}

/**
 * Paint a map, `largest` at the end of the ramp; the canvas takes its size.
 * @param {HTMLCanvasElement} canvas
 * @param {FeatureMap} map
 * @param {number} largest
 * @param {Uint8Array} ramp from createRamp
 */
export function paint(canvas, { height, width, values }, largest, ramp) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = contextOf(canvas);
  const image = context.createImageData(width, height);
  for (let i = 0; i < values.length; i += 1) {
    const step = Math.max(-255, Math.min(255, Math.round((255 * values[i]) / (largest || 1))));
    const start = 3 * (step + 255);
    image.data[4 * i] = ramp[start];
    image.data[4 * i + 1] = ramp[start + 1];
    image.data[4 * i + 2] = ramp[start + 2];
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/**
 * Paint a picture as it is seen: one plane is grey, three are red, green and blue.
 * @param {HTMLCanvasElement} canvas
 * @param {Picture} picture
 */
export function paintPlanes(canvas, { height, width, pixels }) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = contextOf(canvas);
  const image = context.createImageData(width, height);
  const size = height * width;
  for (let i = 0; i < size; i += 1) {
    for (let c = 0; c < 3; c += 1) image.data[4 * i + c] = pixels[(c * size + i) % pixels.length];
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
