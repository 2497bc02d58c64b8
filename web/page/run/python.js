// One Python for the page: started when first asked, stopped by the reader, started anew after that.
import { recall, remember } from "../../../lessonlib/widgets/kit/storage.js";

const PROGRESS = "progress-text";

export class Python {
  #worker = null;
  #waiting = new Map();
  #number = 0;

  // `folder`: where Python's files are; `packages`: what it loads besides the standard library.
  constructor(folder, packages) {
    this.folder = folder;
    this.packages = packages;
  }

  get running() {
    return this.#worker !== null;
  }

  // Resolves to what lessonlib/exercises/checking/page.py tells; rejects where Python cannot start, or was stopped.
  async ask(request) {
    await this.#start();
    const told = JSON.parse(await this.#send({ request: JSON.stringify(request) }));
    remember(PROGRESS, told.progress);
    return told;
  }

  stop() {
    this.#worker?.terminate();
    this.#end(new Stopped());
  }

  #start() {
    if (!this.#worker) {
      this.#worker = new Worker(new URL("worker.js", this.folder), { type: "module" });
      this.#worker.onmessage = ({ data }) => this.#receive(data);
      this.#worker.onerror = (event) => this.#end(new Error(event.message || "its files could not be loaded"));
      this.ready = new Promise((resolve, reject) => this.#waiting.set("start", { resolve, reject }));
      this.ready.catch(() => {}); // whoever asked hears of it
      this.#worker.postMessage({ start: { packages: this.packages, progress: recall(PROGRESS) ?? "" } });
    }
    return this.ready;
  }

  #send(message) {
    const number = this.#number++;
    this.#worker.postMessage({ ...message, number });
    return new Promise((resolve, reject) => this.#waiting.set(number, { resolve, reject }));
  }

  #receive({ number = "start", told, failed }) {
    const asked = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (failed === undefined) asked?.resolve(told);
    else if (number === "start") this.#end(new Error(failed), asked);
    else asked?.reject(new Error(failed));
  }

  #end(reason, asked) {
    this.#worker?.terminate();
    this.#worker = null;
    for (const one of [asked, ...this.#waiting.values()]) one?.reject(reason);
    this.#waiting.clear();
  }
}

export class Stopped extends Error {}
