// What SCORM 1.2 calls the API: eight functions of the LMS, on a window above this one or on that which opened it. Every
// call may fail, and none of its failures stops the book.

const HIGHEST = 20; // windows
const OPTIONAL = ["cmi.core.score.min", "cmi.core.score.max"]; // an LMS may refuse these, and still have all the rest
const LONGEST = (10_000 * 3600 - 1) * 1000; // milliseconds: hours have at most four digits

/**
 * @typedef {"LMSInitialize" | "LMSGetValue" | "LMSSetValue" | "LMSCommit" | "LMSFinish"} Call those that are used
 * @typedef {Record<Call, (...words: string[]) => unknown>} Api what they give should be a text
 */

/** @returns {Api | null} */
export function findApi() {
  const openers = [() => window.opener, () => window.top?.opener]; // this page may be in a frame of an opened window
  return above(window) ?? openers.map((get) => above(reach(get))).find(Boolean) ?? null;
}

/** @param {Window | null | undefined} start */
function above(start) {
  let at = start;
  for (let level = 0; at && level < HIGHEST; level += 1) {
    const found = reach(() => /** @type {Window} */ (at).API); // a window of another host has none for us
    if (found) return found;
    if (at.parent === at) return null;
    at = at.parent;
  }
  return null;
}

/** What a function gives, or nothing where that is forbidden or fails. @template Result @param {() => Result} get */
export function reach(get) {
  try {
    return get();
  } catch {
    return undefined;
  }
}

// One visit to the LMS, which ends with its window.
export class Session {
  #api;

  /** @param {Api} api */
  constructor(api) {
    this.#api = api;
    /** @type {"open" | "refused" | "lost" | "over"} */
    this.state = this.#isTrue("LMSInitialize", "") ? "open" : "refused";
  }

  /** @param {string} name */
  get(name) {
    return String(this.#call("LMSGetValue", name) ?? "");
  }

  /**
   * Whether the LMS has all of this for good; if not, it is lost until a later try.
   * @param {Record<string, string | number>} values
   */
  send(values) {
    if (this.state !== "open" && this.state !== "lost") return false;
    const refused = Object.keys(values).filter((name) => !this.#isTrue("LMSSetValue", name, String(values[name])));
    const isTaken = refused.every((name) => OPTIONAL.includes(name));
    const isKept = this.#isTrue("LMSCommit", "");
    this.state = isTaken && isKept ? "open" : "lost";
    return this.state === "open";
  }

  end() {
    if (this.state === "refused" || this.state === "over") return;
    this.#call("LMSFinish", "");
    this.state = "over";
  }

  /** @param {Call} name @param {string[]} words */
  #isTrue(name, ...words) {
    return String(this.#call(name, ...words)) === "true";
  }

  /** @param {Call} name @param {string[]} words */
  #call(name, ...words) {
    return reach(() => this.#api[name](...words));
  }
}

/** Hours, minutes and seconds, as SCORM writes a time. @param {number} milliseconds */
export function clock(milliseconds) {
  const seconds = Math.floor(Math.min(milliseconds, LONGEST) / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, i) => String(part).padStart(i ? 2 : 4, "0")).join(":");
}
