// What a reader's browser keeps, under the names that the widgets use too. One that keeps nothing says no to all.
const PREFIX = "lesson:";

/** @template Result @param {(storage: Storage) => Result} use */
function attempt(use) {
  try {
    return use(window.localStorage) ?? null;
  } catch {
    return null;
  }
}

/** @param {string} name */
export const kept = (name) => attempt((storage) => storage.getItem(PREFIX + name));
/** @param {string} name @param {string} text */
export const keep = (name, text) => attempt((storage) => storage.setItem(PREFIX + name, text));
/** @param {string} name */
export const forget = (name) => attempt((storage) => storage.removeItem(PREFIX + name));
