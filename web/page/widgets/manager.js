// Brings the widgets of a built page to life, with no kernel: ipywidgets' base and controls, and anywidget.
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as boxes from "@jupyter-widgets/controls/lib/widget_box";
import * as floats from "@jupyter-widgets/controls/lib/widget_float";
import * as integers from "@jupyter-widgets/controls/lib/widget_int";
import * as links from "@jupyter-widgets/controls/lib/widget_link";
import { Widget } from "@lumino/widgets";
import anywidget from "anywidget";
import "@jupyter-widgets/controls/css/labvariables.css";
import "@jupyter-widgets/controls/css/widgets-base.css";
import "@lumino/widgets/style/index.css";
import { mendSliders } from "./sliders.js";
/** @import { DOMWidgetModel, IClassicComm, WidgetModel, WidgetView } from "@jupyter-widgets/base" */
/** @import { IManagerState, IState } from "@jupyter-widgets/base-manager" */

/**
 * @typedef {Record<string, IState & { state: { _anywidget_id?: string, _esm?: string, _css?: string } }>} Models
 * by their ids; `_esm`: the script, `_css`: the styles
 * @typedef {IManagerState & { state: Models, texts?: string[] }} Saved
 * @typedef {{ model: string, models: Models }} LiveWidget a widget of Python in the page, and all that it is made of
 */

// The controls that the book has. One of another kind needs its module here: the page says so where it is missing.
const controls = { ...boxes, ...floats, ...integers, ...links };

const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';

/** @type {Record<string, Record<string, unknown>>} */
const MODULES = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": controls,
  anywidget: anywidget(base), // called once: its model and its view share what a second call would not have
};

class PageManager extends ManagerBase {
  /** @param {string} className @param {string} moduleName */
  async loadClass(className, moduleName) {
    const found = /** @type {typeof WidgetModel | typeof WidgetView | undefined} */ (MODULES[moduleName]?.[className]);
    if (!found) throw new Error(`This page carries no widget ${className} of ${moduleName}.`);
    return found;
  }

  async _get_comm_info() {
    return {};
  }

  async _create_comm() {
    // It leads nowhere, as there is no kernel: what it lacks of a comm is not called.
    return /** @type {IClassicComm} */ (/** @type {unknown} */ ({ on_close() {}, on_msg() {}, close() {}, send() {} }));
  }
}

/**
 * The Sphinx extension stores each long text (a widget's script, its styles) once a page, and points to it. Styles go
 * into sheets of the page, one for each text: unlike a style element, a strict policy lets them in.
 * @param {Saved} saved
 */
function withTexts({ texts = [], ...saved }) {
  /** @type {Set<string>} */
  const styles = new Set();
  for (const { state } of Object.values(saved.state)) {
    // As if every value pointed to a text: isInteger says which do.
    for (const [name, value] of Object.entries(/** @type {Record<string, { lesson_text: number }>} */ (state))) {
      if (Number.isInteger(value?.lesson_text)) state[name] = texts[value.lesson_text];
    }
    if (state._css) styles.add(state._css);
    delete state._css;
  }
  for (const text of styles) adopt(text);
  return saved;
}

/** @param {string} text */
function adopt(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}

/**
 * The models that belong together: those that name one another, as a box its sliders and a link its two ends.
 * @param {Models} state
 */
function families(state) {
  const family = new Map(Object.keys(state).map((id) => [id, new Set([id])]));
  for (const [id, model] of Object.entries(state)) {
    for (const [, other] of JSON.stringify(model.state).matchAll(/IPY_MODEL_(\w+)/g)) {
      const [one, another] = [family.get(id), family.get(other)];
      if (!one || !another || one === another) continue;
      const [small, large] = one.size > another.size ? [another, one] : [one, another];
      for (const member of small) family.set(member, large.add(member));
    }
  }
  return family;
}

/**
 * What the page saved of its widgets; gives a function that starts one of them in its place, or one that Python in the
 * page `told` of. That resolves to a function that ends it.
 * @param {Saved} saved
 * @param {URL} folder with the files of the site
 */
export function prepare(saved, folder) {
  mendSliders(controls);
  const { state, ...version } = withTexts(saved);
  const family = families(state);
  const scripts = new Map(Object.values(state).map((one) => [one.state._anywidget_id, one.state._esm]));
  const manager = new PageManager();

  const ofPage = (/** @type {Iterable<string>} */ members) =>
    Object.fromEntries([...members].map((member) => [member, state[member]]));

  /** @param {Models} models */
  async function ofPython(models) {
    for (const { state: own } of Object.values(models)) {
      const name = own._anywidget_id;
      if (name) own._esm = scripts.get(name) ?? (await bring(name));
    }
    return models;
  }

  /** A widget that the page had none of. @param {string} name */
  async function bring(name) {
    const response = await fetch(new URL(`python/widgets/${name}.json`, folder));
    if (!response.ok) throw new Error(`the server said ${response.status}`);
    const { script, styles } = await response.json();
    adopt(styles);
    scripts.set(name, script);
    return script;
  }

  /** @param {Element} widget @param {LiveWidget} [told] */
  return async function startIn(widget, told) {
    const view = widget.querySelector(VIEW);
    const id = told?.model ?? JSON.parse(/** @type {Element} */ (view).textContent).model_id;
    const members = family.get(id);
    if (!told && !members) return;
    const models = await manager.set_state({
      ...version,
      state: told ? await ofPython(told.models) : ofPage(/** @type {Set<string>} */ (members)),
    });
    const { luminoWidget } = await manager.create_view(/** @type {DOMWidgetModel} */ (await manager.get_model(id)));
    const place = document.createElement("div");
    place.className = "lesson-live";
    widget.insertBefore(place, view);
    Widget.attach(luminoWidget, place);
    return async () => {
      for (const model of models) model.trigger("comm:close"); // the manager forgets it
      await Promise.all(models.map((model) => model.close()));
      place.remove();
    };
  };
}
