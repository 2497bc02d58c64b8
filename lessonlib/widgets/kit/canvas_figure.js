// A picture on a canvas with its title, its scale and an outline; and the field for a picture of the reader's own.
import { createOutline, element } from "./grid.js";

// {node, title, frame, canvas, note, mark, drawScale}. mark({row, column, rows, columns}, size, whole): outline these pixels of
// a picture of this size, drawn so large that a picture of the size `whole` fills its place.
export function createPhoto(part) {
  const title = element("div", { className: "lesson-title" });
  const canvas = element("canvas", { "aria-hidden": "true" });
  const frame = element("div", { className: "lesson-photo-frame" }, [canvas]);
  const scale = element("div", { className: "lesson-scale", "aria-hidden": "true" });
  const note = element("p", { className: "lesson-note" });
  const node = element("div", { className: "lesson-photo", "data-part": part }, [title, frame, scale, note]);
  const outline = createOutline(frame);
  const mark = (place, size, whole) => {
    const { width } = size;
    frame.style.width = `${(100 * width) / Math.max(whole.width, whole.height)}%`;
    frame.style.setProperty("--lesson-cell", `calc(100cqw / ${width})`);
    outline(place);
  };
  const drawScale = (marks, signed) => {
    scale.classList.toggle("lesson-scale-signed", signed);
    scale.replaceChildren(...marks.map((text) => element("span", { text })));
  };
  return { node, title, frame, canvas, note, mark, drawScale };
}

// {node, say}. say(note, problem, isOwn): what became of the file; a way back once a picture of the reader's is shown.
export function createFileField(read, back) {
  const input = element("input", { className: "lesson-hidden", type: "file", accept: "image/*" });
  const label = element("label", { className: "lesson-button lesson-file", text: "Choose a picture of your own" }, [
    input,
  ]);
  const button = element("button", {
    className: "lesson-button",
    type: "button",
    text: "Back to the sample",
    hidden: "",
  });
  const privacy = element("p", {
    className: "lesson-note",
    text: "Your picture never leaves this browser: it is not uploaded and not saved.",
  });
  const problem = element("p", { className: "lesson-message", role: "status", "data-part": "file-message" });
  const note = element("p", { className: "lesson-note", role: "status", "data-part": "file-note" });
  const row = element("div", { className: "lesson-choices" }, [label, button]);
  input.addEventListener("change", () => {
    if (input.files.length) read(input.files[0]);
    input.value = ""; // so that the same file can be chosen again
  });
  button.addEventListener("click", () => {
    back();
    input.focus();
  });
  const say = (said, wrong = "", isOwn = false) => {
    note.textContent = said;
    problem.textContent = wrong;
    button.hidden = !isOwn;
  };
  return {
    node: element("div", { className: "lesson-file-part", "data-part": "file" }, [row, problem, note, privacy]),
    say,
  };
}
