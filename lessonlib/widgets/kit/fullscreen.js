// Filling the screen with a widget: by the browser's full screen or, where there is none (a telephone), over the page.

const MOST_ZOOM = 3;
const NATURAL_WIDTH = 928; // of a view in a page, with its margins

// Let `button` fill the screen with `root` and what ipywidgets puts beside it, such as sliders. Returns the cleanup.
export function createFill(root, button) {
  const names = { false: "Fill the screen", true: "Leave the full screen" };
  let filled = null; // the element that fills the screen
  let inert = []; // what lies under it

  const isOver = () => filled?.classList.contains("lesson-over");

  function begin() {
    filled.classList.add("lesson-filled");
    button.textContent = names[true];
    fit();
  }

  function end() {
    if (!filled) return;
    filled.classList.remove("lesson-filled", "lesson-over");
    for (const node of inert) node.inert = false;
    inert = [];
    filled = null;
    button.textContent = names[false];
    if (document.activeElement === document.body) button.focus();
  }

  // As large as the screen allows, so that the last row of a class can read it.
  function fit() {
    if (!filled) return;
    filled.style.setProperty("--lesson-zoom", 1);
    const boxes = [...filled.children].map((child) => child.getBoundingClientRect());
    const height = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top)) + 32;
    const zoom = Math.min(innerWidth / NATURAL_WIDTH, innerHeight / height, MOST_ZOOM);
    filled.style.setProperty("--lesson-zoom", Math.max(1, zoom).toFixed(2));
  }

  function layOver() {
    filled.classList.add("lesson-over");
    for (let node = filled; node !== document.body; node = node.parentElement) {
      inert.push(...[...node.parentElement.children].filter((other) => other !== node && !other.inert));
    }
    for (const node of inert) node.inert = true;
    begin();
  }

  async function toggle() {
    if (isOver()) return end();
    if (filled) return document.fullscreenElement && document.exitFullscreen();
    filled = root.closest(".widget-box") ?? root.parentElement;
    try {
      await filled.requestFullscreen();
      begin();
    } catch {
      layOver();
    }
  }

  const changed = () => filled && !isOver() && document.fullscreenElement !== filled && end();
  const leave = ({ key }) => key === "Escape" && isOver() && end();
  button.addEventListener("click", toggle);
  document.addEventListener("fullscreenchange", changed);
  document.addEventListener("keydown", leave);
  window.addEventListener("resize", fit);
  return () => {
    if (filled && document.fullscreenElement === filled) document.exitFullscreen();
    end();
    document.removeEventListener("fullscreenchange", changed);
    document.removeEventListener("keydown", leave);
    window.removeEventListener("resize", fit);
  };
}
