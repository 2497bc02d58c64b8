// What SCORM 1.2 calls the API: eight functions of the LMS, on a window above this one or on that which opened it. Every
// call may fail, and none of its failures stops the book.

const HIGHEST = 20; // windows
const OPTIONAL = ["cmi.core.score.min", "cmi.core.score.max"]; // an LMS may refuse these, and still have all the rest
const LONGEST = (10_000 * 3600 - 1) * 1000; // milliseconds: hours have at most four digits

export function findApi() {
  const openers = [() => window.opener, () => window.top?.opener]; // this page may be in a frame of an opened window
  return above(window) ?? openers.map((get) => above(reach(get))).find(Boolean) ?? null;
}

function above(start) {
  let at = start;
  for (let level = 0; at && level < HIGHEST; level += 1) {
    const found = reach(() => at.API); // a window of another host has none for us
    if (found) return found;
    if (at.parent === at) return null;
    at = at.parent;
  }
  return null;
}

// What a function gives, or nothing where that is forbidden or fails.
export function reach(get) {
  try {
    return get();
  } catch {
    return undefined;
  }
}

// One visit to the LMS, which ends with its window. `state`: "open", "refused", "lost" or "over".
export class Session {
  #api;

  constructor(api) {
    this.#api = api;
    this.state = this.#isTrue("LMSInitialize", "") ? "open" : "refused";
  }

  get(name) {
    return String(this.#call("LMSGetValue", name) ?? "");
  }

  // Whether the LMS has all of this for good; if not, it is lost until a later try.
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

  #isTrue(name, ...words) {
    return String(this.#call(name, ...words)) === "true";
  }

  #call(name, ...words) {
    return reach(() => this.#api[name](...words));
  }
}

// Hours, minutes and seconds, as SCORM writes a time.
export function clock(milliseconds) {
  const seconds = Math.floor(Math.min(milliseconds, LONGEST) / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, i) => String(part).padStart(i ? 2 : 4, "0")).join(":");
}
