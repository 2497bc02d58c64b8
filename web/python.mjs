// What "Run" and "Solve here" load, in web/dist/python: Python (Pyodide), its worker, the editor; and the script that asks.
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const PYODIDE = "node_modules/pyodide";
const FILES = ["pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"];
const VENDORED = "vendor"; // what tools/vendor.py fetched
const PACKAGES = ["numpy", "pillow", "matplotlib"];
const LEFT_OUT = "matplotlib-pyodide"; // as in tools/vendor.py

export async function buildPython(dist) {
  const folder = `${dist}/python`;
  await mkdir(folder, { recursive: true });
  const lock = await shippedLock();
  const wheels = Object.values(lock.packages).map((one) => one.file_name);
  await Promise.all([
    ...FILES.map((name) => copyFile(`${PYODIDE}/${name}`, `${folder}/${name}`)),
    ...wheels.map((name) => copyFile(`${VENDORED}/${name}`, `${folder}/${name}`)),
    writeFile(`${folder}/pyodide-lock.json`, JSON.stringify(lock)),
    copyFile("page/run/worker.js", `${folder}/worker.js`),
    writeFile(`${folder}/LICENSE.txt`, await notice()),
  ]);
  const common = {
    bundle: true,
    minify: true,
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
  };
  const editor = await build({
    ...common,
    entryPoints: ["page/run/editor.js"],
    outfile: `${folder}/editor.js`,
    format: "esm",
  });
  const loaded = [...FILES, ...wheels];
  const sizes = await Promise.all(loaded.map(async (name) => [name, (await stat(`${folder}/${name}`)).size]));
  const asks = await build({
    ...common,
    entryPoints: ["page/run/run_here.js"],
    outfile: `${dist}/run-here.js`,
    format: "iife",
    define: {
      PYTHON_BYTES: JSON.stringify(Object.fromEntries(sizes)),
      PYTHON_PACKAGES: JSON.stringify(Object.keys(lock.packages)),
    },
  });
  return [editor.metafile, asks.metafile];
}

// Pyodide's lock file with those packages alone that were vendored whole, each with all that it needs.
async function shippedLock() {
  const lock = JSON.parse(await readFile(`${PYODIDE}/pyodide-lock.json`, "utf8"));
  const there = new Set(await readdir(VENDORED).catch(() => []));
  const needs = (name) => {
    const own = lock.packages[name].depends.filter((other) => other !== LEFT_OUT);
    return [name, ...own.flatMap(needs)];
  };
  const whole = PACKAGES.filter((name) => needs(name).every((one) => there.has(lock.packages[one].file_name)));
  const names = [...new Set(whole.flatMap(needs))];
  const packages = names.map((name) => [
    name,
    { ...lock.packages[name], depends: lock.packages[name].depends.filter((other) => other !== LEFT_OUT) },
  ]);
  return { ...lock, packages: Object.fromEntries(packages) };
}

async function notice() {
  const { version, license, homepage } = JSON.parse(await readFile(`${PYODIDE}/package.json`, "utf8"));
  return `Pyodide ${version}, ${license}, unchanged. Source: ${homepage}. It holds CPython (PSF licence) and its standard library.\n`;
}
