// Reads a JSON list of [TeX, on a line of its own] and prints the list of their MathML.
import { readFileSync } from "node:fs";
import temml from "temml";

const formulas = JSON.parse(readFileSync(0, "utf8"));
const options = (displayMode) => ({ displayMode, throwOnError: true, annotate: false, strict: true });
process.stdout.write(JSON.stringify(formulas.map(([tex, display]) => temml.renderToString(tex, options(display)))));
