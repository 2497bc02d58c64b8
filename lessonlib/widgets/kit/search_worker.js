// A search that never holds the page: in a worker, or in slices on the page where no worker can start. While one
// question is being answered only the newest other one waits.
import { createTransform } from "../math/fourier.js";
import { findPeaks, prepareSteps, runSearch, runSteps, searchSteps, takeMean } from "../math/template_search.js";
/** @import { Print, Question, Spectra } from "../math/template_search.js" */

const SLICE = 8; // milliseconds on the page, before it may draw
const PARTS = [createTransform, prepareSteps, searchSteps, takeMean, findPeaks, runSearch, runSteps];
// By the functions' own names: a minified page has given them others.
const WORKER = `${PARTS.join("\n")}
let prepared = null;
onmessage = ({ data: { picture, most, question } }) => {
  if (picture) prepared = ${runSteps.name}(${prepareSteps.name}(picture, most));
  else {
    const found = ${runSearch.name}(prepared, question);
    postMessage(found, [found.values.buffer]);
  }
};`;

/** @typedef {ReturnType<typeof runSearch>} Found the map and its peaks */

/**
 * A search. A question that a newer one replaced is not answered.
 * @template {Question} [Asked=Question]
 * @param {(found: Found, question: Asked) => void} heard hears the answer, and the question as it was asked
 */
export function createSearch(heard) {
  /** @type {Worker | null} */
  let worker = null;
  /** @type {Promise<(Print & Spectra) | undefined> | null} */
  let prepared = null; // on the page
  /** @type {Asked | null} */
  let asked = null;
  /** @type {Asked | null} */
  let waiting = null;
  let round = 0; // what was asked before setPicture or stop is not answered

  /** @param {Print} picture @param {number} most */
  function start(picture, most) {
    const onPage = () => {
      worker = null;
      prepared = inSlices(prepareSteps(picture, most), round);
      if (asked) answerOnPage(asked);
    };
    try {
      const address = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));
      worker = new Worker(address);
      URL.revokeObjectURL(address);
      worker.onmessage = ({ data }) => answer(data);
      worker.onerror = (event) => {
        event.preventDefault();
        onPage();
      };
      worker.postMessage({ picture, most });
    } catch {
      onPage();
    }
  }

  /** @param {Asked} question */
  function send(question) {
    asked = question;
    if (worker) worker.postMessage({ question });
    else answerOnPage(question);
  }

  /** @param {Question} question */
  async function answerOnPage(question) {
    const mine = round;
    const spectra = await prepared;
    if (!spectra || mine !== round) return; // they are not complete
    const found = await inSlices(searchSteps(spectra, question.box, question.minusMean), mine);
    if (found && mine === round) answer({ ...found, peaks: findPeaks(found, question.box, question.least) });
  }

  /**
   * What the last step gives, or undefined when another round begins.
   * @template Result
   * @param {Generator<null, Result>} steps
   * @param {number} mine
   */
  async function inSlices(steps, mine) {
    let until = performance.now() + SLICE;
    let step = steps.next();
    while (!step.done && mine === round) {
      if (performance.now() > until) {
        await new Promise((resume) => setTimeout(resume));
        until = performance.now() + SLICE;
      }
      step = steps.next();
    }
    return step.done ? step.value : undefined;
  }

  /** @param {Found} found */
  function answer(found) {
    const question = asked;
    [asked, waiting] = [waiting, null];
    if (asked) send(asked);
    if (question) heard(found, question);
  }

  function stop() {
    round += 1;
    worker?.terminate();
    [worker, prepared, asked, waiting] = [null, null, null, null];
  }

  return {
    /** @param {Print} picture @param {number} most the longest side of a filter */
    setPicture(picture, most) {
      stop();
      start(picture, most);
    },
    /** @param {Asked} question */
    ask(question) {
      if (asked) waiting = question;
      else send(question);
    },
    stop,
  };
}
