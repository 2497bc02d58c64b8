// Before the page is drawn: light or dark, as the reader chose here, else as the system has it.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem("lesson:scheme");
  } catch {
    // a browser that keeps nothing follows the system
  }
  document.documentElement.dataset.theme = chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}
