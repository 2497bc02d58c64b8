// What the search shows of a page that it found: a passage of its text around the first word that was looked for. After
// Sphinx's searchtools.js, whose own passage begins with the buttons and pictures of the page.
const FURNITURE = [
  ...["script", "style", "nav", "svg", "button", "summary", "h1", ".headerlink", ".lesson-eyebrow", ".lesson-rooms"],
  ...[
    ".lesson-live",
    ".lesson-hidden",
    ".cell_input",
    ".cell > details",
    ".lesson-alphabet",
    ".lesson-card-foot",
    "annotation",
  ],
].join(", ");
const BLOCKS = "p, li, dt, dd, th, td, div, pre, h2, h3, h4, br";
const BEFORE = 90; // characters
const LENGTH = 230;

/** @param {string} html @param {string} anchor */
function textOf(html, anchor) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const place = (anchor && page.querySelector(`article ${anchor}`)) || page.querySelector("article");
  for (const node of place?.querySelectorAll(FURNITURE) ?? []) node.remove();
  if (anchor) place?.querySelector("h2, h3, h4, dt")?.remove(); // the result's own title says it
  for (const node of place?.querySelectorAll(BLOCKS) ?? []) node.after(" "); // the page has a new line there
  return (place?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/**
 * Where a word stands; a size, 3x3, also as the page writes it: 3 by 3, 3×3 (page/search.js makes it one word).
 * @param {string} text
 * @param {string} word
 */
function placeOf(text, word) {
  const numbers = /^\d+(?:x\d+)+$/i.test(word) && word.split(/x/i);
  if (!numbers) return text.toLowerCase().indexOf(word.toLowerCase());
  return text.search(new RegExp(`\\b${numbers.join("\\s*(?:[x×]|by)\\s*")}\\b`, "i"));
}

/** @param {string} text @param {string[]} words */
export function excerpt(text, words) {
  const places = words.map((word) => placeOf(text, word)).filter((place) => place >= 0);
  const from = Math.max(0, Math.min(...(places.length ? places : [0])) - BEFORE);
  const begin = from ? text.indexOf(" ", from) + 1 : 0;
  const rest = text.slice(begin, begin + LENGTH);
  const whole = begin + LENGTH >= text.length ? rest : `${rest.slice(0, rest.lastIndexOf(" "))} …`;
  return begin ? `… ${whole}` : whole;
}

Search.makeSearchSummary = (html, words, anchor) => {
  const text = excerpt(textOf(html, anchor), [...words]);
  return text ? Object.assign(document.createElement("p"), { className: "context", textContent: text }) : null;
};
