// What every widget is called, and the one line that says what to do. All of them stand here, so that they speak alike.
import { element } from "./grid.js";
import { whenPlaced } from "./placed.js";

// By the name of a view for a screen reader. Where a widget has a line of its own, which changes, only the title. A view
// whose controls ask for another line has it as data-to-do.
/** @type {Record<string, [title: string, toDo?: string]>} */
const HEADS = {
  "Aliasing explorer": ["One pixel to the right"],
  "Be the optimiser": ["Be the optimiser"],
  "Clap explorer": ["A clap on a recording"],
  "Convolution explorer": ["Input, filter, output", "Point at a number of the output to see the products in it."],
  "Depth explorer": ["How far one number sees"],
  "Equivariance explorer": ["Two ways to the same map", "Move the image and compare: moved first, filtered first."],
  "Filter playground": ["A filter on a photograph", "Choose a filter, change a weight, point at a pixel."],
  "Find it": ["Find it", "Drag the box onto a letter. The page glows wherever something looks like it."],
  "Hide the edge": ["Hide the edge"],
  "Matrix explorer": [
    "The filter as a matrix",
    "Change a weight by + 1: with Any, with Local, with Shared. How many cells change?",
  ],
  "Network viewer": [
    "Inside the network",
    "Choose a picture, a layer and a map: see what it found, and from which pixels.",
  ],
  "Parameter calculator": ["Count the weights", "Change a size and the counts follow."],
  "Image and its map": ["An image and its map", "Drag the image. Its map follows."],
  "Read this": ["Read this", "Say which digit it is. Then bring the pixels home."],
  "Receptive field explorer": ["What one unit sees", "Touch a unit: what it sees stands out. Then change the layers."],
  "Shift explorer": ["Where can the digit go?", "Drag the digit and watch which model still reads it."],
  "Sliding network": ["The whole network slides"],
  "Template explorer": ["The machine that loses a 3"],
  "Threshold explorer": ["How much is enough?"],
  "Training race": ["The race"],
  "Volume explorer": [
    "A filter as deep as the image",
    "Move the frame, or touch a number of a map, and see what each channel adds.",
  ],
};

/**
 * Put the title and the line of a view before all that it shows: also before the sliders that ipywidgets puts over it,
 * once they are there. A view without an entry gets none. Returns the cleanup.
 * @param {HTMLElement} root the .lesson-view
 */
export function addHead(root) {
  const [title, usual] = HEADS[root.getAttribute("aria-label") ?? ""] ?? [];
  const toDo = root.dataset.toDo ?? usual;
  if (!title) return () => {};
  const lines = [element("p", { className: "lesson-head-title", text: title })];
  if (toDo) lines.push(element("p", { className: "lesson-to-do", text: toDo }));
  const head = element("div", { className: "lesson-head" }, lines);
  root.prepend(head);
  const stopWaiting = whenPlaced(root, () => {
    const box = root.closest(".widget-box");
    if (box?.querySelector(":scope > .widget-slider")) box.prepend(head);
  });
  return () => {
    stopWaiting();
    head.remove();
  };
}
