// What a reader's browser keeps of a widget, as JSON. Storage errors are ignored: private windows and some settings keep
// nothing. web/page/storage.js keeps plain text under the same names.

const PREFIX = "lesson:";

/** @param {string} name @param {unknown} value */
export function remember(name, value) {
  tryStorage((storage) => storage.setItem(PREFIX + name, JSON.stringify(value)));
}

/**
 * What was kept, as JSON.parse gives it; null if nothing was. It may be of an older version of this book.
 * @param {string} name
 */
export function recall(name) {
  return tryStorage((storage) => JSON.parse(storage.getItem(PREFIX + name) ?? "null"));
}

/** @param {string} name */
export function forget(name) {
  tryStorage((storage) => storage.removeItem(PREFIX + name));
}

/**
 * @template Result
 * @param {(storage: Storage) => Result} use
 */
function tryStorage(use) {
  try {
    return use(window.localStorage) ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether this is asked for the first time in this visit, which ends with the browser's tab. Where nothing is kept,
 * always.
 * @param {string} name
 */
export function isFirstInVisit(name) {
  try {
    const isFirst = !window.sessionStorage.getItem(PREFIX + name);
    window.sessionStorage.setItem(PREFIX + name, "1");
    return isFirst;
  } catch {
    return true;
  }
}
