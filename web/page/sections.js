// A new visit began with what is in view (first.js). The rest is laid out now, a section a frame, so that the page
// answers in between; after it nothing is different from a page laid out as a whole.
import { nextFrame, nextTask } from "./pauses.js";

export async function layOutRest() {
  const page = document.documentElement;
  if (!("arriving" in page.dataset)) return;
  const sections = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("article > section > section")]);
  for (const section of sections) {
    await nextFrame();
    await nextTask();
    section.style.contentVisibility = "visible";
  }
  await nextFrame();
  delete page.dataset.arriving;
  for (const section of sections) section.style.contentVisibility = "";
}
