// When a view is in the page: widgets are filled before they are attached, and have no size until then.

/**
 * Call `then` once the node lies in the page and has a size. Returns the cleanup.
 * @param {Element} node
 * @param {() => void} then
 */
export function whenPlaced(node, then) {
  const observer = new ResizeObserver(() => {
    if (!node.isConnected) return;
    observer.disconnect();
    then();
  });
  observer.observe(node);
  return () => observer.disconnect();
}
