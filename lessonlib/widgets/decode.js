// A reader's own picture: decoded, scaled down and made grey in a worker, so that the page goes on meanwhile.

const MOST_SIDE = 256;
const LEAST_SIDE = 16;

// Runs in the worker as well, where nothing of this file is known.
async function shrinkPicture(file, most) {
  const bitmap = await createImageBitmap(file);
  const { width: fullWidth, height: fullHeight } = bitmap;
  const scale = Math.min(1, most / Math.max(fullWidth, fullHeight));
  const [width, height] = [fullWidth, fullHeight].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas =
    typeof OffscreenCanvas === "undefined"
      ? Object.assign(document.createElement("canvas"), { width, height })
      : new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff"; // under what is transparent
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i += 1) {
    pixels[i] = Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]);
  }
  return { width, height, pixels, fullWidth, fullHeight };
}

const WORKER = `onmessage = ({ data: [file, most] }) =>
  (${shrinkPicture})(file, most).then(postMessage, () => postMessage(null));`;

// {promise, stop}. The promise gives {width, height, pixels, fullWidth, fullHeight}, or an error to show as it is.
export function readPicture(file) {
  const unreadable = `${file.name} could not be read as a picture. Choose a PNG, JPEG, WebP or GIF file.`;
  let worker = null;
  const decoded = new Promise((resolve) => {
    if (typeof OffscreenCanvas === "undefined") {
      resolve(shrinkPicture(file, MOST_SIDE).catch(() => null));
      return;
    }
    const address = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));
    worker = new Worker(address);
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = () => resolve(null);
    worker.postMessage([file, MOST_SIDE]);
    URL.revokeObjectURL(address);
  });
  const promise = decoded.then((picture) => {
    worker?.terminate();
    if (!picture) throw new Error(unreadable);
    const { width, height, fullWidth, fullHeight } = picture;
    if (Math.min(width, height) >= LEAST_SIDE) return picture;
    const scaled = fullWidth === width ? "" : `, scaled down ${width}×${height}`;
    throw new Error(
      `${file.name} is ${fullWidth}×${fullHeight} pixels${scaled}. It must be at least ${LEAST_SIDE} along each side.`,
    );
  });
  return { promise, stop: () => worker?.terminate() };
}
