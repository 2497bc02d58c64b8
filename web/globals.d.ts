// What is in the page without an import: written into a script as it is built, or set by another one of ours.

/** The size in bytes of each file of Python in the page, by its name (web/python.mjs). */
declare const PYTHON_BYTES: Record<string, number>;
/** What the vendored wheels bring (web/python.mjs). */
declare const PYTHON_PACKAGES: string[];

/** Whether the host lets readers' browsers keep the book (extension/assets/offline.py, like the next three). */
declare const KEPT: boolean;
/** The files of this build: of each its hash, and the query with which pages ask for it. */
declare const BOOK: Record<string, [string, string]>;
declare const PYTHON: Record<string, [string, string]>;
declare const VERSION: string;

/** What a service worker has (page/service_worker.js). The checker's own library of types is that of a page. */
interface ServiceWorkerScope {
  registration: ServiceWorkerRegistration;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", heard: (event: ExtendableEvent) => void): void;
  addEventListener(type: "message", heard: (event: ExtendableEvent & MessageEvent) => void): void;
  addEventListener(type: "fetch", heard: (event: FetchEvent) => void): void;
}
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  request: Request;
  clientId: string;
  resultingClientId: string;
  /** Nothing where the browser has not begun to load the page by itself. */
  preloadResponse: Promise<Response | undefined>;
  respondWith(response: Promise<Response>): void;
}

/** Not in every browser. */
interface Navigator {
  connection?: { saveData: boolean };
}

type Prepare = typeof import("./page/widgets/manager.js").prepare;

interface Window {
  /** Of an LMS, on a window above this one or on that which opened it (page/scorm/api.js). */
  API?: import("./page/scorm/api.js").Api;
  /** The text of progress, where the browser keeps nothing (page/records.js). */
  lessonProgress?: string;
  /** What was saved of the page's widgets, as JSON (extension/assets/widgets.py). */
  lessonWidgetState: string;
  /** Set by page/widgets/bundle.js. */
  lessonWidgets: { prepare(...saved: Parameters<Prepare>): Promise<ReturnType<Prepare>> };
  /** Set by page/start_widgets.js: the figures that cells run in the page make. */
  lessonFigures?: {
    draw(widget: Element, told: import("./page/run/outputs.js").Figure): Promise<void>;
    end(widgets: NodeListOf<Element>): Promise<void>;
    wake(widgets: NodeListOf<Element>): void;
  };
}

/** The DOM writes numbers and booleans as their text. */
interface Element {
  setAttribute(name: string, value: string | number | boolean): void;
}
interface CSSStyleDeclaration {
  setProperty(name: string, value: string | number): void;
}

/** Sphinx's own scripts, on the page of the search. */
declare const DOCUMENTATION_OPTIONS: { SHOW_SEARCH_SUMMARY: boolean };
declare var splitQuery: (query: string) => string[];
declare const Search: { makeSearchSummary(html: string, words: Set<string>, anchor: string): Element | null };

declare module "*.css";
/** It has no types of its own: what it makes of ipywidgets' base is a model and a view. */
declare module "anywidget" {
  import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";
  export default function anywidget(base: typeof import("@jupyter-widgets/base")): {
    AnyModel: typeof DOMWidgetModel;
    AnyView: typeof DOMWidgetView;
  };
}
declare module "*/pyodide.mjs" {
  export * from "pyodide";
}
