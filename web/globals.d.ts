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

interface Window {
  /** The text of progress, where the browser keeps nothing (page/records.js). */
  lessonProgress?: string;
  /** Set by page/widgets/bundle.js. */
  lessonWidgets: { prepare(saved: object, script: URL): Promise<(widget: Element) => Promise<void>> };
  /** Set by page/start_widgets.js: the figures that cells run in the page make. */
  lessonFigures?: {
    draw(widget: Element, told: object): Promise<void>;
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
declare const Search: { makeSearchSummary(html: string, words: Set<string>, anchor: string): Element | null };

declare module "*.css";
declare module "*/pyodide.mjs" {
  export * from "pyodide";
}
