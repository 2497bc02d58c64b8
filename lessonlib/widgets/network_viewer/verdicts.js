// What several models say to one picture. The others are too large for a page: of them it has what they said to its samples.
import { percent } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { first } from "../kit/scores.js";

const NUMBERS = { 2: "two", 3: "three", 4: "four" };
const count = (numbers) => `${numbers.toLocaleString("en")} numbers`;

// {node, write}. write({others, picture, name, parts, classes}): others [{name, parameters, parts: one list a sample}]; picture: the
// sample, or null for one of the reader's own; name: the sample's, which may end in its class; parts: what the network of this page says.
export function createVerdicts() {
  const title = element("div", { className: "lesson-title" });
  const body = element("div", { className: "lesson-viewer-models", role: "table" });
  const note = element("p", { className: "lesson-note" });
  const node = element("div", { "data-part": "verdicts" }, [title, body, note]);

  function write({ others, picture, name: named, parts, classes }) {
    node.hidden = !others.length;
    const theirs = others.map(({ name, parts: all }) => ({ name, said: picture === null ? null : all[picture] }));
    const truth = picture === null ? -1 : classes.indexOf(named.split(": ").at(-1));
    const models = [...theirs, { name: "this network", said: parts }];
    title.textContent = `What ${NUMBERS[models.length] ?? models.length} models say`;
    body.setAttribute("aria-label", title.textContent);
    body.replaceChildren(...models.map(({ name, said }) => createLine(name, said, classes, truth)));
    const sizes = others.map(({ name, parameters }) => `${name}: ${count(parameters)}`).join(", ");
    note.textContent = picture === null ? `The others are not in this page: they are too large for it (${sizes}).` : "";
  }

  return { node, write };
}

function createLine(name, said, classes, truth) {
  const winner = said && first(said);
  const wrong = Boolean(said) && truth >= 0 && winner !== truth;
  const cells = [
    element("span", { role: "rowheader", text: name }),
    element("strong", { role: "cell", text: said ? `${classes[winner]}${wrong ? ", wrong" : ""}` : "\u2013" }),
    element("span", { role: "cell", text: said ? percent(said[winner]) : "" }),
  ];
  return element("div", { className: "lesson-viewer-model", role: "row", "data-wrong": wrong }, cells);
}
