// What a reader's browser keeps, under the names that the widgets use too. One that keeps nothing says no to all.
const PREFIX = "lesson:";

function attempt(use) {
  try {
    return use(window.localStorage) ?? null;
  } catch {
    return null;
  }
}

export const kept = (name) => attempt((storage) => storage.getItem(PREFIX + name));
export const keep = (name, text) => attempt((storage) => storage.setItem(PREFIX + name, text));
export const forget = (name) => attempt((storage) => storage.removeItem(PREFIX + name));
