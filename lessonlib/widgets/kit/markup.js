// Text with a little markup: `code`, **strong**, *emphasis* and [words](a page of the book). It becomes text nodes,
// never HTML, and a link leads to a page beside this one or to a place in it, nowhere else.
import { element } from "./grid.js";
/** @import { Attributes } from "./grid.js" */

/** @typedef {[kind: "text" | "code" | "strong" | "em" | "a", words: string, address: string]} Piece */

/** @type {[kind: string, form: RegExp][]} */
const PIECES = [
  ["code", /`([^`]+)`/],
  ["strong", /\*\*([^\s*](?:[^*]*[^\s*])?)\*\*/],
  ["em", /\*([^\s*](?:[^*]*[^\s*])?)\*/],
  ["a", /\[([^\]]+)\]\(([\w-][\w./-]*(?:#[\w-]+)?|#[\w-]+)\)/],
];
const ANY = new RegExp(PIECES.map(([, { source }]) => source).join("|"), "g");

/**
 * The pieces of a text; "text" is what is not marked.
 * @param {string} text
 */
export function parseMarkup(text) {
  /** @type {Piece[]} */
  const pieces = [];
  let from = 0;
  const plain = (/** @type {number} */ to) => to > from && pieces.push(["text", text.slice(from, to), ""]);
  for (const found of text.matchAll(ANY)) {
    const [, code, strong, em, words, address] = found;
    const isProduct = em !== undefined && /\w/.test(text[found.index - 1] ?? ""); // 3*3*3
    if (isProduct) continue;
    plain(found.index);
    const kind = code ? "code" : strong ? "strong" : em ? "em" : "a";
    pieces.push([kind, code ?? strong ?? em ?? words, address ?? ""]);
    from = found.index + found[0].length;
  }
  plain(text.length);
  return pieces;
}

/** @param {string} text */
export function writeMarkup(text) {
  return parseMarkup(text).map(([kind, words, address]) => {
    if (kind === "text") return withMinus(words);
    /** @type {Attributes} */
    const more = kind === "a" ? { href: pageOf(address) } : kind === "code" ? { translate: "no" } : {};
    return element(kind, { text: kind === "code" ? words : withMinus(words), ...more });
  });
}

/** The minus before a number, as it is printed; a notebook keeps the hyphen that one can type. @param {string} text */
const withMinus = (text) => text.replace(/(^|[\s(])-(?=\d)/g, "$1\u2212");

/** @param {string} text */
export function plainMarkup(text) {
  return parseMarkup(text)
    .map(([, words]) => words)
    .join("");
}

/** Chapters are notebooks in Jupyter and pages in the built book. @param {string} address */
function pageOf(address) {
  return document.body.dataset.jpThemeLight ? address : address.replace(/\.ipynb(?=#|$)/, ".html");
}
