// What stands around any widget: a link to what is on screen, and room to show it to a class.
//
//   import { addFrame } from "./toolbar.js";
//   const frame = addFrame({ model, root, state: ["stride", "selected"], accepts });
//   return () => frame.remove();                         // in the widget's cleanup
//
// Call it once `root` (the .lesson-view) is filled: it puts the title and what to do before it (figure_head.js), and one
// line of buttons after it. `state` names the traits that a
// link carries: those that the widget's controls can change, no more. They stand in the page's address as
// `#view&key.trait=JSON` (address.js). An address is a stranger's text: `accepts(values)`, given all of `state` by
// name, says whether the widget can show them; where it says no, or throws, nothing changes. Each value is of the type
// it replaces before `accepts` sees it. The key is the trait `key` (frame.py), or the id of the widget's cell in its
// page, so no two widgets share one. In JupyterLab a page has no address of ours: there the link is left out.
// `links` false leaves the link out everywhere, and no address changes the view.
// In Python: `class MyView(Framed, anywidget.AnyWidget)`, `_css = join_styles("my.css", "frame.css")`.
import { isOfKind, readView, writeView } from "./url_state.js";
import { addHead } from "./figure_head.js";
import { createFill } from "./fullscreen.js";
import { element } from "./grid.js";
import { whenPlaced } from "./placed.js";
import { readTraits } from "./traits.js";

/**
 * @param {{ model: any, root: HTMLElement, state: string[], accepts?: (values: any) => boolean, links?: boolean }} view
 */
export function addFrame({ model, root, state, accepts = () => true, links = true }) {
  const link = createTool("link", "Link to this view");
  const fill = createTool("fill", "Fill the screen");
  const said = element("span", { className: "lesson-note", role: "status", "data-part": "frame-said" });
  const bar = element("div", { className: "lesson-tools", "data-part": "frame" }, [link, fill, said]);
  const removeHead = addHead(root);
  root.append(bar);
  link.hidden = true; // until it is known to lie in a page of the book
  const current = () => readTraits(model, state);
  const built = current();

  function writeAddress() {
    const hash = writeView(location.hash, keyOf(model, root), current());
    if (hash !== location.hash) history.pushState(null, "", hash);
    const shown = "The address of this page now holds this view";
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

  const addressChanged = ({ oldURL }) => readAddress(new URL(oldURL).hash);
  const stopWaiting = whenPlaced(root, () => {
    link.hidden = !links || !root.closest(".lesson-widget");
    readAddress();
    if (
      !link.hidden &&
      isFreshVisit() &&
      location.hash
        .split("&")
        .at(-1)
        .startsWith(`${keyOf(model, root)}.`)
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

export function createTool(action, text) {
  return element("button", { className: "lesson-tool", type: "button", "data-action": action, text });
}

// The name of a widget in its page's address: the same at every visit and every build.
function keyOf(model, root) {
  const place = root.closest(".lesson-widget");
  const nth = [...place.querySelectorAll(".lesson-view")].indexOf(root);
  const name = place.closest(".cell")?.id.replace(/^cell-/, "") || "widget";
  return model.get("key") || (nth > 0 ? `${name}-${nth + 1}` : name);
}

function isTrue(test) {
  try {
    return Boolean(test());
  } catch {
    return false;
  }
}

// Not a reload, and not back or forward: those return to where the reader was.
function isFreshVisit() {
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return visit?.type === "navigate";
}
