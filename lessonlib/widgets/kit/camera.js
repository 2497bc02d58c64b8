// The reader's camera: asked for at a press, shown as it sees, and one frame of it taken as a file.
import { contextOf } from "./canvas_paint.js";
import { element } from "./grid.js";

const NO_CAMERA = "No camera can be used here: browsers allow one only to pages that come over https.";
/** @type {Record<string, string>} */
const REASONS = {
  NotAllowedError:
    "The camera was refused. To use it after all, allow it for this page in the browser\u2019s settings. Or choose a picture.",
  NotFoundError: "No camera was found on this device.",
  OverconstrainedError: "No camera was found on this device.",
  NotReadableError: "The camera is in use by another program.",
};
const FAILED = "The camera could not be started.";

/**
 * The button that asks for the camera, and the node with what it sees; close() also when the widget goes.
 * @param {(file: File) => void} take gets the frame
 * @param {(problem: string) => void} tell hears what went wrong
 */
export function createCamera(take, tell) {
  /** @type {(action: string, text: string) => HTMLButtonElement} */
  const make = (action, text) =>
    element("button", { className: "lesson-button", type: "button", "data-action": action, text });
  const [button, shoot, leave] = [
    make("camera", "Use the camera"),
    make("shoot", "Take the picture"),
    make("leave", "Close the camera"),
  ];
  const video = element("video", {
    className: "lesson-camera-view",
    playsinline: "",
    "aria-label": "What the camera sees",
  });
  video.muted = true;
  const row = element("div", { className: "lesson-choices" }, [shoot, leave]);
  const node = element("div", { className: "lesson-camera", "data-part": "camera", hidden: "" }, [video, row]);
  /** @type {MediaStream | null} */
  let stream = null;
  let asked = 0; // answers to an earlier question, and those after close(), are nobody's

  function release() {
    asked += 1;
    for (const track of stream?.getTracks() ?? []) track.stop();
    video.srcObject = stream = null;
    node.hidden = true;
    button.hidden = false;
  }

  function close() {
    const within = node.contains(document.activeElement);
    release();
    if (within) button.focus({ preventScroll: true });
  }

  async function open() {
    tell("");
    if (!navigator.mediaDevices?.getUserMedia) return tell(NO_CAMERA);
    asked += 1;
    const mine = asked;
    try {
      const found = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (mine !== asked) {
        for (const track of found.getTracks()) track.stop();
        return;
      }
      stream = found;
      video.srcObject = stream;
      for (const track of stream.getTracks()) track.addEventListener("ended", close);
      node.hidden = false;
      button.hidden = true;
      await video.play();
      if (mine === asked) shoot.focus({ preventScroll: true });
    } catch (error) {
      if (mine !== asked) return;
      close();
      tell(REASONS[/** @type {DOMException} */ (error).name] ?? FAILED); // nothing else is thrown above
    }
  }

  function capture() {
    const [width, height] = [video.videoWidth, video.videoHeight];
    if (!width) return; // it has not begun
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    contextOf(canvas).drawImage(video, 0, 0);
    canvas.toBlob((blob) => take(new File(blob ? [blob] : [], "camera.png", { type: "image/png" })));
    close();
  }

  button.addEventListener("click", open);
  shoot.addEventListener("click", capture);
  leave.addEventListener("click", close);
  return { button, node, close: release };
}
