// Filling the screen with a widget: by the browser's full screen or, where there is none (a telephone), over the page.

const FILL_ZOOM = { least: 0.5, most: 4, near: 0.01 };
const NATURAL_WIDTH = 928; // of a view in a page, with its margins
const FILL_MARGIN = 16; // around it, as in toolbar.css
const FILL_ROUNDS = 4; // of looking for the zoom: a view may lay itself out anew at each

/**
 * Let a button fill the screen with `root` and what ipywidgets puts beside it, such as sliders. Returns the cleanup.
 * @param {HTMLElement} root
 * @param {HTMLElement} button
 */
export function createFill(root, button) {
  const names = { begin: "Fill the screen", end: "Leave the full screen" };
  /** @type {HTMLElement | null} */
  let filled = null; // the element that fills the screen
  /** @type {HTMLElement[]} */
  let inert = []; // what lies under it
  let run = 0; // a newer look for the zoom ends the one before

  const isOver = () => filled?.classList.contains("lesson-over");

  // What a view draws late may need more room than it had when the zoom was found.
  const grown = new ResizeObserver(() => {
    if (filled?.dataset.fitted === "" && !fits(filled, Number(filled.style.getPropertyValue("--lesson-zoom")))) fit();
  });

  /** @param {HTMLElement} box */
  function begin(box) {
    box.classList.add("lesson-filled");
    button.textContent = names.end;
    for (const child of box.children) grown.observe(child);
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
    button.textContent = names.begin;
    if (document.activeElement === document.body) button.focus();
  }

  /**
   * As large as the screen allows, so that the last row of a class can read it, and nothing cut off. A view may lay
   * itself out anew for its new width, a frame later: so it is asked again until the answer stays.
   */
  async function fit() {
    if (!filled) return;
    run += 1;
    const mine = run;
    delete filled.dataset.fitted;
    for (let round = 0, before = 0; round < FILL_ROUNDS; round += 1) {
      const zoom = findZoom(filled);
      if (Math.abs(zoom - before) < FILL_ZOOM.near) break;
      before = zoom;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      if (!filled || mine !== run) return;
    }
    filled.dataset.fitted = "";
  }

  /** @param {HTMLElement} box */
  function findZoom(box) {
    if (innerWidth < NATURAL_WIDTH) {
      fits(box, 1); // a telephone: read from near by, and scrolled
      return 1;
    }
    const most = Math.min(FILL_ZOOM.most, innerWidth / widthOf());
    let [low, high] = [FILL_ZOOM.least, most];
    if (fits(box, most)) return most;
    while (high - low > FILL_ZOOM.near) {
      const middle = (low + high) / 2;
      if (fits(box, middle)) low = middle;
      else high = middle;
    }
    fits(box, low);
    return low;
  }

  /**
   * Whether all of it can be seen at this zoom, which stays set.
   * @param {HTMLElement} box
   * @param {number} zoom
   */
  function fits(box, zoom) {
    box.style.setProperty("--lesson-zoom", zoom.toFixed(3));
    const bottoms = [...box.children].map((child) => child.getBoundingClientRect().bottom);
    const top = box.getBoundingClientRect().top - box.scrollTop;
    return Math.max(...bottoms) - top + FILL_MARGIN <= innerHeight && box.scrollWidth <= innerWidth + 1;
  }

  /**
   * How wide the view would be with all the room that it can use, with its margins: a view may be wider where it is
   * alone.
   */
  function widthOf() {
    const most = Number.parseFloat(getComputedStyle(root).maxWidth);
    return (most || NATURAL_WIDTH - 2 * FILL_MARGIN) + 2 * FILL_MARGIN;
  }

  /** @param {HTMLElement} box */
  function layOver(box) {
    box.classList.add("lesson-over");
    for (let node = box; node !== document.body && node.parentElement; node = node.parentElement) {
      const around = [...node.parentElement.children].filter((other) => other instanceof HTMLElement);
      inert.push(...around.filter((other) => other !== node && !other.inert));
    }
    for (const node of inert) node.inert = true;
    begin(box);
  }

  async function toggle() {
    if (isOver()) return end();
    if (filled) return document.fullscreenElement && document.exitFullscreen();
    filled = root.closest(".widget-box") ?? root.parentElement;
    try {
      await filled?.requestFullscreen();
      if (filled) begin(filled); // else the widget went meanwhile
    } catch {
      if (filled) layOver(filled);
    }
  }

  const changed = () => filled && !isOver() && document.fullscreenElement !== filled && end();
  const leave = (/** @type {KeyboardEvent} */ { key }) => key === "Escape" && isOver() && end();
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
