// Views in a page's address: `#view&key.trait=JSON&key.trait=JSON`, for any number of widgets, each by its key.
// After the #, so that no server sees it, none can find it too long, and it works from file:// as well.

const START = "#view";

/**
 * What the address holds for a key, by the names of traits; null if it holds nothing. A value that is no JSON is
 * undefined.
 * @param {string} hash
 * @param {string} key
 * @returns {Record<string, unknown> | null}
 */
export function readView(hash, key) {
  const own = entriesOf(hash).filter((entry) => entry.startsWith(`${key}.`));
  const pairs = own.map((entry) => entry.slice(key.length + 1).split("="));
  return own.length ? Object.fromEntries(pairs.map(([name, text]) => [name, parseValue(text)])) : null;
}

/**
 * The address with this view of one widget, last, beside what it holds of others.
 * @param {string} hash
 * @param {string} key
 * @param {Record<string, unknown>} values
 */
export function writeView(hash, key, values) {
  const others = entriesOf(hash).filter((entry) => !entry.startsWith(`${key}.`));
  const own = Object.entries(values).map(([name, value]) => {
    return `${key}.${name}=${encodeURIComponent(JSON.stringify(value)).replaceAll("%2C", ",")}`;
  });
  return [START, ...others, ...own].join("&");
}

/**
 * Whether every value is of the type of the one it would replace: a text for a text, a list for a list.
 * @template {Record<string, unknown>} Present
 * @param {Record<string, unknown>} values
 * @param {Present} present
 * @returns {values is Present} what the lists hold is not looked at
 */
export function isOfKind(values, present) {
  const kind = (/** @type {unknown} */ value) =>
    Array.isArray(value) ? "list" : value === null ? "null" : typeof value;
  return Object.keys(values).every(
    (name) => Object.hasOwn(present, name) && kind(values[name]) === kind(present[name]),
  );
}

/** @param {string} hash */
function entriesOf(hash) {
  return hash.startsWith(`${START}&`) ? hash.split("&").slice(1) : [];
}

/** @param {string} text @returns {unknown} */
function parseValue(text) {
  try {
    return JSON.parse(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}
