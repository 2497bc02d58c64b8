// Before the page is drawn.
{
  const root = document.documentElement;

  // Light or dark, as the reader chose here, else as the system has it.
  let chosen = null;
  try {
    chosen = localStorage.getItem("lesson:scheme");
  } catch {
    // a browser that keeps nothing follows the system
  }
  root.dataset.theme = chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  // The fonts are asked for before the stylesheet that names them is read. A page from a file may not ask so.
  for (const font of location.protocol === "file:" ? [] : root.dataset.fonts.split(" ")) {
    const link = document.createElement("link");
    const href = `${root.dataset.content_root}_static/${font}`;
    document.head.append(
      Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href }),
    );
  }

  // A new visit lays out what is in view first (frame.css), then the rest (page/sections.js). Whoever comes back to a
  // place, or follows a link to one, needs the whole page to find it.
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (visit?.type === "navigate" && !location.hash) root.dataset.arriving = "";
}
