// A search as a worker does it, and as a page does it that has no worker: pictures come as lists of bytes.
import { createSearch } from "../../lessonlib/widgets/kit/search_worker.js";
import { createTransform } from "../../lessonlib/widgets/math/fourier.js";
import { prepareSteps, runSearch, runSteps } from "../../lessonlib/widgets/math/template_search.js";

const withBytes = ({ ink, ...size }) => ({ ...size, ink: Uint8Array.from(ink) });
const listed = ({ values, ...found }) => ({ ...found, values: [...values] });

export function searched(picture, most, question) {
  return listed(runSearch(runSteps(prepareSteps(withBytes(picture), most)), question));
}

// All are asked at once; gives [[place of the question, answer], ...] as they are heard. Node.js has no Worker.
export function searchedOnThePage(picture, most, questions) {
  return new Promise((done) => {
    const heard = [];
    const search = createSearch((found, { at }) => {
      heard.push([at, listed(found)]);
      if (at === questions.length - 1) done(heard);
    });
    search.setPicture(withBytes(picture), most);
    questions.forEach((question, at) => search.ask({ ...question, at }));
  });
}

// A question to one picture and, before that one is prepared, to another: the answer, which is to the second.
export function searchedInAnother(picture, another, most, question) {
  return new Promise((done) => {
    const search = createSearch((found) => done(listed(found)));
    for (const each of [picture, another]) {
      search.setPicture(withBytes(each), most);
      search.ask(question);
    }
  });
}

// [re, im] of the spectrum of numbers that are 0 from the row `rows` on, and [re, im] of what its inverse gives back.
export function transformed(size, re, im, rows) {
  const { forward, inverse } = createTransform(size);
  const numbers = [Float64Array.from(re), Float64Array.from(im)];
  forward(...numbers, rows);
  const spectrum = numbers.map((part) => [...part]);
  inverse(...numbers, rows);
  return [...spectrum, ...numbers.map((part) => [...part])];
}
