// What scrolls sideways can be scrolled by keyboard, too.
export function reachScrollers() {
  const boxes = document.querySelectorAll("main :is(pre, .lesson-formula, .lesson-table)");
  const observer = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const target = /** @type {HTMLElement} */ (entry.target);
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of boxes) observer.observe(box);
}
