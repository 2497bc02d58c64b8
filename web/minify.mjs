// Reads a JSON list of [text, "js" or "css"] and prints the list of their minified texts.
import { readFileSync } from "node:fs";
import { transform } from "esbuild";

const texts = JSON.parse(readFileSync(0, "utf8"));
const small = texts.map(([text, loader]) =>
  transform(text, { loader, minify: true, target: "es2022", legalComments: "none" }),
);
process.stdout.write(JSON.stringify((await Promise.all(small)).map(({ code }) => code)));
