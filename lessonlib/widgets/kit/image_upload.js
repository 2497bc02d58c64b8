// A reader's own picture: decoded, scaled down and read in a worker, so that the page goes on meanwhile.

const MOST_SIDE = 256;
const LEAST_SIDE = 16;

/**
 * @typedef {[height: number, width: number]} Fill to cut a picture to, from its middle
 * @typedef {Awaited<ReturnType<typeof shrinkPicture>>} OwnPicture
 */

/**
 * The picture, scaled down or cut. pixels: grey; planes: all red, then all green, then all blue. Runs in the worker as
 * well, where nothing of this file is known.
 * @param {Blob} file
 * @param {number} most of its sides, where it is not cut
 * @param {Fill | null} fill
 */
async function shrinkPicture(file, most, fill) {
  const bitmap = await createImageBitmap(file);
  const { width: fullWidth, height: fullHeight } = bitmap;
  const scale = fill
    ? Math.max(fill[1] / fullWidth, fill[0] / fullHeight)
    : Math.min(1, most / Math.max(fullWidth, fullHeight));
  const [across, down] = [fullWidth, fullHeight].map((side) => Math.max(1, Math.round(side * scale)));
  const [width, height] = fill ? [fill[1], fill[0]] : [across, down];
  const canvas =
    typeof OffscreenCanvas === "undefined"
      ? Object.assign(document.createElement("canvas"), { width, height })
      : new OffscreenCanvas(width, height);
  // Null only for a canvas with a context of another kind.
  const context = /** @type {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff"; // under what is transparent
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, (width - across) / 2, (height - down) / 2, across, down);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint8Array(width * height);
  const planes = new Uint8Array(3 * pixels.length);
  for (let i = 0; i < pixels.length; i += 1) {
    for (let c = 0; c < 3; c += 1) planes[c * pixels.length + i] = data[4 * i + c];
    pixels[i] = Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]);
  }
  return { width, height, pixels, planes, fullWidth, fullHeight };
}

const WORKER = `onmessage = ({ data }) => (${shrinkPicture})(...data).then(postMessage, () => postMessage(null));`;

/**
 * Read a file. The promise gives the picture, or an error to show as it is.
 * @param {File} file
 * @param {Fill | null} fill
 * @returns {{ promise: Promise<OwnPicture>, stop: () => void }}
 */
export function readPicture(file, fill = null) {
  const unreadable = `${file.name} could not be read as a picture. Choose a PNG, JPEG, WebP or GIF file.`;
  /** @type {Worker | null} */
  let worker = null;
  /** @type {Promise<OwnPicture | null>} */
  const decoded = new Promise((resolve) => {
    if (typeof OffscreenCanvas === "undefined") {
      resolve(shrinkPicture(file, MOST_SIDE, fill).catch(() => null));
      return;
    }
    const address = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));
    worker = new Worker(address);
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = () => resolve(null);
    worker.postMessage([file, MOST_SIDE, fill]);
    URL.revokeObjectURL(address);
  });
  const promise = decoded.then((picture) => {
    worker?.terminate();
    if (!picture) throw new Error(unreadable);
    const { width, height, fullWidth, fullHeight } = picture;
    if (Math.min(...(fill ? [] : [width, height]), fullWidth, fullHeight) >= LEAST_SIDE) return picture;
    const scaled = fill || fullWidth === width ? "" : `, scaled down ${width}×${height}`;
    throw new Error(
      `${file.name} is ${fullWidth}×${fullHeight} pixels${scaled}. It must be at least ${LEAST_SIDE} along each side.`,
    );
  });
  return { promise, stop: () => worker?.terminate() };
}
