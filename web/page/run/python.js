// One Python for the page: started when first asked, stopped by the reader, started anew after that.
import { CHANGED, keepProgress, keptProgress } from "../records.js";
/** @import { Coming } from "./loading.js" */
/** @import { Told } from "./outputs.js" */

/**
 * What lessonlib/exercises/checking/page.py is asked, and what worker.js is sent and sends.
 * @typedef {{ do: "run" | "check", code: string, imports: string, id?: string, cell?: string, quiet?: boolean }} Run
 * @typedef {{ do: "needs", code: string, imports: string, id?: string }} Needs
 * @typedef {(Run | Needs | { do: "join", code?: undefined }) & { kept?: string }} PythonRequest
 * @typedef {{ packages: string[], progress: string }} Start
 * @typedef {{ start: Start, request?: undefined } | { request: PythonRequest, start?: undefined }} Message
 * @typedef {{ loading: Coming, number?: undefined, told?: undefined, failed?: undefined }} Loading
 * @typedef {{ number: number, told: string, failed?: undefined, loading?: undefined }} Reply
 * @typedef {{ number: number, told?: undefined, failed: string, loading?: undefined }} Failure
 */

export class Python {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Map<number, { resolve: (told: string) => void, reject: (reason: Error) => void }>} */
  #waiting = new Map(); // by the numbers of their messages
  #number = 0;
  #starts = 0; // which of them is running: what was run in an earlier one is gone

  /**
   * @param {URL} folder where Python's files are
   * @param {string[]} packages those that are there
   * @param {(file: Coming) => void} loading called as files come
   */
  constructor(folder, packages, loading = (_file) => {}) {
    this.folder = folder;
    this.packages = packages;
    this.loading = loading;
  }

  get running() {
    return this.#worker !== null;
  }

  get starts() {
    return this.#starts;
  }

  /**
   * Resolves to what Python tells; rejects where Python cannot start, or was stopped.
   * @template {Run | Needs} Asked
   * @param {Asked} request
   * @returns {Promise<Asked extends Run ? Told : { packages: string[], earlier: boolean }>}
   */
  async ask(request) {
    const worker = await this.start();
    let kept = keptProgress();
    const told = JSON.parse(await this.#send(worker, { request: { ...request, kept } }));
    let { progress } = told;
    while (progress && kept !== keptProgress()) {
      kept = keptProgress(); // another tab has written meanwhile: join the two
      progress = JSON.parse(await this.#send(worker, { request: { do: "join", kept } })).progress;
    }
    if (progress && progress !== kept) {
      keepProgress(progress);
      document.dispatchEvent(new Event(CHANGED));
    }
    return told;
  }

  stop() {
    this.#end(new Stopped());
  }

  /**
   * Resolves when Python is there, to its worker. A start that fails is tried once more, in a new worker.
   * @returns {Promise<Worker>}
   */
  start() {
    if (!this.#worker)
      this.ready = this.#begin().catch((reason) => {
        if (reason instanceof Stopped) throw reason;
        return this.#begin();
      });
    return /** @type {Promise<Worker>} */ (this.ready); // set with the worker
  }

  async #begin() {
    this.#starts += 1;
    const worker = new Worker(new URL("worker.js", this.folder), { type: "module" });
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#end(new Error(event.message || "worker.js or pyodide.mjs could not be loaded"));
    };
    await this.#send(worker, { start: { packages: this.packages, progress: keptProgress() } });
    return worker;
  }

  /** @param {Worker} worker @param {Message} message @returns {Promise<string>} */
  #send(worker, message) {
    const number = this.#number++;
    worker.postMessage({ ...message, number });
    return new Promise((resolve, reject) => this.#waiting.set(number, { resolve, reject }));
  }

  /** @param {Loading | Reply | Failure} message */
  #receive({ number, told, failed, loading }) {
    if (loading) return this.loading(loading);
    if (failed !== undefined) return this.#end(new Error(failed)); // it never fails while all is well with it
    this.#waiting.get(number)?.resolve(told);
    this.#waiting.delete(number);
  }

  /** @param {Error} reason */
  #end(reason) {
    this.#worker?.terminate();
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) one.reject(reason);
  }
}

export class Stopped extends Error {}
