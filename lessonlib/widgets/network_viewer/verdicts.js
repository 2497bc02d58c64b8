// What several models say to one picture. The others are too large for a page: of them it has what they said to its
// samples.
import { percent } from "../kit/format.js";
import { element } from "../kit/grid.js";
import { first } from "../kit/scores.js";

/** @typedef {{ name: string, parameters: number, parts: number[][] }} Other model; parts: of each sample */

/** @type {Record<number, string>} */
const NUMBERS = { 2: "two", 3: "three", 4: "four" };
const count = (/** @type {number} */ numbers) => `${numbers.toLocaleString("en")} numbers`;

export function createVerdicts() {
  const title = element("div", { className: "lesson-title" });
  const body = element("div", { className: "lesson-viewer-models", role: "table" });
  const note = element("p", { className: "lesson-note" });
  const node = element("div", { "data-part": "verdicts" }, [title, body, note]);

  /**
   * @param {object} said
   * @param {Other[]} said.others
   * @param {number | null} said.picture the sample, or null for one of the reader's own
   * @param {string} said.name of the sample, which may end in its class: "picture 3: cat"
   * @param {number[]} said.parts what the network of this page says
   * @param {string[]} said.classes
   */
  function write({ others, picture, name: named, parts, classes }) {
    node.hidden = !others.length;
    const theirs = others.map(({ name, parts: all }) => ({ name, said: picture === null ? null : all[picture] }));
    const truth = picture === null ? -1 : classes.indexOf(/** @type {string} */ (named.split(": ").at(-1)));
    const models = [...theirs, { name: "this network", said: parts }];
    title.textContent = `What ${NUMBERS[models.length] ?? models.length} models say`;
    body.setAttribute("aria-label", title.textContent);
    body.replaceChildren(...models.map(({ name, said }) => createLine(name, said, classes, truth)));
    const sizes = others.map(({ name, parameters }) => `${name}: ${count(parameters)}`).join(", ");
    const isOwn = picture === null;
    note.textContent = isOwn
      ? `It can only name one of its ${classes.length} classes. The others are too large for this page (${sizes}).`
      : "";
  }

  return { node, write };
}

/**
 * @param {string} name
 * @param {number[] | null} said
 * @param {string[]} classes
 * @param {number} truth the class, or -1 where it is not known
 */
function createLine(name, said, classes, truth) {
  const winner = /** @type {number} */ (said && first(said)); // read only where it is one
  const wrong = Boolean(said) && truth >= 0 && winner !== truth;
  const cells = [
    element("span", { role: "rowheader", text: name }),
    element("strong", { role: "cell", text: said ? `${classes[winner]}${wrong ? ", wrong" : ""}` : "\u2013" }),
    element("span", { role: "cell", text: said ? percent(said[winner]) : "" }),
  ];
  return element("div", { className: "lesson-viewer-model", role: "row", "data-wrong": wrong }, cells);
}
