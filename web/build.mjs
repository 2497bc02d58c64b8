// Writes web/dist: the script of every page, the widget bundle, its styles, and the licences of the packages in it.
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { buildPython } from "./python.mjs";

// Widgets here have no kernel and no terminal: what @jupyter-widgets/base-manager would load for those stays out.
const leftOut = {
  name: "left-out",
  setup(bundle) {
    bundle.onResolve({ filter: /^(@jupyterlab\/services|sanitize-html)$/ }, (found) => ({
      path: found.path,
      namespace: "left-out",
    }));
    bundle.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "module.exports = {};" }));
  },
};

// anywidget ships one AMD module, a factory that asks for @jupyter-widgets/base. The page has no AMD loader.
const AMD_TAIL = 'define(["@jupyter-widgets/base"], widget_default);';
const anywidgetAsModule = {
  name: "anywidget-as-module",
  setup(bundle) {
    bundle.onLoad({ filter: /anywidget[\\/]dist[\\/]index\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (!text.includes(AMD_TAIL)) throw new Error(`anywidget's index.js no longer ends in ${AMD_TAIL}`);
      return { contents: text.replace(AMD_TAIL, "export default widget_default;"), loader: "js" };
    });
  },
};

// Of Lumino's widgets (menus, docks, tabs) the page needs two. Its package is one file that no bundler can take apart,
// but it carries the sources.
const luminoInParts = {
  name: "lumino-in-parts",
  setup(bundle) {
    bundle.onResolve({ filter: /^@lumino\/widgets$/ }, ({ path }) => ({ path, namespace: "lumino-in-parts" }));
    bundle.onLoad({ filter: /.*/, namespace: "lumino-in-parts" }, () => ({
      contents:
        'export { Panel } from "@lumino/widgets/src/panel"; export { Widget } from "@lumino/widgets/src/widget";',
      resolveDir: process.cwd(),
    }));
  },
};

await rm("dist", { recursive: true, force: true });
await mkdir("dist", { recursive: true });
const { metafile } = await build({
  entryPoints: {
    site: "page/site.js",
    standing: "page/standing.js",
    moved: "page/moved.js",
    scorm: "page/scorm/scorm.js",
    "search-here": "page/search.js",
    "search-excerpt": "page/search_excerpt.js",
    "lesson-widgets": "page/widgets/bundle.js",
  },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  define: { global: "window", "window.MathJax": "undefined" },
  loader: { ".svg": "dataurl" },
  legalComments: "none",
  metafile: true,
  alias: { jquery: "jquery/dist/jquery.slim.js" },
  plugins: [leftOut, luminoInParts, anywidgetAsModule],
  logLevel: "warning",
});

const python = await buildPython("dist");
const inputs = [metafile, ...python].flatMap(({ inputs }) => Object.keys(inputs));
const packages = new Set(inputs.map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]));
packages.delete(undefined);
const notices = [];
for (const name of [...packages].sort()) {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  const texts = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying)/i.test(file));
  const bodies = await Promise.all(texts.map((file) => readFile(`${folder}/${file}`, "utf8")));
  notices.push([`${name} ${version} (${license})`, ...bodies].join("\n\n"));
}
await writeFile("dist/lesson-widgets.LICENSES.txt", notices.join(`\n\n${"-".repeat(80)}\n\n`));

for (const file of ["site.js", "lesson-widgets.js", "lesson-widgets.css"]) {
  console.log(`web/dist/${file}: ${Math.round((await stat(`dist/${file}`)).size / 1000)} kB`);
}
