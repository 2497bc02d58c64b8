// What "Run here" loads on demand, in web/dist/python: Python (Pyodide), its worker, the editor; and the script that asks.
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const PYODIDE = "node_modules/pyodide";
const FILES = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"];
const VENDORED = "vendor"; // what `make vendor-numpy` fetched

export async function buildPython(dist) {
  const folder = `${dist}/python`;
  await mkdir(folder, { recursive: true });
  const wheels = (await readdir(VENDORED).catch(() => [])).filter((name) => name.endsWith(".whl"));
  await Promise.all([
    ...FILES.map((name) => copyFile(`${PYODIDE}/${name}`, `${folder}/${name}`)),
    ...wheels.map((name) => copyFile(`${VENDORED}/${name}`, `${folder}/${name}`)),
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
  const megabytes = String(Math.ceil((await sizeOf(folder)) / 1e6));
  const asks = await build({
    ...common,
    entryPoints: ["page/run/run_here.js"],
    outfile: `${dist}/run-here.js`,
    format: "iife",
    define: { PYTHON_MB: JSON.stringify(megabytes) },
  });
  return [editor.metafile, asks.metafile];
}

async function sizeOf(folder) {
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(`${folder}/${name}`)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function notice() {
  const { version, license, homepage } = JSON.parse(await readFile(`${PYODIDE}/package.json`, "utf8"));
  return `Pyodide ${version}, ${license}, unchanged. Source: ${homepage}. It holds CPython (PSF licence) and its standard library.\n`;
}
