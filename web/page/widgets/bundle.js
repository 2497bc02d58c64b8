// The widget bundle. It is evaluated in parts, each in a task of its own, so that the page answers in between.
import { nextTask } from "../pauses.js";

const PARTS = [
  () => import("jquery"),
  () => import("backbone"),
  () => import("@jupyter-widgets/base"),
  () => import("./manager.js"),
];

async function prepare(...saved) {
  let part;
  for (const evaluate of PARTS) {
    await nextTask();
    part = await evaluate();
  }
  return part.prepare(...saved);
}

window.lessonWidgets = { prepare };
