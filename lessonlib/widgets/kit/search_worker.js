// A search that never holds the page: in a worker, or in slices on the page where no worker can start. While one
// question is being answered only the newest other one waits.
import { createTransform } from "../math/fourier.js";
import { findPeaks, prepareSteps, runSearch, runSteps, searchSteps, takeMean } from "../math/template_search.js";

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

// {setPicture, ask, stop}. heard(found, question): the map and its peaks (runSearch), for the question {box, minusMean,
// least} as it was asked. A question that a newer one replaced is not answered.
export function createSearch(heard) {
  let [worker, prepared, asked, waiting] = [null, null, null, null];
  let round = 0; // what was asked before setPicture or stop is not answered

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

  function send(question) {
    asked = question;
    if (worker) worker.postMessage({ question });
    else answerOnPage(question);
  }

  async function answerOnPage(question) {
    const mine = round;
    const spectra = await prepared;
    if (mine !== round) return; // they are not complete
    const found = await inSlices(searchSteps(spectra, question.box, question.minusMean), mine);
    if (mine === round) answer({ ...found, peaks: findPeaks(found, question.box, question.least) });
  }

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
    return step.value;
  }

  function answer(found) {
    const question = asked;
    [asked, waiting] = [waiting, null];
    if (asked) send(asked);
    heard(found, question);
  }

  function stop() {
    round += 1;
    worker?.terminate();
    [worker, prepared, asked, waiting] = [null, null, null, null];
  }

  return {
    // picture: {height, width, ink}, ink 0 (paper) to 255; most: the longest side of a filter.
    setPicture(picture, most) {
      stop();
      start(picture, most);
    },
    ask(question) {
      if (asked) waiting = question;
      else send(question);
    },
    stop,
  };
}
