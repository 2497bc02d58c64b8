/**
 * A part that the page's markup certainly has.
 * @template {HTMLElement} [Found=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [whole]
 * @returns {Found}
 */
export function part(selector, whole = document) {
  /** @type {Found | null} */
  const found = whole.querySelector(selector);
  if (!found) throw new Error(`This page lacks ${selector}.`);
  return found;
}
