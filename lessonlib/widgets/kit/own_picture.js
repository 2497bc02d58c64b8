// A picture of the reader's own, from a file or the camera. It stays in this view: the model, and so a kernel, never has it.
import { createCamera } from "./camera.js";
import { element } from "./grid.js";
import { readPicture } from "./image_upload.js";
/** @import { Fill, OwnPicture } from "./image_upload.js" */

const PRIVACY = "Your picture never leaves this device: it is not uploaded and not saved.";

/**
 * get() gives the picture, or null while the sample is shown. forget(): back to the sample, silently; stop() when the
 * widget goes.
 * @param {object} parts
 * @param {() => Fill | null} [parts.fill] what to cut the picture to
 * @param {(picture: OwnPicture) => string} parts.describe says what was done to it
 * @param {() => unknown} parts.changed hears of another one, and of the way back; may be awaited
 */
export function createOwnPicture({ fill = () => null, describe, changed }) {
  const input = element("input", { className: "lesson-hidden", type: "file", accept: "image/*" });
  const text = "Choose a picture of your own";
  const label = element("label", { className: "lesson-button lesson-own-file", text }, [input]);
  const back = element("button", {
    className: "lesson-button",
    type: "button",
    text: "Back to the sample",
    hidden: "",
  });
  const privacy = element("p", { className: "lesson-note", text: PRIVACY });
  const problem = element("p", { className: "lesson-message", role: "status", "data-part": "file-message" });
  const note = element("p", { className: "lesson-note", role: "status", "data-part": "file-note" });
  const camera = createCamera(read, (said) => (problem.textContent = said));
  const row = element("div", { className: "lesson-choices" }, [label, camera.button, back]);
  const parts = [row, camera.node, problem, note, privacy];
  const node = element("div", { className: "lesson-file-part", "data-part": "file" }, parts);
  /** @type {OwnPicture | null} */
  let own = null;
  /** @type {ReturnType<typeof readPicture> | null} */
  let reading = null;

  /** @param {string} said @param {string} wrong */
  function say(said, wrong = "") {
    note.textContent = said;
    problem.textContent = wrong;
    back.hidden = !own;
  }

  /** @param {File} file */
  async function read(file) {
    reading?.stop();
    const mine = readPicture(file, fill());
    reading = mine;
    say(`Reading ${file.name} ...`);
    try {
      const picture = await mine.promise;
      if (reading !== mine) return; // another file was chosen meanwhile
      own = picture;
      say(`Your picture, ${picture.fullWidth} wide and ${picture.fullHeight} high${describe(picture)}.`);
      await changed();
    } catch (error) {
      const { message } = /** @type {Error} */ (error); // nothing else is thrown
      if (reading === mine) say("", `${message} The picture before stays.`);
    }
  }

  function forget() {
    reading?.stop();
    [own, reading] = [null, null];
    say("");
  }

  input.addEventListener("change", () => {
    if (input.files?.length) read(input.files[0]);
    input.value = ""; // so that the same file can be chosen again
  });
  back.addEventListener("click", () => {
    forget();
    changed();
    input.focus();
  });
  const stop = () => {
    reading?.stop();
    reading = null;
    camera.close();
  };
  return { node, get: () => own, forget, stop };
}
