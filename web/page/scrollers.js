// What scrolls sideways can be scrolled by keyboard, too.
export function reachScrollers() {
  /** Whether there is more to the right. @param {Element} box */
  const tell = (box) => box.toggleAttribute("data-more", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  const boxes = document.querySelectorAll("main :is(pre, .lesson-formula, .lesson-table)");
  const observer = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const target = /** @type {HTMLElement} */ (entry.target);
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
      tell(target);
    }
  });
  for (const box of boxes) {
    observer.observe(box);
    box.addEventListener("scroll", () => tell(box), { passive: true });
  }
}
