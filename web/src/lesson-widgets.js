// The widget bundle. It is evaluated in parts, each in a task of its own, so that the page answers in between.
const PARTS = [
  () => import("jquery"),
  () => import("backbone"),
  () => import("@jupyter-widgets/base"),
  () => import("./page-widgets.js"),
];

const nextTask = () => new Promise((resolve) => setTimeout(resolve));

async function prepare(saved) {
  let part;
  for (const evaluate of PARTS) {
    await nextTask();
    part = await evaluate();
  }
  return part.prepare(saved);
}

window.lessonWidgets = { prepare };
