// What is loading, and how much of how much: Python's own files together, each package by itself.
// PYTHON_BYTES is written by web/python.mjs: the size of each file.

/** @typedef {{ name: string, done: number }} Coming a file, and how many bytes of it have come */

const isPackage = (/** @type {string} */ name) => name.endsWith(".whl");
const files = Object.entries(PYTHON_BYTES);
/** @type {Map<string, number>} */
const come = new Map(); // the bytes of each file that have come

export const PYTHON_MB = Math.ceil(files.reduce((sum, [name, size]) => sum + (isPackage(name) ? 0 : size), 0) / 1e6);

export const loadedPackages = () => [...come.keys()].filter(isPackage);

/** A sentence on a file that is coming; nothing for those that are not worth one. @param {Coming} file */
export function tell({ name, done }) {
  if (!(name in PYTHON_BYTES)) return "";
  come.set(name, done);
  const together = files.filter(([other]) => (isPackage(name) ? other === name : !isPackage(other)));
  const sum = (/** @type {(file: [name: string, size: number]) => number} */ bytes) =>
    together.reduce((total, file) => total + bytes(file), 0) / 1e6;
  const all = sum(([, size]) => size);
  const now = sum(([other, size]) => Math.min(size, come.get(other) ?? 0));
  const what = isPackage(name) ? name.split("-")[0] : "Python";
  return now < all ? `Loading ${what}, once: ${now.toFixed(1)} of ${all.toFixed(1)} MB` : `Starting ${what} …`;
}
