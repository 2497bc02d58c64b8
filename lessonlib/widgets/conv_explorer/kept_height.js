// A view that stays as high as it has been at its width: what follows in the page does not move when it shows less.

/**
 * Gives a function that measures it anew.
 * @param {HTMLElement} root
 * @param {() => number} spare what comes and goes below, in pixels, and keeps no room
 */
export function keptHeight(root, spare) {
  let [width, highest] = [0, 0];
  return () => {
    if (width !== root.clientWidth) {
      root.style.minHeight = "";
      [width, highest] = [root.clientWidth, 0];
    }
    highest = Math.max(highest, root.offsetHeight - spare());
    root.style.minHeight = `${highest}px`;
  };
}
