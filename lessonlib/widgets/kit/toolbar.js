// What stands around any widget: a link to what is on screen, and room to show it to a class.
//
//   import { addFrame } from "./toolbar.js";
//   const frame = addFrame({ model, root, state: ["stride", "selected"], accepts });
//   return () => frame.remove();                         // in the widget's cleanup
//
// Call it once `root` (the .lesson-view) is filled: the title and the instruction go before it (figure_head.js), one row
// of buttons after it. `state` names the traits that a link carries: those that the widget's controls can change, no
// more. The link holds them as `#view&key.trait=JSON` (url_state.js), where `key` is the trait of that name
// (toolbar.py) or the id of the widget's cell, so that no two widgets of a page share one. JupyterLab has no address
// for a view: there is no link there, and none anywhere with `links` false, where no address changes the view either.
// URL state is untrusted input. A value of another type than the trait's is discarded; `accepts(values)`, given all of
// `state` by name, says whether the widget can show the rest. If it returns false or throws, nothing changes.
// In Python: `class GaugeView(Framed, anywidget.AnyWidget)`, with "kit/toolbar.css" among its `join_styles`.
import { isOfKind, readView, writeView } from "./url_state.js";
import { addHead } from "./figure_head.js";
import { createFill } from "./fullscreen.js";
import { element } from "./grid.js";
import { whenPlaced } from "./placed.js";
import { readTraits } from "./traits.js";
/** @import { Model } from "./traits.js" */

/** @typedef {Pick<Model<{ key: string }>, "get">} Keyed a model with the trait of toolbar.py */

/**
 * Put the head before a view and the row of buttons after it.
 * @template {object} [Traits=any] that a link carries
 * @param {object} view
 * @param {Model<Traits> & Keyed} view.model
 * @param {HTMLElement} view.root
 * @param {NoInfer<keyof Traits & string>[]} view.state
 * @param {(values: NoInfer<Traits>) => boolean} [view.accepts]
 * @param {boolean} [view.links]
 * @param {() => unknown} [view.hasOwn] whether a picture of the reader's own is shown, which no link carries
 */
export function addFrame({ model, root, state, accepts = () => true, links = true, hasOwn = () => false }) {
  const link = createTool("link", "Link to this view");
  const fill = createTool("fill", "Fill the screen");
  const said = element("span", { className: "lesson-note", role: "status", "data-part": "frame-said" });
  const bar = element("div", { className: "lesson-tools", "data-part": "frame" }, [link, fill, said]);
  const removeHead = addHead(root);
  root.append(bar);
  link.hidden = true; // until it is known to lie in a page of the book
  const current = () => /** @type {Traits & Record<string, unknown>} */ (readTraits(model, state)); // `state` has all
  const built = current();

  function writeAddress() {
    const hash = writeView(location.hash, keyOf(model, root), current());
    if (hash !== location.hash) history.pushState(null, "", hash);
    const shown = `The address of this page now holds this view${hasOwn() ? ", without your own picture" : ""}`;
    said.textContent = `${shown}.`;
    navigator.clipboard?.writeText(location.href).then(
      () => (said.textContent = `${shown}, and is copied.`),
      () => (said.textContent = `${shown}: copy it from there.`),
    );
  }

  // An address that says nothing of this widget leaves it alone, unless we come back from one that did.
  function readAddress(before = "") {
    if (link.hidden || !root.isConnected) return;
    const key = keyOf(model, root);
    const found = readView(location.hash, key);
    if (!found && (location.hash || !readView(before, key))) return;
    /** @type {Record<string, unknown>} */
    const values = { ...built, ...found };
    if (!isOfKind(values, built) || !isTrue(() => accepts(values))) {
      said.textContent = "The address holds a view that cannot be shown here.";
      return;
    }
    said.textContent = "";
    for (const name of state) {
      if (JSON.stringify(values[name]) !== JSON.stringify(model.get(name))) model.set(name, values[name]);
    }
    model.save_changes();
  }

  const addressChanged = (/** @type {HashChangeEvent} */ { oldURL }) => readAddress(new URL(oldURL).hash);
  const stopWaiting = whenPlaced(root, () => {
    link.hidden = !links || !root.closest(".lesson-widget");
    readAddress();
    if (
      !link.hidden &&
      isFreshVisit() &&
      location.hash.slice(location.hash.lastIndexOf("&") + 1).startsWith(`${keyOf(model, root)}.`)
    ) {
      root.scrollIntoView({ block: "center" });
    }
  });
  const stopFilling = createFill(root, fill);
  link.addEventListener("click", writeAddress);
  window.addEventListener("hashchange", addressChanged);
  return {
    bar,
    remove() {
      window.removeEventListener("hashchange", addressChanged);
      stopWaiting();
      stopFilling();
      removeHead();
    },
  };
}

/** @param {string} action @param {string} text */
export function createTool(action, text) {
  return element("button", { className: "lesson-tool", type: "button", "data-action": action, text });
}

/**
 * The name of a widget in its page's address: the same at every visit and every build.
 * @param {Keyed} model
 * @param {HTMLElement} root
 */
function keyOf(model, root) {
  const place = /** @type {Element} */ (root.closest(".lesson-widget")); // elsewhere there is no link
  const nth = [...place.querySelectorAll(".lesson-view")].indexOf(root);
  const name = place.closest(".cell")?.id.replace(/^cell-/, "") || "widget";
  return model.get("key") || (nth > 0 ? `${name}-${nth + 1}` : name);
}

/** @param {() => unknown} test */
function isTrue(test) {
  try {
    return Boolean(test());
  } catch {
    return false;
  }
}

/** Not a reload, and not back or forward: those return to where the reader was. */
function isFreshVisit() {
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return visit?.type === "navigate";
}
