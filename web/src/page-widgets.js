// Brings the widgets of a built page to life, with no kernel: ipywidgets' base and controls, and anywidget.
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import { Widget } from "@lumino/widgets";
import anywidget from "anywidget";
import "@jupyter-widgets/controls/css/labvariables.css";
import "@jupyter-widgets/controls/css/widgets-base.css";
import "@lumino/widgets/style/index.css";
import { nameSliders } from "./name-sliders.js";

const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
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

  async _create_comm() {
    return { on_close() {}, on_msg() {}, close() {}, send() {} };
  }
}

// The Sphinx extension stores each long text (a widget's script, its styles) once a page, and points to it.
function withTexts({ texts = [], ...saved }) {
  for (const { state } of Object.values(saved.state)) {
    for (const [name, value] of Object.entries(state)) {
      if (Number.isInteger(value?.lesson_text)) state[name] = texts[value.lesson_text];
    }
  }
  return saved;
}

async function start() {
  nameSliders(controls);
  const saved = document.querySelector(STATE);
  if (!saved) return;
  const manager = new PageManager();
  const models = new Map((await manager.set_state(withTexts(JSON.parse(saved.textContent)))).map((model) => [model.model_id, model]));
  for (const script of document.querySelectorAll(VIEW)) {
    const model = models.get(JSON.parse(script.textContent).model_id);
    if (!model) continue;
    const view = await manager.create_view(model);
    const place = document.createElement("div");
    place.className = "lesson-live";
    script.before(place);
    Widget.attach(view.luminoWidget, place);
    script.previousElementSibling?.closest(".lesson-widget")?.setAttribute("data-live", "");
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
