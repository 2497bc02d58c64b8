// A widget starts when it comes near the view, and what all of them need is loaded with the first, not before. An
// address that holds a view (kit/url_state.js) may mean any widget of the page: there all of them start.
import { nextFrame, nextTask } from "./pauses.js";
/** @import { Figure } from "./run/outputs.js" */

const NEAR = "600px 0px";
const PATIENCE = 120; // frames

/**
 * @param {"link" | "script"} tag
 * @param {{ rel?: string, href?: string, src?: string }} attributes
 * @returns {Promise<unknown>} fulfilled once it has loaded
 */
function load(tag, attributes) {
  return new Promise((resolve, reject) => {
    const node = Object.assign(document.createElement(tag), attributes);
    node.addEventListener("load", resolve);
    node.addEventListener("error", () => reject(new Error(`${node.src ?? node.href} did not load`)));
    document.head.append(node);
  });
}

/** It has something to show, and has had a frame to fit it to its width. @param {Element} widget */
async function drawn(widget) {
  const live = widget.querySelector(".lesson-live");
  for (let frame = 0; frame < PATIENCE && !live?.querySelector(".lesson-view > *"); frame += 1) await nextFrame();
  for (let frame = 0; frame < 3; frame += 1) await nextFrame();
}

/** The room that is kept for a widget goes once nothing in it will grow. @param {Element} widget */
async function settled(widget) {
  const view = widget.querySelector(".lesson-live .lesson-view");
  while (view?.ariaBusy === "true") await nextFrame();
  widget.querySelector(":scope > .lesson-rooms")?.remove();
}

/** Asked for a second time where the first fails. @type {typeof load} */
const loadTwice = (...what) => load(...what).catch(() => load(...what));

/**
 * @param {Record<string, string>} files the addresses of the bundle's stylesheet and script, and of the script with
 * what was saved of the page's widgets
 */
async function loadBundle({ styles, script, saved }) {
  const scripts = [script, saved].map((src) => loadTwice("script", { src }));
  await Promise.all([loadTwice("link", { rel: "stylesheet", href: styles }), ...scripts]);
  await nextTask();
  const state = JSON.parse(window.lessonWidgetState);
  const startIn = window.lessonWidgets.prepare(state, new URL(script, document.baseURI));
  await nextFrame(); // the page takes on the styles of its widgets, in a task of its own
  await nextTask();
  return startIn;
}

export function awaitWidgets() {
  const files = document.getElementById("lesson-widget-state")?.dataset;
  if (!files) return;
  const bring = () => loadBundle(/** @type {Record<string, string>} */ (files));
  const waiting = new Set(document.querySelectorAll(".lesson-widget"));
  /** @type {ReturnType<typeof loadBundle> | undefined} */
  let bundle;
  /** @type {Promise<void> | undefined} */
  let last; // they start one after the other, so that the page answers in between
  /** @type {Map<Element, (() => Promise<void>) | undefined>} */
  const endings = new Map(); // of each that lives

  /** @param {Element} widget @param {Figure} [told] by Python; else the page has saved it */
  function start(widget, told) {
    if (!waiting.delete(widget)) return;
    observer.unobserve(widget);
    bundle ??= bring();
    if (!told) bundle.catch(() => offerAgain(widget));
    last = Promise.all([bundle, told ? last?.catch(() => {}) : last]).then(async ([startIn]) => {
      endings.set(widget, await startIn(widget, told));
      await drawn(widget);
      widget.setAttribute("data-live", "");
      settled(widget);
      await nextTask();
    });
  }

  /**
   * What all of them need could not be had: the still picture stays, and a button asks once more.
   * @param {Element} widget
   */
  function offerAgain(widget) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Try again" });
    const note = Object.assign(document.createElement("p"), { className: "lesson-not-loaded" });
    note.append("The live figure could not be loaded. ", button);
    note.setAttribute("role", "status");
    widget.append(note);
    waiting.add(widget);
    button.addEventListener("click", () => {
      bundle = last = undefined;
      for (const told of document.querySelectorAll(".lesson-not-loaded")) {
        const other = /** @type {HTMLElement} */ (told.parentElement); // a widget
        told.remove();
        start(other);
      }
    });
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) start(target);
    },
    { rootMargin: NEAR },
  );
  for (const widget of waiting) observer.observe(widget);

  // For cells that run in the page (run/outputs.js).
  window.lessonFigures = {
    async draw(widget, told) {
      waiting.add(widget);
      start(widget, told);
      const drawing = /** @type {Promise<void>} */ (last); // set by start
      last = drawing.catch(() => {});
      await drawing;
    },
    async end(widgets) {
      if (widgets.length) await last?.catch(() => {});
      for (const widget of widgets) {
        waiting.delete(widget);
        observer.unobserve(widget);
        await endings.get(widget)?.();
        endings.delete(widget);
        widget.removeAttribute("data-live");
      }
    },
    wake(widgets) {
      for (const widget of widgets) {
        waiting.add(widget);
        observer.observe(widget);
      }
    },
  };

  function readAddress() {
    if (location.hash.startsWith("#view&")) for (const widget of [...waiting]) start(widget);
  }
  addEventListener("hashchange", readAddress);
  readAddress();
}
