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

// The controls that the book has. One of another kind needs its module here: the page says so where it is missing.
const controls = { ...boxes, ...floats, ...integers, ...links };

const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';

const MODULES = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": controls,
  anywidget: anywidget(base), // called once: its model and its view share what a second call would not have
};

class PageManager extends ManagerBase {
  async loadClass(className, moduleName) {
    const found = MODULES[moduleName]?.[className];
    if (!found) throw new Error(`This page carries no widget ${className} of ${moduleName}.`);
    return found;
  }

  async _get_comm_info() {
    return {};
  }

  /** @returns {Promise<any>} a comm that leads nowhere: there is no kernel */
  async _create_comm() {
    return { on_close() {}, on_msg() {}, close() {}, send() {} };
  }
}

// The Sphinx extension stores each long text (a widget's script, its styles) once a page, and points to it. Styles go
// into sheets of the page, one for each text: unlike a style element, a strict policy lets them in.
function withTexts({ texts = [], ...saved }) {
  const styles = new Set();
  for (const { state } of Object.values(saved.state)) {
    for (const [name, value] of Object.entries(state)) {
      if (Number.isInteger(value?.lesson_text)) state[name] = texts[value.lesson_text];
    }
    if (state._css) styles.add(state._css);
    delete state._css;
  }
  for (const text of styles) adopt(text);
  return saved;
}

function adopt(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}

// The models that belong together: those that name one another, as a box its sliders and a link its two ends.
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

// What the page saved of its widgets; gives a function that starts one of them in its place, or one that Python in the
// page `told` of: { model, models }. That resolves to a function that ends it. `folder` holds the files of the site.
export function prepare(saved, folder) {
  mendSliders(controls);
  const { state, ...version } = /** @type {any} */ (withTexts(saved));
  const family = families(state);
  const scripts = new Map(Object.values(state).map((one) => [one.state._anywidget_id, one.state._esm]));
  const manager = new PageManager();

  const ofPage = (members) => Object.fromEntries([...members].map((member) => [member, state[member]]));

  async function ofPython(models) {
    for (const { state: own } of Object.values(models)) {
      const name = own._anywidget_id;
      if (name) own._esm = scripts.get(name) ?? (await bring(name));
    }
    return models;
  }

  // A widget that the page had none of.
  async function bring(name) {
    const response = await fetch(new URL(`python/widgets/${name}.json`, folder));
    if (!response.ok) throw new Error(`the server said ${response.status}`);
    const { script, styles } = await response.json();
    adopt(styles);
    scripts.set(name, script);
    return script;
  }

  return async function startIn(widget, told) {
    const view = widget.querySelector(VIEW);
    const id = told?.model ?? JSON.parse(view.textContent).model_id;
    const members = family.get(id);
    if (!told && !members) return;
    const models = await manager.set_state({ ...version, state: told ? await ofPython(told.models) : ofPage(members) });
    const { luminoWidget } = await manager.create_view(await manager.get_model(id));
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
