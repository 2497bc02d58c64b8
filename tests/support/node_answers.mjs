// Answers questions about JavaScript modules: [[file, function, arguments], ...] on stdin, a JSON list on stdout.
// What a function throws comes back as {error: text}; NaN and the infinities go in and come back as strings, a BigInt
// comes back as {big: digits}, and goes in as such.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const special = { NaN, Infinity, "-Infinity": -Infinity };
const revive = (_, value) => {
  if (typeof value?.big === "string") return BigInt(value.big);
  return typeof value === "string" && Object.hasOwn(special, value) ? special[value] : value;
};
const spell = (_, value) => (typeof value === "bigint" ? { big: String(value) } : value);
const questions = JSON.parse(readFileSync(0, "utf8"), revive);
const answers = [];
for (const [file, name, values] of questions) {
  const module = await import(pathToFileURL(file));
  try {
    answers.push(await module[name](...values));
  } catch (error) {
    answers.push({ error: error.message });
  }
}
process.stdout.write(JSON.stringify(answers, spell));
