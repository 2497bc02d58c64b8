import { part } from "./part.js";

const MARGIN = 40; // pixels that a place in the contents keeps from the ends of the list

/**
 * Scroll the contents, and nothing else, so far that this entry with its sections is in sight; of a longer one its top.
 * No chapter before it is left half below the head of the list. That waits until they have a size: the page is not drawn before its fonts, and on a phone they open later.
 * @param {HTMLElement} contents
 * @param {HTMLElement | null} [entry]
 */
function show(contents, entry) {
  if (!entry) return;
  const head = part(".lesson-contents-head", contents);
  const observer = new ResizeObserver(() => {
    const [box, place] = [contents, entry].map((node) => node.getBoundingClientRect());
    if (!place.height) return;
    observer.disconnect();
    const below = place.bottom + MARGIN - box.bottom;
    const top = getComputedStyle(head).position === "sticky" ? head.getBoundingClientRect().bottom : box.top;
    if (below <= 0) return;
    const far = Math.min(below, place.top - MARGIN - top);
    const chapters = [...contents.querySelectorAll(".lesson-toc > li > a")].map((link) => link.getBoundingClientRect());
    const cut = chapters.find((link) => link.top < top + far && link.bottom > top + far);
    contents.scrollTop += Math.ceil(cut ? cut.bottom - top : far);
  });
  observer.observe(entry);
}

// Which section is being read: its line in the contents says so. And a choice there closes the contents of a narrow page.
export function markPlace() {
  const contents = part("#contents");
  const links = new Map();
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (contents.querySelectorAll(".lesson-toc ol a"))) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section, link);
  }
  const inView = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) inView[isIntersecting ? "add" : "delete"](target);
      const read = [...links.keys()].find((section) => inView.has(section));
      for (const [section, link] of links) {
        if (section === read) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-20% 0px -70%" }, // the band of the window where one reads
  );
  for (const section of links.keys()) observer.observe(section);
  show(contents, contents.querySelector('[aria-current="page"]')?.closest("li"));
  contents.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest("a") && contents.matches(":popover-open")) contents.hidePopover();
  });
}
