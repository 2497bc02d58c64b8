// The widget bundle. It is evaluated in parts, each in a task of its own, so that the page answers in between.
import { nextTask } from "./page/pauses.js";

const PARTS = [
  () => import("jquery"),
  () => import("backbone"),
  () => import("@jupyter-widgets/base"),
  () => import("./page-widgets.js"),
];

async function prepare(saved) {
  let part;
  for (const evaluate of PARTS) {
    await nextTask();
    part = await evaluate();
  }
  return part.prepare(saved);
}

window.lessonWidgets = { prepare };
