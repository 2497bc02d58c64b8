// The widget bundle. It is evaluated in parts, each in a task of its own, so that the page answers in between.
import { nextTask } from "../pauses.js";

const PARTS = [
  () => import("jquery"),
  () => import("backbone"),
  () => import("@jupyter-widgets/base"),
  () => import("./manager.js"),
];

/** @type {Window["lessonWidgets"]["prepare"]} */
async function prepare(...saved) {
  let part;
  for (const evaluate of PARTS) {
    await nextTask();
    part = await evaluate();
  }
  return /** @type {typeof import("./manager.js")} */ (part).prepare(...saved); // the last of them
}

window.lessonWidgets = { prepare };
