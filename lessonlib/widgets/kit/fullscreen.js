// Filling the screen with a widget: by the browser's full screen or, where there is none (a telephone), over the page.

const FILL_ZOOM = { least: 0.5, most: 4, near: 0.01 };
const NATURAL_WIDTH = 928; // of a view in a page, with its margins
const FILL_MARGIN = 16; // around it, as in toolbar.css
const FILL_ROUNDS = 4; // of looking for the zoom: a view may lay itself out anew at each

// Let `button` fill the screen with `root` and what ipywidgets puts beside it, such as sliders. Returns the cleanup.
export function createFill(root, button) {
  const names = { false: "Fill the screen", true: "Leave the full screen" };
  let filled = null; // the element that fills the screen
  let inert = []; // what lies under it
  let run = 0; // a newer look for the zoom ends the one before

  const isOver = () => filled?.classList.contains("lesson-over");

  // What a view draws late may need more room than it had when the zoom was found.
  const grown = new ResizeObserver(() => {
    if (filled?.dataset.fitted === "" && !fits(Number(filled.style.getPropertyValue("--lesson-zoom")))) fit();
  });

  function begin() {
    filled.classList.add("lesson-filled");
    button.textContent = names[true];
    for (const child of filled.children) grown.observe(child);
    fit();
  }

  function end() {
    if (!filled) return;
    grown.disconnect();
    filled.classList.remove("lesson-filled", "lesson-over");
    delete filled.dataset.fitted;
    for (const node of inert) node.inert = false;
    inert = [];
    filled = null;
    button.textContent = names[false];
    if (document.activeElement === document.body) button.focus();
  }

  // As large as the screen allows, so that the last row of a class can read it, and nothing cut off. A view may lay
  // itself out anew for its new width, a frame later: so it is asked again until the answer stays.
  async function fit() {
    if (!filled) return;
    run += 1;
    const mine = run;
    delete filled.dataset.fitted;
    for (let round = 0, before = 0; round < FILL_ROUNDS; round += 1) {
      const zoom = findZoom();
      if (Math.abs(zoom - before) < FILL_ZOOM.near) break;
      before = zoom;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      if (!filled || mine !== run) return;
    }
    filled.dataset.fitted = "";
  }

  function findZoom() {
    if (innerWidth < NATURAL_WIDTH) {
      fits(1); // a telephone: read from near by, and scrolled
      return 1;
    }
    const most = Math.min(FILL_ZOOM.most, innerWidth / widthOf());
    let [low, high] = [FILL_ZOOM.least, most];
    if (fits(most)) return most;
    while (high - low > FILL_ZOOM.near) {
      const middle = (low + high) / 2;
      if (fits(middle)) low = middle;
      else high = middle;
    }
    fits(low);
    return low;
  }

  // Whether all of it can be seen at this zoom, which stays set.
  function fits(zoom) {
    filled.style.setProperty("--lesson-zoom", zoom.toFixed(3));
    const bottoms = [...filled.children].map((child) => child.getBoundingClientRect().bottom);
    const top = filled.getBoundingClientRect().top - filled.scrollTop;
    return Math.max(...bottoms) - top + FILL_MARGIN <= innerHeight && filled.scrollWidth <= innerWidth + 1;
  }

  // How wide the view would be with all the room that it can use, with its margins: a view may be wider where it is alone.
  function widthOf() {
    const most = Number.parseFloat(getComputedStyle(root).maxWidth);
    return (most || NATURAL_WIDTH - 2 * FILL_MARGIN) + 2 * FILL_MARGIN;
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
      if (filled) begin(); // else the widget went meanwhile
    } catch {
      if (filled) layOver();
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
