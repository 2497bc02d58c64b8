// Validates XML against a schema: {xml, schema, imported: [texts by file name]} on stdin, the list of errors on stdout.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { xml, schema, imported } = JSON.parse(readFileSync(0, "utf8"));
const { validateXML } = createRequire(new URL("../../web/package.json", import.meta.url))("xmllint-wasm");
const preload = Object.entries(imported).map(([fileName, contents]) => ({ fileName, contents }));
const { errors } = await validateXML({
  xml: [{ fileName: "imsmanifest.xml", contents: xml }],
  schema: [schema],
  preload,
});
process.stdout.write(JSON.stringify(errors.map(({ rawMessage }) => rawMessage)));
