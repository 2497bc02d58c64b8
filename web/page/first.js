// Before the page is drawn.
{
  const root = document.documentElement;

  // Light or dark, as the reader chose here, else as the system has it.
  /** @type {string | null} */
  let chosen = null;
  try {
    chosen = localStorage.getItem("lesson:scheme");
  } catch {
    // a browser that keeps nothing follows the system
  }
  root.dataset.theme = chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  // A new visit lays out what is in view first (frame.css), then the rest (page/sections.js). Whoever comes back to a
  // place, or follows a link to one, needs the whole page to find it.
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const isNew = visit?.type === "navigate" && !location.hash;
  if (isNew) root.dataset.arriving = "";

  // The fonts are asked for before the stylesheet that names them is read. The first picture waits for them a little: one
  // that came later would move the lines, so it would wait for the next page. It waits as long for the scripts that put
  // buttons and notes between the lines.
  const isFile = location.protocol === "file:";
  const fonts = isFile ? [] : /** @type {string} */ (root.dataset.fonts).split(" ");
  const come = fonts.map((font) => {
    const link = document.createElement("link");
    const href = `${root.dataset.content_root}_static/${font}`;
    Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href });
    document.head.append(link);
    return new Promise((resolve) => (link.onload = link.onerror = resolve));
  });
  if (isNew && fonts.length) {
    root.dataset.waiting = "";
    come.push(new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve)));
    const patience = new Promise((resolve) => setTimeout(resolve, 700));
    Promise.race([Promise.all(come), patience]).then(() => delete root.dataset.waiting);
  }

  // A page from a file may not ask so. Its fonts are as near as the page: their letters wait for them.
  const read = (/** @type {Event} */ { target }) => {
    if (target instanceof HTMLLinkElement) for (const font of document.fonts) font.display = "block";
  };
  if (isFile) document.addEventListener("load", read, { capture: true });
}
