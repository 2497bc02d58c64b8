// What is loading, and how much of how much: Python's own files together, each package by itself.
// PYTHON_BYTES is written by web/python.mjs: the size of each file.

const isPackage = (name) => name.endsWith(".whl");
const files = Object.entries(PYTHON_BYTES);
const come = new Map();

export const PYTHON_MB = Math.ceil(files.reduce((sum, [name, size]) => sum + (isPackage(name) ? 0 : size), 0) / 1e6);

export const loadedPackages = () => [...come.keys()].filter(isPackage);

// A sentence on a file of which `done` bytes have come; nothing for those that are not worth one.
export function tell({ name, done }) {
  if (!(name in PYTHON_BYTES)) return "";
  come.set(name, done);
  const together = files.filter(([other]) => (isPackage(name) ? other === name : !isPackage(other)));
  const sum = (bytes) => together.reduce((total, file) => total + bytes(file), 0) / 1e6;
  const all = sum(([, size]) => size);
  const now = sum(([other, size]) => Math.min(size, come.get(other) ?? 0));
  const what = isPackage(name) ? name.split("-")[0] : "Python";
  return now < all ? `Loading ${what}, once: ${now.toFixed(1)} of ${all.toFixed(1)} MB` : `Starting ${what} …`;
}
